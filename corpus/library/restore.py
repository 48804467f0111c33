"""Restore 恢复: put the state of a backup in the place of the present one, whole or not at all.

The archive is verified and its database built anew beside the present one; then one transaction
replaces every row. Originals are added before (nobody refers to them yet), files of the data
folder after, from the transaction's own note, which the next start carries out if we died.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from corpus.errors import LibraryUnavailable, Unreadable, reason
from corpus.files import write_atomically
from corpus.library import Library, archive, tables
from corpus.library.archive import DATABASE, FILES, Contents, Reader
from corpus.library.backup import Progress, back_up
from corpus.library.database import sqlite_url
from corpus.library.dump import DERIVED, LOCAL, ROWS, load

NOTE = "restored"
_PREFIX = ".restoring-"
_STEPS = 100
"""What progress is counted in: verified 30, originals 20, database built 20, replaced 30."""


def restore(
    library: Library,
    path: Path,
    aside: Path,
    show: Progress = lambda done, total: None,
) -> Contents:
    """What the backup in `path` holds, now the state of `library`; all sessions have ended.

    The state before is written to `aside`, itself a backup, so that it can be brought back.
    Jobs that were under way in either state have ended. Raises `Unreadable` for an archive that
    is damaged, strange, or of a newer version, `LibraryUnavailable` where there is no room; then
    nothing has changed.
    """
    with archive.opened(path) as reader:
        _check(reader, library.home)
        size = max(reader.contents.size, 1)
        for done in reader.verify():
            show(30 * done // size, _STEPS)
        back_up(library, aside)
        with _built(library.home, reader) as engine:
            show(50, _STEPS)
            _keep_originals(library, reader)
            show(70, _STEPS)
            files = {
                name: reader.read(f"files/{name}").decode("utf-8", "replace")
                for name in FILES
                if f"files/{name}" in reader.contents.entries
            }
            with engine.connect() as source, library.database.write() as target:
                _replace(source, target, files)
    finish(library)
    show(_STEPS, _STEPS)
    return reader.contents


def finish(library: Library) -> None:
    """Put in place the files of the data folder that a restore has still to write, if any."""
    note = library.values.get(NOTE)
    if not isinstance(note, dict):
        return
    for name in FILES:
        if isinstance(said := note.get(name), str):
            write_atomically(library.home / name, said.encode())
        else:
            (library.home / name).unlink(missing_ok=True)
    with library.database.write() as connection:
        connection.execute(tables.settings.delete().where(tables.settings.c.name == NOTE))


def _check(reader: Reader, home: Path) -> None:
    contents = reader.contents
    if not contents.schema.isdecimal() or len(contents.schema) != len(tables.HEAD):
        raise _unfit(reader)
    if contents.schema > tables.HEAD:
        raise archive.newer(reader.name, contents.program)
    free = shutil.disk_usage(home).free
    # originals once, the database as built, as written into ours, and in the journal of that
    needed = contents.size + 3 * contents.entries[DATABASE][0]
    if needed > free:
        raise LibraryUnavailable(
            f"磁盘空间不够：恢复要 {needed / 2**30:.1f} GB，只剩 {free / 2**30:.1f} GB",
            where=str(home),
            remedy="清出空间再恢复",
        )


@contextmanager
def _built(home: Path, reader: Reader) -> Iterator[Engine]:
    """A database of its own with what the archive holds, at our version."""
    for left in home.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
    engine = create_engine(sqlite_url(folder / "library.db"), poolclass=NullPool)
    try:
        try:
            _fill(engine, reader)
        except SQLAlchemyError as error:
            raise _unfit(reader) from error
        yield engine
    except OSError as error:
        raise LibraryUnavailable(
            f"恢复没有做成（{reason(error)}），原来的内容没有动",
            where=str(home),
            remedy="看看磁盘空间和文件夹权限",
        ) from error
    finally:
        engine.dispose()
        shutil.rmtree(folder, ignore_errors=True)


def _fill(engine: Engine, reader: Reader) -> None:
    from corpus.library.migrations import upgrade  # Alembic: a tenth of a second

    with engine.begin() as connection:
        upgrade(connection, reader.contents.schema)
        load(connection, reader.lines(DATABASE))
        if connection.execute(text("PRAGMA foreign_key_check")).first():
            raise _unfit(reader)
        upgrade(connection)
        over = tables.jobs.c.status.in_(("done", "cancelled"))
        connection.execute(tables.jobs.update().where(~over).values(status="cancelled"))
        for id in connection.execute(select(tables.users.c.id)).scalars().all():
            own = tables.users.c.id == id
            connection.execute(tables.users.update().where(own).values(session=_mark()))


def _keep_originals(library: Library, reader: Reader) -> None:
    storage = library.originals.storage
    for sha256 in reader.contents.originals:
        name = f"{sha256[:2]}/{sha256}"
        if not storage.holds(name):
            storage.write(name, reader.read(f"originals/{name}"))
    for name in reader.contents.rosters:
        if not library.storage.holds(name):
            library.storage.write(name, reader.read(name))


def _replace(source: Connection, target: Connection, files: dict[str, str]) -> None:
    """Every row of `target` by those of `source`; the index is told of both."""
    ours = [table for table in tables.metadata.sorted_tables if table.name not in DERIVED]
    ids = set(target.execute(select(tables.documents.c.id)).scalars())
    target.execute(tables.sign_in_links.delete())
    for table in reversed(ours):
        kept = tables.settings.c.name.in_(LOCAL) if table is tables.settings else None
        target.execute(table.delete() if kept is None else table.delete().where(~kept))
    for table in ours:
        for part in _portions(source, table):
            target.execute(table.insert(), part)
        _count_on(target, table)
    ids.update(target.execute(select(tables.documents.c.id)).scalars())
    target.execute(tables.index_queue.delete())
    queued = [{"document_id": id} for id in sorted(ids)]
    for start in range(0, len(queued), ROWS):
        target.execute(tables.index_queue.insert(), queued[start : start + ROWS])
    target.execute(tables.settings.delete().where(tables.settings.c.name == NOTE))
    target.execute(tables.settings.insert().values(name=NOTE, value=files))


def _portions(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    query = select(table).execution_options(stream_results=True, yield_per=ROWS)
    for part in source.execute(query).mappings().partitions():
        yield [dict(row) for row in part]


def _count_on(target: Connection, table: Table) -> None:
    """Let new rows of `table` have new ids: PostgreSQL does not see those that were given."""
    column = table.autoincrement_column
    if column is None or target.dialect.name != "postgresql":
        return
    highest = target.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    last = func.greatest(highest + 1, func.nextval(sequence))
    target.execute(select(func.setval(sequence, last, False)))


def _mark() -> str:
    return secrets.token_hex(8)


def _unfit(reader: Reader) -> Unreadable:
    return Unreadable(
        "备份里的数据前后对不上",
        where=reader.name,
        remedy="换一份备份；只有这一份的，请联系维护的人",
    )
