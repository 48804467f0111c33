"""What people said about the columns of their spreadsheets 列的对应, kept for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from corpus.library.database import Database
from corpus.library.tables import now, roster_choices


class RosterChoices:
    """A person's own choices, by the signature of template and heads."""

    def __init__(self, database: Database) -> None:
        """The choices in `database`."""
        self._database = database

    def find(self, owner: int, signature: str) -> dict[str, Any] | None:
        """What `owner` chose for spreadsheets with this `signature`; None for nothing yet."""
        query = select(roster_choices.c.choices).where(
            roster_choices.c.owner_id == owner, roster_choices.c.signature == signature
        )
        with self._database.read() as connection:
            found: dict[str, Any] | None = connection.execute(query).scalar_one_or_none()
        return found

    def keep(self, owner: int, signature: str, choices: Mapping[str, Any]) -> None:
        """Keep `choices` in the place of earlier ones; nothing chosen forgets them."""
        with self._database.write() as connection:
            connection.execute(
                delete(roster_choices).where(
                    roster_choices.c.owner_id == owner, roster_choices.c.signature == signature
                )
            )
            if choices:
                connection.execute(
                    insert(roster_choices).values(
                        owner_id=owner,
                        signature=signature,
                        choices=dict(choices),
                        updated=now(),
                    )
                )
