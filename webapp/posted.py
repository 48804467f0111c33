"""What the workbench's form sends 填写内容: names with dots → nested inputs, and section states.

A field is posted as `f.单位`, a part as `f.起止.起`, a part of the n-th row as
`f.重点任务.0.事项`, one of several choices as `f.领域.+`. `order` lists the sections as they
stand, `on` those that are written, `edited` those written by hand with `text.<section>`;
`variant.<section>` chooses between several ways to write one, `title.<section>` names one
that the template does not have, `source.<section>` says where a text was taken from; photos are
`p.<section>.<n>.image` with `caption`, `alt`, `width` and `stand` (photo_rows.py). `bound`
lists the attachments that may be bound apart, `separate` those that are. What came from past
documents is `old.<n>` (kind and words), `new.<n>`, `keep.<n>` and `done.<n>`,
`spare.<n>` for each place of it that stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpus.document import Figure
from generator.remnants import Remnant
from generator.states import ANNEX
from webapp import photo_rows
from webapp.errors import InvalidRequest

Inputs = dict[str, Any]
PREFIX = "f."
TEXT = "text."
VARIANT = "variant."
TITLE = "title."
SOURCE = "source."
OLD, NEW, KEEP, DONE, SPARE = "old.", "new.", "keep.", "done.", "spare."
DEPTH = 6
UNTITLED, UNTITLED_ANNEX = "新的一节", "新的附件"


@dataclass(frozen=True, slots=True)
class Section:
    """A section as the form has it; `text` is what was written by hand, `separate` None
    where the form does not ask."""

    id: str
    state: Literal["form", "off", "edited"] = "form"
    text: str = ""
    edited: bool = False
    variant: str | None = None
    title: str = ""
    source: Mapping[str, Any] | None = None
    figures: tuple[Figure, ...] = ()
    stands: tuple[str, ...] = ()
    separate: bool | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """One state of the form: the revision it started from, the inputs, the sections in order,
    what came from past documents."""

    revision: int
    inputs: Inputs
    sections: tuple[Section, ...]
    remnants: tuple[Remnant, ...] = ()


def read(pairs: Iterable[tuple[str, str]]) -> Posted:
    """What the pairs of a posted form mean.

    Raises `InvalidRequest` for a revision that is no number or a name nested too deeply.
    """
    known = list(pairs)
    values: dict[str, list[str]] = {}
    for name, value in known:
        values.setdefault(name, []).append(value)
    shown = photo_rows.posted(known)
    on, edited = set(values.get("on", ())), set(values.get("edited", ()))
    bound, separate = set(values.get("bound", ())), set(values.get("separate", ()))
    sections = tuple(
        Section(
            id,
            "off" if id not in on else "edited" if id in edited else "form",
            _breaks(values.get(TEXT + id, [""])[0]),
            id in edited,
            values.get(VARIANT + id, [""])[0] or None,
            values[TITLE + id][0].strip() or untitled(id) if TITLE + id in values else "",
            _source(values.get(SOURCE + id, [""])[0]),
            tuple(figure for figure, _ in shown.get(id, ())),
            tuple(stand for _, stand in shown.get(id, ())),
            id in separate if id in bound else None,
        )
        for id in dict.fromkeys(values.get("order", ()))
    )
    revision = values.get("revision", ["0"])[0]
    if not revision.isdecimal():
        raise InvalidRequest("这一页的版本号不对", remedy="刷新页面后再试一次")
    return Posted(int(revision), read_inputs(known), sections, tuple(_remnants(values)))


def untitled(id: str) -> str:
    """What a section or attachment of one's own is called until it has a title."""
    return UNTITLED_ANNEX if id.startswith(ANNEX) else UNTITLED


def _source(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text) if text else None
    except ValueError:
        found = None
    return found if isinstance(found, dict) else None


def _remnants(values: Mapping[str, list[str]]) -> Iterator[Remnant]:
    """What came from past documents, in the order of the page; raises `InputError`."""
    for name, (old, *_) in values.items():
        if not name.startswith(OLD):
            continue
        n = name.removeprefix(OLD)
        kind, _, words = old.partition("|")
        state = "kept" if KEEP + n in values else "replaced" if DONE + n in values else "open"
        new, spared = values.get(NEW + n, [""])[0].strip(), values.get(SPARE + n, ())
        yield Remnant.from_json((kind, words, new, state, *dict.fromkeys(spared)))


def read_inputs(pairs: Iterable[tuple[str, str]]) -> Inputs:
    """The inputs among `pairs`, nested: rows in the order of the page, blank ones left out at
    the end of their list; texts as typed with line breaks as `\\n`.
    """
    tree: dict[str, Any] = {}
    for name, value in pairs:
        if not name.startswith(PREFIX):
            continue
        path = name.removeprefix(PREFIX).split(".")
        if len(path) > DEPTH:
            raise InvalidRequest("表单里有一项的名字不对", where=name[:40], remedy="刷新页面后再试")
        _put(tree, path, _breaks(value))
    nested = _nested(tree)
    return nested if isinstance(nested, dict) else {}


def with_empty_row(inputs: Inputs, name: str) -> Inputs:
    """`inputs` with an empty row at the end of the list whose control is called `name`."""
    first, *rest = name.removeprefix(PREFIX).split(".")
    value = inputs.get(first)
    if rest:
        own = value if isinstance(value, dict) else {}
        return {**inputs, first: with_empty_row(own, ".".join(rest))}
    return {**inputs, first: [*(value if isinstance(value, list) else [{}]), {}]}


def pairs_of(inputs: Mapping[str, Any], prefix: str = PREFIX) -> list[tuple[str, str]]:
    """`inputs` as the pairs that a form with these fields posts: the inverse of `read_inputs`."""
    result: list[tuple[str, str]] = []
    for key, value in inputs.items():
        result += _pairs(f"{prefix}{key}", value)
    return result


def _pairs(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return pairs_of(value, f"{name}.")
    if isinstance(value, list | tuple):
        return [pair for n, entry in enumerate(value) for pair in _pairs(f"{name}.{n}", entry)]
    return [] if value is None else [(name, str(value))]


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    for key in path[:-1]:
        branch = tree.setdefault(key, {})
        if not isinstance(branch, dict):
            branch = tree[key] = {}
        tree = branch
    key = path[-1]
    if key == "+":
        key = str(len(tree))
    tree[key] = value


def _nested(node: Any) -> Any:
    """`node` with numbered branches as lists; blank texts are left out, blank rows trimmed."""
    if not isinstance(node, dict):
        return node
    if node and all(key.isdecimal() for key in node):
        rows = [_nested(value) for value in node.values()]
        while rows and not rows[-1]:
            rows.pop()
        return rows
    parts = {key: _nested(value) for key, value in node.items()}
    return {key: value for key, value in parts.items() if value not in ("", {}, [])}


def _breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
