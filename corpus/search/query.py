"""The query: what a person typed into the search box, understood.

Words part at white space and all of them must stand in the document; “引号” takes what is
within word for word; -词 excludes. 标题:词 looks at the title only; 年:2023..2025, 单位:…,
文种:…, 主题:… narrow like the lists beside the results. Colons and quotes may be full-width.
What makes no sense is passed over with a note: a query never fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.search.engine import Needed
from corpus.search.questions import asked, is_question
from corpus.search.terms import fold

# Longer ones are pasted by mistake, and each word costs time.
LONGEST = 500
_MOST_WORDS = 30

_QUOTED = r"[\"“”„「『](?P<quoted>[^\"“”„」』]*)[\"“”」』]?"
_TOKEN = re.compile(
    rf"(?P<minus>[-－−])?(?:(?P<field>标题|年份|年|单位|文种|主题)[:：])?(?:{_QUOTED}|(?P<bare>[^\s\"“”「」『』]+))"
)
_EMPTY_FIELD = re.compile(r"(?:^|\s)[-－−]?(标题|年份|年|单位|文种|主题)[:：](?=\s|$)")
_YEARS = re.compile(r"(\d{4})?(?:\s*(\.\.|…+|-|－|—|~|～|至|到)\s*(\d{4})?)?年?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be found as it stands, in the title only or anywhere.

    A word that was not quoted is found, too, where one of its synonyms `others` stands. `asked`
    are those that a question was taken apart into.
    """

    text: str
    folded: str
    title: bool = False
    quoted: bool = False
    others: tuple[str, ...] = ()
    asked: bool = False

    @property
    def choices(self) -> tuple[Needed, ...]:
        """What an engine is asked: any one of these."""
        kind = "title" if self.title else "text"
        return tuple(Needed(word, kind) for word in (self.folded, *self.others))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Query:
    """What must stand in a document, what must not, and what narrows the result.

    `hints` help to rank. Where a question finds little, `least` is how many of its words a
    document must hold, the genre that it names being one of them; 0 means all words. `notes`
    tell what was passed over or understood in a way that may surprise, as Chinese sentences
    without a final stop.
    """

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    genres: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    least: int = 0

    @property
    def required(self) -> tuple[Word, ...]:
        """The words without which no document answers."""
        return tuple(word for word in self.words if not (self.least and word.asked))

    @property
    def asked(self) -> tuple[Word, ...]:
        """The words that a question asks for."""
        return tuple(word for word in self.words if word.asked)

    @property
    def shown(self) -> tuple[str, ...]:
        """The words to highlight, folded, the longest first."""
        found = {word for each in self.words for word in (each.folded, *each.others)}
        return tuple(sorted(found, key=lambda word: (-len(word), word)))

    def with_synonyms(self, synonyms: Mapping[str, tuple[str, ...]]) -> Query:
        """This query with the synonyms of its unquoted words."""
        return replace(
            self,
            words=tuple(
                word if word.quoted else replace(word, others=synonyms.get(word.folded, ()))
                for word in self.words
            ),
        )

    def apart(self) -> Query:
        """This query with its unquoted words cut into those that they are made of."""
        words: dict[Word, None] = {}
        hints = list(self.hints)
        for word in self.words:
            if word.quoted:
                words[word] = None
                continue
            parts = asked(word.folded)
            hints += parts.hints
            for part in parts.words:
                words[Word(part, part, title=word.title)] = None
        return replace(self, words=tuple(words), hints=tuple(dict.fromkeys(hints)))


@dataclass(slots=True)
class _Parts:
    words: dict[Word, None] = field(default_factory=dict)
    excluded: dict[Word, None] = field(default_factory=dict)
    years: list[tuple[int, int]] = field(default_factory=list)
    genres: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def parse(text: str) -> Query:
    """The query that `text` spells; empty text gives the query that everything answers."""
    parts = _Parts()
    if len(text) > LONGEST:
        parts.notes.append(f"查找的内容太长（{len(text)} 字），只用了前 {LONGEST} 字")
        text = text[:LONGEST]
    for match in _EMPTY_FIELD.finditer(text):
        parts.notes.append(f"“{match[1]}:”后面没有写什么，没有用它")
    text = _EMPTY_FIELD.sub(" ", text)
    for match in _TOKEN.finditer(text):
        quoted = match["quoted"] is not None
        value = match["quoted"] if quoted else match["bare"]
        _take(parts, match["field"], value, quoted, bool(match["minus"]))
    if len(parts.words) > _MOST_WORDS:
        parts.notes.append(f"词太多，只用了前 {_MOST_WORDS} 个")
    return Query(
        words=tuple(parts.words)[:_MOST_WORDS],
        excluded=tuple(parts.excluded)[:_MOST_WORDS],
        years=tuple(parts.years),
        genres=tuple(parts.genres),
        units=tuple(parts.units),
        topics=tuple(parts.topics),
        hints=tuple(dict.fromkeys(parts.hints)),
        notes=tuple(dict.fromkeys(parts.notes)),
    )


def _take(parts: _Parts, name: str | None, value: str, quoted: bool, minus: bool) -> None:
    if minus and name not in (None, "标题"):
        parts.notes.append(f"“-{name}:{value}”还不能用来排除，没有用它")
        return
    match name:
        case "年" | "年份":
            if years := _years(value):
                parts.years.append(years)
            else:
                parts.notes.append(
                    f"“{name}:{value}”看不懂，没有用它；写成 年:2025 或 年:2023..2025"
                )
        case "文种":
            parts.genres.append(value)
        case "单位":
            parts.units.append(value)
        case "主题":
            parts.topics.append(value)
        case _:
            _take_word(parts, value, title=name == "标题", quoted=quoted, minus=minus)


def _take_word(parts: _Parts, value: str, *, title: bool, quoted: bool, minus: bool) -> None:
    folded = fold(value)
    if not folded:
        if quoted:
            parts.notes.append("引号里没有字，没有用它")
        return
    word = Word(value, folded, title=title, quoted=quoted)
    if minus:
        parts.excluded[word] = None
    elif not quoted and is_question(folded):
        found = asked(folded)
        parts.hints += found.hints
        for part in found.words:
            parts.words[Word(part, part, title=title, asked=True)] = None
        if not found.words:
            parts.notes.append(f"“{value}”里没有可找的词，没有用它")
        else:
            parts.notes.append(f"“{value}”按 {'、'.join((*found.words, *found.hints))} 来找")
    else:
        parts.words[word] = None


def _years(value: str) -> tuple[int, int] | None:
    match = _YEARS.fullmatch(value.strip())
    if not match or not (match[1] or match[3]):
        return None
    first = int(match[1] or 0)
    last = int(match[3] or 9999) if match[2] else first
    return min(first, last), max(first, last)
