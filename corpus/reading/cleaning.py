"""Cleaning 清洗: named rules that mend what typing and copying from web pages did to a text.

Every rule is listed in docs/cleaning.md; what was changed is told by rule and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.document import Table, clean
from corpus.outline import ordinal
from corpus.reading.entries import HAN, Entry


@dataclass(frozen=True, slots=True)
class Rule:
    """A cleaning rule: its code, what it says to a person, and what it does to one line."""

    code: str
    label: str
    mend: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Repair:
    """One change: the rule's code and the source line it was made on."""

    code: str
    label: str
    line: int | None


_PROTECTED = re.compile(
    r"https?://[^\s，。；（）]+|www\.[^\s，。；（）]+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9_.-]*|[0-9]{1,2}[:：][0-9]{2}(?::[0-9]{2})?"
)
_FULL = str.maketrans(",;:?!", "，；：？！")
_HALF = re.compile(r"[,;:?!]+")
_BESIDE = re.compile(rf"[{HAN}，。；：？！、）》”’】%％xX×*]")
_HAN = re.compile(f"[{HAN}]")
# 整改17处. at the end of a line; a heading has no stop, 一. is a marker.
_STOP = re.compile(rf"(?<=..[{HAN}）”》%％])\.$")


def _full_width(text: str) -> str:
    if not _HAN.search(text):
        return text
    kept: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        kept.append(match[0].replace("：", ":"))
        return f"\x00{chr(len(kept))}\x01"

    text = _PROTECTED.sub(put_aside, text) if "http" in text or _PROTECTED.search(text) else text
    text = _HALF.sub(lambda m: _mark(m, text), text)
    text = _STOP.sub("。", text)
    text = _brackets(text)
    text = _quotes(text)
    return re.sub(r"\x00(.)\x01", lambda m: kept[ord(m[1]) - 1], text) if kept else text


def _mark(match: re.Match[str], text: str) -> str:
    before = text[match.start() - 1] if match.start() else ""
    after = text[match.end()] if match.end() < len(text) else ""
    if before.isdigit() and after.isdigit() and match[0] in ",:":
        return match[0]
    if _BESIDE.match(before) or _BESIDE.match(after) or (not after and before):
        return match[0].translate(_FULL)
    if before == "\x01" or after in "“‘（《\x00" or before in ")'\"":
        return match[0].translate(_FULL)
    return match[0] if before.isascii() and after.isascii() else match[0].translate(_FULL)


_PAIR = re.compile(r"\(([^()（）]*)\)")


def _brackets(text: str) -> str:
    if "(" not in text and ")" not in text:
        return text

    def pair(match: re.Match[str]) -> str:
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        chinese = _HAN.search(match[1]) or not before or not before.isascii() or not after.isascii()
        return f"（{match[1]}）" if chinese else match[0]

    text = _PAIR.sub(pair, text)
    text = re.sub(rf"\((?=[^()]*[{HAN}])", "（", text)
    # What is left has no half-width partner; a full-width one may be waiting for it.
    if text.count("（") > text.count("）"):
        text = text.replace(")", "）", text.count("（") - text.count("）"))
    return re.sub(rf"(?<=[{HAN}）”》])\)", "）", text)


def _quotes(text: str) -> str:
    if text.count('"') and text.count('"') % 2 == 0:
        parts = text.split('"')
        return "".join(
            part if index == 0 else ("“" if index % 2 else "”") + part
            for index, part in enumerate(parts)
        )
    return text


# Sites put `, ' and . between characters, most often behind 的.
_WATERMARK = re.compile(rf"(?<=[{HAN}])`|`(?=[{HAN}])|(?<=[{HAN}])['.](?=[{HAN}“《])")
_HYPHENS = re.compile(rf"(?<=[{HAN}])-(?=[{HAN}])")
_HYPHENATED = re.compile(rf"[{HAN}]-[{HAN}]-[{HAN}]")


def _watermark(text: str) -> str:
    found = ordinal(text)
    start = found.width if found else 0
    text = text[:start] + _WATERMARK.sub("", text[start:])
    return _HYPHENS.sub("", text) if _HYPHENATED.search(text) else text


_REPEATED = re.compile(r"([，、；：])\1+")
_CLASH = re.compile(r"[，、；]+(?=[。；])|。(?=；)")
_GAPS = re.compile(rf"(?<=[{HAN}，。；：、（《“])[ \u3000\xa0]+(?=[{HAN}，。；：、）》”“《（])")
# 组　长：
_SPREAD = re.compile(rf"^([{HAN}])[ \u3000\xa0]{{1,4}}([{HAN}])(?=[：:])")
# From the first of several spaces only: from each of them would take the square of their number.
_BEFORE_MARK = re.compile(r"(?<![ \u3000\xa0])[ \u3000\xa0]+(?=[，。；：、）》”！？])")


def _spaces(text: str) -> str:
    if "\t" in text:
        return text
    text = _SPREAD.sub(r"\1\2", _BEFORE_MARK.sub("", text))
    # Names in a row keep their spaces: 成员：甲某某 乙某某.
    if (text.count(" ") + text.count("\u3000") > 2 and len(text) < 60) or "：" in text[:6]:
        return text
    return _GAPS.sub("", text)


# 3、总结阶段。（4月底前）: only a date in brackets belongs to the heading before the stop.
_STOPPED = re.compile(
    r"([^。]{2,40})。(（[^（）：]*[0-9x][^（）：]*[年月日底前初中旬][^（）：]*）)[。：]?"
)


def _bracket_stop(text: str) -> str:
    match = _STOPPED.fullmatch(text) if "。（" in text and ordinal(text) else None
    return match[1] + match[2] if match else text


def _half_width_digits(text: str) -> str:
    return clean(text) if "\t" not in text else text


RULES: tuple[Rule, ...] = (
    Rule("width", "全角数字、字母改为半角，删去控制字符", _half_width_digits),
    Rule("watermark", "删去网页混入的水印字符", _watermark),
    Rule("punctuation", "半角标点改为全角", _full_width),
    Rule("spaces", "删去汉字之间的空格", _spaces),
    Rule(
        "repeated-marks",
        "删去重复的标点",
        lambda text: _CLASH.sub("", _REPEATED.sub(r"\1", text)),
    ),
    Rule("ellipsis", "省略号改为六点", lambda text: re.sub(r"\.{3,}|。{3,}|…{3,}", "……", text)),
    Rule("bracket-stop", "删去标题与括注之间的句号", _bracket_stop),
)
# One rule's work may open the way for another's.
_ROUNDS = 8


def _cleaned(text: str) -> tuple[str, set[Rule]]:
    """`text` mended until nothing changes any more, and the rules that changed it."""
    applied: set[Rule] = set()
    for _ in range(_ROUNDS):
        before = text
        for rule in RULES:
            mended = rule.mend(text)
            if mended != text:
                applied.add(rule)
                text = mended
        if text == before:
            break
    return text, applied


def clean_entries(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Repair, ...]]:
    """`entries` with every rule of `RULES` applied in order, and what was changed where."""
    repairs: list[Repair] = []
    result: list[Entry] = []
    for entry in entries:
        if isinstance(entry, Table):
            result.append(entry)
            continue
        text, applied = _cleaned(entry.text)
        line = entry.lines and entry.lines[0]
        repairs.extend(Repair(rule.code, rule.label, line) for rule in RULES if rule in applied)
        if text:
            result.append(replace(entry, text=text) if text != entry.text else entry)
    return tuple(result), tuple(repairs)
