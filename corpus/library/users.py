"""Users: who owns what, and how one signs in."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, select

from corpus.errors import NotFound
from corpus.library.database import Database
from corpus.library.tables import now, sign_in_links, users

# How long a sign-in link can be used: long enough to walk to another machine.
LINK_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; `role` is "owner" for the one who set the library up."""

    id: int
    name: str
    role: str
    created: datetime


class Users:
    """The accounts of a library."""

    def __init__(self, database: Database) -> None:
        """The accounts in `database`."""
        self._database = database

    def ensure_owner(self, name: str) -> User:
        """The owner's account, made with this name if there is none yet."""
        query = select(users).where(users.c.role == "owner").order_by(users.c.id).limit(1)
        with self._database.read() as connection:
            if row := connection.execute(query).first():
                return _user(row)
        with self._database.write() as connection:
            if not connection.execute(query).first():
                connection.execute(users.insert().values(name=name, role="owner", created=now()))
            return _user(connection.execute(query).one())

    def get(self, id: int) -> User:
        """The user with this id; raises `NotFound`."""
        with self._database.read() as connection:
            row = connection.execute(select(users).where(users.c.id == id)).first()
        if row is None:
            raise NotFound("没有这个用户", where=str(id), remedy="重新登录")
        return _user(row)

    def new_link(self, user_id: int) -> str:
        """A token that signs `user_id` in once within 30 minutes; only its hash is kept."""
        token = secrets.token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute(sign_in_links.delete().where(sign_in_links.c.expires < now()))
            connection.execute(
                sign_in_links.insert().values(
                    token_hash=_hash(token), user_id=user_id, expires=now() + LINK_LIFE
                )
            )
        return token

    def redeem_link(self, token: str) -> User | None:
        """The user whom `token` signs in, or None when it is unknown, used or too old."""
        with self._database.write() as connection:
            used = connection.execute(
                sign_in_links.update()
                .where(
                    sign_in_links.c.token_hash == _hash(token),
                    sign_in_links.c.used.is_(None),
                    sign_in_links.c.expires > now(),
                )
                .values(used=now())
            )
            if used.rowcount != 1:
                return None
            row = connection.execute(
                select(users).join(sign_in_links).where(sign_in_links.c.token_hash == _hash(token))
            ).one()
        return _user(row)


def _hash(token: str) -> str:
    # 256 random bits need no salt and no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()


def _user(row: Row[tuple[object, ...]]) -> User:
    return User(id=row.id, name=row.name, role=row.role, created=row.created)
