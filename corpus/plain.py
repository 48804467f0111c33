"""Plain text 纯文本: a document as lines that the reader reads back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.charts import as_table
from corpus.document import (
    Attachment,
    Attendance,
    Block,
    Chart,
    Document,
    Figure,
    Heading,
    Imprint,
    Item,
    Label,
    Masthead,
    Note,
    Paragraph,
    SignOff,
    Table,
    attachment_numbers,
)
from corpus.frame import order_mark

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def plain_text(document: Document) -> str:
    """`document` as plain text, a line for each block, ending in a line break.

    For canonical documents `read_text` gives back the title and the type, level, marker, lead
    and text of every block. Tables are tab-separated lines under `表：caption` with merged cells
    written once, charts are their tables; pictures leave only `图：caption` behind; attachments
    follow a line 附件1.
    """
    lines: list[str] = []
    lines += masthead_lines(document)
    if document.title:
        titled = (document.title,) if document.titled else ()
        lines += [*titled, *document.byline, ""]
    if document.recipients:
        lines += ["、".join(document.recipients) + "："]
    lines += _block_lines(document.blocks)
    if document.attendance:
        lines += ["", *attendance_lines(document.attendance)]
    if document.signoff:
        lines += ["", *signoff_lines(document.signoff)]
    lines += [f"（{note}）" for note in document.notes]
    numbers = attachment_numbers(document.attachments)
    for number, attachment in zip(numbers, document.attachments, strict=True):
        lines += _attachment_lines(attachment, number, document.masthead)
    if document.copies or document.imprint:
        lines += ["", *imprint_lines(document.copies, document.imprint)]
    return "\n".join(lines).strip("\n") + "\n"


def attendance_lines(attended: Attendance) -> list[str]:
    """Who was there, a line for each list: 出席：周某某、李某某."""
    lists = (("出席", attended.present), ("请假", attended.absent), ("列席", attended.observers))
    return [f"{label}：{'、'.join(names)}" for label, names in lists if names]


def masthead_lines(document: Document) -> list[str]:
    """The masthead 版头, a line for each part, with a blank one below; nothing without one."""
    masthead = document.masthead
    if masthead is None:
        return []
    if document.layout == "order":
        mark = order_mark(masthead.issuers, document.title)
    else:
        mark = "、".join(masthead.issuers)
        mark += "文件" if mark and masthead.with_document else ""
    signers = f"签发人：{'、'.join(masthead.signers)}" if masthead.signers else ""
    return [
        *filter(None, (masthead.copy_number, masthead.urgency)),
        *filter(None, (mark, masthead.doc_number, signers)),
        "",
    ]


def imprint_lines(copies: Iterable[str], imprint: Imprint | None) -> list[str]:
    """The foot of the last page: 抄送 with the `copies`, and who printed the text when."""
    names = "，".join(copies)
    printed = f"{imprint.issuer}  {spelt_date(imprint.date or '')}印发" if imprint else ""
    return [*filter(None, (f"抄送：{names}。" if names else "", printed))]


def _block_lines(blocks: Iterable[Block]) -> list[str]:
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Block) -> list[str]:
    match block:
        case Heading():
            return [_marked(block.marker, block.text)]
        case Paragraph():
            lead = f"{block.lead}。" if block.lead else ""
            return [_marked(block.marker, lead + block.text)]
        case Item():
            return [_marked(block.marker, block.text)]
        case Label():
            return [f"{block.label}：{block.text}"]
        case Table():
            return _table_lines(block)
        case Figure(chart=Chart()):
            return _table_lines(as_table(block))
        case Figure():
            return [f"图：{block.caption or block.alt}"]
        case Note():
            return [f"注：{block.text}"]


def _marked(marker: str | None, text: str) -> str:
    """`text` behind its marker; a space keeps `1.` and a year apart."""
    marker = marker or ""
    gap = " " if marker.endswith(".") and text[:1].isdigit() else ""
    return f"{marker}{gap}{text}"


def _table_lines(table: Table) -> list[str]:
    rows = ["\t".join(cell.text for cell in row) for row in (*table.head, *table.rows)]
    return ["", f"表：{table.caption or ''}", *rows, ""]


def signoff_lines(signoff: SignOff) -> list[str]:
    """The sign-off 落款: who signs, and the date as it is written out."""
    return [
        *signoff.issuers,
        *signoff.signers,
        *([spelt_date(signoff.date)] if signoff.date else []),
    ]


def spelt_date(date: str) -> str:
    """A date as papers print it, 2026年4月8日; what is no date of the form 2026-04-08 as it is."""
    match = _ISO.fullmatch(date)
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日" if match else date


def label_of(attachment: Attachment, number: str | None, masthead: Masthead | None) -> str:
    """What opens an attachment: 附件1, behind the 发文字号 where it is bound apart; "" for nothing.

    `number` is the one that `attachment_numbers` gives.
    """
    if number is None:
        return ""
    told = masthead.doc_number if attachment.separate and masthead else None
    return f"{told or ''}附件{number}"


def _attachment_lines(
    attachment: Attachment, number: str | None, masthead: Masthead | None
) -> list[str]:
    label = [told] if (told := label_of(attachment, number, masthead)) else []
    return ["", *label, attachment.title, *_block_lines(attachment.blocks)]
