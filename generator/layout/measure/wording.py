"""Wording: what the texts of elements must look like, whatever file they come from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from corpus.outline import ordinal
from generator.layout.gbt9704 import Face
from generator.layout.measure.checks import Measured, found

_DOC_NUMBER = re.compile(r"^[\u4e00-\u9fa5]{1,12}〔(19|20)\d{2}〕[1-9]\d*号$")  # R1
_DATE = re.compile(r"^((?:19|20)\d{2})年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日$")  # R3
_PRINTED = re.compile(r"([\d〇○零一二三四五六七八九十年月日./．-]+)印发$")
_POST = re.compile(r"(?:长|主任|书记|主席|总理|司令员)(?:[\u4e00-\u9fa5]{2,4})?$")
_STOPS = tuple("。；，、：.;,:")  # none of them ends a name (B5, 7.3.4)
_FIGURE = re.compile(r"(\d{1,2})\.\d")
_FACES: dict[int, Face] = {1: "黑体", 2: "楷体", 3: "仿宋", 4: "仿宋"}

HeadLine = tuple[str, Face | None, str]
"""A line's text, the class of its first character's face, and its place."""


def forms(doc_number: str, date: str, printed: str, copy_number: str) -> Iterator[Measured]:
    """L13: those of the four that the file has; a gap 待补 is not judged."""
    if doc_number and "待补" not in doc_number:
        yield found("doc-number", doc_number, bool(_DOC_NUMBER.match(doc_number)))
    if date and "待补" not in date:
        yield found("date", date, is_date(date))
    match = _PRINTED.search(printed)
    if match:
        yield found("printed", match[0], is_date(match[1].lstrip("./．-")))
    if copy_number:
        yield found("copy-number", copy_number, bool(re.fullmatch(r"\d{6}", copy_number)))


def off_unsealed(name: float, date: float, longer: bool) -> float:
    """How far a sign-off without a seal is from two characters at the right (B8, 7.3.5.2).

    `name` and `date` are the spaces behind them: the date's counts where it is `longer`, either
    where it only stands out.
    """
    if longer:
        return abs(date - 2)
    return min(abs(name - 2), abs(date - 2)) if date < name else abs(name - 2)


def is_post(text: str) -> bool:
    """Whether a line of `text` is a post, or a post with a name, as beside stamps 签名章 (B9)."""
    return _POST.search(text) is not None


def is_date(text: str) -> bool:
    """Whether `text` is a date of the calendar written as R3 wants it."""
    match = _DATE.match(text)
    if match is None:
        return False
    try:
        datetime.date(*map(int, match.groups()))
    except ValueError:
        return False
    return True


def levels(lines: Sequence[HeadLine]) -> Iterator[Measured]:
    """L08: faces, spelling and order of the ordinals that open `lines`."""
    faces = spelling = order = ("", "")
    numbered = False
    last: dict[int, int] = {}
    for text, face, where in lines:
        own = ordinal(text)
        if own is None or own.level not in _FACES:
            # 3.24小时值守 may be the third of its kind.
            figure = _FIGURE.match(text)
            if figure and int(figure[1]) == last.get(3, 0) + 1:
                last = {n: count for n, count in last.items() if n < 3} | {3: int(figure[1])}
            continue
        numbered = True
        level = own.level
        if face is not None and face != _FACES[level] and not faces[0]:
            faces = (f"“{text[:12]}”是{face}", where)
        if text[: own.width] != own.marker and not spelling[0]:
            spelling = (f"写成“{text[: own.width]}”", where)
        before = last.get(level, 0)
        if own.number not in (1, before + 1) and not order[0]:
            order = (f"“{own.marker}”之前是第 {before} 个", where)
        last = {n: count for n, count in last.items() if n < level} | {level: own.number}
    if not numbered:
        return
    for key, (fault, where) in (("levels", faces), ("ordinals", spelling), ("order", order)):
        yield found(key, fault or "相符", not fault, where)


def attachments(listed: Sequence[str], titles: Sequence[str]) -> Measured:
    """L15: the names in the list and the titles on the attachments, in order."""
    if len(listed) != len(titles):
        return found("attachments", f"说明 {len(listed)} 件，附件 {len(titles)} 件", False)
    for number, (name, title) in enumerate(zip(listed, titles, strict=True), 1):
        if title and _bare(name) != _bare(title):
            return found("attachments", f"第 {number} 件：“{name}”与“{title}”", False)
    marked = next((name for name in listed if name.endswith(_STOPS)), "")
    if marked:
        return found("attachments", f"名称后有标点：“{marked}”", False)
    return found("attachments", f"{len(titles)} 件，一致", True)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def copies(imprint: str) -> Iterator[Measured]:
    """L17: 抄送 with a full-width colon and a full stop behind the last name."""
    match = re.search(r"抄送(.)", imprint)
    if match is None:
        return
    own = imprint[match.start() :]
    ok = match[1] == "：" and "。" in own
    fault = "冒号不是全角" if match[1] != "：" else "末尾没有句号"
    yield found("copies", "相符" if ok else fault, ok)
