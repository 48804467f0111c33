"""The outlines of a `CFF ` table (Adobe Technical Notes 5176 and 5177): lines and cubic curves.

It reads what fonts without subroutines have, as the free faces that set-up brings; whatever else
it meets raises `ValueError`, so that such a font is left as it was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

# A line is its way, a curve the ways to its two controls and to its end, each from the last point.
Step = tuple[complex] | tuple[complex, complex, complex]
# Where a contour begins, and its steps, ways and not places.
Contour = tuple[complex, list[Step]]

_CHARSTRINGS = 17
_STEMS = {1, 3, 18, 23}
_MASKS = {19, 20}
_MOVES = {21, 22, 4}
_ENDCHAR = 14


def outlines(table: bytes) -> list[list[Contour]]:
    """The contours of every glyph of the table's first font, in units of the face.

    Raises `ValueError` or `IndexError` where the table has what is not read here.
    """
    at = table[2]
    _, at = _index(table, at)
    tops, at = _index(table, at)
    _, at = _index(table, at)
    shared, at = _index(table, at)
    top = _dict(tops[0])
    if shared or _CHARSTRINGS not in top:
        raise ValueError("subroutines, or no outlines")
    strings, _ = _index(table, int(top[_CHARSTRINGS][0]))
    return [contours(string) for string in strings]


def _index(table: bytes, at: int) -> tuple[list[bytes], int]:
    """The objects of the INDEX at `at`, and where it ends."""
    count = int.from_bytes(table[at : at + 2], "big")
    if count == 0:
        return [], at + 2
    size = table[at + 2]
    first = at + 3
    base = first + (count + 1) * size - 1
    edges = [
        base + int.from_bytes(table[first + n * size : first + (n + 1) * size], "big")
        for n in range(count + 1)
    ]
    return [table[a:b] for a, b in pairwise(edges)], edges[-1]


def _dict(data: bytes) -> dict[int | tuple[int, int], list[float]]:
    """Operands by operator; of real numbers none is needed, they come as 0."""
    found: dict[int | tuple[int, int], list[float]] = {}
    operands: list[float] = []
    at = 0
    while at < len(data):
        first = data[at]
        at += 1
        if first == 12:
            found[12, data[at]], operands = operands, []
            at += 1
        elif first <= 21:
            found[first], operands = operands, []
        elif first == 30:
            while data[at] & 0xF != 0xF and data[at] >> 4 != 0xF:
                at += 1
            at += 1
            operands.append(0)
        else:
            value, at = _number(data, first, at)
            operands.append(value)
    return found


def _number(data: bytes, first: int, at: int) -> tuple[float, int]:
    """An integer of a dictionary, and where it ends."""
    if 32 <= first <= 246:
        return first - 139, at
    if 247 <= first <= 250:
        return (first - 247) * 256 + data[at] + 108, at + 1
    if 251 <= first <= 254:
        return -(first - 251) * 256 - data[at] - 108, at + 1
    if first in (28, 29):
        wide = 2 if first == 28 else 4
        return int.from_bytes(data[at : at + wide], "big", signed=True), at + wide
    raise ValueError(f"operand {first}")


def contours(string: bytes) -> list[Contour]:
    """What the Type 2 charstring `string` draws; hints are passed over."""
    found: list[Contour] = []
    steps: list[Step] = []
    stack: list[float] = []
    place = 0j
    stems = 0
    at, end = 0, len(string)
    while at < end:
        first = string[at]
        at += 1
        if first >= 32:
            if first <= 246:
                stack.append(first - 139)
            elif first <= 250:
                stack.append((first - 247) * 256 + string[at] + 108)
                at += 1
            elif first <= 254:
                stack.append(-(first - 251) * 256 - string[at] - 108)
                at += 1
            else:
                stack.append(int.from_bytes(string[at : at + 4], "big", signed=True) / 65536)
                at += 4
            continue
        if first == 28:
            stack.append(int.from_bytes(string[at : at + 2], "big", signed=True))
            at += 2
            continue
        if first in _MOVES:
            for step in steps:
                place += sum(step)
            place += _move(first, stack)
            steps = []
            found.append((place, steps))
        elif first in _STEMS or first in _MASKS:
            stems += len(stack) // 2
            if first in _MASKS:
                at += (stems + 7) // 8
        elif first == _ENDCHAR:
            if len(stack) > 1:
                raise ValueError("an accented character put together")
            return found
        else:
            if first == 12:
                steps += _flex(string[at], stack)
                at += 1
            else:
                steps += _drawn(first, stack)
        stack.clear()
    raise ValueError("no end of the outline")


def _move(operator: int, stack: Sequence[float]) -> complex:
    if operator == 21:
        return complex(stack[-2], stack[-1])
    return complex(stack[-1], 0) if operator == 22 else complex(0, stack[-1])


def _curves(stack: Sequence[float]) -> list[Step]:
    return [
        (complex(*stack[n : n + 2]), complex(*stack[n + 2 : n + 4]), complex(*stack[n + 4 : n + 6]))
        for n in range(0, len(stack) - 5, 6)
    ]


def _lines(stack: Sequence[float]) -> list[Step]:
    return [(complex(*stack[n : n + 2]),) for n in range(0, len(stack) - 1, 2)]


def _drawn(operator: int, stack: list[float]) -> list[Step]:
    """The steps of an operator of one byte with the operands of `stack`."""
    match operator:
        case 5:  # rlineto
            return _lines(stack)
        case 6 | 7:  # hlineto, vlineto: in turn
            level = operator == 6
            return [
                (complex(way, 0) if (n % 2 == 0) == level else complex(0, way),)
                for n, way in enumerate(stack)
            ]
        case 8:  # rrcurveto
            return _curves(stack)
        case 24:  # rcurveline
            return _curves(stack[:-2]) + _lines(stack[-2:])
        case 25:  # rlinecurve
            return _lines(stack[:-6]) + _curves(stack[-6:])
        case 26 | 27:  # vvcurveto, hhcurveto: begin and end upright, or level
            return _straight(operator == 27, stack)
        case 30 | 31:  # vhcurveto, hvcurveto: in turn
            return _turning(operator == 31, stack)
    raise ValueError(f"operator {operator}")


def _straight(level: bool, stack: list[float]) -> list[Step]:
    odd = len(stack) % 4
    aside = stack[0] if odd else 0.0
    steps: list[Step] = []
    for n in range(odd, len(stack) - 3, 4):
        a, x, y, b = stack[n : n + 4]
        if level:
            steps.append((complex(a, aside), complex(x, y), complex(b, 0)))
        else:
            steps.append((complex(aside, a), complex(x, y), complex(0, b)))
        aside = 0.0
    return steps


def _turning(level: bool, stack: list[float]) -> list[Step]:
    steps: list[Step] = []
    last = len(stack) - len(stack) % 4 - 4
    for n in range(0, last + 1, 4):
        a, x, y, b = stack[n : n + 4]
        rest = stack[-1] if n == last and len(stack) % 4 else 0.0
        if level:
            steps.append((complex(a, 0), complex(x, y), complex(rest, b)))
        else:
            steps.append((complex(0, a), complex(x, y), complex(b, rest)))
        level = not level
    return steps


def _flex(operator: int, stack: list[float]) -> list[Step]:
    """Two curves that hints may make flat."""
    match operator:
        case 35:  # flex
            return _curves(stack[:12])
        case 34:  # hflex
            a, b, y, c, d, e, f = stack
            return _curves([a, 0, b, y, c, 0, d, 0, e, -y, f, 0])
        case 36:  # hflex1
            a, y1, b, y2, c, d, e, y3, f = stack
            return _curves([a, y1, b, y2, c, 0, d, 0, e, y3, f, -(y1 + y2 + y3)])
        case 37:  # flex1: the last way ends level with the first, or above it
            across, up = sum(stack[0:10:2]), sum(stack[1:10:2])
            last = [stack[10], -up] if abs(across) > abs(up) else [-across, stack[10]]
            return _curves(stack[:10] + last)
    raise ValueError(f"operator 12 {operator}")
