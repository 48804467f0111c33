"""The roll-up as a workbook 汇总表: figures, groups, ranks, rows, and where each figure is from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.fields.returned import Returns
from generator.fields.tallies import Place, Tally, Trace
from generator.rollup import ranks, sums
from generator.rollup.report import RollUp
from generator.roster.styling import put

TOTALS, GROUPS, RANKS, ROWS, SOURCES = "汇总", "分组", "排名", "明细", "数据来源"
"""The names of the sheets."""

_WRAPPED = Alignment(wrap_text=True, vertical="top")


def workbook(rolled: RollUp) -> bytes:
    """The .xlsx of a roll-up; every figure of it stands in the sheet 数据来源 with its cells."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = TOTALS
    traced: list[tuple[str, str, Trace]] = []
    _totals(first, rolled, traced)
    if rolled.groups:
        _groups(book.create_sheet(GROUPS), rolled, traced)
    _ranks(book.create_sheet(RANKS), rolled, traced)
    _rows(book.create_sheet(ROWS), rolled.returns)
    for printed in rolled.composition.traces:
        traced.append((printed.context, printed.text, printed.trace))
    _sources(book.create_sheet(SOURCES), traced)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _totals(sheet: Worksheet, rolled: RollUp, traced: list[tuple[str, str, Trace]]) -> None:
    head = ["项目", "单位", "合计", "平均", "最高", "最高的", "最低", "最低的", "比上期", "未报的"]
    _head(sheet, head, (20, 8, 12, 12, 12, 28, 12, 28, 24, 28))
    for line, own in enumerate(rolled.summaries, 2):
        put(sheet, line, 1, own.name)
        put(sheet, line, 2, own.measure)
        for column, what, tally in (
            (3, "合计", own.total),
            (4, "平均", own.average),
            (5, "最高", own.highest[0].数值 if own.highest else None),
            (7, "最低", own.lowest[0].数值 if own.lowest else None),
        ):
            _figure(sheet, line, column, tally)
            if tally is not None:
                traced.append((f"{TOTALS}：{own.name}{what}", str(tally), tally.trace))
        put(sheet, line, 6, _names(own.highest))
        put(sheet, line, 8, _names(own.lowest))
        if own.compared is not None:
            put(sheet, line, 9, str(own.compared.说法))
            traced.append(
                (f"{TOTALS}：{own.name}比上期", str(own.compared.说法), own.compared.增减.trace)
            )
        put(sheet, line, 10, "、".join(own.lacking))


def _groups(sheet: Worksheet, rolled: RollUp, traced: list[tuple[str, str, Trace]]) -> None:
    columns = [str(column.名称) for column in rolled.returns.列 if not column.比率]
    _head(sheet, [rolled.returns.grouping, "单位数", *columns], (20, 10, *(14 for _ in columns)))
    for line, group in enumerate(rolled.groups, 2):
        put(sheet, line, 1, str(group.名称))
        _figure(sheet, line, 2, sums.counted(group))
        for at, name in enumerate(columns, 3):
            total = sums.total(group, name)
            if isinstance(total, Tally):
                _figure(sheet, line, at, total)
                traced.append((f"{GROUPS}：{group.名称}{name}", str(total), total.trace))
            else:
                put(sheet, line, at, "未报")


def _ranks(sheet: Worksheet, rolled: RollUp, traced: list[tuple[str, str, Trace]]) -> None:
    columns = [str(column.名称) for column in rolled.returns.列]
    heads = [part for name in columns for part in (f"{name}名次", "单位", name)]
    _head(sheet, heads, tuple(14 for _ in heads))
    for at, name in enumerate(columns):
        ranked = ranks.ranked(rolled.returns, name)
        for line, rank in enumerate(ranked, 2):
            _figure(sheet, line, 3 * at + 1, rank.名次)
            put(sheet, line, 3 * at + 2, str(rank.名称))
            _figure(sheet, line, 3 * at + 3, rank.数值)
        if ranked:
            traced.append((f"{RANKS}：{name}", "名次", ranked[0].名次.trace))


def _rows(sheet: Worksheet, returns: Returns) -> None:
    names = [name for name, _, _ in returns.columns]
    _head(sheet, ["原表行号", *names], (10, 24, *(14 for _ in names[1:])))
    for line, row in enumerate(returns.rows, 2):
        sheet.cell(line, 1, row.行号)
        for at, name in enumerate(names, 2):
            value = row.part(name)
            if isinstance(value, Tally):
                _figure(sheet, line, at, value)
            else:
                put(sheet, line, at, str(value))


def _sources(sheet: Worksheet, traced: Sequence[tuple[str, str, Trace]]) -> None:
    _head(
        sheet,
        ["序号", "在哪里", "数", "怎样算", "来自哪些格子", "没有报、未计入"],
        (6, 44, 16, 40, 60, 28),
    )
    for number, (where, text, trace) in enumerate(traced, 1):
        line = number + 1
        sheet.cell(line, 1, number)
        texts = (where, text, trace.formula, cells_of(trace.places), "、".join(trace.left_out))
        for column, own in enumerate(texts, 2):
            put(sheet, line, column, own).alignment = _WRAPPED


def cells_of(places: Iterable[Place]) -> str:
    """Cells in words, those of one column together: `数据表 D3:D14、D16（已整治）`."""
    by_column = groupby(
        sorted(places, key=lambda p: (p.table, p.sheet, len(p.letter), p.letter, p.column, p.row)),
        key=lambda p: (p.table, p.sheet, p.letter, p.column),
    )
    parts = []
    for (table, sheet, letter, column), own in by_column:
        spans = "、".join(_span(letter, low, high) for low, high in _runs(p.row for p in own))
        name = sheet if sheet in (table, "") else f"{table} {sheet}"
        parts.append(f"{name} {spans}（{column}）")
    return "；".join(parts)


def _span(letter: str, low: int, high: int) -> str:
    if not letter:
        return f"第{low}行" if low == high else f"第{low}至{high}行"
    return f"{letter}{low}" if low == high else f"{letter}{low}:{letter}{high}"


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row <= runs[-1][1] + 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs


def _head(sheet: Worksheet, names: Sequence[str], widths: Sequence[float]) -> None:
    for column, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        put(sheet, 1, column, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def _figure(sheet: Worksheet, row: int, column: int, tally: Tally | None) -> None:
    """A number that a spreadsheet can go on with; a percentage is one for it as well."""
    if tally is None:
        return
    cell = sheet.cell(row, column)
    cell.value = (
        float(tally) / 100
        if tally.percent
        else (int(tally) if tally == int(tally) else float(tally.figure))
    )
    if tally.percent:
        cell.number_format = "0.0%"


def _names(found: Sequence[ranks.Rank]) -> str:
    return "、".join(str(rank.名称) for rank in found)
