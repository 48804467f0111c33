"""Photos 照片 of drafts: kept once under their hash, among the originals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, select

from corpus.errors import LibraryUnavailable, NotFound
from corpus.library.database import Database
from corpus.library.originals import Originals
from corpus.library.tables import (
    document_pictures,
    draft_pictures,
    draft_versions,
    drafts,
    now,
)

PREFIX = "sha256:"
KEPT_DAYS = 7
"""So long a photo stays that no state of its draft shows: a page still open may bring it back."""


class Pictures:
    """The photos of a library; a key is what a figure calls its image: `sha256:…`."""

    def __init__(self, database: Database, originals: Originals) -> None:
        """The photos in `originals`, used as `database` says."""
        self._database = database
        self._originals = originals

    def put(self, draft_id: int, data: bytes) -> str:
        """The key under which the draft may show `data` from now on.

        Raises `LibraryUnavailable` when it cannot be written.
        """
        with self._database.write() as connection:
            sha256 = self._originals.put(connection, data)
            known = _use(draft_pictures.c, draft_id, sha256)
            if connection.execute(select(draft_pictures.c.sha256).where(*known)).first() is None:
                row = {"draft_id": draft_id, "sha256": sha256, "created": now()}
                connection.execute(insert(draft_pictures).values(row))
        return PREFIX + sha256

    def adopt(self, draft_id: int, other: int) -> None:
        """Let the draft show what the draft `other`, of which it is a copy, may show."""
        with self._database.write() as connection:
            shown = connection.execute(
                select(draft_pictures.c.sha256).where(draft_pictures.c.draft_id == other)
            ).scalars()
            rows = [{"draft_id": draft_id, "sha256": one, "created": now()} for one in shown]
            if rows:
                connection.execute(insert(draft_pictures), rows)

    def of_draft(self, draft_id: int) -> Callable[[str], bytes | None]:
        """What gives the bytes of a photo of this draft by its key, None for any other."""
        return self._reader(draft_pictures, draft_pictures.c.draft_id == draft_id)

    def of_document(self, document_id: int) -> Callable[[str], bytes | None]:
        """What gives the bytes of a photo of this document by its key, None for any other."""
        return self._reader(document_pictures, document_pictures.c.document_id == document_id)

    def forget_unused(self, moment: datetime | None = None) -> int:
        """How many photos were given up: those that neither a draft nor one of its versions has
        shown for a week, counted back from `moment` (now)."""
        limit = (moment or now()) - timedelta(days=KEPT_DAYS)
        old = select(draft_pictures.c.draft_id, draft_pictures.c.sha256).where(
            draft_pictures.c.created < limit
        )
        with self._database.read() as connection:
            rows = connection.execute(old).all()
        given_up = 0
        for draft_id in sorted({row.draft_id for row in rows}):
            with self._database.write() as connection:
                shown = set(_shown(connection, draft_id))
                unused = [
                    r.sha256 for r in rows if r.draft_id == draft_id and r.sha256 not in shown
                ]
                for sha256 in unused:
                    own = _use(draft_pictures.c, draft_id, sha256)
                    connection.execute(delete(draft_pictures).where(*own))
            for sha256 in unused:
                with self._database.write() as connection:
                    self._originals.forget_unused(connection, sha256)
            given_up += len(unused)
        return given_up

    def _reader(self, table: Table, own: ColumnElement[bool]) -> Callable[[str], bytes | None]:
        known: set[str] | None = None

        def read(key: str) -> bytes | None:
            nonlocal known
            if known is None:
                with self._database.read() as connection:
                    known = set(connection.execute(select(table.c.sha256).where(own)).scalars())
            sha256 = key.removeprefix(PREFIX)
            if sha256 not in known:
                return None
            try:
                return self._originals.read(sha256)
            except (NotFound, LibraryUnavailable):
                return None

        return read


def keys_in(sections: Iterable[Any]) -> Iterator[str]:
    """The keys of the pictures that these sections of a draft, as JSON, show."""
    for section in sections:
        for block in (*(section.get("figures") or ()), *(section.get("blocks") or ())):
            if isinstance(block, dict) and block.get("image"):
                yield str(block["image"])


def _use(columns: Any, draft_id: int, sha256: str) -> tuple[ColumnElement[bool], ...]:
    return columns.draft_id == draft_id, columns.sha256 == sha256


def _shown(connection: Any, draft_id: int) -> Iterator[str]:
    """The hashes of the photos in the draft and in its versions."""
    queries = (
        select(drafts.c.sections).where(drafts.c.id == draft_id),
        select(draft_versions.c.sections).where(draft_versions.c.draft_id == draft_id),
    )
    for query in queries:
        for sections in connection.execute(query).scalars():
            yield from (key.removeprefix(PREFIX) for key in keys_in(sections))
