"""Finding: from the words in the search box to a page of hits."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from corpus.library import Library, Scope
from corpus.search.asking import Answer, Filters, answer, checked_role, on
from corpus.search.folding import folded
from corpus.search.matching import Source
from corpus.search.passage import best_of, highlight
from corpus.search.query import Query, parse
from corpus.search.ranking import by_date, order
from corpus.search.results import Hit, Results
from corpus.search.shelf import Row

Sort = Literal["relevance", "date"]


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
    sort: Sort = "relevance",
    fold_duplicates: bool = True,
    own_unit: str = "",
) -> Results:
    """The documents within `scope` that hold all `words` (see `query.py`), best first.

    A genre may be a family; the values of one facet add up, facets narrow each other; `role`
    looks only into sections of that role. Without words, everything, newest first. Finds
    what was saved a moment ago, and all that stands in the texts even while the index is
    broken. Where a word that was not quoted stands nowhere as it is, the words that it is made
    of are looked for, with a note. Of documents with
    the same content one is shown, unless `fold_duplicates` is off; facets count all.
    `own_unit` comes first among equals. Raises `InvalidQuery` for a role that does not exist.
    """
    began = time.perf_counter()
    role = checked_role(role)
    query = parse(words)
    filters = Filters.of(genre, year, unit, topic, kind)

    def search(source: Source) -> Results:
        found = answer(library, source, query, filters, scope, role)
        left = found.documents
        standing: Mapping[int, tuple[int, ...]] = {}
        if fold_duplicates:
            left, standing = folded(source.shelf, left)
        if sort == "date":
            ordered = by_date(source, left, offset + limit)
        else:
            ordered = order(source, left, found.query, offset + limit, own_unit)
        return Results(
            hits=tuple(_hits(source, ordered[offset:], found, role, standing)),
            total=left.bit_count(),
            facets=found.facets,
            took_ms=(time.perf_counter() - began) * 1000,
            notes=found.query.notes,
            nearest=found.nearest,
        )

    return on(library, search)


def _hits(
    source: Source,
    part: Sequence[tuple[Row, float]],
    found: Answer,
    role: str | None,
    standing: Mapping[int, tuple[int, ...]],
) -> Iterator[Hit]:
    ids = [row.id for row, _ in part]
    texts = source.texts(ids)
    bodies = source.catalogue.bodies(source.connection, ids)
    query: Query = found.query
    for row, score in part:
        yield Hit(
            id=row.id,
            title=row.title,
            title_html=highlight(row.title, query.shown),
            genre=row.genre,
            year=row.year,
            unit=row.unit,
            topics=row.topics,
            source=row.kind,
            file=row.file,
            score=score,
            matches=sum(texts[row.id].text.count(word) for word in query.shown),
            passage=best_of(bodies[row.id], texts[row.id].text, query, role),
            duplicates=standing.get(row.id, ()),
        )
