"""The looks of the workbooks that we make: colours, widths, heights, cells that hold text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

LINE_HEIGHT = 16.0
"""Points of a line in a cell."""
NARROWEST, WIDEST = 12.0, 44.0

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINE = Side(style="thin", color="BFC8C6")
GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD = PatternFill("solid", fgColor="E4ECEB")
REQUIRED = PatternFill("solid", fgColor="FBE5E1")
SAMPLE = PatternFill("solid", fgColor="F5F7F6")
MISSING = PatternFill("solid", bgColor="FFF1CC")
WRONG = PatternFill("solid", fgColor="F6C9C2")
DOUBTFUL = PatternFill("solid", fgColor="FFE9A8")
FACE = "宋体"
"""Every Excel and WPS of an office has it."""
PLAIN_FONT = Font(name=FACE)
TITLE_FONT = Font(name=FACE, bold=True, size=14)
HEAD_FONT = Font(name=FACE, bold=True, color="17343A")
REQUIRED_FONT = Font(name=FACE, bold=True, color="9C2A1D")
RULE_FONT = Font(name=FACE, size=9, color="415058")
REQUIRED_RULE_FONT = Font(name=FACE, size=9, bold=True, color="9C2A1D")
SAMPLE_FONT = Font(name=FACE, color="6B7775")
WRAPPED = Alignment(wrap_text=True, vertical="center")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """The cell, holding `text` as it stands: `=1+1` stays text and becomes no formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # there are no merged cells in what we write
    cell.value = _ILLEGAL.sub("", text)
    if text:
        cell.data_type = "s"
    return cell


def room(text: str) -> int:
    """The width of `text` in a sheet's unit, half of a Chinese character."""
    return sum(1 if character.isascii() else 2 for character in text)


def width_for(texts: Iterable[str]) -> float:
    """The width of a column that holds `texts`, within bounds."""
    longest = max((room(line) for text in texts for line in text.split("\n")), default=0)
    return min(max(1.1 * longest + 3, NARROWEST), WIDEST)


def height_for(cells: Iterable[tuple[str, float]], at_most: int = 12) -> float:
    """Points that a row needs for its texts in columns of these widths: not every program
    fits rows by itself."""
    lines = max(
        (
            sum(max(1, math.ceil(room(line) / (width - 1))) for line in text.split("\n"))
            for text, width in cells
        ),
        default=1,
    )
    return LINE_HEIGHT * min(lines, at_most)


def on_landscape(sheet: Worksheet, *, fitted: bool = True) -> None:
    """Let `sheet` print on landscape A4, where `fitted` as wide as a page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    if fitted:
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
