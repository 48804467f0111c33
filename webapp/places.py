"""Where words stand on the pages: rectangles for the yellow, page numbers for the outline."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.layout.pdf import Pdf
from webapp.leaves import Box, folded, leaves_of

KEPT, CHARACTERS = 24, 600_000
"""Documents kept at most, and characters of them: each takes some 200 bytes with its place."""

BEGINNINGS = (24, 10)
"""Characters by which a block is known whose print differs from its text further on."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Print:
    """The printed characters of a document in order, each with its page (from 1) and box;
    `digests` tell of each page what stands on it and where."""

    sheets: tuple[Sheet, ...]
    text: str
    pages: tuple[int, ...]
    boxes: tuple[Box, ...]
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Find:
    """One place where a word was found: its number in the document, its page and boxes.

    A word that a page break divides stands on its first page; `after` are the boxes of the rest
    on the next one.
    """

    number: int
    page: int
    boxes: tuple[Box, ...]
    after: tuple[Box, ...] = ()

    def on(self, page: int) -> tuple[Box, ...]:
        """The boxes on `page`."""
        return self.boxes if page == self.page else self.after if page == self.page + 1 else ()


@dataclass(frozen=True, slots=True)
class Start:
    """Where a heading begins."""

    page: int
    top: float


_lock = threading.Lock()
_prints: OrderedDict[str, Print] = OrderedDict()


def print_of(pdf: Pdf) -> Print:
    """The characters that `pdf` prints, without white space and page numbers; kept for a while."""
    with _lock:
        if pdf.digest in _prints:
            _prints.move_to_end(pdf.digest)
            return _prints[pdf.digest]
    made = _read(pdf.data)
    with _lock:
        _prints[pdf.digest] = made
        while len(_prints) > 1 and (
            len(_prints) > KEPT or sum(len(one.text) for one in _prints.values()) > CHARACTERS
        ):
            _prints.popitem(last=False)
    return made


def find(printed: Print, words: Iterable[str]) -> tuple[Find, ...]:
    """Every place where one of `words` stands, in reading order, overlaps left out."""
    spans = sorted(span for word in words for span in _spans(printed.text, folded(word)))
    finds: list[Find] = []
    end = 0
    for start, stop in spans:
        if start < end:
            continue
        end = stop
        finds.append(_placed(printed, len(finds) + 1, start, stop))
    return tuple(finds)


def passage(printed: Print, text: str) -> Find | None:
    """Where the block of `text` is printed, numbered 0; at least its beginning, else None."""
    whole = folded(text)
    for length in (len(whole), *BEGINNINGS):
        at = printed.text.find(whole[:length]) if whole else -1
        if at >= 0:
            return _placed(printed, 0, at, at + min(length, len(whole)))
    return None


def first_within(finds: Iterable[Find], passage: Find) -> int:
    """The number of the first of `finds` that lies in `passage`; 1 where none does."""
    for one in finds:
        if any(_overlaps(box, line) for box in one.boxes for line in passage.on(one.page)):
            return one.number
    return 1


def starts(printed: Print, headings: Iterable[tuple[str, str]]) -> dict[str, Start]:
    """Where each of `headings` (id, words), given in reading order, begins; the lost are absent."""
    found: dict[str, Start] = {}
    at = 0
    for name, words in headings:
        position = printed.text.find(folded(words), at)
        if position >= 0:
            found[name] = Start(printed.pages[position], printed.boxes[position][1])
            at = position + 1
    return found


def _placed(printed: Print, number: int, start: int, stop: int) -> Find:
    page = printed.pages[start]
    here = [printed.boxes[n] for n in range(start, stop) if printed.pages[n] == page]
    after = [printed.boxes[n] for n in range(start, stop) if printed.pages[n] == page + 1]
    return Find(number, page, tuple(_lines(here)), tuple(_lines(after)))


def _overlaps(box: Box, line: Box) -> bool:
    middle = box[1] + box[3] / 2
    return line[1] < middle < line[1] + line[3] and line[0] - 1 < box[0] < line[0] + line[2]


def _spans(text: str, word: str) -> Iterator[tuple[int, int]]:
    at = text.find(word) if word else -1
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def _lines(boxes: list[Box]) -> Iterator[Box]:
    """The boxes of neighbouring characters joined, one for each line."""
    if not boxes:
        return
    left, top, width, height = boxes[0]
    for x, y, w, h in boxes[1:]:
        if abs(y + h / 2 - top - height / 2) < max(h, height) / 2 and x >= left:
            bottom = max(top + height, y + h)
            top = min(top, y)
            width, height = x + w - left, bottom - top
        else:
            yield left, top, width, height
            left, top, width, height = x, y, w, h
    yield left, top, width, height


def _read(data: bytes) -> Print:
    leaves = leaves_of(data)
    pages = [number for number, leaf in enumerate(leaves, 1) for _ in leaf.text]
    return Print(
        tuple(Sheet(leaf.width, leaf.height) for leaf in leaves),
        "".join(leaf.text for leaf in leaves),
        tuple(pages),
        tuple(box for leaf in leaves for box in leaf.boxes),
        tuple(leaf.digest for leaf in leaves),
    )
