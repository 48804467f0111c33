"""Which characters a font file has, read from its `cmap` table."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path


@cache
def coverage(path: Path, index: int) -> frozenset[int]:
    """The code points that face `index` of the font file has a glyph for; empty if unreadable."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
            start = 0
            if head[:4] == b"ttcf":
                file.seek(12 + 4 * index)
                (start,) = struct.unpack(">I", file.read(4))
            file.seek(start)
            (count,) = struct.unpack(">4xH6x", file.read(12))
            for _ in range(count):
                tag, offset, length = struct.unpack(">4s4xII", file.read(16))
                if tag == b"cmap":
                    file.seek(offset)
                    return _characters(file.read(length))
    except (OSError, struct.error):
        pass
    return frozenset()


def _characters(table: bytes) -> frozenset[int]:
    (count,) = struct.unpack_from(">2xH", table)
    codes: set[int] = set()
    for n in range(count):
        (offset,) = struct.unpack_from(">4xI", table, 4 + 8 * n)
        (form,) = struct.unpack_from(">H", table, offset)
        if form == 4:
            codes |= _segments(table, offset)
        elif form == 12:
            (groups,) = struct.unpack_from(">I", table, offset + 12)
            for g in range(groups):
                first, last, glyph = struct.unpack_from(">III", table, offset + 16 + 12 * g)
                codes.update(range(first + (glyph == 0), last + 1))
    return frozenset(codes)


def _segments(table: bytes, offset: int) -> set[int]:
    """Format 4: segments of 16-bit codes, each with a shift or a list of glyphs."""
    (twice,) = struct.unpack_from(">H", table, offset + 6)
    ends = struct.unpack_from(f">{twice // 2}H", table, offset + 14)
    starts = struct.unpack_from(f">{twice // 2}H", table, offset + 16 + twice)
    deltas = struct.unpack_from(f">{twice // 2}H", table, offset + 16 + 2 * twice)
    ranges_at = offset + 16 + 3 * twice
    ranges = struct.unpack_from(f">{twice // 2}H", table, ranges_at)
    codes: set[int] = set()
    for n, (first, last, delta, at) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if at:
                place = ranges_at + 2 * n + at + 2 * (code - first)
                if place + 2 > len(table):
                    continue
                (glyph,) = struct.unpack_from(">H", table, place)
            if glyph and (at or (glyph + delta) & 0xFFFF):
                codes.add(code)
    return codes
