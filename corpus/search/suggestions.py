"""Suggestions 联想: what somebody who has typed so far may mean: titles, topics, frequent words.

Latin letters are taken for the first letters of the pinyin as well: xf finds 消防.
"""

from __future__ import annotations

import bisect
import functools
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import rjieba

from corpus.library import Library, Scope
from corpus.library.content import fold
from corpus.search.asking import on
from corpus.search.matching import Source
from corpus.search.questions import STOP
from corpus.search.shelf import Shelf

# Titles that are looked through, the newest: enough to guess by, and done within a keystroke.
_TITLES = 20_000
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to search for; `count` documents have it, `id` is the document of a title."""

    kind: Literal["topic", "term", "title"]
    text: str
    count: int = 1
    id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The suggestion as plain JSON values."""
        return {"kind": self.kind, "text": self.text, "count": self.count, "id": self.id}


def suggest(library: Library, text: str, scope: Scope, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """What `text`, the last word in the search box so far, may become, within `scope`.

    Topics and frequent words of titles that begin with it (or with these pinyin initials), the
    commonest first, then titles that hold it, the newest first. Nothing for an empty text.
    """
    typed = fold(text.split()[-1] if text.split() else "")[:_LONGEST]
    if not typed:
        return ()

    def search(source: Source) -> tuple[Suggestion, ...]:
        shelf = source.shelf
        visible = shelf.visible(scope.user_id)
        topics = [
            Suggestion("topic", str(value), count)
            for value, count in shelf.counts("topic", visible).most_common()
            if _begins(fold(str(value)), typed)
        ]
        known = {fold(topic.text) for topic in topics}
        terms = [
            Suggestion("term", word, count)
            for word, count in _terms(shelf, visible).most_common()
            if count > 1 and word != typed and word not in known and _begins(word, typed)
        ]
        titles = (
            Suggestion("title", row.title, id=row.id)
            for row in islice(shelf.newest(visible), _TITLES)
            if typed in _folded(row.title) or initials(row.title).startswith(typed)
        )
        half = max(1, limit // 2)
        words = [*topics[:half], *terms[:half]][: limit - 1]
        found = {suggestion.text: suggestion for suggestion in words}
        for title in titles:
            if len(found) >= limit:
                break
            found.setdefault(title.text, title)
        return tuple(found.values())

    return on(library, search)


# GB 2312 has its first 3,755 characters in the order of their pinyin: where each letter begins.
_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, ""),
)  # fmt: skip
_PLACES = [place for place, _ in _FIRST]


@functools.lru_cache(maxsize=65_536)
def initials(text: str) -> str:
    """The first letters of the pinyin of `text`; other characters stay, rare ones fall out."""
    return "".join(map(_initial, text))


@functools.lru_cache(maxsize=8192)
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower()
    try:
        code = int.from_bytes(character.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    at = bisect.bisect_right(_PLACES, code) - 1
    return _FIRST[at][1] if at >= 0 else ""


def _begins(word: str, typed: str) -> bool:
    return word.startswith(typed) or (
        typed.isascii() and typed.isalpha() and initials(word).startswith(typed)
    )


@functools.lru_cache(maxsize=32_768)
def _folded(title: str) -> str:
    return fold(title)


@functools.lru_cache(maxsize=32_768)
def _words(title: str) -> frozenset[str]:
    """The words of a title worth searching for."""
    return frozenset(
        word
        for word in map(fold, rjieba.cut(title))
        if len(word) > 1 and word.isalpha() and word not in STOP
    )


@functools.lru_cache(maxsize=16)
def _counted(titles: tuple[str, ...]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for title in titles:
        counted.update(_words(title))
    return counted


def _terms(shelf: Shelf, visible: int) -> Counter[str]:
    """The words of titles with how many titles have each."""
    return _counted(tuple(row.title for row in islice(shelf.newest(visible), _TITLES)))
