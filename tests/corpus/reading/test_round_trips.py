"""What we write as Word, OpenDocument, Markdown or text is read back as the same document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from corpus.document import Document
from corpus.reading import read_bytes
from generator.compose import compose
from generator.layout import write
from generator.template import shipped
from tests.corpus.test_plain import chartless, shape

SAMPLES = sorted(shipped())


def sample(name: str) -> Document:
    template = shipped()[name]
    return chartless(compose(template, template.sample_inputs()).document)


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


def test_roles_are_found_as_they_were_put_in() -> None:
    told = 0
    wrong: list[str] = []
    for name in SAMPLES:
        document = sample(name)
        (read,) = read_bytes("稿.txt", write(document, ".txt"))
        for own, other in zip(document.blocks, read.blocks, strict=True):
            role, found = getattr(own, "role", None), getattr(other, "role", None)
            told += bool(role or found)
            if role != found:
                wrong.append(f"{name}: {getattr(own, 'text', '')[:20]}: {found}, not {role}")
    assert told > 400
    assert len(wrong) <= told * 0.01, wrong


def test_phases_and_leading_groups_are_found_as_they_were_put_in() -> None:
    told: Counter[str] = Counter()
    missed: list[tuple[str, str, str]] = []
    for name in SAMPLES:
        template = shipped()[name]
        inputs = template.sample_inputs()
        asked = {f.name: f.TYPE for f in template.fields.values() if inputs.get(f.name)}
        asked = {n: kind for n, kind in asked.items() if kind in ("phases", "leading-group")}
        if not asked:
            continue
        (read,) = read_bytes("稿.txt", write(sample(name), ".txt"))
        for field, kind in asked.items():
            for wanted, value in _put_in(kind, inputs[field]):
                told[wanted] += 1
                if not any(f.kind == wanted and value in f.value for f in read.facts):
                    missed.append((name, field, value))
            if kind == "leading-group" and not any(f.kind == "leading_group" for f in read.facts):
                missed.append((name, field, "leading_group"))
    assert told["phase"] > 80
    assert told["person"] > 150
    assert missed == []


def _put_in(kind: str, value: Any) -> Iterator[tuple[str, str]]:
    """What the facts must tell of a sample's `value`: names of phases, names of people."""
    if kind == "phases":
        yield from (("phase", phase["名称"]) for phase in value)
        return
    for part in ("组长", "副组长", "成员"):
        people = value.get(part) or []
        for person in [people] if isinstance(people, dict) else people:
            yield "person", person["姓名"]
