"""The bin 回收站: drafts and documents that were deleted, until they are restored or gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, literal, select

from corpus.errors import NotFound
from corpus.library.database import Database
from corpus.library.originals import Originals
from corpus.library.scope import Scope, binned, visible
from corpus.library.tables import (
    document_pictures,
    documents,
    draft_pictures,
    drafts,
    index_queue,
    now,
)

Kind = Literal["draft", "document"]
DAYS = 30
AT_ONCE = 200
"""So much goes in one transaction."""
_TABLES: dict[Kind, Table] = {"draft": drafts, "document": documents}
_PICTURES: dict[Kind, Table] = {"draft": draft_pictures, "document": document_pictures}


@dataclass(frozen=True, slots=True)
class Binned:
    """Something in the bin; `sort` is a draft's template or a document's genre, `shelf` the
    document's kind."""

    kind: Kind
    id: int
    title: str
    sort: str
    shelf: str
    deleted: datetime

    @property
    def until(self) -> datetime:
        """When it will be gone."""
        return self.deleted + timedelta(days=DAYS)


@dataclass(frozen=True, slots=True)
class Thrown:
    """What a whole list became: `count` documents lie in the bin since `moment`, which takes them
    out again together; `foreign` ones belong to others and stayed."""

    moment: datetime
    count: int
    foreign: int


class Bin:
    """What was deleted; everybody sees, restores and empties only what he owns."""

    def __init__(self, database: Database, originals: Originals) -> None:
        """The bin of `database`; files that go with what is emptied lie in `originals`."""
        self._database = database
        self._originals = originals

    def list(
        self, scope: Scope, *, limit: int | None = None, offset: int = 0
    ) -> tuple[Binned, ...]:
        """What this person has in the bin, the last deleted first."""
        with self._database.read() as connection:
            found = sorted(
                (row.deleted_at, row.id, kind)
                for kind, table in _TABLES.items()
                for row in connection.execute(
                    select(table.c.id, table.c.deleted_at).where(binned(table, scope))
                )
            )
            found.reverse()
            shown = found[offset:] if limit is None else found[offset : offset + limit]
            listed = {
                **_listed(connection, "draft", drafts.c.template_id, shown),
                **_listed(connection, "document", documents.c.genre, shown),
            }
        # restored in the meantime by another window: passed over
        return tuple(listed[kind, id] for _, id, kind in shown if (kind, id) in listed)

    def count(self, scope: Scope) -> int:
        """How many drafts and documents this person has in the bin."""
        with self._database.read() as connection:
            return sum(
                int(
                    connection.execute(
                        select(func.count()).select_from(table).where(binned(table, scope))
                    ).scalar_one()
                )
                for table in _TABLES.values()
            )

    def restore(self, kind: Kind, id: int, scope: Scope) -> str:
        """The title of what was taken out of the bin; raises `NotFound` where it is not there."""
        table = _TABLES[kind]
        with self._database.write() as connection:
            title = _title(connection, table, id, scope)
            connection.execute(table.update().where(table.c.id == id).values(deleted_at=None))
        return title

    def throw(self, scope: Scope, shelf: str, newest: int) -> Thrown:
        """Put all of a person's own documents of one `shelf` (kind) into the bin, up to the id
        `newest`: what came in after the list was shown stays."""
        moment = now()
        listed = and_(
            visible(documents, scope), documents.c.kind == shelf, documents.c.id <= newest
        )
        with self._database.write() as connection:
            own = documents.update().where(listed, documents.c.owner_id == scope.user_id)
            count = connection.execute(own.values(deleted_at=moment)).rowcount
            left = select(func.count()).select_from(documents).where(listed)
            foreign = int(connection.execute(left).scalar_one())
        return Thrown(moment, count, foreign)

    def take_back(self, scope: Scope, since: datetime, until: datetime) -> int:
        """How many things were taken out of the bin: those deleted from `since` to `until`."""
        with self._database.write() as connection:
            return sum(
                connection.execute(
                    table.update()
                    .where(binned(table, scope), _between(table, since, until))
                    .values(deleted_at=None)
                ).rowcount
                for table in _TABLES.values()
            )

    def parts(self, scope: Scope, until: datetime) -> tuple[tuple[Kind, tuple[int, ...]], ...]:
        """The ids of all that this person deleted up to `until`, as many together as one
        transaction should take."""
        with self._database.read() as connection:
            ids = {
                kind: connection.execute(select(table.c.id).where(_old(table, scope, until)))
                .scalars()
                .all()
                for kind, table in _TABLES.items()
            }
        return tuple(
            (kind, tuple(found[start : start + AT_ONCE]))
            for kind, found in ids.items()
            for start in range(0, len(found), AT_ONCE)
        )

    def discard_part(self, kind: Kind, ids: Sequence[int], scope: Scope, until: datetime) -> int:
        """How many of a part are gone for good; what was restored since stays."""
        table = _TABLES[kind]
        still = select(table.c.id).where(table.c.id.in_(ids), _old(table, scope, until))
        with self._database.write() as connection:
            found = connection.execute(still).scalars().all()
            files = {name for id in found for name in _remove(connection, kind, id)}
        self._forget(files)
        return len(found)

    def discard_all(self, scope: Scope, until: datetime) -> int:
        """How many things are gone for good: all that this person deleted up to `until`."""
        parts = self.parts(scope, until)
        # a part at a time: others may write in between
        return sum(self.discard_part(kind, ids, scope, until) for kind, ids in parts)

    def discard(self, kind: Kind, id: int, scope: Scope) -> str:
        """The title of what is gone for good, in the bin before or not, with the files that
        nothing else refers to; raises `NotFound` for what this person does not own."""
        table = _TABLES[kind]
        with self._database.write() as connection:
            own = select(table.c.title).where(table.c.id == id, table.c.owner_id == scope.user_id)
            title = connection.execute(own).scalar()
            if title is None:
                raise _missing()
            files = _remove(connection, kind, id)
        self._forget(files)
        return str(title)

    def empty(self, before: datetime | None = None) -> int:
        """How many drafts and documents, whoever owned them, are gone because they were deleted
        `before` this moment: 30 days ago when none is given."""
        limit = before or now() - timedelta(days=DAYS)
        gone = 0
        for kind, table in _TABLES.items():
            old = select(table.c.id).where(table.c.deleted_at < limit)
            with self._database.read() as connection:
                ids = list(connection.execute(old).scalars())
            for id in ids:
                with self._database.write() as connection:
                    # restored in the meantime: it stays
                    still = connection.execute(old.where(table.c.id == id)).first()
                    files = _remove(connection, kind, id) if still else set()
                self._forget(files)
                gone += still is not None
        return gone

    def _forget(self, files: set[str]) -> None:
        names = sorted(files)
        for start in range(0, len(names), AT_ONCE):
            with self._database.write() as connection:
                self._originals.forget_unused(connection, *names[start : start + AT_ONCE])


def _listed(
    connection: Connection,
    kind: Kind,
    sort: ColumnElement[Any],
    shown: Sequence[tuple[datetime, int, Kind]],
) -> dict[tuple[Kind, int], Binned]:
    """What the rows `shown` of this kind are; `sort` is the column that tells it."""
    table = _TABLES[kind]
    shelf = documents.c.kind if kind == "document" else literal("")
    columns = table.c.id, table.c.title, sort.label("sort"), shelf.label("shelf")
    wanted = [id for _, id, own in shown if own == kind]
    found: dict[tuple[Kind, int], Binned] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = select(*columns, table.c.deleted_at).where(
            table.c.id.in_(wanted[start : start + AT_ONCE]), table.c.deleted_at.is_not(None)
        )
        for row in connection.execute(query):
            found[kind, row.id] = Binned(
                kind, row.id, row.title, row.sort, row.shelf, row.deleted_at
            )
    return found


def _old(table: Table, scope: Scope, until: datetime) -> ColumnElement[bool]:
    return and_(binned(table, scope), table.c.deleted_at <= until)


def _between(table: Table, since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(table.c.deleted_at >= since, table.c.deleted_at <= until)


def _remove(connection: Connection, kind: Kind, id: int) -> set[str]:
    """Remove the row; the hashes of the files that it may have been the last to refer to."""
    table, pictures = _TABLES[kind], _PICTURES[kind]
    own = pictures.c[f"{kind}_id"] == id
    files: set[Any] = set(connection.execute(select(pictures.c.sha256).where(own)).scalars())
    if kind == "document":
        files.add(
            connection.execute(select(documents.c.original).where(documents.c.id == id)).scalar()
        )
        connection.execute(index_queue.insert().values(document_id=id))
    connection.execute(delete(table).where(table.c.id == id))
    return files - {None}


def _title(connection: Connection, table: Table, id: int, scope: Scope) -> str:
    query = select(table.c.title).where(table.c.id == id, binned(table, scope))
    title = connection.execute(query).scalar()
    if title is None:
        raise _missing()
    return str(title)


def _missing() -> NotFound:
    return NotFound(
        "回收站里没有这一份", where="回收站", remedy="它可能已经恢复或清掉了，刷新页面再看"
    )
