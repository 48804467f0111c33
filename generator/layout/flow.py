"""The flow: what of a document stands where, in which face and with which space.

It is decided here once, in the order of GB/T 9704-2012 7.3; Word and PDF only write it down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from corpus.document import (
    Attachment,
    Block,
    Document,
    Figure,
    Heading,
    Item,
    Label,
    Note,
    Paragraph,
    Table,
)
from generator.layout import gbt9704
from generator.layout.closing import attachment_list, attendance, remarks, sign_off
from generator.layout.gbt9704 import STYLES, Face
from generator.layout.grid import Grid, grid_of
from generator.layout.lines import (
    BLANK,
    Closing,
    Flow,
    Foot,
    Line,
    Node,
    Part,
    Picture,
    Run,
    line,
    printable,
    runs,
)
from generator.layout.masthead import imprint, masthead
from generator.layout.title import break_title
from generator.layout.units import Chars, Mm
from generator.layout.widths import characters

_STOP = re.compile(r"[。．.：:；;！!？?]$")


def lay_out(document: Document) -> Flow:
    """The document on paper; nothing of it is left out."""
    names = tuple(n for n in (document.issuer, document.place) if n)
    nodes: list[Node] = [*masthead(document.masthead)] if document.masthead else []
    if document.title:
        nodes += (_title("Title", document.title, names), BLANK)
    if document.recipients:
        nodes.append(
            line("Recipients", "、".join(r.rstrip("：:") for r in document.recipients) + "：")
        )
    nodes += _blocks(document.blocks, landscape=False)
    nodes += _closing(
        (*attachment_list(document.attachments), *attendance(document.attendance)),
        sign_off(document.signoff),
    )
    nodes += remarks(document.notes)
    return Flow(
        printable(document.title),
        printable(document.issuer or ""),
        printable(document.genre),
        _footed(
            _parts(nodes, document.attachments, names), imprint(document.copies, document.imprint)
        ),
    )


def _closing(between: tuple[Line, ...], signed: tuple[Line, ...]) -> tuple[Node, ...]:
    """The lines before the sign-off and itself, which never stands without text (7.3.5.5)."""
    return (Closing((*between, *signed)),) if signed else between


def _title(style: str, text: str, names: Iterable[str]) -> Line:
    rows = break_title(printable(text), names)
    return Line(style, tuple(runs(row) for row in rows))


def _parts(
    nodes: list[Node], attachments: Sequence[Attachment], names: Sequence[str]
) -> tuple[Part, ...]:
    """The body and its attachments, each of which opens a page (7.3.7)."""
    parts = [Part(tuple(nodes))]
    for number, attachment in enumerate(attachments, 1):
        text = f"附件{number}" if len(attachments) > 1 else "附件"
        label = line("AttachmentLabel", text)
        opening = (
            (label, BLANK, _title("AttachmentTitle", attachment.title, names), BLANK)
            if attachment.title
            else (label, BLANK)
        )
        own = (*opening, *_blocks(attachment.blocks, attachment.landscape))
        if attachment.landscape == parts[-1].landscape and parts[-1].nodes:
            own = (replace(label, new_page=True), *own[1:])
            parts[-1] = replace(parts[-1], nodes=(*parts[-1].nodes, *own))
        elif not parts[-1].nodes:
            parts[-1] = Part(own, attachment.landscape)
        else:
            parts.append(Part(own, attachment.landscape))
    return tuple(parts)


def _footed(parts: tuple[Part, ...], foot: tuple[Foot, ...]) -> tuple[Part, ...]:
    """The parts with the imprint on the last page, which stands upright (7.4)."""
    if not foot:
        return parts
    if parts[-1].landscape:
        return (*parts, Part(foot))
    return (*parts[:-1], replace(parts[-1], nodes=(*parts[-1].nodes, *foot)))


def _blocks(blocks: Sequence[Block], landscape: bool) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for is_label, group in groupby(blocks, key=lambda b: isinstance(b, Label)):
        if is_label:
            nodes += _labels([b for b in group if isinstance(b, Label)])
        else:
            for block in group:
                nodes += _block(block, landscape)
    return tuple(nodes)


def _block(block: Block, landscape: bool) -> Iterator[Node]:
    match block:
        case Heading():
            level = min(max(block.level, 1), 5)
            yield line(f"Heading{level}", (block.marker or "") + block.text)
        case Paragraph() if block.lead or block.marker:
            yield _run_in(block)
        case Paragraph():
            yield line("BodyText", block.text)
        case Item():
            yield line("Item", (block.marker or "") + block.text)
        case Table():
            yield from _table(block, landscape)
        case Figure():
            yield Picture(block.image, Mm(block.width_mm), printable(block.alt))
            if block.caption:
                yield line("FigureCaption", block.caption)
        case Note():
            yield line("Note", block.text)
        case Label():
            yield from _labels([block])


def _run_in(block: Paragraph) -> Line:
    """A paragraph that opens with a heading of its level: the lead in that level's face."""
    face: Face | None = None
    if block.level in (1, 2):
        face = STYLES[f"Heading{block.level}"].face
    marker = block.marker or ""
    if not block.lead:
        return Line("BodyText", (runs(marker) + runs(block.text),))
    stop = "" if _STOP.search(block.lead) else "。"
    return Line("BodyText", (runs(f"{marker}{block.lead}{stop}", face) + runs(block.text),))


def _table(table: Table, landscape: bool) -> Iterator[Line | Grid]:
    if table.caption:
        yield line("Caption", table.caption)
    room = gbt9704.TEXT_HEIGHT if landscape else gbt9704.TEXT_WIDTH
    grid = grid_of(table, room.ratio(gbt9704.SMALL_FOUR))
    if grid is not None:
        yield grid
        yield Line("TableEnd")


def _labels(labels: Sequence[Label]) -> Iterator[Line]:
    """Label lines one below the other: labels spread to one width, texts after the colon."""
    lengths = [characters(label.label) for label in labels]
    widest = max(lengths)
    if widest > 5 or any(length < 2 for length in lengths):
        widest = 0.0  # too different to be lined up: each takes its own width
    for label, length in zip(labels, lengths, strict=True):
        wide = widest or length
        name = printable(label.label)
        spread = (wide - length) / (len(name) - 1) if len(name) > 1 else 0.0
        head = runs(name)
        if spread:
            head = (Run(name[:-1], spread=Chars(spread)), Run(name[-1]))
        yield Line(
            "Label",
            (head + runs("：" + label.text),),
            left=Chars(gbt9704.FIRST_LINE.count + wide + 1),
            first=Chars(-wide - 1),
        )
