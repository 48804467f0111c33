"""Documents 文稿 in the library: kept once, listed and opened within a scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select

from corpus.document import Document, Lines
from corpus.errors import NotFound
from corpus.library.content import Content, content_of
from corpus.library.database import Database
from corpus.library.ordering import Order, page_of
from corpus.library.originals import Originals
from corpus.library.rows import insert_document, read_as, unit_of
from corpus.library.scope import Scope, binned, visible
from corpus.library.sources import (
    OtherSource,
    note_source,
    sources_of,
    twin_of,
)
from corpus.library.tables import (
    document_bodies,
    document_pictures,
    document_topics,
    documents,
    now,
)

Kind = Literal["library", "sample", "export"]
Visibility = Literal["shared", "private"]


@dataclass(frozen=True, slots=True)
class Added:
    """What `Documents.add` did: the id of the new document, or of the one already there.

    `likeness` is 1 but for a `similar` one, which says nearly the same.
    """

    id: int
    status: Literal["imported", "duplicate", "similar"]
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Stored:
    """A document with what the library knows about it; `original` is a SHA-256.

    `changed` is another number after each correction.
    """

    id: int
    document: Document
    kind: str
    owner: int
    visibility: str
    original: str | None
    created: datetime
    name: str = ""
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a list, without its text; `original` is a SHA-256."""

    id: int
    title: str
    genre: str
    family: str
    year: int | None
    unit: str | None
    place: str | None
    kind: str
    owner: int
    visibility: str
    name: str
    characters: int
    created: datetime
    topics: tuple[str, ...] = ()
    original: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The entry as plain JSON values."""
        return {
            "id": self.id,
            "title": self.title,
            "genre": self.genre,
            "family": self.family,
            "year": self.year,
            "unit": self.unit,
            "place": self.place,
            "topics": list(self.topics),
            "kind": self.kind,
            "visibility": self.visibility,
            "name": self.name,
            "characters": self.characters,
            "created": self.created.isoformat(),
        }


class Documents:
    """The documents of a library."""

    def __init__(self, database: Database, originals: Originals) -> None:
        """The documents in `database`, their files in `originals`."""
        self._database = database
        self._originals = originals

    def add(
        self,
        document: Document,
        *,
        owner: int,
        kind: Kind = "library",
        visibility: Visibility = "shared",
        original: bytes | None = None,
        name: str = "",
        origin: str = "",
        pictures: Iterable[str] = (),
    ) -> Added:
        """The document as kept: new, or the one of the same content that was there already.

        `pictures` are the hashes of its figures that lie among the originals. See `add_all`.
        """
        (added,) = self.add_all(
            (document,),
            owner=owner,
            kind=kind,
            visibility=visibility,
            original=original,
            name=name,
            origin=origin,
            pictures=pictures,
        )
        return added

    def add_all(
        self,
        documents: Iterable[Document],
        *,
        owner: int,
        kind: Kind = "library",
        visibility: Visibility = "shared",
        original: bytes | None = None,
        name: str = "",
        origin: str = "",
        once: bool = False,
        pictures: Iterable[str] = (),
    ) -> tuple[Added, ...]:
        """The documents of one file, all or none: what each became, in order.

        One that lies in the bin is taken out of it, and counts as imported.

        `once` keeps near-duplicates of what the library has out, too; where else they stood is
        written down with the one that is kept (`other_sources`).

        Documents, original and the order to index them are one transaction. `name` is the
        file's; `origin` names the step of a job, so that its repetition finds its own work
        and reports it as imported.
        """
        made = [(document.canonical(), part) for part, document in enumerate(documents)]
        contents = [content_of(document) for document, _ in made]
        values: dict[str, Any] = {
            "owner_id": owner,
            "visibility": visibility,
            "kind": kind,
            "holder": "shared" if visibility == "shared" else f"user:{owner}",
            "name": PurePath(name).name,
            "original": None,
            "created": now(),
        }
        result = []
        with self._database.write() as connection:
            for (document, part), content in zip(made, contents, strict=True):
                values["origin"] = f"{origin}#{part}"[-512:] if origin else ""
                known = _known(connection, content, values)
                if known is None and once:
                    known = _twin(connection, document, content, values)
                if known is not None and known.status != "imported":
                    _note(connection, known, document, values)
                if known is None and original is not None and values["original"] is None:
                    values["original"] = self._originals.put(connection, original)
                if known is None:
                    id = insert_document(connection, document, content, values)
                    known = Added(id, "imported")
                    if own := [{"document_id": id, "sha256": sha256} for sha256 in set(pictures)]:
                        connection.execute(insert(document_pictures), own)
                result.append(known)
        return tuple(result)

    def get(self, id: int, scope: Scope) -> Stored:
        """The document `id`; raises `NotFound` when there is none within `scope`."""
        with self._database.read() as connection:
            row = connection.execute(
                select(documents, document_bodies.c.body)
                .join(document_bodies)
                .where(documents.c.id == id, visible(documents, scope))
            ).first()
            if row is None:
                raise _missing(connection, id, scope)
        return Stored(
            id=row.id,
            document=Document.from_json(row.body),
            kind=row.kind,
            owner=row.owner_id,
            visibility=row.visibility,
            original=row.original,
            created=row.created,
            name=row.name,
            changed=row.changed,
        )

    def other_sources(self, id: int, scope: Scope) -> tuple[OtherSource, ...]:
        """Where else document `id` stood; raises `NotFound` when there is none within `scope`."""
        self.get(id, scope)
        with self._database.read() as connection:
            return sources_of(connection, id)

    def list(
        self,
        scope: Scope,
        *,
        kind: Kind | None = None,
        order: Order = "created",
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[Entry, ...]:
        """The documents within `scope`, newest first, or in another order; see `page_of`."""
        query = _of_kind(select(documents).where(visible(documents, scope)), kind)
        with self._database.read() as connection:
            rows = page_of(connection, query, order, limit, offset)
            topics = topics_of(connection, [row.id for row in rows])
        return tuple(_entry(row, topics) for row in rows)

    def count(self, scope: Scope, kind: Kind | None = None) -> int:
        """How many documents there are within `scope`."""
        query = select(func.count()).select_from(documents).where(visible(documents, scope))
        with self._database.read() as connection:
            return int(connection.execute(_of_kind(query, kind)).scalar_one())

    def newest(self, scope: Scope) -> int:
        """The highest id within `scope`, 0 where there is none: what comes later has a higher."""
        query = select(func.max(documents.c.id)).where(visible(documents, scope))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar() or 0)

    def count_of_unit(self, scope: Scope, unit: str) -> int:
        """How many documents of the library are `unit`'s: called so, or more or less in full."""
        query = (
            select(documents.c.unit, func.count())
            .where(visible(documents, scope), documents.c.unit.is_not(None))
            .group_by(documents.c.unit)
        )
        with self._database.read() as connection:
            rows = connection.execute(_of_kind(query, "library")).all()
        return sum(count for name, count in rows if unit and (name in unit or unit in name))

    def count_since(self, scope: Scope, moment: datetime) -> int:
        """How many documents came into the library at `moment` or later."""
        query = (
            select(func.count())
            .select_from(documents)
            .where(visible(documents, scope), documents.c.created >= moment)
        )
        with self._database.read() as connection:
            return int(connection.execute(_of_kind(query, "library")).scalar_one())

    def delete(self, id: int, scope: Scope) -> None:
        """Put a document of one's own into the bin; raises `NotFound` for any other."""
        own = documents.c.owner_id == scope.user_id, documents.c.deleted_at.is_(None)
        with self._database.write() as connection:
            deleted = connection.execute(
                documents.update().where(documents.c.id == id, *own).values(deleted_at=now())
            )
            if deleted.rowcount != 1:
                raise _missing(connection, id, scope)


def topics_of(connection: Connection, ids: list[int]) -> Mapping[int, tuple[str, ...]]:
    """The topics of each of a page's documents, in alphabetical order."""
    result: dict[int, tuple[str, ...]] = {}
    query = select(document_topics).where(document_topics.c.document_id.in_(ids))
    for row in connection.execute(query.order_by(document_topics.c.topic)):
        result[row.document_id] = (*result.get(row.document_id, ()), row.topic)
    return result


def _known(connection: Connection, content: Content, values: Mapping[str, Any]) -> Added | None:
    """The document of this content, or that was read from it, that is there already."""
    kind = documents.c.kind
    # Exports repeat what the library holds; only another export is their duplicate.
    same_shelf = kind == "export" if values["kind"] == "export" else kind != "export"
    # What lies in the bin still holds its place on its own shelf, and on no other.
    there = or_(
        documents.c.deleted_at.is_(None),
        and_(kind == values["kind"], documents.c.holder == values["holder"]),
    )
    row = connection.execute(
        select(documents.c.id, documents.c.origin, documents.c.deleted_at)
        .where(
            or_(
                documents.c.content_hash == content.hash, documents.c.id.in_(read_as(content.hash))
            ),
            same_shelf,
            there,
            documents.c.holder.in_((values["holder"], "shared")),
        )
        .order_by(documents.c.deleted_at.is_not(None), documents.c.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    if row.deleted_at is not None:
        again = {"deleted_at": None, "owner_id": values["owner_id"], "origin": values["origin"]}
        connection.execute(documents.update().where(documents.c.id == row.id).values(again))
        return Added(row.id, "imported")
    own = values["origin"] and row.origin == values["origin"]
    return Added(row.id, "imported" if own else "duplicate")


def _twin(
    connection: Connection, document: Document, content: Content, values: Mapping[str, Any]
) -> Added | None:
    """The document that says nearly the same and is there already, if there is one."""
    told = {"year": document.year, "unit": unit_of(document), "place": document.place}
    twin = twin_of(connection, content, values["holder"], told)
    return Added(twin.id, "similar", twin.likeness) if twin else None


def _note(
    connection: Connection, known: Added, document: Document, values: Mapping[str, Any]
) -> None:
    """Write down the other source of a document, unless it is the very file that brought it."""
    row = connection.execute(
        select(documents.c.name, document_bodies.c.body)
        .join(document_bodies)
        .where(documents.c.id == known.id)
    ).one()
    source = Document.from_json(row.body).source
    own = source.lines if source else None
    lines = document.source.lines if document.source else None
    file = values["name"] or (document.source.file if document.source else "")
    if file and not (row.name == file and _meet(own, lines)):
        note_source(connection, known.id, document, file, known.likeness)


def _meet(own: Lines | None, other: Lines | None) -> bool:
    """Whether two places of a file share a line; a correction may have moved the borders."""
    if own is None or other is None:
        return own is other
    return own[0] <= other[1] and other[0] <= own[1]


def _of_kind(query: Select[Any], kind: Kind | None) -> Select[Any]:
    return query if kind is None else query.where(documents.c.kind == kind)


def _entry(row: Row[Any], topics: Mapping[int, tuple[str, ...]]) -> Entry:
    return Entry(
        id=row.id,
        title=row.title,
        genre=row.genre,
        family=row.family,
        year=row.year,
        unit=row.unit,
        place=row.place,
        kind=row.kind,
        owner=row.owner_id,
        visibility=row.visibility,
        name=row.name,
        characters=row.characters,
        created=row.created,
        topics=topics.get(row.id, ()),
        original=row.original,
    )


def _missing(connection: Connection, id: int, scope: Scope) -> NotFound:
    in_bin = select(documents.c.title).where(documents.c.id == id, binned(documents, scope))
    if title := connection.execute(in_bin).scalar():
        return NotFound("这份文稿在回收站里", where=title, remedy="在回收站里恢复后再打开")
    return NotFound(f"没有第 {id} 号文稿，或者不归您看", where="文库", remedy="回到文库重新查找")
