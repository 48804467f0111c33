"""What we write as Word, OpenDocument or Markdown is read back as the same document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.reading import read_bytes
from generator.compose import compose
from generator.layout import write
from generator.template import shipped
from tests.corpus.test_plain import shape

SAMPLES = sorted(shipped())


@pytest.mark.parametrize(
    ("name", "suffix"),
    [(name, ".docx") for name in SAMPLES] + [(SAMPLES[0], ".odt"), (SAMPLES[-1], ".md")],
)
def test_a_sample_survives_its_file(name: str, suffix: str) -> None:
    template = shipped()[name]
    document = compose(template, template.sample_inputs()).document
    (read,) = read_bytes(f"稿{suffix}", write(document, suffix))
    assert (read.title, read.genre) == (document.title, document.genre)
    assert shape(read) == shape(document)
    # Room for a seal is left by whoever lays out; a text has none.
    sealless = replace(document.signoff, seal=False) if document.signoff else None
    assert (read.signoff, read.byline) == (sealless, document.byline)
    assert read.recipients == document.recipients
    assert [a.title for a in read.attachments] == [a.title for a in document.attachments]
    # 周某某 in a sample is a placeholder, and said to be one.
    assert [w for w in read.warnings if w.code != "placeholders"] == []
