"""Hidden documents: several under one marker, told apart by how documents begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.outline import ordinal
from corpus.reading.entries import HAN, Entry, Text
from corpus.reading.places import places_in, units_in
from corpus.reading.titles import closes_with_date, is_purpose, is_title

# How reports and news open.
_OPENING = re.compile(
    r"(?:今年以来|近年来|一年来|半年来|上半年|[0-9x]{4}年以来|自[^，。]{2,12}以来)，"
    rf"|[{HAN}]{{4,20}}(?:位于|地处)[^。]{{2,40}}，"
    r"|(?:[0-9x]{2,4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:上午|下午|晚)?，"
)
_CLOSING = re.compile(
    r"(?:本(?:方案|预案|办法|制度|规定)自.{0,20}(?:起施行|之日起)|特此(?:通知|报告|函复|函达|说明)|妥否，请批示"
    r"|自然替补|请予审议|谢谢大家)"
)
_THRESHOLD = 3
# A long text without any heading is a document of its own before a purpose sentence.
_LONG = 1000


def split_hidden(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """`entries` of one part, cut where a further document begins without a marker.

    Cues are added up: a purpose sentence, a place that is new, an opening of reports or news,
    headings behind, a closing line just above, numbering that starts again below.
    """
    cuts = [0]
    for index in range(1, len(entries)):
        if _begins_document(entries, cuts[-1], index):
            cuts.append(index)
    ends = [*cuts[1:], len(entries)]
    return [tuple(entries[start:end]) for start, end in zip(cuts, ends, strict=True)]


def _begins_document(entries: Sequence[Entry], start: int, index: int) -> bool:
    entry, above = entries[index], entries[index - 1]
    if not isinstance(entry, Text) or not isinstance(above, Text):
        return False
    if ordinal(entry.text) is not None or len(entry.text) < 8 or above.text[-1] in "：:，、":
        return False
    purpose = is_purpose(entry.text)
    opening = bool(_OPENING.match(entry.text))
    title = is_title(entry.text) and index + 1 < len(entries)
    dated = closes_with_date(above.text)
    if not (purpose or opening or title or dated):
        return False
    before = [e.text for e in entries[start:index] if isinstance(e, Text)]
    if sum(map(len, before)) < 120 or len(before) < 2:
        return False
    if title or dated:
        return _closed(entries, index, before, dated)
    headed = any(ordinal(text) is not None for text in before)
    score = 2 * purpose + opening + headed + (_CLOSING.search(above.text) is not None)
    score += _is_elsewhere(entry.text, before)
    score += purpose and not headed and sum(map(len, before)) >= _LONG
    score -= 3 * _awaits(above.text)
    score -= 2 * _counts_on(before, entries[index:])
    return score >= _THRESHOLD


def _closed(entries: Sequence[Entry], index: int, before: Sequence[str], dated: bool) -> bool:
    """Whether a title line or the line after a date begins a document and no attachment."""
    text = entries[index].text if isinstance(entries[index], Text) else ""  # type: ignore[union-attr]
    if (
        text.startswith(("附件", "附：", "（", "注：", "抄送", "主题词"))
        or "附件" in before[-1][:4]
    ):
        return False
    rest = [e.text for e in entries[index : index + 4] if isinstance(e, Text)]
    if dated:
        return sum(map(len, rest)) >= 80
    return any(is_purpose(t) or _OPENING.match(t) or len(t) > 40 for t in rest[1:3]) and any(
        ordinal(t) is not None for t in before
    )


def _awaits(text: str) -> bool:
    """Whether `text` looks like a heading: it wants text below, no document ends with it."""
    found = ordinal(text)
    return found is not None and "。" not in text[:-1] and len(text) <= 45 and text[-1] not in "；;"


def _counts_on(before: Sequence[str], rest: Sequence[Entry]) -> bool:
    """Whether the top ordinals go on counting below: then the text above is not finished."""
    counted = [found for text in before if (found := ordinal(text)) is not None and found.level]
    if not counted:
        return False
    top = min(found.level or 9 for found in counted)
    last = next(found for found in reversed(counted) if found.level == top)
    for entry in rest:
        found = ordinal(entry.text) if isinstance(entry, Text) else None
        if found is not None and found.level is not None and found.level <= top:
            return found.level == top and found.number == last.number + 1
    return False


def _is_elsewhere(text: str, before: Sequence[str]) -> bool:
    names = [name for name, _ in (*places_in(text), *units_in(text))]
    known = "".join(before)
    return any(name not in known for name in names)
