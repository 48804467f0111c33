"""The roster to be filled in 空白数据表: a workbook made from a template's fields."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.fields.base import Field, Raw
from generator.fields.rows import is_empty
from generator.roster import styling
from generator.roster.columns import (
    CHOICES,
    DATA,
    EVERY,
    EXAMPLE,
    GUIDE,
    KEY,
    RULES,
    list_fields,
    list_parts,
    plain_fields,
    spread,
)
from generator.roster.entering import entered, number_format, requirement, shown, validation
from generator.roster.guide import explain
from generator.roster.styling import put
from generator.template import Template

FIRST_ROW = 4
"""Rows of data begin below the head, what is wanted, and the example."""
LAST_ROW = 10_100
EXAMPLES = 3
"""Lines of an example that a list's sheet shows."""
_KEY_WIDTH = 11.0
_FITTED = 9
"""So many columns can still be read when a page's width holds them all."""

Rows = Sequence[Mapping[str, Raw]]


def workbook(template: Template, rows: Rows = ()) -> bytes:
    """The .xlsx roster of `template`: a sheet of rows, one for each list, drop-downs, a guide.

    `rows` are inputs to begin with, such as the last batch's; without them only the example
    stands there, which is never taken as data.
    """
    book = Workbook()
    data = book.active
    assert isinstance(data, Worksheet)
    data.title = DATA
    explain(book.create_sheet(GUIDE), template)
    options = _Options(book.create_sheet(CHOICES))
    fields = plain_fields(template)
    needed = {field.name for field in template.fields.values() if field.needed}
    example = [tuple(_example(field) for field in fields)]
    given = [
        (str(n), tuple(_cell(field, row.get(field.name)) for field in fields))
        for n, row in enumerate(rows, 1)
    ]
    key_help = "给每一行编一个号：1、2、3 …。其他工作表用它说明哪一条属于哪一行"
    _fill(data, fields, needed, options, example, given, key_help)
    for number, field in enumerate(list_fields(template), 2):
        sheet = book.create_sheet(field.name, number)
        parts = list_parts(field)
        lines = spread(field, field.example)[:EXAMPLES]
        _fill(
            sheet,
            parts,
            {part.name for part in parts if part.required},
            options,
            lines,
            _entries(field, rows),
            f"写“{DATA}”里的{KEY}或单位，说明属于哪一行；每份都要的写“{EVERY}”；空着同上一行",
        )
    options.sheet.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class _Options:
    """The hidden sheet that holds the entries of drop-downs, a column each."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.count = 0

    def range(self, field: Field) -> str:
        """Where the options of `field` stand from now on; "" where it has none."""
        if not field.options:
            return ""
        self.count += 1
        put(self.sheet, 1, self.count, field.heading)
        for row, option in enumerate(field.options, 2):
            put(self.sheet, row, self.count, option)
        letter = get_column_letter(self.count)
        return f"'{CHOICES}'!${letter}$2:${letter}${len(field.options) + 1}"


def _example(field: Field) -> str:
    return "" if field.example is None else field.cell(field.example)


def _cell(field: Field, raw: Raw) -> str:
    return "" if is_empty(raw) else field.cell(raw)


def _entries(field: Field, rows: Rows) -> list[tuple[str, tuple[str, ...]]]:
    """The lines of a list's sheet for `rows`; what all of them share stands there once."""
    lists = [spread(field, row.get(field.name)) for row in rows]
    if len(lists) > 1 and lists[0] and all(lines == lists[0] for lines in lists):
        return [(EVERY, line) for line in lists[0]]
    return [(str(n), line) for n, lines in enumerate(lists, 1) for line in lines]


def _fill(
    sheet: Worksheet,
    fields: Sequence[Field],
    needed: Iterable[str],
    options: _Options,
    examples: Sequence[tuple[str, ...]],
    given: Sequence[tuple[str, tuple[str, ...]]],
    key_help: str,
) -> None:
    """A sheet: heads, what is wanted, examples, and the lines that are `given`."""
    wanted = set(needed)
    _make_key(sheet, key_help)
    widths = [_KEY_WIDTH]
    rules = [RULES]
    for number, field in enumerate(fields, 2):
        rule = requirement(field, needed=field.name in wanted)
        texts = [line[number - 2] for line in examples if len(line) > number - 2]
        widths.append(styling.width_for([field.heading, rule[:16], *texts]))
        rules.append(rule)
        _make_column(sheet, number, field, rule, field.name in wanted, options)
        sheet.column_dimensions[get_column_letter(number)].width = widths[-1]
    sheet.row_dimensions[1].height = 1.6 * styling.LINE_HEIGHT
    sheet.row_dimensions[2].height = styling.height_for(zip(rules, widths, strict=True), 3)
    at = 3
    for line in examples or [()]:
        _put_line(sheet, at, EXAMPLE, fields, line, sample=True)
        cells = zip(line, widths[1:], strict=False)
        sheet.row_dimensions[at].height = styling.height_for(cells, at_most=6)
        at += 1
    for key, line in given:
        _put_line(sheet, at, key, fields, line, sample=False)
        cells = zip(line, widths[1:], strict=False)
        sheet.row_dimensions[at].height = styling.height_for(cells, at_most=6)
        at += 1
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "1:2"
    styling.on_landscape(sheet, fitted=len(fields) <= _FITTED)


def _make_key(sheet: Worksheet, help: str) -> None:
    sheet.column_dimensions["A"].width = _KEY_WIDTH
    sheet.column_dimensions["A"].number_format = "@"
    head = put(sheet, 1, 1, KEY)
    head.font, head.fill = styling.HEAD_FONT, styling.HEAD
    head.alignment, head.border = styling.CENTRED, styling.GRID
    head.comment = Comment(help, "拟稿", width=320, height=100)
    rule = put(sheet, 2, 1, RULES)
    rule.font, rule.alignment, rule.border = styling.RULE_FONT, styling.CENTRED, styling.GRID


def _make_column(
    sheet: Worksheet, number: int, field: Field, rule: str, needed: bool, options: _Options
) -> None:
    letter = get_column_letter(number)
    head = put(sheet, 1, number, field.heading)
    head.font = styling.REQUIRED_FONT if needed else styling.HEAD_FONT
    head.fill = styling.REQUIRED if needed else styling.HEAD
    head.alignment, head.border = styling.CENTRED, styling.GRID
    told = [field.help, field.cell_help()]
    if sheet.title != DATA and field.example is not None:
        told.append(f"例如 {shown(field, field.cell(field.example))}")
    help = "。".join(part.rstrip("。") for part in told if part)
    if help:
        head.comment = Comment(help, "拟稿", width=320, height=120)
    below = put(sheet, 2, number, rule)
    below.font = styling.REQUIRED_RULE_FONT if needed else styling.RULE_FONT
    below.alignment, below.border = styling.CENTRED, styling.GRID
    column = sheet.column_dimensions[letter]
    column.number_format = number_format(field)
    column.alignment, column.font = styling.WRAPPED, styling.PLAIN_FONT
    span = f"{letter}3:{letter}{LAST_ROW}"
    if (check := validation(field, options.range(field), help)) is not None:
        check.add(span)
        sheet.add_data_validation(check)
    if needed:
        # a required cell of a row that was begun
        formula = f'AND(COUNTA($B3:$XFD3)>0,LEN(TRIM({letter}3))=0,$A3<>"{EXAMPLE}")'
        sheet.conditional_formatting.add(
            span,
            FormulaRule([formula], fill=styling.MISSING),  # type: ignore[no-untyped-call]
        )


def _put_line(
    sheet: Worksheet, row: int, key: str, fields: Sequence[Field], line: Sequence[str],
    *, sample: bool,
) -> None:  # fmt: skip
    texts = [key, *line, *[""] * (len(fields) - len(line))]
    for number, text in enumerate(texts, 1):
        cell = put(sheet, row, number, text)
        cell.number_format, cell.alignment = "@", styling.WRAPPED
        cell.font = styling.PLAIN_FONT
        if number > 1:
            field = fields[number - 2]
            cell.number_format = number_format(field)
            value = entered(field, str(cell.value or ""))
            if text:
                cell.value = value
                cell.data_type = "s" if isinstance(value, str) else cell.data_type
        if sample:
            cell.font, cell.fill, cell.border = styling.SAMPLE_FONT, styling.SAMPLE, styling.GRID
