"""The query: what people type, in full width and half, with and without marks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InvalidQuery
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
        ("标题:", {"words": ["标题:"]}),
    ],
)
def test_what_is_typed_is_understood(text: str, said: dict[str, Any]) -> None:
    assert _said(text) == said


@pytest.mark.parametrize("text", ["年:去年", "年:20", "年:..", "年份:2024/2025"])
def test_years_that_are_none_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidQuery, match="看不懂") as caught:
        parse(text)
    assert "年:2023..2025" in caught.value.remedy


def test_a_page_pasted_into_the_search_box_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="太长"):
        parse("字" * 501)


@given(st.text(st.sampled_from('网格-－“”"「」:：标题单位文种 　a'), max_size=60))
def test_whatever_is_typed_gives_a_query_of_words_to_look_for(text: str) -> None:
    query = parse(text)
    assert all(word.folded for word in (*query.words, *query.excluded))
    assert list(query.shown) == sorted(query.shown, key=lambda word: (-len(word), word))
