"""Field types of many parts: groups, phases, tasks, indicators, budgets, tables, charts.

In a form or in JSON a row is a mapping from part to value. In one spreadsheet cell it is a
line whose parts stand in order between `|`: `动员部署|3月1日|3月15日|召开动员会议。`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from generator.fields.base import Field, Raw, Reading, Wrong, plain
from generator.fields.days import read_span, spell_date
from generator.fields.findings import did_you_mean
from generator.fields.parties import SEPARATOR, PeopleField, PersonField
from generator.fields.scalars import DecimalField, LongTextField, MoneyField, TextField, one_line
from generator.fields.times import DateField, DeadlineField
from generator.fields.values import (
    MONEY_UNITS,
    BudgetItem,
    Grid,
    Indicator,
    LeadingGroup,
    Missing,
    Phase,
    Record,
    Rows,
    Task,
    Text,
    WorkGroup,
)


def _is_empty(raw: Raw) -> bool:
    if isinstance(raw, Mapping):
        return all(map(_is_empty, raw.values()))
    if isinstance(raw, list | tuple):
        return all(map(_is_empty, raw))
    return not plain(raw)


def _check_parts(raw: Mapping[str, Raw], parts: Sequence[Field], label: str) -> None:
    names = [part.name for part in parts]
    for name in raw:
        if name not in names:
            raise Wrong(f"{label}没有“{name}”这一项", did_you_mean(str(name), names))


class RowsField(Field):
    """Rows of the same parts; subclasses say which parts and what a row becomes."""

    LABEL = "多行内容"
    WIDGET = "rows"
    SETTINGS = frozenset({"min", "max"})
    ROW: ClassVar[tuple[Field, ...]] = ()
    BUILD: ClassVar[Callable[..., object]]

    def row(self) -> tuple[Field, ...]:
        """The parts of a row, in order."""
        return self.ROW

    def build(self, values: Sequence[object]) -> object:
        """The value of a row from the values of its parts."""
        return type(self).BUILD(*values)

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        rows = [row for row in self.raw_rows(raw) if not _is_empty(row)]
        if not rows:
            return None
        self.within(len(rows), "行数", "项")
        return Rows(self.read_row(row, n, reading, where) for n, row in enumerate(rows, 1))

    def read_row(self, raw: Raw, number: int, reading: Reading, where: str) -> object:
        """The value of row `number`; raises `Wrong` for unknown parts."""
        place = f"{where}第{number}项"
        if isinstance(raw, str):
            raw = self.read_line(raw, place)
        if isinstance(raw, list | tuple):
            raw = dict(zip((part.name for part in self.row()), raw, strict=False))
        if not isinstance(raw, Mapping):
            raise Wrong(f"{place}应当分项填写", self.cell_help())
        try:
            _check_parts(raw, self.row(), place)
        except Wrong as wrong:
            reading.error("", wrong.message, wrong.remedy)
        return self.build(
            [part.read(raw.get(part.name), reading, place + part.name) for part in self.row()]
        )

    def raw_rows(self, raw: Raw) -> list[Raw]:
        """The rows as given, a head row of part names left out."""
        if isinstance(raw, list | tuple):
            return list(raw)
        if isinstance(raw, Mapping):
            return [raw]
        lines = [line for line in plain(raw).split("\n") if line.strip()]
        names = [part.name for part in self.row()]
        if lines and SEPARATOR.split(lines[0].strip()) == names:
            del lines[0]
        return list(lines)

    def read_line(self, line: str, place: str) -> Mapping[str, Raw]:
        """The parts of a row typed as one line; raises `Wrong` for too many."""
        cells = self.spread(SEPARATOR.split(line.strip().strip("|｜")))
        names = [part.name for part in self.row()]
        if len(cells) > len(names):
            raise Wrong(f"{place}有 {len(cells)} 段，多于 {len(names)} 段", self.cell_help())
        return dict(zip(names, cells, strict=False))

    def spread(self, cells: list[str]) -> list[str]:
        """The cells of a line, one for each part."""
        return cells

    def cell(self, raw: Raw) -> str:
        return "\n".join(self._line(row) for row in self.raw_rows(raw))

    def _line(self, raw: Raw) -> str:
        if not isinstance(raw, Mapping):
            return plain(raw)
        texts = [one_line(part.cell(raw.get(part.name))) for part in self.row()]
        return "|".join(texts).rstrip("|")

    def cell_help(self) -> str:
        return f"每行一项，写成 {'|'.join(part.name for part in self.row())}"

    def shape(self) -> dict[str, Any]:
        return {"type": "array", "items": _record_shape(self.row())}

    def show(self) -> dict[str, Any]:
        rows = self.example if isinstance(self.example, list) else []
        first = rows[0] if rows and isinstance(rows[0], Mapping) else {}
        columns = [_column(part, first.get(part.name)) for part in self.row()]
        return super().show() | {"columns": columns}


def _record_shape(parts: Iterable[Field]) -> dict[str, Any]:
    properties = {part.name: part.shape() for part in parts}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _column(part: Field, example: Raw) -> dict[str, Any]:
    shown = replace(part, example=example).show()
    keep = ("name", "type", "widget", "required", "unit", "placeholder", "options", "columns")
    return {key: shown[key] for key in keep if key in shown} | {
        "long": isinstance(part, LongTextField)
    }


class PhasesField(RowsField):
    """Phases 阶段 with dates."""

    TYPE = "phases"
    LABEL = "实施阶段"
    ROW = (
        TextField("名称", required=True),
        DateField("起", required=True),
        DateField("止", required=True),
        LongTextField("内容", required=True),
    )
    BUILD = Phase

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        rows = super().value(raw, reading, where)
        for n, phase in enumerate(rows if isinstance(rows, Rows) else (), 1):
            if isinstance(phase, Phase) and phase.起 and phase.止 and phase.止 < phase.起:
                reading.error(
                    f"第{n}项", f"止（{phase.止}）早于起（{phase.起}）", "核对这个阶段的两个日期"
                )
        return rows

    def spread(self, cells: list[str]) -> list[str]:
        if len(cells) in (2, 3):
            try:
                (first, last), _ = read_span(cells[1], 1999)
            except ValueError:
                return cells
            keep = [
                f"{d.month}月{d.day}日" if d.year == 1999 else spell_date(d) for d in (first, last)
            ]
            return [cells[0], *keep, *cells[2:]]
        return cells


class TasksField(RowsField):
    """Tasks 任务 with those who lead and those who support."""

    TYPE = "tasks"
    LABEL = "重点任务"
    ROW = (
        TextField("事项", required=True),
        LongTextField("内容"),
        TextField("牵头单位", required=True),
        TextField("配合单位"),
        DeadlineField("时限", required=True),
    )
    BUILD = Task


class WorkGroupsField(RowsField):
    """Work groups 工作组."""

    TYPE = "work-groups"
    LABEL = "工作组"
    ROW = (
        TextField("名称", required=True),
        PersonField("组长"),
        TextField("成员"),
        LongTextField("职责", required=True),
    )
    BUILD = WorkGroup

    def read_line(self, line: str, place: str) -> Mapping[str, Raw]:
        return super().read_line(line, place)


class IndicatorsField(RowsField):
    """Indicators 指标 with targets."""

    TYPE = "indicators"
    LABEL = "指标"
    ROW = (
        TextField("名称", required=True),
        TextField("目标值", required=True),
        DeadlineField("时限"),
    )
    BUILD = Indicator


class BudgetField(RowsField):
    """A budget 预算 in the field's unit (元 unless given)."""

    TYPE = "budget"
    LABEL = "预算"
    SETTINGS = frozenset({"min", "max", "unit"})
    BUILD = BudgetItem

    def row(self) -> tuple[Field, ...]:
        return (
            TextField("项目", required=True),
            MoneyField("金额", required=True, unit=self.unit or "元"),
        )

    def check(self) -> None:
        super().check()
        if self.unit and self.unit not in MONEY_UNITS:
            raise Wrong(f"金额的单位“{self.unit}”不认识", f"可用的有：{'、'.join(MONEY_UNITS)}")


class LeadingGroupField(Field):
    """A leading group 领导小组; in a cell one line a person: `组长|周某某|街道党工委书记`."""

    TYPE = "leading-group"
    LABEL = "领导小组"
    WIDGET = "leading-group"
    ROLES: ClassVar[tuple[Field, ...]] = (
        PersonField("组长", required=True),
        PeopleField("副组长"),
        PeopleField("成员"),
        TextField("办公室"),
        PersonField("办公室主任"),
    )

    def value(self, raw: Raw, reading: Reading, where: str) -> LeadingGroup | None:
        if isinstance(raw, Mapping):
            _check_parts(raw, self.ROLES, "领导小组")
        else:
            raw = self._lines(raw)
        if _is_empty(raw):
            return None
        read = {role.name: role.read(raw.get(role.name), reading, role.name) for role in self.ROLES}
        deputies, members = (
            Rows() if isinstance(read[name], Missing) else read[name] for name in ("副组长", "成员")
        )
        return LeadingGroup(read["组长"], deputies, members, read["办公室"], read["办公室主任"])  # type: ignore[arg-type]

    def _lines(self, raw: Raw) -> Mapping[str, Raw]:
        lines = raw if isinstance(raw, list | tuple) else plain(raw).split("\n")
        result: dict[str, Any] = {}
        names = [role.name for role in self.ROLES]
        for line in filter(None, map(plain, lines)):
            head, _, rest = (line.replace("：", "|", 1) if "|" not in line else line).partition("|")
            head = head.strip().replace(" ", "").replace("\u3000", "")
            if head not in names:
                raise Wrong(
                    f"“{line}”开头不是领导小组的职务",
                    f"写成 组长|姓名|职务，{did_you_mean(head, names)}",
                )
            if head in ("副组长", "成员"):
                result.setdefault(head, []).append(rest.strip())
            elif head in result:
                raise Wrong(f"“{head}”写了两次", "只留一行")
            else:
                result[head] = rest.strip()
        return result

    def cell(self, raw: Raw) -> str:
        if not isinstance(raw, Mapping):
            return plain(raw)
        lines: list[str] = []
        for role in self.ROLES:
            given = raw.get(role.name)
            entries = given if isinstance(given, list) else [given]
            one = PersonField(role.name) if isinstance(role, PeopleField) else role
            lines += [f"{role.name}|{one.cell(e)}" for e in entries if not _is_empty(e)]
        return "\n".join(lines)

    def cell_help(self) -> str:
        return "每行一人，写成 组长|姓名|职务；另可有 办公室|所设单位 和 办公室主任|姓名|职务"

    def shape(self) -> dict[str, Any]:
        return _record_shape(self.ROLES)

    def show(self) -> dict[str, Any]:
        example = self.example if isinstance(self.example, Mapping) else {}
        return super().show() | {
            "columns": [_column(role, example.get(role.name)) for role in self.ROLES]
        }


class TableField(RowsField):
    """A table whose columns the template declares; it prints as a table."""

    TYPE = "table"
    LABEL = "表格"
    SETTINGS = frozenset({"min", "max", "columns"})

    def row(self) -> tuple[Field, ...]:
        return self.columns_

    def build(self, values: Sequence[object]) -> Record:
        return Record(tuple(column.name for column in self.columns_), tuple(values))

    def value(self, raw: Raw, reading: Reading, where: str) -> Grid | None:
        rows = super().value(raw, reading, where)
        if not isinstance(rows, Rows):
            return None
        columns = tuple((c.name, c.unit, c.TYPE) for c in self.columns_)
        return Grid(columns, rows, Missing(self.name, "标题"))

    def check(self) -> None:
        super().check()
        if not self.columns_:
            raise Wrong("没有列", "写成 columns: [{name: 社区, type: text}, …]")


class ChartField(Field):
    """Figures to be compared: {标题, 单位, 数据: [{名称, 数值}]}; prints as their table."""

    TYPE = "chart"
    LABEL = "图表数据"
    WIDGET = "chart"
    SETTINGS = frozenset({"unit"})
    ROLES: ClassVar[tuple[Field, ...]] = (TextField("标题"), TextField("单位"))

    def value(self, raw: Raw, reading: Reading, where: str) -> Grid | None:
        if isinstance(raw, Mapping):
            names = ["标题", "单位", "数据"]
            for name in raw:
                if name not in names:
                    raise Wrong(f"图表没有“{name}”这一项", did_you_mean(str(name), names))
            title, unit, data = (raw.get(name) for name in names)
        else:
            title, unit, data = None, None, raw
        unit = one_line(plain(unit)) or self.unit
        columns = (TextField("名称", required=True), DecimalField("数值", required=True, unit=unit))
        grid = TableField(self.name, columns_=columns).value(data, reading, where)
        if grid is None:
            return None
        text = one_line(plain(title))
        return replace(grid, 标题=Text(text) if text else Missing(self.name, "标题"))

    def cell(self, raw: Raw) -> str:
        data = raw.get("数据") if isinstance(raw, Mapping) else raw
        return TableField(self.name, columns_=self._columns()).cell(data)

    def _columns(self) -> tuple[Field, ...]:
        return (
            TextField("名称", required=True),
            DecimalField("数值", required=True, unit=self.unit),
        )

    def cell_help(self) -> str:
        return "每行一项，写成 名称|数值"

    def shape(self) -> dict[str, Any]:
        texts = {"标题": {"type": "string"}, "单位": {"type": "string"}}
        data = {"type": "array", "items": _record_shape(self._columns())}
        return {"type": "object", "properties": texts | {"数据": data}}

    def show(self) -> dict[str, Any]:
        example = self.example if isinstance(self.example, Mapping) else {}
        data = example.get("数据")
        return super().show() | {
            "parts": ["标题", "单位"],
            "columns": replace(
                TableField(self.name), columns_=self._columns(), example=data
            ).show()["columns"],
        }
