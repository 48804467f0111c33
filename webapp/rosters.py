"""A roster as the check shows it 核对: the person's own rows and columns with what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.fields.base import RosterColumn
from generator.roster import CellFinding, Roster
from generator.template import Template

NUMBERS = frozenset({"integer", "decimal", "percent", "money"})
Status = Literal["fine", "look", "wrong"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the file has it: its letter, its field, whether it must be filled."""

    letter: str
    name: str
    required: bool
    number: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what was typed, and what is to be said about it."""

    text: str
    number: bool
    severity: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the number it has in the file."""

    number: int
    cells: tuple[Cell, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list of problems: where, what, what to do, and the cell it leads to."""

    severity: str
    place: str
    name: str
    message: str
    remedy: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Table:
    """The whole check; `entries` have errors first."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]

    def count(self, status: Status) -> int:
        """How many rows have `status`."""
        return sum(row.status == status for row in self.rows)

    @property
    def ready(self) -> int:
        """How many rows can be made."""
        return len(self.rows) - self.count("wrong")


def columns(template: Template) -> tuple[RosterColumn, ...]:
    """What a roster of `template` asks for, in order."""
    return tuple(column for field in template.fields.values() for column in field.columns())


def table(template: Template, roster: Roster) -> Table:
    """`roster` cell by cell with its findings."""
    known = {column.field: column for column in columns(template)}
    heads = tuple(
        Column(letter, known[name].heading, known[name].required, known[name].type in NUMBERS)
        for letter, name in roster.columns
    )
    rows = []
    for row in roster.rows:
        worst = {finding.column: finding.severity for finding in row.findings}
        worst |= {f.column: "error" for f in row.findings if f.severity == "error"}
        cells = tuple(
            Cell(
                row.inputs.get(name, ""),
                head.number,
                worst.get(head.letter, ""),
                f"{head.letter}{row.number}",
            )
            for head, (_, name) in zip(heads, roster.columns, strict=True)
        )
        status: Status = "wrong" if row.wrong else "look" if row.findings else "fine"
        rows.append(Row(row.number, cells, status))
    findings = [*roster.findings, *(f for row in roster.rows for f in row.findings)]
    return Table(heads, tuple(rows), _entries(findings))


def _entries(findings: Sequence[CellFinding]) -> tuple[Entry, ...]:
    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    return tuple(
        Entry(
            f.severity,
            " ".join(
                part
                for part in (
                    f"第 {f.row} 行" if f.row else "",
                    f"{f.column} 列" if f.column else "",
                )
                if part
            )
            or f.sheet,
            f.field + f.where,
            f.message,
            f.remedy,
            f"{f.column}{f.row}" if f.column else "",
        )
        for f in ordered
    )
