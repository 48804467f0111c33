"""Documents that we write as Word are read back whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from corpus.document import Cell, Document, Table
from corpus.reading import read_bytes
from generator.compose import compose
from generator.layout import write
from generator.template import shipped
from tests.corpus.test_plain import shape
from tests.strategies import documents


def cells(document: Document) -> list[list[tuple[Cell, ...]]]:
    return [
        [(Cell(b.caption or ""),), *b.head, *b.rows]
        for b in document.all_blocks()
        if isinstance(b, Table)
    ]


def names(document: Document) -> list[str]:
    # One string may name several, and 、 parts them as well as ，.
    return re.split("[，、]", "，".join(document.recipients))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_recipients_tables_and_labels_of_a_sample_survive(name: str) -> None:
    template = shipped()[name]
    document = compose(template, template.sample_inputs()).document
    (read,) = read_bytes("稿.docx", write(document, ".docx"))
    assert names(read) == names(document)
    assert cells(read) == cells(document)
    labels = [(b.label, b.text) for b in document.all_blocks() if hasattr(b, "label")]
    assert [(b.label, b.text) for b in read.all_blocks() if hasattr(b, "label")] == labels


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_title_blocks_and_cells_survive_a_word_file(document: Document) -> None:
    (read,) = read_bytes("稿.docx", write(document, ".docx"))
    assert (read.title, read.title_source) == (document.title, "stated")
    assert shape(read) == shape(document)
    assert names(read) == names(document)
    assert read.signoff == document.signoff
    assert cells(read) == cells(document)
