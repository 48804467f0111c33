"""Cells 单元格: what a person sees in a cell, as text that still knows how it was stored."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

EXACT_DIGITS = 15
"""A spreadsheet keeps no more digits of a number; identity numbers need text."""

SHOWN_DIGITS = 10
"""A number without a format is shown with about so many digits behind a fraction's head."""


class Figure(str):
    """A number as its cell shows it: 12, 35.1; a percentage or a date is plain text."""

    __slots__ = ()


class Broken(str):
    """A cell that shows an error (#REF!) instead of a value."""

    __slots__ = ()


class Uncomputed(str):
    """A formula whose result was never stored; the text is the formula."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Format:
    """How a style shows numbers.

    `kind` is general, text, number, percent or date; `decimals` are None where nothing is
    rounded; `noughts` is the least number of digits; `parts` of a date are among `ymdt`.
    """

    kind: str
    decimals: int | None = None
    noughts: int = 0
    parts: str = ""


GENERAL = Format("general")

# Formats that Chinese programs give a number and leave out of the file (ECMA-376-1 18.8.30,
# zh-cn); 31, 57 and 58 are the usual ones: yyyy"年"m"月"d"日", yyyy"年"m"月", m"月"d"日".
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-m-yy", 16: "d-m", 17: "yy-m", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m/d/yy",
    31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒",
    36: "yyyy年m月", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0",
    42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    48: "0.0E+0", 49: "@", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日",
    54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip

# Literals, escapes, widths and fills print nothing that counts; so do conditions and colours,
# but not the elapsed hours [h].
_ASIDE = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_NOUGHTS = re.compile(r"0{2,}")


@lru_cache(maxsize=512)
def format_of(number: int, code: str = "") -> Format:
    """The format with this number in the file; `code` where the file gives one."""
    code = code or _BUILT_IN.get(number, "")
    if not code or code.lower() == "general":
        return GENERAL
    bare = _ASIDE.sub("", code.split(";")[0]).strip()
    if bare == "@":
        return Format("text")
    lower = bare.lower()
    if "general" in lower:
        return GENERAL
    if "e+" not in lower and (parts := _date_parts(lower)):
        return Format("date", parts=parts)
    if not re.search("[0#?]", bare):
        return GENERAL
    if "e+" in lower or "/" in bare:
        return GENERAL  # nobody wants 1.26E+03 or 7 1/2 as it is shown
    tail = bare.partition(".")[2]
    found = re.match("[0#?]*", tail)
    decimals = len(found[0]) if found else 0
    if "%" in bare:
        return Format("percent", decimals)
    noughts = len(bare) if _NOUGHTS.fullmatch(bare) else 0
    return Format("number", decimals, noughts)


def _date_parts(code: str) -> str:
    time = "t" if re.search(r"[hs]", code) else ""
    year = "y" if re.search(r"[ye]", code) else ""
    day = "d" if re.search(r"d", code) else ""
    # beside hours or seconds alone, m are minutes
    month = "m" if "m" in code and (year or day or not time) else ""
    return year + month + day + time


def show_number(value: str, shown: Format = GENERAL, *, since_1904: bool = False) -> str:
    """The number `value`, as the file stores it, as its cell shows it.

    35% for 0.35 with a percent format, 2026年3月5日 for a serial day with a date format (days
    since 1900, or since 1904), 0512 for 512 with the format 0000, else a `Figure`. `value`
    itself, as it stands, where it is no number.
    """
    if shown is GENERAL and len(value) <= EXACT_DIGITS and value.isascii() and value.isdigit():
        return Figure(value)
    try:
        number = Decimal(f"{float(value):.15g}")
    except ValueError:
        return value
    if not number.is_finite():
        return value
    if shown.kind == "date":
        return show_day(float(number), shown.parts, since_1904=since_1904) or Figure(value)
    if shown.kind == "percent":
        return f"{_plain(_rounded(number * 100, shown.decimals))}%"
    if number == number.to_integral_value():
        text = f"{int(number)}"
        return text.zfill(shown.noughts) if shown.noughts else Figure(text)
    if shown.decimals is None:
        # 83.3333333333333 is nobody's figure; the column's width cuts it as well
        number = Decimal(f"{number:.{SHOWN_DIGITS}g}")
    return Figure(_plain(_rounded(number, shown.decimals)))


def _rounded(number: Decimal, decimals: int | None) -> Decimal:
    if decimals is None:
        return number
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def show_day(serial: float, parts: str = "ymd", *, since_1904: bool = False) -> str:
    """The day, and the time where it has one, that a serial number stands for; "" where none.

    Serials count days from 1900 (with a 29 February that never was) or from 1904.
    """
    if not 0 <= serial < 2_958_466:
        return ""
    start = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 30)
    if not since_1904 and serial < 60:
        serial += 1
    moment = start + datetime.timedelta(days=serial)
    moment = (moment + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)
    clock = f"{moment.hour}:{moment.minute:02}" if moment.hour or moment.minute else ""
    if parts == "t":
        return clock or "0:00"
    if parts == "y":
        return f"{moment.year}年"
    if parts == "ym":
        return f"{moment.year}年{moment.month}月"
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{day} {clock}" if clock and "t" in parts else day
