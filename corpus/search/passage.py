"""Passages: the block of a document that answers a query best, with the words marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

from corpus.document import Block, Document, Heading, Paragraph, Table
from corpus.library.content import BREAK, Standing, fold, frame_of, spoken, standings, texts_in
from corpus.search.query import Query

# About two and a half lines of a result.
_WIDTH = 110
_BEFORE = 24

# Different words, whether it is running text, how often the words stand there.
_Rank = tuple[int, bool, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block's passage: the headings above it, escaped HTML with <mark>, the block's id."""

    heading: str
    html: str
    block: str

    def to_json(self) -> dict[str, str]:
        """The passage as plain JSON values."""
        return {"heading": self.heading, "html": self.html, "block": self.block}


def best(document: Document, query: Query, role: str | None = None) -> Passage:
    """The passage to show: most different words, most often; else how the document begins."""
    words = query.shown
    chosen: tuple[_Rank, Standing, str] | None = None
    for standing in _all(document):
        if role and standing.role != role:
            continue
        for text in _passages(standing.block):
            if not (folded := fold(text)):
                continue
            rank = _rank(isinstance(standing.block, Heading), folded, words)
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


def best_of(body: Mapping[str, Any], folded: str, query: Query, role: str | None = None) -> Passage:
    """As `best`, of the JSON of a document whose folded text (`Content.text`) is at hand.

    The folded text tells which block it is; the others need not be taken apart.
    """
    part = None if role else _part(body, folded, query.shown)
    return best(part or Document.from_json(body), query, role)


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


def _passages(block: Block) -> Iterator[str]:
    """The texts of a block that can be shown on their own."""
    match block:
        case Heading() | Paragraph():
            yield f"{block.marker or ''}{spoken(block)}"
        case Table():
            yield block.caption or ""
            for row in (*block.head, *block.rows):
                yield "　".join(cell.text for cell in row)
        case _:
            yield from texts_in(block)


def _rank(heading: bool, folded: str, words: Sequence[str]) -> _Rank:
    counts = [folded.count(word) for word in words if word in folded]
    # A heading alone tells less than the paragraph below it.
    return len(counts), not heading, min(sum(counts), 9)


def _part(body: Mapping[str, Any], folded: str, words: Sequence[str]) -> Document | None:
    """The document with its best block only, and the headings before it.

    None where the words stand in no block, or the folded text turns out not to be the blocks'.
    """
    lines = iter(folded.split(BREAK))
    title = fold(body["title"])
    if title:
        next(lines, "")
    chosen: tuple[_Rank, Mapping[str, Any] | None, int, list[str]] | None = None
    for attachment in (None, *body.get("attachments", ())):
        if attachment and fold(attachment["title"]):
            next(lines, "")
        for number, block in enumerate((attachment or body)["blocks"]):
            count, texts = _counted(block)
            of_block = list(islice(lines, count))
            for text in of_block if texts is None else texts:
                rank = _rank(block["type"] == "heading", text, words)
                if chosen is None or rank > chosen[0]:
                    chosen = rank, attachment, number, of_block
    if chosen is None:
        return None
    (different, _, _), attachment, number, of_block = chosen
    if words and not different and not any(word in title for word in words):
        return None
    blocks = (attachment or body)["blocks"]
    kept = [block for block in blocks[:number] if block["type"] == "heading"]
    inside = {"blocks": [*kept, blocks[number]]}
    whole = {"title": body["title"]}
    part = Document.from_json(
        {**whole, "attachments": [{**attachment, **inside}]} if attachment else {**whole, **inside}
    )
    *_, shown = part.all_blocks()
    return part if list(filter(None, map(fold, texts_in(shown)))) == of_block else None


def _counted(block: Mapping[str, Any]) -> tuple[int, list[str] | None]:
    """How many lines of the folded text a block has; what is shown of it, where that differs."""
    if block["type"] not in ("table", "figure"):
        # A label and a lead bring a mark of their own.
        if "label" in block or block.get("lead") or block["text"][:1].isalnum():
            return 1, None
        return int(bool(fold(block["text"]))), None
    taken = Document.from_json({"blocks": [block]}).blocks[0]
    count = sum(bool(fold(text)) for text in texts_in(taken))
    return count, [text for text in map(fold, _passages(taken)) if text]


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
