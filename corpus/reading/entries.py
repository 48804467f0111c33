"""Entries 行文: the lines of a source on their way to a document, with where they stood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.document import Figure, Lines, Table

HAN = "\u4e00-\u9fff〇"
# What may end a paragraph; anything else at a line's end means that it was cut.
TERMINAL = "。！？；：…!?;:”’』」》】）"


@dataclass(frozen=True, slots=True)
class Text:
    """One line: its text, its source lines (None where the format has none).

    `level` is the heading level that the format itself states (0 for the title), None where
    only the wording can tell.
    """

    text: str
    lines: Lines | None = None
    level: int | None = None


Entry = Text | Table | Figure


def text_entries(text: str) -> tuple[Text, ...]:
    """The non-blank lines of `text`, trimmed, each with its 1-based number."""
    found = ((row.strip(_WHITE), number) for number, row in enumerate(rows_of(text), start=1))
    return tuple(Text(row, (number, number)) for row, number in found if row)


def rows_of(text: str) -> list[str]:
    """The lines of `text` as they are counted everywhere, blank ones included."""
    return re.split(r"\r\n|\r|\n|\u2028|\u2029|\x0b|\x0c|\x85", text)


_WHITE = " \u3000\xa0\ufeff\u200b\r\n\x1a"


def joined(first: Text, second: Text, between: str = "") -> Text:
    """`second` put behind `first` as one line that covers the source lines of both."""
    lines = first.lines
    if lines and second.lines:
        lines = (lines[0], second.lines[1])
    return replace(first, text=first.text + between + second.text, lines=lines)


def first_line(entries: Iterable[Entry]) -> int | None:
    """The first source line of `entries`, or None where the format has none."""
    return next((entry.lines[0] for entry in entries if entry.lines), None)


def last_line(entries: Iterable[Entry]) -> int | None:
    """The last source line of `entries`, or None where the format has none."""
    return max((entry.lines[1] for entry in entries if entry.lines), default=None)


def has_marks(text: str) -> bool:
    """Whether `text` holds a mark that no title has."""
    return any(c in "，。；！？：,;!?:\t" for c in text)
