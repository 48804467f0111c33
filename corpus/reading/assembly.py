"""Assembly: the entries of a file become documents with title, genre, place, facts, warnings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document, Layout, Masthead, Source
from corpus.reading.anthology import Part, split_parts
from corpus.reading.building import build
from corpus.reading.cautions import cautions_of
from corpus.reading.cleaning import Repair, clean_entries
from corpus.reading.entries import Entry, Text, first_line, last_line
from corpus.reading.facts import facts_of
from corpus.reading.furniture import without_furniture
from corpus.reading.hidden import split_hidden
from corpus.reading.identity import identify
from corpus.reading.joining import join_entries
from corpus.reading.titles import is_title

_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}〔[0-9x]{4}〕[0-9x]{1,4}号")


def documents_of(entries: Sequence[Entry], name: str) -> tuple[Document, ...]:
    """The documents that the lines of the file `name` hold, in order."""
    entries, repairs = clean_entries(entries)
    pieces: list[tuple[Part, tuple[Repair, ...]]] = []
    parts = split_parts(entries)
    for part in parts:
        joined, joins = join_entries(part.entries)
        kept = without_furniture(joined)
        for piece in split_hidden(kept):
            if any(
                (isinstance(e, Text) and len(e.text) > 1) or not isinstance(e, Text) for e in piece
            ):
                first = not pieces or pieces[-1][0].marker != part.marker
                title = part.title if first else None
                own = part.own and title is not None
                pieces.append((Part(piece, part.marker, title, part.base, own), joins))
    several = len(pieces) > 1
    result = []
    for number, (part, joins) in enumerate(pieces, start=1):
        document = _document(part, name, number if several else None, (*repairs, *joins))
        if document.blocks:
            result.append(document)
    return tuple(result)


def _document(part: Part, name: str, number: int | None, repairs: Sequence[Repair]) -> Document:
    head, entries = _head(part.entries)
    if part.title is not None and head.title is None:
        head = _Head(part.title, head.doc_number)
    built = build(entries)
    stated = head.title.text if head.title else None
    identity = identify(built, stated, part.base, own=part.own)
    begin = head.title.lines if head.title and head.title.lines else None
    first = begin[0] if begin else first_line(part.entries)
    last = last_line(part.entries) or (begin[1] if begin else None)
    lines = (first, last) if first and last else None
    attached = (block for attachment in built.attachments for block in attachment.blocks)
    return Document(
        layout=_layout(identity.genre, head),
        title=identity.title,
        title_source=identity.title_source,
        genre=identity.genre,
        topics=identity.topics,
        issuer=identity.issuer,
        place=identity.place,
        year=identity.year,
        masthead=Masthead(doc_number=head.doc_number) if head.doc_number else None,
        recipients=built.recipients,
        blocks=built.blocks,
        attachments=built.attachments,
        signoff=built.signoff,
        facts=facts_of((*built.blocks, *attached)),
        source=Source(name, number, lines, part.marker),
        warnings=cautions_of(built.blocks, repairs, lines, identity.sure),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the text of a document."""

    title: Text | None = None
    doc_number: str | None = None


def _head(entries: Sequence[Entry]) -> tuple[_Head, Sequence[Entry]]:
    """The title, which may take two lines, and the document number above the text."""
    doc_number: str | None = None
    rest = list(entries)
    if rest and isinstance(rest[0], Text) and _DOC_NUMBER.fullmatch(rest[0].text):
        doc_number = rest.pop(0).text  # type: ignore[union-attr]
    first = rest[0] if rest else None
    if not isinstance(first, Text):
        return _Head(None, doc_number), rest
    if first.level == 0 or is_title(first.text):
        return _Head(first, doc_number), rest[1:]
    second = rest[1] if len(rest) > 2 else None
    if (
        isinstance(second, Text)
        and len(first.text) <= 30
        and is_title(second.text)
        and is_title(first.text + second.text)
    ):
        return _Head(Text(first.text + second.text, first.lines), doc_number), rest[2:]
    return _Head(None, doc_number), rest


def _layout(genre: str, head: _Head) -> Layout:
    if head.doc_number:
        return "document"
    return "minutes" if genre == "纪要" else "plain"
