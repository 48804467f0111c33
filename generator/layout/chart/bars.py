"""Horizontal bars 横条图: a name, its bars, and each figure at the end of its bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.charts import UNREPORTED
from corpus.document import Chart
from generator.layout.chart.canvas import INK, LOOKS, PALE, Canvas, wide, wrapped
from generator.layout.chart.legend import legend
from generator.layout.chart.scale import Scale, bounds

SIZE, SMALL = 10.5, 9.0
"""Points of the labels: 五号, 小五 where there are many."""
MANY = 20
"""From so many bars on labels and bars are the smaller ones."""
_NAMES = 0.32  # of the width, at most, is for names
_GAP = 4.0  # points between a bar and its figure, a name and the axis
_LINE = 1.2


@dataclass(frozen=True, slots=True)
class Measures:
    """What all pictures of one chart share: size of labels, a bar's height, room for names."""

    size: float
    bar: float
    between: float
    names: float
    lines: tuple[tuple[str, ...], ...]

    def height(self, index: int, series: int) -> float:
        """The height of row `index` with its share of white."""
        text = self.size * (1 + (len(self.lines[index]) - 1) * _LINE)
        return max(text, series * self.bar) + self.between


def measures_of(chart: Chart, width: float) -> Measures:
    """The measures of `chart` on `width` points."""
    small = len(chart.names) * len(chart.series) > MANY
    size = SMALL if small else SIZE
    lines = tuple(wrapped(name, size, width * _NAMES) for name in chart.names)
    room = max((wide(line, size) for own in lines for line in own), default=0.0)
    single = len(chart.series) == 1
    bar = (8.0 if small else 10.0) if single else size  # figures at their ends stay apart
    return Measures(size, bar, (2.6 if small else 5.0) if single else 6.5, room, lines)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its series, its figure (None: not reported), and what stands at its end."""

    series: int
    value: float | None
    text: str


def draw_bars(chart: Chart, width: float, start: int, stop: int) -> tuple[Canvas, float]:
    """The rows `start` to `stop` of `chart` and their height; all pictures have one scale."""
    own = measures_of(chart, width)
    canvas = Canvas()
    top = y = legend(canvas, chart, width, own.size)
    rows = [_row(chart, index) for index in range(len(chart.names))]
    scale = _scale([bar for row in rows for bar in row], own, width)
    for index in range(start, stop):
        high = own.height(index, len(chart.series))
        middle = y + high / 2
        canvas.lines(own.names + _GAP / 2, middle, own.lines[index], own.size, "end")
        first = middle - (len(chart.series) - 1) * own.bar / 2
        for bar in rows[index]:
            _draw(canvas, scale, own, bar, first + bar.series * own.bar)
        y += high
    zero = scale.at(0.0)
    canvas.line(zero, top, zero, y, INK, 0.8)
    return canvas, y + 2.0


def _row(chart: Chart, index: int) -> list[Bar]:
    row = []
    for number, series in enumerate(chart.series):
        value = series.values[index]
        percent = "%" if chart.unit == "%" and value is not None else ""
        number_of = None if value is None else float(value)
        row.append(Bar(number, number_of, (value or UNREPORTED) + percent))
    return row


def _draw(canvas: Canvas, scale: Scale, own: Measures, bar: Bar, middle: float) -> None:
    zero = scale.at(0.0)
    if bar.value is None:
        canvas.text(zero + _GAP, middle, bar.text, own.size, colour=PALE)
        return
    end = scale.at(bar.value)
    if bar.value:
        long = max(abs(end - zero), 0.8)
        look = LOOKS[bar.series % len(LOOKS)]
        left = zero if bar.value > 0 else zero - long
        canvas.bar(left, middle - own.bar / 2 + 0.5, long, own.bar - 1.0, look)
    if bar.value < 0:
        canvas.text(end - _GAP, middle, bar.text, own.size, "end")
    else:
        canvas.text(max(end, zero + 0.8) + _GAP, middle, bar.text, own.size)


def _scale(bars: Sequence[Bar], own: Measures, width: float) -> Scale:
    """The scale that leaves room for every name at the left and every figure behind its bar."""
    negative = [bar for bar in bars if bar.value is not None and bar.value < 0]
    others = [bar for bar in bars if bar.value is None or bar.value >= 0]
    behind = max((wide(bar.text, own.size) for bar in others), default=0.0)
    before = max((wide(bar.text, own.size) + _GAP for bar in negative), default=0.0)
    start = own.names + 2 * _GAP + before
    low, high = bounds([bar.value for bar in bars if bar.value is not None])
    return Scale(low, high, start, max(width - behind - 2 * _GAP, start + 40.0))
