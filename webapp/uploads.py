"""Uploads: what a browser sent, kept apart under names of ours until it has been read."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from werkzeug.datastructures import FileStorage

from corpus.files import safe_name
from webapp.errors import InvalidRequest, PageMissing

KEPT_SECONDS = 3 * 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Upload:
    """Files sent together: a token that only their sender knows, and where they lie."""

    token: str
    paths: tuple[Path, ...]


def keep(home: Path, owner: int, files: Iterable[FileStorage]) -> Upload:
    """The files as kept below `home`; each in a folder of its own, so that equal names live.

    The browser's name serves for display alone: no part of it but the last is used, and that
    only as `safe_name` allows. Raises `InvalidRequest` where nothing was chosen.
    """
    chosen = [file for file in files if file.filename]
    if not chosen:
        raise InvalidRequest("没有选文件", remedy="先选一个或几个文件，再点上传")
    forget_old(home)
    token = secrets.token_hex(12)
    folder = _folder(home, owner) / token
    paths = []
    for number, file in enumerate(chosen):
        name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
        path = folder / f"{number:04}" / safe_name(name)
        path.parent.mkdir(parents=True)
        file.save(path)
        paths.append(path)
    return Upload(token, tuple(paths))


def find(home: Path, owner: int, token: str) -> Upload:
    """The upload of `owner` with this token; raises `PageMissing` when it is gone or foreign."""
    folder = _folder(home, owner) / token
    if not _TOKEN.fullmatch(token) or not folder.is_dir():
        raise PageMissing("这份上传的文件已经清理了", remedy="请重新上传一次")
    return Upload(token, tuple(sorted(path for path in folder.glob("*/*") if path.is_file())))


def forget(home: Path, owner: int, token: str) -> None:
    """Remove an upload; silently where it is gone already."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(_folder(home, owner) / token, ignore_errors=True)


def forget_old(home: Path) -> None:
    """Remove the uploads of three days ago and before."""
    limit = time.time() - KEPT_SECONDS
    for folder in (home / "uploads").glob("*/*"):
        if _TOKEN.fullmatch(folder.name) and folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(home: Path, owner: int) -> Path:
    return home / "uploads" / str(owner)
