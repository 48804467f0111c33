"""Word files 文字文档: .docx read directly into the lines and tables that become documents."""

from __future__ import annotations

from pathlib import PurePath

from corpus.document import Document
from corpus.reading.assembly import documents_of
from corpus.reading.entries import Entry
from corpus.reading.settings import USUAL, Settings
from corpus.reading.word.body import Story, TooDeep
from corpus.reading.word.clues import entries_of
from corpus.reading.word.names import Element, child
from corpus.reading.word.package import Package, broken, open_package, too_deep
from corpus.reading.word.remarks import with_remarks

__all__ = ["open_word", "read_word"]


def read_word(name: str, data: bytes, settings: Settings = USUAL) -> tuple[Document, ...]:
    """The documents in the Word file `name` with content `data`.

    Tracked changes are accepted; notes stand at the end of their document; comments, changes
    and pictures are told as warnings. Raises `Unreadable` as `open_package` does.
    """
    package, story, entries = open_word(name, data)
    documents = documents_of(entries, PurePath(name).name, settings)
    if not documents:
        return ()
    try:
        return with_remarks(documents, story, package)
    except (TooDeep, RecursionError) as error:
        raise too_deep(name) from error


def open_word(name: str, data: bytes) -> tuple[Package, Story, tuple[Entry, ...]]:
    """The parts of a Word file, what its body left to tell, its lines and tables in reading order.

    Raises `Unreadable` as `open_package` does.
    """
    package = open_package(name, data)
    body: Element | None = child(package.document, "body")
    if body is None:
        raise broken(name)
    try:
        story = Story(package)
        return package, story, entries_of(story.read(body), story.styles)
    except (TooDeep, RecursionError) as error:
        raise too_deep(name) from error
