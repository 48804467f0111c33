"""Charts 图 in words and as tables, for readers and formats that have no pictures."""

from __future__ import annotations

from corpus.blocks import Cell, Chart, Column, Figure, Table

UNREPORTED = "未报"
_KINDS = {"bar": "横条图", "line": "折线图"}


def in_words(chart: Chart, title: str = "") -> str:
    """The chart as a text for whoever cannot see it: what it is, then every figure by name."""
    head = f"{_KINDS[chart.kind]}：{title}" if title else _KINDS[chart.kind]
    many = len(chart.series) > 1
    parts = []
    for at, name in enumerate(chart.names):
        figures = [
            (f"{series.name}" if many else "") + figure(chart, series.values[at])
            for series in chart.series
        ]
        parts.append(name + "，".join(figures))
    return f"{head}。{'；'.join(parts)}。" if parts else f"{head}。"


def figure(chart: Chart, value: str | None) -> str:
    """A figure with its unit, 未报 for none."""
    return UNREPORTED if value is None else f"{value}{chart.unit}"


def as_table(drawn: Figure) -> Table:
    """The figures of a chart as a table under its caption; an empty table without a chart."""
    chart = drawn.chart or Chart()
    unit = chart.unit or None
    columns = (Column("名称"), *(Column(s.name or "数值", unit, "decimal") for s in chart.series))
    head = tuple(Cell(f"{c.name}（{c.unit}）" if c.unit else c.name) for c in columns)
    rows = tuple(
        (Cell(name), *(Cell(s.values[at] or UNREPORTED) for s in chart.series))
        for at, name in enumerate(chart.names)
    )
    return Table(drawn.id, drawn.caption, columns, (head,), rows)
