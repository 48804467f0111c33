"""Inputs turned into the values that a template sees, with everything that is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from generator.fields import Field, Finding, Raw, did_you_mean
from generator.fields.times import DateField, MonthField, PeriodField, YearField
from generator.fields.values import Date, Missing, Month, Period
from generator.logic import Logic

_WITH_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Values:
    """One value for each field (a `Missing` where there is none), findings, and the year.

    `hidden` are the fields whose condition does not hold; `defaults` the texts that stood in.
    """

    values: Mapping[str, object]
    findings: tuple[Finding, ...]
    year: int | None
    hidden: frozenset[str] = frozenset()
    defaults: Mapping[str, str] = field(default_factory=dict)


NO_LOGIC = Logic()
Read = tuple[object | None, list[Finding]]
Parse = Callable[[Field, Raw, int | None], Read]


def parse(field: Field, raw: Raw, year: int | None) -> Read:
    """What `field` reads in `raw`, and its findings."""
    return field.parse(raw, year=year)


def read_values(
    fields: Mapping[str, Field],
    inputs: Mapping[str, Raw],
    logic: Logic = NO_LOGIC,
    parse: Parse = parse,
) -> Values:
    """The values that `inputs` give to `fields`, completed and checked by `logic`.

    An unknown name is a finding with the nearest name. Dates without a year take the year of
    the first field of time that has one. A wrong value becomes a gap, so that it is seen.
    What was typed into a hidden field is neither used nor found fault with. `parse` may answer
    from memory what it was asked before.
    """
    findings = [
        Finding("error", str(name), "", f"没有“{name}”这个要素", did_you_mean(str(name), fields))
        for name in inputs
        if name not in fields
    ]
    year = _year(fields, inputs, parse)
    values: dict[str, object] = {}
    for name, declared in fields.items():
        raw = inputs.get(name)
        if raw is None or raw == "":
            values[name] = declared.missing()
            continue
        values[name], found = _given(fields, year, parse, name, raw)
        findings += found
    given = partial(_given, fields, year, parse)
    hidden, defaults, found = logic.settle(fields, values, given)
    findings = [finding for finding in findings if finding.field not in hidden]
    return Values(values, (*findings, *found), year, hidden, defaults)


def _given(
    fields: Mapping[str, Field], year: int | None, parse: Parse, name: str, raw: Raw
) -> tuple[object, list[Finding]]:
    """The value of field `name` that `raw` gives, a `Missing` where there is none, and findings."""
    value, found = parse(fields[name], raw, year)
    wrong = any(finding.severity == "error" for finding in found)
    return (fields[name].missing(wrong=wrong) if value is None else value), found


def _year(fields: Mapping[str, Field], inputs: Mapping[str, Raw], parse: Parse) -> int | None:
    for types in ((YearField, PeriodField, MonthField), (DateField,)):
        for name, declared in fields.items():
            raw = inputs.get(name)
            if raw and isinstance(declared, types):
                value, _ = parse(declared, raw, None)
                if isinstance(value, int):
                    return value
                if isinstance(value, Period | Month | Date) and not isinstance(value, Missing):
                    return value.年
    return None
