"""Space 空间: what the data folder takes on the disk, what is left there, what can go."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

SHARES: dict[str, tuple[str, ...]] = {
    "数据库（文稿、草稿、版本、设置）": ("library.db", "library.db-wal", "library.db-shm"),
    "原件和照片": ("originals",),
    "全文索引（可以重建）": ("index",),
    "批量生成的成品": ("batches", "results"),
    "备份": ("backups",),
    "上传还没读完的": ("uploads",),
}
LOW_BYTES, LOW_SHARE = 2 * 2**30, 0.05
"""Below both of these the disk counts as nearly full; below a quarter of the bytes in any case."""
OLD = 24 * 3600
"""Seconds after which an upload, or the half of a file, belongs to nothing under way."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the data folder: what it holds, and its bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that the data folder lies on, in bytes."""

    total: int
    free: int

    @property
    def low(self) -> bool:
        """Whether it is nearly full."""
        few = self.free < LOW_BYTES and self.free < LOW_SHARE * self.total
        return few or self.free < LOW_BYTES // 4


def shares(home: Path) -> tuple[Share, ...]:
    """What lies in `home`, by what it is for; parts that are not there are left out."""
    known = {name for names in SHARES.values() for name in names}
    found = [Share(says, sum(_size(home / n) for n in names)) for says, names in SHARES.items()]
    rest = sum(_size(path) for path in _entries(home) if path.name not in known)
    return tuple(share for share in (*found, Share("其他", rest)) if share.size)


def disk(home: Path) -> Disk:
    """How full the disk is."""
    usage = shutil.disk_usage(home)
    return Disk(usage.total, usage.free)


def clear(home: Path, before: float | None = None, but: Collection[str] = ()) -> int:
    """Remove uploads and halves of files older than a day (or than the moment `before`, in
    seconds since 1970); how many bytes that freed. What people keep is never touched, nor are
    the uploads called as `but` says."""
    limit = time.time() - OLD if before is None else before
    halves = (*home.glob(".restoring-*"), *home.glob("**/.*.part"))
    return clear_uploads(home, limit, but) + _remove(halves, limit)


def clear_uploads(home: Path, before: float, but: Collection[str] = ()) -> int:
    """Remove the uploads of before the moment `before` that are not called as `but` says; how
    many bytes that freed."""
    return _remove((one for one in home.glob("uploads/*/*") if one.name not in but), before)


def upload(home: Path, owner: int, token: str) -> Path:
    """The folder where lies what `owner` uploaded as `token`, until it has been read."""
    return home / "uploads" / str(owner) / token


def spell(size: int) -> str:
    """`size` in bytes as people read it: 12 KB, 3.4 MB, 1.2 GB."""
    if size < 2**20:
        return f"{-(-size // 2**10)} KB"
    return f"{size / 2**20:.1f} MB" if size < 2**30 else f"{size / 2**30:.1f} GB"


def _entries(folder: Path) -> Iterable[Path]:
    with contextlib.suppress(OSError):
        return list(folder.iterdir())
    return ()


def _remove(paths: Iterable[Path], before: float) -> int:
    """Remove those of `paths` that nobody changed since `before`; how many bytes that freed."""
    freed = 0
    for path in paths:
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < before:
                size = _size(path)
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                freed += size
    return freed


def _size(path: Path) -> int:
    """The bytes below `path`; what vanishes meanwhile counts for nothing."""
    try:
        if not path.is_dir() or path.is_symlink():
            return path.lstat().st_size
        total = 0
        with os.scandir(path) as entries:
            for entry in entries:
                total += _size(Path(entry.path))
        return total
    except OSError:
        return 0
