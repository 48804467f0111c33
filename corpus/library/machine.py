"""The machine 机器: which of several that work on one database a data folder belongs to."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from corpus.errors import LibraryUnavailable, reason

_FILE = "machine"
_LENGTH = 32


def machine_of(home: Path) -> str:
    """The name that data folder `home` was given when it first met a shared database.

    It lies in the folder, so that it outlives a new host name and moves with a copy. Raises
    `LibraryUnavailable` where it can be neither read nor written.
    """
    path = home / _FILE
    try:
        try:
            with path.open("x", encoding="ascii") as file:
                file.write(uuid.uuid4().hex)
        except FileExistsError:
            pass
        for _ in range(100):
            if len(name := path.read_text("ascii")) == _LENGTH:
                return name
            time.sleep(0.01)  # another process has just made it
        path.unlink()  # killed before it wrote a word
        return machine_of(home)
    except OSError as error:
        raise LibraryUnavailable(
            f"数据文件夹不能读写（{reason(error)}）", where=str(path), remedy="检查文件夹的权限"
        ) from error
