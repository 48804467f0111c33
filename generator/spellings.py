"""Spellings 写法: one unit or one date as it is written here in full and there in short.

What takes the place of a spelling is spelt in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.fields.parties import short_form

_AREA = (
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省(?!级)|自治区))?(?:[\u4e00-\u9fff]{1,8}?(?:市|州(?!市)|盟))?"
    r"(?:[\u4e00-\u9fff]{1,6}?(?:县|旗|(?<!社)区))?"
)
_UNIT = re.compile(
    rf"(?P<area>{_AREA})(?P<town>[\u4e00-\u9fff]{{1,8}}?(?:街道|镇|乡))?"
    r"(?P<quarter>[\u4e00-\u9fff]{1,8}?(?:社区|村))?(?P<body>.*)"
)
_ABBREVIATED: Mapping[str, str] = {
    "居民委员会": "居委会",
    "村民委员会": "村委会",
    "人民政府": "政府",
}
_DATE = re.compile(
    r"(?:(?P<year>[12][0-9]{3}|20[xX]{2})年)?(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?"
    r"|(?P<y>[12][0-9]{3})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})|(?P<alone>[12][0-9]{3})"
    r"|(?P<only>[0-9]{1,2})日"
)


@dataclass(frozen=True, slots=True)
class Tiers:
    """A unit's name in its tiers: 青禾县 柳溪街道 东湾社区 居民委员会."""

    area: str
    town: str
    quarter: str
    body: str

    @property
    def local(self) -> bool:
        """Whether it is a unit of a sub-district, town, community or village."""
        return bool(self.town or self.quarter)


def tiers_of(name: str) -> Tiers:
    """The tiers of a unit's name; those that it does not have are empty."""
    match = _UNIT.fullmatch(name)
    return Tiers(*((part or "") for part in match.groups())) if match else Tiers("", "", "", name)


def area_of(name: str) -> str:
    """The county, district or city that a unit's name begins with, or ""."""
    return tiers_of(name).area


@lru_cache(maxsize=4096)
def unit_spellings(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The spellings of the unit `old`, each with the one of `new` that takes its place.

    青禾县柳溪街道办事处 is written 柳溪街道办事处 and 柳溪街道, too; `old` itself becomes `new` as
    it stands. The spellings of `new` are empty where `new` is.
    """
    before, after = tiers_of(old), tiers_of(new)
    pairs = {old: new}
    if not before.local:
        short = short_form(old)
        if len(short) > 2:
            pairs.setdefault(short, new and short_form(new))
        return tuple(pairs.items())
    for area in (True, False):
        for town in (True, False):
            for body in (before.body, _ABBREVIATED.get(before.body, before.body), ""):
                less = body != before.body
                pairs.setdefault(
                    _joined(before, before, area=area, town=town, body=body, less=less),
                    new and _joined(after, before, area=area, town=town, body=body, less=less),
                )
    return tuple(pairs.items())


def _joined(unit: Tiers, like: Tiers, *, area: bool, town: bool, body: str, less: bool) -> str:
    """`unit` as far as it is written out in a spelling of `like`."""
    head = unit.quarter or unit.town
    above = unit.town if unit.quarter and (town or (area and not like.quarter)) else ""
    own = unit.body
    if body and not own and _kind(unit) == _kind(like):
        own = like.body
    if not unit.local:
        return unit.area + own if area else own
    if not body:
        own = ""
    elif less:
        own = _ABBREVIATED.get(own, own)
    return (unit.area if area else "") + above + head + own


def _kind(unit: Tiers) -> str:
    head = unit.quarter or unit.town
    return next((kind for kind in ("街道", "社区", "镇", "乡", "村") if head.endswith(kind)), "")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is written: year (20xx where it is masked), month, day."""

    year: str | None
    month: int | None
    day: int | None

    @property
    def is_year(self) -> bool:
        """Whether only the year is written."""
        return self.month is None and self.day is None

    def spelt(self, like: str) -> str:
        """The date spelt as `like` is: 2026-03-05 like 2025-03-05, 3月5日 like 3月6日."""
        old = read_day(like)
        month = self.month if self.month is not None else old and old.month
        day = self.day if self.day is not None else old and old.day
        if "-" in like:
            return f"{self.year}-{month or 0:02}-{day or 0:02}"
        text = f"{self.year}年" if self.year and (old is None or old.year) else ""
        if old is not None and old.is_year:
            return text if like.endswith("年") else str(self.year)
        shown = old is None or old.month or self.month  # 15日 gets a month only if one was given
        text += f"{month}月" if month and shown else ""
        return text + (f"{day}日" if day and (old is None or old.day) else "")


@lru_cache(maxsize=8192)
def read_day(text: str) -> Day | None:
    """The date that `text` spells: 2025年3月5日, 2025-03-05, 3月5日, 2025年3月, 3月, 5日, 2025年,
    2025."""
    match = _DATE.fullmatch(text.strip())
    if match is None or not match[0]:
        return None
    year = match["year"] or match["y"] or match["alone"]
    month, day = match["month"] or match["m"], match["day"] or match["d"] or match["only"]
    return Day(year and year.lower(), int(month) if month else None, int(day) if day else None)


def respelt(old: str, new: str, found: str) -> str:
    """What takes the place of `found`, a spelling of the date `old`, when it becomes `new`.

    Parts that `new` does not say stay; a text that is no date takes the place as it is.
    """
    after, token = read_day(new), read_day(found)
    if after is None or token is None:
        return new
    whole = Day(after.year or token.year, after.month or token.month, after.day or token.day)
    return whole.spelt(found)
