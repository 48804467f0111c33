"""A document as text 文字: its blocks as headings, paragraphs and tables, a part at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.correcting import level_of, words_of
from corpus.document import BLOCK_TYPES, Block, Document, Table, attachment_numbers
from corpus.plain import (
    attendance_lines,
    imprint_lines,
    label_of,
    masthead_lines,
    signoff_lines,
)

PART = 15_000
"""Characters shown at a time: some 45 KB, so that a book of rules opens as fast as a letter."""
_KINDS = {cls: name for name, cls in BLOCK_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to show: a block, or a line that stands around the text, which has no id.

    `opens` is the id of the first block below the title of an attachment.
    """

    kind: str
    text: str = ""
    block: Block | None = None
    opens: str = ""

    @property
    def id(self) -> str:
        """The block's id; empty for what is no block."""
        return self.block.id if self.block else ""

    @property
    def level(self) -> str | None:
        """The level that the block has as a heading; see `level_of`."""
        return level_of(self.block) if self.block else None

    @property
    def size(self) -> int:
        """How many characters it shows."""
        if isinstance(self.block, Table):
            cells = (cell for row in (*self.block.head, *self.block.rows) for cell in row)
            return sum(len(cell.text) + 10 for cell in cells)
        return len(words_of(self.block) if self.block else self.text) + 20


def parts_of(document: Document) -> tuple[tuple[Piece, ...], ...]:
    """All of `document` in reading order, cut into parts of about `PART` characters; never none."""
    parts: list[tuple[Piece, ...]] = []
    part: list[Piece] = []
    size = 0
    for piece in _pieces(document):
        if part and size + piece.size > PART:
            parts.append(tuple(part))
            part, size = [], 0
        part.append(piece)
        size += piece.size
    return (*parts, tuple(part))


def part_with(parts: Sequence[Sequence[Piece]], block: str) -> int:
    """The number of the part that holds `block`, from 1; 1 where none does."""
    for number, part in enumerate(parts, start=1):
        if block and any(piece.id == block for piece in part):
            return number
    return 1


def _pieces(document: Document) -> Iterator[Piece]:
    yield from _lines("frame", [line for line in masthead_lines(document) if line])
    yield Piece("title", document.title)
    yield from _lines("byline", document.byline)
    if document.recipients:
        yield Piece("recipients", "、".join(document.recipients) + "：")
    yield from _blocks(document.blocks)
    if document.attendance:
        yield from _lines("frame", attendance_lines(document.attendance))
    if document.signoff:
        yield from _lines("signed", signoff_lines(document.signoff))
    yield from _lines("frame", [f"（{note}）" for note in document.notes])
    numbers = attachment_numbers(document.attachments)
    for number, attachment in zip(numbers, document.attachments, strict=True):
        if label := label_of(attachment, number, document.masthead):
            yield Piece("frame", label)
        first = attachment.blocks[0].id if attachment.blocks else ""
        yield Piece("attachment", attachment.title, opens=first)
        yield from _blocks(attachment.blocks)
    yield from _lines("frame", imprint_lines(document.copies, document.imprint))


def _lines(kind: str, lines: Sequence[str]) -> Iterator[Piece]:
    for line in lines:
        yield Piece(kind, line)


def _blocks(blocks: Sequence[Block]) -> Iterator[Piece]:
    for block in blocks:
        yield Piece(_KINDS[type(block)], "", block)
