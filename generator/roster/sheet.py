"""Sheets 工作表: the lines of an uploaded spreadsheet as text, within bounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

TEXTS = (".csv", ".tsv", ".txt")
SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", *TEXTS)
"""Names of files in which a spreadsheet is expected; what is in them decides."""

MEGABYTE = 2**20
MAX_BYTES = 20 * MEGABYTE
MAX_LINES = 60_000
"""Lines with something in them, in one sheet."""
MAX_COLUMNS = 200
MAX_CELLS = 3_000_000
MAX_CELL = 20_000
MAX_SHEETS = 200
MAX_MERGED = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet that is not empty: its number there, its cells from column A on.

    A cell is "" where there is nothing, else a text, which may be a `Figure`, `Broken` or
    `Uncomputed`.
    """

    number: int
    cells: tuple[str, ...]
    hidden: bool = False

    def cell(self, index: int) -> str:
        """The cell in column `index`, counted from 0; "" beyond the last one."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of merged cells; rows and columns counted from 1, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet of a spreadsheet; `hidden_columns` are counted from 0.

    `since_1904` says how its serial days are counted where a cell has no date format.
    """

    name: str
    lines: tuple[Line, ...]
    merged: tuple[Merged, ...] = ()
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    since_1904: bool = False

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells of the lines alone."""
        return tuple(line.cells for line in self.lines)

    @cached_property
    def spread(self) -> Sheet:
        """The sheet with merged cells filled in: each line below the first has the value too.

        Side by side the value stands once, in the first column. Only lines that are there are
        filled.
        """
        return self._filled(wide=False)

    @cached_property
    def spread_wide(self) -> Sheet:
        """The sheet with merged cells filled downwards and to the right, as a head needs it."""
        return self._filled(wide=True)

    def _filled(self, *, wide: bool) -> Sheet:
        ranges = [m for m in self.merged if m.bottom > m.top or (wide and m.right > m.left)]
        if not ranges:
            return self
        places = {line.number: at for at, line in enumerate(self.lines)}
        grid = [list(line.cells) for line in self.lines]
        numbers = [line.number for line in self.lines]
        for merged in ranges:
            first = places.get(merged.top)
            cells = grid[first] if first is not None else []
            value = cells[merged.left - 1] if merged.left <= len(cells) else ""
            if not value:
                continue
            last = min(merged.right, MAX_COLUMNS) if wide else merged.left
            for at in _between(numbers, merged.top, merged.bottom):
                row = grid[at]
                row += [""] * (last - len(row))
                for column in range(merged.left - 1, last):
                    row[column] = row[column] or value
        lines = (
            replace(line, cells=tuple(row)) for line, row in zip(self.lines, grid, strict=True)
        )
        return replace(self, lines=tuple(lines), merged=())


def _between(numbers: list[int], low: int, high: int) -> Iterable[int]:
    return range(bisect_left(numbers, low), bisect_right(numbers, high))


def stem_of(name: str) -> str:
    """What a file without sheets calls its only one."""
    return PurePath(name).stem
