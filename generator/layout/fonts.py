"""Faces on this machine: which family each class of faces gets, and what stands in for what."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs
import typst

from generator.errors import LayoutError
from generator.layout import cmap
from generator.layout.gbt9704 import FACES, Face

# Free faces in place of each class, best first: (family, heaviest weight wanted).
_FREE: dict[Face, tuple[tuple[str, int], ...]] = {
    "仿宋": (("FandolFang R", 400), ("Noto Serif CJK SC", 400)),
    "黑体": (("FandolHei", 400), ("Noto Sans CJK SC", 400), ("WenQuanYi Micro Hei", 400)),
    "楷体": (("FandolKai", 400), ("LXGW WenKai", 400)),
    "小标宋": (("FandolSong", 700), ("STZhongsong", 400), ("Noto Serif CJK SC", 700)),
    "宋体": (("FandolSong", 400), ("Noto Serif CJK SC", 400)),
}
# Where a face lacks a character: complete faces, nearest to print first.
_FALLBACKS = (
    "LXGW WenKai",
    "Noto Serif CJK SC",
    "SimSun",
    "STSong",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "DejaVu Sans",
)


# In place of a Latin face that is not installed: free ones of the same widths first.
_LATIN = ("Liberation Serif", "Tinos", "TeX Gyre Termes", "Nimbus Roman", "FandolSong")


@dataclass(frozen=True, slots=True)
class Font:
    """A font file's face: where it is and how the typesetter calls it."""

    family: str
    weight: int
    path: Path
    index: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a class of faces gets on this machine; `substituted` says it is none of its own."""

    face: Face
    wanted: str
    family: str
    weight: int
    path: Path
    index: int
    substituted: bool


@dataclass(frozen=True, slots=True)
class Substitution:
    """Something printed in another face than its class: a class, or single characters of it."""

    face: str
    wanted: str
    family: str
    characters: str = ""

    def __str__(self) -> str:
        """The substitution as a Chinese sentence without final stop."""
        if not self.characters:
            return f"{self.face}（{self.wanted}）以 {self.family} 代替"
        if not self.family:
            return f"“{self.characters}”没有字体能显示"
        return f"{self.face}里没有“{self.characters}”，以 {self.family} 代替"


def folders() -> tuple[Path, ...]:
    """The folders of our own that are searched for fonts before the system's, existing ones."""
    home = os.environ.get("NIGAO_HOME")
    own = [
        Path(os.environ["NIGAO_FONTS"]) if os.environ.get("NIGAO_FONTS") else None,
        (Path(home) if home else Path(platformdirs.user_data_dir("nigao", False))) / "fonts",
        Path(sys.prefix) / "share" / "nigao" / "fonts",
    ]
    return tuple(folder for folder in own if folder is not None and folder.is_dir())


@cache
def book() -> typst.Fonts:
    """Every font that the typesetter may use: our folders' and the system's; read once.

    Of several files with one face the first counts, so folders with TrueType outlines come before
    others: from cubic ones the typesetter takes longer to cut out what a document needs.
    """
    quick = (path.parent for folder in folders() for path in folder.rglob("*.ttf"))
    return typst.Fonts(
        include_system_fonts=True,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in dict.fromkeys((*quick, *folders()))],
    )


@cache
def _known() -> dict[str, tuple[Font, ...]]:
    fonts: dict[str, tuple[Font, ...]] = {}
    for info in book().fonts():
        if info.path is not None and info.style == "normal":
            font = Font(info.family, info.weight, Path(info.path), info.index)
            fonts[info.family] = (*fonts.get(info.family, ()), font)
    return fonts


def _nearest(family: str, weight: int) -> Font | None:
    return min(_known().get(family, ()), key=lambda f: abs(f.weight - weight), default=None)


@cache
def faces() -> dict[Face, Found]:
    """For each class of faces the family found, and whether it stands in for the class.

    Raises `LayoutError` where the machine has no Chinese font at all.
    """
    return {face: _found(face) for face in FACES}


def _found(face: Face) -> Found:
    own = FACES[face]
    candidates = [(family, 400) for family in own.families]
    candidates += [*_FREE[face], *((family, 400) for family in _FALLBACKS[:-1])]
    for family, weight in candidates:
        font = _nearest(family, weight)
        if font is not None:
            substituted = family not in own.families
            return Found(face, own.word, family, font.weight, font.path, font.index, substituted)
    raise LayoutError(
        f"这台机器上没有可用的中文字体，排不了{face}",
        remedy="运行 scripts/fetch_fonts.py 装上免费字体，或把字体文件放进 NIGAO_FONTS 指的文件夹",
    )


def fallbacks() -> tuple[str, ...]:
    """The families that give a character which a face lacks, in order, as far as they exist."""
    return tuple(family for family in _FALLBACKS if family in _known())


@cache
def latin(family: str) -> str | None:
    """The family that sets Latin letters and digits where `family` is wanted; None: the class's."""
    return next((name for name in (family, *_LATIN) if name in _known()), None)


def stand_ins() -> str:
    """The classes that other families stand in for, as a Chinese sentence without final stop;
    empty where the machine has every class of its own."""
    others = [own for own in faces().values() if own.substituted]
    return "、".join(f"{own.face}以 {own.family} 代替" for own in others)


def substitutions(
    texts: Iterable[tuple[Face, str]], wanted: str | None = None
) -> tuple[Substitution, ...]:
    """What of `texts` (class and text) prints in another face than its class has.

    Whole classes first, then single characters with the family that gives them; a character
    that no font has comes back with an empty family. `wanted` is the family asked for where Latin
    letters and digits have one of their own.
    """
    used: dict[Face, set[str]] = {}
    for face, text in texts:
        used.setdefault(face, set()).update(text)
    classes: list[Substitution] = []
    if wanted is not None and latin(wanted) != wanted:
        classes.append(Substitution("西文", wanted, latin(wanted) or "各类字体自带的西文"))
    single: dict[tuple[Face, str], str] = {}
    for face, letters in used.items():
        found = faces()[face]
        if found.substituted:
            classes.append(Substitution(face, found.wanted, found.family))
        has = cmap.coverage(found.path, found.index)
        for letter in sorted(own for own in letters if ord(own) not in has and not own.isspace()):
            key = (face, giver(ord(letter)))
            single[key] = single.get(key, "") + letter
    letters_of = [
        Substitution(face, faces()[face].wanted, family, text)
        for (face, family), text in single.items()
    ]
    return (*classes, *letters_of)


@cache
def giver(code: int) -> str:
    """The family that gives a character which its face lacks; empty where no font has it."""
    for family in fallbacks():
        font = _nearest(family, 400)
        if font is not None and code in cmap.coverage(font.path, font.index):
            return family
    for family, fonts in _known().items():
        if any(code in cmap.coverage(font.path, font.index) for font in fonts):
            return family
    return ""
