"""Charts 图 out of what was rolled up: names, figures, one series a column or a period."""

from __future__ import annotations

from collections.abc import Sequence

from generator.fields.returned import Returns
from generator.fields.tallies import Tally
from generator.fields.values import DrawnChart, Grid, Missing, Number, Record, Rows, Text
from generator.rollup.changes import Change
from generator.rollup.ranks import Rank
from generator.rollup.sums import Share, total

NOW, BEFORE = "本期", "上期"


def drawn(kind: str, value: object, title: str, columns: Sequence[str] = ()) -> DrawnChart:
    """The chart of `value`: returns (a series a column), groups of them (their sums), ranks,
    shares, changes (this period beside the last), or the rows of a table.

    Raises `KeyError` for a column that is not there, or none where one is needed.
    """
    if isinstance(value, Returns):
        names = list(columns) or [str(column.名称) for column in value.列[:1]]
        rows = [(row.name, [row.part(name) for name in names]) for row in value.rows]
        return _made(kind, title, names, _unit(value, names), rows)
    if isinstance(value, Grid):
        return _of_grid(kind, value, title, columns)
    entries = list(value) if isinstance(value, tuple | list) else []
    first = entries[0] if entries else None
    if isinstance(first, Returns):
        groups = [group for group in entries if isinstance(group, Returns)]
        if not columns:
            raise KeyError("")
        rows = [(str(g.名称), [total(g, name) for name in columns]) for g in groups]
        return _made(kind, title, list(columns), _unit(first, columns), rows)
    if isinstance(first, Change):
        rows = [(str(e.名称), [e.本期, e.上期]) for e in entries]
        return _made(kind, title, [NOW, BEFORE], "%" if first.本期.percent else first.unit, rows)
    if isinstance(first, Share):
        rows = [(str(e.名称), [e.占比]) for e in entries]
        return _made(kind, title, ["占比"], "%", rows)
    if isinstance(first, Rank):
        column = next(
            (n for n, c in zip(first.行.names, first.行.cells, strict=True) if c is first.数值),
            "数值",
        )
        rows = [(str(e.名称), [e.数值]) for e in entries]
        return _made(kind, title, [column], "%" if first.数值.percent else "", rows)
    return _made(kind, title, list(columns), "", [])


def _of_grid(kind: str, grid: Grid, title: str, columns: Sequence[str]) -> DrawnChart:
    """A table of the template: its first column names, the others (or `columns`) are drawn."""
    numeric = [
        name for name, _, t in grid.columns if t in ("integer", "decimal", "percent", "money")
    ]
    names = list(columns) or numeric
    rows = [
        (str(row.cells[0]), [row.part(name) for name in names])
        for row in grid.行
        if isinstance(row, Record)
    ]
    units = {unit for name, unit, _ in grid.columns if name in names}
    return _made(kind, title, names, units.pop() if len(units) == 1 else "", rows)


def _unit(returns: Returns, names: Sequence[str]) -> str:
    """The unit of measure that all the columns share, "" where they differ."""
    units = {"%" if returns.kind(name) == "percent" else returns.measure(name) for name in names}
    return units.pop() if len(units) == 1 else ""


def _made(
    kind: str,
    title: str,
    names: Sequence[str],
    unit: str,
    rows: Sequence[tuple[str, Sequence[object]]],
) -> DrawnChart:
    heads = ("名称", *names)
    records = Rows(Record(heads, (Text(name), *map(_number, cells))) for name, cells in rows)
    columns = (("名称", "", "text"), *((name, unit, "decimal") for name in names))
    return DrawnChart(columns, records, Text(title) if title else Missing("", "标题"), kind, unit)


def _number(value: object) -> object:
    """A figure as it is printed elsewhere, or a `Missing` for none."""
    if isinstance(value, Missing | Tally):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Number(value)
    return value if isinstance(value, Number) else Missing("", "数值")
