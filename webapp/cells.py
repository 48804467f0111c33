"""Cells 格子: the tables of a text that is edited by hand, with every cell where it stands.

A line of the text is a row, tabs part its cells. What a merged cell covers says so: （并左）
belongs to the cell on its left, （并上） to the one above. So no row is shorter than the others, a
figure that is corrected stays in its column, and merging or parting is typing or deleting a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.document import Block, Cell, Column, Row, Table

LEFT, UP = "（并左）", "（并上）"
BREAK = "↵"
"""What stands for a line break within a cell."""
_SAID = {LEFT: LEFT, "(并左)": LEFT, UP: UP, "(并上)": UP}
_Place = tuple[int, int]


def places_of(table: Table) -> list[list[str]]:
    """What stands in every place of the grid of `table`, row by row; `LEFT` or `UP` where a merged
    cell covers it."""
    rows = (*table.head, *table.rows)
    taken: dict[_Place, str] = {}
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            for y in range(min(max(cell.rowspan, 1), len(rows) - r)):
                for x in range(max(cell.colspan, 1)):
                    taken.setdefault((r + y, column + x), UP if y else LEFT if x else cell.text)
            column += max(cell.colspan, 1)
    wide = max((column + 1 for _, column in taken), default=0)
    return [[taken.get((r, c), "") for c in range(wide)] for r in range(len(rows))]


def spread(block: Block) -> Block:
    """`block`; a table with a cell in every place of its grid, those that are covered saying so."""
    if not isinstance(block, Table):
        return block
    grid = [[_in_line(text) for text in row] for row in places_of(block)]
    if grid and len(grid[0]) == 1:  # a line without a tab is no row
        grid = [["|" + text.replace("|", "\\|") + "|"] for (text,) in grid]
    cells = [tuple(map(Cell, texts)) for texts in grid]
    heads = len(block.head)
    return replace(block, head=tuple(cells[:heads]), rows=tuple(cells[heads:]))


def folded(block: Block, before: Table | None = None) -> Block:
    """`block`; a table as it was typed with its cells merged as they say: `spread`, taken back.

    What belongs to no cell, or would make one that is no rectangle, is an empty cell. A table as
    wide as `before` has its columns and as many rows of head; one of another width knows its
    columns again by their names.
    """
    if not isinstance(block, Table):
        return block
    grid = [[cell.text for cell in row] for row in (*block.head, *block.rows)]
    wide = max(map(len, grid), default=0)
    grid = [row + [""] * (wide - len(row)) for row in grid]
    rows = tuple(_merged(grid))
    heads = len(block.head)
    if before is not None and _width(before) == wide:
        heads = min(len(before.head), len(rows))
        columns = before.columns
    else:
        deep = max((cell.rowspan for cell in rows[0]), default=1) if rows else 0
        heads = deep if heads and deep < len(rows) else heads
        columns = tuple(map(_named, block.columns, _names(rows[:heads], wide)))
        columns = _known(columns, before.columns if before else ())
    return replace(block, columns=columns, head=rows[:heads], rows=rows[heads:])


def _in_line(text: str) -> str:
    return BREAK.join(" ".join(line.split("\t")).strip() for line in text.split("\n"))


def _merged(grid: Sequence[Sequence[str]]) -> Iterator[Row]:
    said = [[_SAID.get(text.replace(" ", "")) for text in row] for row in grid]
    owners: dict[_Place, _Place] = {}
    for r, row in enumerate(said):
        for c, word in enumerate(row):
            above, left = (r - 1, c), (r, c - 1)
            owner = owners.get(above if word == UP else left) if word else None
            owners[r, c] = owner or (r, c)
    parts: dict[_Place, list[_Place]] = {}
    for place, owner in owners.items():
        parts.setdefault(owner, []).append(place)
    spans: dict[_Place, _Place] = {}
    for (r, c), places in parts.items():
        high = max(y for y, _ in places) - r + 1
        across = max(x for _, x in places) - c + 1
        if high * across == len(places) and min(x for _, x in places) == c:
            spans[r, c] = (high, across)
        else:
            spans |= dict.fromkeys(places, (1, 1))
    for r, texts in enumerate(grid):
        yield tuple(
            Cell("" if said[r][c] else text.replace(BREAK, "\n"), *spans[r, c])
            for c, text in enumerate(texts)
            if (r, c) in spans
        )


def _width(table: Table) -> int:
    found = spread(table)
    rows = (*found.head, *found.rows) if isinstance(found, Table) else ()
    return max([len(table.columns), *map(len, rows)])


def _names(head: Sequence[Row], wide: int) -> list[str]:
    """The names of columns: each the lowest cell of the head that is its own."""
    names = [""] * wide
    found = spread(Table(head=tuple(head)))
    for row in found.head if isinstance(found, Table) else ():
        for column, cell in enumerate(row):
            if cell.text == LEFT:
                names[column] = names[column - 1]
            elif cell.text != UP:
                names[column] = cell.text
    return names


def _known(columns: Sequence[Column], before: Iterable[Column]) -> tuple[Column, ...]:
    """`columns`, those that have the name of one `before` as they were there."""
    left = {column.name: column for column in before if column.name}
    return tuple(left.pop(column.name, column) for column in columns)


def _named(column: Column, name: str) -> Column:
    return column if column.name in name and column.name else Column(name)
