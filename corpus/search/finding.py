"""Finding: from the words in the search box to a page of hits."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from corpus.document import Document
from corpus.errors import InvalidQuery
from corpus.genres import ROLES
from corpus.library import Library, Scope
from corpus.library.tables import document_bodies, documents
from corpus.search.catalogue import Catalogue, Row
from corpus.search.engine import Engine, EngineFailed
from corpus.search.facets import Facets, Selection, narrow
from corpus.search.index import index_of
from corpus.search.matching import match
from corpus.search.passage import best, highlight
from corpus.search.query import Query, parse
from corpus.search.ranking import order
from corpus.search.results import Hit, Results


def find(
    library: Library,
    words: str,
    scope: Scope,
    *,
    genre: Iterable[str] = (),
    year: Iterable[int] = (),
    unit: Iterable[str] = (),
    topic: Iterable[str] = (),
    role: str | None = None,
    kind: Iterable[str] = (),
    limit: int = 10,
    offset: int = 0,
) -> Results:
    """The documents within `scope` that hold all `words` (see `query.py`), best first.

    A genre may be a family; the values of one facet add up, facets narrow each other; `role`
    looks only into sections of that role. Without words, everything, newest first. Finds
    what was saved a moment ago, and all that stands in the texts even while the index is
    broken. Raises `InvalidQuery` for a query or role that makes no sense.
    """
    began = time.perf_counter()
    if role is not None and role not in ROLES:
        raise InvalidQuery(
            f"没有“{role}”这种段落角色", where="角色", remedy=f"可选：{'、'.join(ROLES)}"
        )
    query = parse(words)
    selection = Selection(
        genre=(*genre, *query.genres),
        year=tuple(year),
        unit=tuple(unit),
        topic=(*topic, *query.topics),
        kind=tuple(kind),
        years=query.years,
        units=query.units,
    )
    index = index_of(library)
    failure: EngineFailed | None = None
    with library.database.read() as connection:
        search = _Search(connection, index.catalogue, query, selection, scope, role)
        try:
            page = search.page(index.engine(connection), limit, offset)
        except EngineFailed as error:
            failure = error
            page = search.page(None, limit, offset)
    if failure:
        index.give_up(failure)
    hits, total, facets = page
    return Results(hits, total, facets, (time.perf_counter() - began) * 1000)


@dataclass(frozen=True, slots=True)
class _Search:
    """One search, on one state of the database."""

    connection: Connection
    catalogue: Catalogue
    query: Query
    selection: Selection
    scope: Scope
    role: str | None

    def page(
        self, engine: Engine | None, limit: int, offset: int
    ) -> tuple[tuple[Hit, ...], int, Facets]:
        """A page of hits, how many there are in all, and the facets; without engine slowly."""
        matched = match(self.connection, self.catalogue, engine, self.query, self.scope, self.role)
        rows, facets = narrow(matched.rows, self.selection)
        ordered = order(
            rows,
            matched.scores,
            self.query,
            lambda ids: self.catalogue.texts(self.connection, ids),
            engine.frequency if engine else lambda _: 0,
            engine.count() if engine else 0,
            offset + limit,
        )
        return tuple(self._hits(ordered[offset:])), len(rows), facets

    def _hits(self, part: Sequence[tuple[Row, float]]) -> Iterator[Hit]:
        ids = [row.id for row, _ in part]
        texts = self.catalogue.texts(self.connection, ids)
        query = (
            select(documents.c.id, documents.c.title, documents.c.name, document_bodies.c.body)
            .join(document_bodies)
            .where(documents.c.id.in_(ids))
        )
        bodies = {row.id: row for row in self.connection.execute(query)}
        shown = self.query.shown
        for row, score in part:
            body = bodies[row.id]
            yield Hit(
                id=row.id,
                title=body.title,
                title_html=highlight(body.title, shown),
                genre=row.genre,
                year=row.year,
                unit=row.unit,
                topics=row.topics,
                source=row.kind,
                file=body.name,
                score=score,
                matches=sum(texts[row.id].text.count(word) for word in shown),
                passage=best(Document.from_json(body.body), self.query, self.role),
            )
