"""Field types of groups of people: leading group, work groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from generator.fields.base import Field, Raw, Reading, Wrong, plain
from generator.fields.parties import PeopleField, PersonField
from generator.fields.rows import RowsField, check_parts, describe_column, is_empty, record_shape
from generator.fields.scalars import LongTextField, TextField
from generator.fields.values import LeadingGroup, Missing, Rows, WorkGroup


class WorkGroupsField(RowsField):
    """Work groups 工作组."""

    TYPE = "work-groups"
    LABEL = "工作组"
    ROW = (
        TextField("名称", required=True),
        PersonField("组长"),
        TextField("成员"),
        LongTextField("职责", required=True),
    )
    BUILD = WorkGroup

    def cell_help(self) -> str:
        return super().cell_help() + "，组长写成 姓名（职务）"


_POST = re.compile(
    r"(?P<post>组\s*长|副\s*组\s*长|成\s*员|办公室主任|办公室)\s*[|｜：:]\s*(?P<rest>.*)"
)


class LeadingGroupField(Field):
    """A leading group 领导小组; in a cell one line a person: `组长|周某某|街道党工委书记`."""

    TYPE = "leading-group"
    LABEL = "领导小组"
    WIDGET = "leading-group"
    ROLES: ClassVar[tuple[Field, ...]] = (
        PersonField("组长", required=True),
        PeopleField("副组长"),
        PeopleField("成员"),
        TextField("办公室"),
        PersonField("办公室主任"),
    )

    def value(self, raw: Raw, reading: Reading, where: str) -> LeadingGroup | None:
        if isinstance(raw, Mapping):
            check_parts(raw, self.ROLES, "领导小组")
        else:
            raw = self.read_lines(raw)
        if is_empty(raw):
            return None
        read = {role.name: role.read(raw.get(role.name), reading, role.name) for role in self.ROLES}
        deputies, members = (
            Rows() if isinstance(read[name], Missing) else read[name] for name in ("副组长", "成员")
        )
        return LeadingGroup(read["组长"], deputies, members, read["办公室"], read["办公室主任"])  # type: ignore[arg-type]

    def read_lines(self, raw: Raw) -> Mapping[str, Raw]:
        """The parts of a group typed line by line; raises `Wrong` for an unknown post."""
        lines = raw if isinstance(raw, list | tuple) else plain(raw).split("\n")
        result: dict[str, Any] = {}
        names = [role.name for role in self.ROLES]
        for line in filter(None, map(plain, lines)):
            match = _POST.fullmatch(line)
            if match is None:
                raise Wrong(
                    f"“{line}”开头不是领导小组的职务",
                    f"写成 组长|姓名|职务；职务只有 {'、'.join(names)}",
                )
            post = re.sub(r"\s", "", match["post"])
            if post in ("副组长", "成员"):
                result.setdefault(post, []).append(match["rest"])
            elif post in result:
                raise Wrong(f"“{post}”写了两次", "只留一行")
            else:
                result[post] = match["rest"]
        return result

    def cell(self, raw: Raw) -> str:
        if not isinstance(raw, Mapping):
            return plain(raw)
        lines: list[str] = []
        for role in self.ROLES:
            given = raw.get(role.name)
            entries = given if isinstance(given, list) else [given]
            one = PersonField(role.name) if isinstance(role, PeopleField) else role
            lines += [f"{role.name}|{one.cell(e)}" for e in entries if not is_empty(e)]
        return "\n".join(lines)

    def cell_help(self) -> str:
        return "每行一人，写成 组长|姓名|职务；另可有 办公室|所设单位 和 办公室主任|姓名|职务"

    def shape(self) -> dict[str, Any]:
        return record_shape(self.ROLES)

    def show(self) -> dict[str, Any]:
        example = self.example if isinstance(self.example, Mapping) else {}
        return super().show() | {
            "columns": [describe_column(role, example.get(role.name)) for role in self.ROLES]
        }
