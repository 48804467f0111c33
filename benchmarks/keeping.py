"""Keeping: what a backup, its restore and a whole library in the bin take, and their memory.

    python -m benchmarks.keeping [--documents 10000]

Prints seconds by the clock, seconds of the processor and the highest memory of the process so far
for each step: on a busy machine the second column is the one to read. Invented documents of 3 KB,
each with its original.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.peers.written import Writer
from benchmarks.search import fill
from corpus.library import Library, Scope
from corpus.library.backup import back_up
from corpus.library.restore import restore
from corpus.library.tables import documents, now

BATCH = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 0 where every document came back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    count = parser.parse_args(arguments).documents
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Path(folder), count)


def _measured(folder: Path, count: int) -> int:
    archive = folder / "library.nigao"
    print(f"{count} 篇{'':<8}{'秒':>9}{'处理器秒':>9}{'内存 MB':>9}")
    with Library.open(folder / "old") as library:
        owner = library.users.ensure_owner("主人").id
        _timed("放入", lambda: _filled(library, owner, count))
        _timed("备份", lambda: back_up(library, archive))
        newest, scope = library.documents.newest(Scope(owner)), Scope(owner)
        _timed("全部进回收站", lambda: library.bin.throw(scope, "library", newest))
        _timed("回收站一页", lambda: library.bin.list(scope, limit=100))
        _timed("全部恢复", lambda: library.bin.take_back(scope, now().replace(year=1), now()))
        library.bin.throw(scope, "library", newest)
        _timed("全部彻底删除", lambda: library.bin.discard_all(scope, now()))
    with Library.open(folder / "new") as library:
        library.users.ensure_owner("另一个")
        _timed("恢复备份", lambda: restore(library, archive, folder / "aside.nigao"))
        owner = library.users.ensure_owner("主人").id
        back = library.documents.count(Scope(owner), kind="library")
    print(f"恢复出 {back} 篇，备份文件 {archive.stat().st_size / 1e6:.0f} MB")
    return 0 if back == count else 1


def _timed(name: str, work: Callable[[], object]) -> None:
    began, busy = time.perf_counter(), time.process_time()
    work()
    taken, worked = time.perf_counter() - began, time.process_time() - busy
    # in KB on Linux, in bytes on macOS
    unit = 1e6 if sys.platform == "darwin" else 1e3
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(f"{name:<12}{taken:>9.1f}{worked:>9.1f}{memory:>9.0f}", flush=True)


def _filled(library: Library, owner: int, count: int) -> None:
    """`count` documents, each with an original of its own of 3 KB."""
    fill(library, Writer(seed=1), count, owner)
    for start in range(1, count + 1, BATCH):
        with library.database.write() as connection:
            for id in range(start, min(start + BATCH, count + 1)):
                sha256 = library.originals.put(connection, f"{id}".encode() * 3000)
                row = documents.update().where(documents.c.id == id)
                connection.execute(row.values(original=sha256, name=f"{id}.txt"))


if __name__ == "__main__":
    sys.exit(main())
