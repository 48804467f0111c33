"""Values 设置值: small things that the library remembers by name, for one person or for all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from corpus.library.database import Database
from corpus.library.tables import settings


class Values:
    """JSON values by name, the last one that was put."""

    def __init__(self, database: Database) -> None:
        """The values in `database`."""
        self._database = database

    def get(self, name: str) -> Any:
        """The value called `name`; None where none was put."""
        query = select(settings.c.value).where(settings.c.name == name)
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def put(self, name: str, value: object) -> None:
        """Remember `value`, which JSON can hold, under `name` (at most 64 characters)."""
        with self._database.write() as connection:
            own = settings.update().where(settings.c.name == name).values(value=value)
            if not connection.execute(own).rowcount:
                connection.execute(settings.insert().values(name=name, value=value))
