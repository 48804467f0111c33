"""A table as the JSON that `sheet.typ` writes down: cells, shares, and how high its rows are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.layout import gbt9704
from generator.layout.breaks import cell_rows
from generator.layout.grid import Grid, Placed
from generator.layout.lines import runs
from generator.layout.sheet_runs import SPECIAL, runs_json
from generator.layout.units import Length


def grid_json(grid: Grid, room: Length, latin: str | None) -> dict[str, Any]:
    """The table on a page whose text is `room` wide; `latin` as in `breaks.broken`."""
    found = [_cell_rows(cell, grid, room.points, latin) for cell in grid.cells]
    cells = [(cell, own) for cell, (own, _) in zip(grid.cells, found, strict=True)]
    return {
        "kind": "grid",
        "short": grid.short,
        "rows": grid.height - grid.head,
        "head-rows": grid.head,
        "end-tall": not grid.tall.isdisjoint(range(grid.height - 2, grid.height)),
        "shares": [round(share, 5) for share in grid.shares],
        "lines": _lines(grid, found),
        "aligns": list(grid.aligns),
        "head": [_cell(cell, own, grid) for cell, own in cells if cell.row < grid.head],
        "body": [
            "\n".join(own) if _plain(cell, grid) else _cell(cell, own, grid)
            for cell, own in cells
            if cell.row >= grid.head
        ],
    }


def _lines(grid: Grid, found: Sequence[tuple[list[str], bool]]) -> list[int | None]:
    """How many lines each row of `grid` is high: the typesetter, which need not find that out, then
    sets long tables in two thirds of the time. None where only it knows, and where a cell reaches
    over several rows or a row over two pages."""
    lines: list[int | None] = [1] * grid.height
    for cell, (own, known) in zip(grid.cells, found, strict=True):
        if not known or cell.rowspan > 1 or cell.row in grid.tall:
            lines[cell.row : cell.row + cell.rowspan] = [None] * cell.rowspan
        elif (most := lines[cell.row]) is not None:
            lines[cell.row] = max(most, len(own))
    return lines


def _cell_rows(cell: Placed, grid: Grid, room: float, latin: str | None) -> tuple[list[str], bool]:
    """The rows of `cell` where Word and LibreOffice end them, and whether that is known of all."""
    style = "TableHead" if cell.row < grid.head else "TableText"
    share = sum(grid.shares[cell.column : cell.column + cell.colspan])
    width = share * room - 2 * gbt9704.CELL_SIDE.points
    rows: list[str] = []
    known = True
    for part in cell.text.split("\n"):
        own = cell_rows(part, style, width, latin)
        rows += [part] if own is None else own
        known = known and own is not None
    return rows, known


def _plain(cell: Placed, grid: Grid) -> bool:
    """Whether the typesetter may take the cell as its bare text, three times as fast."""
    return cell.rowspan == cell.colspan == 1 and not (
        SPECIAL.search(cell.text) or cell.row in grid.tall
    )


def _cell(cell: Placed, rows: Sequence[str], grid: Grid) -> list[Any]:
    head = cell.row < grid.head
    return [
        cell.column,
        cell.row,
        cell.colspan,
        cell.rowspan,
        [runs_json(runs(row)) for row in rows],
        cell.rowspan > 1 or cell.row in grid.tall,
        "TableHead" if head else "TableText",
        "center" if head else grid.aligns[cell.column],
    ]
