"""The catalogue: what facets and checks need of every document, kept in memory.

Ten thousand rows, or texts, fetched anew for each search would cost more than the search.
Documents are added, removed, put into the bin and taken out again, and ids never stand for another
document, so number, highest id and the state of the bin tell whether the shelf is still true. A
text once read stays true until a correction marks its document (`changed`, which only grows).
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, text

from corpus.library.content import BREAK
from corpus.library.tables import document_bodies, document_topics, documents
from corpus.search.shelf import Row, Shelf

# Documents kept as JSON: those that come first are shown again and again.
BODIES = 400
# Characters of texts kept in memory, two bytes each: some ten thousand documents.
CAPACITY = 20_000_000


@dataclass(frozen=True, slots=True)
class Texts:
    """The folded texts of a document; sections are role, start and end in the text."""

    title: str
    headings: str
    text: str
    sections: tuple[tuple[str | None, int, int], ...]

    def of_role(self, role: str) -> str:
        """The text of the sections that have this role."""
        return BREAK.join(
            self.text[start:end] for name, start, end in self.sections if name == role
        )


class Catalogue:
    """The rows and texts of one library; asked within a reading transaction."""

    def __init__(self) -> None:
        """An empty catalogue, filled when asked."""
        self._lock = threading.Lock()
        self._shelf = Shelf()
        self._mark: object = None
        self._bin: tuple[Any, ...] = (0, None)
        self._last = 0
        # The mark of the last correction that was seen, and that of each corrected document.
        self._corrected = 0
        self._marks: dict[int, int] = {}
        self._texts: dict[int, Texts] = {}
        self._characters = 0
        self._bodies: dict[int, Any] = {}

    def shelf(self, connection: Connection) -> Shelf:
        """All documents as they are now."""
        mark = _mark(connection)
        with self._lock:
            if mark is not None and mark == self._mark:
                return self._shelf
        binned = _bin(connection)
        there = documents.c.deleted_at.is_(None)
        count, last, marked = connection.execute(
            select(
                func.count().filter(there),
                func.coalesce(func.max(documents.c.id), 0),
                func.coalesce(func.max(documents.c.changed), 0),
            ).select_from(documents)
        ).one()
        with self._lock:
            if marked > self._corrected:
                self._amend(connection)
                self._corrected = marked
            # A state older than ours is that of a search which began earlier: ours serves it.
            if last > self._last:
                self._shelf = self._shelf.extended(_rows(connection, documents.c.id > self._last))
                self._last = last
            if count != self._shelf.live.bit_count() or binned != self._bin:
                ids = connection.execute(select(documents.c.id).where(there)).scalars()
                self._shelf = self._shelf.reduced(ids)
                self._bin = binned
            self._mark = mark
            return self._shelf

    def texts(self, connection: Connection, ids: Collection[int]) -> dict[int, Texts]:
        """The folded texts of documents `ids`."""
        with self._lock:
            known = {id: self._texts[id] for id in ids if id in self._texts}
        if len(known) == len(ids):
            return known
        missing = [id for id in ids if id not in known]
        fetched = _texts(connection, missing)
        with self._lock:
            # A search that began before a correction must not leave the old text behind.
            self._keep({id: own for id, (mark, own) in fetched.items() if self._is_new(id, mark)})
        return known | {id: own for id, (_, own) in fetched.items()}

    def bodies(self, connection: Connection, ids: Collection[int]) -> dict[int, Any]:
        """Documents `ids` as JSON."""
        with self._lock:
            known = {id: self._bodies[id] for id in ids if id in self._bodies}
        bodies = document_bodies.c
        stale = set()
        if missing := [id for id in ids if id not in known]:
            query = (
                select(bodies.document_id, bodies.body, documents.c.changed)
                .join(documents)
                .where(among(connection, bodies.document_id, missing))
            )
            for id, body, mark in connection.execute(query):
                known[id] = body
                if not self._is_new(id, mark):
                    stale.add(id)
        with self._lock:
            for id in ids:
                if id in known and id not in stale:
                    # Put last again: the longest unasked one goes first.
                    self._bodies.pop(id, None)
                    self._bodies[id] = known[id]
            while len(self._bodies) > BODIES:
                del self._bodies[next(iter(self._bodies))]
        return known

    def _amend(self, connection: Connection) -> None:
        """Take in what was corrected since it was last looked."""
        query = select(documents.c.id, documents.c.changed).where(
            documents.c.changed > self._corrected
        )
        marks: dict[int, int] = dict(map(tuple, connection.execute(query)))
        for id in marks:
            if (gone := self._texts.pop(id, None)) is not None:
                self._characters -= len(gone.text)
            self._bodies.pop(id, None)
        self._marks |= marks
        rows = _rows(connection, among(connection, documents.c.id, marks))
        known = [row for row in rows if row.id in self._shelf.places]
        # One that was merged into another and came back may be new to us, and its id is not.
        back = [row for row in rows if row.id not in self._shelf.places and row.id <= self._last]
        self._shelf = self._shelf.amended(known).extended(back)

    def _is_new(self, id: int, mark: int) -> bool:
        return mark >= self._marks.get(id, 0)

    def _keep(self, fetched: Mapping[int, Texts]) -> None:
        for id, texts in fetched.items():
            if self._characters > CAPACITY:
                # The oldest goes: under a broad search each is as likely to be wanted again.
                gone = self._texts.pop(next(iter(self._texts)))
                self._characters -= len(gone.text)
            if id not in self._texts:
                self._texts[id] = texts
                self._characters += len(texts.text)


def among(
    connection: Connection, column: ColumnElement[Any], ids: Iterable[int]
) -> ColumnElement[bool]:
    """The condition that `column` is one of `ids`, however many there are."""
    if connection.dialect.name == "sqlite":
        # One parameter, whatever the number: a list of thousands would be compiled each time.
        array = "[" + ",".join(map(str, ids)) + "]"
        return column.in_(select(func.json_each(array).table_valued("value").c.value))
    return column.in_(list(ids))


_SEQUENCES = text(
    "SELECT name, seq FROM sqlite_sequence WHERE name IN ('documents', 'index_queue')"
)


def _mark(connection: Connection) -> object:
    """What changes whenever a document comes or goes; None where only counting tells.

    Both write into the queue of the index, whose ids never return: SQLite keeps the last ones
    at hand, while counting a hundred thousand rows takes it longer than a search may take.
    """
    if connection.dialect.name != "sqlite":
        return None
    return frozenset(map(tuple, connection.execute(_SEQUENCES))), _bin(connection)


def _bin(connection: Connection) -> tuple[Any, ...]:
    """What changes whenever a document goes into the bin or comes out of it."""
    moment = documents.c.deleted_at
    query = select(func.count(), func.max(moment)).where(moment.is_not(None))
    return tuple(connection.execute(query).one())


def _rows(connection: Connection, wanted: ColumnElement[bool]) -> list[Row]:
    """The rows of the documents that are `wanted`, in ascending order."""
    table, topics = documents.c, document_topics.c
    of_document: dict[int, tuple[str, ...]] = {}
    for id, topic in connection.execute(
        select(topics.document_id, topics.topic)
        .join(documents)
        .where(wanted)
        .order_by(topics.topic)
    ):
        of_document[id] = (*of_document.get(id, ()), topic)
    query = (
        select(
            table.id,
            table.title,
            table.genre,
            table.year,
            table.unit,
            table.kind,
            table.owner_id.label("owner"),
            (table.visibility == "shared").label("shared"),
            table.content_hash.label("content"),
            table.name.label("file"),
        )
        .where(wanted)
        .order_by(table.id)
    )
    return [
        Row(**row, topics=of_document.get(row["id"], ()))
        for row in connection.execute(query).mappings()
    ]


def _texts(connection: Connection, ids: Collection[int]) -> dict[int, tuple[int, Texts]]:
    """The folded texts of documents, each with the mark of its last correction."""
    bodies = document_bodies.c
    columns = bodies.document_id, bodies.title, bodies.headings, bodies.text, bodies.sections
    query = (
        select(*columns, documents.c.changed)
        .join(documents)
        .where(among(connection, bodies.document_id, ids))
    )
    return {
        id: (
            mark,
            Texts(
                title, headings, text, tuple((role, start, end) for role, start, end in sections)
            ),
        )
        for id, title, headings, text, sections, mark in connection.execute(query)
    }
