"""Passages: the block of a document that answers a query best, with the words marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from corpus.document import Document, Heading, Paragraph, Table
from corpus.library.content import Standing, fold, frame_of, spoken, standings, texts_in
from corpus.search.query import Query

# About two and a half lines of a result.
_WIDTH = 110
_BEFORE = 24


@dataclass(frozen=True, slots=True)
class Passage:
    """A block's passage: the headings above it, escaped HTML with <mark>, the block's id."""

    heading: str
    html: str
    block: str

    def to_json(self) -> dict[str, str]:
        """The passage as plain JSON values."""
        return {"heading": self.heading, "html": self.html, "block": self.block}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document taken apart into what can be shown: texts with where they stand, and folded."""

    document: Document
    passages: tuple[tuple[Standing, str, str], ...]


def prepare(document: Document) -> Prepared:
    """`document` taken apart; half of what a passage costs, and the same for every query."""
    return Prepared(
        document,
        tuple(
            (standing, text, fold(text))
            for standing in _all(document)
            for text in _passages(standing)
            if text
        ),
    )


def best(document: Document, query: Query, role: str | None = None) -> Passage:
    """The passage to show: most different words, most often; else how the document begins."""
    return best_of(prepare(document), query, role)


def best_of(prepared: Prepared, query: Query, role: str | None = None) -> Passage:
    """As `best`, of a document that was taken apart before."""
    words, document = query.shown, prepared.document
    chosen: tuple[tuple[int, int, int], Standing, str] | None = None
    for standing, text, folded in prepared.passages:
        if role and standing.role != role:
            continue
        rank = _rank(standing, folded, words)
        if chosen is None or rank > chosen[0]:
            chosen = rank, standing, text
    if role is None and not _has(document.title, words) and (chosen is None or not chosen[0][0]):
        for passage in _around(document, words):
            return passage
    if chosen is None:
        return Passage("", "", "")
    _, standing, text = chosen
    return Passage(
        heading="　".join(standing.headings),
        html=excerpt(text, words),
        block=standing.block.id,
    )


def excerpt(text: str, words: Sequence[str], width: int = _WIDTH) -> str:
    """The part of `text` where most of `words` stand, at most `width` characters, as HTML."""
    spans = _spans(text, words)
    start = 0
    if (spans and spans[0][1] > width) or len(text) > width:
        first = _densest(spans, width)
        start = max(0, min(first - _BEFORE, len(text) - width))
        start = _clause_start(text, start, first)
    end = min(len(text), start + width)
    spans = [(max(s, start), min(e, end)) for s, e in spans if s < end and e > start]
    html = _marked(text[:end], spans, start)
    return ("……" if start else "") + html + ("……" if end < len(text) else "")


def highlight(text: str, words: Sequence[str]) -> str:
    """`text` as escaped HTML with each of the folded `words` within <mark>."""
    return _marked(text, _spans(text, words), 0)


def _around(document: Document, words: Sequence[str]) -> Iterator[Passage]:
    """Passages of what stands around the blocks: titles of attachments, recipients, units."""
    for attachment in document.attachments:
        if _has(attachment.title, words):
            first = attachment.blocks[0].id if attachment.blocks else ""
            yield Passage("附件", excerpt(attachment.title, words), first)
    for text in frame_of(document):
        if _has(text, words):
            yield Passage("", excerpt(text, words), "")


def _has(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return any(word in folded for word in words)


def _all(document: Document) -> Iterator[Standing]:
    yield from standings(document.blocks)
    for attachment in document.attachments:
        for standing in standings(attachment.blocks):
            yield Standing(
                standing.block, (f"附件：{attachment.title}", *standing.headings), standing.role
            )


def _passages(standing: Standing) -> Iterator[str]:
    """The texts of a block that can be shown on their own."""
    block = standing.block
    match block:
        case Heading() | Paragraph():
            yield f"{block.marker or ''}{spoken(block)}"
        case Table():
            yield block.caption or ""
            for row in (*block.head, *block.rows):
                yield "　".join(cell.text for cell in row)
        case _:
            yield from texts_in(block)


def _rank(standing: Standing, folded: str, words: Sequence[str]) -> tuple[int, int, int]:
    counts = [folded.count(word) for word in words]
    different = sum(count > 0 for count in counts)
    # A heading alone tells less than the paragraph below it.
    running = 0 if isinstance(standing.block, Heading) else 1
    return different, running, min(sum(counts), 9) if different else 0


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where `words` stand in `text`: half-open, in order, without overlap."""
    whole = fold(text)
    places: Sequence[int] = range(len(text))
    if len(whole) != len(text):
        places = [n for n, character in enumerate(text) for _ in fold(character)]
    found = []
    for word in words:
        at = whole.find(word)
        while word and at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = whole.find(word, at + 1)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _densest(spans: Sequence[tuple[int, int]], width: int) -> int:
    """The start of the first span from which most others lie within `width`."""
    best, most = 0, 0
    for start, _ in spans:
        inside = sum(start <= s and e <= start + width - _BEFORE for s, e in spans)
        if inside > most:
            best, most = start, inside
    return best


def _clause_start(text: str, start: int, first: int) -> int:
    """A better place to begin: after the last stop before the first found word."""
    if start == 0:
        return 0
    for place in range(first, start, -1):
        if text[place - 1] in "。！？；，、：":
            return place
    return start


def _marked(text: str, spans: Sequence[tuple[int, int]], start: int) -> str:
    parts = []
    for begin, end in spans:
        parts.append(escape(text[start:begin]))
        parts.append(f"<mark>{escape(text[begin:end])}</mark>")
        start = end
    parts.append(escape(text[start:]))
    return "".join(parts)
