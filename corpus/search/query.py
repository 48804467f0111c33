"""The query: what a person typed into the search box, understood.

Words part at white space and all of them must stand in the document; “引号” keeps white space
within a word; -词 excludes. 标题:词 looks at the title only; 年:2023..2025, 单位:…, 文种:…,
主题:… narrow like the lists beside the results. Colons and quotes may be full-width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.errors import InvalidQuery
from corpus.search.terms import Wanted, fold, wanted

# Longer ones are pasted by mistake, and each word costs time.
LONGEST = 500

_QUOTED = r"[\"“”„「『](?P<quoted>[^\"“”„」』]*)[\"“”」』]?"
_TOKEN = re.compile(
    rf"(?P<minus>[-－−])?(?:(?P<field>标题|年份|年|单位|文种|主题)[:：])?(?:{_QUOTED}|(?P<bare>[^\s\"“”「」『』]+))"
)
_YEARS = re.compile(r"(\d{4})?(?:\s*(\.\.|…|-|－|—|~|～|至|到)\s*(\d{4})?)?年?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be found as it stands, in the title only or anywhere."""

    text: str
    folded: str
    title: bool = False

    @property
    def wanted(self) -> Wanted:
        """What the index must have of it."""
        return wanted(self.folded)


@dataclass(frozen=True, slots=True)
class Query:
    """What must stand in a document, what must not, and what narrows the result."""

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    genres: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The words to highlight, folded, the longest first."""
        found = {word.folded for word in self.words}
        return tuple(sorted(found, key=lambda word: (-len(word), word)))


@dataclass(slots=True)
class _Parts:
    words: dict[Word, None] = field(default_factory=dict)
    excluded: dict[Word, None] = field(default_factory=dict)
    years: list[tuple[int, int]] = field(default_factory=list)
    genres: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)


def parse(text: str) -> Query:
    """The query that `text` spells; empty text gives the query that everything answers.

    Raises `InvalidQuery` for a text longer than 500 characters and for years that are none.
    """
    if len(text) > LONGEST:
        raise InvalidQuery(
            f"查找的内容太长（{len(text)} 字）",
            where="搜索框",
            remedy=f"只留最要紧的几个词，不超过 {LONGEST} 字",
        )
    parts = _Parts()
    for match in _TOKEN.finditer(text):
        value = match["quoted"] if match["quoted"] is not None else match["bare"]
        _take(parts, match["field"], value, bool(match["minus"]))
    return Query(
        words=tuple(parts.words),
        excluded=tuple(parts.excluded),
        years=tuple(parts.years),
        genres=tuple(parts.genres),
        units=tuple(parts.units),
        topics=tuple(parts.topics),
    )


def _take(parts: _Parts, name: str | None, value: str, minus: bool) -> None:
    match name:
        case "年" | "年份":
            parts.years.append(_years(value))
        case "文种":
            parts.genres.append(value)
        case "单位":
            parts.units.append(value)
        case "主题":
            parts.topics.append(value)
        case _:
            if folded := fold(value):
                word = Word(value, folded, title=name == "标题")
                (parts.excluded if minus else parts.words)[word] = None


def _years(value: str) -> tuple[int, int]:
    match = _YEARS.fullmatch(value)
    if not match or not (match[1] or match[3]):
        raise InvalidQuery(
            f"“年:{value}”看不懂",
            where="搜索框",
            remedy="写成 年:2025 或 年:2023..2025",
        )
    first = int(match[1] or 0)
    last = int(match[3] or 9999) if match[2] else first
    return min(first, last), max(first, last)
