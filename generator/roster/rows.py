"""Rows 行: a filled-in roster as inputs, one mapping a row, with a finding for each wrong cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.errors import RosterError
from generator.fields.base import Field, Raw
from generator.fields.findings import Finding
from generator.fields.values import Missing
from generator.inputs import read_values
from generator.roster import asides, comparing
from generator.roster.choices import NOTHING, Choices
from generator.roster.entries import Entries, Keys, tie
from generator.roster.findings import CellFinding
from generator.roster.matching import Matching, match
from generator.roster.reading import read_cell
from generator.roster.sheet import Line
from generator.template import Template

_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row: its number in the sheet, its cells under their fields' names, as a form sends them.

    A plain field's input is the text as typed; a list field's is the list of its entries.
    """

    number: int
    inputs: Mapping[str, Raw]
    findings: tuple[CellFinding, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether a cell keeps the row from being made."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster that was read; `findings` are those on its sheets and heads."""

    sheet: str
    rows: tuple[RosterRow, ...]
    findings: tuple[CellFinding, ...]
    matching: Matching

    @property
    def lines(self) -> tuple[int, ...]:
        """The numbers of its rows in the sheet, from above to below."""
        return tuple(row.number for row in self.rows)

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The columns of the sheet of rows in use, as letter and field, from left to right."""
        return tuple((c.letter, c.target.field) for c in self.matching.rows.columns if c.target)


def read(template: Template, name: str, data: bytes, choices: Choices = NOTHING) -> Roster:
    """The rows of the roster `name` for `template`, every cell read by its field's type.

    Empty rows are skipped; totals, notes, hidden rows and examples as well, and said. Raises
    `RosterError` for a file that cannot be read, whose heads lack what the template requires,
    or that has no row.
    """
    return gather(template, match(template, name, data, choices))


def gather(template: Template, matching: Matching) -> Roster:
    """`read` for a spreadsheet that was matched before."""
    demand(template, matching)
    rows = matching.rows
    lines, said = asides.parted(template, rows)
    if not lines:
        where = f"{matching.name} 的“{rows.sheet.name}”"
        raise RosterError("一行也没有填", where=where, remedy="从表头下面一行起，一行一份文稿")
    numbers = [line.number for line in lines]
    keys: dict[frozenset[int], Keys] = {}
    lists = [tie(t, template.fields[t.list], rows, numbers, keys) for t in matching.lists]
    findings = [*matching.findings, *said, *(f for entries in lists for f in entries.findings)]
    reader = _Reader(template, matching, lists)
    read = [reader.row(line) for line in lines]
    compared = comparing.compare(rows, [(row.number, row.inputs) for row in read], template)
    read = [_with(row, compared.get(row.number, ())) for row in read]
    return Roster(rows.sheet.name, tuple(read), tuple(findings), matching)


def _with(row: RosterRow, more: Sequence[CellFinding]) -> RosterRow:
    told = {(f.sheet, f.row, f.column) for f in row.findings}
    fresh = tuple(f for f in more if (f.sheet, f.row, f.column) not in told)
    return replace(row, findings=row.findings + fresh) if fresh else row


def demand(template: Template, matching: Matching) -> None:
    """Raise `RosterError` where the spreadsheet has not what the template requires."""
    rows = matching.rows
    if not any(column.target for column in rows.columns):
        raise RosterError(
            f"没有找到《{template.title}》的表头",
            where=matching.name,
            remedy=f"用 nigao roster {template.id} -o 数据表.xlsx 重新生成一份来填，"
            "或在“对应”里选定各列是什么",
        )
    if matching.lacking:
        where = f"{matching.name} 的“{rows.sheet.name}”第 {rows.head.number} 行"
        # a column that was left out may well be the one that is missed
        hints = [
            f"{f.column} 列{f.message}，{f.remedy}"
            for f in matching.findings
            if "单位是" in f.message
        ]
        raise RosterError(
            f"缺少必填的列：{'、'.join(matching.lacking)}",
            where=where,
            remedy="；".join(hints) or "补上这些列再试；名称不同的，选定哪一列是它",
        )


class _Reader:
    """Reads rows; what the same cell gave before is not read again."""

    def __init__(self, template: Template, matching: Matching, lists: Sequence[Entries]) -> None:
        self.template = template
        self.table = matching.rows
        self.lists = {entries.declared.name: entries for entries in lists}
        self.letters = {c.target.field: c.letter for c in reversed(self.table.columns) if c.target}
        self.constants = matching.constants
        self.seen: dict[object, tuple[object | None, list[Finding]]] = {}

    def row(self, line: Line) -> RosterRow:
        """The row in `line`."""
        inputs, cells = self._inputs(line)
        told = {finding.field for finding in cells if finding.severity == "error"}
        values = read_values(self.template.fields, inputs, self.template.logic, self._parse)
        found = [f for f in values.findings if f.field not in told]
        wrong = told | {f.field for f in found if f.severity == "error"}
        missing = [
            field
            for name, field in self.template.fields.items()
            if field.required and name not in wrong | values.hidden
            and isinstance(values.values[name], Missing)
        ]  # fmt: skip
        findings = [
            *(f for f in cells if f.field not in values.hidden),
            *(self._placed(finding, line.number) for finding in found),
            *(self._placed(self._lacking(field), line.number) for field in missing),
        ]
        return RosterRow(line.number, inputs, tuple(findings))

    def _inputs(self, line: Line) -> tuple[dict[str, Raw], list[CellFinding]]:
        inputs: dict[str, Raw] = {}
        found: list[CellFinding] = []
        for column in self.table.columns:
            if column.target is None:
                continue
            name, part = column.target.field, column.target.part
            text, finding = read_cell(
                column.target.declared, line.cell(column.index), column.unit,
                since_1904=self.table.sheet.since_1904,
            )  # fmt: skip
            if finding is not None:
                found.append(
                    CellFinding(
                        finding.severity, name, part, finding.message, finding.remedy,
                        self.table.sheet.name, line.number, column.letter,
                    )
                )  # fmt: skip
            if text and part:
                parts = inputs.setdefault(name, {})
                if isinstance(parts, dict):
                    parts[part] = text
            elif text:
                inputs[name] = text
        for name, entries in self.lists.items():
            raw, findings = entries.of(line.number)
            found += findings
            if raw:
                inputs[name] = raw
        shared = {name: text for name, text in self.constants.items() if name not in inputs}
        return {**inputs, **shared}, found

    def _parse(
        self, field: Field, raw: Raw, year: int | None
    ) -> tuple[object | None, list[Finding]]:
        key: object
        if isinstance(raw, str):
            key = field.name, raw, year
        elif field.name in self.lists:
            key = field.name, id(raw), year  # entries are shared and outlive the reading
        else:
            return field.parse(raw, year=year)
        if key not in self.seen:
            if len(self.seen) > _REMEMBERED:
                self.seen.clear()
            self.seen[key] = field.parse(raw, year=year)
        return self.seen[key]

    def _placed(self, finding: Finding, row: int) -> CellFinding:
        """`finding` with its place in the sheet of rows, or in its list's."""
        sheet, number = self.table.sheet.name, row
        letter = self.letters.get(finding.field, "")
        entries = self.lists.get(finding.field)
        if entries is not None and not letter:
            line, column = entries.place(row, finding.where)
            if line:
                sheet, number, letter = entries.table.sheet.name, line, column
        return CellFinding(
            finding.severity, finding.field, finding.where, finding.message, finding.remedy,
            sheet, number, letter,
        )  # fmt: skip

    def _lacking(self, field: Field) -> Finding:
        entries = self.lists.get(field.name)
        if entries is not None:
            remedy = f"在“{entries.table.sheet.name}”里加上属于这一行的内容"
        else:
            remedy = field.help or field.cell_help() or f"填写{field.name}"
        return Finding("error", field.name, "", "没有填写", remedy)
