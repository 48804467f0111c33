"""The check of a roster as pages show it 核对: its sheets, and what is wrong, equals as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.fields.scalars import DecimalField
from generator.roster import CellFinding, Mend, Roster, Table, findings_of
from generator.roster.cells import Figure
from webapp.mendable import Mendable, mendable

Status = Literal["fine", "look", "wrong"]
MENDED = "mended"
PLACES = 24
"""Places that an entry names one by one; the table itself shows the rest."""
ENTRIES = 300
_WORDS = re.compile(r"“[^”]*”")
_QUOTED = re.compile(rf"{_WORDS.pattern}|\d+")


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the file has it: its letter, its head, whether it must be filled; `unit` is
    the one that tells whose row it is."""

    letter: str
    name: str
    required: bool
    number: bool
    unit: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what was typed, how grave what is said about it is, or that it was mended."""

    text: str
    number: bool
    severity: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line with the number it has in the file; `elsewhere` names the list that spoils it."""

    number: int
    cells: tuple[Cell, ...]
    status: Status
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet that can be looked at, and how many cells of it are wrong."""

    name: str
    wrong: int
    current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, row or sheet that an entry speaks of, and where in the table it is found."""

    words: str
    sheet: str
    row: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is wrong in the same way in one place or in several of one column."""

    severity: str
    where: str
    name: str
    message: str
    remedy: str
    places: tuple[Place, ...]
    count: int
    mend: Mendable | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows can be made, must be mended, are worth a look."""

    rows: int
    wrong: int
    look: int

    @property
    def ready(self) -> int:
        """Rows that can be made."""
        return self.rows - self.wrong


def counts(roster: Roster) -> Counts:
    """The rows of `roster` by what is said about them."""
    wrong = sum(row.wrong for row in roster.rows)
    look = sum(bool(row.findings) and not row.wrong for row in roster.rows)
    return Counts(len(roster.rows), wrong, look)


def tabs(roster: Roster, findings: Iterable[CellFinding], current: Table) -> tuple[Tab, ...]:
    """The sheets in use."""
    wrong: dict[str, int] = {}
    for finding in findings:
        if finding.severity == "error" and finding.row:
            wrong[finding.sheet] = wrong.get(finding.sheet, 0) + 1
    return tuple(
        Tab(table.sheet.name, wrong.get(table.sheet.name, 0), table is current)
        for table in roster.matching.tables
    )


def heads(table: Table) -> tuple[Head, ...]:
    """The columns of `table` that are used or that tie its lines to rows."""
    return tuple(
        Head(
            column.letter,
            " ".join(column.head.split()),
            bool(column.target and column.target.needed),
            bool(column.target and isinstance(column.target.declared, DecimalField)),
            bool(column.target and column.target.name == "单位" and not table.list),
        )
        for column in table.columns
        if column.target or column.key
    )


def rows(
    roster: Roster, table: Table, findings: Iterable[CellFinding], mends: Iterable[Mend] = ()
) -> tuple[Row, ...]:
    """The lines of `table`, each cell with the gravest of what is said about it, or that it was
    put right (`mended`)."""
    worst = {(m.row, m.column): MENDED for m in mends if m.sheet == table.sheet.name}
    for finding in findings:
        if finding.sheet == table.sheet.name:
            place = finding.row, finding.column
            if worst.get(place) != "error":
                worst[place] = finding.severity
    shown = [(column, head) for column, head in _shown(table)]
    main = table is roster.matching.rows
    numbers = {row.number: row for row in roster.rows} if main else {}
    result = []
    for line in table.body:
        if main and line.number not in numbers:
            continue
        cells = tuple(
            Cell(
                line.cell(index).strip(),
                head.number or isinstance(line.cell(index), Figure),
                worst.get((line.number, head.letter), ""),
                f"{head.letter}{line.number}",
            )
            for index, head in shown
        )
        own = (
            {severity for (number, _), severity in worst.items() if number == line.number}
            if not main
            else set()
        )
        status: Status = "wrong" if "error" in own else "look" if own - {MENDED} else "fine"
        elsewhere = ""
        if main:
            row = numbers[line.number]
            status = "wrong" if row.wrong else "look" if row.findings else "fine"
            others = [f.sheet for f in row.findings if f.sheet != table.sheet.name]
            elsewhere = others[0] if others else ""
        result.append(Row(line.number, cells, status, elsewhere))
    return tuple(result)


def _shown(table: Table) -> Iterable[tuple[int, Head]]:
    columns = [column for column in table.columns if column.target or column.key]
    return zip((column.index for column in columns), heads(table), strict=True)


def entries(roster: Roster, findings: Sequence[CellFinding]) -> tuple[Entry, ...]:
    """The first findings, errors before others; those of one column that say the same in one
    entry, with the cell that can be put right there."""
    ordered = sorted(grouped(findings), key=lambda group: group[0].severity != "error")[:ENTRIES]
    cells = mendable(roster, ordered)
    return tuple(_entry(group, cell) for group, cell in zip(ordered, cells, strict=True))


def grouped(findings: Iterable[CellFinding]) -> tuple[tuple[CellFinding, ...], ...]:
    """The findings that make one entry each: those of one column that say the same."""
    groups: dict[tuple[str, ...], list[CellFinding]] = {}
    for finding in findings:
        same = _QUOTED.sub("…", finding.message)
        single = "" if finding.row and finding.column else str(len(groups))
        key = (finding.severity, finding.sheet, finding.column, finding.field, same, single)
        groups.setdefault(key, []).append(finding)
    return tuple(map(tuple, groups.values()))


def _entry(group: Sequence[CellFinding], cell: Mendable | None) -> Entry:
    first = group[0]
    places = tuple(
        Place(
            f"第 {f.row} 行" if f.row else f.sheet, f.sheet, f.row,
            f"{f.column}{f.row}" if f.row and f.column else "",
        )
        for f in group[:PLACES]
    )  # fmt: skip
    if len(group) == 1:
        row = f"第 {first.row} 行" if first.row else ""
        column = f"{first.column} 列" if first.column else ""
        where = " ".join(filter(None, (row, column))) or first.sheet
        name, message, remedy = first.field + first.where, first.message, first.remedy
    else:
        where, name = f"{first.column} 列 {len(group)} 处", first.field
        message = _together(group)
        remedies = {finding.remedy for finding in group}
        remedy = first.remedy if len(remedies) == 1 else f"第一处：{first.remedy}"
    return Entry(first.severity, where, name, message, remedy, places, len(group), cell)


def _together(group: Sequence[CellFinding]) -> str:
    """One sentence for all: “九十”“若干”等不是数字; what all quote alike stays as it is."""
    messages = list(dict.fromkeys(finding.message for finding in group))
    if len(messages) == 1:
        return messages[0]
    quoted = [_WORDS.findall(message) for message in messages]
    at = next((n for n, own in enumerate(zip(*quoted, strict=False)) if len(set(own)) > 1), None)
    if at is None:
        return f"{messages[0]} 等"
    shown = "".join(list(dict.fromkeys(own[at] for own in quoted))[:3])
    place = list(_WORDS.finditer(messages[0]))[at]
    return f"{messages[0][: place.start()]}{shown}等{messages[0][place.end() :]}"


def by_name(roster: Roster, name: str) -> Table:
    """The sheet in use of this name; that of rows where there is none."""
    return next(
        (table for table in roster.matching.tables if table.sheet.name == name),
        roster.matching.rows,
    )


def page_of(found: Sequence[Row], size: int) -> Mapping[int, int]:
    """Where each line stands when `size` are shown at a time: its number to its page's offset."""
    return {row.number: at // size * size for at, row in enumerate(found)}


__all__ = [
    "Counts",
    "Entry",
    "by_name",
    "counts",
    "entries",
    "findings_of",
    "grouped",
    "heads",
    "rows",
    "tabs",
]
