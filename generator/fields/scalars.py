"""Field types of one value: texts, numbers, choices, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from generator.fields.base import Field, Raw, Reading, Wrong, plain
from generator.fields.findings import did_you_mean
from generator.fields.numerals import narrow, read_number, spell_number
from generator.fields.values import (
    MONEY_UNITS,
    LongText,
    Money,
    Number,
    Percent,
    Rows,
    Text,
)

_BREAK = re.compile(r"[ \u3000]*\n\s*")
_LATIN = re.compile(r"(?<=[!-~])[ \u3000]*\n\s*(?=[!-~])")


def one_line(text: str) -> str:
    """`text` with its line breaks joined; a blank stays between two Latin words."""
    return _BREAK.sub("", _LATIN.sub(" ", text)) if "\n" in text else text


class TextField(Field):
    """A text on one line; `min` and `max` count characters."""

    TYPE = "text"
    LABEL = "文字"
    SETTINGS = frozenset({"min", "max"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        text = one_line(plain(raw))
        if not text:
            return None
        self.within(reading, where, len(text), "长度", "字")
        return Text(text)

    def shape(self) -> dict[str, Any]:
        return {"type": "string", **_lengths(self)}


class LongTextField(Field):
    """A text of several lines; alone on a line of the template it becomes blocks as typed."""

    TYPE = "long-text"
    LABEL = "多行文字"
    WIDGET = "textarea"
    SETTINGS = frozenset({"min", "max"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        if isinstance(raw, list):
            raw = "\n".join(plain(line) for line in raw)
        lines = [line.strip() for line in plain(raw).split("\n")]
        text = "\n".join(line for line in lines if line)
        if not text:
            return None
        self.within(reading, where, len(text.replace("\n", "")), "长度", "字")
        return LongText(text)

    def cell_help(self) -> str:
        return "可以分行，每行一段"

    def shape(self) -> dict[str, Any]:
        return {"type": "string", **_lengths(self)}


def _lengths(field: Field) -> dict[str, int]:
    keys = (("minLength", field.min), ("maxLength", field.max))
    return {key: int(bound) for key, bound in keys if bound is not None}


class DecimalField(Field):
    """A number; a unit of measure behind it is understood."""

    TYPE = "decimal"
    LABEL = "小数"
    WIDGET = "number"
    SETTINGS = frozenset({"min", "max", "unit"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        text = plain(raw)
        if not text:
            return None
        number = self.number(text)
        self.within(reading, where, number, "数值", self.unit)
        return Number(number)

    def number(self, text: str) -> Decimal:
        """The number that `text` spells; raises `Wrong`."""
        try:
            return read_number(text, (self.unit,))
        except ValueError as error:
            raise Wrong(f"“{text}”不是数字", str(error)) from None

    def shape(self) -> dict[str, Any]:
        return {"type": ["string", "number"]}


class IntegerField(DecimalField):
    """A whole number."""

    TYPE = "integer"
    LABEL = "整数"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        text = plain(raw)
        if not text:
            return None
        number = self.number(text)
        if number != number.to_integral_value():
            raise Wrong(f"“{text}”不是整数", "去掉小数部分")
        self.within(reading, where, int(number), "数值", self.unit)
        return int(number)

    def shape(self) -> dict[str, Any]:
        return {"type": ["string", "integer"]}


class PercentField(DecimalField):
    """A percentage: 95, 95%, ９５％ all mean 95%."""

    TYPE = "percent"
    LABEL = "百分比"
    SETTINGS = frozenset({"min", "max"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        text = plain(raw)
        if not text:
            return None
        signed = narrow(text).endswith("%")
        number = self.number(narrow(text).removesuffix("%"))
        if not signed and 0 < number < 1:
            reading.warning(
                where, f"“{text}”按 {text}% 处理", f"若是 {spell_number(number * 100)}%，请写百分号"
            )
        self.within(reading, where, number, "数值", "%")
        return Percent(number)


class MoneyField(DecimalField):
    """An amount of money; a bare number counts in the field's unit (元 unless given)."""

    TYPE = "money"
    LABEL = "金额"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        text = plain(raw)
        if not text:
            return None
        own = self.unit or "元"
        bare = narrow(text)
        unit = next((u for u in sorted(MONEY_UNITS, key=len)[::-1] if bare.endswith(u)), "")
        scaled = not unit and bare.endswith(("万", "亿"))
        number = self.number(bare.removesuffix(unit))
        if scaled:
            unit = "元"
        self.within(
            reading, where, number * MONEY_UNITS[unit or own] / MONEY_UNITS[own], "金额", own
        )
        return Money(number * MONEY_UNITS[unit or own], own)

    def check(self) -> None:
        super().check()
        if self.unit and self.unit not in MONEY_UNITS:
            raise Wrong(f"金额的单位“{self.unit}”不认识", f"可用的有：{'、'.join(MONEY_UNITS)}")

    def cell_help(self) -> str:
        return f"只写数字按{self.unit or '元'}计，也可写 1.2万元"


class ChoiceField(Field):
    """One of `options`."""

    TYPE = "choice"
    LABEL = "单选"
    WIDGET = "select"
    SETTINGS = frozenset({"options"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        text = one_line(plain(raw))
        return Text(self.option(text)) if text else None

    def option(self, text: str) -> str:
        """`text` as one of the options; raises `Wrong`."""
        found = {narrow(option): option for option in self.options}.get(narrow(text))
        if found is None:
            raise Wrong(f"没有“{text}”这个选项", did_you_mean(text, self.options))
        return found

    def check(self) -> None:
        if len(self.options) < 2:
            raise Wrong("选项少于两个", "写成 options: [甲, 乙]")

    def cell_help(self) -> str:
        return f"从中选一：{'、'.join(self.options)}"

    def shape(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.options)}


class ChoicesField(ChoiceField):
    """Several of `options`."""

    TYPE = "choices"
    LABEL = "多选"
    WIDGET = "checkboxes"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        chosen = [self.option(text) for text in split_list(raw)]
        return Rows(Text(o) for o in self.options if o in chosen) if chosen else None

    def cell(self, raw: Raw) -> str:
        return "、".join(split_list(raw))

    def cell_help(self) -> str:
        return f"可选几项，用顿号隔开：{'、'.join(self.options)}"

    def shape(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": list(self.options)}}


def split_list(raw: Raw) -> list[str]:
    """The entries of a list: as lines where there are lines, else between 、；; marks."""
    if isinstance(raw, list | tuple):
        return [text for text in (one_line(plain(entry)) for entry in raw) if text]
    text = plain(raw)
    parts: Iterable[str] = text.split("\n") if "\n" in text else re.split(r"[、；;]", text)
    return [part.strip() for part in parts if part.strip()]


class ListField(Field):
    """A list of texts without the stops at their ends; `min` and `max` count them."""

    TYPE = "list"
    LABEL = "列表"
    WIDGET = "lines"
    SETTINGS = frozenset({"min", "max"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        texts = split_list(raw)
        if not texts:
            return None
        self.within(reading, where, len(texts), "项数", "项")
        return Rows(Text(text.rstrip("。；") or text) for text in texts)

    def cell(self, raw: Raw) -> str:
        return "\n".join(split_list(raw))

    def cell_help(self) -> str:
        return "每行一项，或用顿号隔开"

    def shape(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}
