"""Rows 行: a filled-in roster as inputs, one mapping a row, with a finding for each wrong cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from generator.errors import RosterError
from generator.fields.base import Field, RosterColumn, Wrong, plain
from generator.fields.findings import Finding, did_you_mean
from generator.inputs import Values, read_values
from generator.roster import workbook
from generator.roster.sheet import Broken, Sheet, sheets
from generator.template import Template

HEAD_WITHIN = 10
"""A head is looked for in the first rows: people put a title above the table."""

EXACT_DIGITS = 15
"""A spreadsheet keeps no more digits of a number; identity and phone numbers need text."""


@dataclass(frozen=True, slots=True)
class CellFinding(Finding):
    """A remark on a cell, or with `column` empty on a row, with `row` 0 on the sheet."""

    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        """The remark as one line: sheet, row, column, field, what is wrong, remedy."""
        line = f"{self.place}：{self.message}"
        return f"{line}。{self.remedy}。" if self.remedy else f"{line}。"

    @property
    def place(self) -> str:
        """Where it is: `数据表 第4行C列（检查户数）`."""
        row = f"第{self.row}行" if self.row else ""
        column = f"{self.column}列" if self.column else ""
        field = f"（{self.field}{self.where}）" if self.field else ""
        return f"{self.sheet} {row}{column}{field}".strip()

    def to_json(self) -> dict[str, str]:
        """The remark as plain JSON values."""
        return {
            "severity": self.severity,
            "field": self.field,
            "where": self.place,
            "message": self.message,
            "remedy": self.remedy,
        }


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row: its number in the sheet, its cells as typed under their fields' names."""

    number: int
    inputs: Mapping[str, str]
    findings: tuple[CellFinding, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether a cell keeps the row from being made."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster that was read; `findings` are those on the sheet and its head.

    `columns` are the columns that were used, as letter and field, from left to right.
    """

    sheet: str
    rows: tuple[RosterRow, ...]
    findings: tuple[CellFinding, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


def read(template: Template, name: str, data: bytes) -> Roster:
    """The rows of the roster `name` for `template`, every cell read by its field's type.

    Empty rows are skipped, and so is the example below the head where it was left as it was;
    somebody who copied it to other rows means it. Raises `RosterError` for a file that cannot
    be read, that has no head with this template's fields, whose head lacks a required one or
    has one twice, or that has no row.
    """
    columns = {column.field: column for column in workbook.columns_of(template)}
    sheet, at = _sheet_with_head(template, name, data)
    fields, findings = _match(columns, name, sheet, at)
    filled = [
        (number, cells)
        for number, cells in enumerate(sheet.rows[at + 1 :], at + 2)
        if not all(map(_blank, cells))
    ]
    examples = [number for number, cells in filled if _is_example(columns, fields, cells)]
    if examples == [at + 2]:
        filled = filled[1:]
        message = "与示例完全相同，没有生成"
        findings.append(CellFinding("warning", "", "", message, "", sheet.name, at + 2))
    found = [_row(template, sheet.name, number, fields, cells) for number, cells in filled]
    if not found:
        raise RosterError(
            "一行也没有填",
            where=f"{name} 的“{sheet.name}”",
            remedy="从表头下面一行起，一行一份文稿",
        )
    letters = tuple((get_column_letter(index + 1), field) for index, field in fields.items())
    return Roster(sheet.name, tuple(found), tuple(findings), letters)


def _sheet_with_head(template: Template, name: str, data: bytes) -> tuple[Sheet, int]:
    """The sheet, and the index of its row, that names the most fields of `template`."""
    best: tuple[int, Sheet, int] | None = None
    for sheet in sheets(name, data):
        if sheet.name in (workbook.GUIDE, workbook.CHOICES):
            continue
        for index, cells in enumerate(sheet.rows[:HEAD_WITHIN]):
            count = sum(_name_and_unit(cell)[0] in template.fields for cell in cells)
            if count and (best is None or count > best[0]):
                best = count, sheet, index
    if best is None:
        raise RosterError(
            f"没有找到《{template.title}》的表头",
            where=name,
            remedy=f"用 nigao roster {template.id} -o 数据表.xlsx 重新生成一份来填",
        )
    return best[1], best[2]


_UNIT = re.compile(r"(?P<name>.+?)\((?P<unit>[^()]*)\)")


def _name_and_unit(cell: object) -> tuple[str, str]:
    """The field and the unit that a head names; marks of required columns are dropped."""
    text = unicodedata.normalize("NFKC", cell) if isinstance(cell, str) else ""
    text = re.sub(r"\s", "", text).removesuffix("必填").strip("*")
    found = _UNIT.fullmatch(text)
    return (found["name"].strip("*"), found["unit"]) if found else (text, "")


def _match(
    columns: Mapping[str, RosterColumn], name: str, sheet: Sheet, at: int
) -> tuple[dict[int, str], list[CellFinding]]:
    """The field of each column index of the head, and what is to be said about the head."""
    fields: dict[int, str] = {}
    findings: list[CellFinding] = []
    place = f"{name} 的“{sheet.name}”第 {at + 1} 行"
    for index, cell in enumerate(sheet.rows[at]):
        field, unit = _name_and_unit(cell)
        letter = get_column_letter(index + 1)
        if field not in columns:
            if field:
                remedy = did_you_mean(field, columns)
                message = f"模板里没有“{field}”，这一列没有用"
                findings.append(
                    CellFinding("warning", "", "", message, remedy, sheet.name, at + 1, letter)
                )
            continue
        if field in fields.values():
            raise RosterError(f"“{field}”有两列", where=f"{place}{letter}列", remedy="删去其中一列")
        wanted = unicodedata.normalize("NFKC", columns[field].unit)
        if unit and unit != wanted:
            raise RosterError(
                f"“{field}”的单位是“{unit}”，模板要的是“{wanted or '没有单位'}”",
                where=f"{place}{letter}列",
                remedy="换算后改正表头",
            )
        fields[index] = field
    lacking = [c.field for c in columns.values() if c.required and c.field not in fields.values()]
    if lacking:
        raise RosterError(
            f"缺少必填的列：{'、'.join(lacking)}", where=place, remedy="补上这些列再试"
        )
    return fields, findings


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_example(
    columns: Mapping[str, RosterColumn], fields: Mapping[int, str], cells: tuple[object, ...]
) -> bool:
    typed = {name: _typed(cells[i]) for i, name in fields.items() if i < len(cells)}
    return any(typed.values()) and all(
        text == columns[name].example.strip() for name, text in typed.items()
    )


def _typed(cell: object) -> str:
    return cell.replace("\r\n", "\n").strip() if isinstance(cell, str) else str(cell or "")


def _row(
    template: Template,
    sheet: str,
    number: int,
    fields: Mapping[int, str],
    cells: tuple[object, ...],
) -> RosterRow:
    inputs: dict[str, str] = {}
    findings: list[CellFinding] = []
    for index, name in fields.items():
        cell = cells[index] if index < len(cells) else None
        text, remarks = _read_cell(template.fields[name], cell)
        if text:
            inputs[name] = text
        letter = get_column_letter(index + 1)
        findings += [
            CellFinding(f.severity, name, f.where, f.message, f.remedy, sheet, number, letter)
            for f in remarks
        ]
    agreed = _agreeing(template, inputs, findings)
    letters = {name: get_column_letter(index + 1) for index, name in fields.items()}
    findings += [
        CellFinding(
            f.severity, f.field, f.where, f.message, f.remedy, sheet, number,
            letters.get(f.field, ""),
        )
        for f in agreed.findings
    ]  # fmt: skip
    return RosterRow(number, inputs, tuple(f for f in findings if f.field not in agreed.hidden))


def _agreeing(template: Template, inputs: Mapping[str, str], findings: Sequence[Finding]) -> Values:
    """What the fields of a row say about each other; findings only where they go beyond cells."""
    if not template.logic:
        return Values({}, (), None)
    values = read_values(template.fields, inputs, template.logic)
    known = {(f.field, f.where, f.message) for f in findings}
    beyond = (f for f in values.findings if (f.field, f.where, f.message) not in known)
    return replace(values, findings=tuple(beyond))


def _read_cell(field: Field, cell: object) -> tuple[str, list[Finding]]:
    """The cell as text, and what its field's type says of it."""
    if isinstance(cell, Broken):
        remedy = "改好公式，或直接填数值"
        return "", [Finding("error", field.name, "", f"公式出错（{cell.text}）", remedy)]
    if _blank(cell):
        if not field.needed:
            return "", []
        remedy = field.help or field.cell_help() or f"填写{field.name}"
        return "", [Finding("error", field.name, "", "没有填写", remedy)]
    if isinstance(cell, int | float) and abs(cell) >= 10**EXACT_DIGITS:
        remedy = "把这一列设成文本格式，重新填写"
        return "", [
            Finding("error", field.name, "", f"超过 {EXACT_DIGITS} 位的数字末尾已丢失", remedy)
        ]
    try:
        text = plain(cell)
    except Wrong as wrong:
        return "", [Finding("error", field.name, "", wrong.message, wrong.remedy)]
    return text, field.parse(text)[1]
