"""A ZIP of many files as a stream of bytes: one file in memory at a time, of known length.

Files are stored as they are (Word and PDF are compressed already), in the order given and with
one fixed date, so that the same files give the same bytes. Above 4 GB or 65,535 files the
archive is a ZIP64 one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_DATE = 1 << 5 | 1  # 1980-01-01, the first day that ZIP knows
_UTF8 = 0x800
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_FAR = struct.Struct("<HHQ")  # the extra field of a file that begins beyond 4 GB
_END64 = struct.Struct("<4sQ2H2I4Q")
_PLACE64 = struct.Struct("<4sIQI")
_END = struct.Struct("<4s4H2IH")
FARTHEST, MOST = 0xFFFFFFFF, 0xFFFF
_OLD, _NEW = 20, 45  # versions of ZIP needed
_UNIX = 3 << 8  # "made on": of what comes from DOS, Linux desktops read the names as code page 437
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Item:
    """A file to pack: its name in the archive, its size, and how its bytes are had."""

    name: str
    size: int
    read: Callable[[], bytes]


class Changed(OSError):
    """A file that has another size than it was announced with."""


def length(items: Sequence[Item]) -> int:
    """How many bytes `stream` will give."""
    offset = central = 0
    for item in items:
        name = len(item.name.encode())
        central += _CENTRAL.size + name + (_FAR.size if offset >= FARTHEST else 0)
        offset += _LOCAL.size + name + item.size
    far = offset >= FARTHEST or len(items) >= MOST
    return offset + central + (_END64.size + _PLACE64.size if far else 0) + _END.size


def stream(items: Sequence[Item]) -> Iterator[bytes]:
    """The archive piece by piece.

    Raises `OSError` where a file cannot be read or is not as long as it was said to be; what
    has been sent until then is then no archive.
    """
    index: list[bytes] = []
    offset = 0
    for item in items:
        data = item.read()
        if len(data) != item.size:
            raise Changed(f"{item.name}: {len(data)} bytes instead of {item.size}")
        name, crc = item.name.encode(), zlib.crc32(data)
        yield _LOCAL.pack(
            b"PK\3\4", _OLD, _UTF8, 0, 0, _DATE, crc, len(data), len(data), len(name), 0
        )
        yield name
        yield data
        index.append(_entry(name, crc, len(data), offset))
        offset += _LOCAL.size + len(name) + len(data)
    central = b"".join(index)
    yield central
    if offset >= FARTHEST or len(index) >= MOST:
        count, end = len(index), offset + len(central)
        yield _END64.pack(
            b"PK\6\6", _END64.size - 12, _NEW, _NEW, 0, 0, count, count, len(central), offset
        )
        yield _PLACE64.pack(b"PK\6\7", 0, end, 1)
    count, begin = min(len(index), MOST), min(offset, FARTHEST)
    yield _END.pack(b"PK\5\6", 0, 0, count, count, min(len(central), FARTHEST), begin, 0)


def _entry(name: bytes, crc: int, size: int, offset: int) -> bytes:
    """A line of the index at the end of the archive."""
    far = offset >= FARTHEST
    extra = _FAR.pack(1, 8, offset) if far else b""
    version = _NEW if far else _OLD
    begin = FARTHEST if far else offset
    fixed = _CENTRAL.pack(
        b"PK\1\2", _UNIX | version, version, _UTF8, 0, 0, _DATE, crc, size, size,
        len(name), len(extra), 0, 0, 0, _PLAIN_FILE, begin,
    )  # fmt: skip
    return fixed + name + extra
