"""The archive of a backup 备份文件: a ZIP file with a manifest of every entry and its hash.

`database.jsonl` holds the database (`dump.py`), `originals/ab/abcd…` the originals and photos,
`rosters/abcd….xlsx` the rosters 数据表 that batches were made from, `files/…` what else people may
have changed; `nigao.json`, written last, says what must be there.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from corpus.errors import Unreadable

FORMAT = 2
"""1 had no rosters; it is still read."""
MANIFEST, DATABASE = "nigao.json", "database.jsonl"
FILES = ("profile.json", "synonyms.txt")
"""Files of the data folder that people may have changed; those that are there are kept."""
ROSTERS = "rosters"
ROSTER = re.compile(r"[0-9a-f]{64}\.[a-z]{1,5}")
"""What a roster is called among the rosters: its hash and what kind of file it is."""
_NAME = re.compile(
    r"originals/([0-9a-f]{2})/\1[0-9a-f]{62}|files/[a-z]+\.[a-z]+|database\.jsonl"
    rf"|{ROSTERS}/{ROSTER.pattern}"
)
_CHUNK = 2**20
_MANIFEST_BYTES = 256 * 2**20
LINE_BYTES = 512 * 2**20
"""The longest row that is believed: a document of a hundred megabytes with its folded text."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive says of itself: when it was made, of what, and its entries by size."""

    made: datetime
    program: str
    schema: str
    counts: Mapping[str, int]
    missing: int
    entries: Mapping[str, tuple[int, str]]

    @property
    def size(self) -> int:
        """Bytes of all entries, unpacked."""
        return sum(size for size, _ in self.entries.values())

    @property
    def originals(self) -> list[str]:
        """The hashes of the originals."""
        return [name.rpartition("/")[2] for name in self.entries if name.startswith("originals/")]

    @property
    def rosters(self) -> list[str]:
        """The entries that are rosters."""
        return [name for name in self.entries if name.startswith(f"{ROSTERS}/")]


class Writer:
    """An archive being written; `close` completes it with its manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        """An archive into `file`."""
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._entries: dict[str, tuple[int, str]] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Write `parts`, one after another, as the entry `name`."""
        digest, size = hashlib.sha256(), 0
        # a fixed moment: the same content makes the same bytes
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(entry, "w", force_zip64=True) as target:
            for part in parts:
                target.write(part)
                digest.update(part)
                size += len(part)
        self._entries[name] = size, digest.hexdigest()

    def close(self, program: str, schema: str, counts: Mapping[str, int], missing: int) -> None:
        """Write the manifest and end the archive."""
        said = {
            "format": FORMAT,
            "program": program,
            "schema": schema,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "counts": dict(counts),
            "missing": missing,
            "entries": {name: list(entry) for name, entry in self._entries.items()},
        }
        self._zip.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))
        self._zip.close()


class Reader:
    """An archive opened for reading; nothing of it is believed before `verify`."""

    def __init__(self, archive: zipfile.ZipFile, contents: Contents, name: str) -> None:
        """Use `opened`."""
        self._zip = archive
        self.contents = contents
        self.name = name

    def verify(self) -> Iterator[int]:
        """Read every entry against its size and hash; yields the bytes read so far.

        Raises `Unreadable` at the first that differs.
        """
        done = 0
        for name, (size, digest) in self.contents.entries.items():
            found = hashlib.sha256()
            for chunk in self._chunks(name, size):
                found.update(chunk)
                done += len(chunk)
                yield done
            if found.hexdigest() != digest:
                raise _damaged(self.name, f"{name} 和清单对不上")

    def read(self, name: str) -> bytes:
        """The whole entry `name`."""
        return b"".join(self._chunks(name, self.contents.entries[name][0]))

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of the entry `name`."""
        try:
            with self._zip.open(name) as file:
                while line := file.readline(LINE_BYTES):
                    yield line
        except _BROKEN as error:
            raise _damaged(self.name, name) from error

    def _chunks(self, name: str, size: int) -> Iterator[bytes]:
        """The entry in pieces; never more than one piece beyond its declared size."""
        done = 0
        try:
            with self._zip.open(name) as file:
                while chunk := file.read(_CHUNK):
                    done += len(chunk)
                    if done > size:
                        break
                    yield chunk
        except _BROKEN as error:
            raise _damaged(self.name, name) from error
        if done != size:
            raise _damaged(self.name, f"{name} 的长短和清单对不上")


_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, RuntimeError,
           NotImplementedError)  # fmt: skip


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """The archive in `path`; raises `Unreadable` for what is none, is half, of a newer version,
    or holds anything that a backup does not."""
    if not path.is_file():
        raise Unreadable("没有这个文件", where=str(path), remedy="核对备份文件的名字和位置")
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise Unreadable(
            "这不是拟稿的备份，或者只有半个",
            where=path.name,
            remedy="核对是不是选错了；从别处拷来的，重新拷一次再试",
        ) from error
    with archive:
        yield Reader(archive, _contents(archive, path.name), path.name)


def _contents(archive: zipfile.ZipFile, name: str) -> Contents:
    """What the manifest says, once it agrees with the list of entries."""
    listed = archive.infolist()
    sizes = {info.filename: info.file_size for info in listed}
    if MANIFEST not in sizes or sizes[MANIFEST] > _MANIFEST_BYTES:
        raise Unreadable(
            "这不是拟稿的备份", where=name, remedy="选用“备份”按钮或 nigao backup 做出的文件"
        )
    try:
        said = json.loads(archive.read(MANIFEST))
        _check_version(said, name)
        contents = Contents(
            datetime.fromisoformat(said["made"]),
            str(said["program"]),
            str(said["schema"]),
            {str(key): int(count) for key, count in said["counts"].items()},
            int(said["missing"]),
            {str(key): (int(size), str(hash)) for key, (size, hash) in said["entries"].items()},
        )
    except (*_BROKEN, KeyError, TypeError, AttributeError) as error:
        raise _damaged(name, "清单") from error
    strange = [entry for entry in contents.entries if not _NAME.fullmatch(entry)]
    strange += [e[6:] for e in contents.entries if e.startswith("files/") and e[6:] not in FILES]
    if strange:
        raise Unreadable(
            f"备份里有不该有的东西：{strange[0][:60]}",
            where=name,
            remedy="这个文件被改过，不要用它",
        )
    expected = {entry: size for entry, (size, _) in contents.entries.items()}
    if len(listed) != len(sizes) or expected != {n: s for n, s in sizes.items() if n != MANIFEST}:
        raise _damaged(name, "里面的文件和清单对不上")
    if any(e.startswith("originals/") and e[-64:] != h for e, (_, h) in contents.entries.items()):
        raise _damaged(name, "有原件和它的名字对不上")
    if any(contents.entries[one][1] != Path(one).stem for one in contents.rosters):
        raise _damaged(name, "有数据表和它的名字对不上")
    if DATABASE not in contents.entries:
        raise _damaged(name, "缺少数据清单")
    return contents


def _check_version(said: Any, name: str) -> None:
    if int(said["format"]) > FORMAT:
        raise newer(name, str(said.get("program", "")))


def newer(name: str, program: str) -> Unreadable:
    """The refusal of an archive that a newer version made."""
    return Unreadable(
        f"这份备份是更新版本的拟稿（{program[:20]}）做的", where=name, remedy="先升级拟稿，再恢复"
    )


def _damaged(name: str, what: str) -> Unreadable:
    return Unreadable(
        f"备份不完整或被改过（{what}）", where=name, remedy="换一份备份；从别处拷来的，重新拷一次"
    )
