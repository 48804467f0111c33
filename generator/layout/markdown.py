"""Markdown of a document: real headings and tables, every text escaped."""

from __future__ import annotations

import math
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence

from corpus.charts import as_table
from corpus.document import (
    Attachment,
    Block,
    Chart,
    Document,
    Figure,
    Heading,
    Item,
    Label,
    Note,
    Paragraph,
    Table,
    attachment_numbers,
)
from corpus.plain import attendance_lines, imprint_lines, label_of, masthead_lines
from generator.layout.closing import attachment_name, spell_date
from generator.layout.grid import grid_of
from generator.layout.images import Images
from generator.layout.lines import printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$@])")
_LIST = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+])(?=\s|$)")
_KINDS = ((b"\xff\xd8", "jpeg"), (b"GIF8", "gif"), (b"BM", "bmp"))
_STOPS = "。．.：:；;！!？?"


def markdown(document: Document, images: Images | None = None) -> str:
    """The document as Markdown that pandoc reads back, everything of it from masthead to imprint.

    A blank line parts the blocks; ordinals are text, as on paper. Figures whose bytes `images`
    knows are part of the text, others leave a line in their place.
    """
    return "\n\n".join(_pieces(document, images or _nothing)) + "\n"


def _nothing(image: str) -> bytes | None:
    return None


def _pieces(document: Document, images: Images) -> Iterator[str]:
    yield from (_text(line) for line in masthead_lines(document) if line)
    if document.titled:
        yield f"# {_text(document.title)}"
    yield from map(_text, document.byline)
    if document.recipients:
        yield _text("、".join(r.rstrip("：:") for r in document.recipients) + "：")
    yield from _blocks(document.blocks, images)
    if listed := list(_list(document.attachments)):
        yield "\n\n".join(listed)
    if document.attendance:
        yield from map(_text, attendance_lines(document.attendance))
    if document.signoff:
        for name in (*document.signoff.issuers, *document.signoff.signers):
            yield _text(name)
        if document.signoff.date:
            yield _text(spell_date(document.signoff.date))
    for note in document.notes:
        yield _text(f"（{note.strip('（）()')}）")
    numbers = attachment_numbers(document.attachments)
    for number, attachment in zip(numbers, document.attachments, strict=True):
        if label := label_of(attachment, number, document.masthead):
            yield label
        yield f"# {_text(attachment_name(attachment.title))}"
        yield from _blocks(attachment.blocks, images)
    yield from map(_text, imprint_lines(document.copies, document.imprint))


def _list(attachments: Sequence[Attachment]) -> Iterator[str]:
    for number, attachment in zip(attachment_numbers(attachments), attachments, strict=True):
        if number is not None:
            marker = f"{number}." if number else ""
            name = marker + attachment_name(attachment.title)
            yield _text(("附件：" if number in ("", "1") else "") + name)


def _blocks(blocks: Sequence[Block], images: Images) -> Iterator[str]:
    for block in blocks:
        yield from (piece for piece in _block(block, images) if piece)


def _block(block: Block, images: Images) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {_text((block.marker or '') + block.text)}"
        case Paragraph():
            opening = (block.marker or "") + (block.lead or "")
            if block.lead:
                stop = "" if block.lead.endswith(tuple(_STOPS)) else "。"
                yield f"**{_text(opening + stop)}**{_text(block.text)}"
            else:
                yield _text(opening + block.text)
        case Item():
            yield _text((block.marker or "") + block.text)
        case Label():
            yield _text(f"{block.label}：{block.text}")
        case Note():
            yield _text(block.text)
        case Figure(chart=Chart()):
            yield from _block(as_table(block), images)
        case Figure():
            name = block.alt or block.caption or "照片"
            data = images(block.image)
            yield _picture(name, data) if data else _text(f"【图：{name}】")
            yield _text(block.caption or "")
        case Table():
            yield _text(block.caption or "")
            yield _table(block)


def _picture(name: str, data: bytes) -> str:
    """A picture in the text itself, so that one file holds all; by its first bytes told apart."""
    kind = next((kind for opening, kind in _KINDS if data.startswith(opening)), "png")
    return f"![{_text(name)}](data:image/{kind};base64,{b64encode(data).decode()})"


def _table(table: Table) -> str:
    """A pipe table; a spanning cell is repeated where it reaches, since Markdown has no spans."""
    grid = grid_of(table, math.inf)
    if grid is None:
        return ""
    texts = [[""] * grid.width for _ in range(grid.height)]
    for cell in grid.cells:
        for y in range(cell.rowspan):
            for x in range(cell.colspan):
                texts[cell.row + y][cell.column + x] = _text(cell.text, start=False)
    head = texts[0] if grid.head else [""] * grid.width
    marks = {"left": ":--", "center": ":-:", "right": "--:"}
    rows = [head, [marks[align] for align in grid.aligns], *texts[1 if grid.head else 0 :]]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _text(text: str, start: bool = True) -> str:
    text = _SPECIAL.sub(r"\\\1", printable(text))
    if start:
        text = _LIST.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)
    return text.strip()
