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


def test_an_order_survives_plain_text_and_its_mark_is_said_once() -> None:
    document = Document(
        layout="order",
        title="青禾县人民政府令",
        genre="命令",
        masthead=Masthead(None, None, ("青禾县人民政府",), False, "第3号"),
        blocks=(Paragraph(text="《青禾县消防安全管理办法》已经县政府常务会议通过，现予公布。"),),
        signoff=SignOff((), "2026-03-05", signers=("青禾县人民政府县长　周某某",)),
    ).canonical()
    text = plain_text(document)
    assert text.splitlines()[:3] == ["青禾县人民政府令", "第3号", ""]
    assert text.count("青禾县人民政府令") == 1
    (read,) = read_text(text)
    for name in ("layout", "title", "genre", "masthead", "signoff"):
        assert getattr(read, name) == getattr(document, name), name
    assert read.issuer == "青禾县人民政府"
    assert shape(read) == shape(document)


@pytest.mark.parametrize(
    ("line", "signer"),
    [
        ("县长　周某某", "县长　周某某"),
        ("青禾县人民政府县长 周　某", "青禾县人民政府县长　周某"),
        ("县长（签名章）", "县长（签名章）"),
        ("组长：周某某", None),
        ("青禾县柳溪街道办事处", None),
        ("以上工作由街道主任 负责", None),
    ],
)
def test_a_line_above_the_date_signs_where_it_says_post_and_name(
    line: str, signer: str | None
) -> None:
    (read,) = read_text(f"关于消防安全的议案\n\n请予审议，现提请会议。\n{line}\n2026年3月5日\n")
    signers = read.signoff.signers if read.signoff else ()
    assert signers == ((signer,) if signer else ())


def test_an_attachment_bound_apart_says_the_number_of_its_document_again() -> None:
    document = Document(
        title="关于开展消防整治的通知",
        masthead=Masthead(None, None, ("青禾县柳溪街道办事处",), True, "青柳办〔2026〕3号"),
        blocks=(Paragraph(text="现将有关事项通知如下，请认真落实。"),),
        attachments=(
            Attachment("任务分工表", False, (Paragraph(text="逐户检查，不留死角。"),)),
            Attachment("检查手册", False, (Paragraph(text="逐项核对，当场登记。"),), False, True),
        ),
    ).canonical()
    text = plain_text(document)
    assert "\n附件1\n任务分工表\n" in text
    assert "\n青柳办〔2026〕3号附件2\n检查手册\n" in text
    (read,) = read_text(text)
    assert [(a.title, a.separate) for a in read.attachments] == [
        ("任务分工表", False),
        ("检查手册", True),
    ]


def test_recipients_in_the_imprint_are_recipients() -> None:
    (read,) = read_text(
        "关于开展消防整治的通知\n\n现将有关事项通知如下，请认真落实。\n\n"
        "主送：各社区居民委员会，街道各科室。\n抄送：青禾县应急管理局。\n"
    )
    assert read.recipients == ("各社区居民委员会", "街道各科室")
    assert read.copies == ("青禾县应急管理局",)


def test_recipients_above_the_text_and_in_the_imprint_are_all_kept() -> None:
    (read,) = read_text(
        "关于开展消防整治的通知\n\n各社区：\n现将有关事项通知如下，请认真落实。\n\n"
        "主送：青禾县应急管理局，各社区。\n抄送：青禾县人民政府。\n"
    )
    assert read.recipients == ("各社区", "青禾县应急管理局")


def test_the_number_of_another_document_before_an_attachment_is_not_lost() -> None:
    text = (
        "关于开展检查的通知\n\n各社区：\n请认真做好检查工作。\n\n柳溪街道办事处\n2026年3月5日\n"
        "柳街办〔2026〕12号附件1\n检查表\n逐户检查门锁，当场登记。\n"
    )
    (read,) = read_text(text)
    assert "柳街办〔2026〕12号附件1" in plain_text(read)


def test_an_attachment_of_an_order_bound_apart_is_read_again() -> None:
    text = (
        "青禾县人民政府令\n第3号\n\n现发布管理办法，自发布之日起施行。\n\n县长　周某某\n"
        "2026年3月5日\n\n第3号附件\n管理办法细则\n逐户检查，当场登记。\n"
    )
    (read,) = read_text(text)
    assert [(one.title, one.separate) for one in read.attachments] == [("管理办法细则", True)]
    assert "\n第3号附件\n" in plain_text(read)


def test_the_number_of_a_document_stays_where_another_stands_below_it() -> None:
    (read,) = read_text(
        "青禾县柳溪街道办事处\n柳街办〔2026〕12号\n第3号\n关于开展检查的通知\n\n请认真落实。\n"
    )
    assert read.masthead is not None
    assert read.masthead.doc_number == "柳街办〔2026〕12号"


@pytest.mark.parametrize("unit", ["长江社区", "青禾县公安局长安分局", "青禾县长江社区"])
def test_a_unit_whose_name_reads_like_a_post_signs_as_a_unit(unit: str) -> None:
    (read,) = read_text(
        f"关于消防安全的报告\n\n已认真做好检查工作。\n特此报告。\n{unit}\n2026年3月5日\n"
    )
    assert read.signoff is not None
    assert (read.signoff.issuers, read.signoff.signers) == ((unit,), ())
