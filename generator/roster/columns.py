"""What a roster asks for: a column for each plain field, a sheet for each list field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.fields.base import Field, Raw, Wrong, plain
from generator.fields.groups import LeadingGroupField
from generator.fields.parties import PeopleField, PersonField
from generator.fields.rows import RowsField, is_empty
from generator.fields.scalars import ChoiceField, ListField, TextField, split_list
from generator.fields.tables import ChartField
from generator.fields.times import DateField, PeriodField
from generator.template import Template

DATA, GUIDE, CHOICES = "数据表", "填写说明", "选项"
"""The sheets of a roster of ours beside those of lists; the last one holds the drop-downs."""
RESULT = "核对结果"
"""The sheet that lists what is wrong, in a copy with comments."""
KEY = "序号"
"""The column that ties the lines of a list's sheet to the rows of the roster."""
EVERY = "全部"
"""The key of a line that every row has."""
EXAMPLE, RULES = "示例", "要求"
"""The keys of lines in a roster of ours that are no data."""
POST, OFFICE, TITLE = "组内职务", "办公室", "标题"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column's cells go: a field, or with `part` one part of it.

    `declared` reads a cell of the column; `needed` says that the column must be there; `names`
    are what its head may be.
    """

    field: str
    declared: Field
    part: str = ""
    needed: bool = False
    names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The target in one word, as choices are kept: 单位, 起止.起, 重点任务.时限."""
        return f"{self.field}.{self.part}" if self.part else self.field

    @property
    def heading(self) -> str:
        """What a head calls it, with the unit in brackets."""
        return self.declared.heading


def list_parts(field: Field) -> tuple[Field, ...]:
    """The columns of the sheet that holds the entries of `field`; () for a plain field."""
    if isinstance(field, LeadingGroupField):
        posts = tuple(role.name for role in field.ROLES)
        return (
            ChoiceField(POST, required=True, options=posts),
            TextField("姓名", required=True, help="职务为“办公室”的一行，这里写所设单位"),
            TextField("职务"),
        )
    if isinstance(field, PeopleField):
        return TextField("姓名", required=True), TextField("职务")
    if isinstance(field, ChartField):
        return *field.data_columns(), TextField(TITLE, help="图的标题，写在第一条即可")
    if isinstance(field, RowsField):
        return field.row()
    if isinstance(field, ListField):
        return (TextField("内容", required=True),)
    return ()


def plain_fields(template: Template) -> tuple[Field, ...]:
    """The fields that have a column of their own, in the template's order."""
    return tuple(field for field in template.fields.values() if not list_parts(field))


def list_fields(template: Template) -> tuple[Field, ...]:
    """The fields that have a sheet of their own, in the template's order."""
    return tuple(field for field in template.fields.values() if list_parts(field))


def row_targets(template: Template) -> tuple[Target, ...]:
    """Where columns of the sheet of rows may go: every field, whole, and parts of some.

    A list in one cell is written line by line; a period and a person may stand in two columns.
    """
    found: list[Target] = []
    periods = [f.name for f in template.fields.values() if isinstance(f, PeriodField)]
    for field in template.fields.values():
        found.append(Target(field.name, field, "", field.needed, (field.name,)))
        for part in split_parts(field):
            # 开始日期 alone is clear where there is one period only
            alone = (part.name,) if periods == [field.name] else ()
            names = (field.name + part.name, *alone)
            found.append(Target(field.name, part, part.name, names=names))
    return tuple(found)


def split_parts(field: Field) -> tuple[Field, ...]:
    """The columns into which a plain field may be split."""
    if isinstance(field, PeriodField):
        return DateField("起"), DateField("止")
    if isinstance(field, PersonField):
        return TextField("姓名"), TextField("职务")
    return ()


def list_targets(field: Field) -> tuple[Target, ...]:
    """Where columns of the sheet of the list field `field` may go."""
    return tuple(
        Target(field.name, part, part.name, part.required, (part.name,))
        for part in list_parts(field)
    )


def gathered(field: Field, lines: Sequence[Mapping[str, str]]) -> Raw:
    """The input that the `lines` of a list's sheet give to `field`, as a form would send it."""
    if isinstance(field, ListField):
        return [line.get("内容", "") for line in lines]
    if isinstance(field, ChartField):
        title = next((line[TITLE] for line in lines if line.get(TITLE)), "")
        data = [{k: v for k, v in line.items() if k != TITLE} for line in lines]
        return {TITLE: title, "数据": data} if title else {"数据": data}
    if not isinstance(field, LeadingGroupField):
        return [dict(line) for line in lines]
    single = {role.name for role in field.ROLES if not isinstance(role, PeopleField)}
    group: dict[str, Raw] = {}
    for line in lines:
        post = line.get(POST, "")
        person: Raw = {k: v for k, v in line.items() if k in ("姓名", "职务") and v}
        if post not in single:
            group.setdefault(post, [])
            entries = group[post]
            assert isinstance(entries, list)
            entries.append(person)
        elif post in group:
            # as lines the field itself says what is wrong
            return [_as_line(line) for line in lines]
        else:
            group[post] = line.get("姓名", "") if post == OFFICE else person
    return group


def _as_line(line: Mapping[str, str]) -> str:
    return "|".join(filter(None, (line.get(part, "") for part in (POST, "姓名", "职务"))))


def spread(field: Field, raw: Raw) -> list[tuple[str, ...]]:
    """`raw`, an input of the list field `field`, as the cells of its sheet, a line an entry.

    The way back from `gathered`; what cannot be taken apart stands in the first cell.
    """
    if is_empty(raw):
        return []
    if isinstance(field, ListField):
        return [(text,) for text in split_list(raw)]
    if isinstance(field, LeadingGroupField):
        return _spread_group(field, raw)
    if isinstance(field, PeopleField):
        entries = raw if isinstance(raw, list | tuple) else plain(raw).split("\n")
        return [_person_cells(entry) for entry in entries if not is_empty(entry)]
    if isinstance(field, ChartField):
        title = plain(raw.get(TITLE)) if isinstance(raw, Mapping) else ""
        data = raw.get("数据") if isinstance(raw, Mapping) else raw
        lines = _table_lines(field.table(), data)
        return [(*line, title if n == 0 else "") for n, line in enumerate(lines)]
    assert isinstance(field, RowsField)
    return _table_lines(field, raw)


def _table_lines(table: RowsField, raw: Raw) -> list[tuple[str, ...]]:
    return [_row_cells(table, row) for row in table.raw_rows(raw) if not is_empty(row)]


def _row_cells(field: RowsField, row: Raw) -> tuple[str, ...]:
    if isinstance(row, str):
        try:
            given: Raw = field.read_line(row, "")
        except Wrong:
            return (row,)
        row = given
    if isinstance(row, list | tuple):
        row = dict(zip((part.name for part in field.row()), row, strict=False))
    if not isinstance(row, Mapping):
        return (plain(row),)
    return tuple(
        part.segment(row.get(part.name)) if isinstance(part, PersonField)
        else part.cell(row.get(part.name))
        for part in field.row()
    )  # fmt: skip


def _person_cells(raw: Raw) -> tuple[str, ...]:
    name, _, post = PersonField("人员").cell(raw).partition("|")
    return name, post


def _spread_group(field: LeadingGroupField, raw: Raw) -> list[tuple[str, ...]]:
    if not isinstance(raw, Mapping):
        try:
            raw = field.read_lines(raw)
        except Wrong:
            return [("", plain(raw))]
    lines: list[tuple[str, ...]] = []
    for role in field.ROLES:
        given = raw.get(role.name)
        for entry in given if isinstance(given, list) else [given]:
            if not is_empty(entry):
                cells = (plain(entry), "") if role.name == OFFICE else _person_cells(entry)
                lines.append((role.name, *cells))
    return lines
