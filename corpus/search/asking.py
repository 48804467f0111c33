"""Asking 提问: a query put to the library, and put again more loosely where nothing answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

from corpus.errors import InvalidQuery
from corpus.genres import ROLES
from corpus.library import Library, Scope
from corpus.search.engine import EngineFailed
from corpus.search.facets import Facets, Selection, narrow
from corpus.search.index import index_of
from corpus.search.matching import Source, match
from corpus.search.query import Query, Word
from corpus.search.questions import parts_of
from corpus.search.synonyms import synonyms_in

T = TypeVar("T")

# As many as a page of results shows.
_ENOUGH = 10

# With more words, to try what one less would find takes longer than anyone waits.
_MOST_DROPPED = 6
# Characters of a phrase, and words that it is made of, from which on it is a remembered sentence.
_SENTENCE, _PARTS = 8, 4


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search from outside the search box; see `find`."""

    genre: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    unit: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        genre: Iterable[str] = (),
        year: Iterable[int] = (),
        unit: Iterable[str] = (),
        topic: Iterable[str] = (),
        kind: Iterable[str] = (),
    ) -> Filters:
        """The filters from any collections."""
        return cls(tuple(genre), tuple(year), tuple(unit), tuple(topic), tuple(kind))

    def selection(self, query: Query) -> Selection:
        """These filters together with those that the query spells."""
        return Selection(
            genre=(*self.genre, *query.genres),
            year=self.year,
            unit=self.unit,
            topic=(*self.topic, *query.topics),
            kind=self.kind,
            years=query.years,
            units=query.units,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents that answer, as a set of the shelf; the query as it was put in the end.

    Where nothing answers, `nearest` are queries with fewer words and how many they would find.
    """

    query: Query
    documents: int
    facets: Facets
    nearest: tuple[tuple[str, int], ...] = ()


def on(library: Library, work: Callable[[Source], T]) -> T:
    """What `work` makes of the present state; without the index where that turns out broken."""
    index = index_of(library)
    failure: EngineFailed | None = None
    with library.database.read() as connection:
        try:
            engine = index.engine(connection)
            source = Source.now(connection, index.catalogue, engine, index.words)
            result = work(source)
        except EngineFailed as error:
            failure = error
            source = Source.now(connection, index.catalogue, None, index.words)
            result = work(source)
    if failure:
        index.give_up(failure)
    return result


def checked_role(role: str | None) -> str | None:
    """`role` if there is such a role, or None; raises `InvalidQuery`."""
    if role is not None and role not in ROLES:
        raise InvalidQuery(
            f"没有“{role}”这种段落角色", where="角色", remedy=f"可选：{'、'.join(ROLES)}"
        )
    return role


def answer(
    library: Library,
    source: Source,
    query: Query,
    filters: Filters,
    scope: Scope,
    role: str | None = None,
) -> Answer:
    """The documents that answer `query`; where none does, unquoted words are taken apart.

    The notes say so. Where nothing answers even then, `nearest` says what would. Raises
    `EngineFailed`.
    """
    synonyms = synonyms_in(library.home)

    def put(asked: Query) -> Answer:
        asked = asked.with_synonyms(synonyms)
        matched = match(source, asked, scope, role)
        documents, facets = narrow(source.shelf, matched, filters.selection(asked))
        if matched and not documents and (query.words or role):
            note = f"按选定的条件没有；去掉文种、年份等条件，有 {matched.bit_count()} 篇"
            asked = _noted(asked, note)
        return Answer(asked, documents, facets)

    found = put(query)
    if query.asked:
        found = _loosened(put, source, query, found)
    if found.documents or found.query.notes != query.notes or not query.words:
        return found
    apart = query.apart()
    if apart.words and {w.folded for w in apart.words} != {w.folded for w in query.words}:
        told = "、".join(word.text for word in apart.words)
        typed = " ".join(word.text for word in query.words if not word.quoted)
        # 防汛预案 finds all about 防汛, what is a 预案 first
        first = f"，{'、'.join(apart.hints)}排在前面" if apart.hints else ""
        loose = put(_noted(apart, f"没有连在一起的“{typed}”，改按 {told} 来找{first}"))
        if not loose.documents and len(typed) >= _SENTENCE and len(apart.words) >= _PARTS:
            loose = _remembered(put, apart, typed)
        if loose.documents:
            return loose
    typed = " ".join(word.text for word in query.words)
    note = f"没有找到“{typed}”，少写几个词或去掉条件再试"
    words = query.words if len(query.words) > 1 else apart.words
    return replace(
        found, query=_noted(found.query, note), nearest=_nearest(put, replace(query, words=words))
    )


def _remembered(put: Callable[[Query], Answer], apart: Query, typed: str) -> Answer:
    """What answers a sentence remembered with one word wrong: all of its words but one."""
    best = Answer(apart, 0, {})
    for words in combinations(apart.words, len(apart.words) - 1):
        found = put(replace(apart, words=words))
        if found.documents.bit_count() > best.documents.bit_count():
            best = found
    told = "、".join(word.text for word in best.query.words)
    note = f"没有一字不差的“{typed}”，下面的有其中的 {told}"
    return replace(best, query=_noted(best.query, note))


def _loosened(
    put: Callable[[Query], Answer], source: Source, query: Query, strict: Answer
) -> Answer:
    """What answers a question that fills no page: documents with as many of its words as do.

    The genre that it names counts as a word, and one of it should be among them.
    """
    if _enough(source, query, strict):
        return strict
    query = replace(query, words=_known(put, strict.query))
    found = strict
    # All words but one, then fewer; with a genre: all words, or all but one and the genre.
    most = len(query.asked) - (not query.hints)
    fewest = 2 if len(query.asked) > 2 else 1
    for least in range(most, fewest - 1, -1):
        found = put(replace(query, least=least))
        if _enough(source, query, found):
            break
    if found.documents == strict.documents:
        return strict
    return replace(found, query=_noted(found.query, "也列出只有其中一部分词的"))


def _enough(source: Source, query: Query, found: Answer) -> bool:
    named = source.of_genres(query.hints)
    return found.documents.bit_count() >= _ENOUGH and (not named or bool(found.documents & named))


def _known(put: Callable[[Query], Answer], query: Query) -> tuple[Word, ...]:
    """The words of `query`; one that stands nowhere gives way to its parts, if these do."""

    def stands(word: Word) -> bool:
        return bool(put(replace(query, words=(word,))).documents)

    known: dict[Word, None] = {}
    for word in query.words:
        if not word.asked or stands(word):
            known[word] = None
        else:
            parts = [replace(word, text=part, folded=part) for part in parts_of(word.folded)]
            known |= dict.fromkeys(filter(stands, parts))
    return tuple(known)


def _nearest(put: Callable[[Query], Answer], query: Query) -> tuple[tuple[str, int], ...]:
    """What one word less would find, else each word alone, the most first."""
    if not 2 <= len(query.words) <= _MOST_DROPPED:
        return ()
    for kept in dict.fromkeys((len(query.words) - 1, 1)):
        found = []
        for words in combinations(query.words, kept):
            if total := put(replace(query, words=words)).documents.bit_count():
                found.append((" ".join((*map(_typed, words), *_narrowing(query))), total))
        if found:
            return tuple(sorted(found, key=lambda pair: -pair[1]))
    return ()


def _narrowing(query: Query) -> Iterator[str]:
    """What else was typed: it narrows what a nearer question finds, too."""
    for word in query.excluded:
        yield f"-{_typed(word)}"
    for first, last in query.years:
        yield f"年:{first}" if first == last else f"年:{_end(first)}..{_end(last)}"
    for name, values in (("文种", query.genres), ("单位", query.units), ("主题", query.topics)):
        for value in values:
            yield f"{name}:“{value}”" if " " in value else f"{name}:{value}"


def _end(year: int) -> str:
    return str(year) if 1000 <= year < 9999 else ""


def _typed(word: Word) -> str:
    """A word as it would be typed."""
    text = f"“{word.text}”" if word.quoted else word.text
    return f"标题:{text}" if word.title else text


def _noted(query: Query, note: str) -> Query:
    return replace(query, notes=(*query.notes, note))
