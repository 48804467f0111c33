"""Known 已知: what the unit's settings offer where names, units and places are filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from corpus.unit import Unit
from generator.template import Template
from webapp.controls import Control, Group, Rows, View
from webapp.forms import BLANK
from webapp.posted import PREFIX

OWN = ("单位", "发文机关", "发文单位", "编发单位", "调研单位", "召集单位")
"""Fields of an organisation that is the unit itself."""
_PLACES = ("社区", "村", "网格", "小区", "地点", "区域", "场所", "点位", "范围", "地区")
_UNITS = ("单位", "机关", "部门", "科室", "机构", "办公室", "办公室设在")
_PERSONS = ("联系人", "负责人", "责任人", "主任", "组长", "成员", "签发人")


@dataclass(frozen=True, slots=True)
class Offered:
    """A value of a list, and what stands beside it: the post of a person, the kind of a place."""

    value: str
    beside: str = ""


def lists(unit: Unit) -> dict[str, tuple[Offered, ...]]:
    """The lists that controls offer from, by name; those without an entry are left out.

    `staff` has names with their posts, `persons` both in one text as a single line takes them.
    """
    found = {
        "staff": tuple(Offered(one.name, one.post) for one in unit.staff),
        "persons": tuple(
            Offered(f"{one.name}（{one.post}）" if one.post else one.name, one.office)
            for one in unit.staff
        ),
        "units": tuple(Offered(name) for name in unit.units),
        "places": tuple(Offered(one.name, one.within or one.kind) for one in unit.places),
    }
    return {name: entries for name, entries in found.items() if entries}


def offering(view: View, type: str) -> View:
    """`view`, the controls of a field of `type`, with the names of the lists they offer from."""
    if isinstance(view, Group):
        parts = (_rows(p, type) if isinstance(p, Rows) else _one(p, type) for p in view.parts)
        return replace(view, parts=tuple(parts))
    return _rows(view, type) if isinstance(view, Rows) else _one(view, type)


def _rows(rows: Rows, type: str) -> Rows:
    return replace(
        rows,
        columns=tuple(_one(control, type) for control in rows.columns),
        rows=tuple(tuple(_one(control, type) for control in row) for row in rows.rows),
    )


def _one(control: Control, type: str) -> Control:
    wanted = list_for(control.name.removeprefix(PREFIX), type) if control.kind == "text" else ""
    return replace(control, offers=wanted) if wanted else control


def list_for(path: str, type: str) -> str:
    """The name of the list for the control at `path`, such as 领导小组.人员.0.姓名, of a field
    of `type`; "" for none."""
    field, _, rest = path.partition(".")
    part = rest.rpartition(".")[2]
    last = field if not part or part.isdecimal() or part == BLANK else part
    if last == "姓名":
        return "staff"
    if type == "org" or last.endswith(_UNITS):
        return "units"
    if last.endswith(_PERSONS) and type in ("text", "leading-group", "work-groups"):
        return "persons"
    return "places" if type in ("text", "list", "table") and last.endswith(_PLACES) else ""


def own_values(template: Template, unit: Unit) -> dict[str, Any]:
    """The unit's full name for the fields of `template` that are the unit itself."""
    return {
        name: unit.name
        for name, field in template.fields.items()
        if unit.name and field.TYPE == "org" and name in OWN
    }
