"""Passages: what is shown of a document, marked, and safe to put on a page."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Attachment, Cell, Document, Heading, Label, Paragraph, Table
from corpus.library.content import content_of
from corpus.search.passage import best, best_of, excerpt, highlight
from corpus.search.query import parse
from tests.corpus.library.making import scheme


def test_found_words_are_marked_whatever_their_width_case_and_spaces() -> None:
    assert highlight("推进网 格ＡＰＰ建设", ["网格app"]) == "推进<mark>网 格ＡＰＰ</mark>建设"


def test_overlapping_words_share_a_mark_and_neighbours_do_not() -> None:
    assert highlight("网格员", ["网格", "格员"]) == "<mark>网格员</mark>"
    assert highlight("网格网格", ["网格"]) == "<mark>网格</mark><mark>网格</mark>"


def test_characters_that_fold_to_several_are_marked_whole() -> None:
    assert highlight("面积5㎡整", ["5m2"]) == "面积<mark>5㎡</mark>整"
    assert highlight("第①条", ["1条"]) == "第<mark>①条</mark>"


def test_text_is_escaped_inside_and_outside_marks() -> None:
    assert highlight('<b>&"网<格', ["网<格"]) == "&lt;b&gt;&amp;&quot;<mark>网&lt;格</mark>"


@given(
    st.text(st.sampled_from("网格员消防㎡①<>&\"' Ａa，。"), max_size=40),
    st.lists(st.sampled_from(["网格", "格员", "<", "a", "m2", "，", "消防网"]), max_size=3),
)
def test_without_its_marks_the_text_is_as_it_was(text: str, words: list[str]) -> None:
    html = highlight(text, words)
    assert unescape(re.sub("</?mark>", "", html)) == text
    assert not re.search(r"<(?!/?mark>)", html)


@given(st.text(st.sampled_from("网格员消防，。<"), max_size=400), st.integers(20, 120))
def test_an_excerpt_is_short_and_shows_a_word_that_is_there(text: str, width: int) -> None:
    html = excerpt(text, ["消防"], width)
    shown = unescape(re.sub("</?mark>", "", html)).strip("…")
    assert len(shown) <= width
    assert shown in text
    assert ("消防" in text) == ("<mark>" in html)


def test_an_excerpt_begins_at_a_clause_near_the_word() -> None:
    text = "前面的话很长" * 20 + "。接着说，要抓好网格员培训工作，" + "后面的话也很长" * 20
    html = excerpt(text, ["网格"])
    assert html.startswith("……要抓好<mark>网格</mark>员培训工作，后面")
    assert html.endswith("……")


DOCUMENT = scheme(
    "柳溪街道网格工作总结",
    "现将网格工作总结如下。",
    "#主要做法",
    "##优化设置",
    "调整网格三十个，配备专职网格员。",
    "#存在问题",
    "网格员培训不够，考核网格员不严。",
)


def test_the_block_with_most_of_the_words_is_shown_with_the_headings_above_it() -> None:
    passage = best(DOCUMENT, parse("网格 培训"))
    assert passage.heading == "二、存在问题"
    assert passage.html == "<mark>网格</mark>员<mark>培训</mark>不够，考核<mark>网格</mark>员不严。"
    assert passage.block == DOCUMENT.blocks[-1].id
    assert best(DOCUMENT, parse("专职")).heading == "一、主要做法　（一）优化设置"


def test_a_role_narrows_where_the_passage_comes_from() -> None:
    assert best(DOCUMENT, parse("网格"), "done").heading == "一、主要做法　（一）优化设置"


def test_without_words_the_beginning_is_shown() -> None:
    assert best(DOCUMENT, parse("")).html == "现将网格工作总结如下。"
    assert best(Document(title="空"), parse("网格")).html == ""


def test_tables_labels_leads_and_attachments_are_shown_as_they_read() -> None:
    document = Document(
        title="方案",
        blocks=(
            Label(label="组长", text="周某某"),
            Paragraph(level=3, marker="1.", lead="排查隐患", text="对辖区排查。"),
        ),
        attachments=(
            Attachment("任务分工表", blocks=(Table(rows=((Cell("巡查"), Cell("城管办")),)),)),
        ),
    ).canonical()
    assert best(document, parse("周某某")).html == "组长：<mark>周某某</mark>"
    assert best(document, parse("隐患")).html == "1.排查<mark>隐患</mark>。对辖区排查。"
    passage = best(document, parse("城管"))
    assert (passage.heading, passage.html) == ("附件：任务分工表", "巡查　<mark>城管</mark>办")


def test_words_that_stand_around_the_blocks_alone_are_shown_there() -> None:
    document = replace(
        scheme("东湾社区消防工作方案", "#工作目标", "全面排查。"),
        recipients=("各网格站",),
        attachments=(Attachment("隐患整改清单", blocks=(Paragraph(text="表略。"),)),),
    ).canonical()
    listed = best(document, parse("整改"))
    assert (listed.heading, listed.html) == ("附件", "隐患<mark>整改</mark>清单")
    assert listed.block == document.attachments[0].blocks[0].id
    assert best(document, parse("格站")).html == "各网<mark>格站</mark>"
    # The title shows its own mark; below it stands the text.
    assert best(document, parse("消防")).html == "全面排查。"


_TEXTS = st.text(st.sampled_from("网格員消防㎡Ａ，。 \u200b"), max_size=12)
_BLOCKS = st.lists(
    st.one_of(
        st.builds(Heading, level=st.integers(1, 2), text=_TEXTS),
        st.builds(Paragraph, text=_TEXTS, lead=st.none() | _TEXTS),
        st.builds(Label, label=_TEXTS, text=_TEXTS),
        st.builds(
            Table,
            caption=st.none() | _TEXTS,
            rows=st.lists(
                st.lists(st.builds(Cell, _TEXTS), min_size=1, max_size=2).map(tuple), max_size=2
            ).map(tuple),
        ),
    ),
    max_size=6,
).map(tuple)


@given(
    st.builds(
        Document,
        title=_TEXTS,
        blocks=_BLOCKS,
        attachments=st.lists(st.builds(Attachment, _TEXTS, blocks=_BLOCKS), max_size=2).map(tuple),
        recipients=st.lists(_TEXTS, max_size=1).map(tuple),
    ),
    st.lists(st.sampled_from(["网格", "网", "消防", "m2", "格员消"]), max_size=3),
)
def test_the_folded_text_leads_to_the_same_passage_as_the_whole_document(
    document: Document, words: list[str]
) -> None:
    query = parse(" ".join(words))
    folded = content_of(document).text
    assert best_of(document.to_json(), folded, query) == best(document, query)


def test_a_folded_text_of_another_document_misleads_nobody() -> None:
    query = parse("培训")
    for other in ("", "别的文稿\n讲别的培训", DOCUMENT.title):
        assert best_of(DOCUMENT.to_json(), other, query) == best(DOCUMENT, query)
