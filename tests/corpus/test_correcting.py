"""Corrections set right what the reader got wrong, and no word of a text is ever lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.correcting import Correction, corrected, find, level_of, told, words_of
from corpus.document import Block, Document, Heading, Label, Paragraph, Table
from corpus.errors import InvalidCorrection
from corpus.outline import ordinal
from tests.corpus.library.making import scheme
from tests.strategies import documents

PLAN = scheme(
    "青禾县消防整治工作方案",
    "为做好工作，制定本方案。",
    "#工作目标",
    "排查隐患。对沿街商铺逐户排查。",
    "二、三产业发展迅速",
    issuer="青禾县应急管理局",
    topics=("消防安全",),
    year=2026,
)


def bare(block: Block) -> str:
    """What a block says, without ordinals and stops: these may change with a level."""
    words = words_of(block)
    found = ordinal(words) if not isinstance(block, Table) else None
    return words[found.width if found else 0 :].replace("。", "").strip()


def levels(document: Document) -> st.SearchStrategy[Correction]:
    blocks = [b.id for b in document.all_blocks() if level_of(b) is not None]
    values = st.sampled_from(("1", "2", "3", "4", "5", "text"))
    return st.builds(Correction, st.just("level"), values, st.sampled_from(blocks))


@settings(max_examples=30)
@given(st.data())
def test_no_change_of_levels_loses_or_moves_a_word(data: st.DataObject) -> None:
    document = data.draw(documents())
    changed = document
    for _ in range(data.draw(st.integers(1, 3))):
        changed = corrected(changed, data.draw(levels(changed)))
    assert [bare(b) for b in changed.all_blocks()] == [bare(b) for b in document.all_blocks()]
    assert [b.id for b in changed.all_blocks()] == [b.id for b in document.all_blocks()]
    assert changed.canonical() == changed


@settings(max_examples=30)
@given(documents(), st.sampled_from(("title", "genre", "year", "unit", "topics")))
def test_what_is_said_about_a_document_leaves_its_text_alone(document: Document, kind: str) -> None:
    value = {"genre": "工作总结", "year": "2027年"}.get(kind, "望川县 防汛")
    changed = corrected(document, Correction.from_json({"kind": kind, "value": value}))
    assert [words_of(b) for b in changed.all_blocks()] == [
        words_of(b) for b in document.all_blocks()
    ]
    assert changed.signoff == document.signoff


def test_a_paragraph_of_two_sentences_gets_its_first_one_as_a_run_in_heading() -> None:
    (block,) = [b for b in PLAN.blocks if words_of(b).startswith("排查")]
    changed = find(corrected(PLAN, Correction("level", "2", block.id)), block.id)
    assert isinstance(changed, Paragraph)
    assert (changed.level, changed.marker, changed.lead) == (2, "（一）", "排查隐患")
    assert changed.text == "对沿街商铺逐户排查。"


def test_a_short_line_becomes_a_heading_whose_typed_ordinal_is_not_said_twice() -> None:
    last = PLAN.blocks[-1]
    changed = find(corrected(PLAN, Correction("level", "1", last.id)), last.id)
    assert isinstance(changed, Heading)
    assert (changed.level, changed.marker, changed.text) == (1, "二、", "三产业发展迅速")


def test_what_was_taken_for_a_heading_gets_its_ordinal_back_as_text() -> None:
    wrong = scheme("青禾县工作总结", "甲。", "#工作", "乙。", "#三产业发展迅速", "丙。")
    heading = wrong.blocks[3]
    changed = find(corrected(wrong, Correction("level", "text", heading.id)), heading.id)
    assert changed == Paragraph(heading.id, text="二、三产业发展迅速")


def test_a_heading_that_moves_renumbers_those_behind_it_and_gets_its_role() -> None:
    plan = scheme("青禾县工作方案", "甲。", "工作目标", "乙。", "#组织领导", "丙。")
    changed = corrected(plan, Correction("level", "1", plan.blocks[1].id))
    heads = [b for b in changed.blocks if isinstance(b, Heading)]
    assert [(h.marker, h.text, h.role) for h in heads] == [
        ("一、", "工作目标", "goals"),
        ("二、", "组织领导", "duty"),
    ]


def test_a_label_and_a_level_that_it_cannot_have() -> None:
    document = Document(
        title="名单", blocks=(Label(label="组长", text="周某某"), Table(caption="分工表"))
    ).canonical()
    label, table = document.blocks
    changed = find(corrected(document, Correction("level", "text", label.id)), label.id)
    assert words_of(changed) == "组长：周某某"
    with pytest.raises(InvalidCorrection, match="表格"):
        corrected(document, Correction("level", "1", table.id))


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        (Correction("title", "  "), "标题不能空着"),
        (Correction("genre", "诗歌"), "没有“诗歌”这个文种"),
        (Correction("year", "去年"), "年份“去年”不对"),
        (Correction("year", "12026"), "年份“12026”不对"),
        (Correction("level", "9", "b1"), "没有“9”这一级"),
        (Correction("level", "1", "b99"), "不在这篇文稿里"),
    ],
)
def test_what_cannot_be_is_refused_in_words(correction: Correction, words: str) -> None:
    with pytest.raises(InvalidCorrection, match=words):
        corrected(PLAN, correction)


def test_the_list_of_corrections_says_what_was_and_what_is() -> None:
    assert told(PLAN, Correction("title", "新标题")).endswith("改为“新标题”")
    assert told(PLAN, Correction("topics", "防汛")) == "主题由“消防安全”改为“防汛”"
    line = told(PLAN, Correction("level", "2", PLAN.blocks[2].id))
    assert line == "“排查隐患。对沿街商铺逐户排查。”改为 2 级标题"


def test_topics_are_parted_by_any_mark_and_a_genre_that_is_given_is_certain() -> None:
    changed = corrected(PLAN, Correction("topics", "防汛、抗旱，防汛 应急"))
    assert changed.topics == ("防汛", "抗旱", "应急")
    assert corrected(PLAN, Correction("year", "")).year is None
    assert corrected(PLAN, Correction("genre", "工作总结")).genre == "工作总结"


def test_a_correction_survives_json() -> None:
    one = Correction("level", "2", "b3")
    assert Correction.from_json(one.to_json()) == one
    with pytest.raises(InvalidCorrection):
        Correction.from_json({"kind": "colour"})
