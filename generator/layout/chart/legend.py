"""The legend 图例: which series is which, and the unit of measure, above a chart."""

from __future__ import annotations

from corpus.document import Chart
from generator.layout.chart.canvas import LOOKS, PALE, Canvas, wide

_KEY = 14.0
_GAP = 5.0
_ROW = 1.7  # of the size of the labels
_ABOVE = 6.0
"""Points of white between the text and a chart."""


def legend(canvas: Canvas, chart: Chart, width: float, size: float) -> float:
    """Draw the legend where there are several series, the unit where it is no percent; the height
    that they take."""
    unit = f"单位：{chart.unit}" if chart.unit and chart.unit != "%" else ""
    keys = chart.series if len(chart.series) > 1 else ()
    if not unit and not keys:
        return _ABOVE
    room = width - (wide(unit, size) + 3 * _GAP if unit else 0.0)
    x, y = 0.0, _ABOVE + size / 2
    for number, series in enumerate(keys):
        long = _KEY + _GAP + wide(series.name, size)
        if x and x + long > room:
            x, y = 0.0, y + size * _ROW
        look = LOOKS[number % len(LOOKS)]
        if chart.kind == "bar":
            canvas.bar(x, y - 3.5, _KEY, 7.0, look)
        else:
            canvas.path([(x, y), (x + _KEY, y)], look)
            canvas.mark(x + _KEY / 2, y, look)
        canvas.text(x + _KEY + _GAP, y, series.name, size)
        x += long + 3 * _GAP
    if unit:
        canvas.text(width, _ABOVE + size / 2, unit, size, "end", PALE)
    return y + size * 1.1
