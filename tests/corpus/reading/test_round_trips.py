"""What we write as Word, OpenDocument, Markdown or text is read back as the same document."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from corpus.document import Document, Heading
from corpus.reading import read_bytes
from generator.compose import compose
from generator.layout import write
from generator.template import shipped
from tests.corpus.test_plain import shape

SAMPLES = sorted(shipped())


def sample(name: str) -> Document:
    template = shipped()[name]
    return compose(template, template.sample_inputs()).document


@pytest.mark.parametrize("suffix", [".docx", ".txt", ".md"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_survives_its_file(name: str, suffix: str) -> None:
    document = sample(name)
    read = survives(document, suffix)
    # 周某某 in a sample is a placeholder, and said to be one; nothing else is doubtful.
    assert [w for w in read.warnings if w.code != "placeholders"] == []


def test_a_sample_survives_opendocument() -> None:
    survives(sample(SAMPLES[0]), ".odt")


def survives(document: Document, suffix: str) -> Document:
    """`document` as it is read from its own file, which must hold all that is compared here."""
    (read,) = read_bytes(f"稿{suffix}", write(document, suffix))
    assert (read.title, read.genre) == (document.title, document.genre)
    assert shape(read) == shape(document)
    # Room for a seal is left by whoever lays out; a text has none.
    sealless = replace(document.signoff, seal=False) if document.signoff else None
    assert (read.signoff, read.byline) == (sealless, document.byline)
    assert (read.recipients, read.copies) == (document.recipients, document.copies)
    assert read.attendance == document.attendance
    attached = [(a.title, a.issued, len(a.blocks)) for a in document.attachments]
    assert [(a.title, a.issued, len(a.blocks)) for a in read.attachments] == attached
    return read


def test_the_words_of_headings_tell_their_roles() -> None:
    told: Counter[str] = Counter()
    wrong: list[str] = []
    for name in SAMPLES:
        document = sample(name)
        (read,) = read_bytes("稿.txt", write(document, ".txt"))
        for own, other in zip(document.blocks, read.blocks, strict=True):
            if not isinstance(own, Heading) or not isinstance(other, Heading) or not own.role:
                continue
            told["all"] += 1
            told["none"] += other.role is None
            if other.role not in (own.role, None):
                wrong.append(f"{own.text}: {other.role}, not {own.role}")
    # What remains has words for two roles (工作思路和主要目标) or none (分类和收运).
    assert len(wrong) * 20 <= told["all"], wrong
    assert told["none"] * 6 <= told["all"]
