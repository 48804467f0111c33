"""Matching: which documents answer a query, exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from corpus.library.scope import Scope
from corpus.library.tables import index_queue
from corpus.search.catalogue import Catalogue, Row, Texts
from corpus.search.engine import Engine, Needed
from corpus.search.query import Query, Word


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents that answer a query, and the engine's first, rough scores of them.

    A document that the engine does not know yet has no score.
    """

    rows: list[Row]
    scores: Mapping[int, float]


def match(
    connection: Connection,
    catalogue: Catalogue,
    engine: Engine | None,
    query: Query,
    scope: Scope,
    role: str | None,
) -> Matched:
    """Every document within `scope` that holds what `query` asks and nothing it excludes.

    Asks the engine and reads the texts of what is still queued; without an engine, all texts.
    `role` wants the words within sections of this role. Raises `EngineFailed`.
    """
    # The queue first: what leaves it meanwhile is in the index before it is out of the queue.
    queued = set(connection.execute(select(index_queue.c.document_id)).scalars())
    needed = [_needed(word) for word in query.words if word.wanted.terms]
    if engine is not None and needed:
        scores = engine.search(needed)
        rows = catalogue.within(connection, scope, scores.keys() | queued)
    else:
        scores = {}
        rows = catalogue.within(connection, scope)
    if not (query.words or query.excluded or role):
        return Matched(rows, scores)
    decided: Collection[int] = ()
    if all(word.wanted.exact for word in query.words) and not (query.excluded or role):
        decided = scores.keys() - queued
    texts = catalogue.texts(connection, [row.id for row in rows if row.id not in decided])
    return Matched(
        [row for row in rows if row.id in decided or holds(texts[row.id], query, role)],
        {id: score for id, score in scores.items() if id not in queued},
    )


def holds(texts: Texts, query: Query, role: str | None) -> bool:
    """Whether a document with these texts answers `query` (its words, not its filters)."""
    body = texts.of_role(role) if role else texts.text
    if role and not body:
        return False
    return all(w.folded in (texts.title if w.title else body) for w in query.words) and not any(
        w.folded in (texts.title if w.title else texts.text) for w in query.excluded
    )


def _needed(word: Word) -> Needed:
    return Needed("title" if word.title else "text", word.wanted.terms)
