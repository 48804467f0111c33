"""A ZIP archive written by hand: parts that never change are compressed once and copied.

Every date is the same, so that the same parts always give the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_DATE = (1980 - 1980) << 9 | 1 << 5 | 1  # 1980-01-01, the first day that ZIP knows
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UTF8, _DEFLATED = 0x800, 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive, compressed already."""

    name: bytes
    crc: int
    size: int
    packed: bytes


def pack(name: str, data: bytes, level: int = 6) -> Entry:
    """`data` compressed for an archive, as file `name`."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Entry(
        name.encode(), zlib.crc32(data), len(data), deflate.compress(data) + deflate.flush()
    )


def pack_pieces(name: str, pieces: Iterable[str], level: int = 6) -> Entry:
    """The same for a long text that comes in pieces, of which one is in memory at a time."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    packed: list[bytes] = []
    crc = size = 0
    for piece in pieces:
        data = piece.encode()
        crc, size = zlib.crc32(data, crc), size + len(data)
        packed.append(deflate.compress(data))
    packed.append(deflate.flush())
    return Entry(name.encode(), crc, size, b"".join(packed))


def archive(entries: Iterable[Entry]) -> bytes:
    """The bytes of a ZIP archive with these files in this order."""
    body: list[bytes] = []
    index: list[bytes] = []
    offset = 0
    for entry in entries:
        local = _LOCAL.pack(
            b"PK\3\4", 20, _UTF8, _DEFLATED, 0, _DATE, entry.crc, len(entry.packed), entry.size,
            len(entry.name), 0,
        )  # fmt: skip
        index.append(
            _CENTRAL.pack(
                b"PK\1\2", 20, 20, _UTF8, _DEFLATED, 0, _DATE, entry.crc, len(entry.packed),
                entry.size, len(entry.name), 0, 0, 0, 0, 0, offset,
            )
            + entry.name
        )  # fmt: skip
        body += (local, entry.name, entry.packed)
        offset += len(local) + len(entry.name) + len(entry.packed)
    central = b"".join(index)
    end = _END.pack(b"PK\5\6", 0, 0, len(index), len(index), len(central), offset, 0)
    return b"".join((*body, central, end))
