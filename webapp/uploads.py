"""Uploads: what a browser sent, kept apart under names of ours until it has been read."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.datastructures import FileStorage

from corpus.errors import LibraryUnavailable, reason
from corpus.files import safe_name
from corpus.library.space import upload
from corpus.reading.files import MOST_BYTES
from webapp.errors import InvalidRequest, PageMissing

_NAME_LENGTH = 300
_TOKEN = re.compile(r"[0-9a-f]{24}")


MOST_FILES = 5000
"""How many files of a folder are taken at a time."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Files sent together: a token that only their sender knows, where they lie, what they are
    called there where they come from (a folder's with the path in it)."""

    token: str
    paths: tuple[Path, ...]
    names: Mapping[Path, str] = field(default_factory=dict)


def keep(home: Path, owner: int, files: Iterable[FileStorage]) -> Upload:
    """The files as kept below `home`; each in a folder of its own, so that equal names live.

    The browser's name serves for display alone: no part of it but the last is used, and that
    only as `safe_name` allows. Raises `InvalidRequest` where nothing was chosen.
    """
    chosen = [file for file in files if file.filename]
    if not chosen:
        raise InvalidRequest("没有选文件", remedy="先选一个或几个文件，再点上传")
    token = begin(home, owner)
    for number, file in enumerate(chosen):
        add(home, owner, token, number, file)
    return find(home, owner, token)


def begin(home: Path, owner: int) -> str:
    """The token of a new upload without files."""
    token = secrets.token_hex(12)
    _folder(home, owner, token).mkdir(parents=True)
    return token


def add(
    home: Path,
    owner: int,
    token: str,
    number: int,
    file: FileStorage,
    name: str = "",
    size: int = 0,
) -> None:
    """Keep `file` as number `number` (from 0) of an upload; sent twice, the second takes its place.

    `name` is what it is called where it comes from. One of a `size` that nobody reads was not sent:
    in its stead lies an empty one as large, which is refused with the reason.
    Raises `PageMissing` for an upload that is gone or foreign, `InvalidRequest` for a number beyond
    what is taken, `LibraryUnavailable` where the disk is full.
    """
    folder = own(home, owner, token)
    if not 0 <= number < MOST_FILES:
        raise InvalidRequest(
            f"一次最多上传 {MOST_FILES} 个文件", remedy="把文件夹分成几批，一批一批地传"
        )
    called = (name or file.filename or "").replace("\\", "/").strip("/")
    path = folder / f"{number:04}" / safe_name(called.rpartition("/")[2])
    try:
        path.parent.mkdir(exist_ok=True)
        if size > MOST_BYTES:
            with path.open("wb") as empty:
                empty.truncate(MOST_BYTES + 1)
        else:
            file.save(path)
        if "/" in called:
            (folder / f"{number:04}.txt").write_text(called[-_NAME_LENGTH:], "utf-8")
    except OSError as error:
        raise LibraryUnavailable(
            f"上传的文件存不下（{reason(error)}）", where=path.name, remedy="清出磁盘空间后再传一次"
        ) from error


def find(home: Path, owner: int, token: str) -> Upload:
    """The upload of `owner` with this token; raises `PageMissing` when it is gone or foreign."""
    folder = own(home, owner, token)
    paths = sorted(path for path in folder.glob("[0-9]*/*") if path.is_file())
    names = {}
    for path in paths:
        known = folder / f"{path.parent.name}.txt"
        if known.is_file():
            names[path] = known.read_text("utf-8")
    return Upload(token, tuple(paths), names)


def own(home: Path, owner: int, token: str) -> Path:
    """The folder of the upload of `owner` with this token; raises `PageMissing` as `find` does."""
    folder = _folder(home, owner, token)
    if not _TOKEN.fullmatch(token) or not folder.is_dir():
        raise _gone()
    return folder


def forget(home: Path, owner: int, token: str) -> None:
    """Remove an upload; silently where it is gone already."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(_folder(home, owner, token), ignore_errors=True)


def _folder(home: Path, owner: int, token: str) -> Path:
    return upload(home, owner, token)


def _gone() -> PageMissing:
    return PageMissing("这份上传的文件已经清理了", remedy="请重新上传一次")
