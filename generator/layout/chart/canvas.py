"""The canvas: shapes and texts as SVG in points, with a box kept for every text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from generator.layout import fonts
from generator.layout.gbt9704 import Face
from generator.layout.lines import printable
from generator.layout.widths import characters

FACE: Face = "仿宋"
"""Labels stand in the face of the text (GB/T 9704-2012 5.2.2)."""

INK, PALE = "#1A252B", "#586770"
Anchor = Literal["start", "middle", "end"]
_ASCENT, _LINE = 0.88, 1.2
_HALO = ' stroke="#FFFFFF" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke"'
SLACK = 1.03
"""Faces set Latin letters a little wider or narrower than half a character."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a series is drawn: fill and edge of its bars, dashes and mark of its line."""

    fill: str
    edge: str
    dashes: str
    mark: Literal["circle", "square", "triangle"]


LOOKS = (
    Look("#1B5665", "#1B5665", "", "circle"),
    Look("#C9D2D3", "#586770", "5 2.5", "square"),
    Look("#FFFFFF", "#1B5665", "1.5 2", "triangle"),
    Look("#586770", "#586770", "8 2 1.5 2", "circle"),
)
"""Dark, light, white, grey: apart from each other in black and white as well."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a text stands: left, top, width, height in points, and what it says."""

    left: float
    top: float
    width: float
    height: float
    text: str


def wide(text: str, size: float) -> float:
    """How wide `text` runs in `size`, in points."""
    return characters(text) * size * SLACK


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """`text` in as few lines as fit into `room` points, about equally long; a number stays with
    its 年 or 月 where it fits."""
    if wide(text, size) <= room:
        return (text,)
    most = max(1.0, room / size / SLACK)
    even = characters(text) / -(-characters(text) // most)
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, most):
        longer = characters(line + piece)
        if line and (longer > most or longer > even + characters(piece) / 2 + 0.5):
            lines.append(line)
            line = ""
        line += piece
    return (*lines, line)


_WHOLE = re.compile(r"\d+[年月日季]?|.")


def _pieces(text: str, most: float) -> list[str]:
    pieces = _WHOLE.findall(text)
    return [part for p in pieces for part in ([p] if characters(p) <= most else p)]


@dataclass
class Canvas:
    """A picture in the making."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        size: float,
        anchor: Anchor = "start",
        colour: str = INK,
        *,
        halo: bool = False,
    ) -> None:
        """`text` whose middle stands at height `middle`, from, around or up to `x`; a `halo` keeps
        the lines below it away."""
        text = printable(text)
        long = wide(text, size)
        left = x - {"start": 0.0, "middle": long / 2, "end": long}[anchor]
        self.boxes.append(Box(left, middle - size / 2, long, size, text))
        baseline = middle + size * (_ASCENT - 0.5)
        self.parts.append(
            f'<text x="{x:.2f}" y="{baseline:.2f}" font-size="{size:g}" text-anchor="{anchor}" '
            f'fill="{colour}"{_HALO if halo else ""}>{escape(text)}</text>'
        )

    def lines(
        self, x: float, middle: float, texts: Sequence[str], size: float, anchor: Anchor
    ) -> None:
        """Several lines of text around `middle`."""
        top = middle - (len(texts) - 1) * size * _LINE / 2
        for number, text in enumerate(texts):
            self.text(x, top + number * size * _LINE, text, size, anchor)

    def bar(self, x: float, y: float, width: float, height: float, look: Look) -> None:
        """A bar with its edge inside."""
        edge = 0.6
        self.parts.append(
            f'<rect x="{x + edge / 2:.2f}" y="{y + edge / 2:.2f}" '
            f'width="{max(width - edge, 0.2):.2f}" height="{height - edge:.2f}" '
            f'fill="{look.fill}" stroke="{look.edge}" stroke-width="{edge}"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float) -> None:
        """A straight line."""
        self.parts.append(
            f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" '
            f'stroke="{colour}" stroke-width="{width}"/>'
        )

    def path(self, points: Sequence[tuple[float, float]], look: Look) -> None:
        """A line through `points`."""
        way = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        dashes = f' stroke-dasharray="{look.dashes}"' if look.dashes else ""
        self.parts.append(
            f'<polyline points="{way}" fill="none" stroke="{look.edge}" stroke-width="1.4" '
            f'stroke-linejoin="round"{dashes}/>'
        )

    def mark(self, x: float, y: float, look: Look) -> None:
        """The mark of a figure on its line."""
        paint = f'fill="{look.fill}" stroke="{look.edge}" stroke-width="1"'
        if look.mark == "circle":
            self.parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="2.4" {paint}/>')
        elif look.mark == "square":
            self.parts.append(
                f'<rect x="{x - 2.2:.2f}" y="{y - 2.2:.2f}" width="4.4" height="4.4" {paint}/>'
            )
        else:
            way = f"{x:.2f},{y - 2.8:.2f} {x + 2.6:.2f},{y + 2.2:.2f} {x - 2.6:.2f},{y + 2.2:.2f}"
            self.parts.append(f'<polygon points="{way}" {paint}/>')

    def svg(self, width: float, height: float) -> bytes:
        """The picture, `width` by `height` points, its texts in the paper's face."""
        families = [fonts.faces()[FACE].family, *fonts.fallbacks()]
        named = quoteattr(", ".join(f"'{name}'" for name in dict.fromkeys(families)))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}pt" '
            f'height="{height:.2f}pt" viewBox="0 0 {width:.2f} {height:.2f}" '
            f"font-family={named}>{''.join(self.parts)}</svg>"
        ).encode()
