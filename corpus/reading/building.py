"""Building: the lines of one document become blocks, sign-off, attachments and recipients."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from corpus.document import (
    Attachment,
    Attendance,
    Block,
    Figure,
    Heading,
    Item,
    Label,
    Note,
    Paragraph,
    Table,
)
from corpus.outline import Line, ordinal, read_lines
from corpus.reading.cleaning import Repair
from corpus.reading.entries import Entry, Text
from corpus.reading.frame import Foot, cut_attendance, cut_imprint, cut_recipients, cut_signoff
from corpus.reading.roles import with_roles
from corpus.reading.tables import with_tables

HEADING_STOP, STOP_LABEL = "heading-stop", "删去标题、标签后面的句号"

_ATTACHMENT = re.compile(r"附件\s*(?:[0-9]{0,2}|[一二三四五六七八九十]{0,2})\s*[：:。]?")
_ISSUED = re.compile(r"(?:印发|转发|批转)《([^》]{4,60})》")
_ATTACHED = re.compile(r"附件(?P<n>[0-9]{1,2})[：:\s]\s*(?P<title>[^，。；]{2,60})。?")


@dataclass(frozen=True, slots=True)
class Built:
    """What the lines of one document came to."""

    blocks: tuple[Block, ...]
    attachments: tuple[Attachment, ...] = ()
    recipients: tuple[str, ...] = ()
    foot: Foot = field(default_factory=Foot)
    repairs: tuple[Repair, ...] = ()
    attendance: Attendance | None = None


def build(
    entries: Sequence[Entry], title: str = "", without: Collection[str] = (), number: str = ""
) -> Built:
    """The blocks, attachments, recipients and foot that `entries` below `title` hold.

    `without` names the rules of cleaning that are off; `number` is the 发文字号 above the title.
    """
    foot, entries = cut_imprint(entries)
    body, attachments = _cut_attachments(entries, _ISSUED.findall(title), number)
    body = _without_list(body, [one.title for one in attachments])
    recipients, body = cut_recipients(body)
    recipients += tuple(name for name in foot.recipients if name not in recipients)
    foot, body = cut_signoff(foot, body)
    attendance = None
    if title.endswith("纪要"):
        attendance, body = cut_attendance(body)
    numbers = count(1)
    repairs: list[Repair] | None = None if HEADING_STOP in without else []
    blocks = _blocks(body, numbers, repairs)
    return Built(
        with_roles(blocks),
        tuple(
            Attachment(
                own.title,
                any(isinstance(e, Table) for e in own.entries),
                tuple(_blocks(own.entries, numbers, repairs)),
                own.issued,
                own.separate,
            )
            for own in attachments
        ),
        recipients,
        foot,
        tuple(repairs or ()),
        attendance,
    )


def blocks_from(entries: Sequence[Entry]) -> tuple[Block, ...]:
    """The blocks of `entries` alone, with roles: for a section typed by hand."""
    return with_roles(_blocks(entries, count(1), []))


def _blocks(
    entries: Sequence[Entry], numbers: Iterator[int], repairs: list[Repair] | None
) -> list[Block]:
    """The blocks of `entries`; `repairs` takes the stops left out, None keeps them."""
    entries = with_tables(entries)
    texts = [entry for entry in entries if isinstance(entry, Text)]
    lines = iter(read_lines([text.text for text in texts]))
    result: list[Block] = []
    listed = False
    for entry in entries:
        block: Block = entry if isinstance(entry, Table | Figure) else _block(next(lines), entry)
        if isinstance(entry, Text) and isinstance(block, Heading | Label):
            block = _stopped(block, entry, repairs)
        if listed and isinstance(block, Heading):
            block = Item("", block.level, block.marker, block.text, block.lines)
        # 附件：1.…… and 2.…… below it are a list and no headings.
        listed = isinstance(entry, Text) and (
            entry.text.startswith(("附件：", "附件:")) or (listed and isinstance(block, Item))
        )
        result.append(replace(block, id=f"b{next(numbers)}"))
    return result


def _stopped(block: Heading | Label, entry: Text, repairs: list[Repair] | None) -> Heading | Label:
    """`block`, whose text has lost its final stop: told in `repairs`, or put back without them."""
    if not entry.text.endswith("。") or not block.text:
        return block
    if repairs is None:
        return replace(block, text=f"{block.text}。")
    line = entry.lines and entry.lines[0]
    repairs.append(Repair(HEADING_STOP, STOP_LABEL, line, entry.text[-6:], entry.text[-6:-1]))
    return block


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


@dataclass(frozen=True, slots=True)
class _Attached:
    """An attachment before its entries are read: `Attachment` says what the flags mean."""

    title: str
    entries: Sequence[Entry]
    issued: bool = False
    separate: bool = False


def _cut_attachments(
    entries: Sequence[Entry], issued: Sequence[str], number: str
) -> tuple[Sequence[Entry], list[_Attached]]:
    """The body, and the attachments below it.

    They begin at a line 附件1, where they are bound apart with the document's `number` before it,
    or with the title of the text that the document issues.
    """
    starts = [
        index
        for index in range(1, len(entries))
        if _opens_attachment(entries, index, number)
        or _opens_issued(entries, index, issued, number)
    ]
    if not starts:
        return entries, []
    attachments = []
    for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
        line = entries[start]
        if isinstance(line, Text) and line.text in issued:
            attachments.append(_Attached(line.text, entries[start + 1 : end], issued=True))
            continue
        named = _ATTACHED.fullmatch(line.text) if isinstance(line, Text) else None
        if named:
            attachments.append(_Attached(named["title"], entries[start + 1 : end]))
            continue
        apart = isinstance(line, Text) and _ATTACHMENT.fullmatch(line.text) is None
        head = entries[start + 1] if start + 1 < end else None
        if isinstance(head, Text) and ordinal(head.text) is None and len(head.text) <= 60:
            title = head.text.rstrip("。")
            attachments.append(_Attached(title, entries[start + 2 : end], separate=apart))
        else:
            attachments.append(_Attached("", entries[start + 1 : end], separate=apart))
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


def _is_label(text: str, number: str) -> bool:
    """Whether `text` is 附件1 or that behind `number`; another number must not get lost."""
    return _ATTACHMENT.fullmatch(text.removeprefix(number).lstrip()) is not None


def _opens_issued(entries: Sequence[Entry], index: int, issued: Sequence[str], number: str) -> bool:
    entry, above = entries[index], entries[index - 1]
    labelled = isinstance(above, Text) and _is_label(above.text, number)
    return isinstance(entry, Text) and entry.text in issued and not labelled


def _opens_attachment(entries: Sequence[Entry], index: int, number: str) -> bool:
    entry = entries[index]
    if not isinstance(entry, Text):
        return False
    text = entry.text
    if _is_label(text, number):
        return index + 1 < len(entries) and text not in ("附件：", "附件:")
    return bool(_ATTACHED.fullmatch(text)) and index + 2 < len(entries)
