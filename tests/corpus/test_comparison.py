"""Two documents are held against each other sentence by sentence."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.comparison import Change, compare, pieces_of, sentences
from corpus.document import Cell, Document, Figure, SignOff, Table
from tests.corpus.library.making import scheme

OLD = scheme(
    "青禾县消防安全整治方案",
    "为切实消除火灾隐患，特制定本方案。",
    "#工作目标",
    "排查沿街商铺1260家。发现隐患立即整改。",
    "#工作要求",
    "各社区要压实责任，确保取得实效。",
)


def told(old: Document, new: Document) -> list[tuple[str, str]]:
    """What was not left as it is."""
    return [(c.verdict, c.sentence.text) for c in compare(old, new) if c.verdict != "same"]


def test_equal_documents_differ_in_nothing() -> None:
    changes = compare(OLD, OLD)
    assert {change.verdict for change in changes} == {"same"}
    assert [c.sentence.text for c in changes][:3] == [
        "青禾县消防安全整治方案",
        "为切实消除火灾隐患，特制定本方案。",
        "工作目标",
    ]


def test_a_changed_sentence_shows_its_changed_characters_with_numbers_whole() -> None:
    new = scheme(
        "青禾县消防安全整治方案",
        "为切实消除火灾隐患，特制定本方案。",
        "#工作目标",
        "排查沿街商铺1380家。发现隐患立即整改。",
        "#工作要求",
        "各社区要压实责任，确保取得实效。",
    )
    (change,) = [c for c in compare(OLD, new) if c.verdict != "same"]
    assert change.verdict == "changed"
    assert change.pieces == (
        ("same", "排查沿街商铺"),
        ("gone", "1260"),
        ("new", "1380"),
        ("same", "家。"),
    )


def test_what_is_new_and_what_is_gone_stands_in_reading_order() -> None:
    new = scheme(
        "青禾县消防安全整治方案",
        "为切实消除火灾隐患，特制定本方案。",
        "#工作目标",
        "排查沿街商铺1260家。",
        "#经费保障",
        "所需经费列入预算。",
        "#工作要求",
        "各社区要压实责任，确保取得实效。",
    )
    assert told(OLD, new) == [
        ("gone", "发现隐患立即整改。"),
        ("new", "经费保障"),
        ("new", "所需经费列入预算。"),
    ]


def test_the_number_of_a_heading_is_no_change() -> None:
    new = scheme("青禾县消防安全整治方案", *("为切实消除火灾隐患，特制定本方案。",), "#工作要求")
    marks = {c.sentence.text: c.sentence.mark for c in compare(OLD, new) if c.verdict == "same"}
    assert marks["工作要求"] == "一、"


def test_sections_that_changed_places_are_moved_not_written_anew() -> None:
    new = scheme(
        "青禾县消防安全整治方案",
        "为切实消除火灾隐患，特制定本方案。",
        "#工作要求",
        "各社区要压实责任，确保取得实效。",
        "#工作目标",
        "排查沿街商铺1260家。发现隐患立即整改。",
    )
    verdicts = {verdict for verdict, text in told(OLD, new) if len(text) >= 6}
    assert verdicts == {"moved", "away"}


def test_rows_pictures_and_what_stands_around_the_text_are_compared() -> None:
    def with_table(number: str, image: str, date: str) -> Document:
        rows = ((Cell("青禾社区"), Cell(number)),)
        table = Table(caption="排查情况", head=((Cell("社区"), Cell("户数")),), rows=rows)
        blocks = (*OLD.blocks, table, Figure(image=image, caption="整治现场"))
        return dataclasses.replace(
            OLD, blocks=blocks, signoff=SignOff(("青禾县",), date), recipients=("各社区",)
        ).canonical()

    old, new = (
        with_table("12", "sha256:a", "2026-03-05"),
        with_table("15", "sha256:b", "2026-03-06"),
    )
    assert told(old, new) == [
        ("changed", "青禾社区｜15"),
        ("changed", "图：整治现场"),
        ("changed", "2026-03-06"),
    ]


def test_unlike_sentences_are_one_gone_and_one_new() -> None:
    old, new = scheme("方案", "每月通报一次进度。"), scheme("方案", "费用由财政承担，专款专用。")
    assert told(old, new) == [
        ("gone", "每月通报一次进度。"),
        ("new", "费用由财政承担，专款专用。"),
    ]


TEXTS = st.lists(
    st.text("甲乙丙丁一二12。，", min_size=1, max_size=12).filter(lambda t: t.strip("。，")),
    max_size=8,
)


@settings(max_examples=60, derandomize=True)
@given(TEXTS, TEXTS)
def test_nothing_of_either_side_is_lost(old: list[str], new: list[str]) -> None:
    one, other = scheme("方案", *old), scheme("方案", *new)
    changes = compare(one, other)

    def kept(side: str, leaves: set[str]) -> list[str]:
        found: list[Change] = [c for c in changes if c.verdict not in leaves]
        return [getattr(c, side).text for c in found if getattr(c, side) is not None]

    assert kept("new", {"gone", "away"}) == [s.text for s in sentences(other)]
    assert sorted(kept("old", {"new", "moved"})) == sorted(s.text for s in sentences(one))


@settings(max_examples=100, derandomize=True)
@given(st.text("甲乙丙1 2a。", max_size=20), st.text("甲乙丙1 2a。", max_size=20))
def test_the_pieces_make_up_both_sides(old: str, new: str) -> None:
    pieces = pieces_of(old, new)
    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "gone") == new
