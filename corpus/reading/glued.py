"""Glued ordinals 粘连序号: an ordinal inside a line that belongs on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from corpus.outline import Ordinal, ordinal
from corpus.reading.cleaning import Repair
from corpus.reading.entries import HAN, Entry, Text

CODE, LABEL = "glued-ordinal", "把粘在上一行里的序号分到下一行"

_SCHEMES = ("一、", "（一）", "1.", "（1）")
_PLACE = re.compile(r"(?<=[。；！？：])(?<!附件：)\s*(?=[一二三四五六七八九十（(0-9])")
_DECIMAL = re.compile(rf"(?P<n>[0-9]{{1,2}})[.．](?=[0-9]{{1,2}}[{HAN}])")
# A line that holds so many main headings and is longer than a paragraph is a whole text.
_LEAST, _PARAGRAPH = 3, 400
# No ordinal with the spaces in it is longer.
_WIDTH = 16


def unglue(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Repair, ...]]:
    """`entries` with lines split before the ordinals that the other lines count on, and where.

    `2、甲。3、乙。` above a line `4、丙。` is two items; a heading `一、丁` at the end of a
    paragraph is one where the next such line is `二、`. Pieces keep their source lines.
    """
    entries = _parted(entries)
    opened = [_opening(entry) for entry in entries]
    result: list[Entry] = []
    repairs: list[Repair] = []
    last: dict[int, Ordinal] = {}
    for entry, first, after in zip(entries, opened, _ahead(opened), strict=True):
        if first is not None:
            last = _counted(last, first)
        pieces = _pieces(entry, first, last, after)
        for above, piece in pairwise(pieces):
            found = ordinal(piece.text)
            last = _counted(last, found) if found else last
            line = piece.lines and piece.lines[0]
            repairs.append(Repair(CODE, LABEL, line, f"{above.text[-6:]}{piece.text[:6]}"))
        result.extend(pieces or (entry,))
    return tuple(result), tuple(repairs)


def _parted(entries: Sequence[Entry]) -> Sequence[Entry]:
    """`entries` with a space behind ordinals that a number follows: 4.60周岁以上 below 3."""
    result: list[Entry] = []
    last = 0
    for entry, below in zip_longest(entries, entries[1:]):
        match = _DECIMAL.match(entry.text) if isinstance(entry, Text) else None
        if match is not None and isinstance(entry, Text):
            number = int(match["n"])
            after = _opening(below) if below is not None else None
            counts_on = number == last + 1 > 1
            if counts_on or (number == 1 and after is not None and _is_second(after)):
                entry = replace(entry, text=f"{number}. {entry.text[match.end() :]}")
        found = _opening(entry)
        if found is not None and (found.level or 1) <= 3:
            last = found.number if found.scheme == "1." else 0
        result.append(entry)
    return result


def _is_second(found: Ordinal) -> bool:
    return (found.scheme, found.number) == ("1.", 2)


def _opening(entry: Entry) -> Ordinal | None:
    """The ordinal that opens a line and counts with its like, if any."""
    found = ordinal(entry.text) if isinstance(entry, Text) else None
    return found if found is not None and found.scheme in _SCHEMES else None


def _ahead(opened: Sequence[Ordinal | None]) -> list[dict[int, Ordinal]]:
    """For every line, the next ordinal at each level or above it that opens a later line."""
    result: list[dict[int, Ordinal]] = []
    after: dict[int, Ordinal] = {}
    for found in reversed(opened):
        result.append(after)
        if found is not None:
            after = after | dict.fromkeys(range(found.level or 1, 5), found)
    return result[::-1]


def _counted(last: dict[int, Ordinal], found: Ordinal) -> dict[int, Ordinal]:
    """`last`, the last ordinal at each level, behind `found`: deeper ones begin again."""
    level = found.level or 1
    return {at: other for at, other in last.items() if at < level} | {level: found}


def _pieces(
    entry: Entry, opened: Ordinal | None, last: dict[int, Ordinal], after: dict[int, Ordinal]
) -> list[Text]:
    """`entry` in pieces, or nothing where it is to stay whole."""
    if not isinstance(entry, Text) or entry.level is not None:
        return []
    places = _places(entry.text)
    for scheme in _SCHEMES:
        own = [(at, found) for at, found in places if found.scheme == scheme]
        if not own:
            continue
        level = own[0][1].level or 1
        before, behind = last.get(level), after.get(level)
        numbers = [found.number for _, found in own]
        # Numbers that begin again do so below text, not inside a numbered line of their like.
        count = before.number if before and before.scheme == scheme else 0
        if numbers[0] == 1 and (opened is None or opened.scheme != scheme):
            count = 0
        counts_on = numbers == list(range(count + 1, count + 1 + len(own)))
        # A line that opens with 1、 itself goes on with 2、 and 3、 whatever follows it.
        listed = opened is not None and (opened.scheme, opened.number) == (scheme, numbers[0] - 1)
        next_one = behind is not None and (behind.scheme, behind.number) == (
            scheme,
            numbers[-1] + 1,
        )
        whole = scheme == _SCHEMES[0] and len(own) >= _LEAST and len(entry.text) > _PARAGRAPH
        if counts_on and (listed or next_one or whole):
            ends = [0, *(at for at, _ in own), len(entry.text)]
            return [replace(entry, text=entry.text[a:b].strip()) for a, b in pairwise(ends)]
    return []


def _places(text: str) -> list[tuple[int, Ordinal]]:
    """Where in `text` an ordinal with something behind it follows a stop."""
    result = []
    for match in _PLACE.finditer(text):
        at = match.end()
        found = ordinal(text[at : at + _WIDTH])
        if found is not None and found.scheme in _SCHEMES and text[at + found.width :].strip():
            result.append((at, found))
    return result
