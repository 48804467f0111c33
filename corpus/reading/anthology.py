"""Anthologies 范文集: one file, several documents, with markers of every make or with none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.genres import GENRES
from corpus.outline import numeral_value, ordinal
from corpus.reading.entries import Entry, Text
from corpus.reading.furniture import is_furniture

_N = r"(?P<n>[0-9]{1,3}|[一二三四五六七八九十百]{1,4})"
_WORDS = "|".join(
    sorted({s for genre in GENRES.values() for s in genre.suffixes}, key=len, reverse=True)
)


@dataclass(frozen=True, slots=True)
class _Make:
    """A make of marker; `own` means that its base is the title of the document itself."""

    pattern: re.Pattern[str]
    spell: str
    own: bool = False


_MAKES = (
    _Make(
        re.compile(
            rf"(?P<base>.{{0,40}}?)\s*[【（(]?篇{_N}[】）)]?(?:[：:、.\s]\s*(?P<title>.+))?"
        ),
        "篇{}",
    ),
    _Make(
        re.compile(
            rf"(?P<base>.{{0,40}}?)\s*[【（(]?第{_N}[篇则][】）)]?(?:[：:、.\s]\s*(?P<title>.+))?"
        ),
        "第{}篇",
    ),
    _Make(
        re.compile(
            rf"(?P<base>.{{0,30}}?(?:范文|模板|样本|例文)){_N}(?:[：:、.\s]\s*(?P<title>.+))?"
        ),
        "范文{}",
    ),
    _Make(
        re.compile(rf"(?P<base>.{{2,40}}?(?:{_WORDS})(?:范文|模板)?)[（(]{_N}[）)]"),
        "（{}）",
        own=True,
    ),
    _Make(re.compile(rf"(?P<base>.{{2,40}}?(?P<word>{_WORDS}))\s*{_N}"), "{}"),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A line that opens a part: its number, its spelling, and the title that it states."""

    index: int
    number: int
    spelt: str
    base: str
    make: int
    title: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to one document: its entries, its marker, its stated title with its line.

    `base` is the name behind the marker; `own` means that it names this document alone.
    """

    entries: tuple[Entry, ...]
    marker: str | None = None
    title: Text | None = None
    base: str = ""
    own: bool = False


def split_parts(entries: Sequence[Entry]) -> tuple[Part, ...]:
    """The parts of a file by its markers; one part without marker where it is no anthology.

    Markers count when at least two of one make and base follow each other (篇1, 篇2 …). What
    stands before the first is the page's head, unless the first marker is number two.
    """
    markers = _markers(entries)
    if not markers:
        return (Part(tuple(entries)),)
    parts: list[Part] = []
    first = markers[0]
    head = tuple(entries[: first.index])
    name = next((e.text for e in head if isinstance(e, Text) and not is_furniture(e.text)), "")
    if first.number == 2 and len(head) > 3:
        parts.append(Part(head, base=first.base))
    outer = ""
    ends = [marker.index for marker in markers[1:]] + [len(entries)]
    for marker, end in zip(markers, ends, strict=True):
        nested = _MAKES[marker.make].own
        if not nested:
            outer = marker.spelt
        body = tuple(entries[marker.index + 1 : end])
        if not body:
            continue
        line = entries[marker.index]
        title = Text(marker.title, line.lines) if marker.title else None
        spelt = outer + marker.spelt if nested else marker.spelt
        parts.append(Part(body, spelt, title, marker.base or name, nested))
    return tuple(parts)


def _markers(entries: Sequence[Entry]) -> tuple[Marker, ...]:
    """Every line that is a marker, in order: candidates that count 1, 2, 3 with their like."""
    candidates: dict[tuple[int, str], list[Marker]] = {}
    for index, entry in enumerate(entries):
        if not isinstance(entry, Text) or len(entry.text) > 70:
            continue
        found = _candidate(index, entry.text)
        if found is not None:
            candidates.setdefault((found.make, found.base), []).append(found)
    accepted: dict[int, Marker] = {}
    for group in candidates.values():
        for run in _runs(group):
            if len(run) >= 2:
                accepted.update((marker.index, marker) for marker in run)
    return tuple(accepted[index] for index in sorted(accepted))


def _candidate(index: int, text: str) -> Marker | None:
    if any(c in text for c in "。；") or ordinal(text) is not None:
        return None
    for number, make in enumerate(_MAKES):
        match = make.pattern.fullmatch(text)
        if match is None or any(c in match["base"] for c in "，《“"):
            continue
        value = numeral_value(match["n"])
        groups = match.groupdict()
        if not value or (number == 4 and value > 40):
            continue
        base = match["base"].strip(" 　：:【（(")
        title = base if make.own else groups.get("title")
        return Marker(index, value, make.spell.format(match["n"]), base, number, title)
    return None


def _runs(group: Sequence[Marker]) -> list[list[Marker]]:
    """Runs of markers that count on from 1 or 2; a step of two forgives one lost marker."""
    runs: list[list[Marker]] = []
    for marker in group:
        if runs and 1 <= marker.number - runs[-1][-1].number <= 2:
            runs[-1].append(marker)
        elif marker.number <= 2:
            runs.append([marker])
    return runs
