"""Mentions 出现处: where a text says what came from a past document, and how it is spelt there.

Chinese has no borders between words. 东湾社区 is not meant in 大东湾社区: a name that begins within
a longer name of something else is none, and where only the letter before it makes one doubt, the
mention is kept for a person to look at, but never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.reading.facts import values_in
from corpus.reading.places import places_in, units_in
from generator.remnants import NAMES, Remnant
from generator.shortened import shortened_in
from generator.spellings import Day, read_day, respelt, unit_spellings

_YEAR = re.compile(r"(?<![0-9.〔])(?:19|20)[0-9]{2}(?=[-—－~至]|[\u4e00-\u9fff])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MASK = re.compile(r"[0-9A-Za-z×＊*某]")
_OTHERWISE = "大小上下东西南北前后新老旧中内外里高"
"""Letters that make another name of the name behind them: 大东湾, 新东湾."""
_WORDS = re.compile(
    "[以之][上下内外前后中]|[其当集年期从]中|会[上前后]|[市县省境年国]内|[此今然最]后|此[前外]|[国省市对]外"
    "|线[上下]|城[东西南北]|向[前上下]|[提升]高|[扩重加壮最较]大|[更创最]新|[由至到][东西南北]|对内|中外"
)
"""Words that end in such a letter: behind them the name stands by itself."""
_TOWN_BEHIND = re.compile(r"镇|乡|街道")
_FOLLOWS = frozenset(
    "任同主负为等和与及担兼牵带代出请参作的在到说表要对是指传通介总强提宣汇报书副局镇乡区县市省院"
    "所站处科部队长党委、，。；：（）〔〕！？"
)
"""What may stand behind a name of two letters; any other may be its third."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text: `remnant` counts in the list that was looked for, `new` is what takes
    its place ("" where nothing is known), an uncertain one may be another name."""

    start: int
    end: int
    remnant: int
    new: str = ""
    certain: bool = True


class Finder:
    """Looks for `remnants` in texts; made once for many texts."""

    def __init__(self, remnants: Sequence[Remnant]) -> None:
        self.remnants = tuple(remnants)
        self.values: dict[tuple[str, str], int] = {}
        self.days: dict[Day, int] = {}
        self.made: dict[Day, set[int]] = {}
        names: dict[str, tuple[int, str]] = {}
        for n, one in enumerate(self.remnants):
            if one.kind in ("date", "year"):
                self._date(n, one)
            elif one.kind in NAMES or _is_number(one):
                self._name(n, one, names)
            else:
                self.values.setdefault((one.kind, bare(one.old)), n)
        self.names = names
        longest = sorted(names, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, longest))) if names else None

    def _date(self, n: int, one: Remnant) -> None:
        day = read_day(one.old)
        if day is None:
            return
        self.days.setdefault(day, n)
        if day.year and day.month:
            self.days.setdefault(Day(None, day.month, day.day), n)
        after = read_day(one.new) if one.state == "replaced" else None
        if after is not None:
            whole = Day(after.year or day.year, after.month or day.month, after.day or day.day)
            self.made.setdefault(whole, set()).add(n)

    def _name(self, n: int, one: Remnant, names: dict[str, tuple[int, str]]) -> None:
        pairs: Sequence[tuple[str, str]] = ((one.old, one.new),)
        if one.kind == "unit":
            pairs = unit_spellings(one.old, one.new)
        for old, new in pairs:
            if old == one.old or old not in names:
                names[old] = n, new
        if one.state == "replaced":
            # what was put in its place is no longer what is looked for
            for _, new in pairs:
                if new:
                    names.setdefault(new, (-1, ""))

    def mentions(self, text: str) -> list[Mention]:
        """The mentions in `text`, in order; only an uncited 《…》 may hold others in it."""
        found: list[Mention] = []
        at = 0
        for line in text.split("\n"):
            found += sorted(self._in_line(line, at), key=lambda m: (m.start, -m.end))
            at += len(line) + 1
        return found

    def _in_line(self, line: str, at: int) -> Iterator[Mention]:
        taken: list[tuple[int, int]] = []
        for kind, value, start in tokens_in(line):
            n, new = self._value(kind, value)
            if n is None:
                continue
            end = start + len(value)
            if kind != "cited_document" or new:
                taken.append((start, end))
            yield Mention(at + start, at + end, n, new)
        yield from self._named(line, at, taken)

    def _value(self, kind: str, value: str) -> tuple[int | None, str]:
        if kind == "date":
            day = read_day(value)
            n = self.days.get(day) if day else None
            if n is None or day is None:
                return None, ""
            one = self.remnants[n]
            if one.state == "replaced" and self.made.get(day, set()) - {n}:
                return None, ""
            return n, one.new and respelt(one.old, one.new, value)
        n = self.values.get(("phone" if kind == "id_number" else kind, bare(value)))
        return n, self.remnants[n].new if n is not None else ""

    def _named(self, line: str, at: int, taken: Sequence[tuple[int, int]]) -> Iterator[Mention]:
        position = 0
        while self.pattern and (match := self.pattern.search(line, position)):
            start, end = match.span()
            n, new = self.names[match[0]]
            fits = None if n < 0 else self._fits(line, start, end, self.remnants[n])
            if n >= 0 and (fits is None or any(a < end and start < b for a, b in taken)):
                position = start + 1
                continue
            position = end
            if fits is not None:
                yield Mention(at + start, at + end, n, new, fits)

    def _fits(self, line: str, start: int, end: int, one: Remnant) -> bool | None:
        """Whether the name in `line` from `start` on is surely `one`; None where it is not."""
        before, behind = line[start - 1 : start], line[end : end + 2]
        if one.kind in ("placeholder", "cited_document"):
            return None if _MASK.match(before) or _MASK.match(behind) else True
        if one.kind == "person":
            return len(line[start:end]) > 2 or not _HAN.match(behind) or behind[0] in _FOLLOWS
        if one.old.endswith("村") and _TOWN_BEHIND.match(behind):
            return None
        if not before or before not in _OTHERWISE or _WORDS.fullmatch(line[start - 2 : start]):
            return True
        longer = any(at < start < at + len(name) for name, at in _names_in(line))
        return None if longer else False


@lru_cache(maxsize=8192)
def tokens_in(line: str) -> tuple[tuple[str, str, int], ...]:
    """Dates, figures, numbers and cited documents in `line`: kind, value and offset of each.

    2017 before a word (2017社区工作计划) is a date, too, and so are a line that is only a year,
    a month and a day alone.
    """
    whole = read_day(line)
    if whole and whole.is_year:
        return (("date", line, 0),)
    found = values_in(line)
    taken = [(start, start + len(value)) for _, value, start in found]
    years = (("date", match[0], match.start()) for match in _YEAR.finditer(line))
    less = (
        token
        for token in (*years, *shortened_in(line))
        if not any(a <= token[2] < b for a, b in taken)
    )
    return (*found, *less)


@lru_cache(maxsize=4096)
def _names_in(line: str) -> tuple[tuple[str, int], ...]:
    """Units and places that `line` names with certainty, each with its offset."""
    return (*units_in(line), *places_in(line))


def _is_number(one: Remnant) -> bool:
    """Whether a cited document is given by its number alone: 柳街办〔2025〕12号."""
    return one.kind == "cited_document" and not one.old.startswith("《")


def bare(value: str) -> str:
    """A figure, number or title as it is compared: without commas and blanks."""
    return re.sub(r"[,，\s]", "", value)
