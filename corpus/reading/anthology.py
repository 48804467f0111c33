"""Anthologies 范文集: one file, several documents, with markers of every make or with none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.genres import GENRES
from corpus.outline import numeral_value, ordinal
from corpus.reading.entries import Entry, Text
from corpus.reading.furniture import is_furniture

_N = r"[（(]?(?P<n>[0-9]{1,3}|[一二三四五六七八九十百]{1,4})[）)]?"
_WORDS = "|".join(
    sorted({s for genre in GENRES.values() for s in genre.suffixes}, key=len, reverse=True)
)
_SAMPLE = r"(?:范文|模板|样本|样文|例文|示例)"
_OPEN, _CLOSE = r"[【（(\[#＃]*", r"[】）)\]#＃]*"
_PRAISE = r"(?:精选|通用|优秀|最新|热门|经典|实用|推荐|必备)?(?:版|篇)?"
# What stands behind the number: the title of the part, after a mark or a bracket or at once.
_BEHIND = r"(?P<mark>[】）)\]#＃：:、.．\s—－-]*)(?P<title>.*)"
_ORNAMENT = re.compile(r"^[★☆◆◇■□●○▲△▶►※*＊]+\s*")
_GENRE_AT_END = re.compile(rf"(?:{_WORDS})(?:{_SAMPLE})?(?:（[^（）]{{1,24}}）)?$")


@dataclass(frozen=True, slots=True)
class _Make:
    """A make of marker; `own` means that its base is the title of the document itself.

    `counted` makes have no number of their own: the ordinal before them is the number.
    """

    pattern: re.Pattern[str]
    spell: str
    own: bool = False
    counted: bool = False


_MAKES = (
    _Make(re.compile(rf"(?P<base>.{{0,40}}?)\s*{_OPEN}{_PRAISE}篇{_N}{_BEHIND}"), "篇{}"),
    _Make(re.compile(rf"(?P<base>.{{0,40}}?)\s*{_OPEN}第{_N}[篇则]{_BEHIND}"), "第{}篇"),
    _Make(re.compile(rf"{_OPEN}(?P<base>.{{0,30}}?{_SAMPLE}){_N}{_BEHIND}"), "范文{}"),
    _Make(
        re.compile(rf"(?P<base>.{{2,40}}?(?:{_WORDS})(?:范文|模板)?)\s*[（(]{_N}[）)]"),
        "（{}）",
        own=True,
    ),
    _Make(
        re.compile(
            rf"(?P<base>.{{2,40}}?(?:{_WORDS}))\s*{_OPEN}{_PRAISE}{_CLOSE}(?:之|№)?{_N}{_CLOSE}"
        ),
        "{}",
    ),
    _Make(
        re.compile(r"(?P<base>)(?:报告|总结|计划|方案|汇报|预案|发言|讲话)(?P<n>[0-9]{1,2})"), "{}"
    ),
    _Make(re.compile(r"(?P<base>)part[\s.．]*(?P<n>[0-9]{1,2})[：:.．]?", re.IGNORECASE), "{}"),
    _Make(re.compile(r"(?P<base>)(?P<title>.{2,40}?范文)"), "{}", counted=True),
)
# A genre with a bare number is no marker beyond this one: 工作总结2023.
_MOST = 40
# Entries between two names with an ordinal, at the least.
_LEAST = 3


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
            if len(run) >= 2 and _apart(run):
                accepted.update((marker.index, marker) for marker in run)
    return _with_own_titles([accepted[index] for index in sorted(accepted)])


def _apart(run: Sequence[Marker]) -> bool:
    """Whether texts stand between the markers of a run: numbered names alone are a list."""
    counted = _MAKES[run[0].make].counted
    return not counted or all(b.index - a.index > _LEAST for a, b in pairwise(run))


def _with_own_titles(markers: Sequence[Marker]) -> tuple[Marker, ...]:
    """`markers` whose titles are their own: one that several share names the anthology."""
    named = Counter(marker.title for marker in markers)
    return tuple(
        replace(marker, title=None, base=marker.base or marker.title)
        if marker.title and named[marker.title] > 1 and not _MAKES[marker.make].own
        else marker
        for marker in markers
    )


def _candidate(index: int, text: str) -> Marker | None:
    if any(c in text for c in "。；"):
        return None
    text = _ORNAMENT.sub("", text)
    opening = ordinal(text)
    if opening is not None and not opening.scheme.startswith(("一、", "1.")):
        return None
    bare = text[opening.width :].strip() if opening else text
    for number, make in enumerate(_MAKES):
        match = make.pattern.fullmatch(bare)
        if match is None or any(c in match["base"] for c in "，《“"):
            continue
        groups = match.groupdict()
        value = opening.number if make.counted and opening else numeral_value(groups.get("n") or "")
        counts = make.counted if opening is None else value != opening.number
        if not value or counts or value > (_MOST if number > 2 else 999):
            continue
        title = groups.get("title") or ""
        if title and not make.counted and not groups["mark"] and not _GENRE_AT_END.search(title):
            continue
        base = match["base"].strip(" 　：:【（([#＃—－-")
        stated = base if make.own else title.strip() or None
        return Marker(
            index, value, make.spell.format(groups.get("n") or value), base, number, stated
        )
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
