"""What of a roster can be put right on the page 当场改: a cell, or all that say the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string

from generator.fields.scalars import DecimalField
from generator.roster import CellFinding, Roster, Table

_SAID = re.compile(r"改成 (\S+)")


@dataclass(frozen=True, slots=True)
class Mendable:
    """A cell that can be put right at its entry: what stands in it, and what is proposed.

    `every` tells that all places of the entry say the same and are put right at once.
    """

    sheet: str
    row: int
    column: str
    text: str
    proposed: str
    every: bool


def mendable(
    roster: Roster, groups: Sequence[Sequence[CellFinding]]
) -> tuple[Mendable | None, ...]:
    """For each group of findings the cell to put right; None where there is none, or where
    several cells of the group want something different each."""
    tables = {table.sheet.name: table for table in roster.matching.tables}
    lines = {name: {line.number: line for line in t.body} for name, t in tables.items()}
    usual: dict[tuple[str, str], str] = {}
    found: list[Mendable | None] = []
    for group in groups:
        first = group[0]
        line = lines.get(first.sheet, {}).get(first.row)
        every = len(group) > 1 and len({finding.message for finding in group}) == 1
        if line is None or not first.column or (len(group) > 1 and not every):
            found.append(None)
            continue
        text = line.cell(column_index_from_string(first.column) - 1).strip()
        said = _SAID.fullmatch(first.remedy)
        place = first.sheet, first.column
        if place not in usual:
            usual[place] = _usual(tables[first.sheet], first.column)
        proposed = said[1] if said else usual[place] if first.severity == "error" else ""
        found.append(Mendable(*place[:1], first.row, first.column, text, proposed or text, every))
    return tuple(found)


def _usual(table: Table, column: str) -> str:
    """What most lines have in a column of no figures, where they have one thing: the month."""
    own = next((one for one in table.columns if one.letter == column), None)
    if own is None or own.target is None or isinstance(own.target.declared, DecimalField):
        return ""
    texts = Counter(line.cell(own.index).strip() for line in table.body)
    usual, count = max(texts.items(), key=lambda entry: entry[1], default=("", 0))
    return usual if count > 2 and count > texts.total() // 2 else ""
