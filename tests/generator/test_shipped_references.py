"""Whatever is left out of a form, no shipped text speaks of what the document does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from corpus.document import Block, Document, Figure, Heading, Item, Paragraph, Table
from corpus.plain import plain_text
from generator.compose import compose
from generator.template import shipped
from tests.generator.test_shipped_templates import announced, bodies, check_clean, prose
from tests.generator.variations import Variation, variations

IDS = sorted(shipped())
GROUP = re.compile(r"领导小组|管理小组|指挥部|专班")


def typed(value: Any) -> Iterator[str]:
    """Every text that somebody filled in."""
    if isinstance(value, dict):
        for part in value.values():
            yield from typed(part)
    elif isinstance(value, list):
        for part in value:
            yield from typed(part)
    elif isinstance(value, str):
        yield from filter(None, (line.strip().rstrip("。；") for line in value.split("\n")))


def own_words(document: Document, variation: Variation) -> str:
    """The text of `document` without what was filled in."""
    text = plain_text(document)
    for words in sorted(typed(variation.inputs), key=len, reverse=True):
        if len(words) > 3:
            text = text.replace(words, "〓")
    return text


def missing_bodies(text: str) -> Iterator[str]:
    """Offices and leading groups named in `text` that it does not set up."""
    for kind in sorted(set(GROUP.findall(text))):
        if f"{kind}办公室" in text and f"{kind}下设办公室" not in text:
            yield f"{kind}办公室"
        if not re.search(r"^组长[：\t]|任组长", text, re.MULTILINE):
            yield kind


def unfollowed(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Texts that point at a table below which does not follow within the section."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph | Item) or "下表" not in block.text:
            continue
        for after in blocks[at + 1 :]:
            if isinstance(after, Table | Figure):
                break
            if isinstance(after, Heading) and after.level == 1:
                yield block.text
                break
        else:
            yield block.text


def numbered_alone(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Texts with the only number of their level under their heading."""
    counts: dict[int, list[Block]] = {}
    for block in (*blocks, Heading(level=0)):
        level = getattr(block, "level", None)
        if level is None:
            continue
        for deeper in [one for one in counts if one > level]:
            match counts.pop(deeper):
                case [Item(text=text) | Paragraph(text=text)] if "二是" not in text:
                    yield text
        counts.setdefault(level, []).append(block)


def ended(value: Any) -> Any:
    """`value` with a full stop behind each text that is neither a date, a number nor a choice."""
    if isinstance(value, dict):
        return {key: ended(part) for key, part in value.items()}
    if isinstance(value, list):
        return [ended(part) for part in value]
    if not isinstance(value, str) or not re.search(r"[\u4e00-\u9fff]$", value):
        return value
    return f"{value}。"


@pytest.mark.parametrize("name", IDS)
def test_a_stop_typed_behind_a_phrase_never_stands_within_a_sentence(name: str) -> None:
    template = shipped()[name]
    phrases = {"text", "org", "list", "table", "tasks", "phases", "work-groups"}
    inputs = {
        key: ended(raw) if template.fields[key].type in phrases else raw
        for key, raw in template.sample_inputs().items()
    }
    document = compose(template, inputs).document
    for text in (*prose(document), document.title, *document.recipients, *document.copies):
        within = re.search(r"。(?:[，、；：。]|牵头，|配合，|等问题|等方面|的)", text)
        assert not within, text
    check_clean(document)


@pytest.mark.parametrize("name", IDS)
def test_nothing_is_spoken_of_that_is_not_there(name: str) -> None:
    template = shipped()[name]
    for variation in variations(template):
        document = compose(template, variation.inputs, sections=variation.sections).document
        check_clean(document)
        text = own_words(document, variation)
        assert list(missing_bodies(text)) == [], variation.label
        for blocks in bodies(document):
            assert list(unfollowed(blocks)) == [], variation.label
            assert list(numbered_alone(blocks)) == [], variation.label
        for said, promised, found in announced(document):
            assert promised == found, f"{variation.label}：{said}"
        whole = plain_text(document)
        for short in re.findall(r"以下简称“?([^”）]+)”?）", whole):
            assert whole.count(short) > 1, f"{variation.label}：{short}"
