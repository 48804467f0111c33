"""Synonyms 同义词: a small list in the data folder that anyone may edit, starting from ours."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from corpus.files import write_atomically
from corpus.library.content import fold

NAME = "synonyms.txt"
_OURS = Path(__file__).parent / NAME
# A list that somebody pasted a book into would slow every search down.
_LONGEST = 200_000

Synonyms = Mapping[str, tuple[str, ...]]


def synonyms_in(home: Path) -> Synonyms:
    """Each folded word of the list in `home` with the others of its groups.

    The list is put there when missing; where it cannot be read, ours counts.
    """
    path = home / NAME
    try:
        if not path.exists():
            write_atomically(path, _OURS.read_bytes())
        found = path.stat()
    except OSError:
        path, found = _OURS, _OURS.stat()
    return _read(path, found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> Synonyms:
    try:
        text = path.read_text("utf-8-sig", errors="replace")[:_LONGEST]
    except OSError:
        text = _OURS.read_text("utf-8")
    found: dict[str, dict[str, None]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        group = list(dict.fromkeys(filter(None, map(fold, line.replace("、", " ").split()))))
        for word in group:
            others = found.setdefault(word, {})
            others.update(dict.fromkeys(other for other in group if other != word))
    return {word: tuple(others) for word, others in found.items()}
