"""Files on disk: written whole or not at all, under names that every system accepts."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\ufeff]+')
# Windows reserves these as device names, whatever the suffix.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
# What a file that is being written is called until it is whole.
_HALF = ".", ".part"
# ext4 allows 255 bytes in a name; a temporary name and a counter need some of them.
_BYTES = 200


def write_atomically(path: Path, data: bytes, *, settled: bool = True) -> None:
    """Leave exactly `data` in `path`; a reader never sees a half-written file.

    It is on the disk when this returns, unless `settled` is false: then a power cut may still
    take it, and whoever wrote it has to see to that. Raises `OSError` when the folder cannot be
    written or the disk is full; then `path` is as it was and no temporary file stays behind.
    """
    write_in_pieces(path, (data,), settled=settled)


def write_in_pieces(path: Path, pieces: Iterable[bytes], *, settled: bool = True) -> None:
    """The same for `pieces` one after the other; what they raise leaves `path` as it was, too."""
    handle, name = tempfile.mkstemp(prefix=_HALF[0], suffix=_HALF[1], dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            if settled:
                os.fsync(file.fileno())
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    if settled:
        _sync_folder(path.parent)


def remove_halves(folder: Path) -> None:
    """Remove what writers that were killed left in `folder`; who still writes fails."""
    for path in folder.glob(f"{_HALF[0]}*{_HALF[1]}"):
        path.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The mode that `path` has, or that a new file gets (mkstemp's 0600 would hide it)."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o644


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself durable; Windows has no way to open a folder for this."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def safe_name(text: str) -> str:
    """`text` as a file name without folder that Windows and Linux both accept; never empty.

    Characters that Windows forbids become `_`, device names get a `_` in front, trailing
    dots and spaces go, and the name has at most 200 bytes in UTF-8 with its suffix kept.
    """
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip().rstrip(". ")
    if not name.strip("._ "):
        return "未命名"
    if _DEVICES.match(name):
        name = f"_{name}"
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix.encode()) > 16:
        stem, suffix = name, ""
    room = _BYTES - len((dot + suffix).encode()) if suffix else _BYTES
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return f"{stem}.{suffix}" if suffix else stem
