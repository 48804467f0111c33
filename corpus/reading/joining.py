"""Joining 接行: paragraphs that copying cut into several lines become one again."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from corpus.genres import GENRES
from corpus.outline import ordinal, read_line
from corpus.reading.cleaning import Repair
from corpus.reading.entries import HAN, TERMINAL, Entry, Text, joined
from corpus.reading.placeholders import is_surname

JOINS: dict[str, str] = {
    "torn-number": "把单独成行的数字、序号接回正文",
    "torn-mark": "把行首的标点接回上一行",
    "torn-link": "把断开的链接文字接回上一行",
    "cut-paragraph": "把断成两段的文字接成一段",
    "lost-number": "补上丢失的序号",
    "labels-in-row": "把一行里的几个职务分成几行",
    "continued-label": "把“成员：”下面各行的人员接到标签后",
}

_PEOPLE = re.compile(r"(?:组长|成员|组员|主任|指挥长?)$")
# A line that is a name with a post or a unit: 周某某县教育局副局长。
_PERSON = re.compile(
    rf"[{HAN}]{{2,4}}(?:"
    rf"[{HAN}、 　]{{2,30}}(?:长|主任|书记|主席|委员|员|干部|经理|民警|代表|秘书|师)"
    rf"|（[^（）]{{2,30}}）[{HAN}、（） 　]{{0,60}})。?"
)
# No paragraph is longer; what goes on and on is no prose.
_LONGEST = 5000
# Lines above one that lost its number in which the number before is looked for.
_REACH = 60

_NUMBER = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)?%?")
_MARKER = re.compile(
    r"(?:[0-9]{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][0-9一二三四五六七八九十]{1,3}[）)])"
)
_DATE = re.compile(
    r"[0-9〇○零一二三四五六七八九十]{4}年[0-9一二三四五六七八九十]{1,3}月.{0,5}日?[。]?"
)
_SUFFIXES = tuple({suffix for genre in GENRES.values() for suffix in genre.suffixes})
_BARE_GENRE = re.compile(rf"(?:{'|'.join(sorted(_SUFFIXES, key=len, reverse=True))})。?")
_HUNGRY = re.compile(r"(?:制定|制订|印发|出台|完善|拟定|编制|起草)。?$")
_TAIL_NUMBER = re.compile(r"(.+[。！？；])([0-9]{1,2}[.、]?)")
_LABELS_IN_ROW = re.compile(
    r"(?<!\s)\s+(?=(?:第一|常务)?(?:副?组长|成员|组员|副?主任|副?总?指挥长?|联系电话|电话)：)"
)


def join_entries(
    entries: Sequence[Entry], without: Collection[str] = ()
) -> tuple[tuple[Entry, ...], tuple[Repair, ...]]:
    """`entries` with torn lines joined, and what was joined where; the rules are in `JOINS`.

    The rules named in `without` are left out.
    """
    result: list[Entry] = []
    repairs: list[Repair] = []
    hungry = False
    for entry in [piece for whole in entries for piece in _split(whole, repairs, without)]:
        last = result[-1] if result else None
        if not isinstance(entry, Text) or not isinstance(last, Text):
            result.append(entry)
            hungry = isinstance(entry, Text) and _wants_more(entry.text)
            continue
        code = _rule(last, entry, hungry)
        if code is None or code in without:
            if "lost-number" not in without:
                entry = _numbered_again(entry, result, repairs)
            result.append(entry)
        else:
            repairs.append(_repair(code, entry, f"{last.text[-6:]}⏎{entry.text[:6]}"))
            if code == "torn-link":
                last = Text(last.text.rstrip("。"), last.lines, last.level)
            continued = code == "continued-label"
            if continued:
                last = replace(last, text=last.text.rstrip("。；"))
            gap = "；" if continued and last.text[-1] not in "：:" else ""
            result[-1] = joined(last, entry, gap)
        hungry = _wants_more(result[-1].text) if isinstance(result[-1], Text) else False
    return tuple(result), tuple(repairs)


def _split(entry: Entry, repairs: list[Repair], without: Collection[str]) -> Sequence[Entry]:
    """`entry` in two where it ends in the next line's number, or holds several labels."""
    if not isinstance(entry, Text) or entry.level is not None:
        return (entry,)
    match = _TAIL_NUMBER.fullmatch(entry.text)
    if match and "torn-number" not in without:
        repairs.append(_repair("torn-number", entry, f"{match[1][-6:]}{match[2]}"))
        return replace(entry, text=match[1]), replace(entry, text=match[2])
    row = "：" in entry.text and " " in entry.text and "labels-in-row" not in without
    if row and _LABELS_IN_ROW.search(entry.text):
        parts = _LABELS_IN_ROW.split(entry.text)
        if all(read_line(part).kind == "label" for part in parts):
            repairs.append(_repair("labels-in-row", entry, entry.text[:12]))
            return tuple(replace(entry, text=part) for part in parts)
    return (entry,)


def _repair(code: str, entry: Entry, before: str) -> Repair:
    return Repair(code, JOINS[code], entry.lines and entry.lines[0], before)


def _wants_more(text: str) -> bool:
    """Whether `text` is a number or marker that stands alone and must have something behind it."""
    # Six digits are the copy number above a masthead.
    return bool((len(text) <= 5 and _NUMBER.fullmatch(text)) or _MARKER.fullmatch(text))


def _rule(last: Text, entry: Text, hungry: bool) -> str | None:
    text = entry.text
    if entry.level is not None or last.level is not None or "\t" in text or "\t" in last.text:
        return None
    if len(last.text) > _LONGEST:
        return None
    if hungry:
        return "torn-number"
    ends = last.text[-1]
    if _NUMBER.fullmatch(text) and len(text) <= 6 and _takes_number(last.text):
        return "torn-number"
    if _NUMBER.match(last.text[-6:][::-1]) and _starts_with_unit(text) and _was_torn(last):
        return "torn-number"
    if text[0] in "，。；：！？）》”" and last.text[-1] not in "。！？":
        return "torn-mark"
    if text[0] in "。，；" and ordinal(last.text):
        return "torn-mark"
    if _BARE_GENRE.fullmatch(text) and (_HUNGRY.search(last.text) or len(text) <= 5):
        return "torn-link"
    if _PERSON.fullmatch(text) and is_surname(text[0]) and _names_people(last.text):
        return "continued-label"
    if ends not in TERMINAL and _is_prose(last.text) and _goes_on(text):
        return "cut-paragraph"
    return None


def _names_people(text: str) -> bool:
    """Whether `text` is a label such as 成员： that lines of names and posts below it continue."""
    line = read_line(text) if "：" in text[:16] else None
    return line is not None and line.kind == "label" and bool(_PEOPLE.search(line.label or ""))


def _takes_number(text: str) -> bool:
    """Whether a number on the line below belongs to the end of `text`."""
    if text[-1] in TERMINAL or text[-1].isdigit() or not re.search(f"[{HAN}]", text):
        return False
    return _is_prose(text) or (ordinal(text) is None and read_line(text).kind != "label")


def _was_torn(last: Text) -> bool:
    return bool(last.lines and last.lines[1] > last.lines[0])


def _starts_with_unit(text: str) -> bool:
    return bool(re.match(rf"[{HAN}]", text)) and ordinal(text) is None


def _is_prose(text: str) -> bool:
    """Whether a line without a final stop is a cut paragraph and no heading, label or title."""
    found = ordinal(text)
    if found is not None:
        inner = text[found.width :]
        return "。" in inner or found.level == 5 or len(inner) > 60
    if text[-1] in "，、":
        return True
    if read_line(text).kind == "label" or _BARE_GENRE.search(text[-8:]):
        return False
    if text.startswith(("附件", "表：", "注：", "图：", "|")) or "：" in text[:8]:
        return False
    return any(c in text for c in "，。；") and (len(text) >= 12 or text[-1] in "，、")


def _goes_on(text: str) -> bool:
    found = ordinal(text)
    if found is not None or _DATE.fullmatch(text) or text.startswith(("附件", "表：", "注：", "|")):
        return False
    return read_line(text).kind != "label"


def _numbered_again(entry: Text, before: Sequence[Entry], repairs: list[Repair]) -> Text:
    """`、……` as the item after the last numbered line: its number was lost in copying."""
    if not entry.text.startswith("、") or len(entry.text) < 3:
        return entry
    for other in reversed(before[-_REACH:]):
        found = ordinal(other.text) if isinstance(other, Text) else None
        if found is not None and found.scheme == "1.":
            repairs.append(_repair("lost-number", entry, entry.text[:6]))
            return Text(f"{found.number + 1}{entry.text}", entry.lines)
    return entry
