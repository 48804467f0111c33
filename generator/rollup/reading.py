"""Any spreadsheet 任何表格 as a table to roll up: its head, its rows, the column of its units."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from generator.errors import RosterError
from generator.fields.base import Raw
from generator.fields.pasted import UNREPORTED, Heading, Pasted, kind_of, read_heading
from generator.fields.times import DateField, MonthField, YearField
from generator.roster import Roster
from generator.roster.asides import is_note, is_total
from generator.roster.cells import Broken, Uncomputed
from generator.roster.columns import EXAMPLE, RULES, Target
from generator.roster.files import sheets
from generator.roster.heads import HEAD_WITHIN, Head, head_at, likely_head
from generator.roster.sheet import Line, Sheet

_TIME = re.compile(r"(?:\d{4}\s*[年./-]|\d{1,2}\s*月)")
_OURS = ("填写说明", "选项")
_TIMES = (DateField, MonthField, YearField)
_NUMBERS = ("序号", "编号", "行号", "行", "No", "No.", "#")
_UNITS = (
    "名称", "单位", "社区", "村", "街道", "乡镇", "镇", "网格", "部门", "科室", "小区", "企业",
    "学校", "项目", "姓名",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A table that was read; `remarks` say in Chinese what of the file was not taken as a row or
    not as a figure."""

    table: Pasted
    remarks: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Heading, ...]:
        """The columns of figures."""
        return tuple(h for h, kind in self._kinds() if kind != "text")

    @property
    def groupings(self) -> tuple[str, ...]:
        """The columns by which one may group: texts of which some stand in several rows."""
        names = []
        for index, (heading, kind) in enumerate(self._kinds()):
            given = [t for t in self.table.column(index) if t not in UNREPORTED]
            if index and kind == "text" and 1 < len(set(given)) <= max(2, len(given) // 2):
                names.append(heading.name)
        return tuple(names)

    def tells_time(self, name: str) -> bool:
        """Whether the column of this name holds days or months."""
        index = next(n for n, heading in enumerate(self.table.head) if heading.name == name)
        return all(map(_TIME.match, (t for t in self.table.column(index) if t)))

    def _kinds(self) -> list[tuple[Heading, str]]:
        head = self.table.head
        return [(h, kind_of(h, self.table.column(n))) for n, h in enumerate(head)]


def read_table(name: str, data: bytes, known: Collection[str] = ()) -> Found:
    """The table in the file `name`, the column that names the units first, rows with the numbers
    they have there; of several sheets the first with most of the `known` names in its head, else
    the first with figures.

    Lines that say that they are totals, notes or examples are no rows. Raises `RosterError` for
    what cannot be read, or holds no table.
    """
    found: list[tuple[int, bool, Found]] = []
    for sheet in sheets(name, data):
        if sheet.hidden or sheet.name in _OURS:
            continue
        score, head = _head(sheet, known)
        table = _table(name, sheet, head) if head is not None else None
        if table is not None:
            found.append((score, bool(table.figures), table))
    if not found:
        remedy = "第一行写列名，下面一行一个单位"
        raise RosterError("没有找到可以汇总的表", where=name, remedy=remedy)
    return max(found, key=lambda one: one[:2])[2]


def _head(sheet: Sheet, known: Collection[str]) -> tuple[int, Head | None]:
    """The line with the most known names, at least two, and their number; else what looks like a
    head."""
    best: tuple[int, Head | None] = (1, None)
    for line in sheet.lines[:HEAD_WITHIN] if known else ():
        head = head_at(sheet, line.number)
        score = sum(read_heading(text).name in known for text in head.texts) if head else 0
        if score > best[0]:
            best = score, head
    return best if best[1] is not None else (0, likely_head(sheet))


def from_roster(name: str, roster: Roster) -> Found:
    """The rows of a roster as it was matched to its template: its fields' columns under the names
    of their fields, and the columns that the template has no use for as well."""
    table = roster.matching.rows
    columns = [c for c in table.columns if c.index != table.keys and c.head.strip()]
    head = tuple(
        Heading(c.target.field if c.target else read_heading(c.head).name, c.unit, c.letter)
        for c in columns
    )
    lines = {line.number: line for line in table.body}
    wrong = [row.number for row in roster.rows if row.wrong]
    remarks = [f"第{number}行填报有误，没有做成文稿，其他数照样计入" for number in wrong]
    rows = tuple(
        (
            row.number,
            tuple(
                _spelled(c.target, _cell(lines[row.number], c.index, h, remarks))
                for c, h in zip(columns, head, strict=True)
            ),
        )
        for row in roster.rows
        if row.number in lines
    )
    return Found(_arranged(Pasted(head, rows, name, roster.sheet)), tuple(remarks))


def _spelled(target: Target | None, cell: str) -> str:
    """`cell` of a column of days or months as documents print it: 2026.10 is 2026年10月."""
    if target is None or target.part or not isinstance(target.declared, _TIMES):
        return cell
    value, findings = target.declared.parse(cell)
    return cell if value is None or any(f.severity == "error" for f in findings) else str(value)


def from_rows(
    rows: Iterable[tuple[int, Mapping[str, Raw]]], headings: Sequence[Heading], source: str
) -> Found:
    """The table that rows of an earlier batch make: their numbers, and inputs by field."""
    kept = []
    for number, inputs in rows:
        cells = tuple(
            str(v) if isinstance(v := inputs.get(h.name, ""), str) else "" for h in headings
        )
        kept.append((number, cells))
    if not kept:
        raise RosterError("这一批没有数据", where=source, remedy="换一批，或上传数据表")
    return Found(_arranged(Pasted(tuple(headings), tuple(kept), source, "数据表")))


def _table(name: str, sheet: Sheet, head: Head) -> Found | None:
    columns = [
        (index, read_heading(text, get_column_letter(index + 1)))
        for index, text in enumerate(head.texts)
        if text.strip() and read_heading(text).name not in _NUMBERS
    ]
    names = [heading.name for _, heading in columns]
    twice = [n for n in dict.fromkeys(names) if names.count(n) > 1]
    remarks = [f"“{own}”有两列，只用了左边一列" for own in twice]
    columns = [(i, h) for n, (i, h) in enumerate(columns) if h.name not in names[:n]]
    rows: list[tuple[int, tuple[str, ...]]] = []
    for line in sheet.spread.lines:
        if line.number <= head.number or not any(line.cell(i).strip() for i, _ in columns):
            continue
        if line.cells[0].strip() in (EXAMPLE, RULES):
            continue
        if is_total(line) or is_note(line):
            remarks.append(f"第{line.number}行看上去是合计或说明，没有计入")
            continue
        rows.append((line.number, tuple(_cell(line, i, h, remarks) for i, h in columns)))
    if not rows or len(columns) < 2:
        return None
    table = Pasted(tuple(heading for _, heading in columns), tuple(rows), name, sheet.name)
    return Found(_arranged(table), tuple(remarks))


def _cell(line: Line, index: int, heading: Heading, remarks: list[str]) -> str:
    cell = line.cell(index)
    if isinstance(cell, Broken | Uncomputed):
        place = f"第{line.number}行{heading.letter}列（{heading.name}）"
        remarks.append(f"{place}的公式没有结果，按未报处理")
        return ""
    return cell.strip()


def _arranged(table: Pasted) -> Pasted:
    """`table` with the column that names the units first, rows without a unit left out."""
    first = _unit_column(table)
    order = [first, *(n for n in range(len(table.head)) if n != first)]
    rows = tuple(
        (number, tuple(cells[n] if n < len(cells) else "" for n in order))
        for number, cells in table.rows
    )
    return replace(
        table,
        head=tuple(table.head[n] for n in order),
        rows=tuple((number, cells) for number, cells in rows if cells[0]),
    )


def _unit_column(table: Pasted) -> int:
    """The column of texts that differ the most and whose head says what units are called."""
    best, place = -1.0, 0
    for index, heading in enumerate(table.head):
        texts = [text for text in table.column(index) if text]
        if not texts or kind_of(heading, texts) != "text" or max(map(len, texts)) > 60:
            continue
        named = any(heading.name.endswith(word) or heading.name.startswith(word) for word in _UNITS)
        score = len(set(texts)) / len(table.rows) + (0.5 if named else 0.0) - index * 0.01
        if score > best:
            best, place = score, index
    return place


__all__ = ["Found", "from_rows", "read_table"]
