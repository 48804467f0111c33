"""Entries 条目: the lines of list sheets, tied to the rows of the roster by their keys."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from generator.fields.base import Field, Raw
from generator.fields.findings import Finding
from generator.fields.parties import OrgField, short_form
from generator.roster.columns import EVERY, KEY, OFFICE, POST, gathered
from generator.roster.findings import CellFinding
from generator.roster.likeness import name_of
from generator.roster.reading import read_cell
from generator.roster.sheet import Line
from generator.roster.tables import Table

_ALL = frozenset({EVERY, "所有", "各行", "每行", "通用", "全体", "全部行", "*"})


def key_of(cell: str) -> str:
    """A key in the form in which keys are compared: 01, １ and 1 are one."""
    text = "".join(unicodedata.normalize("NFKC", cell).split()).removesuffix(".0")
    return str(int(text)) if text.isascii() and text.isdigit() else text


@dataclass(frozen=True, slots=True)
class Entries:
    """The lines of one list's sheet, by the number of the row that they belong to."""

    table: Table
    declared: Field
    lines: Mapping[int, tuple[int, ...]]
    """For each row the positions of its lines in the body of `table`."""
    findings: tuple[CellFinding, ...]
    _raws: dict[tuple[int, ...], tuple[Raw, tuple[CellFinding, ...]]] = field(default_factory=dict)

    def of(self, row: int) -> tuple[Raw, tuple[CellFinding, ...]]:
        """The input that the lines of `row` give, and what is wrong with cells of theirs.

        Rows that share all their lines share the very input, which is therefore read once.
        """
        at = self.lines.get(row, ())
        if at not in self._raws:
            self._raws[at] = self._read([self.table.body[n] for n in at])
        return self._raws[at]

    def _read(self, lines: Sequence[Line]) -> tuple[Raw, tuple[CellFinding, ...]]:
        found: list[CellFinding] = []
        rows = []
        for line in lines:
            row: dict[str, str] = {}
            for column in self.table.columns:
                if column.target is None:
                    continue
                part = column.target.declared
                text, finding = read_cell(
                    part, line.cell(column.index), column.unit,
                    since_1904=self.table.sheet.since_1904,
                )  # fmt: skip
                if finding is not None:
                    found.append(self._placed(finding, line.number, column.letter))
                if text:
                    row[part.name] = text
            rows.append(row)
        return (gathered(self.declared, rows) if rows else []), tuple(found)

    def _placed(self, finding: Finding, row: int, letter: str) -> CellFinding:
        return CellFinding(
            finding.severity, self.declared.name, finding.where or finding.field, finding.message,
            finding.remedy, self.table.sheet.name, row, letter,
        )  # fmt: skip

    def place(self, row: int, where: str) -> tuple[int, str]:
        """The line and the column that a finding of the field speaks of by 第3项时限 or 组长.

        0 and "" where it speaks of the whole list.
        """
        at = self.lines.get(row, ())
        number, part = _item(where)
        if number:
            if number > len(at):
                return 0, ""
            column = self.table.column_of(f"{self.declared.name}.{part}")
            line = self.table.body[at[number - 1]]
            return line.number, column.letter if column else ""
        post = self.table.column_of(f"{self.declared.name}.{POST}")
        if post is not None and where:
            lines = (self.table.body[n] for n in at)
            found = next((x for x in lines if x.cell(post.index).strip() == where), None)
            names = self.table.column_of(f"{self.declared.name}.姓名")
            letter = names.letter if names and where != OFFICE else post.letter
            return (found.number, letter) if found else (0, "")
        return 0, ""


def _item(where: str) -> tuple[int, str]:
    """The number and the rest of 第3项时限; 0 where there is none."""
    head, mark, rest = where.partition("项")
    number = head.removeprefix("第")
    return (int(number), rest) if mark and number.isascii() and number.isdigit() else (0, where)


Keys = Mapping[str, tuple[int, ...]]


def tie(
    table: Table,
    declared: Field,
    rows: Table,
    numbers: Sequence[int],
    remembered: dict[frozenset[int], Keys],
) -> Entries:
    """The entries of `declared` in `table`, tied to the lines of `rows` with these `numbers`.

    A key is a row's 序号, what it has in the column of the same name, or its unit; an empty key
    is that of the line above; 全部 stands for every row. `remembered` holds the keys that rows
    have in certain columns, for the lists that come after.
    """
    body = table.body
    if table.keys is None:
        findings = (_without_key(table, len(numbers)),) if len(numbers) != 1 else ()
        lines = {numbers[0]: tuple(range(len(body)))} if len(numbers) == 1 else {}
        return Entries(table, declared, lines, findings)
    shared = _shared(table, rows)
    if shared not in remembered:
        remembered[shared] = _keys(shared, rows, numbers)
    known = remembered[shared]
    found: dict[int, list[int]] = defaultdict(list)
    told: list[CellFinding] = []
    key = ""
    for at, line in enumerate(body):
        key = key_of(line.cell(table.keys)) or key
        if not any(line.cell(c.index).strip() for c in table.columns if c.target):
            continue
        if key in _ALL:
            for number in numbers:
                found[number].append(at)
        elif len(known.get(key, ())) == 1:
            found[known[key][0]].append(at)
        else:
            told.append(_untied(table, line, key, known.get(key, ()), rows))
    return Entries(table, declared, {n: tuple(at) for n, at in found.items()}, tuple(told))


def _shared(table: Table, rows: Table) -> frozenset[int]:
    """The columns of `rows` that have what the key column of `table` may name."""
    head = next((c.head for c in table.columns if c.index == table.keys), KEY)
    shared = {c.index for c in rows.columns if name_of(c.head).text == name_of(head).text}
    return frozenset(shared | ({rows.keys} if rows.keys is not None else set()))


def _keys(shared: frozenset[int], rows: Table, numbers: Sequence[int]) -> Keys:
    units = [c.index for c in rows.columns if c.target and isinstance(c.target.declared, OrgField)]
    known: dict[str, list[int]] = defaultdict(list)
    wanted = set(numbers)
    for line in rows.body:
        if line.number not in wanted:
            continue
        for key in _names(line, shared, units[:1]):
            known[key].append(line.number)
    return {key: tuple(rows) for key, rows in known.items()}


def _names(line: Line, shared: frozenset[int], units: Sequence[int]) -> Iterator[str]:
    names = {key_of(line.cell(index)) for index in shared}
    for index in units:
        names |= {key_of(line.cell(index)), key_of(short_form(line.cell(index).strip()))}
    yield from sorted(names - {""})


def _untied(table: Table, line: Line, key: str, rows: Sequence[int], main: Table) -> CellFinding:
    assert table.keys is not None
    head = next((c.head for c in table.columns if c.index == table.keys), KEY)
    if rows:
        told = "、".join(map(str, rows[:5]))
        message = f"“{main.sheet.name}”里有 {len(rows)} 行都是“{key}”（第 {told} 行）"
        remedy = f"在“{main.sheet.name}”里把{KEY}写成互不相同的"
    elif key:
        message = f"“{main.sheet.name}”里没有{name_of(head).text}是“{key}”的行，这一行没有用"
        remedy = f"改成那里有的{KEY}或单位，或写“{EVERY}”"
    else:
        message, remedy = f"没有写{KEY}，这一行没有用", f"写上属于哪一行；每份都要的写“{EVERY}”"
    return CellFinding(
        "error", table.list, "", message, remedy, table.sheet.name, line.number,
        get_column_letter(table.keys + 1),
    )  # fmt: skip


def _without_key(table: Table, rows: int) -> CellFinding:
    return CellFinding(
        "error", table.list, "", f"没有“{KEY}”一列，不知道哪一条属于哪一行（共 {rows} 行）",
        f"加一列“{KEY}”，写上属于数据表的哪一行；每份都要的写“{EVERY}”",
        table.sheet.name, table.head.number,
    )  # fmt: skip
