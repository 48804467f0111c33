"""Lines 行: is a line a heading, a paragraph with a run-in lead, an item, a label or plain text?

The ordinal gives the level; the wording, the line below and the siblings give the kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.outline.ordinals import Ordinal, ordinal

_STOPS = "。．"
_LIST_ENDS = "。；;"
_ENDS = "。．；;，,、！？!?…"
_BRACKETED = re.compile(r"[（(〔\[][^（）()]*[）)〕\]]")
_COMMA = re.compile(r"[，,]")
_ANNOUNCES = re.compile(
    r"(?:如下|以下|下列|包括|分别|分为|方面|做到|部分|个阶段)[^。]{0,8}[：:]$"
    r"|.{4}要求[^。]{0,8}[：:]$"
)
# （一）工作目标：…… in one line: the usual names of sections only, 党员：12名 is a list.
_NAMED_LEAD = re.compile(
    r"(?P<lead>(?:总体|工作|主要|具体|重点|活动|整治|治理|创建|基本|实施|时间|组织|保障|有关|存在|下一?步)?的?"
    r"(?:目标|任务|目标任务|内容|措施|步骤|要求|原则|思路|思想|范围|安排|领导|做法|成效|问题|打算|建议|重点|分工)"
    r"|指导思想|基本情况|职责分工|责任分工)[：:]\s*(?P<text>[^\s].*)",
    re.DOTALL,
)
# 第一阶段（3月）：宣传发动。 is said as 第一阶段：宣传发动（3月）。
_DATED_STAGE = re.compile(r"^(（[^（）]{2,40}）)[：:]?\s*([^。，；：]{2,20})(。|$)")
_DATED = re.compile(r"^(?:[0-9x]{4}年)?[0-9x]{1,2}月[0-9年月日上中下旬底初前至到—～-]{0,20}[：:]")
# Sentences such as 一是…… are text of level 5, never a heading on a line of its own.
_SPOKEN = {"一是", "第一，"}

# What stands behind 第三条 is its text, however short its first sentence.
_ARTICLE = "第一条"

_LABELS = (
    r"组长|副组长|常务副组长|第一组长|成员|组员|主任|副主任|常务副主任|总指挥"
    r"|副总指挥|指挥长|副指挥长|总负责|负责人|责任人|联系人|联络员|联系方式"
    r"|联系电话|咨询电话|举报电话|电话|传真|邮箱|电子邮箱|信箱|地址|邮编"
    r"|牵头单位|责任单位|配合单位|协助单位|参加单位|主办单位|承办单位|协办单位"
    r"|牵头部门|责任部门|配合部门|牵头领导|责任领导|分管领导|完成时限|完成时间"
    r"|时间|地点|会议时间|会议地点|活动时间|活动地点|时限|主持人|主持|记录"
    r"|记录人|参加人员|参会人员|出席|列席|请假|缺席|作者"
)
_LABEL = re.compile(
    rf"(?P<label>{_LABELS}"
    r"|[\u4e00-\u9fff]{2,12}(?:办公室|工作组|小组|专班|[^小成]组)(?:组长|副组长|成员|主任|副主任)"
    r"|[\u4e00-\u9fff]{1,6}(?:组长|副组长|主任|副主任|指挥长|负责人|联系人))"
    r"\s*[：:]\s*(?P<text>.*)",
    re.DOTALL,
)
_LABEL_LENGTH = 1000

# A first sentence that says how many there are, or what bodies do, is a statement and no heading.
_STATEMENT = re.compile(
    r"(?:截至|截止).*"
    r"|.*(?:共|现|总)有[^，]*[0-9].*"
    r"|[^，]{0,10}(?:医院|学校|机构|单位|部门|机关|企业|公司|社区|街道|乡镇)"
    r"(?:普遍|均|都|全部)?(?:要|须|应当|设立|设置|开设|配备|建立|实行|负责).*，.*"
)
_OBLIGES = ("要", "须", "应当", "必须", "不得")
_TELLS_HOW = ("并", "通过", "从而", "以便", "经常")

_HEADING_LENGTH = {1: 50, 2: 42, 3: 36, 4: 32, 5: 30}
_LEAD_LENGTH = {1: 46, 2: 40, 3: 32, 4: 30, 5: 28}
_LISTED_LEAD_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A line understood: `text` excludes the marker, the label, and the lead with its stop."""

    kind: Literal["heading", "paragraph", "item", "label"]
    text: str
    level: int | None = None
    marker: str | None = None
    lead: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A line with an ordinal: what stands after it, and the lead if it opens with one."""

    ordinal: Ordinal
    level: int
    rest: str
    lead: str | None

    @property
    def short(self) -> bool:
        """Whether the wording may be a heading: one clause or two, nothing behind it."""
        bare = self.rest.rstrip(_STOPS + "：:；;")
        return (
            self.lead is None
            and 0 < _width(bare) <= _HEADING_LENGTH[self.level]
            and not any(c in bare for c in "。；;？?！!")
            and len(_COMMA.findall(bare)) <= (3 if self.level == 1 else 2)
            and not _ANNOUNCES.search(self.rest)
        )


def read_line(text: str) -> Line:
    """`text` understood by itself: its marker alone decides the level.

    A numbered clause with a stop behind it is taken for a heading at levels 1 and 2 and for
    an item below; 第一阶段 and 问题一： are taken to stand at level 2.
    """
    return read_lines((text,))[0]


def read_lines(texts: Sequence[str]) -> tuple[Line, ...]:
    """One `Line` for each of `texts`, read in their context.

    第一阶段 and 问题一： take the level at which they stand, one below the heading above them;
    siblings decide whether short numbered clauses are headings or items of a list; a heading
    has text or deeper ordinals below it. Blank texts are empty paragraphs and no context.
    """
    texts = [text.strip() for text in texts]
    numbered = _numbered(texts)
    result = [_plain(text) for text in texts]
    filled = [index for index, text in enumerate(texts) if text]
    below = dict(pairwise(filled))
    for group in _siblings(filled, numbered):
        bodies = [_has_body(index, below.get(index), numbered) for index in group]
        lines = [numbered[index] for index in group]
        for position, index in enumerate(group):
            result[index] = _classed(position, lines, bodies)
    return tuple(result)


def _numbered(texts: Sequence[str]) -> dict[int, _Numbered]:
    result: dict[int, _Numbered] = {}
    standing: dict[str, int] = {}
    above = 0
    for index, text in enumerate(texts):
        found = ordinal(text)
        if found is None or not (rest := text[found.width :].strip()):
            continue
        if found.level is None:
            rest = _DATED_STAGE.sub(r"\2\1\3", rest)
        if found.level is not None:
            level = found.level
            if found.scheme not in _SPOKEN:
                # A stage stands below the heading above it, not below the items of a list.
                if level <= above or rest[-1] not in _LIST_ENDS:
                    above = level
                standing = {name: at for name, at in standing.items() if at < level}
        else:
            level = standing.setdefault(found.scheme, min(above + 1, 5))
        lead = None if found.scheme == _ARTICLE else _lead(rest, level, found.scheme)
        result[index] = _Numbered(found, level, rest, lead)
    return result


def _lead(rest: str, level: int, scheme: str) -> str | None:
    if named_lead := _NAMED_LEAD.fullmatch(rest):
        return named_lead["lead"]
    stop = rest.find("。")
    lead, text = rest[:stop].rstrip(), rest[stop + 1 :].lstrip()
    # （一）第一阶段：准备部署。 has a heading with an ordinal of its own, others begin with a date.
    named = ordinal(lead)
    bare = lead[named.width :] if named and named.level is None else _DATED.sub("", lead)
    # 综合协调组（组长：周某某）。 names who leads the group.
    bare = _BRACKETED.sub("", bare)
    if stop < 1 or not text or any(c in bare for c in "：:；;？?！!"):
        return None
    inner = ordinal(text)
    if inner is not None and inner.scheme == scheme:
        # 一是甲。二是乙。 in one paragraph are as good as each other.
        return None
    if inner is not None and inner.scheme not in _SPOKEN and (inner.level or 0) > level:
        # What a list follows in the same paragraph is its heading, however long.
        return lead if _width(lead) <= _LISTED_LEAD_LENGTH else None
    return None if _width(lead) > _LEAD_LENGTH[level] or _is_sentence(lead) else lead


def _is_sentence(lead: str) -> bool:
    """Whether a first sentence is too much of a sentence for a heading."""
    clauses = _COMMA.split(lead)
    if len(clauses) > 3 or _STATEMENT.fullmatch(lead):
        return True
    told = any(clause.startswith(_TELLS_HOW) for clause in clauses[1:])
    return len(clauses) == 3 and (told or lead.startswith(_OBLIGES))


def _width(text: str) -> int:
    """Characters that count for the length of a heading: dates in brackets do not."""
    return len(_BRACKETED.sub("", text))


def _siblings(filled: Sequence[int], numbered: dict[int, _Numbered]) -> list[list[int]]:
    """Runs of lines of one scheme with no shallower ordinal in between."""
    groups: list[list[int]] = []
    open_groups: dict[tuple[int, str], list[int]] = {}
    for index in filled:
        line = numbered.get(index)
        if line is None:
            continue
        key = (line.level, line.ordinal.scheme)
        open_groups = {k: g for k, g in open_groups.items() if k[0] <= line.level}
        group = open_groups.get(key)
        if group is None or numbered[group[-1]].ordinal.number >= line.ordinal.number:
            group = []
            open_groups[key] = group
            groups.append(group)
        group.append(index)
    return groups


def _has_body(index: int, below: int | None, numbered: dict[int, _Numbered]) -> bool:
    if below is None:
        return False
    return below not in numbered or numbered[below].level > numbered[index].level


def _classed(position: int, siblings: Sequence[_Numbered], bodies: Sequence[bool]) -> Line:
    line, body = siblings[position], bodies[position]
    found = line.ordinal
    others = [pair for pair in zip(siblings, bodies, strict=True) if pair[0] is not line]
    if line.lead is not None:
        # Among items that end in semicolons a first sentence is no heading.
        listed = sum(other.rest[-1] in "；;" and other.lead is None for other, _ in others)
        if listed * 2 <= len(others):
            text = line.rest[len(line.lead) :].lstrip()[1:].strip()
            return Line("paragraph", text, line.level, found.marker, line.lead)
        return Line("item", line.rest, line.level, found.marker)
    if found.scheme in _SPOKEN:
        return Line("paragraph", line.rest, line.level, found.marker)
    goes_on = position > 0 and line.level >= 2 and siblings[position - 1].rest[-1] in "；;"
    if line.short and not goes_on and _is_heading(line, body, others):
        return Line("heading", line.rest.rstrip(_STOPS + "：:；; "), line.level, found.marker)
    return Line("item", line.rest, line.level, found.marker)


def _is_heading(line: _Numbered, body: bool, others: Sequence[tuple[_Numbered, bool]]) -> bool:
    listed = sum(_is_listed(other, has_body) for other, has_body in others)
    mostly_listed = listed * 2 > len(others)
    end = line.rest[-1]
    if end in "；;":
        return line.level == 1 and body
    if end in "：:":
        return body and not mostly_listed
    if line.level == 1:
        headed = any(other.short and has_body for other, has_body in others)
        return end not in _ENDS or body or headed or not others
    if end in _ENDS:
        # The last of several headings may have lost its text.
        alone = not others or all(has_body for _, has_body in others)
        return (body and not mostly_listed) or (line.level == 2 and alone)
    if line.level >= 3 and not body and others:
        return not listed and any(has_body for _, has_body in others)
    return not mostly_listed or (line.level == 2 and body)


def _is_listed(line: _Numbered, body: bool) -> bool:
    """Whether a sibling is certainly an item of a list and no heading."""
    if line.lead is not None:
        return False
    return not line.short or line.rest[-1] in "；;" or (line.rest[-1] in _ENDS and not body)


def _plain(text: str) -> Line:
    match = _LABEL.fullmatch(text) if len(text) <= _LABEL_LENGTH else None
    if match and "。" not in match["text"].rstrip("。"):
        return Line("label", match["text"], label=match["label"])
    return Line("paragraph", text)
