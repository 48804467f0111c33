"""Headings without ordinals 无序号标题: lines that are the name of a section and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.genres import ROLES, role_of_heading
from corpus.outline import ordinal
from corpus.reading.entries import HAN, Entry, Text

_WORDS = frozenset(word for role in ROLES.values() for word in role.words if len(word) >= 4)
# 活动要求 names a section, too, as its last word tells.
_SHORT = re.compile(rf"[{HAN}]{{4,6}}")
# One such line may be a label or what is left of a list.
_LEAST = 2


def with_unnumbered_headings(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """`entries` in which the lines that are headings without ordinals have the first level.

    Only in a text that has no ordinals of that level: at least two lines that are the whole name
    of a section (工作目标, 方法步骤), none of them right above another.
    """
    bare = {index for index, entry in enumerate(entries) if _is_bare(entry)}
    alone = {index for index in bare if index + 1 < len(entries) and index + 1 not in bare}
    if len(alone) < _LEAST or alone != bare or any(map(_is_numbered, entries)):
        return tuple(entries)
    names = [_name(entries[index]) for index in sorted(bare)]
    if any(first == second for first, second in pairwise(names)):
        return tuple(entries)
    return tuple(
        replace(entry, level=1) if index in bare and isinstance(entry, Text) else entry
        for index, entry in enumerate(entries)
    )


def _name(entry: Entry) -> str:
    return entry.text.strip().rstrip("。：:") if isinstance(entry, Text) else ""


def _is_bare(entry: Entry) -> bool:
    if not isinstance(entry, Text) or entry.level is not None:
        return False
    name = _name(entry)
    return name in _WORDS or bool(_SHORT.fullmatch(name) and role_of_heading(name))


def _is_numbered(entry: Entry) -> bool:
    """Whether a main heading stands here already: with an ordinal, or as its source says."""
    if not isinstance(entry, Text):
        return False
    found = ordinal(entry.text)
    return entry.level is not None or (found is not None and found.level == 1)
