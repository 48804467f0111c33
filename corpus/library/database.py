"""The database: opened, brought up to date, read and written in transactions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from corpus.errors import LibraryUnavailable
from corpus.library import tables

# Milliseconds that a writer waits for another one before the library counts as busy.
BUSY_TIMEOUT = 15_000


class Database:
    """A pool of connections; every use of one is a transaction, for reading or for writing."""

    def __init__(self, url: str, place: str) -> None:
        """Open `url` and migrate it; `place` names it in messages.

        Raises `LibraryUnavailable` when it cannot be opened, written, or is of a newer version.
        """
        self.place = place
        self.engine = _engine(url)
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
        with self._explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that has the right to write from its first statement on."""
        with (
            self._explained(),
            self.engine.connect().execution_options(immediate=True) as connection,
            connection.begin(),
        ):
            yield connection

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
            for words, message, remedy in _REASONS:
                if any(word in reason for word in words):
                    raise LibraryUnavailable(message, where=self.place, remedy=remedy) from error
            if isinstance(error, OperationalError):
                raise LibraryUnavailable(
                    "文库数据库出错", where=self.place, remedy=f"数据库的说法：{error.orig}"
                ) from error
            raise


_REASONS = (
    (
        ("locked", "busy"),
        "文库正被别的程序占用",
        "等几秒再试；还不行就关掉另一个拟稿窗口或正在进行的导入",
    ),
    (
        ("readonly", "unable to open", "permission"),
        "文库数据库打不开或不能写",
        "检查这个文件夹的权限，或用 NIGAO_HOME 指定可写的文件夹",
    ),
    (("disk is full", "no space"), "磁盘满了，没有存上", "清出空间后再试一次"),
    (
        ("not a database", "malformed"),
        "文库数据库文件已损坏",
        "用 nigao restore 从备份恢复，或把这个文件移走后重新导入",
    ),
    (
        ("connection refused", "could not connect", "connection failed"),
        "连不上数据库服务器",
        "检查服务器是否在运行、地址和密码是否正确",
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


def _engine(url: str) -> Engine:
    engine = create_engine(url, json_serializer=_dump)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
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


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
