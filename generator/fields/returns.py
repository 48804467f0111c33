"""The field type of returns 填报数据: what the units of a roster reported, to be rolled up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from generator.fields.base import Field, Raw, Reading, Wrong
from generator.fields.findings import did_you_mean
from generator.fields.parties import short_form
from generator.fields.pasted import (
    UNREPORTED,
    Heading,
    Pasted,
    kind_of,
    plain_lines,
    read_pasted,
)
from generator.fields.returned import NUMERIC, ReturnRow, Returns
from generator.fields.scalars import DecimalField, MoneyField, PercentField, TextField, one_line
from generator.fields.tallies import Line, Tally
from generator.fields.values import MONEY_UNITS, Missing, Money, Percent, Rows, Text

_TOWN = re.compile(r".{1,8}?(?:街道|镇|乡)(?=.{2,})")
_NOWHERE = 10**6
"""The place of a column that the table does not have."""


@dataclass(frozen=True)
class ReturnsField(Field):
    """Rows of a roster. The first column names the units, `group` the column of their groups.

    With `columns` the template says which columns it needs; without, it takes what there is.
    `last` names the field of this period, whose columns the one of last period shares.
    """

    group: str = ""
    last: str = ""

    TYPE = "returns"
    LABEL = "填报数据"
    WIDGET = "textarea"
    SETTINGS = frozenset({"min", "max", "columns", "group", "last"})

    def value(self, raw: Raw, reading: Reading, where: str) -> Returns | None:
        pasted = read_pasted(raw, [column.name for column in self.columns_])
        if pasted is None:
            return None
        columns = self._columns(pasted)
        self.within(reading, where, len(pasted.rows), "行数", "行")
        names = tuple((column.name, heading.unit, column.TYPE) for column, heading, _ in columns)
        grouping = self._grouping(pasted, names)
        rows = self._rows(pasted, columns, grouping, reading)
        for twice, count in Counter(row.name for row in rows).items():
            if count > 1 and twice:
                remedy = "核对是不是重复填报，汇总时都计入"
                reading.warning("", f"“{twice}”有 {count} 行", remedy)
        if grouping and all(isinstance(row.part(grouping), Missing) for row in rows):
            grouping = ""  # nobody says to which group it belongs: there are no groups
        return Returns(
            names,
            Rows(rows),
            Missing(self.name, "标题"),
            unit=names[0][0],
            grouping=grouping,
            label=self.name,
            source=pasted.source,
        )

    def _columns(self, pasted: Pasted) -> list[tuple[Field, Heading, int]]:
        """Each column with its type, its head and its place among the cells."""
        if not self.columns_:
            return [
                (_typed(heading, pasted.column(index)), heading, index)
                for index, heading in enumerate(pasted.head)
            ]
        found = {heading.name: (heading, index) for index, heading in enumerate(pasted.head)}
        result = []
        for column in self.columns_:
            heading, index = found.get(column.name, (None, 0))
            if heading is not None:
                result.append(
                    (
                        _in_unit(column, heading),
                        replace(heading, unit=column.unit or heading.unit),
                        index,
                    )
                )
            elif column.required:
                remedy = did_you_mean(column.name, [h.name for h in pasted.head])
                raise Wrong(f"数据里没有“{column.name}”这一列", remedy)
            else:  # nobody reported it
                result.append((column, Heading(column.name, column.unit), _NOWHERE))
        if result[0][2] == _NOWHERE:
            raise Wrong(
                f"数据里没有“{self.columns_[0].name}”这一列", "第一行写列名，下面一行一个单位"
            )
        return result

    def _grouping(self, pasted: Pasted, columns: Sequence[tuple[str, str, str]]) -> str:
        wanted = self.group or pasted.group
        names = [name for name, _, kind in columns if kind not in NUMERIC]
        if wanted and not self.columns_ and wanted not in names:
            raise Wrong(f"没有“{wanted}”这一列，分不了组", did_you_mean(wanted, names))
        return wanted if wanted in names else ""

    def _rows(
        self,
        pasted: Pasted,
        columns: Sequence[tuple[Field, Heading, int]],
        grouping: str,
        reading: Reading,
    ) -> list[ReturnRow]:
        """The rows as values: tens of thousands in a large roll-up."""
        sheet = pasted.sheet or pasted.source or self.name
        first = columns[0][2]
        called = _short_names([cells[first].strip() for _, cells in pasted.rows])
        names = tuple(column.name for column, _, _ in columns)
        letters = {column.name: heading.letter for column, heading, _ in columns}
        by = names.index(grouping) if grouping else None
        rows = []
        for number, cells in pasted.rows:
            full = cells[first].strip()
            name = called.get(full) or one_line(full)
            if not name:
                reading.error(f"第{number}行", f"没有填“{names[0]}”", "补上单位名称")
            line = Line(self.name, sheet, number, name, letters)
            values = [
                _value(
                    column,
                    cells[index].strip() if index < len(cells) else "",
                    heading.unit,
                    line,
                    reading,
                )
                for column, heading, index in columns
            ]
            group = values[by] if by is not None else ""
            group = group if isinstance(group, Text) else ""
            rows.append(ReturnRow(names, tuple(values), line, name, group))
        return rows

    def cell(self, raw: Raw) -> str:
        pasted = read_pasted(raw, [column.name for column in self.columns_])
        if pasted is None:
            return ""
        if isinstance(raw, str):
            return "\n".join(plain_lines(raw))
        declared = {column.name: column.unit for column in self.columns_}
        head = tuple(replace(h, unit=h.unit or declared.get(h.name, "")) for h in pasted.head)
        return replace(pasted, head=head).to_text()

    def cell_help(self) -> str:
        head = "|".join(column.heading for column in self.columns_) or "单位名称|各列"
        return f"第一行写列名，下面一行一个单位，可以从 Excel 整块粘贴：{head}"

    def check(self) -> None:
        super().check()
        if self.columns_:
            first = self.columns_[0]
            if first.TYPE not in ("text", "org"):
                raise Wrong("第一列应当是单位名称", "把 text 或 org 类型的列写在最前面")
            names = [c.name for c in self.columns_ if c.TYPE not in NUMERIC]
            if self.group and self.group not in names:
                raise Wrong(f"分组列“{self.group}”没有声明", did_you_mean(self.group, names))

    def shape(self) -> dict[str, Any]:
        return {"type": ["string", "array", "object"]}

    def show(self) -> dict[str, Any]:
        example = "" if self.example is None else self.cell(self.example)
        return super().show() | {"placeholder": example.split("\n")[0]}


def _short_names(names: Sequence[str]) -> dict[str, str]:
    """What the units are called in the text: their short forms where these tell all of them apart
    (青禾县柳溪街道东湾社区 → 东湾社区)."""
    short = {name: short_form(one_line(name)) for name in names}
    common = {match[0] if (match := _TOWN.match(name)) else "" for name in short.values()}
    if len(common) == 1:
        short = {name: own.removeprefix(next(iter(common))) for name, own in short.items()}
    return short if len(set(short.values())) == len(short) else {}


def _typed(heading: Heading, texts: Sequence[str]) -> Field:
    kind = kind_of(heading, texts)
    if kind == "text":
        return TextField(heading.name)
    cls = PercentField if kind == "percent" else DecimalField
    return cls(heading.name, unit="" if kind == "percent" else heading.unit)


def _in_unit(column: Field, heading: Heading) -> Field:
    """The declared column, read in the unit that the person's own head names."""
    if not heading.unit or not column.unit or heading.unit == column.unit:
        return column
    if isinstance(column, MoneyField) and heading.unit in MONEY_UNITS:
        return replace(column, unit=heading.unit)
    raise Wrong(
        f"“{column.name}”的单位是“{heading.unit}”，模板要的是“{column.unit}”", "换算后改正表头"
    )


def _value(column: Field, text: str, unit: str, line: Line, reading: Reading) -> object:
    """The cell: a tally in `unit`, a text, or a `Missing` for what was not reported or is wrong."""
    if text in UNREPORTED:
        return Missing(reading.field, f"{line.unit}{column.name}")
    where = f"第{line.row}行{column.name}"
    try:
        value = column.value(text, reading, where)
    except Wrong as wrong:
        # one slip must not keep the others from being summed up; it is told, and not counted
        reading.warning(where, f"{wrong.message}，没有计入", wrong.remedy)
        return Missing(reading.field, f"{line.unit}{column.name}")
    if isinstance(value, Money):
        return Tally(Decimal(value) / MONEY_UNITS[unit or value.unit], line, column.name)
    if isinstance(value, Decimal | int):
        return Tally(value, line, column.name, percent=isinstance(value, Percent))
    return Missing(reading.field, column.name) if value is None else value
