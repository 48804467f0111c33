"""Pages beside the form 页面: pictures by what they show, and where blocks and gaps stand."""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, request, url_for

from corpus.document import Block, Figure, Heading, Item, Label, Paragraph, Table
from generator.compose import Composition
from generator.layout.images import Images
from generator.layout.preview import Preview
from webapp import places, previews
from webapp.cells import LEFT, UP, places_of
from webapp.context import profile
from webapp.errors import InvalidRequest, PageMissing
from webapp.leaves import Box, folded
from webapp.places import Print

KEPT = 400
"""So many pages stay reachable; a long draft has thirty."""
DRAWN = 10_000
"""So many blocks keep their rectangles: a draft of seventy pages has five hundred."""
_GAP = "【待补"
_START = 12
"""Characters that identify the beginning of a block where its end was set differently."""
_NEAR = 400
"""So many characters on the next cell of a table is looked for: many say the same."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the tag of what it shows, its address without the width, its height in thousandths
    of the width."""

    etag: str
    src: str
    height: int

    def to_json(self) -> dict[str, str | int]:
        """The page for the script."""
        return {"etag": self.etag, "src": self.src, "height": self.height}


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of one state of a draft, and the marks on them in thousandths of the width."""

    pages: tuple[Page, ...]
    marks: tuple[dict[str, Any], ...]


_lock = threading.Lock()
_drawn: dict[tuple[str, float, int, int], list[list[float]]] = {}
_pages: OrderedDict[tuple[int, str], tuple[Preview, int]] = OrderedDict()


def lay_out(
    made: Composition,
    targets: Mapping[str, tuple[str, str]],
    owner: int,
    images: Images | None = None,
) -> Sheets:
    """The pages of `made`; they stay reachable for `owner` under their tags.

    `targets` gives for a printed gap (its label) the control and the group that it leads to.
    `images` gives the bytes of its photos. Raises `LayoutError`.
    """
    preview = Preview.of(made.document, images, profile=profile())
    printed = places.print_of(preview.file)
    tags = tags_of(printed, _pictured(made))
    with _lock:
        for number, tag in enumerate(tags, 1):
            _pages[owner, tag] = preview, number
            _pages.move_to_end((owner, tag))
        while len(_pages) > KEPT:
            _pages.popitem(last=False)
    pages = tuple(
        Page(tag, url_for("drafts.page", tag=tag), round(1000 * sheet.height / sheet.width))
        for tag, sheet in zip(tags, printed.sheets, strict=True)
    )
    return Sheets(pages, tuple(_marks(made, targets, printed)))


def tags_of(printed: Print, pictured: str = "") -> list[str]:
    """A tag for each page of what it shows, from its letters and where they stand.

    Several times faster than from the page's picture; a page whose letters stay has the same
    picture, since rules of tables follow the letters between them, and photos are told by
    `pictured`.
    """
    pages = zip(printed.sheets, printed.digests, strict=True)
    told = (f"{n} {sheet}{pictured}{digest}" for n, (sheet, digest) in enumerate(pages))
    return [hashlib.sha256(one.encode()).hexdigest()[:24] for one in told]


def _pictured(made: Composition) -> str:
    """The photos and charts of a document, in their order and size."""
    figures = (block for block in made.document.all_blocks() if isinstance(block, Figure))
    return "".join(f" {f.image} {f.width_mm} {f.alt}" for f in figures)


def picture(owner: int, tag: str, width: int) -> Response:
    """The page with this tag as PNG; its address never shows anything else, so it is kept.

    Raises `PageMissing` for a page that was forgotten, `InvalidRequest` for another width.
    """
    if width not in previews.WIDTHS:
        raise InvalidRequest(f"不提供 {width} 像素宽的页面图", remedy="刷新页面再看")
    with _lock:
        found = _pages.get((owner, tag))
    if found is None:
        raise PageMissing("这一页已经换了", remedy="刷新页面再看")
    etag = f"{tag}-{width}"
    if etag in request.if_none_match:
        response = make_response("", 304)
    else:
        preview, number = found
        response = make_response(preview.png(number, width))
        response.mimetype = "image/png"
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _marks(
    made: Composition, targets: Mapping[str, tuple[str, str]], printed: Print
) -> Iterator[dict[str, Any]]:
    """A mark for every block of a section, in reading order, and for every gap."""
    owners = {block: id for id, ids in made.spans.items() for block in ids}
    tables: Counter[str] = Counter()
    at = 0
    for block in made.document.all_blocks():
        text = folded(words_of(block))
        span = _span(printed.text, text, at)
        section = owners.get(block.id, "")
        section = "basics" if section == "opening" else section
        if span is not None:
            at = span[1]
            yield from _mark(printed, span, "block", section, f"g:{section}", text)
        if isinstance(block, Table):
            known = {"section": section, "target": f"g:{section}", "table": tables[section]}
            marks, at = _rows(printed, block, span[0] if span and not block.caption else at)
            yield from (mark | known for mark in marks)
        if isinstance(block, Table) or (isinstance(block, Figure) and block.chart):
            tables[section] += 1
    yield from _framed(made, printed, at)
    start = printed.text.find(_GAP)
    while start >= 0:
        end = printed.text.find("】", start) + 1 or len(printed.text)
        label = printed.text[start + len(_GAP) + 1 : end - 1]
        target, section = targets.get(label, ("", ""))
        yield from _mark(printed, (start, end), "gap", section, target, label)
        start = printed.text.find(_GAP, end)


def _framed(made: Composition, printed: Print, at: int) -> Iterator[dict[str, Any]]:
    """Marks for the title and the recipients above the blocks, and for the sign-off below."""
    document = made.document
    signing = document.signoff.issuers if document.signoff else ()
    recipients = "、".join(name.rstrip("：:") for name in document.recipients)
    above = (document.title, *document.byline, recipients)
    for group, texts, start in (("basics", above, 0), ("closing", signing, at)):
        for text in map(folded, texts):
            span = _span(printed.text, text, start)
            if span is not None:
                yield from _mark(printed, span, "block", group, f"g:{group}", text)


def _span(printed: str, text: str, at: int) -> tuple[int, int] | None:
    """Where `text` is printed from `at` on; a page's foot may stand inside it."""
    if not text:
        return None
    start = printed.find(text, at)
    if start < 0 and (start := printed.find(text[:_START], at)) < 0:
        return None
    return start, min(start + len(text), len(printed))


def _rows(printed: Print, table: Table, at: int) -> tuple[list[dict[str, Any]], int]:
    """A mark over each row of `table`, printed from `at` on, whose `cells` say how far left each
    begins (-1 for one without words), and where the table ends."""
    marks: list[dict[str, Any]] = []
    for number, row in enumerate(places_of(table)):
        found: list[int] = []
        starts: list[float] = []
        for words in row:
            text = folded(words) if words not in (LEFT, UP) else ""
            start = printed.text.find(text, at, at + _NEAR + len(text)) if text else -1
            starts.append(-1 if start < 0 else _share(printed, start))
            if start >= 0:
                at = start + len(text)
                found += range(start, at)
        for page in sorted({printed.pages[n] for n in found}):
            own = [printed.boxes[n] for n in found if printed.pages[n] == page]
            left, top = min(x for x, *_ in own), min(y for _, y, *_ in own)
            right, foot = max(x + w for x, _, w, _ in own), max(y + h for _, y, _, h in own)
            width = printed.sheets[page - 1].width
            rect = [round(v * 1000 / width, 1) for v in (left, top, right - left, foot - top)]
            told = {"page": page, "kind": "row", "text": "", "row": number, "cells": starts}
            marks.append({**told, "rects": [rect]})
    return marks, at


def _share(printed: Print, n: int) -> float:
    """How far from the left the `n`-th character stands, in thousandths of its page."""
    return round(printed.boxes[n][0] * 1000 / printed.sheets[printed.pages[n] - 1].width, 1)


def words_of(block: Block) -> str:
    """What of a block is printed in one run."""
    match block:
        case Heading(marker=marker, text=text) | Item(marker=marker, text=text):
            return (marker or "") + text
        case Paragraph(marker=marker, lead=lead, text=text):
            return (marker or "") + (f"{lead}。" if lead else "") + text
        case Label(label=label, text=text):
            return f"{label}：{text}"
        case Figure(caption=caption):
            return caption or ""
        case Table(caption=caption, head=head, rows=rows):
            return caption or "".join(cell.text for row in (*head, *rows)[:1] for cell in row)
    return ""


def _mark(
    printed: Print, span: tuple[int, int], kind: str, section: str, target: str, text: str
) -> Iterator[dict[str, Any]]:
    start, stop = span
    while start < stop:
        page = printed.pages[start]
        end = min(stop, bisect_right(printed.pages, page, start))
        yield {
            "page": page,
            "kind": kind,
            "section": section,
            "target": target,
            "text": text,
            "rects": _rects(printed, page, start, end),
        }
        start = end


def _rects(printed: Print, page: int, start: int, end: int) -> list[list[float]]:
    """The lines of the characters from `start` to `end` of one page, in thousandths of its width;
    kept, since most of a long draft stays where it was."""
    first = bisect_left(printed.pages, page)
    width = printed.sheets[page - 1].width
    key = printed.digests[page - 1], width, start - first, end - first
    with _lock:
        if (found := _drawn.get(key)) is not None:
            return found
    lines = _lines(printed.boxes[start:end])
    made = [[round(v * 1000 / width, 1) for v in line] for line in lines]
    with _lock:
        if len(_drawn) >= DRAWN:
            _drawn.clear()
        _drawn[key] = made
    return made


def _lines(boxes: Iterable[Box]) -> list[Box]:
    """The boxes of one line after another, each joined and a little taller than its letters."""
    lines: list[Box] = []
    for x, y, w, h in boxes:
        if lines:
            left, top, _, height = lines[-1]
            if abs(y + h / 2 - top - height / 2) < max(h, height) / 2 and x >= left:
                bottom = max(top + height, y + h)
                top = min(top, y)
                lines[-1] = left, top, x + w - left, bottom - top
                continue
        lines.append((x, y, w, h))
    return lines
