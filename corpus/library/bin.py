"""The bin 回收站: drafts and documents that were deleted, until they are restored or gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Table, delete, func, select

from corpus.errors import NotFound
from corpus.library.database import Database
from corpus.library.originals import Originals
from corpus.library.scope import Scope, binned
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


class Bin:
    """What was deleted; everybody sees, restores and empties only what he owns."""

    def __init__(self, database: Database, originals: Originals) -> None:
        """The bin of `database`; files that go with what is emptied lie in `originals`."""
        self._database = database
        self._originals = originals

    def list(self, scope: Scope) -> tuple[Binned, ...]:
        """What this person has in the bin, the last deleted first."""
        with self._database.read() as connection:
            found = [
                *(
                    Binned("draft", row.id, row.title, row.template_id, "", row.deleted_at)
                    for row in connection.execute(select(drafts).where(binned(drafts, scope)))
                ),
                *(
                    Binned("document", row.id, row.title, row.genre, row.kind, row.deleted_at)
                    for row in connection.execute(select(documents).where(binned(documents, scope)))
                ),
            ]
        return tuple(sorted(found, key=lambda one: (one.deleted, one.id), reverse=True))

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
        for sha256 in sorted(files):
            with self._database.write() as connection:
                self._originals.forget_unused(connection, sha256)


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
