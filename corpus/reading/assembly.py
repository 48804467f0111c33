"""Assembly: the entries of a file become documents with title, genre, place, facts, warnings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from corpus.document import Document, Layout, Source
from corpus.reading import decimals, flattened, glued
from corpus.reading.anthology import Part, split_parts
from corpus.reading.building import build
from corpus.reading.cautions import cautions_of
from corpus.reading.cleaning import Repair, clean_entries
from corpus.reading.entries import Entry, Text, first_line, last_line
from corpus.reading.facts import facts_of
from corpus.reading.frame import Head, cut_head
from corpus.reading.furniture import without_furniture
from corpus.reading.hidden import split_hidden
from corpus.reading.identity import identify
from corpus.reading.joining import join_entries
from corpus.reading.repeated import with_twins
from corpus.reading.roles import fitting
from corpus.reading.settings import USUAL, Settings
from corpus.reading.unnumbered import with_unnumbered_headings


def documents_of(
    entries: Sequence[Entry], name: str, settings: Settings = USUAL
) -> tuple[Document, ...]:
    """The documents that the lines of the file `name` hold, in order.

    `settings` say which rules of cleaning are off.
    """
    without = settings.without
    tabled = flattened.with_flattened_tables
    entries, tables = _with_rule(flattened.CODE, tabled, entries, without)
    entries, repairs = clean_entries(entries, without)
    pieces: list[tuple[Part, tuple[Repair, ...]]] = []
    for part in split_parts(entries):
        whole, points = _with_rule(decimals.CODE, decimals.without_decimals, part.entries, without)
        whole, splits = _with_rule(glued.CODE, glued.unglue, whole, without)
        joined, joins = join_entries(with_unnumbered_headings(whole), without)
        kept, left_out = without_furniture(joined, without)
        for piece in split_hidden(kept):
            if any(
                (isinstance(e, Text) and len(e.text) > 1) or not isinstance(e, Text) for e in piece
            ):
                first = not pieces or pieces[-1][0].marker != part.marker
                title = part.title if first else None
                own = part.own and title is not None
                changes = (*points, *splits, *joins, *left_out)
                pieces.append((Part(piece, part.marker, title, part.base, own), changes))
    several = len(pieces) > 1
    result = []
    for number, (part, changes) in enumerate(pieces, start=1):
        at = number if several else None
        document = _document(part, name, at, (*tables, *repairs, *changes), without)
        if document.blocks:
            result.append(document)
    return with_twins(result)


def _with_rule(
    code: str,
    rule: Callable[[Sequence[Entry]], tuple[tuple[Entry, ...], tuple[Repair, ...]]],
    entries: Sequence[Entry],
    without: Collection[str],
) -> tuple[Sequence[Entry], tuple[Repair, ...]]:
    return (entries, ()) if code in without else rule(entries)


def _document(
    part: Part,
    name: str,
    number: int | None,
    repairs: Sequence[Repair],
    without: Collection[str],
) -> Document:
    head, entries = cut_head(part.entries)
    if part.title is not None and head.title is None:
        head = replace(head, title=part.title)
    stated = head.title.text if head.title else None
    called = head.masthead.doc_number if head.masthead else None
    built = build(entries, stated or "", without, called or "")
    identity = identify(built, stated, part.base, own=part.own, bulletin=head.bulletin)
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
        masthead=head.masthead,
        byline=head.byline,
        recipients=built.recipients,
        blocks=fitting(built.blocks, identity.genre),
        attachments=built.attachments,
        notes=built.foot.notes,
        attendance=built.attendance,
        signoff=built.foot.signoff,
        copies=built.foot.copies,
        imprint=built.foot.imprint,
        facts=facts_of((*built.blocks, *attached)),
        source=Source(name, number, lines, part.marker),
        warnings=cautions_of(
            built.blocks,
            (*repairs, *built.repairs),
            lines,
            sure=identity.sure,
            stated=stated is not None,
            signed=built.foot.signoff is not None,
        ),
    )


def _layout(genre: str, head: Head) -> Layout:
    if genre == "纪要":
        return "minutes"
    if genre == "命令" and head.masthead:
        return "order"
    if head.masthead and not head.masthead.with_document and genre == "函":
        return "letter"
    return "document" if head.masthead else "plain"
