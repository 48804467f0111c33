"""The roster to be filled in 空白数据表: a workbook made from a template's fields."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.fields.base import RosterColumn
from generator.template import Template

DATA, GUIDE, CHOICES = "数据表", "填写说明", "选项"
"""The names of the three sheets; the last one is hidden and holds the drop-downs' entries."""

NUMERIC = frozenset({"integer", "decimal", "percent", "money"})
LAST_ROW = 2000
LINE_HEIGHT = 16.0
"""Points of a line in a cell."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HEAD = PatternFill("solid", fgColor="E4ECEB")
_REQUIRED = PatternFill("solid", fgColor="FBE5E1")
_LINE = Side(style="thin", color="BFC8C6")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def columns_of(template: Template) -> tuple[RosterColumn, ...]:
    """The columns of the roster of `template`, in the order of its fields."""
    return tuple(column for field in template.fields.values() for column in field.columns())


def heading_of(column: RosterColumn) -> str:
    """The head of `column` as printed: name, unit in brackets, `*` where it is required."""
    return f"{column.heading}*" if column.required else column.heading


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """The cell, holding `text` as it stands: `=1+1` stays text and becomes no formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # there are no merged cells in what we write
    cell.value = _ILLEGAL.sub("", text)
    if text:
        cell.data_type = "s"
    return cell


def workbook(template: Template) -> bytes:
    """The .xlsx roster of `template`: heads, an example row that may stay, drop-downs, guide."""
    book = Workbook()
    data = book.active
    assert isinstance(data, Worksheet)
    data.title = DATA
    columns = columns_of(template)
    choices = book.create_sheet(CHOICES)
    for number, column in enumerate(columns, 1):
        _make_column(data, choices, number, column)
    data.freeze_panes = "A2"
    data.row_dimensions[1].height = 2 * LINE_HEIGHT
    data.row_dimensions[2].height = _height(
        [(column.example, _width(column)) for column in columns], at_most=6
    )
    _explain(book.create_sheet(GUIDE, 1), template, columns)
    choices.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _make_column(data: Worksheet, choices: Worksheet, number: int, column: RosterColumn) -> None:
    letter = get_column_letter(number)
    head = put(data, 1, number, heading_of(column))
    head.font = Font(bold=True, color="9C2A1D" if column.required else "17343A")
    head.fill = _REQUIRED if column.required else _HEAD
    head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    head.border = _GRID
    if column.help:
        head.comment = Comment(column.help, "拟稿", width=320, height=120)
    sample = put(data, 2, number, column.example)
    sample.font = Font(italic=True, color="7A8583")
    # a column of text keeps 0512 and long numbers as typed; figures stay figures
    kind = "General" if column.type in NUMERIC else "@"
    for styled in (data.column_dimensions[letter], sample):
        styled.number_format = kind
        styled.alignment = _WRAPPED
    data.column_dimensions[letter].width = _width(column)
    if column.options:
        _offer(data, choices, number, column)


def _width(column: RosterColumn) -> float:
    longest = max(_room(line) for line in (heading_of(column), *column.example.split("\n")))
    return min(max(1.1 * longest + 3, 12), 44)


def _height(cells: Iterable[tuple[str, float]], at_most: int = 12) -> float:
    """Points that a row needs for its texts in columns of these widths: not every program
    fits rows by itself."""
    lines = max(
        sum(max(1, math.ceil(_room(line) / (width - 1))) for line in text.split("\n"))
        for text, width in cells
    )
    return LINE_HEIGHT * min(lines, at_most)


def _room(text: str) -> int:
    """The width of `text` in a sheet's unit, half of a Chinese character."""
    return sum(1 if character.isascii() else 2 for character in text)


def _offer(data: Worksheet, choices: Worksheet, number: int, column: RosterColumn) -> None:
    """A drop-down below the head; several choices in one cell may be typed as well."""
    letter = get_column_letter(number)
    put(choices, 1, number, column.heading)
    for row, option in enumerate(column.options, 2):
        put(choices, row, number, option)
    end = len(column.options) + 1
    rule = DataValidation(
        type="list",
        formula1=f"'{CHOICES}'!${letter}$2:${letter}${end}",
        allow_blank=True,
        showErrorMessage=column.type == "choice",
        errorTitle="不在选项里",
        error="请从下拉列表里选一个",
    )
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    data.add_data_validation(rule)


def _explain(sheet: Worksheet, template: Template, columns: Sequence[RosterColumn]) -> None:
    rules = (
        f"《{template.title}》的数据表",
        f"1. 在“{DATA}”里填，一行一份文稿；表头不要改，列的先后可以换，用不着的选填列可以删。",
        "2. 表头带 * 的列必填；空着的选填列，文中相应的句子会略去。",
        "3. 第 2 行是示例，可以删去或改写；原样留着的示例行不生成文稿。",
        "4. 有下拉列表的格子，点开选一个。",
    )
    for row, rule in enumerate(rules, 1):
        put(sheet, row, 1, rule)
    sheet["A1"].font = Font(bold=True, size=14)
    first = len(rules) + 2
    _line(sheet, first, ("列", "要素", "必填", "怎么填", "示例"))
    for cell in sheet[first]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for number, column in enumerate(columns, 1):
        _line(
            sheet,
            first + number,
            (
                get_column_letter(number),
                column.heading,
                "必填" if column.required else "",
                column.help or ("从下拉列表里选" if column.options else ""),
                column.example,
            ),
        )
    for letter, width in zip("ABCDE", _GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


_GUIDE_WIDTHS = (6.0, 20.0, 8.0, 56.0, 48.0)


def _line(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    sheet.row_dimensions[row].height = _height(zip(texts, _GUIDE_WIDTHS, strict=True))
    for number, text in enumerate(texts, 1):
        cell = put(sheet, row, number, text)
        cell.alignment, cell.border = _WRAPPED, _GRID
        cell.number_format = "@"
