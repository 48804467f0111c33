"""Ordering 排序: a page of the documents of a list, newest first, by pinyin, or by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select

from corpus import pinyin
from corpus.library.tables import documents

Order = Literal["created", "title", "year"]
ORDERS: tuple[Order, ...] = ("created", "title", "year")
_LATEST = documents.c.created.desc(), documents.c.id.desc()
# Asked by itself, so that a database that puts what is missing first and one that does not agree.
_YEARS = documents.c.year.is_(None), documents.c.year.desc(), *_LATEST


def page_of(
    connection: Connection, query: Select[Any], order: Order, limit: int, offset: int
) -> Sequence[Row[Any]]:
    """The rows of `query`, which reads `documents`, from `offset` on: the last that came in first,
    by the pinyin of their titles, or by year, the latest first and those without one last."""
    if order == "title":
        titles = connection.execute(
            query.with_only_columns(documents.c.id, documents.c.title, maintain_column_froms=True)
        )
        ids = [id for id, _ in sorted(titles, key=lambda row: (pinyin.key(row[1]), row[0]))]
        ids = ids[offset : offset + limit]
        rows = {row.id: row for row in connection.execute(query.where(documents.c.id.in_(ids)))}
        return [rows[id] for id in ids]
    ordered = query.order_by(*(_YEARS if order == "year" else _LATEST))
    return connection.execute(ordered.limit(limit).offset(offset)).all()
