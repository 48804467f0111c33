"""The query: what people type, in full width and half, with and without marks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.query import parse


def _said(text: str) -> dict[str, Any]:
    query = parse(text)
    said: dict[str, Any] = {
        "words": [("标题:" if w.title else "") + w.folded for w in query.words],
        "excluded": [w.folded for w in query.excluded],
        "years": list(query.years),
        "genres": list(query.genres),
        "units": list(query.units),
        "topics": list(query.topics),
    }
    return {name: value for name, value in said.items() if value}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", {}),
        ("  　 ", {}),
        ("网格", {"words": ["网格"]}),
        ("网格 总结", {"words": ["网格", "总结"]}),
        ("网格　总结\t消防", {"words": ["网格", "总结", "消防"]}),
        ("网格 网格", {"words": ["网格"]}),
        ("“网格 总结”", {"words": ["网格总结"]}),
        ('"网格 总结" 消防', {"words": ["网格总结", "消防"]}),
        ("「网格」", {"words": ["网格"]}),
        ("“网格 总结", {"words": ["网格总结"]}),
        ("网格 -培训", {"words": ["网格"], "excluded": ["培训"]}),
        ("网格 －“业务 培训”", {"words": ["网格"], "excluded": ["业务培训"]}),
        ("2024-2025", {"words": ["2024-2025"]}),
        ("标题:总结", {"words": ["标题:总结"]}),
        ("标题：“工作 总结” 网格", {"words": ["标题:工作总结", "网格"]}),
        ("年:2024", {"years": [(2024, 2024)]}),
        ("年：2023..2025", {"years": [(2023, 2025)]}),
        ("年:2025-2023", {"years": [(2023, 2025)]}),
        ("年:2023..", {"years": [(2023, 9999)]}),
        ("年:2024年 总结", {"years": [(2024, 2024)], "words": ["总结"]}),
        ("年:２０２４", {"years": [(2024, 2024)]}),
        ("单位:柳溪街道 文种:方案", {"units": ["柳溪街道"], "genres": ["方案"]}),
        ("主题:消防安全", {"topics": ["消防安全"]}),
        ("工作:方案", {"words": ["工作:方案"]}),
        ("ＡＢ", {"words": ["ab"]}),
        ("-", {"words": ["-"]}),
        ("“”", {}),
        ("标题:", {}),
        ("-年:2024 网格", {"words": ["网格"]}),
    ],
)
def test_what_is_typed_is_understood(text: str, said: dict[str, Any]) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "told", "words"),
    [
        ("年:去年 网格", "“年:去年”看不懂", ["网格"]),
        ("年:20 网格", "年:2023..2025", ["网格"]),
        ("年:..", "看不懂", []),
        ("年份:2024/2025 总结", "“年份:2024/2025”看不懂", ["总结"]),
        ("标题: 总结", "“标题:”后面没有写什么", ["总结"]),
        ("“ ” 总结", "引号里没有字", ["总结"]),
        ("总结 -文种:方案", "还不能用来排除", ["总结"]),
    ],
)
def test_what_makes_no_sense_is_passed_over_with_a_note_and_the_rest_goes_on(
    text: str, told: str, words: list[str]
) -> None:
    query = parse(text)
    assert told in "".join(query.notes)
    assert [word.folded for word in query.words] == words


def test_of_a_page_pasted_into_the_search_box_the_beginning_is_used() -> None:
    query = parse("字 " * 400)
    assert "太长（800 字）" in query.notes[0]
    assert [word.folded for word in query.words] == ["字"]


@pytest.mark.parametrize(
    ("question", "words", "hints"),
    [
        ("怎么写消防整治方案", ["消防", "整治"], ["方案"]),
        ("有没有去年的网格化工作总结？", ["网格化"], ["工作总结"]),
        ("给我一份烟花爆竹禁燃方案", ["烟花爆竹", "禁燃"], ["方案"]),
        ("防汛应急预案怎么写", ["防汛"], ["应急预案"]),
        ("怎么写调研报告", ["调研报告"], []),
        ("如何做好垃圾分类宣传", ["垃圾", "分类", "宣传"], []),
    ],
)
def test_a_question_becomes_the_words_that_documents_hold(
    question: str, words: list[str], hints: list[str]
) -> None:
    query = parse(question)
    assert [word.folded for word in query.words] == words
    assert list(query.hints) == hints
    assert f"“{question}”按" in query.notes[0]


def test_a_quoted_question_is_taken_word_for_word() -> None:
    assert _said("“怎么写消防整治方案”") == {"words": ["怎么写消防整治方案"]}


def test_unquoted_words_have_their_synonyms_and_quoted_ones_none() -> None:
    query = parse("综治 “禁燃”").with_synonyms({"综治": ("平安建设",), "禁燃": ("烟花爆竹",)})
    assert [word.others for word in query.words] == [("平安建设",), ()]
    assert query.shown == ("平安建设", "禁燃", "综治")


@given(st.text(st.sampled_from('网格-－“”"「」:：标题单位文种 　a'), max_size=60))
def test_whatever_is_typed_gives_a_query_of_words_to_look_for(text: str) -> None:
    query = parse(text)
    assert all(word.folded for word in (*query.words, *query.excluded))
    assert list(query.shown) == sorted(query.shown, key=lambda word: (-len(word), word))
