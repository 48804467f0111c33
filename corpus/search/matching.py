"""Matching: which documents answer a query, exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from corpus.library.scope import Scope
from corpus.library.tables import index_queue
from corpus.search.catalogue import Catalogue, Texts
from corpus.search.engine import Engine, Needed
from corpus.search.query import Query, Word
from corpus.search.questions import names_genre
from corpus.search.shelf import Row, Shelf
from corpus.search.words import Words


@dataclass(frozen=True, slots=True)
class Source:
    """What one search reads: one state of the database, and the index if there is one.

    `queued` are the documents that the index does not know yet, or not as they are.
    """

    connection: Connection
    catalogue: Catalogue
    shelf: Shelf
    queued: int
    engine: Engine | None
    words: Words

    @classmethod
    def now(
        cls, connection: Connection, catalogue: Catalogue, engine: Engine | None, words: Words
    ) -> Source:
        """The present state."""
        # The queue first: what leaves it meanwhile is in the index before it is out of the queue.
        queued = connection.execute(select(index_queue.c.document_id)).scalars().all()
        shelf = catalogue.shelf(connection)
        return cls(connection, catalogue, shelf, shelf.set_of(queued), engine, words)

    def texts(self, ids: Collection[int]) -> Mapping[int, Texts]:
        """The folded texts of documents."""
        return self.catalogue.texts(self.connection, ids)

    def of_genres(self, hints: Sequence[str]) -> int:
        """The documents of a genre that one of `hints` names."""
        found = 0
        for genre, documents in self.shelf.values["genre"].items():
            if any(names_genre(hint, str(genre)) for hint in hints):
                found |= documents
        return found & self.shelf.live

    def holding(self, word: Word) -> tuple[int, int]:
        """The documents that hold a word for sure, and those whose texts must be looked at."""
        if self.engine is None:
            return 0, self.shelf.live
        sure = unsure = 0
        for needed in word.choices:
            found, exact = self.words.holding(self.engine, self.shelf, needed)
            if exact:
                sure |= found
            else:
                unsure |= found
        return sure & ~self.queued, (unsure & ~sure) | self.queued


def match(source: Source, query: Query, scope: Scope, role: str | None = None) -> int:
    """Every document within `scope` that holds what `query` asks and nothing it excludes.

    Asks the engine and reads the texts of what is still queued; without an engine, all texts.
    `role` wants the words within sections of this role. Raises `EngineFailed`.
    """
    sure = possible = source.shelf.visible(scope.user_id)
    for word in query.required:
        certain, open_ = source.holding(word)
        possible &= certain | open_
        sure &= certain
    if query.least:
        found = [source.holding(word) for word in query.asked]
        named = [source.of_genres(query.hints)] if query.hints else []
        possible &= _in_at_least(query.least, [*(c | o for c, o in found), *named])
        sure &= _in_at_least(query.least, [*(c for c, _ in found), *named])
    for word in query.excluded:
        certain, open_ = source.holding(word)
        possible &= ~certain
        sure &= ~(certain | open_)
    unsure = possible if role else possible & ~sure
    if not unsure:
        return possible
    ids = [row.id for row in source.shelf.rows_of(unsure)]
    kept: list[int] = []
    for start in range(0, len(ids), 2000):
        texts = source.texts(ids[start : start + 2000])
        rows = source.shelf.rows_of(source.shelf.set_of(texts))
        kept += [row.id for row in rows if _holds(texts[row.id], row, query, role)]
    return (possible & ~unsure) | source.shelf.set_of(kept)


def _holds(texts: Texts, row: Row, query: Query, role: str | None) -> bool:
    """Whether a document with these texts answers `query` (its words, not its filters)."""
    body = texts.of_role(role) if role else texts.text
    if role and not body:
        return False
    if not all(_stands(word, texts.title, body) for word in query.required) or any(
        _stands(word, texts.title, texts.text) for word in query.excluded
    ):
        return False
    held = sum(_stands(word, texts.title, body) for word in query.asked)
    of_genre = any(names_genre(hint, row.genre) for hint in query.hints)
    return not query.least or held + of_genre >= query.least


def _stands(word: Word, title: str, body: str) -> bool:
    text = title if word.title else body
    return word.folded in text or any(other in text for other in word.others)


def _in_at_least(least: int, sets: Sequence[int]) -> int:
    """The documents that are in at least so many of the sets."""
    reached = [-1, *(0 for _ in range(least))]
    for bits in sets:
        for count in range(least, 0, -1):
            reached[count] |= reached[count - 1] & bits
    return reached[least]


def needs(words: Sequence[Word]) -> list[Needed]:
    """What an engine is asked to rank by: the words as typed."""
    return [word.choices[0] for word in words]
