"""Documents of invented places in one line of a test."""

from __future__ import annotations

from typing import Any

from corpus.document import Block, Document, Heading, Paragraph
from corpus.genres import genre_of_title, role_of_heading


def scheme(title: str, *lines: str, **properties: Any) -> Document:
    """A document: a line that begins with `#` is a heading of that level, others paragraphs."""
    blocks: list[Block] = []
    for line in lines:
        text = line.lstrip("#")
        if level := len(line) - len(text):
            blocks.append(Heading(level=level, text=text, role=role_of_heading(text)))
        else:
            blocks.append(Paragraph(text=text))
    genre = genre_of_title(title)
    properties.setdefault("genre", genre.name if genre else "其他")
    return Document(title=title, blocks=tuple(blocks), **properties).canonical()
