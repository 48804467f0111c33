"""Field types that print as tables: tables of declared columns, figures of a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from generator.fields.base import Field, Raw, Reading, Wrong, plain
from generator.fields.findings import did_you_mean
from generator.fields.rows import RowsField, record_shape
from generator.fields.scalars import DecimalField, TextField, one_line
from generator.fields.values import Grid, Missing, Record, Rows, Text


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
        return self.table().cell(data)

    def table(self) -> TableField:
        """The figures as a table field reads them."""
        return TableField(self.name, columns_=self.data_columns())

    def data_columns(self) -> tuple[Field, ...]:
        """The columns of the figures: 名称 and 数值 in the field's unit."""
        return (
            TextField("名称", required=True),
            DecimalField("数值", required=True, unit=self.unit),
        )

    def cell_help(self) -> str:
        return "每行一项，写成 名称|数值"

    def shape(self) -> dict[str, Any]:
        texts = {"标题": {"type": "string"}, "单位": {"type": "string"}}
        data = {"type": "array", "items": record_shape(self.data_columns())}
        return {"type": "object", "properties": texts | {"数据": data}}

    def show(self) -> dict[str, Any]:
        example = self.example if isinstance(self.example, Mapping) else {}
        data = example.get("数据")
        return super().show() | {
            "parts": ["标题", "单位"],
            "columns": replace(
                TableField(self.name), columns_=self.data_columns(), example=data
            ).show()["columns"],
        }
