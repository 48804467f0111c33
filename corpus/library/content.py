"""What a document says, apart from how it looks: for duplicates and for the search."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import (
    Block,
    Document,
    Figure,
    Heading,
    Label,
    Paragraph,
    Table,
)
from corpus.plain import spelt_date

# Stands between blocks in a folded text: no folded word holds it, so none crosses a block.
BREAK = "\n"


def _simplified() -> dict[int, str]:
    """Traditional form → simplified one; `simplified.txt` says where the pairs come from."""
    lines = (Path(__file__).parent / "simplified.txt").read_text("utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}


SIMPLIFIED = _simplified()


class _Folding(dict[int, str]):
    """Code point → its folded characters, worked out on first sight."""

    def __missing__(self, code: int) -> str:
        folded = "".join(
            c
            for c in unicodedata.normalize("NFKC", chr(code)).lower()
            if unicodedata.category(c)[0] not in "ZC"
        ).translate(SIMPLIFIED)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """`text` for comparison: NFKC, lower-case, simplified 简体, without white space.

    Character by character, so that a place in the folded text can be told in the original.
    """
    return text.translate(_FOLDING)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the folded text: from its heading to the next; `role` as the heading has it."""

    role: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Content:
    """The folded text of a document, block by block, with its title, headings and sections."""

    title: str
    headings: str
    text: str
    sections: tuple[Section, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A block with the headings that it stands under, outermost first, and its section's role."""

    block: Block
    headings: tuple[str, ...]
    role: str | None


def standings(blocks: Iterable[Block]) -> Iterator[Standing]:
    """Each block with where it stands; a heading without a role has that of the one above."""
    above: list[tuple[int, str, str | None]] = []
    for block in blocks:
        role = above[-1][2] if above else None
        match block:
            case Heading(level=level):
                above = [entry for entry in above if entry[0] < level]
                role = block.role or (above[-1][2] if above else None)
                above.append((level, f"{block.marker or ''}{block.text}", role))
            case Paragraph(role=str(own)):
                role = own
        yield Standing(block, tuple(text for _, text, _ in above), role)


def content_of(document: Document) -> Content:
    """The content of `document`; the hash covers title, blocks and attachments, not marks."""
    parts: list[str] = []
    headings: list[str] = []
    sections: list[Section] = []

    def append(role: str | None, texts: Iterable[str]) -> None:
        start = sections[-1].end if sections else 0
        folded = [text for text in map(fold, texts) if text]
        parts.extend(folded)
        end = start + sum(len(text) + len(BREAK) for text in folded)
        if sections and sections[-1].role == role:
            sections[-1] = replace(sections[-1], end=end)
        elif end > start:
            sections.append(Section(role, start, end))

    append(None, [document.title])
    for standing in standings(document.blocks):
        headings.extend(headings_in(standing.block))
        append(standing.role, texts_in(standing.block))
    for attachment in document.attachments:
        headings.append(attachment.title)
        append(None, [attachment.title])
        for block in attachment.blocks:
            append(None, texts_in(block))
    digest = hashlib.sha256(BREAK.join(parts).encode()).hexdigest()
    append(None, frame_of(document))
    return Content(
        title=fold(document.title),
        headings=BREAK.join(filter(None, map(fold, headings))),
        text=BREAK.join(parts),
        sections=tuple(sections),
        hash=digest,
    )


def texts_in(block: Block) -> Iterator[str]:
    """The texts of `block` in reading order; lead and text of a paragraph are one."""
    match block:
        case Heading() | Paragraph():
            yield spoken(block)
        case Label():
            yield f"{block.label}：{block.text}"
        case Table():
            yield block.caption or ""
            for row in (*block.head, *block.rows):
                for cell in row:
                    yield cell.text
        case Figure():
            yield block.caption or ""
            yield block.alt
        case _:
            yield block.text


def spoken(block: Heading | Paragraph) -> str:
    """The text of a heading or paragraph with its run-in lead in front."""
    if isinstance(block, Paragraph) and block.lead:
        return f"{block.lead}。{block.text}"
    return block.text


def headings_in(block: Block) -> Iterator[str]:
    """What in `block` is a heading: its own text, a lead, or a table's caption."""
    match block:
        case Heading():
            yield block.text
        case Paragraph(lead=str(lead)):
            yield lead
        case Table(caption=str(caption)):
            yield caption


def frame_of(document: Document) -> Iterator[str]:
    """What stands around the text: found by the search, but no part of what makes a duplicate."""
    yield document.issuer or ""
    yield from document.recipients
    yield from document.notes
    if document.signoff:
        yield from (*document.signoff.issuers, *document.signoff.signers)
        # as it is printed: 灭鼠 2021 asks for the paper of that year, which may say it nowhere else
        yield spelt_date(document.signoff.date or "")
    if document.masthead:
        yield document.masthead.doc_number or ""
