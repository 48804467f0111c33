"""Remnants 残留: what a draft still has of past documents, and what is to stand there instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.errors import InputError

_EDGE = re.compile(r"[\n\t↵]")
Kind = Literal[
    "unit", "place", "person", "year", "date", "phone", "cited_document", "figure", "placeholder"
]
State = Literal["open", "kept", "replaced"]

KINDS: Mapping[Kind, str] = {
    "unit": "单位",
    "place": "地名",
    "person": "人名",
    "year": "年份",
    "date": "日期",
    "phone": "电话",
    "placeholder": "占位",
    "cited_document": "文件",
    "figure": "数字",
}
"""Kind → what it is called, in the order in which one looks at them."""
NAMES = frozenset({"unit", "place", "person", "placeholder"})
STATES: tuple[State, ...] = ("open", "kept", "replaced")
LONGEST = 200
MOST_SPARED = 100
AROUND = 6
"""So many characters before and behind a place tell it from the others."""


@dataclass(frozen=True, slots=True)
class Remnant:
    """Something of a past document: `old` as it stood there, `new` what takes its place.

    `kept` ones were looked at and stay; `replaced` ones are counted again where they come back.
    `spared` are single places that stay, each as what stands `around` it.
    """

    kind: Kind
    old: str
    new: str = ""
    state: State = "open"
    spared: tuple[str, ...] = ()

    def to_json(self) -> list[str]:
        """The remnant as a short list: there may be hundreds of them."""
        return [self.kind, self.old, self.new, self.state, *self.spared]

    @classmethod
    def from_json(cls, data: object) -> Remnant:
        """The remnant that `data` describes. Raises `InputError` for anything else."""
        if isinstance(data, list | tuple) and len(data) >= 4 and all(map(_is_text, data)):
            kind, old, new, state, *spared = data
            if kind in KINDS and state in STATES and old:
                return cls(kind, old, new, state, tuple(spared[:MOST_SPARED]))
        raise InputError("旧文内容的这一项不合格式", where="residue", remedy="刷新页面后再试")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def around(text: str, start: int, end: int) -> str:
    """What stands around a place in `text`, as far as its line or cell goes: 组长▸任主任."""
    before = _EDGE.split(text[max(0, start - AROUND) : start])[-1]
    behind = _EDGE.split(text[end : end + AROUND])[0]
    return f"{before}▸{behind}"


def united(remnants: Iterable[Remnant], more: Iterable[Remnant]) -> tuple[Remnant, ...]:
    """`remnants` and those of `more` that are not among them yet, ordered by kind."""
    found: dict[tuple[str, str], Remnant] = {}
    for one in (*remnants, *more):
        found.setdefault((one.kind, one.old), one)
    order = list(KINDS)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.kind)))
