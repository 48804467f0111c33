"""How far a face moves on at each character, read from the font file that prints it."""

from __future__ import annotations

import math
import unicodedata
from functools import cache

from PIL import ImageFont

from generator.layout import cmap, fonts, gbt9704
from generator.layout.gbt9704 import Face
from generator.layout.units import Length

_UNITS = 1000


class Advances(dict[str, float]):
    """How far each character of a face moves on, in points, looked up once; infinite where the
    face lacks it and nobody knows what the typesetter takes in its place."""

    def __init__(self, face: Face, latin: str | None, size: Length) -> None:
        super().__init__()
        found = fonts.faces()[face]
        self._has = cmap.coverage(found.path, found.index)
        self._font = ImageFont.truetype(found.path, _UNITS, found.index)
        self._latin = latin is not None and face != "宋体"
        self._size = size.points
        self._tracking = gbt9704.TRACKING.points if size == gbt9704.THREE else 0.0

    def __missing__(self, letter: str) -> float:
        if self._latin and letter < "\u0250":
            wide = math.inf
        elif ord(letter) in self._has:
            wide = self._font.getlength(letter) / _UNITS
        else:
            # Faces that step in set what is Chinese in a whole square.
            wide = 1.0 if unicodedata.east_asian_width(letter) in "WFA" else math.inf
        self[letter] = wide * self._size + self._tracking
        return self[letter]


@cache
def advances(face: Face, latin: str | None, size: Length) -> Advances:
    """The advances of `face` on this machine in `size`, 3号 set closer as everywhere.

    With `latin`, a family of their own, those of Latin letters are unknown.
    """
    return Advances(face, latin, size)
