"""Reading 读取: any supported file becomes documents.

What reads files is loaded when it is first used: a worker that makes documents needs a few names of
its modules and none of the readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from corpus.document import Block, Document
from corpus.reading.settings import USUAL, Settings

if TYPE_CHECKING:
    from corpus.reading.files import READABLE, SUFFIXES, read_bytes, read_file

__all__ = [
    "READABLE",
    "SUFFIXES",
    "USUAL",
    "Settings",
    "blocks_of",
    "read_bytes",
    "read_file",
    "read_text",
]


def read_text(text: str, *, name: str = "", settings: Settings = USUAL) -> tuple[Document, ...]:
    """The documents in plain `text`, anthologies split; empty where it holds none.

    `name` goes into each document's source; lines are 1-based; `settings` say which rules are off.
    """
    from corpus.reading.assembly import documents_of
    from corpus.reading.entries import text_entries

    return documents_of(text_entries(text), name, settings)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of `text` as somebody typed it: each non-blank line is one, markers as typed."""
    from corpus.reading.building import blocks_from
    from corpus.reading.entries import text_entries

    return blocks_from(text_entries(text))


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("corpus.reading.files"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
