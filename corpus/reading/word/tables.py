"""Tables: merged cells become spans, the rows that repeat on each page the head."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from corpus.document import Cell, Column, Row, Table
from corpus.reading.word.names import Element, child, integer, is_on, value, w

# Word draws no more columns than this.
_MOST_COLUMNS = 63


@dataclass(slots=True)
class _Placed:
    text: str
    column: int
    colspan: int
    rowspan: int = 1


@dataclass(slots=True)
class Grid:
    """The rows of a table as placed cells; `heads` counts the rows that Word repeats."""

    rows: list[list[_Placed]] = field(default_factory=list)
    heads: int = 0


def framed(table: Element) -> Element | None:
    """The only cell of `table`, which then is but a frame around text; None where it has more."""
    rows = [list(_cells(row)) for row in _rows(table)]
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else None


def grid_of(table: Element, text_of: Callable[[Element], str]) -> Grid:
    """The placed cells of `table` (w:tbl), `text_of` giving the text of each."""
    grid = Grid()
    open_cells: dict[int, _Placed] = {}
    repeating = True
    for row in _rows(table):
        properties = child(row, "trPr")
        column = _width(integer(value(properties, "gridBefore")), 0)
        placed = [_Placed("", 0, column)] if column else []
        above, open_cells = open_cells, {}
        for cell in _cells(row):
            own = child(cell, "tcPr")
            span = _width(integer(value(own, "gridSpan")), 1)
            text = text_of(cell)
            merge, across = child(own, "vMerge"), value(own, "hMerge")
            upper = above.get(column)
            if across == "continue" and placed:
                placed[-1].colspan += span
                placed[-1].text += text
            elif merge is not None and not _restarts(merge) and upper is not None:
                upper.rowspan += 1
                upper.text += text
                open_cells[column] = upper
            else:
                placed.append(_Placed(text, column, span))
                if merge is not None:
                    open_cells[column] = placed[-1]
            column += span
        after = _width(integer(value(properties, "gridAfter")), 0)
        if after:
            placed.append(_Placed("", column, after))
        repeating = repeating and bool(is_on(child(properties, "tblHeader")))
        grid.heads += repeating
        grid.rows.append(placed)
    return grid


def table_of(grid: Grid) -> Table:
    """The table of `grid`: its head is what Word repeats, else the first row with its spans."""
    rows = [tuple(Cell(c.text, c.rowspan, c.colspan) for c in row) for row in grid.rows]
    heads = grid.heads
    if not 0 < heads < len(rows):
        deep = max((cell.rowspan for cell in rows[0]), default=1) if rows else 0
        heads = deep if deep < len(rows) else min(1, len(rows))
    return Table("", None, _columns(grid, heads), tuple(rows[:heads]), tuple(rows[heads:]))


def lines_of(table: Table) -> Iterator[str]:
    """The rows of `table` as lines, cells parted by tabs."""
    rows: tuple[Row, ...] = (*table.head, *table.rows)
    for row in rows:
        line = "\t".join(cell.text for cell in row if cell.text)
        if line:
            yield line


def _columns(grid: Grid, heads: int) -> tuple[Column, ...]:
    """The columns, each named by the lowest cell of the head that is its own."""
    names: dict[int, str] = {}
    for row in grid.rows[:heads]:
        for cell in row:
            for column in range(cell.column, cell.column + cell.colspan):
                names[column] = cell.text
    return tuple(Column(names.get(n, "")) for n in range(max(names, default=-1) + 1))


def _width(stated: int | None, least: int) -> int:
    return least if stated is None else min(max(stated, least), _MOST_COLUMNS)


def _restarts(merge: Element) -> bool:
    return merge.get(w("val")) == "restart"


def _rows(table: Element) -> Iterator[Element]:
    for row in _children(table, w("tr")):
        # A deleted row is gone once changes are accepted.
        if child(row, "trPr", "del") is None:
            yield row


def _cells(row: Element) -> Iterator[Element]:
    for cell in _children(row, w("tc")):
        if child(cell, "tcPr", "cellDel") is None:
            yield cell


def _children(node: Element, tag: str) -> Iterator[Element]:
    """The rows or cells in `node`, also those inside content controls and custom XML."""
    for each in node:
        if each.tag == tag:
            yield each
        elif each.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")):
            yield from _children(each, tag)
