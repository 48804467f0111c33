"""Choices 选定: what a person said about which sheet and column is meant for which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said about a spreadsheet; what is left out is found by likeness.

    `sheet` and `head` are the sheet of rows and the number of its head's last line; `lists`
    gives for a sheet its list field, "" for none; `columns` gives for a column, by its letter or
    its head's text, with `sheet!` before it on another sheet than that of rows, the name of its
    target, "" for none. `constants` are texts that every row has for a field without a column.
    """

    sheet: str = ""
    head: int = 0
    lists: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The choices as plain JSON values."""
        return {
            "sheet": self.sheet,
            "head": self.head,
            "lists": dict(self.lists),
            "columns": dict(self.columns),
            "constants": dict(self.constants),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Choices:
        """The choices that `to_json` gave."""
        return cls(kept["sheet"], kept["head"], kept["lists"], kept["columns"], kept["constants"])

    def __bool__(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.sheet or self.head or self.lists or self.columns or self.constants)


NOTHING = Choices()
"""Nothing chosen: all is found by likeness."""
