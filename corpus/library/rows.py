"""Rows of a document: written when it comes into the library, and again when it is corrected."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from corpus.document import Document
from corpus.genres import GENRES
from corpus.library.content import Content, content_of
from corpus.library.database import new_id
from corpus.library.sources import keep_bands
from corpus.library.tables import (
    document_bands,
    document_bodies,
    document_corrections,
    document_topics,
    documents,
    index_queue,
)

_YEAR_2020 = 1_577_836_800


def insert_document(
    connection: Connection, document: Document, content: Content, values: Mapping[str, Any]
) -> int:
    """The id of `document`, new in the library and queued for the index.

    `values` are the columns that the document itself does not tell: owner, kind, file …
    """
    name = values["name"] or (document.source.file if document.source else "")
    inserted = connection.execute(
        documents.insert().values(**{**values, "name": name}, **_columns(document, content))
    )
    id = new_id(inserted)
    connection.execute(document_bodies.insert().values(document_id=id, **_body(document, content)))
    _keep_topics(connection, id, document)
    if values["kind"] == "library":
        keep_bands(connection, id, content)
    connection.execute(index_queue.insert().values(document_id=id))
    return id


def rewrite_document(connection: Connection, id: int, document: Document, **values: object) -> None:
    """Let document `id` say what `document`, canonical, says; the index is told.

    `values` are further columns that change. Raises `IntegrityError` where its shelf holds another
    document of the same content.
    """
    content = content_of(document)
    connection.execute(index_queue.insert().values(document_id=id))
    told = {**_columns(document, content), **values, "changed": _mark(connection)}
    connection.execute(documents.update().where(documents.c.id == id).values(told))
    connection.execute(
        document_bodies.update()
        .where(document_bodies.c.document_id == id)
        .values(_body(document, content))
    )
    connection.execute(delete(document_topics).where(document_topics.c.document_id == id))
    _keep_topics(connection, id, document)
    connection.execute(delete(document_bands).where(document_bands.c.document_id == id))
    kind = connection.execute(select(documents.c.kind).where(documents.c.id == id)).scalar_one()
    if kind == "library":
        keep_bands(connection, id, content)


def _mark(connection: Connection) -> int:
    """A mark higher than any before: seconds since 2020, or one more than the highest.

    A mere count would begin again in a restored library, whose readers remember higher marks.
    """
    highest = connection.execute(select(func.max(documents.c.changed))).scalar() or 0
    return max(int(time.time()) - _YEAR_2020, int(highest) + 1)


def read_as(content_hash: str) -> Select[tuple[int]]:
    """The documents that a reading of this content came to before people corrected them.

    So a file that is read again brings nothing that was split, merged or renamed by hand.
    """
    columns = document_corrections.c
    known = or_(columns.content_hash == content_hash, columns.other_hash == content_hash)
    return select(columns.document_id).where(known)


def unit_of(document: Document) -> str | None:
    """The unit that a document is filed under: its issuer, or its signer, unless that is a gap."""
    signers = document.signoff.issuers if document.signoff else ()
    unit = document.issuer or next(iter(signers), None)
    return None if unit and "【待补" in unit else unit


def _columns(document: Document, content: Content) -> dict[str, Any]:
    """What lists and facets know of a document."""
    genre = GENRES.get(document.genre)
    return {
        "content_hash": content.hash,
        "title": document.title,
        "genre": document.genre,
        "family": genre.family if genre else document.genre,
        "year": document.year,
        "unit": unit_of(document),
        "place": document.place,
        "characters": len(content.text),
    }


def _body(document: Document, content: Content) -> dict[str, Any]:
    return {
        "body": document.to_json(),
        "title": content.title,
        "headings": content.headings,
        "text": content.text,
        "sections": [[s.role, s.start, s.end] for s in content.sections],
    }


def _keep_topics(connection: Connection, id: int, document: Document) -> None:
    if topics := dict.fromkeys(topic[:64] for topic in document.topics):
        connection.execute(
            insert(document_topics), [{"document_id": id, "topic": topic} for topic in topics]
        )
