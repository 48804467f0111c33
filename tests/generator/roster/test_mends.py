"""Cells put right on the page: laid over what was sent, and written into a copy of it."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from generator import roster
from generator.roster import Mend, Roster
from tests.generator.rosters import CHOSEN, saved, table

HEAD: list[str | int] = ["单位", "座数（座）", "成文日期"]
ROWS: list[list[str | int]] = [
    ["石桥乡", "十来", "2026-03-01"],
    ["柳林乡", 7, "某日"],
    ["望江乡", 9, "2026-03-01"],
]


def read(name: str, data: bytes, *mends: Mend) -> Roster:
    sheets = roster.laid_over(roster.sheets(name, data), mends)
    return roster.gather(CHOSEN, roster.match_sheets(CHOSEN, name, sheets))


def wrong(found: Roster) -> list[int]:
    return [row.number for row in found.rows if row.wrong]


MENDS = (Mend("各村", 2, "B", "十"), Mend("各村", 2, "B", "12"), Mend("各村", 3, "C", "2026-03-02"))


def test_a_mended_cell_is_read_as_it_was_put_right_and_the_last_word_counts() -> None:
    data = table(HEAD, *ROWS)
    assert wrong(read("r.xlsx", data)) == [2, 3]
    found = read("r.xlsx", data, *MENDS)
    assert wrong(found) == []
    assert [row.inputs["座数"] for row in found.rows] == ["12", "7", "9"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_written_copy_reads_as_the_page_did(kind: str) -> None:
    data = table(HEAD, *ROWS)
    sheet = "各村"
    if kind == "csv":
        lines = [",".join(map(str, line)) for line in (HEAD, *ROWS)]
        data, sheet = "\n".join(lines).encode(), "r"
    mends = [Mend(sheet, own.row, own.column, own.text) for own in MENDS]
    shown = read(f"r.{kind}", data, *mends)
    copy = roster.written(f"r.{kind}", data, mends)
    again = read("r.xlsx", copy)
    assert [row.inputs for row in again.rows] == [row.inputs for row in shown.rows]
    assert load_workbook(io.BytesIO(copy)).worksheets[0]["B2"].value == 12


def test_what_is_no_plain_number_is_written_as_text() -> None:
    mends = [Mend("各村", 2, "A", "=1+1"), Mend("各村", 3, "A", "0512"), Mend("各村", 4, "A", "")]
    sheet = load_workbook(io.BytesIO(roster.written("r.xlsx", table(HEAD, *ROWS), mends)))["各村"]
    assert [sheet[place].value for place in ("A2", "A3", "A4")] == ["=1+1", "0512", None]
    assert sheet["A2"].data_type == "s"


def test_a_merged_cell_is_parted_from_the_others_which_keep_their_value() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "各村"
    for line in (HEAD, *ROWS):
        sheet.append(line)
    sheet["B2"].value = 5
    sheet.merge_cells("B2:B4")
    mend = Mend("各村", 3, "B", "8")
    shown = read("r.xlsx", saved(book), mend)
    assert [row.inputs["座数"] for row in shown.rows] == ["5", "8", "5"]
    copy = roster.written("r.xlsx", saved(book), [mend])
    assert [row.inputs["座数"] for row in read("r.xlsx", copy).rows] == ["5", "8", "5"]


def test_a_mend_beyond_the_sheet_changes_nothing() -> None:
    sheets = roster.sheets("r.xlsx", table(HEAD, *ROWS))
    assert roster.laid_over(sheets, [Mend("别的", 2, "B", "1")]) == sheets
    longer = roster.laid_over(sheets, [Mend("各村", 2, "E", "x"), Mend("各村", 99, "B", "1")])
    assert longer[0].lines[1].cells == (*sheets[0].lines[1].cells, "", "x")
    assert len(longer[0].lines) == len(sheets[0].lines)
