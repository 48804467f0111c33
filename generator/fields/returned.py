"""Returns 填报数据 as templates see them: a row for each unit, its figures tallies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from generator.fields.tallies import Line, Place, Tally
from generator.fields.values import Grid, Missing, Record, Rows, Text, Value

NOWHERE = Line("", "", 0, "", {})
"""The line of what was not read from a table."""
NUMERIC = frozenset({"integer", "decimal", "percent", "money"})


@dataclass(frozen=True, slots=True)
class ReturnRow(Record):
    """What one unit reported; its parts are the columns, and 名称 组 行号.

    `line` is where they stand; a cell without a value holds a `Missing`, which is never counted
    as nought.
    """

    PARTS: ClassVar[frozenset[str]] = frozenset({"名称", "组", "行号"})
    line: Line = NOWHERE
    name: str = ""
    group: str = ""

    @property
    def 名称(self) -> Text:
        return Text(self.name)

    @property
    def 组(self) -> Text | Missing:
        return Text(self.group) if self.group else Missing("组")

    @property
    def 行号(self) -> int:
        return self.line.row

    def printed(self) -> object:
        """The unit's name: 完成|listing names who completed."""
        return Text(self.name)

    def tally(self, column: str) -> Tally | None:
        """The figure in `column`, None where the unit reported none; KeyError without column."""
        value = self.part(column)
        return value if isinstance(value, Tally) else None

    @property
    def places(self) -> tuple[Place, ...]:
        """The cells in the order of `names`."""
        return tuple(map(self.line.place, self.names))


@dataclass(frozen=True, slots=True)
class FigureColumn(Value):
    """A column of figures: 名称 单位, and whether they are percentages (比率)."""

    PARTS = frozenset({"名称", "单位", "比率"})
    NAME = "名称"
    名称: Text
    单位: Text
    比率: bool


@dataclass(frozen=True, slots=True)
class Returns(Grid):
    """What the units reported. `unit` and `grouping` name the columns of units and of groups.

    It prints as its table where it stands alone; filters sum, rank and compare it. `label` is
    the field that holds it.
    """

    PARTS = frozenset({"行", "标题", "名称", "列", "列名", "来源", "分组列"})
    unit: str = ""
    grouping: str = ""
    label: str = ""
    source: str = ""

    @property
    def 名称(self) -> Text | Missing:
        return self.标题

    @property
    def 列(self) -> tuple[FigureColumn, ...]:
        return tuple(
            FigureColumn(Text(name), Text(unit), kind == "percent")
            for name, unit, kind in self.columns
            if kind in NUMERIC
        )

    @property
    def 列名(self) -> tuple[Text, ...]:
        return tuple(column.名称 for column in self.列)

    @property
    def 来源(self) -> Text | Missing:
        return Text(self.source) if self.source else Missing(self.label, "来源")

    @property
    def 分组列(self) -> Text | Missing:
        return Text(self.grouping) if self.grouping else Missing(self.label, "分组列")

    @property
    def rows(self) -> tuple[ReturnRow, ...]:
        """The rows, one a unit."""
        return self.行  # type: ignore[return-value]  # `only` and `with_column` take no others

    def tallies(self, column: str) -> list[Tally | None]:
        """The figures in `column`, unit by unit, None where one was not reported.

        Raises `KeyError` where there is no such column.
        """
        names = tuple(name for name, _, _ in self.columns)
        if column not in names:
            raise KeyError(column)
        at = names.index(column)
        cells = [row.cells[at] for row in self.rows]
        return [cell if isinstance(cell, Tally) else None for cell in cells]

    def kind(self, column: str) -> str:
        """The type of `column`; KeyError where there is none."""
        for name, _, kind in self.columns:
            if name == column:
                return kind
        raise KeyError(column)

    def measure(self, column: str) -> str:
        """The unit of measure of `column`, "" for none."""
        return next((unit for name, unit, _ in self.columns if name == column), "")

    def only(self, rows: Iterable[ReturnRow], title: str = "") -> Returns:
        """The same returns with these rows alone, called `title` where given."""
        return self._with(self.columns, Rows(rows), Text(title) if title else self.标题)

    def with_column(
        self, name: str, unit: str, kind: str, cells: Iterable[Decimal | Missing]
    ) -> Returns:
        """The same returns with one more computed column, whose cells are tallies or missing."""
        names = (*(own for own, _, _ in self.columns), name)
        rows = [
            ReturnRow(
                names,
                (*row.cells, cell),
                row.line,
                row.name,
                row.group,
            )
            for row, cell in zip(self.rows, cells, strict=True)
        ]
        return self._with((*self.columns, (name, unit, kind)), Rows(rows), self.标题)

    def _with(
        self, columns: tuple[tuple[str, str, str], ...], rows: Rows, title: Text | Missing
    ) -> Returns:
        return Returns(columns, rows, title, self.unit, self.grouping, self.label, self.source)
