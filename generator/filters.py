"""The filters of templates. A missing value passes through every filter but `default`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jinja2 import TemplateRuntimeError
from markupsafe import Markup

from generator.fields.days import spell_span
from generator.fields.findings import did_you_mean
from generator.fields.numerals import spell_capitals, spell_chinese, spell_number
from generator.fields.parties import short_form
from generator.fields.returned import Returns
from generator.fields.tallies import Tally, TracedText, computed
from generator.fields.values import (
    MONEY_UNITS,
    Date,
    Grid,
    Missing,
    Money,
    Number,
    Org,
    Record,
    Sentences,
    Text,
    Value,
)
from generator.rollup import filters as rollup
from generator.rollup import sums
from generator.rollup.sums import counted


def short(value: object) -> Text:
    """The short form of an organisation, as used after its first mention."""
    return value.简称 if isinstance(value, Org) else Text(short_form(str(value)))


def daxie(value: object) -> Text:
    """An amount in capital numerals 大写; a bare number counts as 元."""
    return Text(spell_capitals(_number(value)))


_TITLED = re.compile(r"《[^》]*》|（[^）]*）")


def listing(value: Iterable[object], last: str = "和") -> Text | Missing:
    """The entries in one phrase: 甲、乙和丙; the gap where the name of an entry is missing.

    Stops typed behind an entry go: they would stand in the midst of the sentence. Where an
    entry holds the last word itself, 、 alone sets them apart: 老旧线路、楼道和阳台堆物.
    """
    entries = [e.printed() if isinstance(e, Value) else e for e in _entries(value)]
    for entry in entries:
        if isinstance(entry, Missing) and entry.required:
            return entry
    texts = [text for text in (str(entry).rstrip(_LIGHT_STOPS) for entry in entries) if text]
    if len(texts) < 2:
        return Text("".join(texts))
    ambiguous = any(last in _TITLED.sub("", text) for text in texts)
    return Text("、".join(texts[:-1]) + ("、" if ambiguous else last) + texts[-1])


def count(value: object) -> int | Tally:
    """How many entries."""
    return counted(value) if isinstance(value, Returns) else len(list(_entries(value)))


def total(value: object, part: str = "") -> object:
    """The sum of the numbers in a list, or of one part of its rows (金额 of a budget).

    Missing where nothing can be summed. Money stays money.
    """
    if isinstance(value, Returns):
        return _summed(value, part)
    amounts = [_part(entry, part) for entry in _entries(value)]
    given = [amount for amount in amounts if not isinstance(amount, Missing)]
    if not given:
        return amounts[0] if amounts else 0
    sum_ = sum((_number(amount) for amount in given), Decimal(0))
    if isinstance(given[0], Money):
        return Money(sum_, given[0].unit)
    return int(sum_) if all(isinstance(amount, int) for amount in given) else Number(sum_)


def _summed(returns: Returns, column: str) -> object:
    try:
        return sums.total(returns, column)
    except KeyError:
        names = [str(figures.名称) for figures in returns.列]
        hint = did_you_mean(column, names)
        raise TemplateRuntimeError(
            f"没有“{column}”这一列数" + (f"，{hint}" if hint else "")
        ) from None


def percent_of(value: object, whole: object) -> object:
    """The share of `whole` with one decimal: 77.8%, 97.0%; exactly 100% and 0% without one.

    Missing where `whole` is missing or nought.
    """
    if isinstance(whole, Missing):
        return whole
    base = _number(whole)
    if not base:
        return Missing("占比")
    share = _number(value) * 100 / base
    whole_percent = share in (0, 100)
    rounded = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{spell_number(share) if whole_percent else rounded}%"
    trace = computed("/", value, whole)
    return Text(text) if trace is None else TracedText(text, trace)


def chinese(value: object) -> Text:
    """A small whole number as one counts with it: 3 → 三, 12 → 十二, 2 → 两 (两项任务)."""
    number = int(_number(value))
    return Text("两" if number == 2 else spell_chinese(number))


def numeral(value: object) -> Markup:
    """A small whole number as a Chinese numeral: 2 → 二; markup, since 二是 is an ordinal."""
    return Markup(spell_chinese(int(_number(value))))


def ordinal(value: object) -> Text:
    """A small whole number as one numbers with it: 2 → 第二."""
    return Text(f"第{spell_chinese(int(_number(value)))}")


def ending(value: object, end: str) -> Text:
    """The text with `end` behind it, once: 动员部署 and 动员部署阶段 → 动员部署阶段."""
    text = str(value)
    return Text(text if text.endswith(end) else text + end)


def without(value: object, end: str) -> Text:
    """The text without `end` behind it, where it has one: 办公会议纪要 → 办公会议."""
    text = str(value).rstrip(_LIGHT_STOPS)
    return Text(text.removesuffix(end) or text)


_LIGHT_STOPS = "。；;，,、"


def unstopped(value: object) -> Text:
    """The text without stops at its end, to go on in the same sentence."""
    return type(value)(str(value).rstrip(_LIGHT_STOPS)) if isinstance(value, Text) else Text(value)


def stopped(value: object) -> Text:
    """The text as whole sentences: a line that ends in no stop, or only a lesser one, gets 。

    Within, ；stays where a list goes on, and headings, markers and labels stay as typed.
    """
    if not isinstance(value, Text):
        return Text(value)
    *within, last = str(value).split("\n")
    lines = [line if _GOES_ON.search(line) else _sentence(line) for line in within]
    kind = Sentences if type(value) is Text else type(value)
    return kind("\n".join([*lines, _sentence(last)]))


_ENDED = re.compile(r"(?:[。：！？…][”’」』》）]*|[。！？…]（[^（）]*）)$")
_GOES_ON = re.compile(r"[；;]$|^[（(]?[一二三四五六七八九十\d]+[）)、.．]|^[^，。；：]{1,10}：")


def _sentence(line: str) -> str:
    if not line.strip() or _ENDED.search(line):
        return line
    return line.rstrip(_LIGHT_STOPS) + "。"


def until(first: object, last: object) -> object:
    """The days from `first` to `last`: 2026年3月1日至3月15日; missing where one is."""
    if isinstance(last, Missing):
        return last
    if isinstance(first, Date) and isinstance(last, Date):
        return Text(spell_span(first.day, last.day))
    raise TemplateRuntimeError("until 的两边应当是日期")


def target(value: object, name: object = "") -> Text:
    """A target behind the name of its indicator: 达到100%, 为0起, but 不低于95% as it is.

    A figure behind a name that says what is done stands bare: 新建公厕3座. Signs are said in
    words, ≥95% as 不低于95%, and the ends of a range joined by ～ (GB/T 15835-2011 5.1.3).
    """
    text, called = str(value).replace("％", "%"), str(name)
    for sign, words in _SIGNS.items():
        text = f"{words}{text.removeprefix(sign).lstrip()}" if text.startswith(sign) else text
    text = _RANGE.sub(lambda m: f"{m[1]}{'%' if m[3] and not m[2] else m[2]}～{m[4]}{m[3]}", text)
    if _NOUGHT.fullmatch(text):
        return Text(f"为{text}")
    if text[:1].isdecimal() and not _DATED.match(text):
        bare = called.startswith(_DONE) and not called.endswith(_MEASURED)
        return Text(text if bare else f"达到{text}")
    return Text(text if text.startswith(_TARGET_WORDS) else f"：{text}")


_SIGNS = {
    "≥": "不低于", ">=": "不低于", "≤": "不超过", "<=": "不超过",
    ">": "超过", "＞": "超过", "<": "低于", "＜": "低于",
}  # fmt: skip
# Not within a date, a telephone number or the number of a standard.
_RANGE = re.compile(
    r"(?<![\d.A-Za-z/〔-])(?<![A-Za-z] )([1-9]\d*(?:\.\d+)?|0(?:\.\d+)?)(%?)\s*[-–—~]\s*"
    r"(?=\d+(?:\.\d+)?(%?))([1-9]\d*(?:\.\d+)?|0\.\d+)%?(?![\d.-])"
)
_DATED = re.compile(r"(?:19|20)\d\d(?:年|-\d)|\d{1,2}月")
_NOUGHT = re.compile(r"(?:0(?:\.0+)?%?|零)[\u4e00-\u9fff]{0,3}")

_DONE = (
    "新建", "新增", "建成", "建设", "改造", "更换", "修复", "修建", "开展", "举办", "组织", "召开",
    "培训", "培育", "发放", "安装", "增设", "清理", "清运", "完成",
)  # fmt: skip
_MEASURED = ("率", "数", "度", "量", "值", "例", "比", "面", "分")
_TARGET_WORDS = (
    "达", "不低于", "不少于", "不高于", "不超过", "控制", "下降", "上升", "增长", "提高", "实现",
    "为", "降低", "减少", "增加", "新增", "建成", "完成", "保持", "全部", "超过", "低于", "高于",
    "力争", "确保", "至少", "比", "较", "同比",
)  # fmt: skip


def deadline(value: object) -> Text:
    """A deadline in words: 2026年6月30日前, and words as they are."""
    return Text(f"{value}前" if isinstance(value, Date) else str(value))


def weekday(value: object) -> Text:
    """The day of the week of a date: 星期三; "" for anything but a date."""
    return Text(f"星期{'一二三四五六日'[value.day.weekday()]}" if isinstance(value, Date) else "")


def amount(value: object) -> object:
    """An amount of money as a bare number in its unit, which stands in the head of the table."""
    if not isinstance(value, Money):
        return value
    return Number(Decimal(value) / MONEY_UNITS[value.unit])


def money_unit(value: object) -> Text:
    """The unit in which the first amount of a budget is printed."""
    for entry in _entries(value):
        if isinstance(money := _part(entry, ""), Money):
            return Text(money.unit)
    return Text("元")


def default(value: object, other: object = "") -> object:
    """`other` where the value is missing."""
    return other if isinstance(value, Missing) else value


def _entries(value: object) -> Iterable[object]:
    if isinstance(value, Grid):
        return value.行
    if isinstance(value, tuple | list | range | Iterator):
        return value
    return (value,)


def _part(entry: object, part: str) -> object:
    if not part:
        numbers = [v for v in (getattr(entry, "金额", None),) if v is not None]
        return numbers[0] if numbers else entry
    if isinstance(entry, Missing):
        return entry
    if isinstance(entry, Record) and part in entry.names:
        return entry.part(part)
    if isinstance(entry, Value) and part in entry.PARTS:
        return getattr(entry, part)
    raise TemplateRuntimeError(f"这些行没有“{part}”这一项")


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TemplateRuntimeError(f"“{value}”不是数字")
    return Decimal(value)


_OWN: dict[str, Callable[..., Any]] = {
    "short": short,
    "daxie": daxie,
    "listing": listing,
    "count": count,
    "length": count,
    "total": total,
    "percent_of": percent_of,
    "chinese": chinese,
    "numeral": numeral,
    "ordinal": ordinal,
    "ending": ending,
    "without": without,
    "unstopped": unstopped,
    "stopped": stopped,
    "until": until,
    "target": target,
    "deadline": deadline,
    "weekday": weekday,
    "amount": amount,
    "money_unit": money_unit,
    "default": default,
}
FILTERS = _OWN | rollup.FILTERS
TAKES_MISSING = frozenset({"default"})
BUILTIN = ("first", "last", "selectattr", "rejectattr", "round", "abs", "int")
TESTS = ("defined", "odd", "even", "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge",
         "==", "!=", "<", "<=", ">", ">=", "equalto", "greaterthan", "lessthan")  # fmt: skip
