"""Ordinals 层次序数: how 一、（一）1.（1）① are recognised and spelt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_ONE_TO_NINE = "[一二三四五六七八九]"
_NUMERAL = re.compile(rf"(?:({_ONE_TO_NINE})百零?)?(?:({_ONE_TO_NINE})?(十))?({_ONE_TO_NINE})?")
_CIRCLED = (
    [chr(c) for c in range(0x2460, 0x2474)]
    + [chr(c) for c in range(0x3251, 0x3260)]
    + [chr(c) for c in range(0x32B1, 0x32C0)]
)


def chinese_numeral(number: int) -> str:
    """`number` (1–999) as a Chinese ordinal numeral: 1 → 一, 12 → 十二, 105 → 一百零五."""
    if not 1 <= number <= 999:
        raise ValueError(f"{number} 不在 1–999 之间")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = _DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        head += "十" if tens == 1 and not hundreds else _DIGITS[tens] + "十"
    elif hundreds and ones:
        head += "零"
    return head + (_DIGITS[ones] if ones else "")


def numeral_value(text: str) -> int:
    """The number that a Chinese or Arabic numeral of 1–999 stands for; 0 where it is none."""
    if text.isdecimal():
        return int(text)
    match = _NUMERAL.fullmatch(text)
    if not match or not text:
        return 0
    hundreds = _DIGITS.index(match[1]) if match[1] else 0
    tens = (_DIGITS.index(match[2]) if match[2] else 1) if match[3] else 0
    return hundreds * 100 + tens * 10 + (_DIGITS.index(match[4]) if match[4] else 0)


def circled(number: int) -> str:
    """`number` in a circle (①, ② …); above 50 in brackets, since no such character exists."""
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else f"（{number}）"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to number: how it is recognised, how it is spelt, and its usual level.

    `level` is None for schemes that take the level at which they stand (第一阶段, 问题一：).
    """

    name: str
    level: int | None
    pattern: re.Pattern[str]
    spell: Callable[[int], str]


def _spelt(before: str, after: str) -> Callable[[int], str]:
    return lambda n: f"{before}{chinese_numeral(n)}{after}"


_H = r"(?P<n>[一二三四五六七八九十百零]{1,5})"
_A = r"(?P<n>[0-9０-９]{1,2})"
# 第一阶段的工作…… is a sentence, 第一阶段：…… and 第一阶段（3月） are ordinals.
_NO_SENTENCE = r"(?:\s*[：:，,、]|\s+|(?=[（(])|(?![的是已为在要将由从和与及到至，。；]|$))"

# A gap follows the ordinals of rules: 第二条河道 is a river.
_GAP = r"(?:[ \u3000\xa0]+|$)"

SCHEMES: tuple[Scheme, ...] = (
    # Articles count on through the chapters; both stand at the top, as canonical() numbers them.
    Scheme("第一章", 1, re.compile(rf"第{_H}章{_GAP}"), _spelt("第", "章　")),
    Scheme("第一条", 1, re.compile(rf"第{_H}条{_GAP}"), _spelt("第", "条　")),
    # 一，工作目标 is a slip where nothing but a heading follows.
    Scheme(
        "一、",
        1,
        re.compile(rf"{_H}\s*(?:[、．.]|[，,](?=\s*[\u4e00-\u9fff]{{3,16}}[：:。]?$))"),
        _spelt("", "、"),
    ),
    Scheme("（一）", 2, re.compile(rf"[（(]\s*{_H}\s*[）)][、.．]?"), _spelt("（", "）")),
    # 12.4 is a date or a decimal, 3.100% and 3.2026年 are a third item.
    Scheme(
        "1.",
        3,
        re.compile(rf"{_A}\s*(?:[.．](?:\s+|(?![0-9０-９])|(?=[0-9]{{3}}))|、)"),
        lambda n: f"{n}.",
    ),
    Scheme("（1）", 4, re.compile(rf"[（(]\s*{_A}\s*[）)][、.．]?"), lambda n: f"（{n}）"),
    Scheme("（1）", 4, re.compile(rf"{_A}[）)][、.．]?"), lambda n: f"（{n}）"),
    Scheme("①", 5, re.compile(rf"(?P<n>[{''.join(_CIRCLED)}])[、.．]?"), circled),
    Scheme("第一阶段", None, re.compile(rf"第{_H}阶段{_NO_SENTENCE}"), _spelt("第", "阶段：")),
    Scheme("第一步", None, re.compile(rf"第{_H}步[：:，,、]"), _spelt("第", "步：")),
    Scheme("问题一：", None, re.compile(rf"问题{_H}[：:]"), _spelt("问题", "：")),
    Scheme("第一，", 5, re.compile(rf"第{_H}[，,、]"), _spelt("第", "，")),
    Scheme("一是", 5, re.compile(rf"{_H}是"), _spelt("", "是")),
)

# Most lines begin with none of these: one look spares a search for each scheme.
_OPENERS = frozenset("一二三四五六七八九十百零0123456789０１２３４５６７８９（(第问") | set(
    _CIRCLED
)
_BY_NAME = {scheme.name: scheme for scheme in SCHEMES}
_BY_LEVEL = ("一、", "（一）", "1.", "（1）", "①")


@dataclass(frozen=True, slots=True)
class Ordinal:
    """An ordinal found at the start of a line.

    `marker` is its normal spelling, `width` the number of characters it takes in the line.
    """

    scheme: str
    level: int | None
    number: int
    marker: str
    width: int


def ordinal(line: str) -> Ordinal | None:
    """The ordinal that opens `line`, or None."""
    if line[:1] not in _OPENERS:
        return None
    for scheme in SCHEMES:
        match = scheme.pattern.match(line)
        if match is None:
            continue
        digits = match["n"]
        number = _CIRCLED.index(digits) + 1 if scheme.name == "①" else numeral_value(digits)
        if number:
            return Ordinal(scheme.name, scheme.level, number, scheme.spell(number), match.end())
    return None


def marker(level: int, number: int, scheme: str | None = None) -> str:
    """The ordinal `number` at `level` (1–5) as printed: `一、` `（一）` `1.` `（1）` `①`.

    `scheme` (a name in `SCHEMES`) overrides the level's own. Source: GB/T 9704-2012 7.3.3.
    """
    return _BY_NAME[scheme or _BY_LEVEL[level - 1]].spell(number)
