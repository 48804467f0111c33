"""The form 表单: each field of a template as the controls that a person fills in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from webapp.controls import Control, Group, Remarks, Rows, View
from webapp.posted import PREFIX

BLANK = "+n"
RANKS = ("组长", "副组长", "成员")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_SPAN = re.compile(r"\s*(?:[|｜~～]|至|——?)\s*")
_LONG = frozenset({"textarea"})
"""Widgets that take a row's second line at full width."""
_WIDE = frozenset({"textarea", "checkboxes"})
LONG = 15
"""Characters of an example that ask for a field of the form's full width."""


def view(shown: Mapping[str, Any], value: object, remarks: Remarks) -> View:
    """The controls of a field that describes itself as `shown`, filled with `value`.

    `value` is the raw input: a string, a mapping or a list, as the draft keeps it.
    """
    name = PREFIX + str(shown["name"])
    widget = str(shown["widget"])
    made: View
    if widget == "leading-group":
        made = _leading_group(name, shown, value, remarks)
    elif widget == "chart":
        made = _chart(name, shown, value, remarks)
    elif widget in ("rows", "lines"):
        made = _rows(name, shown, value, remarks)
    elif widget == "person" or (widget == "period" and not _is_named(value)):
        made = _group(name, shown, value, remarks)
    else:
        made = _control(name, shown, value, remarks)
    return made


def _control(name: str, shown: Mapping[str, Any], value: object, remarks: Remarks) -> Control:
    kind = KINDS.get(str(shown["widget"]), "text")
    dated = kind == "date" or shown.get("type") == "deadline"
    options = tuple(map(str, shown.get("options", ())))
    if kind == "select" and not (shown.get("required") and value):
        options = ("", *options)
    remark = remarks.remarks.get(name)
    return Control(
        name,
        str(shown.get("label") or shown["name"]),
        kind,
        value=spelled(value, dated=dated),
        chosen=tuple(map(str, value)) if isinstance(value, list | tuple) else (),
        options=options,
        example=_example(shown.get("placeholder", ""), dated=dated),
        help=str(shown.get("help") or ""),
        unit=str(shown.get("unit") or ""),
        required=bool(shown.get("required")),
        width="whole" if kind in _WIDE or len(str(shown.get("placeholder", ""))) > LONG else "half",
        gap=name in remarks.gaps,
        error=remark.text if remark else "",
        severity=remark.severity if remark else "",
    )


KINDS = {
    "textarea": "textarea",
    "number": "number",
    "year": "number",
    "date": "date",
    "month": "date",
    "select": "select",
    "checkboxes": "checkboxes",
    "phone": "phone",
}
"""Widget of a field type → kind of control; all others are lines of text."""


def spelled(value: object, *, dated: bool = False) -> str:
    """A raw input as its control shows it: dates as the office writes them, people and
    organisations with their second part in brackets."""
    if value is None or isinstance(value, list | tuple):
        return ""
    if isinstance(value, Mapping):
        parts = [str(part) for part in value.values() if part]
        lead = "简称：" if "全称" in value else ""
        return parts[0] + (f"（{lead}{parts[1]}）" if len(parts) > 1 else "") if parts else ""
    text = str(value)
    if dated and (match := _ISO.fullmatch(text)):
        day = f"{int(match[3])}日" if match[3] else ""
        return f"{match[1]}年{int(match[2])}月{day}"
    return text


def _example(placeholder: object, *, dated: bool) -> str:
    text = spelled(placeholder, dated=dated)
    return f"例如 {text}" if text else ""


def _is_named(value: object) -> bool:
    """Whether a period is given by a name of its own, such as 2026年一季度."""
    return isinstance(value, str) and bool(value) and len(_SPAN.split(value)) < 2


def _parts(
    name: str, columns: Iterable[Mapping[str, Any]], value: object, remarks: Remarks
) -> list[Control]:
    values = value if isinstance(value, Mapping) else {}
    return [
        _control(f"{name}.{column['name']}", column, values.get(column["name"]), remarks)
        for column in columns
    ]


def _group(name: str, shown: Mapping[str, Any], value: object, remarks: Remarks) -> Group:
    columns = [
        {**column, "label": f"{shown['name']}（{column['name']}）", "type": column["widget"]}
        for column in shown.get("columns", ())
    ]
    if isinstance(value, str) and columns:
        value = _split(value, [column["name"] for column in columns])
    remark = remarks.remarks.get(name)
    parts = _parts(name, columns, value, remarks)
    gap = name in remarks.gaps
    return Group(
        name,
        str(shown["name"]),
        tuple(replace(p, gap=p.gap or (gap and not p.value), width="half") for p in parts),
        help=str(shown.get("help") or ""),
        gap=gap,
        error=remark.text if remark else "",
        severity=remark.severity if remark else "",
    )


def _split(text: str, names: Sequence[str]) -> dict[str, str]:
    """A composite written as one text (2026-03-01至2026-06-30, 周某某|主任) as its parts."""
    pieces = _SPAN.split(text, maxsplit=len(names) - 1)
    return dict(zip(names, pieces, strict=False))


def _rows(name: str, shown: Mapping[str, Any], value: object, remarks: Remarks) -> Rows:
    columns: Sequence[Mapping[str, Any]] = _arranged(shown.get("columns") or ())
    entries = list(value) if isinstance(value, list | tuple) else _lines(value)
    single = not columns
    if single:
        columns = ({**shown, "name": "", "label": shown["name"], "widget": "text", "help": ""},)

    def row(key: str, entry: object) -> tuple[Control, ...]:
        if single:
            return (_control(f"{name}.{key}", {**columns[0], "name": key}, entry, remarks),)
        if isinstance(entry, str):
            entry = _split(entry, [column["name"] for column in columns])
        return tuple(_parts(f"{name}.{key}", columns, entry, remarks))

    remark = remarks.remarks.get(name)
    widths = _widths(row(BLANK, None))
    return Rows(
        name,
        str(shown["name"]),
        _sized(row(BLANK, None), widths, examples=False),
        tuple(_sized(row(str(n), entry), widths) for n, entry in enumerate(entries or [None])),
        add=ADD.get(str(shown.get("type")), "加一行"),
        help=str(shown.get("help") or ""),
        gap=name in remarks.gaps,
        error=remark.text if remark else "",
        severity=remark.severity if remark else "",
    )


ADD = {
    "people": "加一人",
    "tasks": "加一项任务",
    "phases": "加一个阶段",
    "budget": "加一项",
    "indicators": "加一项指标",
    "work-groups": "加一个工作组",
    "list": "加一项",
}
"""Field type → what the button under the rows says."""


def _arranged(columns: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The parts of a row as they stand in the form: a task's deadline beside what it is,
    long texts last."""
    kept = list(columns)
    order = list(TASK) if {"事项", "牵头单位"} <= {str(c["name"]) for c in kept} else []

    def place(column: Mapping[str, Any]) -> tuple[bool, int]:
        name = str(column["name"])
        return KINDS.get(str(column["widget"])) in _LONG, order.index(name) if name in order else 0

    return sorted(kept, key=place)


def _lines(value: object) -> list[Any]:
    if isinstance(value, str) and value:
        return value.split("\n")
    return [value] if isinstance(value, Mapping) and value else []


def _widths(columns: Sequence[Control]) -> list[str]:
    """How many of a row's twelve parts each control takes; long texts a line of their own."""
    short = [c for c in columns if c.kind not in _LONG]
    if len(short) > FITTING:
        half = len(short) // 2
        two = iter((*_widths(short[:half]), *_widths(short[half:])))
        return ["long" if c.kind in _LONG else next(two) for c in columns]
    names = [c.name.rpartition(".")[2] for c in short]
    known = {"事项", "牵头单位"} <= set(names)
    weights = [
        TASK[name] if known and name in TASK else WEIGHTS.get(name, 4 if c.kind == "date" else 3)
        for c, name in zip(short, names, strict=True)
    ]
    while weights and sum(weights) < 12:
        weights[min(range(len(weights)), key=lambda i: (short[i].kind != "text", weights[i]))] += 1
    while not known and sum(weights) > 12 and max(weights) > 2:
        weights[weights.index(max(weights))] -= 1
    left = iter(weights)
    return ["long" if c.kind in _LONG else f"w{next(left)}" for c in columns]


FITTING = 4
"""Controls that fit into one line of a row; more of them stand on two."""
WEIGHTS = {"担任": 3, "姓名": 3, "职务": 6, "名称": 4, "目标值": 4, "项目": 8, "金额": 4, "时限": 4}
"""Usual shares of a row for parts with well-known names."""
TASK = {"事项": 8, "时限": 4, "牵头单位": 5, "配合单位": 7}
"""A task takes two lines: names of several offices do not fit into a quarter of the form."""


def _sized(
    controls: Iterable[Control], widths: Sequence[str], *, examples: bool = True
) -> tuple[Control, ...]:
    return tuple(
        replace(c, width=w, example=_short(c) if examples else "")
        for c, w in zip(controls, widths, strict=True)
    )


def _chart(name: str, shown: Mapping[str, Any], value: object, remarks: Remarks) -> Group:
    given = value if isinstance(value, Mapping) else {"数据": value}
    path = f"{name}.数据".removeprefix(PREFIX)
    texts = _parts(name, ({"name": n, "widget": "text"} for n in ("标题", "单位")), given, remarks)
    rows = _rows(f"{name}.数据", {**shown, "name": path}, given.get("数据"), remarks)
    return Group(
        name,
        str(shown["name"]),
        (*texts, replace(rows, label=str(shown["name"]))),
        help=str(shown.get("help") or ""),
        gap=name in remarks.gaps,
    )


def _short(control: Control) -> str:
    """The example of a control in a row: no room for a whole date."""
    return "填日期" if "日" in control.example and "年" in control.example else control.example


# ── Leading group 领导小组: one list of people with what each is, as it is spoken of ──


def _leading_group(name: str, shown: Mapping[str, Any], value: object, remarks: Remarks) -> Group:
    group = value if isinstance(value, Mapping) else {}
    columns = (
        {"name": "担任", "widget": "select", "options": RANKS, "required": True},
        {"name": "姓名", "widget": "text"},
        {"name": "职务", "label": "单位和职务", "widget": "text"},
    )
    path = f"{name}.人员"
    rows = _rows(
        path,
        {"name": path.removeprefix(PREFIX), "type": "people", "columns": columns},
        people(group),
        remarks,
    )
    rows = replace(
        rows,
        label=str(shown["name"]),
        plain=True,
    )
    office = _control(
        f"{name}.办公室",
        {
            "name": "办公室",
            "label": "办公室设在",
            "widget": "text",
            "placeholder": "街道应急管理办",
        },
        group.get("办公室"),
        remarks,
    )
    chief = _control(
        f"{name}.办公室主任",
        {"name": "办公室主任", "widget": "text", "placeholder": "陈某某（街道办事处副主任）"},
        group.get("办公室主任"),
        remarks,
    )
    remark = remarks.remarks.get(name)
    return Group(
        name,
        str(shown["name"]),
        (rows, office, chief),
        help=str(shown.get("help") or ""),
        gap=name in remarks.gaps,
        error=remark.text if remark else "",
        severity=remark.severity if remark else "",
    )


def people(group: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The people of a leading group in the rows of the form; one empty row a rank at first."""
    if isinstance(group.get("人员"), list):
        return [dict(person) for person in group["人员"]]
    found: list[dict[str, Any]] = []
    for rank in RANKS:
        held = group.get(rank)
        for person in held if isinstance(held, list | tuple) else [held]:
            parts = person if isinstance(person, Mapping) else _split_person(person)
            if parts:
                found.append({"担任": rank, **parts})
    return found or [{"担任": rank} for rank in RANKS]


def _split_person(text: object) -> dict[str, str]:
    if not text:
        return {}
    if match := re.fullmatch(r"(.+?)[（(](.+)[）)]", str(text)):
        return {"姓名": match[1], "职务": match[2]}
    return _split(str(text), ("姓名", "职务"))


def fold(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """`inputs` as the template takes them: lists of people by rank become leading groups."""
    return {
        name: _folded(value) if isinstance(value, Mapping) and "人员" in value else value
        for name, value in inputs.items()
    }


def _folded(group: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for person in group["人员"] if isinstance(group["人员"], list) else ():
        if not isinstance(person, Mapping):
            continue
        parts = {key: text for key, text in person.items() if key != "担任" and text}
        rank = person.get("担任", "成员")
        if not parts or rank not in RANKS:
            continue
        if rank == "组长" and "组长" not in result:
            result["组长"] = parts
        else:
            result.setdefault("副组长" if rank == "组长" else rank, []).append(parts)
    return {**result, **{key: text for key, text in group.items() if key != "人员"}}


def offering(shown: View, words: str) -> View:
    """`shown` whose first list offers to take over an earlier one, in `words`."""
    if isinstance(shown, Rows):
        return replace(shown, last=words)
    if isinstance(shown, Group) and shown.parts and isinstance(shown.parts[0], Rows):
        return replace(shown, parts=(replace(shown.parts[0], last=words), *shown.parts[1:]))
    return shown


def standing_in(shown: View, text: str) -> View:
    """`shown` that says which text stands in while it is empty."""
    return replace(shown, example=f"不填则用 {text}") if isinstance(shown, Control) else shown


def unlabelled(shown: View) -> View:
    """`shown` for a group that has nothing else: rows need no name besides the group's."""
    return replace(shown, plain=True) if isinstance(shown, Rows) else shown
