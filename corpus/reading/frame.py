"""The frame: what stands above a text (版头、标题、主送) and below it (落款、附注、版记)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Attendance, Imprint, Masthead, SignOff
from corpus.frame import UNNAMED
from corpus.outline import numeral_value, ordinal
from corpus.reading.entries import HAN, Entry, Text, has_marks
from corpus.reading.placeholders import is_surname
from corpus.reading.titles import closes_with_date, is_genre_word, is_other_title, is_title

_ISSUERS = re.compile(rf"(?P<issuers>[{HAN}、 ]{{4,60}}?)\s*文件")
# The mark above letters and minutes does without 文件; only a number below it makes it certain.
_MARK = re.compile(
    rf"(?P<issuers>[{HAN}（）、 ]{{4,60}}"
    r"(?:委员会|政府|办事处|党工委|党委|局|办公室|公司|中心|会议纪要|纪要))"
)
_DOC_NUMBER = re.compile(
    rf"(?P<number>(?:[{HAN}]{{1,12}})?〔[0-9x]{{4}}〕[0-9x]{{1,4}}号)(?:\s+签发人[：:]\s*(?P<signers>.+))?"
)
_SIGNERS = re.compile(r"签发人[：:]\s*(?P<signers>.+)")
_COPY = re.compile(r"[0-9]{6}")
_URGENCY = re.compile(r"(?:特急|加急|紧急|急件)")
_UNIT_LINE = re.compile(
    rf"[{HAN}（）]{{2,28}}(?:委员会|政府|办事处|党工委|党委|局|办公室|居委会|村委会|党支部|社区|街道|中心|小组"
    r"|指挥部|部|站|会|院|校|公司)。?"
)
_RECIPIENT = re.compile(
    rf"(?:辖区|驻区|驻街|全体)?(?:各|有关|机关|[{HAN}]{{2,20}}(?:委员会|政府|办事处|局|委|办|社区|街道|科室|部门|单位|支部|站所|公司|镇|乡|村|组|会))"
    rf"[{HAN}（）、“”]*"
)
_BYLINE = re.compile(
    r"（[0-9xX〇一二三四五六七八九十]{4}年[^（）]{2,20}日[^（）]{0,20}）"
    rf"|[{HAN}、]{{2,24}}[ 　]+[{HAN}·]{{2,4}}"
    r"|——[^。；]{4,40}"
)
_GAP = re.compile(r"[ \u3000]+")
# A bulletin has a headline, and often its name and number below: 柳溪街道召开……会
_HEADLINE = re.compile(
    rf"[{HAN}]{{2,24}}(?:召开|开展|举办|举行|组织|启动)[{HAN}“”0-9]{{4,32}}"
    r"(?:会|会议|活动|讲座|培训|培训班|演练|检查|仪式|慰问|宣传|比赛|调研)"
)
_ISSUE = re.compile(rf"[{HAN}]{{2,20}}简报[ 　]*.{{0,8}}第?[0-9]{{1,4}}期")
_COPIES = re.compile(r"抄送[：:]\s*(?P<names>[^。]{2,2000})。?")
_SENT = re.compile(r"主送[：:]\s*(?P<names>[^。]{2,2000})。?")  # moved here from above the text
_IMPRINT = re.compile(
    rf"(?P<issuer>[{HAN}]{{4,40}}?)\s*(?P<date>[0-9x]{{4}}年[0-9x]{{1,2}}月[0-9x]{{1,2}}日)印发"
)
# 青禾县人民政府　2026年7月3日 on one line
_SIGNED = re.compile(
    rf"(?P<unit>{_UNIT_LINE.pattern.removesuffix('。?')})[ 　]+"
    r"(?P<date>[0-9]{4}(?:年[0-9]{1,2}月[0-9]{1,2}日|[.][0-9]{1,2}[.][0-9]{1,2})。?)"
)
# 县长　周某某 above the date, where a stamp signs; 县长（签名章） where it alone says the name
_SIGNER = re.compile(
    rf"(?P<post>[{HAN}]{{1,26}}长|[{HAN}]{{0,26}}(?:主任|书记|主席|总理|司令员))"
    rf"(?:（签名章）|(?P<gap>[ \u3000\t]*)(?P<name>[{HAN}](?:[ \u3000]?[{HAN}·]){{1,3}}))"
)
# 公安局长安分局, 县长江社区 sign without a gap, and are units
_UNIT_END = re.compile("(?:[村镇乡局处室站所组队院厂店县市办部委会]|社区|街道|中心|学校?|公司)$")
# An order bears its bodies' names with 令 and a number of its own: 青禾县人民政府令, 第3号.
_ORDER = re.compile(rf"(?P<issuers>[{HAN}、 ]{{4,60}}?)命?令")
_ORDER_NUMBER = re.compile(r"（?(?P<number>第[0-9〇一二三四五六七八九十百]{1,6}号)）?")
_ATTENDANCE = re.compile(
    r"(?P<label>出席|请假|缺席|列席)(?:人员)?[：:]\s*"
    r"(?P<names>(?:(?!(?:出席|请假|缺席|列席)(?:人员)?[：:]).)+)"
)
_NOTE = re.compile(r"（(?P<note>[^（）]{4,60})）")
_CHINESE_DATE = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text."""

    title: Text | None = None
    masthead: Masthead | None = None
    byline: tuple[str, ...] = ()
    bulletin: bool = False


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below the text."""

    signoff: SignOff | None = None
    notes: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    imprint: Imprint | None = field(default=None)


def cut_head(entries: Sequence[Entry]) -> tuple[Head, Sequence[Entry]]:
    """The masthead and the title, which may take two lines, and the entries below them."""
    masthead, rest = _masthead(entries)
    first = rest[0] if rest else None
    if mark := _order_mark(entries[: len(entries) - len(rest)]):
        # An order needs no title but its mark (10.2).
        return Head(mark, masthead), rest
    if not isinstance(first, Text):
        return Head(None, masthead), rest
    stated = first.level == 0 or is_title(first.text) or _has_subtitle(first, rest[1:])
    if stated or (rest[1:] and (is_genre_word(first.text) or is_other_title(first.text))):
        byline, below = _byline(rest[1:])
        return Head(first, masthead, byline, bool(_HEADLINE.fullmatch(first.text))), below
    second = rest[1] if len(rest) > 2 else None
    issue = second.text if isinstance(second, Text) and _ISSUE.fullmatch(second.text) else None
    if _HEADLINE.fullmatch(first.text) and len(rest) > 1:
        named = (_GAP.sub("\u3000", issue),) if issue else ()
        return Head(first, masthead, named, True), rest[2 if issue else 1 :]
    whole = first.text + second.text if isinstance(second, Text) else ""
    if (
        isinstance(second, Text)
        and len(first.text) <= 30
        and is_title(second.text)
        and is_title(whole)
    ):
        return Head(Text(whole, first.lines), masthead), rest[2:]
    return Head(None, masthead), rest


def _has_subtitle(first: Text, below: Sequence[Entry]) -> bool:
    """Whether a line ——…… below `first` says that `first` is the title it adds to."""
    under = below[0] if len(below) > 1 else None
    added = isinstance(under, Text) and under.text.startswith("——") and under.text[-1] not in "。；"
    return added and 4 <= len(first.text) <= 40 and not has_marks(first.text)


def _byline(entries: Sequence[Entry]) -> tuple[tuple[str, ...], Sequence[Entry]]:
    """The lines right below a title that say when and by whom: （2026年3月18日）, 书记　周某某."""
    lines: list[str] = []
    for entry in entries[:3]:
        text = entry.text if isinstance(entry, Text) else ""
        if not _BYLINE.fullmatch(text) and not _ISSUE.fullmatch(text):
            break
        lines.append(_GAP.sub("\u3000", text))
    if lines and _ISSUE.fullmatch(lines[0]):
        return (lines[0],), entries[1:]
    # A unit or a date alone might be the sign-off of a text that is no more than this.
    if len(entries) <= len(lines) or not any(line.startswith(("（", "——")) for line in lines):
        return (), entries
    return tuple(lines), entries[len(lines) :]


def _masthead(entries: Sequence[Entry]) -> tuple[Masthead | None, Sequence[Entry]]:
    """The masthead, which counts only with a document number or the issuers' mark."""
    found = Masthead()
    marked = True
    index = 0
    for at, entry in enumerate(entries[:6]):
        text = entry.text if isinstance(entry, Text) and not entry.level else ""
        below = entries[at + 1] if at + 1 < len(entries) else None
        numbered = isinstance(below, Text) and _DOC_NUMBER.fullmatch(below.text)
        ordered = isinstance(below, Text) and _ORDER_NUMBER.fullmatch(below.text)
        bare = _MARK.fullmatch(text) if numbered else _ORDER.fullmatch(text) if ordered else None
        if bare and not found.issuers:
            marked = False
            found = replace(found, issuers=tuple(re.split(r"[、 ]+", bare["issuers"].strip())))
        elif not marked and not found.doc_number and (match := _ORDER_NUMBER.fullmatch(text)):
            found = replace(found, doc_number=match["number"])
        elif match := _ISSUERS.fullmatch(text):
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
        return replace(found, with_document=marked and bool(found.issuers)), entries[index:]
    return None, entries


def _order_mark(head: Sequence[Entry]) -> Text | None:
    """The mark of an order in the lines of its masthead, whose last one is its number."""
    if len(head) < 2 or not isinstance(head[-1], Text) or not isinstance(head[-2], Text):
        return None
    numbered = _ORDER_NUMBER.fullmatch(head[-1].text) and _ORDER.fullmatch(head[-2].text)
    return head[-2] if numbered else None


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(re.split(r"[、，\s]+", text.strip())) if text else ()


def cut_recipients(entries: Sequence[Entry]) -> tuple[tuple[str, ...], Sequence[Entry]]:
    """The recipients 主送 in the first line, and the entries below it."""
    if len(entries) < 2 or not isinstance(entries[0], Text):
        return (), entries
    text = entries[0].text
    if text[-1] not in "：:" or len(text) > 120 or ordinal(text) is not None:
        return (), entries
    # A name may hold a bracket with 、 in it: 各村（社区、居委会）.
    names = [name.strip() for name in re.split(r"[，、](?![^（）]*）)", text[:-1])]
    if not all(_RECIPIENT.fullmatch(name) for name in names):
        return (), entries
    if "，" in text:
        # Commas part classes of recipients; what stands between 、 alone is printed with 、 again.
        return (text[:-1].strip(),), entries[1:]
    return tuple(names), entries[1:]


def cut_attendance(entries: Sequence[Entry]) -> tuple[Attendance | None, Sequence[Entry]]:
    """Who was there 出席、请假、列席, in the last lines of minutes, and the entries above them."""
    found: dict[str, tuple[str, ...]] = {}
    end = len(entries)
    while end > 1 and isinstance(entry := entries[end - 1], Text):
        if not _ATTENDANCE.match(entry.text):
            break
        # Some sources put two of the lists into one line.
        for match in _ATTENDANCE.finditer(entry.text):
            names = match["names"].strip(" 　。；，、")
            found[match["label"]] = tuple(re.split(r"[、，\s]+", names))
        end -= 1
    if "出席" not in found:
        return None, entries
    absent = found.get("请假", found.get("缺席", ()))
    return Attendance(found["出席"], absent, found.get("列席", ())), entries[:end]


def cut_imprint(entries: Sequence[Entry]) -> tuple[Foot, Sequence[Entry]]:
    """The copies and the imprint 版记 in the last lines, and the entries above them."""
    foot = Foot()
    end = len(entries)
    while end > 1 and isinstance(entry := entries[end - 1], Text):
        if match := _IMPRINT.fullmatch(entry.text):
            foot = replace(foot, imprint=Imprint(match["issuer"], iso_date(match["date"])))
        elif match := _COPIES.fullmatch(entry.text):
            foot = replace(foot, copies=tuple(match["names"].split("，")))
        elif match := _SENT.fullmatch(entry.text):
            foot = replace(foot, recipients=tuple(match["names"].split("，")))
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
    if isinstance(dated, Text) and (one := _SIGNED.fullmatch(dated.text)):
        signoff = SignOff((one["unit"],), iso_date(one["date"]))
        return replace(foot, signoff=signoff, notes=tuple(notes)), entries[: end - 1]
    if not isinstance(dated, Text) or not closes_with_date(dated.text):
        return foot, entries
    start = end - 1
    signers: list[str] = []
    while start > 1 and (signer := _signer(entries[start - 1])):
        signers.insert(0, signer)
        start -= 1
    signed = start
    while start > 1 and signed - start <= 3:
        entry = entries[start - 1]
        if not isinstance(entry, Text) or not _UNIT_LINE.fullmatch(entry.text):
            break
        start -= 1
    issuers = tuple(e.text.rstrip("。") for e in entries[start:signed] if isinstance(e, Text))
    signoff = SignOff(issuers, iso_date(dated.text), signers=tuple(signers))
    return replace(foot, signoff=signoff, notes=tuple(notes)), entries[:start]


def _signer(entry: Entry) -> str | None:
    return signer_of(entry.text) if isinstance(entry, Text) else None


def signer_of(text: str) -> str | None:
    """`text` as `SignOff.signers` have it where it is a post with a name or a stamp behind it."""
    match = _SIGNER.fullmatch(text.strip())
    if match is None:
        return None
    name = _GAP.sub("", match["name"]) if match["name"] else None
    if name and (not is_surname(name[0]) or (not match["gap"] and _UNIT_END.search(name))):
        return None
    return f"{match['post']}\u3000{name}" if name else f"{match['post']}{UNNAMED}"


def iso_date(text: str) -> str:
    """A date such as 2026年3月5日, 二〇二六年三月五日 or 2026.3.5 as ISO; else as given."""
    pattern = (
        r"(.{4})年(.{1,3})月(.{1,3})日。?|(?:([0-9]{4})[.．/-]([0-9]{1,2})[.．/-]([0-9]{1,2})。?)"
    )
    match = re.fullmatch(pattern, text)
    if not match:
        return text
    year = (match[1] or match[4]).translate(_CHINESE_DATE)
    month, day = numeral_value(match[2] or match[5]), numeral_value(match[3] or match[6])
    if not year.isdecimal() or not 1 <= month <= 12 or not 1 <= day <= 31:
        return text.rstrip("。")
    return f"{year}-{month:02}-{day:02}"
