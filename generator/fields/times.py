"""Field types of when: date, month, year, period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from generator.fields.base import Field, Raw, Reading, Wrong, plain
from generator.fields.days import read_date, read_month, read_span, read_year
from generator.fields.findings import did_you_mean
from generator.fields.values import Date, Month, Period, Text

T = TypeVar("T")


def _understood(raw: Raw, read: Callable[[str], T], what: str) -> T | None:
    """What `read` finds in `raw`, None for nothing; raises `Wrong` where that is no `what`."""
    text = plain(raw)
    if not text:
        return None
    try:
        return read(text)
    except ValueError as error:
        raise Wrong(f"“{text}”不是{what}", str(error)) from None


class DateField(Field):
    """A day: 2026-03-05, 2026年3月5日, 2026/3/5; 3月5日 takes the document's year."""

    TYPE = "date"
    LABEL = "日期"
    WIDGET = "date"
    SETTINGS = frozenset({"within"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        day = _understood(raw, lambda text: read_date(text, reading.year), "完整的日期")
        return None if day is None else Date(day)

    def cell_help(self) -> str:
        return "写成 2026年3月5日 或 2026-03-05"


class MonthField(Field):
    """A month: 2026年3月, 2026-03."""

    TYPE = "month"
    LABEL = "月份"
    WIDGET = "month"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        month = _understood(raw, lambda text: read_month(text, reading.year), "月份")
        return None if month is None else Month(*month)

    def cell_help(self) -> str:
        return "写成 2026年3月"


class YearField(Field):
    """A year; printed as its four digits."""

    TYPE = "year"
    LABEL = "年份"
    WIDGET = "year"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        return _understood(raw, read_year, "年份")


class PeriodField(Field):
    """A period: {起, 止}, 2026年3月1日至6月30日, 3月1日至3月31日, 2026年一季度."""

    TYPE = "period"
    LABEL = "起止时间"
    WIDGET = "period"
    SETTINGS = frozenset({"within"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        if isinstance(raw, list | tuple) and len(raw) == 2:
            raw = {"起": raw[0], "止": raw[1]}
        if isinstance(raw, Mapping):
            return self._parts(raw, reading)
        span = _understood(raw, lambda text: read_span(text, reading.year), "起止时间")
        if span is None:
            return None
        (first, last), name = span
        return self._period(Date(first), Date(last), name)

    def _parts(self, raw: Mapping[str, Raw], reading: Reading) -> Period | None:
        if unknown := sorted(map(str, set(raw) - {"起", "止"})):
            raise Wrong(f"起止时间没有“{unknown[0]}”这一项", did_you_mean(unknown[0], ("起", "止")))
        texts = [plain(raw.get(part)) for part in ("起", "止")]
        if not any(texts):
            return None
        for part, text in zip(("起", "止"), texts, strict=True):
            if not text:
                raise Wrong(f"没有填“{part}”的日期", "起止两个日期都要填")
        try:
            first = read_date(texts[0], reading.year)
            last = read_date(texts[1], first.year, first.month)
        except ValueError as error:
            raise Wrong(f"“{'至'.join(texts)}”不是起止时间", str(error)) from None
        return self._period(Date(first), Date(last), "")

    def _period(self, first: Date, last: Date, name: str) -> Period:
        if last < first:
            raise Wrong(f"结束日期（{last}）早于开始日期（{first}）", "改其中一个")
        return Period(first, last, name)

    def cell(self, raw: Raw) -> str:
        if isinstance(raw, Mapping):
            value, _ = self.parse(raw)
            return str(value) if value else "至".join(plain(raw.get(part)) for part in ("起", "止"))
        return plain(raw)

    def cell_help(self) -> str:
        return "写成 2026年3月1日至6月30日"

    def shape(self) -> dict[str, Any]:
        parts = {"起": {"type": "string"}, "止": {"type": "string"}}
        whole = {"type": "object", "properties": parts, "required": ["起", "止"]}
        return {"anyOf": [{"type": "string"}, whole | {"additionalProperties": False}]}

    def show(self) -> dict[str, Any]:
        example = self.example if isinstance(self.example, Mapping) else {}
        columns = [
            {
                "name": part,
                "widget": "date",
                "required": True,
                "placeholder": plain(example.get(part)),
            }
            for part in ("起", "止")
        ]
        return super().show() | {"columns": columns}


class DeadlineField(DateField):
    """A deadline: a day, or words such as 每月底前, 长期坚持."""

    TYPE = "deadline"
    LABEL = "时限"
    WIDGET = "text"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        text = plain(raw)
        if not text:
            return None
        try:
            return Date(read_date(text, reading.year))
        except ValueError:
            return Text(text.removesuffix("前") + "前" if text.endswith("前") else text)
