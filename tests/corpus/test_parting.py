"""A document cut in two, or two made one again: every word stays, and stays in order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.correcting import words_of
from corpus.document import Document, Heading, Masthead, Paragraph, SignOff, Source
from corpus.errors import InvalidCorrection
from corpus.parting import merged, split
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
