"""Remnants 残留: what a draft still has of past documents, and what is to stand there instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.errors import InputError

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


@dataclass(frozen=True, slots=True)
class Remnant:
    """Something of a past document: `old` as it stood there, `new` what takes its place.

    `kept` ones were looked at and stay; `replaced` ones are counted again where they come back.
    """

    kind: Kind
    old: str
    new: str = ""
    state: State = "open"

    def to_json(self) -> list[str]:
        """The remnant as a short list: there may be hundreds of them."""
        return [self.kind, self.old, self.new, self.state]

    @classmethod
    def from_json(cls, data: object) -> Remnant:
        """The remnant that `data` describes. Raises `InputError` for anything else."""
        if isinstance(data, list | tuple) and len(data) == 4 and all(map(_is_text, data)):
            kind, old, new, state = data
            if kind in KINDS and state in STATES and old:
                return cls(kind, old, new, state)
        raise InputError("旧文内容的这一项不合格式", where="residue", remedy="刷新页面后再试")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def united(remnants: Iterable[Remnant], more: Iterable[Remnant]) -> tuple[Remnant, ...]:
    """`remnants` and those of `more` that are not among them yet, ordered by kind."""
    found: dict[tuple[str, str], Remnant] = {}
    for one in (*remnants, *more):
        found.setdefault((one.kind, one.old), one)
    order = list(KINDS)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.kind)))
