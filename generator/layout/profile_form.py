"""A profile as people write it: a form, a JSON file, and the one that a library keeps.

The Chinese names are the labels of the form and the keys of the file alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.files import write_atomically
from generator.errors import LayoutError
from generator.layout.profile import STANDARD, Profile
from generator.layout.units import Length, Mm, Pt

_FILE = "profile.json"
_PLACE = "版式参数"
SIDES = {"outer": "外侧", "center": "居中"}
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,3})?")
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Measured:
    """A length of a profile: its name, the profile's own attribute, unit and limits."""

    name: str
    attribute: str
    unit: str
    low: float
    high: float
    optional: bool = False

    def length(self, value: float) -> Length:
        """`value` in the unit of this length."""
        return Mm(value) if self.unit == "毫米" else Pt(value)

    def shown(self, length: Length | None) -> float | None:
        """`length` in the unit of this length, as short as it can be written."""
        if length is None:
            return None
        return float(round(length.mm if self.unit == "毫米" else length.pt, 2))


LENGTHS = (
    Measured("天头", "top", "毫米", 10, 80),
    Measured("地脚", "bottom", "毫米", 10, 80),
    Measured("订口", "left", "毫米", 10, 60),
    Measured("切口", "right", "毫米", 10, 60),
    Measured("正文行距", "pitch", "磅", 18, 60),
    Measured("标题行距", "title_pitch", "磅", 18, 60, True),
)
NUMBER, LATIN = "页码位置", "西文字体"
FLAGS = {"三级标题加粗": "bold_third", "字符网格": "character_grid"}
NAMES = (*(own.name for own in LENGTHS), NUMBER, LATIN, *FLAGS)

READY: dict[str, Profile] = {
    "国标": STANDARD,
    "边距 35/33/27/27": Profile(top=Mm(35), bottom=Mm(33), left=Mm(27), right=Mm(27), pitch=Pt(28)),
    "页码居中": Profile(number="center"),
}
"""Profiles to begin with: the standard, and what offices are known to set (§12)."""


def to_json(profile: Profile) -> dict[str, Any]:
    """`profile` as plain JSON values under the Chinese names; lengths in their units."""
    return {
        **{own.name: own.shown(getattr(profile, own.attribute)) for own in LENGTHS},
        NUMBER: SIDES[profile.number],
        LATIN: profile.latin,
        **{name: getattr(profile, attribute) for name, attribute in FLAGS.items()},
    }


def texts(profile: Profile) -> dict[str, str]:
    """`profile` as the texts of a form; a flag that is set is 是."""
    return {
        name: ("是" if value else "") if isinstance(value, bool) else _text(value)
        for name, value in to_json(profile).items()
    }


def _text(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, float) else value or ""


def parse(given: Mapping[str, str]) -> tuple[Profile, dict[str, str]]:
    """The profile that the texts `given` describe, and by name what is wrong with each.

    A length that is the standard's to a hundredth is the standard's. With anything wrong the
    profile is the standard.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for own in LENGTHS:
        text = given.get(own.name, "").strip()
        usual = getattr(STANDARD, own.attribute)
        if not text and own.optional:
            values[own.attribute] = None
        elif not _NUMBER.fullmatch(text) or not own.low <= float(text) <= own.high:
            wrong[own.name] = f"填 {own.low:g} 到 {own.high:g} 之间的数，单位是{own.unit}"
        else:
            same = own.shown(usual) == float(text)
            values[own.attribute] = usual if same else own.length(float(text))
    sides = {shown: side for side, shown in SIDES.items()}
    side = given.get(NUMBER, SIDES["outer"])
    if side not in sides:
        wrong[NUMBER] = f"从{'、'.join(sides)}里选一个"
    latin = given.get(LATIN, "").strip()
    if latin and not _FAMILY.fullmatch(latin):
        wrong[LATIN] = "填字体的英文名，例如 Times New Roman，最多 40 个字符"
    if not wrong:
        flags = {attribute: given.get(name) == "是" for name, attribute in FLAGS.items()}
        try:
            profile = Profile(**values, number=sides[side], latin=latin or None, **flags)  # type: ignore[arg-type]
            return profile, {}
        except LayoutError as error:
            # Within their limits only the sides can leave no page.
            wrong["订口"] = f"{error.message}。{error.remedy}"
    return STANDARD, wrong


def from_json(data: object, where: str = _PLACE) -> Profile:
    """The profile that parsed JSON describes; what it does not name is the standard's.

    Raises `LayoutError` naming the first key that is unknown or wrong.
    """
    if not isinstance(data, dict):
        raise LayoutError("版式参数应当是一个 JSON 对象", where=where, remedy='写成 {"天头": 35}')
    unknown = next((key for key in data if key not in NAMES), None)
    if unknown is not None:
        raise LayoutError(
            f"没有“{unknown}”这一项", where=where, remedy=f"可用的有 {'、'.join(NAMES)}"
        )
    given = texts(STANDARD)
    for name, value in data.items():
        if isinstance(value, bool):
            given[name] = "是" if value else ""
        else:
            given[name] = "" if value is None else str(value)
    profile, wrong = parse(given)
    for name, fault in wrong.items():
        raise LayoutError(f"“{given[name]}”不能用", where=f"{where}，{name}", remedy=fault)
    return profile


def read(text: str, where: str) -> Profile:
    """The profile in the JSON file `where` with the contents `text`; raises `LayoutError`."""
    try:
        return from_json(json.loads(text), where)
    except ValueError as error:
        raise LayoutError(
            "不是 JSON 文件", where=where, remedy="照 docs/layout.md 里的样子写"
        ) from error


def kept(home: Path) -> Profile:
    """The profile that the library in `home` keeps: the standard until somebody chose another.

    Raises `LayoutError` where the file is damaged: another layout than the chosen one must not
    go out unseen.
    """
    path = home / _FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return STANDARD
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutError(
            "版式参数读不出来", where=str(path), remedy="在“设置”页重新保存一次版式"
        ) from error
    return read(text, str(path))


def keep(home: Path, profile: Profile) -> None:
    """Keep `profile` as the one that documents of the library in `home` are laid out with."""
    data = json.dumps(to_json(profile), ensure_ascii=False, indent=1).encode()
    write_atomically(home / _FILE, data)
