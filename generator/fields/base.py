"""What every field type has: reading an input, and describing itself to forms and rosters."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar

from generator.fields.findings import Finding
from generator.fields.numerals import spell_number
from generator.fields.values import Missing

Raw = object  # a string, a list or a mapping of such; spreadsheet cells may be numbers or dates
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u2028-\u202e"
    "\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff]"
)


class Wrong(Exception):
    """An input that does not fit its type: what is wrong, and what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Reading:
    """One input being read: findings gather here; `year` completes dates without a year."""

    def __init__(self, field: str, year: int | None = None) -> None:
        self.field = field
        self.year = year
        self.findings: list[Finding] = []

    def error(self, where: str, message: str, remedy: str = "") -> None:
        """Note something that keeps the input from being used."""
        self.findings.append(Finding("error", self.field, where, message, remedy))

    def warning(self, where: str, message: str, remedy: str = "") -> None:
        """Note something to look at; the input is used."""
        self.findings.append(Finding("warning", self.field, where, message, remedy))


@lru_cache(maxsize=256)
def _bound(text: str) -> Decimal:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise Wrong(f"上下限“{text}”不是数字", "改成阿拉伯数字")
    return Decimal(text)


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """A column of a roster: `heading` is printed, with the unit in brackets."""

    field: str
    heading: str
    unit: str
    required: bool
    help: str
    example: str
    options: tuple[str, ...] = ()
    type: str = "text"


def plain(raw: Raw) -> str:
    """`raw`, a scalar, as text without control characters; "" for nothing.

    Raises `Wrong` for a list or mapping.
    """
    if raw is None:
        return ""
    if isinstance(raw, str):
        if raw.isprintable():  # most are: nothing of what is looked for below is
            return raw.strip()
        text = raw
    elif isinstance(raw, bool):
        text = "是" if raw else "否"
    elif isinstance(raw, datetime.datetime | datetime.date):
        text = raw.isoformat()[:10]
    elif isinstance(raw, float):
        text = spell_number(Decimal(repr(raw)))
    elif isinstance(raw, int | Decimal):
        text = spell_number(raw)
    else:
        raise Wrong("这里只能填一段文字", "不要填列表或分项内容")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _CONTROL.sub("", text).strip().strip("\u3000").strip()


@dataclass(frozen=True)
class Field:
    """A field 要素 of a template; subclasses are the field types.

    `min` and `max` are as written in the template: bounds of a number, length of a text,
    count of rows. `columns` are the typed columns of a table. `condition` is an expression
    over other fields without which the field is hidden; `default` is a template text that
    stands in for a missing value; `within_period` names the period that dates must lie in.
    """

    name: str
    required: bool = False
    unit: str = ""
    example: Raw = None
    help: str = ""
    min: str | None = None
    max: str | None = None
    options: tuple[str, ...] = ()
    columns_: tuple[Field, ...] = ()
    condition: str = ""
    default: str = ""
    within_period: str = ""

    TYPE: ClassVar[str] = ""
    LABEL: ClassVar[str] = ""
    WIDGET: ClassVar[str] = "text"
    SETTINGS: ClassVar[frozenset[str]] = frozenset()
    PARTS: ClassVar[frozenset[str]] = frozenset()

    @property
    def type(self) -> str:
        """The name of the field's type in templates."""
        return self.TYPE

    def parse(self, raw: Raw, *, year: int | None = None) -> tuple[object | None, list[Finding]]:
        """The value that `raw` gives, None for nothing or for something wrong, and the findings.

        `raw` comes from a form, a spreadsheet cell, JSON or YAML. `year` completes dates that
        leave the year out.
        """
        reading = Reading(self.name, year)
        value = self.read(raw, reading, "")
        if isinstance(value, Missing):
            return None, reading.findings
        return value, reading.findings

    def read(self, raw: Raw, reading: Reading, where: str) -> object:
        """The value of `raw`; a `Missing` for nothing, or (required) after noting an error."""
        label = where or self.name
        try:
            value = None if raw in ("", [], {}, ()) else self.value(raw, reading, where)
        except Wrong as wrong:
            reading.error(where, wrong.message, wrong.remedy)
            return Missing(reading.field, label, required=True)
        return Missing(reading.field, label, required=self.required) if value is None else value

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        """The value of `raw`, None for nothing; raises `Wrong`. Each type has its own."""
        raise NotImplementedError

    def missing(self, *, wrong: bool = False) -> Missing:
        """What stands for the field when nothing, or something wrong, was given."""
        return Missing(self.name, required=self.required or wrong)

    def spell(self, value: object) -> str:
        """`value` as a document prints it."""
        return str(value)

    def cell(self, raw: Raw) -> str:
        """`raw` as it is typed into one spreadsheet cell."""
        return plain(raw)

    def segment(self, raw: Raw) -> str:
        """`raw` as it is typed between the bars of a line."""
        return self.cell(raw).replace("\n", "")

    @property
    def needed(self) -> bool:
        """Whether every draft must fill the field in: nothing hides it or stands in for it."""
        return self.required and not (self.condition or self.default)

    @property
    def heading(self) -> str:
        """The name with the unit of measure in brackets, as in a roster's head."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name

    def cell_help(self) -> str:
        """How a spreadsheet cell of this field is filled in: one Chinese sentence."""
        return ""

    def columns(self) -> tuple[RosterColumn, ...]:
        """The roster columns of the field: one, composites in one cell as lines."""
        text = "。".join(part.rstrip("。") for part in (self.help, self.cell_help()) if part)
        example = "" if self.example is None else self.cell(self.example)
        return (
            RosterColumn(
                self.name, self.heading, self.unit, self.needed, text, example,
                self.options, self.TYPE,
            ),
        )  # fmt: skip

    def describe(self) -> dict[str, Any]:
        """The field as JSON Schema."""
        schema: dict[str, Any] = {"title": self.name, **self.shape()}
        if self.help:
            schema["description"] = self.help
        if self.unit:
            schema["x-unit"] = self.unit
        schema["x-type"] = self.TYPE
        if self.condition:
            schema["x-if"] = self.condition
        if self.default:
            schema["x-default"] = self.default
        if self.example is not None:
            schema["examples"] = [self.example]
        return schema

    def shape(self) -> dict[str, Any]:
        """What the field's JSON looks like, as JSON Schema without titles."""
        return {"type": "string"}

    def show(self) -> dict[str, Any]:
        """What the form needs to draw the field; `placeholder` comes from the example."""
        shown: dict[str, Any] = {
            "name": self.name,
            "label": self.name,
            "type": self.TYPE,
            "widget": self.WIDGET,
            "required": self.required,
            "unit": self.unit,
            "help": self.help,
            "placeholder": self.placeholder(),
        }
        for key in ("min", "max"):
            if (bound := getattr(self, key)) is not None:
                shown[key] = bound
        if self.options:
            shown["options"] = list(self.options)
        return shown

    def placeholder(self) -> str:
        """An example as one line, or nothing."""
        if self.example is None or isinstance(self.example, list | Mapping):
            return ""
        return plain(self.example).split("\n")[0]

    def check(self) -> None:
        """Raise `Wrong` where the field's own settings make no sense."""
        for key in ("min", "max"):
            if (bound := getattr(self, key)) is not None:
                self.bound(bound)

    def bound(self, text: str) -> Decimal:
        """The number that `min` or `max` spells; raises `Wrong`."""
        return _bound(text)

    def within(
        self, reading: Reading, where: str, amount: Decimal | int, what: str, unit: str = ""
    ) -> None:
        """Note an error where `amount` is below `min` or above `max`; the value is kept."""
        if self.min is None and self.max is None:
            return
        if self.min is not None and amount < self.bound(self.min):
            message = f"{what}是 {spell_number(amount)}{unit}，少于 {self.min}{unit}"
            reading.error(where, message, f"至少 {self.min}{unit}")
        if self.max is not None and amount > self.bound(self.max):
            message = f"{what}是 {spell_number(amount)}{unit}，超过 {self.max}{unit}"
            reading.error(where, message, f"至多 {self.max}{unit}")
