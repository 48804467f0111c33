"""Line charts 折线图: figures in the order in which they stand, a line a series."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corpus.document import Chart
from generator.layout.chart.canvas import INK, LOOKS, PALE, Canvas, wide, wrapped
from generator.layout.chart.legend import legend
from generator.layout.chart.scale import Scale, spelt, ticks

SIZE, SMALL = 10.5, 9.0
"""Points of the labels: 五号, and 小五 for the names where they are more than a few."""
FEW = 8
HIGH = 140.0
"""Points of the plot without its labels."""
_GRID = "#D3DAD9"
_GAP = 5.0
_LINES = 3  # of a name below the axis
_LINE = 1.2


def draw_lines(chart: Chart, width: float) -> tuple[Canvas, float]:
    """The whole of `chart` and its height."""
    canvas = Canvas()
    top = legend(canvas, chart, width, SIZE) + SIZE
    values = [[None if v is None else float(v) for v in s.values] for s in chart.series]
    marks = ticks([value for row in values for value in row if value is not None])
    side = max(wide(_tick(chart, mark), SIZE) for mark in marks) + 2 * _GAP
    up = Scale(marks[0], marks[-1], top + HIGH, top)
    for mark in marks:
        y = up.at(mark)
        canvas.line(side, y, width, y, INK if mark == 0 else _GRID, 0.8 if mark == 0 else 0.5)
        canvas.text(side - _GAP, y, _tick(chart, mark), SIZE, "end", PALE)
    step = (width - side) / max(len(chart.names), 1)
    places = [side + step * (n + 0.5) for n in range(len(chart.names))]
    below = _names(canvas, chart.names, places, step, width, top + HIGH)
    for number, row in enumerate(values):
        look = LOOKS[number % len(LOOKS)]
        points = [None if v is None else (x, up.at(v)) for x, v in zip(places, row, strict=True)]
        for piece in _unbroken(points):
            canvas.path(piece, look)
        for point in points:
            if point:
                canvas.mark(*point, look)
    if len(values) == 1:
        _figures(canvas, chart, values[0], places, up, step)
    return canvas, below + 2.0


def _names(
    canvas: Canvas,
    names: Sequence[str],
    places: Sequence[float],
    step: float,
    width: float,
    y: float,
) -> float:
    """The names below the axis, each n-th where not all have room; the height they reach to."""
    size = SIZE if len(names) <= FEW else SMALL
    longest = max((wide(name, size) for name in names), default=0.0)
    every = max(1, math.ceil(min(longest / _LINES, 4 * size) / max(step - 2, 1)))
    if step * every < 2 * size:
        every = math.ceil(2 * size / step)
    room = step * every - 2.0
    deepest, taken = 1, 0.0
    for number in range(0, len(names), every):
        # the last one is moved in from the edge, towards the one before
        left = width - taken - 2.0
        if left < 2 * size:
            break
        lines = wrapped(names[number], size, min(room, left))
        deepest = max(deepest, len(lines))
        half = max(wide(line, size) for line in lines) / 2
        x = min(max(places[number], half), width - half)
        taken = x + half
        for at, line in enumerate(lines):
            canvas.text(x, y + _GAP + size * (0.6 + at * _LINE), line, size, "middle")
    return y + _GAP + size * (0.6 + deepest * _LINE)


def _figures(
    canvas: Canvas,
    chart: Chart,
    row: Sequence[float | None],
    places: Sequence[float],
    up: Scale,
    step: float,
) -> None:
    """The figures above their marks, where all have room."""
    texts = [chart.series[0].values[n] or "" for n in range(len(row))]
    if max((wide(text, SIZE) for text in texts), default=0.0) > step - 2:
        return
    for at, (x, value, text) in enumerate(zip(places, row, texts, strict=True)):
        if value is not None:
            shown = f"{text}%" if chart.unit == "%" else text
            beside = [
                v for v in (*row[max(at - 1, 0) : at], *row[at + 1 : at + 2]) if v is not None
            ]
            lowest = bool(beside) and value < min(beside) and up.at(value) + 2 * SIZE < up.start
            off = SIZE if lowest else -SIZE
            canvas.text(x, up.at(value) + off, shown, SIZE, "middle", halo=True)


def _unbroken(
    points: Sequence[tuple[float, float] | None],
) -> list[list[tuple[float, float]]]:
    """The stretches of the line between figures that are missing."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    return [piece for piece in pieces if len(piece) > 1]


def _tick(chart: Chart, mark: float) -> str:
    return spelt(mark) + ("%" if chart.unit == "%" else "")
