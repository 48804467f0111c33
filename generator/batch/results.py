"""What is taken away from a batch 取走: its files as one archive, its manifest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus.errors import reason
from corpus.files import write_in_pieces
from corpus.library import Job, Library
from corpus.storage import Storage, storage_at
from generator.batch import packing
from generator.batch.manifest import (
    MANIFEST,
    MANIFEST_SHEET,
    Entry,
    manifest,
    manifest_files,
)
from generator.errors import OutputError


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP to be sent: how many bytes it has, and these bytes piece by piece."""

    length: int
    pieces: Iterator[bytes]


def archive(library: Library, job: Job) -> Archive:
    """The finished files of a batch in the order of their rows, then its manifest.

    One file is in memory at a time. A file that is no longer there makes `pieces` raise `OSError`.
    """
    storage = storage_at(job.params["folder"])
    items: list[packing.Item] = []

    def packed() -> Iterator[Entry]:
        for entry in manifest(library, job):
            items.extend(
                packing.Item(file["path"], file["size"], partial(storage.read, file["path"]))
                for file in entry["files"]
            )
            yield entry

    for name, data in zip((MANIFEST_SHEET, MANIFEST), manifest_files(packed()), strict=True):
        items.append(packing.Item(name, len(data), lambda data=data: data))  # type: ignore[misc]
    return Archive(packing.length(items), packing.stream(items))


def write_archive(library: Library, job: Job, path: Path) -> None:
    """Leave the archive of a batch in `path`, whole or not at all; raises `OutputError`."""
    try:
        write_in_pieces(path, archive(library, job).pieces)
    except OSError as error:
        raise OutputError(
            f"打不成包（{reason(error)}）", where=str(path), remedy="看看磁盘和权限，文稿都还在"
        ) from error


def close_batch(home: Path, job: Job) -> dict[str, Any]:
    """The counts of a batch whose rows are all done or failed, after writing its manifest."""
    counts = {"done": 0, "failed": 0, "files": 0}

    def counted(entries: Iterator[Entry]) -> Iterator[Entry]:
        for entry in entries:
            if entry["status"] in counts:
                counts[entry["status"]] += 1
            counts["files"] += len(entry["files"])
            yield entry

    with Library.open(home) as library:
        sheet, lines = manifest_files(counted(manifest(library, job)))
    storage = storage_at(job.params["folder"])
    storage.settle()
    _write(storage, MANIFEST_SHEET, sheet)
    _write(storage, MANIFEST, lines)
    storage.tidy()
    return counts


def _write(storage: Storage, name: str, data: bytes) -> None:
    try:
        storage.write(name, data)
    except OSError as error:
        raise OutputError(
            f"清单写不进去（{reason(error)}）",
            where=f"{storage.place}/{name}",
            remedy="若清单正开着，关掉；清出空间后加 --resume 再运行一次",
        ) from error
