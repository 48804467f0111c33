"""A canonical document written as plain text is read back as the same document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from corpus.document import (
    Attachment,
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Imprint,
    Item,
    Masthead,
    Paragraph,
    SignOff,
    Table,
)
from corpus.plain import plain_text
from corpus.reading import read_text
from generator.compose import compose
from generator.template import shipped
from tests.strategies import documents

Shape = tuple[str, int | None, str | None, str | None, str | None]


def chartless(document: Document) -> Document:
    """`document` without its charts: a picture in Word, letters in a PDF, a table in a text."""

    def kept(blocks: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(b for b in blocks if not (isinstance(b, Figure) and b.chart))

    return replace(
        document,
        blocks=kept(document.blocks),
        attachments=tuple(replace(a, blocks=kept(a.blocks)) for a in document.attachments),
    )


def shape(document: Document) -> list[Shape]:
    return [
        (
            type(block).__name__,
            getattr(block, "level", None),
            getattr(block, "marker", None),
            getattr(block, "lead", None),
            getattr(block, "text", None),
        )
        for block in document.all_blocks()
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_title_and_blocks_survive_plain_text(document: Document) -> None:
    (read,) = read_text(plain_text(document))
    assert read.title == document.title
    assert read.title_source == "stated"
    assert shape(read) == shape(document)
    assert read.recipients == document.recipients
    sealless = replace(document.signoff, seal=False) if document.signoff else None
    assert read.signoff == sealless
    assert [a.title for a in read.attachments] == [a.title for a in document.attachments]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_reading_back_warns_of_no_repair(document: Document) -> None:
    (read,) = read_text(plain_text(document))
    assert [w.code for w in read.warnings if w.code.startswith(("cleaned", "cut", "lost"))] == []


def test_every_part_of_a_document_has_its_line() -> None:
    document = Document(
        title="青禾县柳溪街道消防安全专项整治实施方案",
        recipients=("各社区居民委员会", "街道各科室"),
        blocks=(
            Paragraph(text="为消除隐患，特制定本方案。"),
            Heading(level=1, text="工作任务"),
            Paragraph(level=3, marker="x", lead="排查隐患", text="对辖区企业逐户检查。"),
            Item(level=3, marker="x", text="2026年6月底前完成；"),
            Table(
                caption="任务分工表",
                head=((Cell("序号"), Cell("任务")),),
                rows=((Cell("1"), Cell("排查")),),
            ),
        ),
        attachments=(Attachment("联络表", False, (Paragraph(text="见街道公告栏，另行通知。"),)),),
        signoff=SignOff(("青禾县柳溪街道办事处",), "2026-03-05"),
    ).canonical()
    assert plain_text(document).splitlines() == [
        "青禾县柳溪街道消防安全专项整治实施方案",
        "",
        "各社区居民委员会、街道各科室：",
        "为消除隐患，特制定本方案。",
        "一、工作任务",
        "1.排查隐患。对辖区企业逐户检查。",
        "2. 2026年6月底前完成；",
        "",
        "表：任务分工表",
        "序号\t任务",
        "1\t排查",
        "",
        "",
        "青禾县柳溪街道办事处",
        "2026年3月5日",
        "",
        "附件",
        "联络表",
        "见街道公告栏，另行通知。",
    ]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_sample_survives_plain_text(name: str) -> None:
    template = shipped()[name]
    document = chartless(compose(template, template.sample_inputs()).document)
    (read,) = read_text(plain_text(document))
    assert (read.title, read.genre) == (document.title, document.genre)
    assert shape(read) == shape(document)
    sealless = replace(document.signoff, seal=False) if document.signoff else None
    assert read.signoff == sealless
    assert [a.title for a in read.attachments] == [a.title for a in document.attachments]


def test_the_frame_survives_plain_text() -> None:
    document = Document(
        title="青禾县柳溪街道办事处关于开展消防整治的通知",
        masthead=Masthead(
            "000012", "特急", ("青禾县柳溪街道办事处",), True, "青柳办〔2026〕3号", ("周某某",)
        ),
        recipients=("各社区居民委员会", "街道各科室"),
        copies=("青禾县消防救援局", "青禾县应急管理局"),
        blocks=(Paragraph(text="现将有关事项通知如下，请认真落实。"),),
        notes=("此件公开发布",),
        signoff=SignOff(("青禾县柳溪街道办事处",), "2026-03-05"),
        imprint=Imprint("青禾县柳溪街道党政办公室", "2026-03-05"),
    ).canonical()
    (read,) = read_text(plain_text(document))
    for name in ("title", "masthead", "recipients", "copies", "notes", "signoff", "imprint"):
        assert getattr(read, name) == getattr(document, name), name
    assert shape(read) == shape(document)
    assert read.layout == "document"
