"""Users: who owns what, and how one signs in."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, func, select

from corpus import pinyin
from corpus.errors import Conflict, InvalidQuery, NotFound
from corpus.library import passwords
from corpus.library.database import Database, new_id
from corpus.library.tables import now, sign_in_links, users

# How long a sign-in link can be used: long enough to walk to another machine.
LINK_LIFE = timedelta(minutes=30)
OWNER, ADMIN, MEMBER = "owner", "admin", "member"
ROLES = {OWNER: "管理员（第一个账号）", ADMIN: "管理员", MEMBER: "普通用户"}
NAME_LENGTH = 20


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; `role` is "owner" for the one who set the library up.

    `session` is what the person's sessions carry: when it changes, all of them have ended.
    """

    id: int
    name: str
    role: str
    created: datetime
    disabled: bool = False
    has_password: bool = False
    session: str = ""

    @property
    def is_admin(self) -> bool:
        """Whether this person looks after the accounts, the data and its backups."""
        return self.role in (OWNER, ADMIN) and not self.disabled


class Users:
    """The accounts of a library."""

    def __init__(self, database: Database) -> None:
        """The accounts in `database`."""
        self._database = database

    def ensure_owner(self, name: str) -> User:
        """The owner's account, made with this name if there is none yet."""
        query = select(users).where(users.c.role == OWNER).order_by(users.c.id).limit(1)
        with self._database.read() as connection:
            if row := connection.execute(query).first():
                return _user(row)
        with self._database.write() as connection:
            if not connection.execute(query).first():
                connection.execute(users.insert().values(name=name, role=OWNER, created=now()))
            return _user(connection.execute(query).one())

    def add(self, name: str, role: str = MEMBER) -> User:
        """A new account; raises `InvalidQuery` for a name that cannot be one, `Conflict` for one
        that somebody has."""
        name = "".join(name.split())
        if not 0 < len(name) <= NAME_LENGTH or not name.isprintable():
            raise InvalidQuery(
                "这个名字不能用", where="用户", remedy=f"写 1 到 {NAME_LENGTH} 个字，例如 周某某"
            )
        with self._database.write() as connection:
            if _by_name(connection, name):
                raise Conflict(
                    f"已经有一个叫“{name}”的用户", where="用户", remedy="换一个名字，如加上科室"
                )
            values = {"name": name, "role": role, "created": now()}
            return _get(connection, new_id(connection.execute(users.insert().values(values))))

    def get(self, id: int) -> User:
        """The user with this id; raises `NotFound`."""
        with self._database.read() as connection:
            return _get(connection, id)

    def named(self, name: str) -> User:
        """The user with this name; raises `NotFound`."""
        with self._database.read() as connection:
            row = _by_name(connection, "".join(name.split()))
        if row is None:
            raise NotFound(
                f"没有叫“{name}”的用户", where="用户", remedy="用 nigao user list 看有谁"
            )
        return _user(row)

    def list(self) -> tuple[User, ...]:
        """Everybody, by the pinyin of their names."""
        with self._database.read() as connection:
            found = [_user(row) for row in connection.execute(select(users))]
        return tuple(pinyin.ordered(found, lambda one: one.name, names=True))

    def count(self) -> int:
        """How many accounts can be used."""
        query = select(func.count()).select_from(users).where(users.c.disabled_at.is_(None))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def set_password(self, id: int, password: str) -> User:
        """The user with a new password, signed out everywhere; raises `InvalidQuery` for one
        that is too short or too long, `NotFound`."""
        if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
            raise InvalidQuery(
                f"密码有 {len(password)} 个字符",
                where="密码",
                remedy=f"用 {passwords.SHORTEST} 到 {passwords.LONGEST} 个字符",
            )
        return self._change(id, password=passwords.sealed(password), session=_mark())

    def check_password(self, name: str, password: str) -> User | None:
        """The user whom name and password sign in, or None."""
        with self._database.read() as connection:
            row = _by_name(connection, "".join(name.split()))
        known = passwords.opens(password, row.password if row else None)
        return _user(row) if row and known and row.disabled_at is None else None

    def disable(self, id: int) -> User:
        """The user without access, signed out everywhere; what he owns stays.

        Raises `Conflict` for the last administrator, `NotFound`.
        """
        return self._change(id, disabled_at=now(), session=_mark())

    def enable(self, id: int) -> User:
        """The user with access again; raises `NotFound`."""
        return self._change(id, disabled_at=None)

    def set_admin(self, id: int, *, admin: bool) -> User:
        """The user as administrator or as ordinary user; raises `Conflict` for the last one."""
        with self._database.read() as connection:
            role = _get(connection, id).role
        return self._change(id, role=(role if role == OWNER else ADMIN) if admin else MEMBER)

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
        """The user whom `token` signs in, or None when it is unknown, used or too old, or when
        the account is closed."""
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
            return _user(row) if row.disabled_at is None else None

    def _change(self, id: int, **values: object) -> User:
        """The user with `values`; an administrator must remain."""
        with self._database.write() as connection:
            _get(connection, id)
            connection.execute(users.update().where(users.c.id == id).values(values))
            left = select(users.c.id).where(
                users.c.role.in_((OWNER, ADMIN)), users.c.disabled_at.is_(None)
            )
            if not connection.execute(left.limit(1)).first():
                raise Conflict(
                    "这是最后一个管理员", where="用户", remedy="先让另一个人当管理员，再改这一个"
                )
            return _get(connection, id)


def _get(connection: Connection, id: int) -> User:
    row = connection.execute(select(users).where(users.c.id == id)).first()
    if row is None:
        raise NotFound("没有这个用户", where=str(id), remedy="重新登录")
    return _user(row)


def _by_name(connection: Connection, name: str) -> Row[tuple[object, ...]] | None:
    return connection.execute(select(users).where(users.c.name == name)).first()


def _user(row: Row[tuple[object, ...]]) -> User:
    return User(
        row.id,
        row.name,
        row.role,
        row.created,
        row.disabled_at is not None,
        row.password is not None,
        row.session,
    )


def _mark() -> str:
    return secrets.token_hex(8)


def _hash(token: str) -> str:
    # 256 random bits need no salt and no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()
