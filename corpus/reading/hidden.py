"""Hidden documents: several under one marker, told apart by how documents begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.genres import role_of_heading
from corpus.outline import Ordinal, ordinal
from corpus.reading.entries import HAN, Entry, Text
from corpus.reading.places import places_in, units_in
from corpus.reading.titles import closes_with_date, is_purpose, is_title

# How reports and news open.
_OPENING = re.compile(
    r"(?:今年以来|近年来|一年来|半年来|上半年|近期|[0-9x]{4}年以来|自[^，。]{2,30}以来)，"
    r"|(?:在?过去的一年|[0-9x]{4}年[我本])"
    rf"|[{HAN}]{{4,20}}(?:位于|地处)[^。]{{2,40}}，"
    r"|(?:[0-9x]{2,4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:上午|下午|晚)?，"
)
_CLOSING = re.compile(
    r"(?:本(?:方案|预案|办法|制度|规定)自.{0,20}(?:起施行|之日起)|特此(?:通知|报告|函复|函达|说明)|妥否，请批示"
    r"|(?:替补|递补)|请予审议|谢谢大家)"
)
# A sentence that announces a text, and one that announces the next part of the same text.
_ANNOUNCES = re.compile(
    r"(?:如下|(?:制定|制订|提出)[^。]{0,20}(?:方案|计划|意见|办法|预案)(?:如下)?)[。：]$"
    r"|(?:作|做)(?:如下|以下)(?:汇报|报告|总结)[^。]{0,24}[。：]$"
)
_GOES_ON = re.compile(
    r"下一步|下步|下半年|明年|来年|新的一年|今后|我们将|[要将]重点|以下(?:几|[一二三四五六])"
)
# What the first section is about, and the last one.
_FIRST = frozenset({"guiding", "goals", "situation", "general"})
_LAST = frozenset({"require", "safeguard", "duty", "next", "bylaws"})
_ATTACHMENT = re.compile(r"附件\s*[0-9一二三四五六七八九十]{0,2}\s*[：:。]?")
_THRESHOLD = 3
# A long text without any heading is a document of its own before a purpose sentence.
_LONG = 1000
_SENTENCE, _HEAD = 24, 30
# Lines before and after that are looked at.
_REACH = 300


def split_hidden(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """`entries` of one part, cut where a further document begins without a marker.

    Cues are added up: a purpose sentence, a place that is new, an opening of reports or news,
    headings behind, a closing line just above, ordinals that do not go on counting but begin
    again.
    """
    texts = [entry.text if isinstance(entry, Text) else "" for entry in entries]
    ordinals = [ordinal(text) for text in texts]
    cuts = [0]
    for index in range(1, len(entries)):
        start = max(cuts[-1], index - _REACH)
        found = ordinals[index]
        begins = _begins_document if found is None else _begins_at_once
        if begins(texts, ordinals, start, index):
            cuts.append(index)
    ends = [*cuts[1:], len(entries)]
    return [tuple(entries[start:end]) for start, end in zip(cuts, ends, strict=True)]


def _begins_document(
    texts: Sequence[str], ordinals: Sequence[Ordinal | None], start: int, index: int
) -> bool:
    text, above = texts[index], texts[index - 1]
    if len(text) < 8 or not above or above[-1] in "：:，、":
        return False
    if any(_ATTACHMENT.fullmatch(line) for line in texts[max(0, index - 2) : index]):
        return False
    above_and_below = ordinals[start:index], ordinals[index : index + _REACH]
    opening = bool(_OPENING.match(text))
    purpose = is_purpose(text) or (
        bool(_ANNOUNCES.search(text))
        and len(text) >= _SENTENCE
        and not _GOES_ON.search(text)
        and above[-1] in "。；！？"
        and not _is_heading(above, ordinals[index - 1])
        and _begins_again(*above_and_below)
    )
    title = is_title(text) and index + 1 < len(texts)
    dated = closes_with_date(above)
    if not (purpose or opening or title or dated):
        return False
    before = texts[start:index]
    length = sum(map(len, before))
    if length < 120 or len(before) < 2:
        return False
    headed = any(found is not None for found in ordinals[start:index])
    # The text that a notice issues belongs to the notice, with its own opening.
    if any(f"《{line}》" in "".join(before) for line in (text, above) if is_title(line)):
        return False
    if title or dated:
        return _closed(texts[index : index + 4], above, headed, dated)
    score = 2 * purpose + opening + headed + (_CLOSING.search(above) is not None)
    score += purpose and not headed and length >= _LONG
    if score + 2 < _THRESHOLD:
        return False
    again = _begins_again(*above_and_below)
    # Below a heading that awaits text only a purpose before ordinals that begin again is new.
    score += again - 3 * (not (again and purpose) and _awaits(above, ordinals[index - 1]))
    score -= 2 * _counts_on(*above_and_below)
    return score + _is_elsewhere(text, before) >= _THRESHOLD


def _begins_at_once(
    texts: Sequence[str], ordinals: Sequence[Ordinal | None], start: int, index: int
) -> bool:
    """Whether a document begins with the heading `一、` at `index`, without a word above it.

    It does below a finished text whose main ordinals have got to 三、 or further, where the
    heading says again what a first one said, or where the last one there was about demands.
    """
    found, above = ordinals[index], texts[index - 1]
    if found is None or (found.scheme, found.number) != ("一、", 1) or above[-1:] not in "。；":
        return False
    heads = [
        (other.number, role_of_heading(text[other.width :].strip("。：")))
        for text, other in zip(texts[start:index], ordinals[start:index], strict=True)
        if other is not None and other.scheme == "一、" and len(text) <= _HEAD
    ]
    role = role_of_heading(texts[index][found.width :].strip("。："))
    if not heads or heads[-1][0] < 3 or len(texts[index]) > _HEAD or role not in _FIRST:
        return False
    return heads[-1][1] in _LAST or role in {told for _, told in heads}


def _closed(below: Sequence[str], above: str, headed: bool, dated: bool) -> bool:
    """Whether a title line or the line after a date begins a document and no attachment."""
    if below[0].startswith(("附件", "附：", "（", "注：", "抄送", "主题词")) or "附件" in above[:4]:
        return False
    if dated:
        return sum(map(len, below)) >= 80
    return headed and any(is_purpose(t) or _OPENING.match(t) or len(t) > 40 for t in below[1:3])


def _awaits(text: str, found: Ordinal | None) -> bool:
    """Whether `text` looks like a heading: it wants text below, no document ends with it."""
    return found is not None and "。" not in text[:-1] and len(text) <= 45 and text[-1] not in "；;"


def _is_heading(text: str, found: Ordinal | None) -> bool:
    """Whether `text`, which ends in a stop, is a main heading and no item of a list."""
    return found is not None and (found.level or 1) <= 2 and _awaits(text, found)


def _counts_on(before: Sequence[Ordinal | None], below: Sequence[Ordinal | None]) -> bool:
    """Whether the top ordinals go on counting below: then the text above is not finished."""
    counted = [(found.level, found.number) for found in before if found and found.level]
    if not counted:
        return False
    top = min(level for level, _ in counted)
    last = next(number for level, number in reversed(counted) if level == top)
    for found in below:
        if found is not None and found.level is not None and found.level <= top:
            return found.level == top and found.number == last + 1
    return False


def _begins_again(before: Sequence[Ordinal | None], below: Sequence[Ordinal | None]) -> bool:
    """Whether the main ordinals, which had got to the second or further, are at the first again."""
    counted = [(found.level, found.number) for found in before if found and found.level]
    if not counted:
        return False
    top = min(level for level, _ in counted)
    if max(number for level, number in counted if level == top) < 2:
        return False
    main = (found for found in below if found and found.level and found.level <= top)
    return next((found.number == 1 for found in main), False)


def _is_elsewhere(text: str, before: Sequence[str]) -> bool:
    names = [name for name, _ in (*places_in(text), *units_in(text))]
    known = "".join(before) if names else ""
    return any(name not in known for name in names)
