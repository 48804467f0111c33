"""Pinyin 拼音: the order in which an office lists names, places and units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

Entry = TypeVar("Entry")
Key = tuple[tuple[int, int, str], ...]
"""What is compared: for each character or number its kind, its place, itself."""

# Read otherwise as a surname than as a word: compared as the character that sounds like it.
SURNAMES = {
    "曾": "增", "单": "善", "解": "谢", "仇": "求", "区": "欧", "查": "渣", "华": "化", "盖": "葛",
    "朴": "瓢", "乐": "岳", "翟": "宅", "覃": "秦", "尉": "玉", "种": "虫", "召": "邵", "缪": "妙",
    "员": "运", "句": "勾", "繁": "婆", "黑": "贺", "折": "舌", "逄": "庞", "卜": "补", "令": "铃",
}  # fmt: skip
_NUMBER = re.compile(r"\d+")
_DIGITS, _LATIN, _HAN, _REST = range(4)


@lru_cache(maxsize=16_384)
def key(text: str) -> Key:
    """The key that sorts `text` by pinyin, tone and strokes, as dictionaries do.

    Numbers come first, by their value (2网格 before 10网格), then Latin letters without regard
    to case, then characters; signs and spaces do not count.
    """
    parts: list[tuple[int, int, str]] = []
    plain = unicodedata.normalize("NFKC", text).lower()
    at = 0
    for number in _NUMBER.finditer(plain):
        parts += _letters(plain[at : number.start()])
        parts.append((_DIGITS, int(number[0]), ""))
        at = number.end()
    return (*parts, *_letters(plain[at:]))


def name_key(name: str) -> Key:
    """The key of a person's name, its surname read as surnames are (曾 zēng, 单 shàn)."""
    return key(SURNAMES.get(name[:1], name[:1]) + name[1:])


def ordered(
    entries: Iterable[Entry], text: Callable[[Entry], str] = str, *, names: bool = False
) -> list[Entry]:
    """`entries` by the pinyin of their `text`; with `names`, as the names of persons."""
    own = name_key if names else key
    return sorted(entries, key=lambda entry: (own(text(entry)), text(entry)))


def _letters(text: str) -> list[tuple[int, int, str]]:
    places = _places()
    found: list[tuple[int, int, str]] = []
    for letter in text:
        if letter in places:
            found.append((_HAN, places[letter], ""))
        elif letter.isascii() and letter.isalpha():
            found.append((_LATIN, 0, letter))
        elif letter.isalnum():
            found.append((_REST, 0, letter))
    return found


@cache
def _places() -> dict[str, int]:
    """Character → its place among the 20,903 of the table (Unicode's pinyin collation)."""
    path = Path(__file__).parent / "pinyin.txt"
    letters = path.read_text(encoding="utf-8").replace("\n", "")
    return {letter: place for place, letter in enumerate(letters)}
