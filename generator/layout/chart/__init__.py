"""Charts 图: figures drawn as SVG in the sober style of office papers, for print in one colour."""

from generator.layout.chart.drawing import Drawing, cut, draw

__all__ = ["Drawing", "cut", "draw"]
