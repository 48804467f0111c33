"""Runs as the JSON that `sheet.typ` writes down: bare texts where nothing is special in them."""

from __future__ import annotations

import re
from typing import Any

from generator.layout import gbt9704
from generator.layout.lines import UNPRINTABLE, Run, Runs
from generator.layout.units import Length

_PITCH = gbt9704.CHARACTER_PITCH
# What a bare text may not hold: what paper cannot show, gaps, numerals that are set closer.
SPECIAL = re.compile(f"{UNPRINTABLE.pattern}|【待补：|[ⅠⅡ]")
# Roman numerals are drawn in the middle of a whole square; the narrow ones lose so much of it at
# each side, in sizes, or they stand as if with spaces around them.
_WHITE = {"Ⅰ": 0.26, "Ⅱ": 0.11}
_NARROW = re.compile("([ⅠⅡ])")


def points(length: Length) -> float:
    """A length in points, to four decimals."""
    return round(length.points, 4)


def runs_json(row: Runs) -> list[Any]:
    """A run is a string, or text with face, gap, spread, weight and white to be taken away."""
    result: list[Any] = []
    for run in row:
        if "Ⅰ" in run.text or "Ⅱ" in run.text:
            result += [_run(run, piece) for piece in _NARROW.split(run.text) if piece]
        else:
            result.append(_run(run, run.text))
    return result


def _run(run: Run, text: str) -> Any:
    white = _WHITE.get(text, 0)
    if run.face is None and not (run.gap or run.spread.count or run.bold or white):
        return text
    return [text, run.face, run.gap, points(run.spread.at(_PITCH)), run.bold, white]
