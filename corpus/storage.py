"""Storage 存放处: files by name in a folder or in a bucket, written whole or not at all.

A folder may be shared by several machines; a bucket is anything that speaks S3, through fsspec,
which is imported only for it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from corpus.errors import LibraryUnavailable
from corpus.files import remove_halves, write_atomically

BUCKETS = ("s3", "memory")
"""The schemes through fsspec whose writes are whole by nature; `memory` is for one process."""


class Storage(Protocol):
    """Files by name; a name may have folders in it, parted by `/`.

    What cannot be read or written raises `OSError`, what is not there `FileNotFoundError`.
    """

    place: str
    """The folder or address, as `storage_at` takes it."""

    def write(self, name: str, data: bytes, *, settled: bool = True) -> None:
        """Leave exactly `data` under `name`; nobody ever sees a part of it.

        Without `settled` a power cut may take it until `settle` was called: many files are
        written several times as fast.
        """

    def settle(self) -> None:
        """Let all that was written here be safe from a power cut."""

    def read(self, name: str) -> bytes:
        """What lies under `name`."""

    def open(self, name: str) -> BinaryIO:
        """The same for reading piece by piece."""

    def holds(self, name: str) -> bool:
        """Whether there is something under `name`."""

    def remove(self, name: str) -> None:
        """See that there is nothing under `name`."""

    def names(self) -> list[str]:
        """What lies here and in the folders below, sorted; halves that a kill left are no files."""

    def below(self, name: str) -> Storage:
        """The storage of the folder `name`, which need not exist."""

    def tidy(self) -> None:
        """Remove halves that killed writers left here."""


class Folder:
    """Files in a folder, of this machine's or shared by several; made with its first file."""

    def __init__(self, path: Path) -> None:
        """The files in `path`."""
        self.path = path.absolute()
        self.place = str(self.path)

    def write(self, name: str, data: bytes, *, settled: bool = True) -> None:
        """Leave exactly `data` under `name`, on the disk when this returns if `settled`."""
        path = self.path / name
        try:
            write_atomically(path, data, settled=settled)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data, settled=settled)

    def settle(self) -> None:
        """Let all that was written here be on the disk."""
        if hasattr(os, "sync"):
            os.sync()
            return
        for name in self.names():  # Windows can do it for a file only
            with (self.path / name).open("rb+") as file:
                os.fsync(file.fileno())

    def read(self, name: str) -> bytes:
        """What lies under `name`."""
        return (self.path / name).read_bytes()

    def open(self, name: str) -> BinaryIO:
        """The same for reading piece by piece."""
        return (self.path / name).open("rb")

    def holds(self, name: str) -> bool:
        """Whether there is something under `name`."""
        return (self.path / name).is_file()

    def remove(self, name: str) -> None:
        """See that there is nothing under `name`."""
        (self.path / name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """What lies here and below, sorted."""
        files = (path for path in self.path.rglob("*") if path.is_file())
        found = (path.relative_to(self.path).as_posix() for path in files)
        return sorted(name for name in found if not Path(name).name.startswith("."))

    def below(self, name: str) -> Storage:
        """The storage of the folder `name`."""
        return Folder(self.path / name)

    def tidy(self) -> None:
        """Remove halves that killed writers left here."""
        remove_halves(self.path)


class Bucket:
    """Files through fsspec in storage where a write is whole by nature."""

    def __init__(self, place: str) -> None:
        """The files whose address begins with `place`."""
        self.place = place.rstrip("/")
        scheme, _, self._root = self.place.partition("://")
        self._files = _file_system(scheme)

    def write(self, name: str, data: bytes, *, settled: bool = True) -> None:
        """Leave exactly `data` under `name`: one request, or an upload that counts at its end."""
        with _told(self.place):
            self._files.pipe_file(self._path(name), data)

    def read(self, name: str) -> bytes:
        """What lies under `name`."""
        with _told(self.place):
            return bytes(self._files.cat_file(self._path(name)))

    def open(self, name: str) -> BinaryIO:
        """The same; as a whole, since what is kept here are single documents."""
        return io.BytesIO(self.read(name))

    def holds(self, name: str) -> bool:
        """Whether there is something under `name`."""
        with _told(self.place):
            return bool(self._files.isfile(self._path(name)))

    def remove(self, name: str) -> None:
        """See that there is nothing under `name`."""
        with _told(self.place):
            if self._files.isfile(self._path(name)):
                self._files.rm_file(self._path(name))

    def names(self) -> list[str]:
        """What lies here and below, sorted."""
        root = f"{self._root.strip('/')}/"
        with _told(self.place):
            found = self._files.find(self._root)
        return sorted(path.lstrip("/").removeprefix(root) for path in found)

    def below(self, name: str) -> Storage:
        """The storage of the folder `name`."""
        return Bucket(f"{self.place}/{name}")

    def settle(self) -> None:
        """Nothing: what a bucket has taken is safe."""

    def tidy(self) -> None:
        """Nothing: an upload that was broken off is never seen."""

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


@lru_cache(maxsize=256)
def storage_at(place: str) -> Storage:
    """The storage at a path, a `file://` address or a bucket's (`s3://bucket/folder`).

    Raises `LibraryUnavailable` for an address of another kind, or where the programs for
    buckets are not installed.
    """
    if "://" not in place:
        return Folder(Path(place))
    scheme = place.partition("://")[0]
    if scheme == "file":
        return Folder(Path(unquote(urlsplit(place).path)))
    if scheme not in BUCKETS:
        raise LibraryUnavailable(
            f"不会存到“{scheme}://”这种地方", where=place, remedy="可用的有文件夹、file:// 和 s3://"
        )
    return Bucket(place)


def _file_system(scheme: str) -> Any:
    try:
        import fsspec

        # Others write there, too: what was listed once says nothing later.
        options = {"use_listings_cache": False} if scheme == "s3" else {}
        return fsspec.filesystem(scheme, **options)
    except ImportError as error:
        raise LibraryUnavailable(
            "还没有装连接对象存储的程序",
            where=f"{scheme}://",
            remedy="运行 pip install --require-hashes -r requirements-scale.lock",
        ) from error


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Whatever the storage's own client raises is an `OSError` outside."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{place}：{type(error).__name__}：{error}") from error
