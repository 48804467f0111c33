"""How well documents were read: precision and recall against expectations counted by hand.

An expectation file (`expected/NNN.json`) says for every document where it starts and ends, the
genres that fit, and each ordinal with its line, level and kind: a heading alone, a run-in heading
(lead) or a plain item. `either` lists what else is right on a line; the kind `none` means that
reading no ordinal there is right as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.document import Document, Heading, Item, Paragraph

Mark = tuple[int, int, str]
"""Line, level and kind (alone, lead, item) of an ordinal."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many were right of those found and of those expected, and what was wrong."""

    right: int
    found: int
    expected: int
    wrong: tuple[str, ...] = field(default=(), repr=False)

    @property
    def precision(self) -> float:
        """The share of what was found that is right (1.0 when nothing was found)."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was expected that was found (1.0 when nothing was expected)."""
        return self.right / self.expected if self.expected else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.found + other.found,
            self.expected + other.expected,
            self.wrong + other.wrong,
        )


def marks(documents: Iterable[Document]) -> Iterator[Mark]:
    """Every ordinal that the reader found, in the order of the text."""
    for document in documents:
        for block in document.all_blocks():
            if block.lines is None:
                continue
            if isinstance(block, Heading):
                yield block.lines[0], block.level, "alone"
            elif isinstance(block, Item):
                yield block.lines[0], block.level, "item"
            elif isinstance(block, Paragraph) and block.level is not None:
                yield block.lines[0], block.level, "lead" if block.lead else "item"


def spans(documents: Iterable[Document]) -> dict[tuple[int, int], Document]:
    """The documents by their first and last line in the source."""
    return {
        document.source.lines: document
        for document in documents
        if document.source is not None and document.source.lines is not None
    }


def score_headings(expected: Mapping[str, Any], documents: Sequence[Document]) -> Score:
    """Headings, leads and items whose line, level and kind are right.

    Lines that belong together (`joined`) count as one place. A wrong level or kind costs both
    precision and recall; a document that repeats another (`duplicate_of`) counts only if given.
    """
    place = _places(expected["joined"])
    given = {first for first, _ in spans(documents)}
    left = [(place(line), level, kind) for line, level, kind in marks(documents)]
    right = wanted = found = 0
    wrong: list[str] = []
    for entry in expected["documents"]:
        if "duplicate_of" in entry and entry["start"] not in given:
            continue
        allowed = _alternatives(entry)
        for line, level, kind, _ in entry["headings"]:
            here = [mark for mark in left if mark[0] == place(line)]
            fits = [mark for mark in here if mark[1:] == (level, kind)] or [
                mark for mark in here if mark[1:] in allowed.get(line, ())
            ]
            if not here and (0, "none") in allowed.get(line, ()):
                continue
            wanted += 1
            if fits or here:
                left.remove((fits or here)[0])
                found += 1
            if fits:
                right += 1
            else:
                wrong.append(f"line {line}: {level} {kind}, read {here[0][1:] if here else None}")
    wrong += [f"line {line}: nothing, read {level} {kind}" for line, level, kind in left]
    return Score(right, found + len(left), wanted, tuple(wrong))


def score_documents(
    expected: Mapping[str, Any], documents: Sequence[Document], lines: Sequence[str]
) -> Score:
    """Documents that start and end at the right line of the source (`lines`).

    A document with a title of its own may start at the title or at the first line below it.
    """
    left = set(spans(documents))
    found = len(left)
    right = wanted = 0
    wrong: list[str] = []
    for entry in expected["documents"]:
        hits = {(start, entry["end"]) for start in _starts(entry, lines)} & left
        if not hits and "duplicate_of" in entry:
            continue
        wanted += 1
        right += len(hits)
        left -= hits
        if not hits:
            wrong.append(f"lines {entry['start']}–{entry['end']} are no document")
    wrong += [f"lines {first}–{last} were read as a document" for first, last in sorted(left)]
    return Score(right, found, wanted, tuple(wrong))


def score_genres(
    expected: Mapping[str, Any], documents: Sequence[Document], lines: Sequence[str]
) -> Score:
    """Documents that start where expected and have one of the genres that fit."""
    genres = {span[0]: document.genre for span, document in spans(documents).items()}
    right = wanted = 0
    wrong: list[str] = []
    for entry in expected["documents"]:
        read = [genres[start] for start in _starts(entry, lines) if start in genres]
        if not read and "duplicate_of" in entry:
            continue
        wanted += 1
        if read and read[0] in entry["genre"]:
            right += 1
        else:
            wrong.append(f"line {entry['start']}: {entry['genre'][0]}, read {read}")
    return Score(right, len(genres), wanted, tuple(wrong))


def _starts(entry: Mapping[str, Any], lines: Sequence[str]) -> list[int]:
    if entry["title_line"] is None:
        return [entry["start"]]
    below = range(entry["title_line"] + 1, entry["end"] + 1)
    return [entry["start"], next(number for number in below if lines[number - 1].strip())]


def _alternatives(entry: Mapping[str, Any]) -> dict[int, set[tuple[int, str]]]:
    return {
        line: {(0 if kind == "none" else level, kind) for level in levels for kind in kinds}
        for line, levels, kinds in entry["either"]
    }


def _places(joined: Iterable[Sequence[int]]) -> Callable[[int], int]:
    first = {line: start for start, end in joined for line in range(start, end + 1)}
    return lambda line: first.get(line, line)
