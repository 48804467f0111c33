"""Neighbours 前一篇、后一篇: what stood before and behind a document in the file it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, select

from corpus.document import Document
from corpus.library.scope import Scope, visible
from corpus.library.tables import document_bodies, documents

_NUMBER = re.compile(r"\d+")
# An anthology holds some dozens; of what came under one name more often only these are looked at.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document of the same file, by its id and title."""

    id: int
    title: str


def neighbours_of(
    connection: Connection, id: int, scope: Scope
) -> tuple[Neighbour | None, Neighbour | None]:
    """What this person owns before and behind document `id` in its file; None where nothing is.

    Of the same file are documents with the same original, or, where it was not kept, of one step
    of an import.
    """
    own = connection.execute(select(documents).where(documents.c.id == id)).one()
    step = own.origin.rpartition("#")[0]
    if own.original:
        same = documents.c.original == own.original
    elif step:
        same = documents.c.origin.startswith(f"{step}#", autoescape=True)
    else:
        return None, None
    rows = connection.execute(
        select(documents.c.id, documents.c.title, document_bodies.c.body)
        .join(document_bodies)
        .where(
            same,
            documents.c.kind == "library",
            documents.c.owner_id == scope.user_id,
            documents.c.holder == own.holder,
            visible(documents, scope),
        )
        .limit(_MOST)
    ).all()
    placed = sorted(
        (_place(Document.from_json(row.body)), row.id, Neighbour(row.id, row.title)) for row in rows
    )
    order = [neighbour for _, _, neighbour in placed]
    at = next((n for n, one in enumerate(order) if one.id == id), None)
    if at is None:
        return None, None
    return (
        order[at - 1] if at else None,
        order[at + 1] if at + 1 < len(order) else None,
    )


def _place(document: Document) -> tuple[int, int, int]:
    """Where a document stands in its file: its part, its first line, its first block's number."""
    source = document.source
    lines = source.lines if source else None
    first = next(document.all_blocks(), None)
    number = _NUMBER.search(first.id) if first else None
    return (
        (source.part if source else None) or 0,
        lines[0] if lines else 0,
        int(number[0]) if number else 0,
    )
