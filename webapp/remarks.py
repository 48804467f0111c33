"""Remarks on the form 待补与改错: the control that each gap and each finding belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.fields import Field, Finding
from generator.filling import Gap
from webapp import forms
from webapp.controls import Remark, Remarks
from webapp.posted import PREFIX

_ROW = re.compile(r"第(\d+)(?:项|行)(.*)")
RANKED = frozenset({"组长", "副组长", "成员", "办公室", "办公室主任"})


@dataclass(frozen=True, slots=True)
class Place:
    """A gap as the form shows it: the control's name, its group, what is missing; `wrong`
    where something was filled in that cannot be used."""

    name: str
    group: str
    label: str
    wrong: bool = False


def of(
    fields: Mapping[str, Field],
    inputs: Mapping[str, Any],
    gaps: Iterable[Gap],
    findings: Iterable[Finding],
) -> Remarks:
    """Gaps and findings by control. A wrong value is an error and no gap besides."""
    remarks: dict[str, Remark] = {}
    for finding in findings:
        if finding.field not in fields:
            continue
        name = control(fields[finding.field], inputs.get(finding.field), finding.where)
        text = "，".join(part for part in (finding.message, finding.remedy) if part)
        if finding.severity == "error" or name not in remarks:
            remarks[name] = Remark(finding.severity, text)
    wrong = {name for name, remark in remarks.items() if remark.severity == "error"}
    missing = {
        control(fields[gap.field], inputs.get(gap.field), gap.label)
        for gap in gaps
        if gap.field in fields
    }
    return Remarks(remarks, frozenset(missing - wrong))


def control(field: Field, value: object, where: str) -> str:
    """The name of the control that `where` means, a place inside the field such as 第3项时限.

    Rows count as the form has them, empty ones included.
    """
    name = PREFIX + field.name
    if match := _ROW.fullmatch(where):
        rows = value if isinstance(value, list) else []
        filled = [n for n, row in enumerate(rows) if row]
        at = int(match[1]) - 1
        at = filled[at] if at < len(filled) else at
        part = match[2] or _first_part(field)
        return f"{name}.{at}.{part}" if part else f"{name}.{at}"
    if field.TYPE == "leading-group" and where in RANKED:
        return _ranked(name, value, where)
    return name


def _first_part(field: Field) -> str:
    columns = field.show().get("columns") or [{}]
    return str(columns[0].get("name", ""))


def _ranked(name: str, value: object, rank: str) -> str:
    """The row of the list of people where `rank` is missing, or the office's own control."""
    if rank in ("办公室", "办公室主任"):
        return f"{name}.{rank}"
    people = forms.people(value if isinstance(value, Mapping) else {})
    at = next((n for n, person in enumerate(people) if person.get("担任") == rank), None)
    return f"{name}.人员" if at is None else f"{name}.人员.{at}.姓名"
