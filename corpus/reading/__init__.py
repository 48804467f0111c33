"""Reading 读取: any supported file becomes documents."""

from __future__ import annotations

from corpus.document import Block, Document
from corpus.reading.assembly import documents_of
from corpus.reading.building import blocks_from
from corpus.reading.entries import text_entries
from corpus.reading.files import READABLE, SUFFIXES, read_bytes, read_file
from corpus.reading.settings import USUAL, Settings

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
    return documents_of(text_entries(text), name, settings)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of `text` as somebody typed it: each non-blank line is one, markers as typed."""
    return blocks_from(text_entries(text))
