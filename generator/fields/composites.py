"""Field types of repeating rows: phases, tasks, indicators, budgets."""

from __future__ import annotations

import re
from functools import cached_property

from generator.fields.base import Field, Raw, Reading, Wrong
from generator.fields.days import read_span, spell_date
from generator.fields.rows import RowsField
from generator.fields.scalars import LongTextField, MoneyField, TextField
from generator.fields.times import DateField, DeadlineField
from generator.fields.values import (
    MONEY_UNITS,
    BudgetItem,
    Date,
    Indicator,
    Missing,
    Phase,
    Rows,
    Task,
)


class PhasesField(RowsField):
    """Phases 阶段 with dates."""

    TYPE = "phases"
    LABEL = "实施阶段"
    SETTINGS = RowsField.SETTINGS | {"within"}
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
            if isinstance(phase, Phase) and _backwards(phase):
                reading.error(
                    f"第{n}项",
                    f"结束日期（{phase.止}）早于开始日期（{phase.起}）",
                    "改这个阶段的其中一个日期",
                )
        before: Phase | None = None
        for n, phase in enumerate(rows if isinstance(rows, Rows) else (), 1):
            if not isinstance(phase, Phase):
                continue
            if before and _earlier(phase.起, before.止):
                reading.warning(
                    f"第{n}项",
                    f"开始日期（{phase.起}）早于上一阶段的结束日期（{before.止}）",
                    "阶段应当前后衔接，核对这两个日期",
                )
            before = phase
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


def _backwards(phase: Phase) -> bool:
    return _earlier(phase.止, phase.起)


def _earlier(one: Date | Missing, other: Date | Missing) -> bool:
    return isinstance(one, Date) and isinstance(other, Date) and one < other


class TasksField(RowsField):
    """Tasks 任务 with those who lead and those who support."""

    TYPE = "tasks"
    LABEL = "重点任务"
    SETTINGS = RowsField.SETTINGS | {"within"}
    ROW = (
        TextField("事项", required=True),
        LongTextField("内容"),
        TextField("牵头单位", required=True),
        TextField("配合单位"),
        DeadlineField("时限", required=True),
    )
    BUILD = Task


class IndicatorsField(RowsField):
    """Indicators 指标 with targets."""

    TYPE = "indicators"
    LABEL = "指标"
    SETTINGS = RowsField.SETTINGS | {"within"}
    ROW = (
        TextField("名称", required=True),
        TextField("目标值", required=True),
        DeadlineField("时限"),
    )
    BUILD = Indicator

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        rows = super().value(raw, reading, where)
        for n, indicator in enumerate(rows if isinstance(rows, Rows) else (), 1):
            goal = str(getattr(indicator, "目标值", ""))
            if _VAGUE.search(goal) and not _COUNTED.search(_UNCOUNTED.sub("", goal)):
                reading.warning(
                    f"第{n}项目标值",
                    f"“{goal}”没法核对做到没有",
                    "写成数字或者看得出的结果，如 95%以上、全部建成",
                )
        return rows


_VAGUE = re.compile(r"显著|明显|大幅|进一步|不断|稳步|有所|逐步|较大|持续|更加")
_COUNTED = re.compile(r"[0-9０-９一二三四五六七八九十两半百千万]")
# Numerals that count nothing.
_UNCOUNTED = re.compile(r"进一步|一定|一批|统一|逐一|百姓|千方百计")


class BudgetField(RowsField):
    """A budget 预算 in the field's unit (元 unless given)."""

    TYPE = "budget"
    LABEL = "预算"
    SETTINGS = frozenset({"min", "max", "unit"})
    BUILD = BudgetItem

    @cached_property
    def _parts(self) -> tuple[Field, ...]:
        amount = MoneyField("金额", required=True, unit=self.unit or "元")
        return TextField("项目", required=True), amount

    def row(self) -> tuple[Field, ...]:
        return self._parts

    def check(self) -> None:
        super().check()
        if self.unit and self.unit not in MONEY_UNITS:
            raise Wrong(f"金额的单位“{self.unit}”不认识", f"可用的有：{'、'.join(MONEY_UNITS)}")
