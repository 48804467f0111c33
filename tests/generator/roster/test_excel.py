"""Excel workbooks as they are: what a person sees in each cell, and what is kept from harm."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from generator.errors import RosterError
from generator.roster import sheets
from generator.roster.cells import Broken, Figure, Uncomputed
from tests.generator.roster.making import package, row
from tests.generator.rosters import saved


def cell_of(xml: str, **parts: object) -> str:
    """The only cell of a sheet whose A1 is this XML."""
    (sheet,) = sheets("r.xlsx", package(f'<row r="1">{xml}</row>', **parts))  # type: ignore[arg-type]
    return sheet.lines[0].cells[0] if sheet.lines else ""


@pytest.mark.parametrize(
    ("value", "format", "shown"),
    [
        ("0.35", "0%", "35%"),
        ("0.35100000000000003", "0.0%", "35.1%"),
        ("0.8333333333", "0.0%", "83.3%"),
        ("1.375", "0.00%", "137.5%"),
        ("12", "General", "12"),
        ("12.0", "General", "12"),
        ("12.6", "0", "13"),
        ("0.1", "General", "0.1"),
        ("7.7777777777777777", "General", "7.777777778"),
        ("7.7777777777777777", "0.00", "7.78"),
        ("1234.5", "#,##0.00", "1234.5"),
        ("3.5", '0.0"万元"', "3.5"),
        ("512", "0000", "0512"),
        ("13800001234", "General", "13800001234"),
        ("1.26E3", "0.00E+00", "1260"),
        ("-3.20", "0.00_);[Red](0.00)", "-3.2"),
        ("46086", "yyyy-mm-dd", "2026年3月5日"),
        ("46086", "[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "2026年3月5日"),
        ("46086", "[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;", "2026年3月"),
        ("46086", "yyyy", "2026年"),
        ("46086.604166667", "yyyy/m/d h:mm", "2026年3月5日 14:30"),
        ("46086.604166667", "yyyy/m/d", "2026年3月5日"),
        ("0.604166667", "h:mm", "14:30"),
        ("46086", "@", "46086"),
        ("1", "yyyy-mm-dd", "1900年1月1日"),
        ("-5", "yyyy-mm-dd", "-5"),
    ],
)
def test_a_number_is_read_as_it_is_shown(value: str, format: str, shown: str) -> None:
    xml = f'<c r="A1" s="1"><v>{value}</v></c>'
    code = format.replace('"', "&quot;")
    assert cell_of(xml, formats={170: code}, styles=(0, 170)) == shown


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        (14, "2026年3月5日"),
        (31, "2026年3月5日"),
        (57, "2026年3月"),
        (58, "2026年3月5日"),
        (9, "4608600%"),
    ],
)
def test_formats_that_chinese_programs_leave_out_of_the_file_are_known(
    format: int, shown: str
) -> None:
    assert cell_of('<c r="A1" s="1"><v>46086</v></c>', styles=(0, format)) == shown


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    xml = '<c r="A1" s="1"><v>44624</v></c>'
    assert cell_of(xml, styles=(0, 14), properties='date1904="1"') == "2026年3月5日"


@pytest.mark.parametrize(
    ("xml", "kind", "text"),
    [
        ('<c r="A1"><v>12</v></c>', Figure, "12"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', Broken, "#N/A"),
        ('<c r="A1"><f>SUM(B1:C1)</f></c>', Uncomputed, "=SUM(B1:C1)"),
        ('<c r="A1"><f>SUM(B1:C1)</f><v></v></c>', Uncomputed, "=SUM(B1:C1)"),
        ('<c r="A1"><f>SUM(B1:C1)</f><v>3</v></c>', Figure, "3"),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', str, ""),
        ('<c r="A1" t="str"><f>B1</f><v>东湾</v></c>', str, "东湾"),
        ('<c r="A1" t="b"><v>1</v></c>', str, "是"),
        ('<c r="A1" t="s"><v>0</v></c>', str, "东湾社区"),
        ('<c r="A1" t="inlineStr"><is><r><t>东</t></r><r><t>湾</t></r></is></c>', str, "东湾"),
        ('<c t="inlineStr"><is><t>没写地址</t></is></c>', str, "没写地址"),
    ],
)
def test_every_kind_of_cell_gives_its_text_and_what_it_was(
    xml: str, kind: type[str], text: str
) -> None:
    texts = (
        '<si><r><t>东湾</t></r><r><rPr><b/></rPr><t>社区</t></r><rPh sb="0" eb="2"><t>dongwan</t>'
        "</rPh></si>"
    )
    found = cell_of(xml, texts=texts)
    assert (type(found), found) == (kind, text)


def test_line_breaks_and_escaped_characters_become_themselves() -> None:
    assert cell_of('<c r="A1" t="inlineStr"><is><t>甲_x000D_\n乙</t></is></c>') == "甲\n乙"


def test_hidden_lines_columns_and_sheets_are_known_for_such() -> None:
    data = package(
        row(1, "甲") + row(2, "乙", hidden=True),
        before='<cols><col min="2" max="3" hidden="1"/></cols>',
        sheets='<sheet name="各村" sheetId="1" state="veryHidden" r:id="rId1"/>',
    )
    (sheet,) = sheets("r.xlsx", data)
    assert [line.hidden for line in sheet.lines] == [False, True]
    assert sheet.hidden_columns == {1, 2}
    assert sheet.hidden


def test_merged_cells_give_their_value_to_the_lines_below_and_a_head_also_to_the_right() -> None:
    data = package(
        row(1, "甲", "乙") + row(2, "", "丙") + row(3, "", "丁"),
        after='<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="B1:D1"/></mergeCells>',
    )
    (sheet,) = sheets("r.xlsx", data)
    assert [line.cells for line in sheet.spread.lines] == [("甲", "乙"), ("甲", "丙"), ("甲", "丁")]
    assert sheet.spread_wide.lines[0].cells == ("甲", "乙", "乙", "乙")


def test_a_sheet_whose_every_column_is_formatted_costs_nothing() -> None:
    styled = "".join(f'<c r="{name}2" s="0"/>' for name in ("B", "ZZ", "XFD"))
    data = package(
        row(1, "甲") + f'<row r="2">{styled}</row>',
        before='<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" style="0"/></cols>',
        after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    (sheet,) = sheets("r.xlsx", data)
    assert [line.number for line in sheet.lines] == [1]
    assert len(sheet.spread_wide.lines[0].cells) == 200


def test_a_row_far_below_is_just_a_row() -> None:
    (sheet,) = sheets("r.xlsx", package(row(1, "甲") + row(1_048_576, "乙")))
    assert [line.number for line in sheet.lines] == [1, 1_048_576]


def test_every_sheet_is_read_in_its_order() -> None:
    book = Workbook()
    for name in ("甲", "乙"):
        book.create_sheet(name)["B2"] = name
    found = sheets("r.xlsx", saved(book))
    assert [(s.name, [line.cells for line in s.lines]) for s in found[1:]] == [
        ("甲", [("", "甲")]),
        ("乙", [("", "乙")]),
    ]


# --- hostile and damaged --------------------------------------------------------------------


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b" " * (201 * 2**20))
    return target.getvalue()


def test_entities_are_not_expanded_and_nothing_outside_is_read() -> None:
    prologue = (
        '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )
    for entity in ("&b;", "&f;"):
        xml = f'<row r="1"><c r="A1" t="inlineStr"><is><t>甲{entity}</t></is></c></row>'
        (sheet,) = sheets("r.xlsx", package(xml, prologue=prologue))
        assert sheet.lines[0].cells == ("甲",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bomb(), "解开后超过 200 MB"),
        (package("<row")[:-200], "内容不是 Excel 工作簿"),
        (package("<row"), "损坏"),
        (package('<row r="x"><c/></row>'), "损坏"),
        (package('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "损坏"),
        (package(row(1, "长" * 20_001)), "超过 20000 字"),
        (package('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "超过 200 列"),
    ],
)
def test_what_is_damaged_or_too_much_is_refused_with_a_remedy(data: bytes, message: str) -> None:
    with pytest.raises(RosterError, match=message) as refused:
        sheets("r.xlsx", data)
    assert refused.value.where.startswith("r.xlsx")
    assert refused.value.remedy


def test_a_package_with_any_bytes_changed_is_read_or_refused_but_never_breaks() -> None:
    whole = package(row(1, "单位", "座数") + row(2, "甲", '<c r="B2" s="1"><v>7</v></c>'))
    chance = random.Random(8)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        with contextlib.suppress(RosterError):
            sheets("r.xlsx", bytes(data))


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.roster.excel.MAX_LINES", 3)
    with pytest.raises(RosterError, match="超过 3 行"):
        sheets("r.xlsx", package("".join(row(n, "甲") for n in range(1, 6))))
