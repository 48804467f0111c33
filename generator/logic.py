"""What ties the fields of a template together: conditions, computed defaults, checks, periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.compiled import Piece, sandbox
from generator.errors import TemplateError
from generator.fields import Field, Finding, did_you_mean
from generator.fields.times import PeriodField
from generator.fields.values import Date, Missing, Period, Rows, Value
from generator.frontmatter import Path, Yaml
from generator.tokens import TOKEN, Sink

_CHECK_KEYS = ("if", "message", "remedy", "severity")
_ASKING = frozenset({"missing", "given"})
# Quoted text, a part or filter after its sign, else a name.
_WORD = re.compile(r"""'[^']*'|"[^"]*"|[.|]\s*\w+|(\w+)""")
_DATED = ("起", "止", "时限")


@dataclass(frozen=True, slots=True)
class Check:
    """A check 核对 across fields: where `piece` holds, `message` stands next to `field`."""

    piece: Piece
    field: str
    message: str
    remedy: str
    severity: Literal["error", "warning"]

    def skipped(self, names: Mapping[str, object]) -> bool:
        """Whether a field that it reads is missing, unless it asks for just that."""
        if self.piece.tests & _ASKING:
            return False
        return any(isinstance(names.get(name), Missing) for name in self.piece.used)


@dataclass(frozen=True, slots=True)
class Logic:
    """The conditions, defaults and periods of fields by their names, and the checks."""

    conditions: Mapping[str, Piece] = field(default_factory=dict)
    defaults: Mapping[str, Piece] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()

    def __bool__(self) -> bool:
        """Whether any field is tied to another."""
        return bool(self.conditions or self.defaults or self.within or self.checks)

    @property
    def used(self) -> frozenset[str]:
        """The fields that conditions, defaults and checks read."""
        return frozenset().union(*(piece.used for piece in self.pieces), self.within.values())

    @property
    def pieces(self) -> list[Piece]:
        """Every piece of conditions, defaults and checks."""
        pieces = [*self.conditions.values(), *self.defaults.values()]
        return [*pieces, *(check.piece for check in self.checks)]

    def settle(
        self,
        fields: Mapping[str, Field],
        values: dict[str, object],
        given: Callable[[str, str], tuple[object, list[Finding]]],
    ) -> tuple[frozenset[str], dict[str, str], list[Finding]]:
        """Complete `values` in place; the hidden fields, the defaults taken, what is wrong.

        In the order of `fields`: one whose condition does not hold is hidden and becomes an
        optional `Missing`; one without a value takes its default, read by `given(name, text)`.
        """
        hidden: set[str] = set()
        taken: dict[str, str] = {}
        findings: list[Finding] = []
        names = {**sandbox().globals, **values}
        for name in fields:
            condition, default = self.conditions.get(name), self.defaults.get(name)
            if condition is not None and not _holds(condition, names):
                hidden.add(name)
                values[name] = names[name] = Missing(name)
                continue
            wanted = default is not None and isinstance(values[name], Missing)
            if default is not None and wanted and (text := _text(default, names)):
                values[name], found = given(name, text)
                names[name] = values[name]
                findings += found
                taken[name] = text
        findings += self._checked(fields, names)
        return frozenset(hidden), taken, findings

    def _checked(self, fields: Mapping[str, Field], names: dict[str, object]) -> Iterator[Finding]:
        for check in self.checks:
            if not check.skipped(names) and _holds(check.piece, names):
                yield Finding(check.severity, check.field, "", check.message, check.remedy)
        for name, period in self.within.items():
            bounds = names[period]
            if isinstance(bounds, Period):
                yield from _outside(name, names[name], period, bounds)


def read_logic(fields: Mapping[str, Field], front: Yaml, name: str) -> Logic:
    """The logic that the front matter declares.

    Raises `TemplateError` with the place for a name that is not declared, a period that is
    none, a check without condition or message.
    """
    names = frozenset(fields)

    def piece(text: str, *path: str | int) -> Piece:
        line = front.places.get(path, front.places.get(path[:-1], (1, 1)))[0]
        return Piece(text, name, line, names)

    conditions: dict[str, Piece] = {}
    defaults: dict[str, Piece] = {}
    within: dict[str, str] = {}
    for key, declared in fields.items():
        path: Path = ("fields", key)
        if declared.condition:
            conditions[key] = piece(_condition(declared.condition), *path, "if")
        if declared.default:
            defaults[key] = piece(declared.default, *path, "default")
        if declared.within_period:
            period = fields.get(declared.within_period)
            if not isinstance(period, PeriodField):
                known = [n for n, other in fields.items() if isinstance(other, PeriodField)]
                raise TemplateError(
                    f"“{declared.within_period}”不是起止时间要素",
                    where=front.where(name, *path, "within"),
                    remedy=did_you_mean(declared.within_period, known),
                )
            within[key] = declared.within_period
        for made in (conditions.get(key), defaults.get(key)):
            if made is not None and key in made.text and key in made.used:
                raise TemplateError(
                    f"要素“{key}”的条件或默认值用到了它自己",
                    where=front.where(name, *path),
                    remedy="改用别的要素",
                )
    return Logic(conditions, defaults, within, tuple(_checks(fields, front, name, piece)))


def _checks(
    fields: Mapping[str, Field], front: Yaml, name: str, piece: Callable[..., Piece]
) -> Iterator[Check]:
    declared = front.value.get("checks", [])
    if not isinstance(declared, list):
        declared = [declared]
    for n, entry in enumerate(declared):
        where = front.where(name, "checks", n)
        _check_entry(entry, where)
        compiled = piece(_condition(entry["if"]), "checks", n, "if")
        first = next((word for word in _words(entry["if"]) if word in fields), None)
        if first is None:
            raise TemplateError(
                "核对没有用到任何要素", where=where, remedy="写成 if: 办结数 > 受理数"
            )
        yield Check(
            compiled, first, entry["message"], entry.get("remedy", ""),
            entry.get("severity", "error"),
        )  # fmt: skip


def _check_entry(entry: Any, where: str) -> None:
    texts = isinstance(entry, Mapping) and all(isinstance(v, str) for v in entry.values())
    if not texts or not entry.get("if") or not entry.get("message"):
        raise TemplateError(
            "核对应当写明 if 和 message",
            where=where,
            remedy="写成 {if: 办结数 > 受理数, message: 办结数多于受理数}",
        )
    for key in entry:
        if key not in _CHECK_KEYS:
            raise TemplateError(
                f"核对里没有“{key}”这一项", where=where, remedy=did_you_mean(key, _CHECK_KEYS)
            )
    if entry.get("severity", "error") not in ("error", "warning"):
        raise TemplateError(
            "severity 只能是 error 或 warning", where=where, remedy="不写即为 error"
        )


def _words(expression: str) -> Iterator[str]:
    """The names in `expression` in order, without those of parts and filters."""
    return (match[1] for match in _WORD.finditer(expression) if match[1])


def _condition(expression: str) -> str:
    return f"{{% if {expression} %}}1{{% endif %}}"


def _holds(piece: Piece, names: dict[str, object]) -> bool:
    return bool(piece.render(names, Sink()).strip())


def _text(piece: Piece, names: dict[str, object]) -> str:
    """What `piece` prints, or "" where a value in it is missing."""
    sink = Sink()
    printed = piece.render(names, sink).strip()
    if any(isinstance(value, Missing) for value in sink.values):
        return ""
    return TOKEN.sub(lambda match: str(sink.find(match[0])), printed)


def _outside(name: str, value: object, period: str, bounds: Period) -> Iterator[Finding]:
    for where, date in _dates(value):
        if not bounds.起 <= date <= bounds.止:
            yield Finding(
                "warning",
                name,
                where,
                f"{date}不在“{period}”（{bounds}）以内",
                f"改这个日期，或改“{period}”",
            )


def _dates(value: object) -> Iterator[tuple[str, Date]]:
    if isinstance(value, Date):
        yield "", value
    elif isinstance(value, Period):
        yield "起", value.起
        yield "止", value.止
    elif isinstance(value, Rows):
        for n, row in enumerate(value, 1):
            parts = row.PARTS if isinstance(row, Value) else frozenset()
            for part in _DATED:
                date = getattr(row, part) if part in parts else None
                if isinstance(date, Date):
                    yield f"第{n}项{part}", date


__all__ = ["Check", "Logic", "read_logic"]
