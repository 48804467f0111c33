"""A chart as pictures: cut where it is longer than a page, drawn once for each size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.document import Chart
from generator.layout.chart.bars import draw_bars, measures_of
from generator.layout.chart.canvas import Box
from generator.layout.chart.curves import draw_lines
from generator.layout.units import Length

LEGEND = 45.0
"""Points kept free above the bars of every picture."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG, `width` by `height` points, with a box for every text on it."""

    svg: bytes
    width: float
    height: float
    boxes: tuple[Box, ...]


def cut(chart: Chart, width: Length, height: Length) -> tuple[range, ...]:
    """The names of `chart` that each picture shows: one picture where all fit into `height`, else
    several of about the same length."""
    count = len(chart.names)
    if chart.kind == "line" or count == 0:
        return (range(count),)
    own = measures_of(chart, width.points)
    room = height.points - LEGEND
    rows = [own.height(index, len(chart.series)) for index in range(count)]
    pictures = 1
    while True:
        per = -(-count // pictures)
        parts = tuple(range(at, min(at + per, count)) for at in range(0, count, per))
        if per == 1 or all(sum(rows[n] for n in part) <= room for part in parts):
            return parts
        pictures += 1


@lru_cache(maxsize=64)
def draw(chart: Chart, width: Length, part: range) -> Drawing:
    """The names `part` of `chart` as a picture `width` wide; the same bytes each time."""
    if chart.kind == "line":
        canvas, height = draw_lines(chart, width.points)
    else:
        canvas, height = draw_bars(chart, width.points, part.start, part.stop)
    return Drawing(canvas.svg(width.points, height), width.points, height, tuple(canvas.boxes))
