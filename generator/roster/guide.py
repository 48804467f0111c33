"""The sheet that explains a roster 填写说明: what to do, and each column with help and example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.fields.base import Field
from generator.roster import styling
from generator.roster.columns import (
    DATA,
    EVERY,
    EXAMPLE,
    KEY,
    list_fields,
    list_parts,
    plain_fields,
    spread,
)
from generator.roster.entering import requirement, shown
from generator.roster.styling import put
from generator.template import Template

_HEAD = ("工作表", "列", "要素", "要求", "怎么填", "示例")
_WIDTHS = (14.0, 6.0, 18.0, 20.0, 50.0, 44.0)


def explain(sheet: Worksheet, template: Template) -> None:
    """Fill `sheet` with how the roster of `template` is filled in."""
    for row, rule in enumerate(_rules(template), 1):
        cell = put(sheet, row, 1, rule)
        cell.font = styling.TITLE_FONT if row == 1 else styling.PLAIN_FONT
        sheet.row_dimensions[row].height = styling.LINE_HEIGHT * (1.6 if row == 1 else 1.25)
    first = sheet.max_row + 2
    _line(sheet, first, _HEAD)
    for head in sheet[first]:
        head.font, head.fill = styling.HEAD_FONT, styling.HEAD
    for row, (texts, needed) in enumerate(_lines(template), first + 1):
        _line(sheet, row, texts)
        if needed:
            sheet.cell(row, 4).font = styling.REQUIRED_RULE_FONT
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"A{first + 1}"
    styling.on_landscape(sheet)


def _rules(template: Template) -> Iterator[str]:
    yield f"《{template.title}》的数据表"
    yield f"1. 在“{DATA}”里填，一行一份文稿。表头不要改，列的先后可以换，用不着的选填列可以删。"
    yield "2. 红色表头、写着“必填”的列必须填；空着的选填列，文中相应的句子会略去。"
    yield f"3. {KEY}是“{EXAMPLE}”的行只作样子，不会生成文稿；从它下面一行填起。"
    lists = [field.name for field in list_fields(template)]
    if lists:
        yield f"4. 有几条就写几行的内容，各有一张工作表：{'、'.join(lists)}。"
        yield (
            f"5. 这些表的“{KEY}”写“{DATA}”里的{KEY}（也可以写单位），说明这一条属于哪一行；"
            f"每份文稿都要的写“{EVERY}”；空着的与上一行相同。"
        )
    yield f"{(len(lists) and 6) or 4}. 有下拉列表的格子点开选；点到格子上，旁边有填法。"


def _lines(template: Template) -> Iterator[tuple[tuple[str, ...], bool]]:
    for number, field in enumerate(plain_fields(template), 2):
        example = "" if field.example is None else shown(field, field.cell(field.example))
        yield _told(DATA, number, field, field.needed, example), field.needed
    for field in list_fields(template):
        lines = spread(field, field.example)[:1]
        for number, part in enumerate(list_parts(field), 2):
            first = lines[0] if lines else ()
            text = first[number - 2] if len(first) > number - 2 else ""
            example = shown(part, text if part.example is None else part.cell(part.example))
            help = field.help if number == 2 else ""
            yield _told(field.name, number, part, part.required, example, help), part.required


def _told(
    sheet: str, column: int, field: Field, needed: bool, example: str, help: str = ""
) -> tuple[str, ...]:
    told = (help, field.help, field.cell_help())
    return (
        sheet,
        get_column_letter(column),
        field.heading,
        requirement(field, needed=needed),
        "。".join(part.rstrip("。") for part in told if part),
        example,
    )


def _line(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    sheet.row_dimensions[row].height = styling.height_for(zip(texts, _WIDTHS, strict=True))
    for number, text in enumerate(texts, 1):
        cell = put(sheet, row, number, text)
        cell.font, cell.alignment, cell.border = styling.PLAIN_FONT, styling.WRAPPED, styling.GRID
        cell.number_format = "@"
