"""Decimal ordinals 点分序号: 1、1.1、1.1.1 become the ordinals that an official text prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.outline import marker
from corpus.reading.cleaning import Repair
from corpus.reading.entries import HAN, Entry, Text

CODE, LABEL = "decimal-ordinals", "把1、1.1、1.1.1改为一、（一）1."

# 1.5万元 and 2.5倍 are figures, and so is 12.4% .
_UNIT = r"(?:万|亿|元|个|倍|吨|亩|米|公|平方|户|人|度|分|小时|折|级|版)"
_DEEP = re.compile(
    r"(?P<path>[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3})"
    rf"(?:(?:[.．、]\s*|\s+)(?=[{HAN}（《“A-Z])|(?=[{HAN}（《“])(?!{_UNIT}))"
)
_TOP = re.compile(rf"(?P<path>[0-9]{{1,2}})(?:[.．、]\s*|\s+)(?=[{HAN}（《“A-Z])")
_STOPS = "。；;，,"
_TOP_LENGTH = 30
_DEEPEST = 4
# Two such lines that count on may be chance.
_LEAST = 3

_Path = tuple[int, ...]


def without_decimals(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Repair, ...]]:
    """`entries` with decimal ordinals as 一、（一）1.（1）by their depth, and where they stood.

    Only where at least three of them count on (1.1, 1.2, 2.1): a line that begins with a date
    or a figure is left alone. A bare number is an ordinal where the next one is its first child.
    """
    paths = [_path(entry, _DEEP) for entry in entries]
    deep = [path for path in paths if path]
    if len(deep) < _LEAST or not _counts_on(deep):
        return tuple(entries), ()
    result: list[Entry] = []
    repairs: list[Repair] = []
    for index, entry in enumerate(entries):
        path = paths[index] or _top(entries, paths, index)
        if path is None or not isinstance(entry, Text):
            result.append(entry)
            continue
        pattern = _DEEP if len(path) > 1 else _TOP
        ordinal = marker(len(path), path[-1])
        text = pattern.sub(ordinal, entry.text, count=1)
        line = entry.lines and entry.lines[0]
        repairs.append(Repair(CODE, LABEL, line, entry.text[:12], text[:12]))
        result.append(replace(entry, text=text))
    return tuple(result), tuple(repairs)


def _path(entry: Entry, pattern: re.Pattern[str]) -> _Path | None:
    match = pattern.match(entry.text) if isinstance(entry, Text) else None
    if match is None:
        return None
    path = tuple(int(part) for part in re.split("[.．]", match["path"]))
    return path if all(path) and len(path) <= _DEEPEST else None


def _top(entries: Sequence[Entry], paths: Sequence[_Path | None], index: int) -> _Path | None:
    """The number of a line whose first child is the next decimal ordinal, or that has none."""
    entry = entries[index]
    if not isinstance(entry, Text) or len(entry.text) > _TOP_LENGTH or entry.text[-1] in _STOPS:
        return None
    path = _path(entry, _TOP)
    after = next((other for other in paths[index + 1 :] if other), None)
    before = next((other for other in reversed(paths[:index]) if other), None)
    if path is None:
        return None
    childless = before is not None and path[0] == before[0] + 1
    if after is None:
        return path if childless else None
    own = after[:2] == (path[0], 1)
    return path if own or (childless and after[0] == path[0] + 1) else None


def _counts_on(paths: Sequence[_Path]) -> bool:
    """Whether nearly all of `paths` follow the one before: a child, a sibling or an uncle."""
    right = sum(_follows(last, path) for last, path in pairwise(paths))
    return right >= 0.8 * (len(paths) - 1)


def _follows(last: _Path, path: _Path) -> bool:
    if path[:-1] == last:
        return path[-1] == 1
    depth = len(path) - 1
    if depth < len(last) and path[:depth] == last[:depth]:
        return path[depth] == last[depth] + 1
    # The first of the next chapter: 2.1 behind 1.3, 2.1.1 where 2.1 has been left out.
    return path[0] in (last[0] + 1, last[0] + 2) and set(path[1:]) == {1}
