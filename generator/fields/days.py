"""Dates, months, years and periods as people type them."""

from __future__ import annotations

import datetime
import re

from generator.fields.numerals import han_value, narrow

_FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_DAY = re.compile(r"(\d{1,2})\s*[日号]")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})\s*月")
_YEAR = re.compile(r"(\d{4})\s*年?(?:度)?")
_TIME = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?$")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_DATE = re.compile(r"([〇零一二三四五六七八九]{4})年")
_HAN_PART = re.compile(r"(?<![一二三四五六七八九十上下])([一二三四五六七八九十]{1,3})(?=[月日号])")
_RANGE = re.compile(r"\s*(?:至|到|~|～|—+|–|－|−|\s-\s|--)\s*")
_HYPHEN = re.compile(r"(?<=[日号\d])\s*-\s*(?=\d)")
_QUARTERS = {
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
    "上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12),
}  # fmt: skip

Span = tuple[datetime.date, datetime.date]


def _plain(text: str) -> str:
    text = _TIME.sub("", narrow(text))
    text = _HAN_DATE.sub(lambda m: m[1].translate(_HAN_DIGITS) + "年", text)
    return _HAN_PART.sub(lambda m: str(han_value(m[1])), text)


def read_date(text: str, year: int | None = None, month: int | None = None) -> datetime.date:
    """The date that `text` spells: 2026-03-05, 2026/3/5, 2026年3月5日, 20260305, 3月5日,
    二〇二六年三月五日.

    A date without its year takes `year`; one without its month takes `month`. Raises
    ValueError with a Chinese remedy.
    """
    bare = _plain(text)
    if match := _FULL.fullmatch(bare) or _SOLID.fullmatch(bare):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_OF_YEAR.fullmatch(bare):
        if year is None:
            raise ValueError(f"没有写年份，改成 2026年{int(match[1])}月{int(match[2])}日 这样")
        return _date(year, int(match[1]), int(match[2]))
    if (match := _DAY.fullmatch(bare)) and year is not None and month is not None:
        return _date(year, month, int(match[1]))
    raise ValueError("改成 2026年3月5日 或 2026-03-05")


def _date(year: int, month: int, day: int) -> datetime.date:
    try:
        result = datetime.date(year, month, day)
    except ValueError:
        raise ValueError("没有这一天，请核对月份和日数") from None
    if not 1900 <= year <= 2200:
        raise ValueError("年份应在 1900 年到 2200 年之间")
    return result


def read_month(text: str, year: int | None = None) -> tuple[int, int]:
    """The (year, month) that `text` spells: 2026年3月, 2026-03; without a year it takes `year`.

    Raises ValueError with a Chinese remedy.
    """
    bare = _plain(text).removesuffix("份")
    if match := _MONTH.fullmatch(bare):
        found = int(match[1]), int(match[2])
    elif match := _MONTH_OF_YEAR.fullmatch(bare):
        if year is None:
            raise ValueError(f"没有写年份，改成 2026年{int(match[1])}月 这样")
        found = year, int(match[1])
    else:
        try:
            day = read_date(text, year)
        except ValueError:
            raise ValueError("改成 2026年3月 或 2026-03") from None
        found = day.year, day.month
    if not 1 <= found[1] <= 12:
        raise ValueError("没有这个月，请核对月份")
    _date(found[0], found[1], 1)
    return found


def read_year(text: str) -> int:
    """The year that `text` spells: 2026, 2026年, 2026年度. Raises ValueError with a remedy."""
    if match := _YEAR.fullmatch(_plain(text)):
        return _date(int(match[1]), 1, 1).year
    raise ValueError("改成四位年份，例如 2026")


def read_span(text: str, year: int | None = None) -> tuple[Span, str]:
    """The first and last day that `text` spells, and its own name where it has one.

    Takes 3月1日至3月31日, 2026-03-01 至 2026-03-31, 2026年3月至6月, 2026年一季度 (named),
    2026年上半年, 2026年. The end may leave out what it shares with the beginning. Raises
    ValueError with a Chinese remedy.
    """
    bare = _plain(text)
    parts = _RANGE.split(bare)
    if len(parts) == 1 and not _FULL.fullmatch(bare) and not _MONTH.fullmatch(bare):
        parts = _HYPHEN.split(bare) if len(_HYPHEN.findall(bare)) == 1 else [bare]
    if len(parts) == 1:
        return _named_span(bare, year)
    if len(parts) != 2:
        raise ValueError("改成 2026年3月1日至6月30日")
    first = _edge(parts[0], year, None, last=False)
    until = _edge(parts[1], first.year, first.month, last=True)
    return (first, until), ""


def _named_span(bare: str, year: int | None) -> tuple[Span, str]:
    stem = bare.replace("第", "")
    for name, (first, last) in _QUARTERS.items():
        digit = {"一季度": "1季度", "二季度": "2季度", "三季度": "3季度", "四季度": "4季度"}
        for spelt in (name, digit.get(name, name)):
            if stem.endswith(spelt):
                head = stem[: -len(spelt)]
                own = read_year(head) if head else year
                if own is None:
                    raise ValueError(f"没有写年份，改成 2026年{name}")
                return (_date(own, first, 1), _last_day(own, last)), f"{own}年{name}"
    if _YEAR.fullmatch(bare):
        own = read_year(bare)
        return (_date(own, 1, 1), _date(own, 12, 31)), f"{own}年"
    if _MONTH.fullmatch(bare):
        own, month = read_month(bare)
        return (_date(own, month, 1), _last_day(own, month)), f"{own}年{month}月"
    raise ValueError("改成 2026年3月1日至6月30日")


def _edge(text: str, year: int | None, month: int | None, *, last: bool) -> datetime.date:
    if _MONTH.fullmatch(text) or (_MONTH_OF_YEAR.fullmatch(text) and year is not None):
        own, own_month = read_month(text, year)
        return _last_day(own, own_month) if last else _date(own, own_month, 1)
    return read_date(text, year, month)


def _last_day(year: int, month: int) -> datetime.date:
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def spell_date(day: datetime.date) -> str:
    """`day` as documents print it (GB/T 15835-2011 5.1.4): 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def spell_span(first: datetime.date, last: datetime.date) -> str:
    """A span of days; the end leaves out a year that it shares: 2026年3月1日至6月30日."""
    until = spell_date(last) if first.year != last.year else f"{last.month}月{last.day}日"
    return f"{spell_date(first)}至{until}" if first != last else spell_date(first)
