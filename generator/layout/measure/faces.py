"""Which class of faces a font belongs to, by its name in a file."""

from __future__ import annotations

import re

from generator.layout.gbt9704 import FACES, Face

_OWN = {
    re.sub(r"[\s_-]", "", family).lower(): face.name
    for face in FACES.values()
    for family in face.families
}
# Anything else by what its name says; the first that fits.
_NAMED: tuple[tuple[Face, re.Pattern[str]], ...] = (
    ("小标宋", re.compile(r"小标宋|xiaobiaosong|中宋|zhongsong|song.*bold|serif.*(bold|black)")),
    ("仿宋", re.compile(r"仿宋|fang")),
    ("楷体", re.compile(r"楷|kai")),
    ("黑体", re.compile(r"黑|hei|gothic|sanscjk|yahei")),
    ("宋体", re.compile(r"宋|song|simsun|mincho|ming|serifcjk")),
)
# What a PDF calls the families of the standard: PostScript names.
_POSTSCRIPT = {
    "fangsonggb2312",
    "fangsong",
    "stfangsong",
    "kaitigb2312",
    "kaiti",
    "stkaiti",
    "simhei",
    "stheiti",
    "simsun",
    "nsimsun",
    "stsong",
}

# PostScript names of the Founder faces begin so; the one Latin face is a local habit.
_ACCEPTED = ("fzxbs", "fzfs", "fzkt", "fzht", "timesnewroman")


def _key(name: str) -> str:
    bare = re.sub(r"[\s_-]", "", name).lower()
    return re.sub(r"(regular|mt)$", "", bare)


def face_of(name: str) -> Face | None:
    """The class of faces that the font `name` belongs to, its own or in place of it."""
    key = _key(name)
    if key in _OWN:
        return _OWN[key]
    return next((face for face, pattern in _NAMED if pattern.search(key)), None)


def genuine(name: str) -> bool:
    """Whether the font `name` is one that a class itself names (specification §4), no stand-in.

    Times New Roman counts: the standard names no face for Latin letters and digits.
    """
    key = _key(name)
    return key in _OWN or key in _POSTSCRIPT or key.startswith(_ACCEPTED)
