"""Heads 表头: where the table of a sheet begins, and what its columns are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.roster.likeness import name_of
from generator.roster.sheet import Line, Sheet

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


def find_head(sheet: Sheet, known: Callable[[str], float]) -> tuple[float, Head] | None:
    """The line, or the two lines, with the most names that are `known`, and how many those are.

    `known` says from 0 to 1 how sure a name is. None where no line has one.
    """
    best: tuple[float, Head] | None = None
    wide = sheet.spread_wide
    for at, line in enumerate(wide.lines[:HEAD_WITHIN]):
        for head in _heads_at(wide, sheet, at, line):
            score = _score(head, known)
            # a second line must earn its place: the first row of data is no head
            margin = 0.5 if best is not None and head.number > best[1].number else 0.0
            if score > (best[0] + margin if best is not None else 0.0):
                best = score, head
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


def _heads_at(wide: Sheet, sheet: Sheet, at: int, line: Line) -> list[Head]:
    heads = [_single(line)]
    if at + 1 < len(wide.lines):
        below = wide.lines[at + 1]
        # a head of two lines is joined above somewhere: one text over several columns
        joined = any(
            m.right > m.left or m.bottom > m.top for m in sheet.merged if m.top == line.number
        )
        gaps = any(not line.cell(i) for i in range(len(below.cells)))
        if below.number == line.number + 1 and (joined or gaps):
            heads.append(_double(line, below))
    return heads


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
            names.append((above + low, low, above + name_of(low).text))
    return Head(lower.number, tuple(texts), tuple(names))


def _score(head: Head, known: Callable[[str], float]) -> float:
    return sum(_best(names, known) for names in head.names)


def _best(names: Sequence[str], known: Callable[[str], float]) -> float:
    return max((known(name) for name in names if 0 < len(name) <= 40), default=0.0)
