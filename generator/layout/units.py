"""Lengths as types: a length is never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering

_POINTS_PER_MM = 72 / 25.4


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Length:
    """A length on paper, kept in points; make one with `Mm`, `Pt` or `Chars.at`.

    Equality and order look at the length alone, so that a named measure equals its bare length.
    """

    points: float

    @property
    def pt(self) -> float:
        """In points (1/72 inch)."""
        return self.points

    @property
    def mm(self) -> float:
        """In millimetres."""
        return self.points / _POINTS_PER_MM

    @property
    def twips(self) -> int:
        """In whole twentieths of a point, Word's unit for pages, spaces and indents."""
        return round(self.points * 20)

    @property
    def half_points(self) -> int:
        """In whole half points, Word's unit for type sizes."""
        return round(self.points * 2)

    @property
    def eighths(self) -> int:
        """In whole eighths of a point, Word's unit for rules."""
        return round(self.points * 8)

    @property
    def emu(self) -> int:
        """In English metric units, Word's unit for pictures."""
        return round(self.points * 12700)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Length) and self.points == other.points

    def __lt__(self, other: Length) -> bool:
        return self.points < other.points

    def __hash__(self) -> int:
        return hash(self.points)

    def __add__(self, other: Length) -> Length:
        return Length(self.points + other.points)

    def __sub__(self, other: Length) -> Length:
        return Length(self.points - other.points)

    def __mul__(self, factor: float) -> Length:
        return Length(self.points * factor)

    def __truediv__(self, divisor: float) -> Length:
        return Length(self.points / divisor)

    def ratio(self, other: Length) -> float:
        """How many times `other` fits into this length."""
        return self.points / other.points


def Mm(value: float) -> Length:
    """A length of `value` millimetres."""
    return Length(value * _POINTS_PER_MM)


def Pt(value: float) -> Length:
    """A length of `value` points."""
    return Length(value)


@dataclass(frozen=True, slots=True, order=True)
class Chars:
    """A length in 字: widths of one Chinese character of the body (GB/T 9704-2012 3.1)."""

    count: float

    def at(self, pitch: Length) -> Length:
        """The length on paper where one character takes `pitch`."""
        return pitch * self.count

    def __add__(self, other: Chars) -> Chars:
        return Chars(self.count + other.count)

    def __sub__(self, other: Chars) -> Chars:
        return Chars(self.count - other.count)


NONE = Chars(0)
