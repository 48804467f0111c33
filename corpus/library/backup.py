"""Backup 备份: everything that is kept, as it was at one moment, in one file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import func, select

from corpus.errors import LibraryUnavailable, NotFound, reason
from corpus.library import Library, tables
from corpus.library.archive import DATABASE, FILES, ROSTER, ROSTERS, Writer
from corpus.library.dump import lines

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""
FOLDER, SUFFIX = "backups", ".zip"
_COUNTED = (("documents", tables.documents), ("drafts", tables.drafts), ("users", tables.users))


def back_up(library: Library, target: Path, show: Progress = lambda done, total: None) -> int:
    """Write the backup of `library` to `target`, which appears when it is whole; its size.

    Others may go on working: the database is read in one transaction. An original that is gone
    is left out and counted in the manifest. Raises `LibraryUnavailable` where `target` cannot
    be written or the disk is full; then nothing is left of it.
    """
    half = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as file:
            _write(library, Writer(file), show)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, target)
        return target.stat().st_size
    except OSError as error:
        raise LibraryUnavailable(
            f"备份没有写成（{reason(error)}）",
            where=str(target),
            remedy="换一个地方，或清出空间再试",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink()


def new_name(prefix: str = "拟稿备份") -> str:
    """A file name that tells when the backup was made: 拟稿备份-20261123-104205.zip."""
    return f"{prefix}-{datetime.now(UTC).astimezone():%Y%m%d-%H%M%S}{SUFFIX}"


def _write(library: Library, writer: Writer, show: Progress) -> None:
    missing = 0
    with library.database.read() as connection:
        originals = list(connection.execute(select(tables.originals.c.sha256)).scalars())
        total = len(originals) + 1
        counts = {
            name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in _COUNTED
        }
        writer.add(DATABASE, lines(connection))
    show(1, total)
    for done, sha256 in enumerate(sorted(originals), 2):
        try:
            data = library.originals.read(sha256)
        except NotFound:
            missing += 1
        else:
            writer.add(f"originals/{sha256[:2]}/{sha256}", [data])
        show(done, total)
    rosters = library.storage.below(ROSTERS)
    for name in rosters.names():
        if ROSTER.fullmatch(name):
            writer.add(f"{ROSTERS}/{name}", [rosters.read(name)])
    for name, data in _files(library.home):
        writer.add(f"files/{name}", [data])
    writer.close(version("nigao"), tables.HEAD, counts, missing)


def _files(home: Path) -> Iterator[tuple[str, bytes]]:
    for name in FILES:
        with contextlib.suppress(FileNotFoundError):
            yield name, (home / name).read_bytes()
