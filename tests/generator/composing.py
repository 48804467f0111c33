"""Compositions for tests: the complete template, small ones, and what a reader sees of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from corpus.document import Document, Heading, Item, Label, Paragraph, Table
from generator.compose import Composition, compose
from generator.template import Template, load

DATA = Path(__file__).parent / "data"


@cache
def complete() -> Template:
    return load((DATA / "complete.md").read_text("utf-8"), "complete.md")


def composed(**changes: Any) -> Composition:
    """The sample of the complete template; a change to None leaves the field out."""
    inputs = complete().sample_inputs() | changes
    return compose(complete(), {key: raw for key, raw in inputs.items() if raw is not None})


def small(body: str, fields: str = "", **inputs: Any) -> Composition:
    """`body` below a title, with fields 甲 (optional text) 乙 (required text) and more."""
    text = (
        "---\nid: small\ntitle: 小\ngenre: 方案\nfields:\n  甲: {type: text}\n"
        f"  乙: {{type: text, required: true}}\n{fields}---\n# 标题\n{body}\n"
    )
    return compose(load(text, "small.md"), inputs)


def lines(document: Document | Composition) -> list[str]:
    """All texts of the blocks, cells included."""
    document = document.document if isinstance(document, Composition) else document
    return list(_texts(document))


def _texts(document: Document) -> Iterator[str]:
    for block in document.all_blocks():
        match block:
            case Table():
                yield block.caption or ""
                yield from (cell.text for row in (*block.head, *block.rows) for cell in row)
            case Paragraph():
                yield (f"{block.lead}。" if block.lead else "") + block.text
            case Label():
                yield f"{block.label}：{block.text}"
            case Heading() | Item():
                yield block.text


def shape(document: Document) -> list[tuple[object, ...]]:
    """The structure without the texts."""
    return [
        (
            type(block).__name__,
            getattr(block, "level", None),
            getattr(block, "marker", None),
            bool(getattr(block, "lead", None)),
            [len(row) for row in block.rows] if isinstance(block, Table) else None,
        )
        for block in document.all_blocks()
    ]
