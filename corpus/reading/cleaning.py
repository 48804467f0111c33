"""Cleaning 清洗: named rules that mend what typing and copying from web pages did to a line.

Every rule is listed in docs/cleaning.md and can be switched off; what was changed is told by rule
and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from corpus.document import clean
from corpus.outline import ordinal
from corpus.reading.entries import Entry, Text
from corpus.reading.evidence import Evidence, evidence_in
from corpus.reading.marks import with_full_width_marks
from corpus.reading.spacing import without_gaps
from corpus.reading.watermarks import (
    with_full_stops,
    without_hyphens,
    without_site_name,
    without_watermarks,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A cleaning rule: its code, what it says to a person, and what it does to one line."""

    code: str
    label: str
    mend: Callable[[str, Evidence], str]


@dataclass(frozen=True, slots=True)
class Repair:
    """One change: the rule's code and label, the source line, a few words before and after."""

    code: str
    label: str
    line: int | None
    before: str = ""
    after: str = ""


_REPEATED = re.compile(r"([，、；：])\1+")
_CLASH = re.compile(
    r"[，、；：]+(?=[。；])|[，、]+(?=[；：])|(?<=[；：])[，、]+|。(?=；)|(?<=。)[，、：]+|(?<=。)。(?!。)(?<!。。。)"
)
_ELLIPSIS = re.compile(r"\.{3,}|。{3,}|…{3,}")
# 3、总结阶段。（4月底前）: only a date in brackets belongs to the heading before the stop.
_STOPPED = re.compile(
    r"([^。：]{2,40})[。：](（[^（）：]*[0-9x][^（）：]*[年月日底前初中旬][^（）：]*）)[。：]?"
)


def _bracket_stop(text: str, _: Evidence) -> str:
    if not text.endswith(("）", "）。", "）：")) or not ordinal(text):
        return text
    match = _STOPPED.fullmatch(text)
    return match[1] + match[2] if match else text


def _half_width_digits(text: str, _: Evidence) -> str:
    return clean(text) if "\t" not in text else text


RULES: tuple[Rule, ...] = (
    Rule("width", "全角数字、字母改为半角，删去控制字符", _half_width_digits),
    Rule("watermark", "删去网页混入的水印字符", without_watermarks),
    Rule("hyphens", "删去拆开词语的连字符", without_hyphens),
    Rule("punctuation", "半角标点改为全角", lambda text, _: with_full_width_marks(text)),
    Rule("half-width-stop", "句子之间的半角句点改为句号", with_full_stops),
    Rule("spaces", "删去汉字之间的空格", lambda text, _: without_gaps(text)),
    Rule("ellipsis", "省略号改为六点", lambda text, _: _ELLIPSIS.sub("……", text)),
    Rule(
        "repeated-marks",
        "删去重复的标点",
        lambda text, _: _CLASH.sub("", _REPEATED.sub(r"\1", text)),
    ),
    Rule("bracket-stop", "删去标题与括注之间的句号", _bracket_stop),
    Rule("site-name", "删去句末的网站名称", without_site_name),
)
# One rule's work may open the way for another's.
_ROUNDS = 8
# Characters around a change that are shown with it.
_AROUND = 4


def _cleaned(
    text: str, rules: Sequence[Rule], evidence: Evidence
) -> tuple[str, dict[Rule, tuple[str, str]]]:
    """`text` mended until nothing changes any more; what each rule that changed it did first."""
    applied: dict[Rule, tuple[str, str]] = {}
    for _ in range(_ROUNDS):
        before = text
        for rule in rules:
            mended = rule.mend(text, evidence)
            if mended != text:
                applied.setdefault(rule, change(text, mended))
                text = mended
        if text == before:
            break
    return text, applied


def change(before: str, after: str) -> tuple[str, str]:
    """The place where `before` and `after` first differ, with a few characters around it."""
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    grown = len(after) - len(before)
    first = max(0, start - _AROUND)
    last = min(len(before), start + _AROUND + 1 + max(0, -grown) * (abs(grown) <= _AROUND))
    tail = before[last : last + _AROUND]
    end = after.find(tail, start) if tail else len(after)
    if end < 0 or end > start + 4 * _AROUND:
        end = min(len(after), last)
    return before[first:last], after[first:end]


def clean_entries(
    entries: Sequence[Entry], without: Collection[str] = ()
) -> tuple[tuple[Entry, ...], tuple[Repair, ...]]:
    """`entries` with the rules of `RULES` applied in order, and what was changed where.

    The rules named in `without` are left out.
    """
    rules = tuple(rule for rule in RULES if rule.code not in without)
    evidence = evidence_in(entries)
    repairs: list[Repair] = []
    result: list[Entry] = []
    for entry in entries:
        if not isinstance(entry, Text):
            result.append(entry)
            continue
        text, applied = _cleaned(entry.text, rules, evidence)
        line = entry.lines and entry.lines[0]
        repairs.extend(
            Repair(rule.code, rule.label, line, *applied[rule]) for rule in rules if rule in applied
        )
        if text:
            result.append(replace(entry, text=text) if text != entry.text else entry)
    return tuple(result), tuple(repairs)
