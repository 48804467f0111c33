"""Rosters: made from a template, filled in, read back; every wrong cell told with its place."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from generator import roster, template
from generator.errors import RosterError
from tests.generator.rosters import CHOSEN, GOOD, filled, saved, table

HEAD = ["单位", "座数（座）", "成文日期"]
ROW = ["望川县石桥乡人民政府", 7, "2026-03-01"]


# --- the blank roster -----------------------------------------------------------------------


def test_the_head_names_each_field_with_its_unit_and_marks_the_required_ones() -> None:
    sheet = load_workbook(io.BytesIO(roster.workbook(CHOSEN)))["数据表"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:5] == ["单位*", "编号", "座数（座）*", "比例", "预算（万元）"]


def test_text_columns_keep_leading_noughts_and_figures_stay_figures() -> None:
    sheet = load_workbook(io.BytesIO(roster.workbook(CHOSEN)))["数据表"]
    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet["B2"].value == "0512"
    assert sheet.column_dimensions["C"].number_format == "General"


def test_a_choice_has_a_drop_down_with_its_options() -> None:
    book = load_workbook(io.BytesIO(roster.workbook(CHOSEN)))
    (rule,) = book["数据表"].data_validations.dataValidation
    assert rule.type == "list"
    assert str(rule.sqref).startswith("F2:")
    letter = rule.formula1.split("$")[1]
    column = [cell.value for cell in book["选项"][letter]]
    assert column == ["方式", "步行", "乘车"]
    assert book["选项"].sheet_state == "hidden"


def test_the_guide_explains_every_column_composite_cells_included() -> None:
    guide = load_workbook(io.BytesIO(roster.workbook(CHOSEN)))["填写说明"]
    lines = {row[1]: row for row in guide.iter_rows(min_row=8, values_only=True)}
    assert lines["单位"][2:4] == ("必填", "发文单位全称")
    assert "|" in str(lines["重点任务"][4])
    assert "每" in str(lines["重点任务"][3])


def test_an_example_that_looks_like_a_formula_stays_text() -> None:
    text = CHOSEN.text.replace('example: "0512"', 'example: "=1+1"')
    data = roster.workbook(template.load(text, "x.md"))
    cell = load_workbook(io.BytesIO(data))["数据表"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("entry", list(template.shipped().values()), ids=lambda entry: entry.id)
def test_every_shipped_template_reads_its_own_example_row_without_an_error(
    entry: template.Template,
) -> None:
    book = load_workbook(io.BytesIO(roster.workbook(entry)))
    sheet = book["数据表"]
    for number, cell in enumerate(sheet[2], 1):
        sheet.cell(3, number).value = cell.value
    # one cell more than the example's, or the row would be taken for the example
    text = next(n for n, f in enumerate(entry.fields.values(), 1) if f.type in ("org", "text"))
    sheet.cell(3, text).value = "青禾县望川街道办事处"
    read = roster.read(entry, "r.xlsx", saved(book))
    assert [row.number for row in read.rows] == [3]
    assert [str(f) for f in read.rows[0].findings if f.severity == "error"] == []


# --- reading --------------------------------------------------------------------------------


def test_cells_arrive_as_they_were_typed() -> None:
    (row,) = roster.read(CHOSEN, "r.xlsx", filled([GOOD])).rows
    assert row.number == 3
    assert row.inputs == {
        "单位": "望川县石桥乡人民政府",
        "编号": "0512",
        "座数": "7",
        "成文日期": "2026-03-01",
    }
    assert not row.wrong


def test_the_untouched_example_row_makes_no_document_and_is_mentioned() -> None:
    read = roster.read(CHOSEN, "r.xlsx", filled([GOOD]))
    assert [str(f) for f in read.findings] == ["数据表 第2行：与示例完全相同，没有生成。"]


def test_an_example_row_that_was_copied_down_is_meant() -> None:
    book = load_workbook(io.BytesIO(filled([])))
    sheet = book["数据表"]
    for column, cell in enumerate(sheet[2], 1):
        sheet.cell(3, column, cell.value)
    read = roster.read(CHOSEN, "r.xlsx", saved(book))
    assert [row.number for row in read.rows] == [2, 3]
    assert read.findings == ()


def test_a_changed_example_row_is_a_row() -> None:
    book = load_workbook(io.BytesIO(filled([])))
    book["数据表"]["C2"].value = 30
    (row,) = roster.read(CHOSEN, "r.xlsx", saved(book)).rows
    assert (row.number, row.inputs["座数"]) == (2, "30")


def test_a_wrong_cell_is_told_with_sheet_row_column_field_and_remedy() -> None:
    read = roster.read(CHOSEN, "r.xlsx", filled([GOOD, {**GOOD, "座数": "九十"}]))
    assert not read.rows[0].wrong
    (finding,) = read.rows[1].findings
    assert str(finding) == "数据表 第4行C列（座数）：“九十”不是数字。改成 90。"
    assert (finding.row, finding.column, finding.severity) == (4, "C", "error")


def test_an_empty_required_cell_is_an_error_and_an_empty_optional_one_is_not() -> None:
    (row,) = roster.read(CHOSEN, "r.xlsx", filled([{**GOOD, "单位": None, "编号": None}])).rows
    assert [str(f) for f in row.findings] == ["数据表 第3行A列（单位）：没有填写。发文单位全称。"]


def test_a_wrong_composite_cell_names_the_line_within_it() -> None:
    (row,) = roster.read(
        CHOSEN, "r.xlsx", filled([{**GOOD, "重点任务": "查桥面|看裂缝|规建办||长期|多余|多余"}])
    ).rows
    assert row.wrong
    assert "第1项有 7 段" in str(row.findings[0])


@pytest.mark.parametrize(
    ("value", "shown", "read"),
    [
        (0.953, "0.0%", "95.3%"),
        (512, "0000", "0512"),
        (datetime.datetime(2026, 3, 5), "yyyy-mm-dd", "2026-03-05"),
        (12.5, "General", "12.5"),
        (Decimal("0.1"), "General", "0.1"),
        (True, "General", "是"),
        ("０５１２", "@", "０５１２"),
        ("=1+1", "@", "=1+1"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(value: object, shown: str, read: str) -> None:
    book = load_workbook(io.BytesIO(filled([GOOD])))
    cell = book["数据表"]["B3"]
    cell.value = value
    cell.number_format = shown
    if isinstance(value, str):
        cell.data_type = "s"
    (row,) = roster.read(CHOSEN, "r.xlsx", saved(book)).rows
    assert row.inputs["编号"] == read


def test_a_broken_formula_is_told_instead_of_its_text() -> None:
    book = load_workbook(io.BytesIO(filled([GOOD])))
    cell = book["数据表"]["C3"]
    cell.value, cell.data_type = "#REF!", "e"
    (row,) = roster.read(CHOSEN, "r.xlsx", saved(book)).rows
    assert str(row.findings[0]).startswith("数据表 第3行C列（座数）：公式出错（#REF!）")


def test_a_number_too_long_for_a_spreadsheet_is_told() -> None:
    (row,) = roster.read(CHOSEN, "r.xlsx", filled([{**GOOD, "编号": 110101199003071234}])).rows
    assert "末尾已丢失" in str(row.findings[0])


def test_a_title_above_the_head_columns_in_any_order_and_empty_rows_do_no_harm() -> None:
    data = table(["各村桥梁巡查表"], ["成文日期", "单位*", "座数(座)"], [], [*ROW[2:], *ROW[:2]])
    (row,) = roster.read(CHOSEN, "r.xlsx", data).rows
    assert (row.number, row.inputs["座数"]) == (4, "7")


def test_a_column_that_the_template_does_not_know_is_left_and_mentioned() -> None:
    data = table([*HEAD, "座数目"], [*ROW, 3])
    (finding,) = roster.read(CHOSEN, "r.xlsx", data).findings
    assert finding.severity == "warning"
    assert str(finding).startswith("各村 第1行D列：模板里没有“座数目”，这一列没有用。是不是“座数”")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["甲", "乙"], [1, 2]], "r.xlsx：没有找到《桥梁巡查通知》的表头。"),
        ([HEAD[:2], ROW[:2]], "缺少必填的列：成文日期"),
        ([[*HEAD, "座数"], [*ROW, 3]], "第 1 行D列：“座数”有两列"),
        ([["单位", "座数（公里）", "成文日期"], ROW], "“座数”的单位是“公里”，模板要的是“座”"),
        ([HEAD], "一行也没有填"),
    ],
)
def test_a_head_that_does_not_fit_is_refused(rows: list[list[object]], message: str) -> None:
    with pytest.raises(RosterError) as refused:
        roster.read(CHOSEN, "r.xlsx", table(*rows))
    assert message in str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_that_offices_use(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(map(str, line)) for line in (HEAD, ROW))
    read = roster.read(CHOSEN, "各村.csv", text.encode(encoding))
    assert read.sheet == "各村"
    assert read.rows[0].inputs["单位"] == "望川县石桥乡人民政府"


def test_a_csv_keeps_line_breaks_inside_quotes() -> None:
    text = '单位,座数,成文日期,重点任务\n某乡,7,2026-03-01,"查桥面|看|规建办\n查桥墩|看|规建办"\n'
    (row,) = roster.read(CHOSEN, "r.csv", text.encode()).rows
    assert row.inputs["重点任务"].count("\n") == 1
    assert not row.wrong


# --- hostile files --------------------------------------------------------------------------


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * (101 * 2**20))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("r.xlsx", b"", "文件是空的"),
        ("r.xlsx", b"not a workbook", "内容不是 Excel 工作簿"),
        ("r.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "加密的工作簿"),
        ("r.xlsx", b"PK" + bytes(21 * 2**20), "超过 20 MB"),
        ("r.xls", b"x", "不是数据表（.xls）"),
        ("r", b"x", "不是数据表（没有扩展名）"),
        ("r.csv", b"\xff\x00\x9f\x00\x01", "编码不认识"),
        ("r.csv", b'a,"b\n', "不是规范的 CSV"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_one_line(
    name: str, data: bytes, message: str
) -> None:
    with pytest.raises(RosterError) as refused:
        roster.read(CHOSEN, name, data)
    assert message in str(refused.value)
    assert refused.value.where == name or refused.value.where.startswith(f"{name} ")
    assert refused.value.remedy


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened() -> None:
    with pytest.raises(RosterError, match="解开后超过 100 MB"):
        roster.read(CHOSEN, "r.xlsx", bomb())


def test_a_damaged_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(RosterError, match="损坏"):
        roster.read(CHOSEN, "r.xlsx", target.getvalue())


def test_a_row_far_below_does_not_cost_a_million_rows() -> None:
    book = load_workbook(io.BytesIO(table(HEAD, ROW)))
    book.active.cell(1_048_576, 1).value = "x"
    with pytest.raises(RosterError, match="超过 10000 行"):
        roster.read(CHOSEN, "r.xlsx", saved(book))


def test_too_many_columns_and_too_long_cells_are_refused() -> None:
    with pytest.raises(RosterError, match="超过 200 列"):
        roster.read(CHOSEN, "r.xlsx", table([*HEAD, *["x"] * 200], ROW))
    with pytest.raises(RosterError, match="超过 20000 字"):
        roster.read(CHOSEN, "r.csv", f"{','.join(HEAD)}\n{'长' * 20001},7,2026-03-01\n".encode())


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_in_a_cell_is_read_or_told_but_never_breaks(text: str) -> None:
    line = ",".join(['"' + text.replace('"', '""') + '"', "7", "2026-03-01"])
    data = f"{','.join(HEAD)}\n{line}\n某乡,7,2026-03-01\n".encode()
    read = roster.read(CHOSEN, "r.csv", data)
    assert read.rows[-1].inputs["单位"] == "某乡"
