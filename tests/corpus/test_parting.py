"""A document cut in two, or two made one again: every word stays, and stays in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.correcting import words_of
from corpus.document import (
    Attachment,
    Caution,
    Cell,
    Document,
    Heading,
    Masthead,
    Paragraph,
    SignOff,
    Source,
    Table,
)
from corpus.errors import InvalidCorrection
from corpus.parting import Start, merged, split, start_of
from corpus.plain import plain_text
from tests.corpus.library.making import scheme
from tests.strategies import documents

TWO = scheme(
    "青禾县消防工作方案",
    "甲。",
    "#工作目标",
    "乙。",
    "望川县2025年防汛工作总结",
    "丙。",
    "#主要做法",
    "丁。",
    signoff=SignOff(("望川县水利局",), "2025-12-01"),
    source=Source("集.txt", 1, (1, 20), None),
)


def said(document: Document) -> list[str]:
    """Every text of a document, title first, in the order in which it is printed."""
    return [line for line in plain_text(document).replace("。", "").splitlines() if line]


def letters(text: str) -> str:
    return "".join(c for c in text if "\u4e00" <= c <= "\u9fff" and c not in "一二三四五六七八九十")


@settings(max_examples=30)
@given(st.data())
def test_splitting_and_merging_keeps_every_word_in_order(data: st.DataObject) -> None:
    document = data.draw(documents())
    at = data.draw(st.sampled_from(document.blocks[1:]))
    if at is document.blocks[-1] and not document.attachments:
        return
    try:
        first, second = split(document, at.id, "别家工作方案")
    except InvalidCorrection:
        return
    assert [words_of(b) for b in (*first.blocks, *second.blocks)] == [
        words_of(b) for b in document.blocks
    ]
    assert second.signoff == document.signoff
    assert first.attachments == ()
    whole = merged(first, second)
    expected = letters("".join(said(document)))
    assert letters("".join(said(whole))).replace("别家工作方案", "", 1) == expected
    assert whole.canonical() == whole
    ids = [b.id for b in whole.all_blocks()]
    assert len(set(ids)) == len(ids)


@settings(max_examples=30)
@given(documents(), documents())
def test_merging_any_two_documents_loses_no_line_of_either(
    first: Document, second: Document
) -> None:
    whole = letters(plain_text(merged(first, second)))
    for document in (first, second):
        for line in said(document):
            assert letters(line) in whole


def test_the_block_that_says_the_title_becomes_it() -> None:
    first, second = split(TWO, TWO.blocks[3].id)
    assert first.title == "青禾县消防工作方案"
    assert [words_of(b) for b in first.blocks] == ["甲。", "工作目标", "乙。"]
    assert second.title == "望川县2025年防汛工作总结"
    assert second.blocks[0].id == TWO.blocks[4].id
    assert (second.genre, second.year, second.issuer) == ("工作总结", 2025, "望川县水利局")
    heading = second.blocks[1]
    assert isinstance(heading, Heading)
    assert heading.marker == "一、"
    assert first.signoff is None
    assert second.signoff == TWO.signoff


def test_the_lines_that_signed_and_addressed_do_so_again() -> None:
    blocks = scheme(
        "东湾社区关于召开居民会议的请示",
        "我社区拟召开居民会议。",
        "妥否，请批示。",
        "东湾社区居民委员会",
        "2025年12月5日",
        "关于做好烟花爆竹管理工作的通知",
        "各居民小组：",
        "现将工作通知如下。",
    )
    first, second = split(blocks, blocks.blocks[4].id)
    assert first.signoff == SignOff(("东湾社区居民委员会",), "2025-12-05")
    assert [words_of(b) for b in first.blocks] == ["我社区拟召开居民会议。", "妥否，请批示。"]
    assert second.recipients == ("各居民小组",)
    assert [words_of(b) for b in second.blocks] == ["现将工作通知如下。"]
    # a date that would be printed in other words stays as it was typed
    typed = scheme("某某", "甲。", "东湾社区居民委员会", "2025.12.5", "某某工作方案", "乙。")
    kept, _ = split(typed, typed.blocks[3].id)
    assert kept.signoff is None
    assert words_of(kept.blocks[-1]) == "2025.12.5"


def test_where_nothing_would_be_left_is_said() -> None:
    with pytest.raises(InvalidCorrection, match="第一段"):
        split(TWO, TWO.blocks[0].id)
    with pytest.raises(InvalidCorrection, match="只有这一行"):
        split(TWO, TWO.blocks[-1].id)
    with pytest.raises(InvalidCorrection, match="这里不能拆开"):
        split(TWO, "b99")


def test_the_frame_of_the_second_comes_in_as_text_where_it_stood() -> None:
    first = scheme("甲方案", "甲。", signoff=SignOff(("甲单位",), "2026-01-02"))
    second = replace(
        scheme("乙方案", "乙。", signoff=SignOff(("乙单位",), "2026-03-04")),
        masthead=Masthead(issuers=("乙县人民政府",), doc_number="乙政〔2026〕3号"),
        recipients=("各乡镇",),
        notes=("联系人：周某某",),
    )
    whole = merged(first, second)
    assert [words_of(b) for b in whole.blocks] == [
        "甲。",
        "甲单位",
        "2026年1月2日",
        "乙县人民政府文件",
        "乙政〔2026〕3号",
        "乙方案",
        "各乡镇：",
        "乙。",
    ]
    assert whole.signoff == second.signoff
    assert whole.notes == second.notes


def test_a_title_that_the_reader_made_up_does_not_come_into_the_text() -> None:
    second = replace(scheme("乙方案", "乙。"), title_source="derived")
    assert [words_of(b) for b in merged(scheme("甲方案", "甲。"), second).blocks] == [
        "甲。",
        "乙。",
    ]
    named = merged(scheme("甲方案", "甲。"), replace(second, title_source="stated"))
    assert named.blocks[1] == Paragraph("b2", text="乙方案")


ATTACHED = replace(
    scheme("青禾县消防工作方案", "甲。", signoff=SignOff(("青禾县消防大队",), "2026-01-02")),
    attachments=(
        Attachment("网格消防责任清单", False, (Paragraph(text="乙。"), Paragraph(text="丙。"))),
        Attachment(
            "望川县2025年值班制度",
            False,
            (
                Paragraph(text="丁。"),
                Paragraph(text="望川县防汛工作总结"),
                Paragraph(text="戊。"),
                Paragraph(text="望川县水利局"),
                Paragraph(text="2025年12月1日"),
            ),
        ),
        Attachment("联系表", True, (Table(rows=((Cell("周某某"),),)),)),
    ),
    copies=("县委办公室",),
).canonical()


def attached(document: Document) -> list[tuple[str, int]]:
    return [(one.title, len(one.blocks)) for one in document.attachments]


def test_an_attachment_becomes_a_document_of_its_own() -> None:
    first, second = split(ATTACHED, ATTACHED.attachments[1].blocks[0].id)
    assert attached(first) == [("网格消防责任清单", 2), ("联系表", 1)]
    assert (first.signoff, first.copies) == (ATTACHED.signoff, ATTACHED.copies)
    assert [words_of(b) for b in first.blocks] == ["甲。"]
    assert (second.title, second.genre, second.year) == ("望川县2025年值班制度", "制度", 2025)
    assert [words_of(b) for b in second.blocks] == ["丁。", "望川县防汛工作总结", "戊。"]
    # its last lines sign it, as those of any document do
    assert second.signoff == SignOff(("望川县水利局",), "2025-12-01")
    assert (second.issuer, second.copies, second.attachments) == ("望川县水利局", (), ())
    _, table = split(ATTACHED, ATTACHED.attachments[2].blocks[0].id)
    assert (table.title, table.blocks) == ("联系表", ATTACHED.attachments[2].blocks)


def test_a_document_that_begins_within_an_attachment_may_take_those_behind_along() -> None:
    opening = ATTACHED.attachments[1].blocks[1].id
    first, second = split(ATTACHED, opening)
    assert attached(first) == [("网格消防责任清单", 2), ("望川县2025年值班制度", 1), ("联系表", 1)]
    assert (second.title, attached(second)) == ("望川县防汛工作总结", [])
    assert [words_of(b) for b in second.blocks] == ["戊。"]
    first, second = split(ATTACHED, opening, along=True)
    assert attached(first) == [("网格消防责任清单", 2), ("望川县2025年值班制度", 1)]
    assert attached(second) == [("联系表", 1)]
    assert start_of(ATTACHED, opening) == Start(1, "望川县防汛工作总结", 1, 1)


def test_the_title_of_an_attachment_stays_a_line_where_the_document_is_called_otherwise() -> None:
    _, second = split(ATTACHED, ATTACHED.attachments[0].blocks[0].id, "责任清单")
    assert [words_of(b) for b in second.blocks] == ["网格消防责任清单", "乙。", "丙。"]
    with pytest.raises(InvalidCorrection, match="只有这一行"):
        split(ATTACHED, ATTACHED.attachments[0].blocks[1].id)
    bare = replace(ATTACHED, blocks=(), attachments=ATTACHED.attachments[:1])
    with pytest.raises(InvalidCorrection, match="正文里没有别的"):
        split(bare, ATTACHED.attachments[0].blocks[0].id)


def test_lines_of_the_file_and_warnings_go_with_the_attachment() -> None:
    blocks = [
        Paragraph(text=text, lines=(n, n)) for n, text in ((2, "甲。"), (5, "乙。"), (9, "丙。"))
    ]
    whole = Document(
        title="甲方案",
        blocks=(blocks[0],),
        attachments=(
            Attachment("乙表", blocks=(blocks[1],)),
            Attachment("丙表", blocks=(blocks[2],)),
        ),
        source=Source("集.txt", 1, (1, 9), None),
        warnings=tuple(Caution("x", line) for line in (2, 6, 9)),
    ).canonical()
    first, second = split(whole, whole.attachments[0].blocks[0].id)
    assert first.source == whole.source
    assert second.source == Source("集.txt", 1, (5, 8), None)
    assert ([w.line for w in first.warnings], [w.line for w in second.warnings]) == ([2, 9], [6])
    first, second = split(whole, whole.attachments[1].blocks[0].id)
    assert first.source == Source("集.txt", 1, (1, 8), None)
    assert second.source == Source("集.txt", 1, (9, 9), None)


@settings(max_examples=30)
@given(st.data())
def test_taking_from_an_attachment_keeps_every_block(data: st.DataObject) -> None:
    document = data.draw(documents().filter(lambda one: one.attachments))
    at = data.draw(st.sampled_from([b for one in document.attachments for b in one.blocks]))
    along = data.draw(st.booleans())
    first, second = split(document, at.id, "别家工作方案", along=along)
    said = Counter(words_of(b) for one in (first, second) for b in one.all_blocks())
    said.update(one.title for part in (first, second) for one in part.attachments)
    expected = Counter(map(words_of, document.all_blocks()))
    expected.update(one.title for one in document.attachments)
    assert said == expected
    for one in (first, second):
        assert one.canonical() == one
