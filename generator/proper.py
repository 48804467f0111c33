"""Proper names 专名: places and units that a text names, those that it names once included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import rjieba

from corpus.reading.places import places_in, units_in

_GENERIC = frozenset(
    [
        "省",
        "市",
        "县",
        "区",
        "镇",
        "乡",
        "村",
        "街道",
        "社区",
        "市委",
        "区委",
        "县委",
        "党支部",
        "中国",
    ]
)
_LONGEST = 12


def named_places(lines: Iterable[str]) -> tuple[str, ...]:
    """The places that `lines` name, in order: those named twice or told by their words."""
    return _certain(name for line in lines for name, _ in places_in(line))


def named_units(lines: Iterable[str]) -> tuple[str, ...]:
    """The units that `lines` name, in order: those named twice or told by their words."""
    return _certain(name for line in lines for name, _ in units_in(line))


def _certain(names: Iterable[str]) -> tuple[str, ...]:
    counts = Counter(names)
    return tuple(name for name, count in counts.items() if count > 1 or is_proper(name))


def is_proper(name: str) -> bool:
    """Whether `name`, met once, is a name and no run of words: 完成社区 begins with a verb."""
    words = rjieba.tag(name)
    if len(words) == 1:
        return bool(words[0][1] != "n")
    return (
        len(name) <= _LONGEST
        and words[0][0] not in _GENERIC
        and all(tag.startswith(("n", "o", "zg")) for _, tag in words)
    )
