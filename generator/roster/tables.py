"""Tables 表: the sheets of a spreadsheet in use, with their heads, columns and lines of data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from openpyxl.utils import get_column_letter

from generator.roster.columns import EXAMPLE, RULES, Target
from generator.roster.heads import Head
from generator.roster.sheet import Line, Sheet

How = Literal["same", "like", "chosen", ""]
"""How it is known where a column goes: by its very name, by likeness, because somebody said so."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with a head: where its cells go (None: nowhere), and how that is known.

    `examples` are its first cells; `unit` stands in brackets in its head.
    """

    index: int
    head: str
    target: Target | None
    how: How
    examples: tuple[str, ...]
    unit: str = ""
    key: bool = False

    @property
    def letter(self) -> str:
        """The column's letter: A, B, AA."""
        return get_column_letter(self.index + 1)


@dataclass(frozen=True)
class Table:
    """A sheet in use: its head, its columns, and the list field whose entries it holds.

    `list` is "" for the sheet of rows. `keys` is the index of the column that ties its lines to
    rows, None where there is none.
    """

    sheet: Sheet
    head: Head
    columns: tuple[Column, ...]
    list: str = ""
    keys: int | None = None

    @cached_property
    def body(self) -> tuple[Line, ...]:
        """The lines below the head that hold data, merged cells filled in, hidden ones left out."""
        return tuple(
            line
            for line in self.sheet.spread.lines
            if line.number > self.head.number and not line.hidden and not self.is_aside(line)
        )

    def is_aside(self, line: Line) -> bool:
        """Whether `line` of a roster of ours says how to fill it in, or gives the example."""
        return self.keys is not None and line.cell(self.keys).strip() in (EXAMPLE, RULES)

    def column_of(self, target: str) -> Column | None:
        """The column that goes to the target of this name."""
        return next((c for c in self.columns if c.target and c.target.name == target), None)
