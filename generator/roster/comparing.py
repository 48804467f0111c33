"""Rows beside each other 行间比较: what looks odd only next to the other rows."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from generator.fields.base import Raw
from generator.fields.parties import OrgField
from generator.fields.times import DateField, MonthField, PeriodField, YearField
from generator.roster.findings import CellFinding
from generator.roster.tables import Column, Table
from generator.template import Template

ENOUGH = 5
"""Fewer rows show no habit."""
RARE = 0.2
"""What at most so many of the rows have is odd."""

Rows = Sequence[tuple[int, Mapping[str, Raw]]]


def compare(table: Table, rows: Rows, template: Template) -> dict[int, list[CellFinding]]:
    """Warnings by row: the same as another row, empty or spelled otherwise where the rest agree."""
    found: dict[int, list[CellFinding]] = defaultdict(list)
    _doubled(table, rows, template, found)
    if len(rows) >= ENOUGH:
        for column in table.columns:
            if column.target and not column.target.part:
                _empty(table, column, rows, template, found)
                _spelled(table, column, rows, template, found)
    return found


def _doubled(
    table: Table, rows: Rows, template: Template, found: dict[int, list[CellFinding]]
) -> None:
    whole: dict[str, int] = {}
    units = [f.name for f in template.fields.values() if isinstance(f, OrgField)][:1]
    names = Counter(str(inputs.get(unit)) for _, inputs in rows for unit in units)
    repeated = sum(count for count in names.values() if count > 1)
    first: dict[str, int] = {}
    for number, inputs in rows:
        spelled = json.dumps(inputs, ensure_ascii=False, sort_keys=True)
        same = whole.setdefault(spelled, number)
        unit = str(inputs.get(units[0], "")) if units else ""
        earlier = first.setdefault(unit, number)
        if same != number:
            found[number].append(
                _said(table, number, "", "", f"与第 {same} 行完全相同", "多余的话，删去一行")
            )
        elif unit and earlier != number and repeated <= RARE * len(rows):
            column = next(
                (c for c in table.columns if c.target and c.target.name == units[0]), None
            )
            found[number].append(
                _said(
                    table, number, units[0], column.letter if column else "",
                    f"第 {earlier} 行也是“{unit}”", "核对是否填了两次",
                )
            )  # fmt: skip


def _empty(
    table: Table, column: Column, rows: Rows, template: Template,
    found: dict[int, list[CellFinding]],
) -> None:  # fmt: skip
    assert column.target is not None
    name = column.target.field
    field = template.fields[name]
    empty = [number for number, inputs in rows if not inputs.get(name)]
    if field.required or field.condition or field.default or not 0 < len(empty) <= RARE * len(rows):
        return
    for number in empty:
        found[number].append(
            _said(table, number, name, column.letter, "没有填写，可不填", "文中将略去这一句")
        )


def _spelled(
    table: Table, column: Column, rows: Rows, template: Template,
    found: dict[int, list[CellFinding]],
) -> None:  # fmt: skip
    """Rows that mean the same time as most, in other words: 2026年1季度 among 2026年一季度."""
    assert column.target is not None
    field = template.fields[column.target.field]
    if not isinstance(field, PeriodField | MonthField | YearField) or isinstance(field, DateField):
        return
    texts = Counter(str(inputs.get(field.name, "")) for _, inputs in rows)
    usual, count = texts.most_common(1)[0]
    if not usual or count < 0.6 * len(rows) or count == len(rows):
        return
    wanted = field.parse(usual)[0]
    for number, inputs in rows:
        text = inputs.get(field.name)
        if isinstance(text, str) and text and text != usual:
            value = field.parse(text)[0]
            if value is not None and str(value) == str(wanted):
                message, remedy = "写法和其他行不同", f"已按“{wanted}”处理"
                found[number].append(
                    _said(table, number, field.name, column.letter, message, remedy)
                )


def _said(
    table: Table, row: int, field: str, letter: str, message: str, remedy: str
) -> CellFinding:
    return CellFinding("warning", field, "", message, remedy, table.sheet.name, row, letter)
