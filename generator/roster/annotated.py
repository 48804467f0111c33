"""The person's own workbook with what is wrong in it 批注: cells coloured, with a comment each."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.errors import RosterError
from generator.roster import conversion, delimited, styling
from generator.roster.columns import RESULT
from generator.roster.findings import CellFinding
from generator.roster.rows import Roster
from generator.roster.slimming import slimmed
from generator.roster.styling import put

AUTHOR = "拟稿核对"
_OURS = {str(fill.fgColor.rgb) for fill in (styling.WRONG, styling.DOUBTFUL)}
_HEAD = ("工作表", "行", "列", "要素", "程度", "问题", "怎么改")
_WIDTHS = (16.0, 7.0, 6.0, 18.0, 9.0, 50.0, 44.0)
_LINK = Font(name=styling.FACE, color="1B5665", underline="single")


def annotated(name: str, data: bytes, roster: Roster) -> bytes:
    """The spreadsheet `name` as .xlsx with every finding of `roster` at its cell, and a list.

    Wrong cells are red, doubtful ones amber; the comment says what is wrong and what to do. The
    rest stays as openpyxl keeps it (docs/batches.md). Marks of an earlier copy are taken away.
    Raises `RosterError` where the file cannot be read.
    """
    book = opened(name, data)
    if RESULT in book.sheetnames:
        del book[RESULT]
    findings = findings_of(roster)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    for sheet in sheets.values():
        _clean(sheet)
    for (title, row, column), found in _by_cell(findings).items():
        if title in sheets and row:
            _mark(sheets[title], row, column or "A", found)
    _list(book.create_sheet(RESULT), findings)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def findings_of(roster: Roster) -> tuple[CellFinding, ...]:
    """All findings of `roster`, each once, by sheet and row; errors before warnings in a cell.

    What several rows share, such as a line of a list that all have, is found with each of them.
    """
    order = {table.sheet.name: n for n, table in enumerate(roster.matching.tables)}
    every = [*roster.findings, *(f for row in roster.rows for f in row.findings)]
    return tuple(
        sorted(
            dict.fromkeys(every),
            key=lambda f: (
                order.get(f.sheet, len(order)), f.row, len(f.column), f.column, f.severity,
            ),
        )
    )  # fmt: skip


def opened(name: str, data: bytes) -> Workbook:
    """The spreadsheet as openpyxl has it, whatever program wrote it; raises `RosterError`."""
    kind = conversion.kind_of(name, data)
    if kind == "text":
        return _from_text(name, data)
    data = data if kind == "excel" else conversion.as_excel(name, data, kind)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of features it drops (drop-downs of other programs …)
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(slimmed(data)), rich_text=True)
    except Exception as error:
        # what our own reader passes over may still break openpyxl, in dozens of ways
        raise RosterError(
            "批注写不进这份工作簿",
            where=name,
            remedy="用 Excel 或 WPS 另存一份再试，或照页面上的列表改",
        ) from error


def _from_text(name: str, data: bytes) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    source = delimited.read(name, data)
    sheet.title = "".join("_" if c in "[]:*?/\\" else c for c in source.name)[:31] or "表"
    for line in source.lines:
        for column, text in enumerate(line.cells, 1):
            if text:
                put(sheet, line.number, column, text).number_format = "@"
    return book


def _clean(sheet: Worksheet) -> None:
    """Take away the marks that an earlier copy of ours has, and what would lie over new ones."""
    kept = ConditionalFormattingList()
    for span in sheet.conditional_formatting:
        for rule in span.rules:
            fill = rule.dxf.fill if rule.dxf else None
            if fill is None or fill.bgColor.rgb != styling.MISSING.bgColor.rgb:
                kept.add(str(span.sqref), rule)
    sheet.conditional_formatting = kept
    for row in sheet.iter_rows():
        for cell in row:
            comment = getattr(cell, "comment", None)
            if comment is not None and comment.author == AUTHOR and isinstance(cell, Cell):
                cell.comment = None
                if str(cell.fill.fgColor.rgb) in _OURS:
                    cell.fill = PatternFill()


def _by_cell(
    findings: Iterable[CellFinding],
) -> Mapping[tuple[str, int, str], list[CellFinding]]:
    found: dict[tuple[str, int, str], list[CellFinding]] = {}
    for finding in findings:
        found.setdefault((finding.sheet, finding.row, finding.column), []).append(finding)
    return found


def _mark(sheet: Worksheet, row: int, letter: str, findings: Sequence[CellFinding]) -> None:
    cell = _own(sheet, row, column_index_from_string(letter))
    wrong = any(finding.severity == "error" for finding in findings)
    cell.fill = styling.WRONG if wrong else styling.DOUBTFUL
    lines = [f"{f.message}。{f.remedy}" if f.remedy else f.message for f in findings]
    if cell.comment is not None:
        lines.append(cell.comment.text)  # somebody's own words stay
    cell.comment = Comment("\n".join(lines), AUTHOR, width=300, height=60 + 24 * len(lines))


def _own(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or that which stands for it where it is merged with others."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if cell.coordinate in merged:
                cell = sheet.cell(merged.min_row, merged.min_col)
                break
    assert isinstance(cell, Cell)
    return cell


def _list(sheet: Worksheet, findings: Sequence[CellFinding]) -> None:
    for column, (text, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True), 1):
        head = put(sheet, 1, column, text)
        head.font, head.fill, head.border = styling.HEAD_FONT, styling.HEAD, styling.GRID
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, finding in enumerate(findings, 2):
        level = "要改" if finding.severity == "error" else "请看一眼"
        texts = (
            finding.sheet, str(finding.row or ""), finding.column, finding.field + finding.where,
            level, finding.message, finding.remedy,
        )  # fmt: skip
        for column, text in enumerate(texts, 1):
            cell = put(sheet, row, column, text)
            cell.font, cell.alignment, cell.border = (
                styling.PLAIN_FONT, styling.WRAPPED, styling.GRID,
            )  # fmt: skip
        mark = sheet.cell(row, 5)
        mark.fill = styling.WRONG if finding.severity == "error" else styling.DOUBTFUL
        if finding.row:
            link = sheet.cell(row, 2)
            name = finding.sheet.replace("'", "''")
            link.hyperlink = f"#'{name}'!{finding.column or 'A'}{finding.row}"
            link.font = _LINK
        pairs = zip(texts, _WIDTHS, strict=True)
        sheet.row_dimensions[row].height = styling.height_for(pairs, at_most=4)
    sheet.freeze_panes = "A2"
    styling.on_landscape(sheet)
