"""The roll-up as a workbook 汇总表: figures, groups, ranks, rows, and where each figure is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from generator.fields.returned import Returns
from generator.fields.tallies import Place, Tally, Trace
from generator.rollup import ranks, sums
from generator.rollup.report import RollUp
from generator.workbook import Column, Share, Table, Value
from generator.workbook import workbook as written

TOTALS, GROUPS, RANKS, ROWS, SOURCES = "汇总", "分组", "排名", "明细", "数据来源"
"""The names of the sheets."""

_SOURCES = (
    Column("序号", 6),
    Column("在哪里", 44, wraps=True),
    Column("数", 16, wraps=True),
    Column("怎样算", 40, wraps=True),
    Column("来自哪些格子", 60, wraps=True),
    Column("没有报、未计入", 28, wraps=True),
)


def workbook(rolled: RollUp) -> bytes:
    """The .xlsx of a roll-up, the same bytes for the same one; every figure of it stands in the
    sheet 数据来源 with its cells."""
    traced: list[tuple[str, str, Trace]] = []
    tables = [_totals(rolled, traced)]
    if rolled.groups:
        tables.append(_groups(rolled, traced))
    tables += [_ranks(rolled, traced), _rows(rolled.returns)]
    for printed in rolled.composition.traces:
        traced.append((printed.context, printed.text, printed.trace))
    return written([*tables, Table(SOURCES, _SOURCES, _sources(traced))])


def _totals(rolled: RollUp, traced: list[tuple[str, str, Trace]]) -> Table:
    heads = ["项目", "单位", "合计", "平均", "最高", "最高的", "最低", "最低的", "比上期", "未报的"]
    lines: list[list[Value]] = []
    for own in rolled.summaries:
        figures = (
            ("合计", own.total),
            ("平均", own.average),
            ("最高", own.highest[0].数值 if own.highest else None),
            ("最低", own.lowest[0].数值 if own.lowest else None),
        )
        for what, tally in figures:
            if tally is not None:
                traced.append((f"{TOTALS}：{own.name}{what}", str(tally), tally.trace))
        total, average, highest, lowest = (_figure(tally) for _, tally in figures)
        change = ""
        if own.compared is not None:
            change = str(own.compared.说法)
            traced.append((f"{TOTALS}：{own.name}比上期", change, own.compared.增减.trace))
        lines.append(
            [
                *(own.name, own.measure, total, average),
                *(highest, _names(own.highest), lowest, _names(own.lowest)),
                *(change, "、".join(own.lacking)),
            ]
        )
    return Table(TOTALS, _columns(heads, (20, 8, 12, 12, 12, 28, 12, 28, 24, 28)), lines)


def _groups(rolled: RollUp, traced: list[tuple[str, str, Trace]]) -> Table:
    names = [str(column.名称) for column in rolled.returns.列 if not column.比率]
    lines: list[list[Value]] = []
    for group in rolled.groups:
        line: list[Value] = [str(group.名称), _figure(sums.counted(group))]
        for name in names:
            total = sums.total(group, name)
            if isinstance(total, Tally):
                traced.append((f"{GROUPS}：{group.名称}{name}", str(total), total.trace))
            line.append(_figure(total) if isinstance(total, Tally) else "未报")
        lines.append(line)
    widths = (20, 10, *(14 for _ in names))
    return Table(GROUPS, _columns([rolled.returns.grouping, "单位数", *names], widths), lines)


def _ranks(rolled: RollUp, traced: list[tuple[str, str, Trace]]) -> Table:
    names = [str(column.名称) for column in rolled.returns.列]
    found = [ranks.ranked(rolled.returns, name) for name in names]
    for name, own in zip(names, found, strict=True):
        if own:
            traced.append((f"{RANKS}：{name}", "名次", own[0].名次.trace))
    lines = ([part for rank in line for part in _ranked(rank)] for line in zip_longest(*found))
    heads = [part for name in names for part in (f"{name}名次", "单位", name)]
    return Table(RANKS, _columns(heads, [14] * len(heads)), lines)


def _ranked(rank: ranks.Rank | None) -> tuple[Value, Value, Value]:
    if rank is None:
        return None, None, None
    return _figure(rank.名次), str(rank.名称), _figure(rank.数值)


def _rows(returns: Returns) -> Table:
    names = [name for name, _, _ in returns.columns]
    lines = ([row.行号, *(_told(row.part(name)) for name in names)] for row in returns.rows)
    return Table(ROWS, _columns(["原表行号", *names], (10, 24, *(14 for _ in names[1:]))), lines)


def _told(part: object) -> Value:
    return _figure(part) if isinstance(part, Tally) else str(part)


def _sources(traced: Sequence[tuple[str, str, Trace]]) -> Iterator[list[Value]]:
    for number, (where, text, trace) in enumerate(traced, 1):
        left_out = "、".join(trace.left_out)
        yield [number, where, text, trace.formula, cells_of(trace.places), left_out]


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


def _columns(heads: Sequence[str], widths: Sequence[float]) -> list[Column]:
    return [Column(head, width) for head, width in zip(heads, widths, strict=True)]


def _figure(tally: Tally | None) -> Value:
    """A number that a spreadsheet can go on with; a percentage is one for it as well."""
    if tally is None:
        return None
    if tally.percent:
        return Share(float(tally) / 100)
    return int(tally) if tally == int(tally) else float(tally.figure)


def _names(found: Sequence[ranks.Rank]) -> str:
    return "、".join(str(rank.名称) for rank in found)
