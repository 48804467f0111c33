"""The person's own workbook with what is wrong in it: coloured, commented; the rest kept."""

from __future__ import annotations

import io
import zipfile

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from generator import roster
from generator.roster.slimming import slimmed
from tests.generator.rosters import CHOSEN, GOOD, filled, saved, table

HEAD = ["单位", "座数（座）", "成文日期"]
WRONG, DOUBTFUL = "00F6C9C2", "00FFE9A8"


def copy(data: bytes, name: str = "r.xlsx") -> Workbook:
    found = roster.read(CHOSEN, name, data)
    return load_workbook(io.BytesIO(roster.annotated(name, data, found)))


def test_bad_cells_are_coloured_and_say_what_is_wrong_and_what_to_do() -> None:
    sheet = copy(filled([{**GOOD, "座数": "九十", "比例": 0.5}]))["数据表"]
    assert sheet["D4"].fill.fgColor.rgb == WRONG
    assert sheet["D4"].comment is not None
    assert sheet["D4"].comment.text == "“九十”不是数字。改成 90"
    assert sheet["B4"].comment is None
    assert sheet["B4"].fill.fgColor.rgb != WRONG


def test_an_empty_required_cell_is_red_and_not_the_amber_of_a_roster_being_filled() -> None:
    sheet = copy(filled([{**GOOD, "单位": None}]))["数据表"]
    assert sheet["B4"].fill.fgColor.rgb == WRONG
    assert list(sheet.conditional_formatting) == []


def test_formatted_lines_below_the_last_value_cost_the_copy_nothing() -> None:
    lines = "".join(f'<row r="{n}" s="0"><c r="A{n}" s="0"/></row>' for n in range(3, 120_000))
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(table(HEAD, ["甲村", "九十", "2026-03-01"]))) as plain,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in plain.namelist():
            text = plain.read(name).replace(b"</sheetData>", f"{lines}</sheetData>".encode())
            made.writestr(name, text)
    assert len(slimmed(target.getvalue())) < 10_000 < len(target.getvalue())
    sheet = copy(target.getvalue())["各村"]
    assert sheet.max_row == 2
    assert sheet["B2"].fill.fgColor.rgb == WRONG


def test_warnings_are_amber() -> None:
    sheet = copy(table([*HEAD, "比例"], ["甲村", 7, "2026-03-01", "0.5"]))["各村"]
    assert sheet["D2"].fill.fgColor.rgb == DOUBTFUL


def test_all_is_listed_on_a_sheet_with_links_and_that_sheet_is_no_roster() -> None:
    book = copy(filled([{**GOOD, "座数": "九十"}]))
    lines = list(book["核对结果"].iter_rows(values_only=True))
    assert lines[1] == ("数据表", "4", "D", "座数", "要改", "“九十”不是数字", "改成 90")
    assert book["核对结果"]["B2"].hyperlink.location == "'数据表'!D4" or (
        book["核对结果"]["B2"].hyperlink.target == "#'数据表'!D4"
    )
    again = roster.read(CHOSEN, "r.xlsx", saved(book))
    assert [str(f) for f in again.findings] == []


def test_what_else_is_in_the_workbook_stays() -> None:
    book = load_workbook(
        io.BytesIO(table(["各村桥梁巡查表"], HEAD, ["甲村", "九十", "2026-03-01"]))
    )
    sheet = book["各村"]
    sheet["A1"].font = Font(bold=True, size=20)
    sheet.merge_cells("A1:C1")
    sheet.column_dimensions["A"].width = 33
    sheet["A3"].comment = Comment("核过了", "何某某")
    sheet["E3"] = "=1+1"
    sheet["B3"].comment = Comment("问过村里", "何某某")
    other = book.create_sheet("附注")
    other["A1"] = "说明文字"
    made = copy(saved(book))
    assert made["各村"]["A1"].font.size == 20
    assert [str(r) for r in made["各村"].merged_cells.ranges] == ["A1:C1"]
    assert made["各村"].column_dimensions["A"].width == 33
    assert made["各村"]["E3"].value == "=1+1"
    assert made["附注"]["A1"].value == "说明文字"
    assert made["各村"]["A3"].comment.text == "核过了"  # type: ignore[union-attr]
    assert made["各村"]["B3"].comment.text == "“九十”不是数字。改成 90\n问过村里"  # type: ignore[union-attr]


def test_marks_of_an_earlier_copy_go_when_the_cell_was_mended() -> None:
    book = copy(table(HEAD, ["甲村", "九十", "2026-03-01"]))
    book["各村"]["B2"].value = 90
    sheet = copy(saved(book))["各村"]
    assert sheet["B2"].comment is None
    assert sheet["B2"].fill.fgColor.rgb != WRONG


def test_a_merged_cell_is_marked_where_it_shows() -> None:
    book = load_workbook(
        io.BytesIO(table(HEAD, ["甲村", "若干", "2026-03-01"], ["乙村", None, None]))
    )
    sheet = book["各村"]
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("C2:C3")
    made = copy(saved(book))["各村"]
    assert made["B2"].comment is not None
    assert made["B2"].comment.text.count("“若干”不是数字") >= 1


def test_a_csv_becomes_a_workbook_with_its_texts_as_they_were() -> None:
    data = "单位,座数,成文日期,编号\n甲村,九十,2026-03-01,0512\n".encode("gb18030")
    sheet = copy(data, "各村.csv")["各村"]
    assert sheet["B2"].comment is not None
    assert (sheet["D2"].value, sheet["D2"].number_format) == ("0512", "@")
