"""Mends 改过的格子: cells put right on the page, laid over the sheets as they were sent."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.cell import MergedCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from generator.roster import conversion
from generator.roster.annotated import opened
from generator.roster.sheet import Line, Merged, Sheet
from generator.roster.styling import put

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
_Cells = Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Mend:
    """What a cell is to hold from now on: `row` is its line in the file, `column` a letter."""

    sheet: str
    row: int
    column: str
    text: str


def laid_over(sheets: Sequence[Sheet], mends: Iterable[Mend]) -> tuple[Sheet, ...]:
    """The sheets with the mended cells in them; mends of sheets or lines that are not there are
    left out. A mended cell is parted from those it was merged with, which keep their value."""
    wanted: dict[str, dict[tuple[int, int], str]] = {}
    for mend in mends:  # of one cell the last word counts
        place = mend.row, column_index_from_string(mend.column) - 1
        wanted.setdefault(mend.sheet, {})[place] = mend.text
    return tuple(
        _mended(sheet, wanted[sheet.name]) if sheet.name in wanted else sheet for sheet in sheets
    )


def _mended(sheet: Sheet, cells: _Cells) -> Sheet:
    parted = [m for m in sheet.merged if any(_within(m, place) for place in cells)]
    kept = tuple(m for m in sheet.merged if m not in parted)
    spread = replace(sheet, merged=tuple(parted)).spread.lines
    rows = {row for row, _ in cells}
    lines = tuple(_with(line, cells) if line.number in rows else line for line in spread)
    return replace(sheet, lines=lines, merged=kept)


def _within(merged: Merged, place: tuple[int, int]) -> bool:
    row, index = place
    return merged.top <= row <= merged.bottom and merged.left <= index + 1 <= merged.right


def _with(line: Line, cells: _Cells) -> Line:
    own = {index: text for (row, index), text in cells.items() if row == line.number}
    row = [*line.cells, *([""] * (max(own) + 1 - len(line.cells)))]
    for index, text in own.items():
        row[index] = text
    return replace(line, cells=tuple(row))


def written(name: str, data: bytes, mends: Sequence[Mend]) -> bytes:
    """The spreadsheet `name` as .xlsx with the mended cells in it; plain numbers are numbers.

    The rest stays as openpyxl keeps it (docs/batches.md). Raises `RosterError` where the file
    cannot be read.
    """
    book = opened(name, data)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if conversion.kind_of(name, data) == "text":  # its only sheet may be called a little otherwise
        sheets = {mend.sheet: book.worksheets[0] for mend in mends}
    for mend in mends:
        if sheet := sheets.get(mend.sheet):
            _write(sheet, mend)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(sheet: Worksheet, mend: Mend) -> None:
    column = column_index_from_string(mend.column)
    for merged in list(sheet.merged_cells.ranges):
        if f"{mend.column}{mend.row}" in merged:
            value = sheet.cell(merged.min_row, merged.min_col).value
            rows = range(merged.min_row, merged.max_row + 1)
            sheet.unmerge_cells(str(merged))
            for row in rows:  # as laid_over: each line keeps what stood there for all
                sheet.cell(row, merged.min_col).value = value
    cell = sheet.cell(mend.row, column)
    assert not isinstance(cell, MergedCell)
    if _NUMBER.fullmatch(mend.text):
        cell.value = float(mend.text) if "." in mend.text else int(mend.text)
        cell.number_format = "General"
    else:
        put(sheet, mend.row, column, mend.text).number_format = "@"
    if not mend.text:
        cell.value = None
