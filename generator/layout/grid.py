"""Tables as a full grid: cells placed, spans made consistent, columns given their widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import Align, Cell, Column, Row, Table
from generator.layout.widths import characters

_SEAM = re.compile(r"(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])")
NUMERIC = frozenset({"integer", "decimal", "percent", "money", "number"})
_SIDES = 1.0  # characters that the white at both sides of a cell takes
_NARROW = 7.0  # columns up to this width are not stretched as the others are


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place; `row` counts the head's rows, too; `text` may have line breaks."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on paper: `shares` are its columns' parts of the whole width and add up to 1."""

    head: int
    height: int
    cells: tuple[Placed, ...]
    shares: tuple[float, ...]
    aligns: tuple[Align, ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.shares)


def grid_of(table: Table, room: float) -> Grid | None:
    """The grid of `table` for a width of `room` characters of its text; None when it is empty.

    A head is made from the columns' names and units where the table has none. Spans that run
    over the edge or into another cell are cut; missing cells are empty.
    """
    head = table.head or _head_of(table.columns)
    rows = head + table.rows
    columns = max(
        [len(table.columns), *(sum(max(c.colspan, 1) for c in row) for row in rows)], default=0
    )
    if not rows or not columns:
        return None
    cells = _placed(rows, columns, len(head))
    known = table.columns + (Column(),) * (columns - len(table.columns))
    numeric = [
        column.type in NUMERIC or _looks_numeric(cells, n, len(head))
        for n, column in enumerate(known)
    ]
    aligns: tuple[Align, ...] = tuple(
        column.align or ("right" if numeric[n] else _align(cells, n, len(head)))
        for n, column in enumerate(known)
    )
    if sum(_wanted(cells, columns)) > room:
        cells = tuple(c if c.row >= len(head) else replace(c, text=_folded(c.text)) for c in cells)
    shares = _shares(cells, known, room)
    return Grid(len(head), len(rows), cells, shares, aligns)


def _head_of(columns: Sequence[Column]) -> tuple[Row, ...]:
    if not any(column.name for column in columns):
        return ()
    return (tuple(Cell(f"{c.name}（{c.unit}）" if c.unit else c.name) for c in columns),)


def _placed(rows: Sequence[Row], columns: int, head: int) -> tuple[Placed, ...]:
    taken: set[tuple[int, int]] = set()
    cells: list[Placed] = []
    for r, row in enumerate(rows):
        bottom = head if r < head else len(rows)  # a span never leaves the head
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            if c >= columns:
                break
            colspan = 1
            while (
                colspan < cell.colspan and c + colspan < columns and (r, c + colspan) not in taken
            ):
                colspan += 1
            rowspan = max(1, min(cell.rowspan, bottom - r))
            cells.append(Placed(r, c, rowspan, colspan, cell.text))
            taken |= {(r + y, c + x) for y in range(rowspan) for x in range(colspan)}
            c += colspan
        for c in range(columns):
            if (r, c) not in taken:
                cells.append(Placed(r, c, 1, 1, ""))
                taken.add((r, c))
    return tuple(sorted(cells, key=lambda p: (p.row, p.column)))


def _bodies(cells: Sequence[Placed], column: int, head: int) -> list[str]:
    return [p.text for p in cells if p.column == column and p.row >= head and p.colspan == 1]


def _looks_numeric(cells: Sequence[Placed], column: int, head: int) -> bool:
    texts = [t for t in _bodies(cells, column, head) if t]
    return bool(texts) and all(t.replace(",", "").replace(".", "", 1).isdecimal() for t in texts)


def _align(cells: Sequence[Placed], column: int, head: int) -> Align:
    """Short texts stand in the middle of their column, sentences at its left."""
    texts = _bodies(cells, column, head)
    return "center" if all(characters(t) <= 6 for t in texts) else "left"


def _shares(cells: Sequence[Placed], columns: Sequence[Column], room: float) -> tuple[float, ...]:
    if all(column.width for column in columns):
        total = sum(column.width or 0 for column in columns)
        return tuple((column.width or 0) / total for column in columns)
    wanted = _wanted(cells, len(columns))
    if sum(wanted) > room:
        return _normal(_filled(wanted, room))
    spare = room - sum(wanted)
    stretch = [w if w > _NARROW else w / 2 for w in wanted]
    return _normal([w + spare * s / sum(stretch) for w, s in zip(wanted, stretch, strict=True)])


def _wanted(cells: Sequence[Placed], columns: int) -> list[float]:
    """For each column the width that no cell breaks in, sides included."""
    result = [2.0] * columns
    for cell in cells:
        if cell.colspan == 1:
            widest = max(map(_natural, cell.text.split("\n")))
            result[cell.column] = max(result[cell.column], widest)
    return [width + _SIDES for width in result]


def _folded(text: str) -> str:
    """A head with its unit on a line of its own: 预算（万元） in a narrow column."""
    name, bracket, unit = text.partition("（")
    return f"{name}\n{bracket}{unit}" if name and unit.endswith("）") else text


def _natural(text: str) -> float:
    """The width of `text` on one line; some programs part Chinese and digits by a quarter."""
    return characters(text) + len(_SEAM.findall(text)) / 4


def _filled(wanted: Sequence[float], room: float) -> list[float]:
    """Narrow columns get what they want; what is left is shared evenly among the others."""
    result = [0.0] * len(wanted)
    left = len(wanted)
    for n in sorted(range(len(wanted)), key=wanted.__getitem__):
        result[n] = min(wanted[n], room / left)
        room -= result[n]
        left -= 1
    return result


def _normal(widths: Sequence[float]) -> tuple[float, ...]:
    return tuple(width / sum(widths) for width in widths)
