"""Field types of grids: tables of declared columns, figures that are drawn as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.fields.base import Field, Raw, Reading, Wrong, plain
from generator.fields.findings import did_you_mean
from generator.fields.rows import RowsField, record_shape
from generator.fields.scalars import DecimalField, TextField, one_line
from generator.fields.values import DrawnChart, Grid, Missing, Record, Rows, Text


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


@dataclass(frozen=True)
class ChartField(Field):
    """Figures to be compared: {标题, 单位, 数据: [{名称, 数值, 上期}]}; prints as a chart.

    `kind` is how it is drawn: bar (横条图, unless given) or line (折线图).
    """

    kind: str = "bar"

    TYPE = "chart"
    LABEL = "图表数据"
    WIDGET = "chart"
    SETTINGS = frozenset({"unit", "kind"})

    def value(self, raw: Raw, reading: Reading, where: str) -> DrawnChart | None:
        if isinstance(raw, Mapping):
            names = ["标题", "单位", "数据"]
            for name in raw:
                if name not in names:
                    raise Wrong(f"图表没有“{name}”这一项", did_you_mean(str(name), names))
            title, unit, data = (raw.get(name) for name in names)
        else:
            title, unit, data = None, None, raw
        unit = one_line(plain(unit)) or self.unit
        parts = tuple(replace(part, unit=unit) if part.name != "名称" else part for part in PARTS)
        grid = TableField(self.name, columns_=parts).value(data, reading, where)
        if grid is None:
            return None
        text = one_line(plain(title))
        named = Text(text) if text else Missing(self.name, "标题")
        return DrawnChart(*_drawn(grid), named, self.kind, unit)

    def check(self) -> None:
        super().check()
        if self.kind not in ("bar", "line"):
            raise Wrong(f"没有“{self.kind}”这种图", "横条图写 bar，折线图写 line")

    def cell(self, raw: Raw) -> str:
        data = raw.get("数据") if isinstance(raw, Mapping) else raw
        return self.table().cell(data)

    def table(self) -> TableField:
        """The figures as a table field reads them."""
        return TableField(self.name, columns_=self.data_columns())

    def data_columns(self) -> tuple[Field, ...]:
        """The columns of the figures, in the field's unit."""
        return tuple(replace(p, unit=self.unit) if p.name != "名称" else p for p in PARTS)

    def cell_help(self) -> str:
        return "每行一项，写成 名称|数值；与上期比较的写成 名称|数值|上期"

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


PARTS: tuple[Field, ...] = (
    TextField("名称", required=True),
    DecimalField("数值", required=True),
    DecimalField("上期"),
)


def _drawn(grid: Grid) -> tuple[tuple[tuple[str, str, str], ...], Rows]:
    """Columns and rows of a chart, without the column 上期 where nobody filled it in."""
    rows = [row for row in grid.行 if isinstance(row, Record)]
    if any(not isinstance(row.part("上期"), Missing) for row in rows):
        return grid.columns, Rows(rows)
    return grid.columns[:2], Rows(Record(row.names[:2], row.cells[:2]) for row in rows)
