"""Rules 分隔线 on a page: they are not in the text, so the page is drawn and looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops

_SCALE = 2.0  # pixels a point: 0.18 mm each; greys give the rest of the precision
_MM = 25.4 / 72 / _SCALE  # millimetres a pixel
_SHORTEST = 100.0  # millimetres; anything shorter is no rule of the standard
_DARK = 60  # of 255: less is paper
_THICKEST = 12  # pixels; anything thicker is an area


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the height of its middle, its ends and thickness in millimetres, its colour."""

    y: float
    left: float
    right: float
    thickness: float
    red: bool

    @property
    def length(self) -> float:
        """From end to end."""
        return self.right - self.left


def rules(pdf: pypdfium2.PdfDocument, number: int) -> tuple[Rule, ...]:
    """The horizontal rules longer than 100 mm on page `number` (from 1), from the top."""
    leaf = pdf[number - 1]
    try:
        bitmap = leaf.render(scale=_SCALE, may_draw_forms=False)
        try:
            page = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
    finally:
        leaf.close()
    # The blue channel shows black and red alike as dark.
    ink = ImageChops.invert(page.getchannel("B"))
    wide, high = ink.size
    data = ink.point(lambda v: 255 if v > _DARK else 0).tobytes()
    run = re.compile(rb"\xff{%d,}" % int(_SHORTEST / _MM))
    spans = [
        (row, found.start(), found.end())
        for row in range(high)
        if (found := run.search(data, row * wide, (row + 1) * wide))
    ]
    return tuple(
        _rule(page, ink, group) for group in _grouped(spans, wide) if len(group) <= _THICKEST
    )


_Span = tuple[int, int, int]  # row, first and last pixel


def _grouped(spans: list[_Span], wide: int) -> list[list[_Span]]:
    """Neighbouring rows of pixels together, their ends counted from the left edge."""
    groups: list[list[_Span]] = []
    for row, start, end in spans:
        span = (row, start - row * wide, end - row * wide)
        if groups and row - groups[-1][-1][0] == 1:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _rule(page: Image.Image, ink: Image.Image, group: list[_Span]) -> Rule:
    """One rule; thickness and height from how dark each row of pixels is."""
    left, right = min(s for _, s, _ in group), max(e for _, _, e in group)
    first, last = max(group[0][0] - 1, 0), min(group[-1][0] + 1, ink.height - 1)
    box = (left + 4, first, right - 4, last + 1)
    column = ink.crop(box).resize((1, last + 1 - first), Image.Resampling.BOX).tobytes()
    total = sum(column)
    middle = sum((first + n + 0.5) * share for n, share in enumerate(column)) / total
    row = first + column.index(max(column))
    strip = page.crop((left + 4, row, right - 4, row + 1))
    red, green, _ = strip.resize((1, 1), Image.Resampling.BOX).tobytes()
    return Rule(middle * _MM, left * _MM, right * _MM, total / 255 * _MM, red - green > _DARK)
