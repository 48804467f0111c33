"""The database: opened, brought up to date, read and written in transactions.

SQLite by default, PostgreSQL by its address alone: what differs between them is in this module.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from corpus.errors import LibraryBusy, LibraryUnavailable
from corpus.library import tables

# Milliseconds that a writer waits for another one before the library counts as busy.
BUSY_TIMEOUT = 15_000
# Milliseconds after which PostgreSQL gives up on a transaction whose machine fell silent.
_SILENT = 60_000
# The lock that a writer on PostgreSQL holds; any number that nobody else uses there.
_WRITER = 0x6E6967616F


class Database:
    """A pool of connections; every use of one is a transaction, for reading or for writing."""

    def __init__(self, url: str, place: str, machine: str | None = None) -> None:
        """Open `url` and migrate it; `place` names it in messages.

        `machine` tells this machine from others that work on the same database.

        Raises `LibraryUnavailable` when it cannot be opened, written, or is of a newer version.
        """
        self.place = place
        self.machine = machine
        self.engine = _engine(url, place)
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout."""
        with self._explained(), self._connect(self._reading) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, alone: bool = True) -> Iterator[Connection]:
        """A transaction that has the right to write from its first statement on.

        No other that is `alone` writes meanwhile, so that ids become visible in their order.
        One that is not locks on PostgreSQL only the rows that it changes or asks for.
        """
        with (
            self._explained(),
            self._connect({"immediate": True}) as connection,
            connection.begin(),
        ):
            if alone and self._serves_many:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITER})"))
            yield connection

    def moment(self, connection: Connection) -> float:
        """Seconds since 1970 by the one clock that everybody on this database shares."""
        if not self._serves_many:
            return time.time()
        clock = connection.execute(text("SELECT extract(epoch FROM clock_timestamp())"))
        return float(clock.scalar_one())

    @property
    def _serves_many(self) -> bool:
        """Whether this is PostgreSQL: several machines, several writers."""
        return self.engine.dialect.name == "postgresql"

    @property
    def _reading(self) -> dict[str, Any]:
        # SQLite's transactions are like this by themselves.
        many = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return many if self._serves_many else {}

    def _connect(self, options: dict[str, Any]) -> Connection:
        return self.engine.connect().execution_options(**options)

    def _migrate(self) -> None:
        with self.read() as connection:
            if self._version(connection) == tables.HEAD:
                return
        # Alembic takes a tenth of a second to import: only databases to migrate pay for it.
        from corpus.library.migrations import upgrade

        with self.write() as connection:
            version = self._version(connection)
            if version is not None and version > tables.HEAD:
                raise LibraryUnavailable(
                    f"文库是更新版本的拟稿建立的（数据库版本 {version}，本程序只认到 "
                    f"{tables.HEAD}）",
                    where=self.place,
                    remedy="请升级拟稿后再打开，或用 NIGAO_HOME 指定另一个数据文件夹",
                )
            upgrade(connection)

    def _version(self, connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Tell what the driver says in terms of what a person can do."""
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig).lower()
            for kind, words, message, remedy in _REASONS:
                if any(word in reason for word in words):
                    raise kind(message, where=self.place, remedy=remedy) from error
            if isinstance(error, OperationalError):
                raise LibraryUnavailable(
                    "文库数据库出错", where=self.place, remedy=f"数据库的说法：{error.orig}"
                ) from error
            raise


_REASONS = (
    (
        LibraryBusy,
        ("locked", "busy", "lock timeout", "deadlock"),
        "文库正被别的程序占用",
        "等几秒再试；还不行就关掉另一个拟稿窗口或正在进行的导入",
    ),
    (
        LibraryUnavailable,
        ("readonly", "unable to open", "permission"),
        "文库数据库打不开或不能写",
        "检查这个文件夹的权限，或用 NIGAO_HOME 指定可写的文件夹",
    ),
    (
        LibraryUnavailable,
        ("disk is full", "no space"),
        "磁盘满了，没有存上",
        "清出空间后再试一次",
    ),
    (
        LibraryUnavailable,
        ("not a database", "malformed"),
        "文库数据库文件已损坏",
        "用 nigao restore 从备份恢复，或把这个文件移走后重新导入",
    ),
    (
        LibraryBusy,
        (
            *("terminating connection", "closed the connection", "connection is closed"),
            *("connection is lost", "starting up", "shutting down", "recovery mode"),
        ),
        "和数据库服务器的连接断了",
        "稍等再试；还不行就看看数据库服务器是否在运行",
    ),
    (
        LibraryUnavailable,
        ("authentication failed", "does not exist", "could not translate"),
        "连不上数据库服务器",
        "检查地址、用户名和密码是否正确，数据库是否已经建好",
    ),
    (
        LibraryBusy,
        (
            *("connection refused", "could not connect", "connection failed", "no such file"),
            "timeout expired",
        ),
        "连不上数据库服务器",
        "检查服务器是否在运行、地址是否正确",
    ),
)


def new_id(result: CursorResult[Any]) -> int:
    """The id that the inserted row got."""
    key = result.inserted_primary_key
    if key is None:
        raise TypeError("not the result of inserting one row")
    return int(key[0])


def sqlite_url(path: Path) -> str:
    """The address of the SQLite database in `path`."""
    return f"sqlite:///{path.as_posix()}"


def _engine(url: str, place: str) -> Engine:
    try:
        address = make_url(url)
        if address.get_backend_name() not in ("sqlite", "postgresql"):
            raise ArgumentError
        # Whoever waited in the pool may have been cut off meanwhile: asked before it is used.
        engine = create_engine(
            address, json_serializer=_dump, pool_pre_ping=address.get_backend_name() != "sqlite"
        )
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LibraryUnavailable(
            "数据库地址看不懂",
            where=place,
            remedy="写成 postgresql+psycopg://用户:密码@机器/数据库；不写就用数据文件夹里的 SQLite",
        ) from error
    except ModuleNotFoundError as error:
        raise LibraryUnavailable(
            "还没有装连接 PostgreSQL 的程序",
            where=place,
            remedy="运行 pip install --require-hashes -r requirements-scale.lock",
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _limit)
    return engine


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, late and never "immediate".
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: what was reported as saved outlives a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("PRAGMA mmap_size = 268435456")


def _limit(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {BUSY_TIMEOUT}")
        cursor.execute(f"SET idle_in_transaction_session_timeout = {_SILENT}")
    connection.commit()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
