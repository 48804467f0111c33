"""What templates see: small frozen values that offer only their Chinese parts.

`PARTS` names the attributes that a template may read; `str()` is how a value is printed.
Optional parts hold a `Missing` when nothing was given, so that the sandbox need not ask.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from generator.fields.days import spell_date, spell_span
from generator.fields.numerals import spell_number


class Missing:
    """A declared field or part without a value.

    It takes attributes, indexes, arithmetic and comparison and stays missing. `required`
    decides what is printed: the gap 【待补：label】, or nothing and the sentence goes.
    """

    __slots__ = ("field", "label", "required")

    def __init__(self, field: str, label: str = "", *, required: bool = False) -> None:
        self.field = field
        self.label = label or field
        self.required = required

    def __repr__(self) -> str:
        return f"Missing({self.field!r}, {self.label!r}, required={self.required})"

    def __str__(self) -> str:
        return f"【待补：{self.label}】" if self.required else ""

    def __bool__(self) -> bool:
        """True where something must stand, so that `if` leads to the gap and not around it."""
        return self.required

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Missing]:
        """One gap where something must stand, nothing where nothing need stand."""
        return iter((self,) if self.required else ())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Missing) and self.label == other.label

    def __hash__(self) -> int:
        return hash(self.label)

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __contains__ = __lt__


class Text(str):
    """A text on one line."""

    __slots__ = ()


class Sentences(Text):
    """A text on one line that is whole sentences, its stop included."""

    __slots__ = ()


class LongText(Text):
    """A text of several lines: blocks as typed where it stands alone on a line."""

    __slots__ = ()


class Number(Decimal):
    """A number; printed in plain digits."""

    __slots__ = ()

    def __str__(self) -> str:
        return spell_number(Decimal(self))


class Percent(Number):
    """A percentage; its value is the number before the sign."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{spell_number(Decimal(self))}%"


MONEY_UNITS = {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000}


class Money(Number):
    """An amount in yuan 元; printed in `unit`, the field's own."""

    __slots__ = ("unit",)
    unit: str

    def __new__(cls, yuan: Decimal | int, unit: str = "元") -> Money:
        """An amount of `yuan` that is printed in `unit`."""
        self = super().__new__(cls, yuan)
        self.unit = unit
        return self

    def __str__(self) -> str:
        return f"{spell_number(Decimal(self) / MONEY_UNITS[self.unit])}{self.unit}"


@dataclass(frozen=True, slots=True)
class Value:
    """Root of the values that have parts."""

    PARTS: ClassVar[frozenset[str]] = frozenset()
    NAME: ClassVar[str] = ""

    def printed(self) -> object:
        """What is printed for the value: itself, or its naming part, which may be missing."""
        return getattr(self, self.NAME) if self.NAME else self


@dataclass(frozen=True, slots=True, order=True)
class Date(Value):
    """A day: 年 月 日."""

    PARTS = frozenset({"年", "月", "日"})
    day: datetime.date

    def __str__(self) -> str:
        return spell_date(self.day)

    @property
    def 年(self) -> int:
        return self.day.year

    @property
    def 月(self) -> int:
        return self.day.month

    @property
    def 日(self) -> int:
        return self.day.day


@dataclass(frozen=True, slots=True, order=True)
class Month(Value):
    """A month: 年 月."""

    PARTS = frozenset({"年", "月"})
    年: int
    月: int

    def __str__(self) -> str:
        return f"{self.年}年{self.月}月"


@dataclass(frozen=True, slots=True)
class Period(Value):
    """A period 起止时间: 起 止 年, and 名称 where it was given by one (2026年一季度)."""

    PARTS = frozenset({"起", "止", "年", "名称"})
    起: Date
    止: Date
    名称: str = ""

    def __str__(self) -> str:
        return self.名称 or spell_span(self.起.day, self.止.day)

    @property
    def 年(self) -> int:
        return self.起.年


@dataclass(frozen=True, slots=True)
class Org(Value):
    """An organisation 单位: 全称 简称."""

    PARTS = frozenset({"全称", "简称"})
    全称: Text
    简称: Text

    def __str__(self) -> str:
        return self.全称


@dataclass(frozen=True, slots=True)
class Person(Value):
    """A person 人员: 姓名 职务; printed with the post before the name."""

    PARTS = frozenset({"姓名", "职务"})
    姓名: Text | Missing
    职务: Text | Missing

    def __str__(self) -> str:
        return f"{self.职务}{self.姓名}"


@dataclass(frozen=True, slots=True)
class Phase(Value):
    """A phase 阶段: 名称 起 止 内容."""

    PARTS = frozenset({"名称", "起", "止", "内容"})
    NAME = "名称"
    名称: Text | Missing
    起: Date | Missing
    止: Date | Missing
    内容: LongText | Missing


@dataclass(frozen=True, slots=True)
class Task(Value):
    """A task 任务: 事项 内容 牵头单位 配合单位 时限."""

    PARTS = frozenset({"事项", "内容", "牵头单位", "配合单位", "时限"})
    NAME = "事项"
    事项: Text | Missing
    内容: LongText | Missing
    牵头单位: Text | Missing
    配合单位: Text | Missing
    时限: Date | Text | Missing


@dataclass(frozen=True, slots=True)
class LeadingGroup(Value):
    """A leading group 领导小组: 组长 副组长 成员 办公室 办公室主任."""

    PARTS = frozenset({"组长", "副组长", "成员", "办公室", "办公室主任"})
    NAME = "组长"
    组长: Person | Missing
    副组长: tuple[Person, ...]
    成员: tuple[Person, ...]
    办公室: Text | Missing
    办公室主任: Person | Missing


@dataclass(frozen=True, slots=True)
class WorkGroup(Value):
    """A work group 工作组: 名称 组长 成员 职责."""

    PARTS = frozenset({"名称", "组长", "成员", "职责"})
    NAME = "名称"
    名称: Text | Missing
    组长: Person | Missing
    成员: Text | Missing
    职责: LongText | Missing


@dataclass(frozen=True, slots=True)
class Indicator(Value):
    """An indicator 指标: 名称 目标值 时限."""

    PARTS = frozenset({"名称", "目标值", "时限"})
    NAME = "名称"
    名称: Text | Missing
    目标值: Text | Missing
    时限: Date | Text | Missing


@dataclass(frozen=True, slots=True)
class BudgetItem(Value):
    """A line of a budget 预算项: 项目 金额."""

    PARTS = frozenset({"项目", "金额"})
    NAME = "项目"
    项目: Text | Missing
    金额: Money | Missing


@dataclass(frozen=True, slots=True)
class Record(Value):
    """A row of a table whose columns the template declares; its parts are the columns."""

    PARTS: ClassVar[frozenset[str]]
    names: tuple[str, ...]
    cells: tuple[object, ...]

    def part(self, name: str) -> object:
        """The cell of column `name`; KeyError where there is none."""
        try:
            return self.cells[self.names.index(name)]
        except ValueError:
            raise KeyError(name) from None

    def __str__(self) -> str:
        return "　".join(map(str, self.cells))


class Rows(tuple[object, ...]):
    """The rows of a list field; templates walk over them."""

    __slots__ = ()

    def __str__(self) -> str:
        # A stop typed behind an entry would stand in the midst of the sentence.
        return "、".join(str(row).rstrip("。；;") for row in self)


@dataclass(frozen=True, slots=True)
class Grid(Value):
    """A table of a `table` or `chart` field; it prints as a table on a line of its own.

    `columns` are (name, unit, type).
    """

    PARTS = frozenset({"行", "标题"})
    columns: tuple[tuple[str, str, str], ...]
    行: Rows
    标题: Text | Missing

    def __iter__(self) -> Iterator[object]:
        return iter(self.行)

    def __len__(self) -> int:
        return len(self.行)

    def __str__(self) -> str:
        return str(self.行)


@dataclass(frozen=True, slots=True)
class DrawnChart(Grid):
    """Figures that print as a chart on a line of its own: the first column names, the others are
    its series. `kind` is bar 横条图 or line 折线图, `unit` that of all figures."""

    kind: str = "bar"
    unit: str = ""
