"""Grids: ruled lines that cross become tables, the glyphs between them their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import Cell, Column, Row, Table
from corpus.reading.pdf.glyphs import Glyph, Rule
from corpus.reading.pdf.rows import row_texts

# Lines nearer than this in points are one; lines that miss each other by less cross.
_NEAR = 3.0
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page: its edges and its rows."""

    top: float
    bottom: float
    left: float
    right: float
    rows: tuple[Row, ...]


def grids_of(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Grid], list[Glyph]]:
    """The tables that `rules` draw around `glyphs`, from top to bottom, and the other glyphs."""
    grids: list[Grid] = []
    rest = list(glyphs)
    for group in _groups(_straight(rules)):
        columns = _places(rule.at for rule in group if not rule.level)
        levels = _places(rule.at for rule in group if rule.level)
        if len(columns) < 3 or len(levels) < 2:
            # A box with a single column is a frame around text.
            continue
        inside = [g for g in rest if _within(g, columns, levels)]
        if not inside:
            continue
        rest = [g for g in rest if not _within(g, columns, levels)]
        rows = _cells(inside, group, columns, levels)
        grids.append(Grid(levels[0], levels[-1], columns[0], columns[-1], rows))
    return sorted(grids, key=lambda grid: (grid.top, grid.left)), rest


def table_of(rows: Sequence[Row]) -> Table:
    """The table of `rows`, the first of them its head with all that its spans reach."""
    deep = max((cell.rowspan for cell in rows[0]), default=1)
    heads = deep if deep < len(rows) else min(1, len(rows) - 1)
    names = [cell.text for cell in rows[0] for _ in range(cell.colspan)]
    columns = tuple(Column(name) for name in names)
    return Table("", None, columns, tuple(rows[:heads]), tuple(rows[heads:]))


def _straight(rules: Sequence[Rule]) -> list[Rule]:
    """`rules` with those that go on one another made one: tables are often drawn cell by cell."""
    result: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.level, round(r.at / _NEAR), r.start)):
        last = result[-1] if result else None
        if (
            last is not None
            and last.level == rule.level
            and abs(last.at - rule.at) <= _NEAR
            and rule.start <= last.end + _NEAR
        ):
            result[-1] = Rule(last.level, last.at, last.start, max(last.end, rule.end))
        else:
            result.append(rule)
    return result[: 2 * _MOST_LINES]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """`rules` that cross one another, directly or through others."""
    groups: list[list[Rule]] = []
    left = list(rules)
    while left:
        group, fresh = [], [left.pop()]
        while fresh:
            one = fresh.pop()
            group.append(one)
            crossing = [other for other in left if _cross(one, other)]
            if crossing:
                left = [other for other in left if other not in crossing]
                fresh += crossing
        groups.append(group)
    return groups


def _cross(one: Rule, other: Rule) -> bool:
    return (
        one.level != other.level
        and other.start - _NEAR <= one.at <= other.end + _NEAR
        and one.start - _NEAR <= other.at <= one.end + _NEAR
    )


def _places(values: Iterable[float]) -> list[float]:
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > 2 * _NEAR:
            result.append(value)
    return result[:_MOST_LINES]


def _within(glyph: Glyph, columns: Sequence[float], levels: Sequence[float]) -> bool:
    middle = (glyph.left + glyph.right) / 2
    height = glyph.base - glyph.size * 0.35
    return columns[0] <= middle <= columns[-1] and levels[0] <= height <= levels[-1]


def _cells(
    glyphs: Sequence[Glyph],
    rules: Sequence[Rule],
    columns: Sequence[float],
    levels: Sequence[float],
) -> tuple[Row, ...]:
    """The rows of a table; where a line between two cells is missing, they are one."""
    wide, high = len(columns) - 1, len(levels) - 1
    words: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        column = bisect_right(columns, (glyph.left + glyph.right) / 2) - 1
        row = bisect_right(levels, glyph.base - glyph.size * 0.35) - 1
        words.setdefault((min(row, high - 1), min(column, wide - 1)), []).append(glyph)

    def ruled(level: bool, at: float, middle: float) -> bool:
        return any(
            r.level == level and abs(r.at - at) <= 2 * _NEAR and r.start <= middle <= r.end
            for r in rules
        )

    upright = {
        (r, c): ruled(False, columns[c], (levels[r] + levels[r + 1]) / 2)
        for r in range(high)
        for c in range(1, wide)
    }
    across = {
        (r, c): ruled(True, levels[r], (columns[c] + columns[c + 1]) / 2)
        for r in range(1, high)
        for c in range(wide)
    }
    taken: set[tuple[int, int]] = set()
    rows: list[Row] = []
    for r in range(high):
        cells: list[Cell] = []
        for c in range(wide):
            if (r, c) in taken:
                continue
            colspan = 1
            while c + colspan < wide and not upright[r, c + colspan]:
                colspan += 1
            rowspan = 1
            while r + rowspan < high and not any(
                across[r + rowspan, n] for n in range(c, c + colspan)
            ):
                rowspan += 1
            covered = [(r + i, c + j) for i in range(rowspan) for j in range(colspan)]
            taken.update(covered)
            inside = [glyph for place in covered for glyph in words.get(place, ())]
            cells.append(Cell(_joined(row_texts(inside)), rowspan, colspan))
        rows.append(tuple(cells))
    return tuple(rows)


def _joined(texts: Sequence[str]) -> str:
    result = ""
    for text in texts:
        latin = result[-1:].isascii() and text[:1].isascii()
        result += (" " if result and latin else "") + text
    return result
