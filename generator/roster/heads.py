"""Heads 表头: where the table of a sheet begins, and what its columns are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.roster.likeness import name_of
from generator.roster.sheet import Line, Sheet

_PERIOD = re.compile(r"^(?:本|当)(?:月|季度?|年度?|期|次|周)")
HEAD_WITHIN = 30
"""A head is looked for in the first lines: people put titles and notes above the table."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head of one line or two; `number` is the last one's.

    `texts` has for each column what is shown, `names` what it may be known by: of a head in two
    lines the lower text, both together, or the upper one.
    """

    number: int
    texts: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]


Known = Callable[[str], tuple[str, float]]
"""What a text of a head is most likely to name, and how sure that is, from 0 to 1."""


def find_head(sheet: Sheet, known: Known) -> tuple[float, Head] | None:
    """The line, or the two lines, with the most names that are `known`, and how many those are.

    A name counts once, however many columns have it. None where no line has one.
    """
    best: tuple[float, Head] | None = None
    wide = sheet.spread_wide
    single = [_score(_single(line), known) for line in wide.lines[: HEAD_WITHIN + 1]]
    for at, line in enumerate(wide.lines[:HEAD_WITHIN]):
        if single[at] > (best[0] if best is not None else 0.0):
            best = single[at], _single(line)
        double = _double_at(wide, sheet, at, line)
        if double is not None:
            # a second line must earn its place: a title above the head is none of it, and the
            # first row of data is no head
            needed = max(single[at], single[at + 1], best[0] if best is not None else 0.0) + 0.5
            if (score := _score(double, known)) >= needed:
                best = score, double
    return best


def head_at(sheet: Sheet, number: int) -> Head | None:
    """The head in line `number`, as somebody chose it; None where that line is empty."""
    wide = sheet.spread_wide
    return next((_single(line) for line in wide.lines if line.number == number), None)


def likely_head(sheet: Sheet) -> Head | None:
    """The first of the lines with the most short texts: what looks like a head."""
    lines = sheet.lines[:HEAD_WITHIN]
    if not lines:
        return None
    return _single(max(lines, key=lambda line: (_texts(line), -line.number)))


def _texts(line: Line) -> int:
    return sum(type(cell) is str and 0 < len(cell.strip()) <= 20 for cell in line.cells)


def _double_at(wide: Sheet, sheet: Sheet, at: int, line: Line) -> Head | None:
    """The head that this line and the next make together, if they may."""
    if at + 1 >= len(wide.lines):
        return None
    below = wide.lines[at + 1]
    # a head of two lines is joined above somewhere: one text over several columns
    joined = any(
        (m.right > m.left or m.bottom > m.top) and m.top == line.number for m in sheet.merged
    )
    gaps = any(not line.cell(i) for i in range(len(below.cells)))
    if below.number != line.number + 1 or not (joined or gaps):
        return None
    return _double(line, below)


def _single(line: Line) -> Head:
    texts = tuple(cell.strip() for cell in line.cells)
    return Head(line.number, texts, tuple((text,) for text in texts))


def _double(upper: Line, lower: Line) -> Head:
    texts: list[str] = []
    names: list[tuple[str, ...]] = []
    above = ""
    for index in range(max(len(upper.cells), len(lower.cells))):
        top, low = upper.cell(index).strip(), lower.cell(index).strip()
        above = top or (above if low else "")
        if not low or low == top:
            texts.append(top or low)
            names.append((top or low,))
        elif not above:
            texts.append(low)
            names.append((low,))
        else:
            texts.append(f"{above}/{low}")
            # 事项/本月受理 is 事项受理: what is not said of an earlier month is of this one
            now = _PERIOD.sub("", low)
            names.append((above + low, low, above + name_of(low).text, *_other(above + now, low)))
    return Head(lower.number, tuple(texts), tuple(names))


def _other(name: str, low: str) -> tuple[str, ...]:
    return () if name.endswith(low) else (name,)


def _score(head: Head, known: Known) -> float:
    found: dict[str, float] = {}
    for names in head.names:
        tried = [known(name) for name in names if 0 < len(name) <= 40]
        name, score = max(tried, key=lambda entry: entry[1], default=("", 0.0))
        found[name] = max(found.get(name, 0.0), score)
    return sum(found.values())
