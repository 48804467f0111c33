"""Charts of templates as figures of the document, and rolled-up figures as they are printed."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from corpus.charts import in_words
from corpus.document import Chart, Figure, Series
from generator.fields.numerals import spell_number
from generator.fields.scalars import one_line
from generator.fields.tallies import Tally, Trace
from generator.fields.values import DrawnChart, Missing, Record

CHART_WIDTH = 156.0
"""Millimetres: charts are as wide as the text (GB/T 9704-2012 5.2.1)."""


class Printed(NamedTuple):
    """A rolled-up figure as it is printed: in which section, as what, in which text, from where."""

    section: str
    text: str
    context: str
    trace: Trace


def figure_of(drawn: DrawnChart) -> Figure | None:
    """The figure that draws `drawn`, its alternative text stating all figures; None for no rows.

    Figures are kept in plain digits as they are printed elsewhere, None where none was reported.
    """
    rows = [row for row in drawn.行 if isinstance(row, Record)]
    if not rows:
        return None
    names = tuple(one_line(str(row.cells[0])) for row in rows)
    series = tuple(
        Series(name, tuple(_digits(row.cells[at]) for row in rows))
        for at, (name, _, _) in enumerate(drawn.columns[1:], 1)
    )
    chart = Chart("line" if drawn.kind == "line" else "bar", drawn.unit, names, series)
    title = None if isinstance(drawn.标题, Missing) else str(drawn.标题)
    return Figure(
        width_mm=CHART_WIDTH, alt=in_words(chart, title or ""), caption=title, chart=chart
    )


def _digits(value: object) -> str | None:
    if isinstance(value, Tally):
        return value.figure
    return spell_number(value) if isinstance(value, int | Decimal) else None
