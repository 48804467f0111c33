"""Faces with cubic outlines (`CFF `) turned into ones with TrueType outlines (`glyf`).

The typesetter cuts what a document needs out of TrueType outlines in less time than out of cubic
ones. All but the outlines stays: characters, widths, names, features. No outline moves by more
than a thousandth of the size. The same font gives the same bytes.
"""

from __future__ import annotations

import struct
from itertools import groupby
from math import floor

from scripts.charstrings import Contour, outlines

# How far, in units of the face, a curve may leave the one in its place, and the middle of two
# controls the point that is left out there.
_CURVE, _MIDDLE = 0.4, 0.5
_BENT = 3**0.5 / 36  # how far a cubic curve lies from its quadratic one, in its third difference
# A point and whether the outline goes through it.
Point = tuple[complex, bool]
Box = tuple[int, int, int, int]
_EMPTY: Box = (0, 0, 0, 0)


def is_cubic(font: bytes) -> bool:
    """Whether the font file has outlines that `converted` turns."""
    return font[:4] == b"OTTO"


def converted(font: bytes) -> bytes:
    """The font file `font`, a single face with 1000 units and a `CFF ` table, with a `glyf` table.

    Raises `ValueError`, `LookupError` or `struct.error` where it is another kind of file or has
    what is not read here.
    """
    tables = _tables(font)
    head = bytearray(tables["head"])
    if struct.unpack_from(">H", head, 18) != (1000,):
        raise ValueError("another size of units")
    drawn = [_glyph([_points(own) for own in glyph]) for glyph in outlines(tables.pop("CFF "))]
    boxes = [own.box for own in drawn if own.data]
    if not boxes:
        raise ValueError("no outlines")
    glyphs, places, at = [], [], 0
    for own in drawn:
        places.append(at)
        glyphs.append(own.data + bytes(-len(own.data) % 4))
        at += len(glyphs[-1])
    left, low, right, high = zip(*boxes, strict=True)
    struct.pack_into(">4h", head, 36, min(left), min(low), max(right), max(high))
    struct.pack_into(">hh", head, 50, 1, 0)  # places in four bytes, the only format of outlines
    tables.pop("VORG", None)  # only with `CFF `
    tables["head"] = bytes(head)
    tables["glyf"] = b"".join(glyphs)
    tables["loca"] = struct.pack(f">{len(places) + 1}I", *places, at)
    tables["maxp"] = struct.pack(
        ">I14H",
        0x10000,
        len(drawn),
        max(own.points for own in drawn),
        max(own.contours for own in drawn),
        *(0, 0, 1, *[0] * 8),
    )
    (wide,) = struct.unpack_from(">H", tables["hhea"], 34)
    tables["hmtx"] = _bearings(tables["hmtx"], wide, [own.box[0] for own in drawn])
    return font_file(tables)


class _Glyph:
    """A glyph's bytes in `glyf`, the box around its points, and how many it has."""

    __slots__ = ("box", "contours", "data", "points")

    def __init__(self, data: bytes, box: Box, points: int, contours: int) -> None:
        self.data, self.box, self.points, self.contours = data, box, points, contours


def _tables(font: bytes) -> dict[str, bytes]:
    if not is_cubic(font):
        raise ValueError("no single face with cubic outlines")
    (count,) = struct.unpack_from(">H", font, 4)
    found = {}
    for n in range(count):
        tag, offset, length = struct.unpack_from(">4s4xII", font, 12 + 16 * n)
        found[tag.decode("ascii")] = font[offset : offset + length]
    return found


def _points(contour: Contour) -> list[Point]:
    """The contour's points, the other way round: the inside lies at the right in TrueType."""
    place, steps = contour
    points: list[Point] = [(place, True)]
    for step in steps:
        if len(step) == 1:
            if step[0]:
                place += step[0]
                points.append((place, True))
        else:
            first = place + step[0]
            second = first + step[1]
            _quadratic(place, first, second, second + step[2], points)
            place = second + step[2]
    if len(points) > 1 and points[-1] == points[0]:
        points.pop()
    whole = [complex(floor(at.real + 0.5), floor(at.imag + 0.5)) for at, _ in points]
    kept = []
    for n, (at, on) in enumerate(points):
        after = n + 1 if n + 1 < len(points) else 0
        if on and len(points) > 3 and not points[n - 1][1] and not points[after][1]:
            # The outline goes through the middle of two controls anyway.
            middle = (whole[n - 1] + whole[after]) / 2
            if abs(middle - at) <= _MIDDLE:
                continue
        kept.append((whole[n], on))
    kept.reverse()
    return kept


def _quadratic(a: complex, b: complex, c: complex, d: complex, points: list[Point]) -> None:
    """Add controls and ends of the quadratic curves that lie on the cubic one from `a` to `d`."""
    if abs(d - a + 3 * (b - c)) * _BENT <= _CURVE:
        points.append(((3 * (b + c) - a - d) / 4, False))
        points.append((d, True))
        return
    left, middle, right = (a + b) / 2, (b + c) / 2, (c + d) / 2
    before, behind = (left + middle) / 2, (middle + right) / 2
    half = (before + behind) / 2
    _quadratic(a, left, before, half, points)
    _quadratic(half, behind, right, d, points)


def _glyph(contours: list[list[Point]]) -> _Glyph:
    """The simple glyph of these contours; those of fewer than three points have no inside."""
    contours = [own for own in contours if len(own) > 2]
    points = [point for own in contours for point in own]
    if not points:
        return _Glyph(b"", _EMPTY, 0, 0)
    ends, count = [], 0
    for own in contours:
        count += len(own)
        ends.append(count - 1)
    flags: list[int] = []
    across, up = bytearray(), bytearray()
    x = y = 0
    for at, on in points:
        next_x, next_y = int(at.real), int(at.imag)
        flags.append(on | _way(next_x - x, 2, across) | _way(next_y - y, 4, up))
        x, y = next_x, next_y
    xs, ys = [int(at.real) for at, _ in points], [int(at.imag) for at, _ in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    data = struct.pack(f">5h{len(ends)}Hh", len(ends), *box, *ends, 0)
    return _Glyph(data + _repeated(flags) + across + up, box, len(points), len(contours))


def _way(way: int, short: int, out: bytearray) -> int:
    """Add `way` to `out`; its flags, of which `short` says that it takes one byte."""
    if way == 0:
        return short << 3  # as before
    if -256 < way < 256:
        out.append(abs(way))
        return short | (short << 3 if way > 0 else 0)
    out += way.to_bytes(2, "big", signed=True)
    return 0


def _repeated(flags: list[int]) -> bytes:
    """The flags, those that come again told by their number."""
    out = bytearray()
    for flag, same in groupby(flags):
        count = len(list(same))
        while count > 2:
            out += bytes((flag | 8, min(count, 256) - 1))
            count -= min(count, 256)
        out += bytes([flag] * count)
    return bytes(out)


def _bearings(table: bytes, wide: int, lefts: list[int]) -> bytes:
    """`hmtx` with what the outlines leave white at the left; the first `wide` have a width."""
    out = bytearray(table)
    for n, left in enumerate(lefts):
        struct.pack_into(">h", out, 4 * n + 2 if n < wide else 2 * (wide + n), left)
    return bytes(out)


def _sum(data: bytes) -> int:
    data += bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF


def font_file(tables: dict[str, bytes], kind: bytes = b"\0\1\0\0") -> bytes:
    """The font file of `tables`, sums included; `kind` is its first four bytes."""
    head = bytearray(tables["head"])
    struct.pack_into(">I", head, 8, 0)
    tables = dict(sorted({**tables, "head": bytes(head)}.items()))
    count = len(tables)
    power = count.bit_length() - 1
    rest = 16 * count - (16 << power)
    top = bytearray(kind + struct.pack(">4H", count, 16 << power, power, rest))
    at, parts = 12 + 16 * count, []
    places = {}
    for tag, data in tables.items():
        places[tag] = at
        top += struct.pack(">4sIII", tag.encode("ascii"), _sum(data), at, len(data))
        parts.append(data + bytes(-len(data) % 4))
        at += len(parts[-1])
    font = bytearray(bytes(top) + b"".join(parts))
    struct.pack_into(">I", font, places["head"] + 8, (0xB1B0AFBA - _sum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)
