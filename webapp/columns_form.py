"""The page on which columns are matched to fields 对应: its sheets, its choices, what it sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.roster import Choices, Column, Table
from generator.roster.columns import Target, list_fields, list_parts, list_targets, row_targets
from generator.template import Template
from webapp.rosters import Sent

ROWS, UNUSED = "rows", ""
Options = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Groups of choices: what a group is called, and its choices as value and words."""


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the file: its head and first cells, and the target chosen for it."""

    name: str
    column: Column
    target: str
    how: str


@dataclass(frozen=True, slots=True)
class SheetForm:
    """A sheet of the file: what it is used as, its head's line, its columns."""

    key: str
    name: str
    hidden: bool
    use: str
    head: int
    lines: tuple[Line, ...]
    options: Options


_MONTH = re.compile(r"(20\d\d)\s*年\s*(1[0-2]|0?[1-9])\s*月")
_HOW = {"same": "同名", "like": "相近", "chosen": "选定", "": "没有用"}


def sheets(sent: Sent) -> tuple[SheetForm, ...]:
    """The sheets of `sent` that have something in them, those in use first."""
    places = {sheet.name: n for n, sheet in enumerate(sent.sheets)}
    forms = [_form(sent, table, places) for table in sent.matching.tables]
    forms += [
        SheetForm(f"s{places[sheet.name]}", sheet.name, sheet.hidden, UNUSED, 0, (), ())
        for sheet in sent.matching.unused
    ]
    return tuple(forms)


def _form(sent: Sent, table: Table, places: Mapping[str, int]) -> SheetForm:
    key = f"s{places[table.sheet.name]}"
    lines = tuple(
        Line(
            f"{key}.{column.letter}",
            column,
            column.target.name if column.target else "",
            "" if column.key and not column.target else _HOW[column.how],
        )
        for column in table.columns
    )
    options = (
        (("", _choices(list_targets(sent.template.fields[table.list]))),)
        if table.list
        else row_options(sent.template)
    )
    return SheetForm(
        key, table.sheet.name, table.sheet.hidden, table.list or ROWS, table.head.number, lines,
        options,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Constant:
    """A field without a column, and the text that every row is to have for it."""

    name: str
    label: str
    help: str
    text: str
    lines: int


def constants(sent: Sent, *, fresh: bool = False) -> tuple[Constant, ...]:
    """The required fields that the file has no column for, with what was given for them; of a
    `fresh` file its own title tells the month, not what was given the last time."""
    kept = dict(sent.matching.constants)
    told = _told(sent)
    for field in sent.template.fields.values():
        if field.TYPE in told and (fresh or field.name not in kept):
            kept[field.name] = told[field.TYPE]
    asked = {*sent.matching.lacking, *sent.matching.constants}
    fields = (f for f in sent.template.fields.values() if f.name in asked)
    return tuple(
        Constant(
            field.name,
            field.heading,
            field.cell_help() or field.help,
            kept.get(field.name, ""),
            3 if list_parts(field) or field.type == "long-text" else 1,
        )
        for field in fields
    )


def _told(sent: Sent) -> dict[str, str]:
    """The month and the year that the title above the table, its sheet or its file names."""
    rows = sent.matching.rows
    above = [cell for n in rows.sheet.lines if n.number < rows.head.number for cell in n.cells]
    for text in (*above, rows.sheet.name, sent.path.stem):
        if found := _MONTH.search(text):
            return {"month": f"{found[1]}年{int(found[2])}月", "year": found[1]}
    return {}


def row_options(template: Template) -> Options:
    """Where a column of the sheet of rows may go."""
    targets = row_targets(template)
    lists = {field.name for field in list_fields(template)}
    plain = tuple(t for t in targets if not t.part and t.field not in lists)
    parts = tuple(t for t in targets if t.part)
    whole = tuple(t for t in targets if not t.part and t.field in lists)
    groups = (("一列填完", plain), ("分成两列", parts), ("多条写在一格", whole))
    return tuple((words, _choices(group)) for words, group in groups if group)


def _choices(targets: tuple[Target, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((target.name, _words(target)) for target in targets)


def _words(target: Target) -> str:
    name = target.heading
    if target.part in ("起", "止", "姓名") and target.part != target.field:
        name = f"{target.field}的{target.part}"
    elif target.part == "职务" and target.names != ("职务",):
        name = f"{target.field}的职务"
    return f"{name}（必填）" if target.needed else name


def uses(template: Template) -> tuple[tuple[str, str], ...]:
    """What a sheet may be used as."""
    lists = ((field.name, field.name) for field in list_fields(template))
    return (ROWS, "一行一份文稿"), *lists, (UNUSED, "不用")


def posted(sent: Sent, form: Mapping[str, str]) -> Choices:
    """What the page sent: names that it does not offer are left out."""
    names = {f"s{n}": sheet.name for n, sheet in enumerate(sent.sheets)}
    lists = {field.name for field in list_fields(sent.template)}
    used = {name: form.get(f"use.{key}", UNUSED) for key, name in names.items()}
    main = next((name for name, use in used.items() if use == ROWS), "")
    head = form.get("head", "")
    changed = main != sent.matching.rows.sheet.name or (
        head.isdecimal() and int(head) != sent.matching.rows.head.number
    )
    columns: dict[str, str] = {}
    # the columns that were shown are not those of another sheet or head
    for line in (line for shown in sheets(sent) if not changed for line in shown.lines):
        value = form.get(line.name, line.target)
        key, _, letter = line.name.partition(".")
        if value != line.target or line.how == _HOW["chosen"]:
            columns[letter if names[key] == main else f"{names[key]}!{letter}"] = value
    # what was found by itself is found again, under whatever name the next file has for it
    known = {table.sheet.name: table.list for table in sent.matching.lists}
    own = main != sent.matching.rows.sheet.name or bool(sent.choices.sheet)
    at = int(head) if head.isdecimal() and len(head) < 7 else 0
    moved = at != sent.matching.rows.head.number or bool(sent.choices.head)
    return Choices(
        sheet=main if own else "",
        head=at if moved else 0,
        lists={
            name: use if use in lists else ""
            for name, use in used.items()
            if name != main
            and (name in sent.choices.lists or (use if use in lists else "") != known.get(name, ""))
        },
        columns=columns,
        constants={
            name: text
            for name in sent.template.fields
            if (text := form.get(f"all.{name}", "").replace("\r\n", "\n").strip())
        },
    )
