"""Saved searches 保存的查找: a person's own, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from corpus.errors import Conflict, InvalidQuery, NotFound
from corpus.library.database import Database, new_id
from corpus.library.scope import Scope
from corpus.library.tables import now, searches

NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search to be made again: its words and, by name, the filters that were chosen."""

    id: int
    name: str
    query: str
    filters: dict[str, Any]
    created: datetime

    def to_json(self) -> dict[str, Any]:
        """The saved search as plain JSON values."""
        return {
            "id": self.id,
            "name": self.name,
            "query": self.query,
            "filters": self.filters,
            "created": self.created.isoformat(),
        }


class Searches:
    """The saved searches of a library; each is seen by its owner alone."""

    def __init__(self, database: Database) -> None:
        """The saved searches in `database`."""
        self._database = database

    def save(self, scope: Scope, name: str, query: str, filters: Mapping[str, Any]) -> SavedSearch:
        """The search kept under `name`; one that had this name is replaced.

        `filters` are JSON values. Raises `InvalidQuery` for a name that is empty or longer
        than 40 characters.
        """
        name = _checked(name)
        with self._database.write() as connection:
            connection.execute(
                searches.delete().where(
                    searches.c.owner_id == scope.user_id, searches.c.name == name
                )
            )
            id = new_id(
                connection.execute(
                    searches.insert().values(
                        owner_id=scope.user_id,
                        name=name,
                        query=query,
                        filters=dict(filters),
                        created=now(),
                    )
                )
            )
        return self.get(id, scope)

    def get(self, id: int, scope: Scope) -> SavedSearch:
        """The saved search `id`; raises `NotFound` when this person has none such."""
        own = searches.c.id == id, searches.c.owner_id == scope.user_id
        with self._database.read() as connection:
            row = connection.execute(select(searches).where(*own)).first()
        if row is None:
            raise _missing(id)
        return _saved(row)

    def list(self, scope: Scope) -> tuple[SavedSearch, ...]:
        """All that this person has saved, the latest first."""
        query = (
            select(searches)
            .where(searches.c.owner_id == scope.user_id)
            .order_by(searches.c.created.desc(), searches.c.id.desc())
        )
        with self._database.read() as connection:
            return tuple(_saved(row) for row in connection.execute(query))

    def rename(self, id: int, name: str, scope: Scope) -> SavedSearch:
        """The saved search `id` under another name, at its place in the list.

        Raises `NotFound` when this person has none such, `Conflict` when another one has the
        name, `InvalidQuery` as `save` does.
        """
        name = _checked(name)
        own = searches.c.owner_id == scope.user_id
        with self._database.write() as connection:
            taken = select(searches.c.id).where(own, searches.c.name == name, searches.c.id != id)
            if connection.execute(taken).first() is not None:
                raise Conflict(f"已经有一个叫“{name}”的", where="保存的查找", remedy="换一个名称")
            renamed = searches.update().where(own, searches.c.id == id).values(name=name)
            if not connection.execute(renamed).rowcount:
                raise _missing(id)
        return self.get(id, scope)

    def delete(self, id: int, scope: Scope) -> None:
        """Forget a saved search; raises `NotFound` when this person has none such."""
        own = searches.c.id == id, searches.c.owner_id == scope.user_id
        with self._database.write() as connection:
            if not connection.execute(searches.delete().where(*own)).rowcount:
                raise _missing(id)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LENGTH:
        raise InvalidQuery(
            "这个名称不能用", where="保存的查找", remedy=f"写 1 到 {NAME_LENGTH} 个字"
        )
    return name


def _saved(row: Row[Any]) -> SavedSearch:
    return SavedSearch(row.id, row.name, row.query, row.filters, row.created)


def _missing(id: int) -> NotFound:
    return NotFound(f"没有第 {id} 号保存的查找", where="保存的查找", remedy="回到找范文重新选")
