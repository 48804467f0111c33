"""The frame: what stands above a text (版头、标题、主送) and below it (落款、附注、版记)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Imprint, Masthead, SignOff
from corpus.outline import numeral_value, ordinal
from corpus.reading.entries import HAN, Entry, Text
from corpus.reading.titles import closes_with_date, is_genre_word, is_title

_ISSUERS = re.compile(rf"(?P<issuers>[{HAN}、 ]{{4,60}}?)\s*文件")
_DOC_NUMBER = re.compile(
    rf"(?P<number>[{HAN}]{{1,12}}〔[0-9x]{{4}}〕[0-9x]{{1,4}}号)(?:\s+签发人[：:]\s*(?P<signers>.+))?"
)
_SIGNERS = re.compile(r"签发人[：:]\s*(?P<signers>.+)")
_COPY = re.compile(r"[0-9]{6}")
_URGENCY = re.compile(r"(?:特急|加急|紧急|急件)")
_UNIT_LINE = re.compile(
    rf"[{HAN}（）]{{2,28}}(?:委员会|政府|办事处|党工委|党委|局|办公室|居委会|村委会|党支部|社区|街道|中心|小组"
    r"|指挥部|部|站|会|院|校|公司)。?"
)
_RECIPIENT = re.compile(
    rf"(?:各|有关|机关|[{HAN}]{{2,20}}(?:委员会|政府|办事处|局|委|办|社区|街道|科室|部门|单位|支部|站所|公司|镇|乡|村|组|会))"
    rf"[{HAN}（）、“”]*"
)
_COPIES = re.compile(r"抄送[：:]\s*(?P<names>[^。]{2,300})。?")
_IMPRINT = re.compile(
    rf"(?P<issuer>[{HAN}]{{4,40}}?)\s*(?P<date>[0-9x]{{4}}年[0-9x]{{1,2}}月[0-9x]{{1,2}}日)印发"
)
_NOTE = re.compile(r"（(?P<note>[^（）]{4,60})）")
_CHINESE_DATE = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text."""

    title: Text | None = None
    masthead: Masthead | None = None


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below the text."""

    signoff: SignOff | None = None
    notes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    imprint: Imprint | None = field(default=None)


def cut_head(entries: Sequence[Entry]) -> tuple[Head, Sequence[Entry]]:
    """The masthead and the title, which may take two lines, and the entries below them."""
    masthead, rest = _masthead(entries)
    first = rest[0] if rest else None
    if not isinstance(first, Text):
        return Head(None, masthead), rest
    if first.level == 0 or is_title(first.text) or (rest[1:] and is_genre_word(first.text)):
        return Head(first, masthead), rest[1:]
    second = rest[1] if len(rest) > 2 else None
    whole = first.text + second.text if isinstance(second, Text) else ""
    if (
        isinstance(second, Text)
        and len(first.text) <= 30
        and is_title(second.text)
        and is_title(whole)
    ):
        return Head(Text(whole, first.lines), masthead), rest[2:]
    return Head(None, masthead), rest


def _masthead(entries: Sequence[Entry]) -> tuple[Masthead | None, Sequence[Entry]]:
    """The masthead, which counts only with a document number or the issuers' mark."""
    found = Masthead()
    index = 0
    for entry in entries[:6]:
        text = entry.text if isinstance(entry, Text) and not entry.level else ""
        if match := _ISSUERS.fullmatch(text):
            issuers = re.split(r"[、 ]+", match["issuers"].strip())
            found = replace(found, issuers=tuple(issuers))
        elif match := _DOC_NUMBER.fullmatch(text):
            found = replace(found, doc_number=match["number"], signers=_names(match["signers"]))
        elif match := _SIGNERS.fullmatch(text):
            found = replace(found, signers=_names(match["signers"]))
        elif _COPY.fullmatch(text):
            found = replace(found, copy_number=text)
        elif _URGENCY.fullmatch(text):
            found = replace(found, urgency=text)
        else:
            break
        index += 1
    if found.doc_number or found.issuers:
        return replace(found, with_document=bool(found.issuers)), entries[index:]
    return None, entries


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(re.split(r"[、，\s]+", text.strip())) if text else ()


def cut_recipients(entries: Sequence[Entry]) -> tuple[tuple[str, ...], Sequence[Entry]]:
    """The recipients 主送 in the first line, and the entries below it."""
    if len(entries) < 2 or not isinstance(entries[0], Text):
        return (), entries
    text = entries[0].text
    if text[-1] not in "：:" or len(text) > 120 or ordinal(text) is not None:
        return (), entries
    names = [name.strip() for name in text[:-1].split("，")]
    if not all(_RECIPIENT.fullmatch(name) for name in names):
        return (), entries
    return tuple(names), entries[1:]


def cut_imprint(entries: Sequence[Entry]) -> tuple[Foot, Sequence[Entry]]:
    """The copies and the imprint 版记 in the last lines, and the entries above them."""
    foot = Foot()
    end = len(entries)
    while end > 1 and isinstance(entry := entries[end - 1], Text):
        if match := _IMPRINT.fullmatch(entry.text):
            foot = replace(foot, imprint=Imprint(match["issuer"], iso_date(match["date"])))
        elif match := _COPIES.fullmatch(entry.text):
            foot = replace(foot, copies=tuple(match["names"].split("，")))
        else:
            break
        end -= 1
    return foot, entries[:end]


def cut_signoff(foot: Foot, entries: Sequence[Entry]) -> tuple[Foot, Sequence[Entry]]:
    """`foot` with the sign-off and the notes below it, and the entries above them.

    A sign-off is a date on a line of its own, with the units on the lines above it.
    """
    end = len(entries)
    notes: list[str] = []
    while end > 1 and isinstance(entry := entries[end - 1], Text):
        note = _NOTE.fullmatch(entry.text)
        if note is None:
            break
        notes.insert(0, note["note"])
        end -= 1
    dated = entries[end - 1] if end > 1 else None
    if not isinstance(dated, Text) or not closes_with_date(dated.text):
        return foot, entries
    start = end - 1
    while start > 1 and end - start <= 4:
        entry = entries[start - 1]
        if not isinstance(entry, Text) or not _UNIT_LINE.fullmatch(entry.text):
            break
        start -= 1
    issuers = tuple(e.text.rstrip("。") for e in entries[start : end - 1] if isinstance(e, Text))
    signoff = SignOff(issuers, iso_date(dated.text))
    return replace(foot, signoff=signoff, notes=tuple(notes)), entries[:start]


def iso_date(text: str) -> str:
    """A date such as 2026年3月5日 or 二〇二六年三月五日 as ISO; as given where it is none."""
    match = re.fullmatch(r"(.{4})年(.{1,3})月(.{1,3})日。?", text)
    if not match:
        return text
    year = match[1].translate(_CHINESE_DATE)
    month, day = numeral_value(match[2]), numeral_value(match[3])
    if not year.isdecimal() or not 1 <= month <= 12 or not 1 <= day <= 31:
        return text.rstrip("。")
    return f"{year}-{month:02}-{day:02}"
