"""Other sources 其他来源: a document is kept once, and it is written down where else it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from corpus.document import Document
from corpus.library.content import Content, fold
from corpus.library.tables import (
    document_bands,
    document_bodies,
    document_sources,
    documents,
    now,
)
from corpus.twins import THRESHOLD, bands_of, likeness, same_matter


@dataclass(frozen=True, slots=True)
class Twin:
    """A document of the library that says nearly the same; `likeness` is 0 to 1."""

    id: int
    likeness: float


@dataclass(frozen=True, slots=True)
class OtherSource:
    """A file whose copy of a document was not kept again; `lines` are None where it has none."""

    file: str
    title: str
    lines: tuple[int, int] | None
    likeness: float


def keep_bands(connection: Connection, id: int, content: Content) -> None:
    """Write down what the near-duplicates of document `id` will be found by."""
    if keys := set(bands_of(content.text)):
        rows = [{"document_id": id, "band": key} for key in keys]
        connection.execute(insert(document_bands), rows)


def twin_of(
    connection: Connection, content: Content, holder: str, told: Mapping[str, object]
) -> Twin | None:
    """The document of the library that is most like `content`, from four fifths on, or None.

    `holder` says whose documents are looked at beside the shared ones, `told` holds the year, unit
    and place of the document, None where it does not say.

    Papers of different years, units or places are different papers, however alike: each of 32
    communities has its own copy of one scheme. So are papers whose titles name different matters.
    """
    keys = set(bands_of(content.text))
    if not keys:
        return None
    near = (
        select(documents.c.id, documents.c.title, document_bodies.c.text)
        .join(document_bodies)
        .where(
            documents.c.id.in_(
                select(document_bands.c.document_id).where(document_bands.c.band.in_(keys))
            ),
            documents.c.kind == "library",
            documents.c.deleted_at.is_(None),
            documents.c.holder.in_((holder, "shared")),
            *(
                documents.c[name].is_(None) | (documents.c[name] == own)
                for name, own in told.items()
                if own is not None
            ),
        )
        .order_by(documents.c.id)
    )
    found = [
        Twin(row.id, likeness(content.text, row.text))
        for row in connection.execute(near)
        if same_matter(content.title, fold(row.title))
    ]
    best = max(found, key=lambda twin: twin.likeness, default=None)
    return best if best is not None and best.likeness >= THRESHOLD else None


def note_source(
    connection: Connection, id: int, document: Document, file: str, share: float
) -> None:
    """Write down that `document`, which `file` holds, is the one kept as `id`; once."""
    lines = (document.source.lines if document.source else None) or (0, 0)
    known = select(document_sources.c.id).where(
        document_sources.c.document_id == id,
        document_sources.c.file == file,
        document_sources.c.first_line == lines[0],
    )
    if connection.execute(known).first() is None:
        connection.execute(
            insert(document_sources).values(
                document_id=id,
                file=file,
                title=document.title,
                first_line=lines[0],
                last_line=lines[1],
                likeness=share,
                created=now(),
            )
        )


def sources_of(connection: Connection, id: int) -> tuple[OtherSource, ...]:
    """Where else document `id` stood, in the order in which it was met."""
    rows = connection.execute(
        select(document_sources)
        .where(document_sources.c.document_id == id)
        .order_by(document_sources.c.id)
    )
    return tuple(
        OtherSource(
            row.file,
            row.title,
            (row.first_line, row.last_line) if row.first_line else None,
            row.likeness,
        )
        for row in rows
    )
