"""Exports 导出的文稿: what left the house, kept and found again, one for each draft.

A draft that is exported ten times leaves one document, that of the last time: the versions of the
draft keep the others, and the library does not fill with near copies.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from sqlalchemy import delete, insert, select

from corpus.document import Document
from corpus.library.content import content_of
from corpus.library.database import Database
from corpus.library.documents import Documents
from corpus.library.originals import Originals
from corpus.library.rows import rewrite_document
from corpus.library.tables import document_pictures, documents, index_queue, now


class Exports:
    """What was exported from the drafts of a library, each kept for its owner alone."""

    def __init__(self, database: Database, all: Documents, originals: Originals) -> None:
        """The exports among the documents `all` of `database`, their files in `originals`."""
        self._database = database
        self._documents = all
        self._originals = originals

    def keep(
        self,
        document: Document,
        *,
        owner: int,
        draft: int,
        file: bytes,
        name: str,
        pictures: Iterable[str] = (),
    ) -> int:
        """The id of the export that stands for `draft`: the one of before, saying what it says now.

        `file` is what was handed out, called `name`; `pictures` are the hashes of its photos. Where
        another draft's export says the same, that one stands for both.
        """
        origin = f"draft:{draft}"
        document = document.canonical()
        content = content_of(document)
        holder = f"user:{owner}"
        own = documents.c.kind == "export", documents.c.holder == holder
        with self._database.write() as connection:
            rows = connection.execute(
                select(documents.c.id, documents.c.original)
                .where(*own, documents.c.origin == f"{origin}#0")
                .order_by(documents.c.id)
            ).all()
            same = connection.execute(
                select(documents.c.id).where(*own, documents.c.content_hash == content.hash)
            ).scalar()
            kept = rows[0].id if rows else None
            stale = [row.id for row in rows if row.id != kept]
            if kept is not None and same is not None and same not in {row.id for row in rows}:
                stale, kept = [row.id for row in rows], None
            for id in stale:
                connection.execute(delete(documents).where(documents.c.id == id))
                connection.execute(index_queue.insert().values(document_id=id))
            if kept is not None:
                rewrite_document(
                    connection,
                    kept,
                    document,
                    name=PurePath(name).name,
                    original=self._originals.put(connection, file),
                    created=now(),
                    deleted_at=None,
                )
                shown = document_pictures.c.document_id == kept
                connection.execute(delete(document_pictures).where(shown))
                if known := [{"document_id": kept, "sha256": one} for one in set(pictures)]:
                    connection.execute(insert(document_pictures), known)
        for sha256 in {row.original for row in rows} - {None}:
            with self._database.write() as connection:
                self._originals.forget_unused(connection, sha256)
        if kept is not None:
            return int(kept)
        return self._documents.add(
            document,
            owner=owner,
            kind="export",
            visibility="private",
            original=file,
            name=name,
            origin=origin,
            pictures=pictures,
        ).id
