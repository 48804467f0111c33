"""Ranks as the Chinese give them: ties share a rank, and the ranks behind them are skipped."""

from __future__ import annotations

from hypothesis import given, settings

from generator.rollup.ranks import extremes, ranked, upto
from tests.generator.rollup.returned import DRAWN, drawn, returns

SCORES = "单位|分\n甲|9\n乙|8\n丙|8\n丁|7\n戊|"


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    ranks = ranked(returns(SCORES), "分")
    assert [(str(r.名称), str(r.次序)) for r in ranks] == [
        ("甲", "第1"), ("乙", "并列第2"), ("丙", "并列第2"), ("丁", "第4"),
    ]  # fmt: skip
    assert [str(r.名称) for r in upto(ranks, 2)] == ["甲", "乙", "丙"]
    assert str(ranked(returns(SCORES), "分", ascending=True)[0].名称) == "丁"


def test_the_highest_and_the_lowest_are_all_that_tie() -> None:
    text = "单位|分\n甲|9\n乙|9\n丙|1"
    assert [str(r.名称) for r in extremes(returns(text), "分")] == ["甲", "乙"]
    assert [str(r.名称) for r in extremes(returns(text), "分", lowest=True)] == ["丙"]


@settings(max_examples=40)
@given(DRAWN)
def test_a_rank_is_one_more_than_the_units_that_are_higher(
    rows: list[tuple[str, object, object]],
) -> None:
    ranks = ranked(drawn(rows), "甲数")
    for rank in ranks:
        assert rank.名次 == 1 + sum(other.数值 > rank.数值 for other in ranks)
        assert rank.并列 == (sum(other.数值 == rank.数值 for other in ranks) > 1)
        assert len(rank.名次.trace.places) == len(ranks)
