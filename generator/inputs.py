"""Inputs turned into the values that a template sees, with everything that is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.fields import Field, Finding, Raw, did_you_mean
from generator.fields.times import DateField, MonthField, PeriodField, YearField
from generator.fields.values import Date, Missing, Month, Period

_WITH_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Values:
    """One value for each field (a `Missing` where there is none), findings, and the year."""

    values: Mapping[str, object]
    findings: tuple[Finding, ...]
    year: int | None


def read_values(fields: Mapping[str, Field], inputs: Mapping[str, Raw]) -> Values:
    """The values that `inputs` give to `fields`.

    An unknown name is a finding with the nearest name. Dates without a year take the year of
    the first field of time that has one. A wrong value becomes a gap, so that it is seen.
    """
    findings = [
        Finding("error", str(name), "", f"没有“{name}”这个要素", did_you_mean(str(name), fields))
        for name in inputs
        if name not in fields
    ]
    year = _year(fields, inputs)
    values: dict[str, object] = {}
    for name, field in fields.items():
        raw = inputs.get(name)
        if raw is None or raw == "":
            values[name] = field.missing()
            continue
        value, found = field.parse(raw, year=year)
        findings += found
        wrong = any(finding.severity == "error" for finding in found)
        values[name] = field.missing(wrong=wrong) if value is None else value
    return Values(values, tuple(findings), year)


def _year(fields: Mapping[str, Field], inputs: Mapping[str, Raw]) -> int | None:
    for types in ((YearField, PeriodField, MonthField), (DateField,)):
        for name, field in fields.items():
            raw = inputs.get(name)
            if raw and isinstance(field, types):
                value, _ = field.parse(raw)
                if isinstance(value, int):
                    return value
                if isinstance(value, Period | Month | Date) and not isinstance(value, Missing):
                    return value.年
    return None
