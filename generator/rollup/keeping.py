"""Rosters kept 留存: the file that a batch was made from, by its hash, to be rolled up later."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from corpus.storage import Storage

FOLDER = "rosters"


def keep(storage: Storage, name: str, data: bytes) -> None:
    """Keep `data`, the roster that came as `name`, once."""
    place = f"{FOLDER}/{hashlib.sha256(data).hexdigest()}{PurePath(name).suffix.lower()}"
    if not storage.holds(place):
        storage.write(place, data)


def find(storage: Storage, sha256: str, suffixes: tuple[str, ...]) -> tuple[str, bytes] | None:
    """A name with the right suffix and the bytes of the roster with this hash; None if gone."""
    for suffix in suffixes:
        place = f"{FOLDER}/{sha256}{suffix}"
        if storage.holds(place):
            return f"数据表{suffix}", storage.read(place)
    return None
