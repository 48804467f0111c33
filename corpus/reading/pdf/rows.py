"""Rows: the glyphs of a page become lines of text in the order in which they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.reading.pdf.glyphs import Glyph

# Glyphs whose baselines differ by less than this share of their size stand on one line.
_LEVEL = 0.45
# Gaps in shares of the size: between words, between Chinese words set apart, what may be the
# white between columns of text, and what is the white between columns of a list.
_WORD, _APART, _BAND, _WIDE = 0.18, 0.7, 1.1, 1.9
# One of two columns of text has so many rows at least, most of them filled to this share.
_ROWS, _FILLED = 4, 0.6
_MOST_CUTS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its place in points from the page's upper left corner, its look.

    `first` and `last` are the faces of its first and last Chinese characters; `column` holds
    the edges of the column that it stands in.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    first: str = ""
    last: str = ""
    column: tuple[float, float] = (0.0, 0.0)
    page: int = 0

    @property
    def bold(self) -> bool:
        """Whether the whole line is in one bold or black face."""
        face = self.first.lower()
        return self.first == self.last and any(mark in face for mark in _BLACK)


_BLACK = ("bold", "hei", "黑体", "black", "heavy", "demi")


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines that `glyphs` form, columns one after the other, each with its column's edges."""
    return [line for column in _columns(_pieces(glyphs), 0) for line in _merged(column)]


def row_texts(glyphs: Sequence[Glyph]) -> list[str]:
    """The texts of the rows that `glyphs` form, whatever gaps they have."""
    return [text_of(row) for row in _rows(glyphs)]


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.left)):
        if row:
            size = max(glyph.size, row[0].size)
            if abs(glyph.base - row[-1].base) > _LEVEL * size:
                yield _across(row)
                row = []
        row.append(glyph)
    if row:
        yield _across(row)


def _across(row: list[Glyph]) -> list[Glyph]:
    """`row` from left to right, with letters that are printed twice for boldness taken once."""
    result: list[Glyph] = []
    for glyph in sorted(row, key=lambda g: g.left):
        if not any(
            glyph.char == other.char and abs(glyph.left - other.left) < 0.3 * glyph.size
            for other in result[-3:]
        ):
            result.append(glyph)
    return result


def text_of(row: Sequence[Glyph]) -> str:
    """The text of `row`, with spaces where its glyphs stand apart."""
    result = ""
    before: Glyph | None = None
    for glyph in row:
        if before is not None:
            gap = (glyph.left - before.right) / max(glyph.size, 1)
            latin = before.char.isascii() and glyph.char.isascii()
            if gap > (_WORD if latin else _APART):
                result += " "
        result += glyph.char
        before = glyph
    return result


def _pieces(glyphs: Sequence[Glyph]) -> list[Line]:
    """The stretches of the rows between wide gaps."""
    result: list[Line] = []
    for row in _rows(glyphs):
        start = 0
        for n, (before, glyph) in enumerate(pairwise(row), start=1):
            if glyph.left - before.right > _BAND * max(glyph.size, before.size):
                result.append(_line(row[start:n]))
                start = n
        result.append(_line(row[start:]))
    return result


def _line(row: Sequence[Glyph]) -> Line:
    han = [glyph.font for glyph in row if glyph.char >= "\u2e80"] or [glyph.font for glyph in row]
    size = Counter(round(glyph.size, 1) for glyph in row).most_common(1)[0][0]
    base = Counter(round(glyph.base, 1) for glyph in row).most_common(1)[0][0]
    right = max(glyph.right for glyph in row)
    return Line(text_of(row), row[0].left, right, base, size, han[0], han[-1])


def _columns(pieces: Sequence[Line], cuts: int) -> Iterator[list[Line]]:
    """`pieces` in reading order: above a pair of columns, left, right, below them."""
    pieces = sorted(pieces, key=lambda p: (p.base, p.left))
    gutter = _gutter(pieces) if cuts < _MOST_CUTS else None
    if gutter is None:
        yield list(pieces)
        return
    waiting: list[Line] = []
    beside: list[Line] = []
    for piece in pieces:
        if piece.left < gutter < piece.right:
            yield from _pair(beside, gutter, waiting, cuts)
            beside = []
            waiting = [piece]
            yield waiting
            waiting = []
        else:
            beside.append(piece)
    yield from _pair(beside, gutter, waiting, cuts)


def _pair(
    beside: Sequence[Line], gutter: float, waiting: list[Line], cuts: int
) -> Iterator[list[Line]]:
    left = [piece for piece in beside if piece.right <= gutter]
    right = [piece for piece in beside if piece.right > gutter]
    if left and right and max(len(left), len(right)) >= _ROWS:
        yield from _columns(left, cuts + 1)
        yield from _columns(right, cuts + 1)
    elif beside:
        yield list(beside)


def _gutter(pieces: Sequence[Line]) -> float | None:
    """Where a white band parts two columns of full lines; None where there are none."""
    if len(pieces) < 2 * _ROWS:
        return None
    low, high = min(p.left for p in pieces), max(p.right for p in pieces)
    size = Counter(p.size for p in pieces).most_common(1)[0][0]
    best: tuple[int, int, float] | None = None
    step = max(size / 4, (high - low) / 250, 1.0)
    at = low + (high - low) * 0.2
    while at < low + (high - low) * 0.8:
        before = sum(p.right <= at - size * 0.3 for p in pieces)
        after = sum(p.left >= at + size * 0.3 for p in pieces)
        found = (len(pieces) - before - after, -min(before, after), at)
        best = found if best is None else min(best, found)
        at += step
    if best is None:
        return None
    crossing, _, at = best
    left = [p for p in pieces if p.right <= at]
    right = [p for p in pieces if p.left >= at]
    if not left or not right or crossing > len(pieces) / 4:
        return None
    # On the last page the second column may hold a few lines only.
    if max(len(left), len(right)) < _ROWS:
        return None
    return at if _filled(left) and _filled(right) else None


def _filled(pieces: Sequence[Line]) -> bool:
    """Whether most of `pieces` reach over their column, as running text does."""
    low, high = min(p.left for p in pieces), max(p.right for p in pieces)
    full = sum(p.right - p.left > (high - low) * _FILLED for p in pieces)
    return full * 2 >= len(pieces) and high - low > 8 * pieces[0].size


def _merged(pieces: list[Line]) -> Iterator[Line]:
    """The pieces of each row of a column as one line, those far apart parted by tabs."""
    if not pieces:
        return
    column = min(p.left for p in pieces), max(p.right for p in pieces)
    row: list[Line] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.left)):
        if row and abs(piece.base - row[0].base) > _LEVEL * max(piece.size, row[0].size):
            yield _joined(row, column)
            row = []
        row.append(piece)
    yield _joined(row, column)


def _joined(row: list[Line], column: tuple[float, float]) -> Line:
    row = sorted(row, key=lambda p: p.left)
    text = row[0].text
    for before, piece in pairwise(row):
        wide = piece.left - before.right > _WIDE * max(piece.size, before.size)
        text += ("\t" if wide else " ") + piece.text
    return Line(
        text,
        row[0].left,
        row[-1].right,
        row[0].base,
        max(p.size for p in row),
        row[0].first,
        row[-1].last,
        column,
    )
