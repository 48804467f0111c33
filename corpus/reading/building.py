"""Building: the lines of one document become blocks, sign-off, attachments and recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from corpus.document import (
    Attachment,
    Block,
    Heading,
    Item,
    Label,
    Note,
    Paragraph,
    SignOff,
    Table,
)
from corpus.genres import role_of_heading
from corpus.outline import Line, numeral_value, ordinal, read_lines
from corpus.reading.entries import HAN, Entry, Text
from corpus.reading.tables import with_tables
from corpus.reading.titles import closes_with_date

_ATTACHMENT = re.compile(r"附件\s*(?P<n>[0-9]{0,2}|[一二三四五六七八九十]{0,2})\s*[：:。]?")
_ATTACHED = re.compile(r"附件(?P<n>[0-9]{1,2})[：:\s]\s*(?P<title>[^，。；]{2,60})。?")
_UNIT_LINE = re.compile(
    rf"(?:[{HAN}（）]{{2,28}})(?:委员会|政府|办事处|党工委|党委|局|办公室|居委会|村委会|党支部|社区|街道|中心|小组|指挥部|部|站|会|院|校|公司)。?"
)
_RECIPIENT = re.compile(
    rf"(?:各|有关|机关|[{HAN}]{{2,20}}(?:委员会|政府|办事处|局|委|办|社区|街道|科室|部门|单位|支部|站所|公司|镇|乡|村|组|会))[{HAN}（）、“”]*"
)
_CHINESE_DATE = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class Built:
    """What the lines of one document came to."""

    blocks: tuple[Block, ...]
    attachments: tuple[Attachment, ...] = ()
    recipients: tuple[str, ...] = ()
    signoff: SignOff | None = None


def build(entries: Sequence[Entry]) -> Built:
    """The blocks, attachments, recipients and sign-off that `entries` hold."""
    body, attachments = _cut_attachments(entries)
    body = _without_list(body, [title for title, _ in attachments])
    recipients, body = _recipients(body)
    signoff, body = _signoff(body)
    numbers = count(1)
    blocks = _blocks(body, numbers)
    return Built(
        _with_roles(blocks),
        tuple(
            Attachment(
                title, any(isinstance(e, Table) for e in rest), tuple(_blocks(rest, numbers))
            )
            for title, rest in attachments
        ),
        recipients,
        signoff,
    )


def blocks_from(entries: Sequence[Entry]) -> tuple[Block, ...]:
    """The blocks of `entries` alone, with roles: for a section typed by hand."""
    return _with_roles(_blocks(entries, count(1)))


def _blocks(entries: Sequence[Entry], numbers: Iterator[int]) -> list[Block]:
    entries = with_tables(entries)
    texts = [entry for entry in entries if isinstance(entry, Text)]
    lines = iter(read_lines([text.text for text in texts]))
    result: list[Block] = []
    for entry in entries:
        block: Block = entry if isinstance(entry, Table) else _block(next(lines), entry)
        result.append(replace(block, id=f"b{next(numbers)}"))
    return result


def _block(line: Line, entry: Text) -> Block:
    at = entry.lines
    if entry.level and line.kind != "label":
        return _stated_heading(line, entry)
    if entry.text.startswith("注：") and len(entry.text) > 2:
        return Note("", entry.text[2:], at)
    match line.kind:
        case "heading":
            return Heading("", line.level or 1, line.marker, line.text, None, at)
        case "item":
            return Item("", line.level or 3, line.marker, line.text, at)
        case "label":
            return Label("", line.label or "", line.text.rstrip("。"), at)
        case _:
            return Paragraph("", line.level, line.marker, line.lead, line.text, None, at)


def _stated_heading(line: Line, entry: Text) -> Block:
    found = ordinal(entry.text)
    rest = entry.text[found.width :].strip() if found else entry.text
    level = found.level if found and found.level else entry.level or 1
    return Heading(
        "", level, found.marker if found else None, rest.rstrip("。："), None, entry.lines
    )


def _with_roles(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with the roles of the main headings and of the paragraphs that open the text."""
    levels = [
        b.level for b in blocks if isinstance(b, Heading) or (isinstance(b, Paragraph) and b.lead)
    ]
    top = min((level for level in levels if level and level <= 2), default=1)
    result: list[Block] = []
    opening = True
    for block in blocks:
        if isinstance(block, Heading) and block.level == top:
            block = replace(block, role=role_of_heading(block.text))
        elif isinstance(block, Paragraph) and block.lead and block.level == top:
            block = replace(block, role=role_of_heading(block.lead))
        elif isinstance(block, Paragraph) and opening and block.level is None:
            block = replace(block, role="opening")
        opening = opening and isinstance(block, Paragraph) and block.level is None
        result.append(block)
    return tuple(result)


def _cut_attachments(
    entries: Sequence[Entry],
) -> tuple[Sequence[Entry], list[tuple[str, Sequence[Entry]]]]:
    """The body, and each attachment's title and entries: they begin at a line 附件1."""
    starts = [
        index
        for index, entry in enumerate(entries)
        if index and isinstance(entry, Text) and _opens_attachment(entries, index)
    ]
    if not starts:
        return entries, []
    attachments = []
    for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
        line = entries[start]
        named = _ATTACHED.fullmatch(line.text) if isinstance(line, Text) else None
        if named:
            attachments.append((named["title"], entries[start + 1 : end]))
            continue
        head = entries[start + 1] if start + 1 < end else None
        if isinstance(head, Text) and ordinal(head.text) is None and len(head.text) <= 60:
            attachments.append((head.text.rstrip("。"), entries[start + 2 : end]))
        else:
            attachments.append(("", entries[start + 1 : end]))
    return entries[: starts[0]], attachments


def _without_list(entries: Sequence[Entry], titles: Sequence[str]) -> Sequence[Entry]:
    """`entries` without the list 附件：1.…… 2.…… of attachments that follow in full."""
    result: list[Entry] = []
    listing = False
    for entry in entries:
        text = entry.text if isinstance(entry, Text) else ""
        bare = text[3:].strip() if text.startswith(("附件：", "附件:")) else text
        found = ordinal(bare)
        name = bare[found.width :].strip() if found else bare
        listing = name.strip("。；《》") in titles and (listing or bare != text)
        if not listing:
            result.append(entry)
    return result


def _opens_attachment(entries: Sequence[Entry], index: int) -> bool:
    text = entries[index].text  # type: ignore[union-attr]
    if _ATTACHMENT.fullmatch(text):
        return index + 1 < len(entries) and text not in ("附件：", "附件:")
    return bool(_ATTACHED.fullmatch(text)) and index + 2 < len(entries)


def _recipients(entries: Sequence[Entry]) -> tuple[tuple[str, ...], Sequence[Entry]]:
    if not entries or not isinstance(entries[0], Text):
        return (), entries
    text = entries[0].text
    if len(entries) < 2 or text[-1] not in "：:" or len(text) > 120 or ordinal(text) is not None:
        return (), entries
    names = [name.strip() for name in text[:-1].split("，")]
    if not all(_RECIPIENT.fullmatch(name) for name in names):
        return (), entries
    return tuple(names), entries[1:]


def _signoff(entries: Sequence[Entry]) -> tuple[SignOff | None, Sequence[Entry]]:
    """The sign-off at the end: lines that name units and the date below them."""
    end = len(entries)
    if not end or not isinstance(entries[-1], Text) or not closes_with_date(entries[-1].text):
        return None, entries
    start = end - 1
    while start > 1 and end - start <= 4:
        entry = entries[start - 1]
        if not isinstance(entry, Text) or not _UNIT_LINE.fullmatch(entry.text):
            break
        start -= 1
    issuers = tuple(e.text.rstrip("。") for e in entries[start : end - 1] if isinstance(e, Text))
    return SignOff(issuers, iso_date(entries[-1].text)), entries[:start]


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
