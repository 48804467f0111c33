"""Sums, averages, rates and shares: exact, whole, and each with its cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.fields.tallies import Tally, Trace
from generator.fields.values import Missing
from generator.rollup import sums
from tests.generator.rollup.returned import DRAWN, drawn, returns


def tally(value: object) -> Tally:
    assert isinstance(value, Tally)
    return value


def test_a_unit_that_reported_nothing_is_left_out_and_named() -> None:
    whole = tally(sums.total(returns(), "已整治"))
    assert whole == 268
    assert whole.trace.left_out == ("南塘社区",)
    assert [(p.row, p.unit) for p in whole.trace.places] == [
        (3, "东湾社区"), (4, "槐荫社区"), (6, "北桥社区"), (8, "河头社区"),
    ]  # fmt: skip
    assert str(whole.trace.places[0]) == "数据表 第3行（已整治）"
    assert str(sums.average(returns(), "已整治")) == "67"


def test_nought_counts_and_an_empty_cell_does_not() -> None:
    average = tally(sums.average(returns("单位|数\n甲|0\n乙|\n丙|3"), "数"))
    assert str(average) == "1.5"


def test_a_rate_takes_only_units_that_reported_both() -> None:
    rate = tally(sums.rate(returns(), "已整治", "应整治"))
    assert str(rate) == "70.5%"  # 268 of 380: 南塘's 70 do not count
    assert rate.trace.left_out == ("南塘社区",)
    assert rate.trace.formula == "本期已整治合计 ÷ 应整治合计"


def test_a_hundred_percent_is_printed_only_where_all_is_done() -> None:
    nearly = tally(sums.rate(returns("单位|做|该\n甲|9999|10000"), "做", "该"))
    assert str(nearly) == "100.0%"
    whole = tally(sums.rate(returns("单位|做|该\n甲|8|8"), "做", "该"))
    assert str(whole) == "100%"
    assert isinstance(sums.rate(returns("单位|做|该\n甲|8|0"), "做", "该"), Missing)


@settings(max_examples=40)
@given(DRAWN)
def test_sums_over_groups_equal_the_total(rows: list[tuple[str, object, object]]) -> None:
    whole = drawn(rows)
    given_ = [Decimal(str(row[1])) for row in rows if row[1] is not None]
    assert tally(sums.total(whole, "甲数")) == sum(given_)
    parts = [sums.total(group, "甲数") for group in sums.grouped(whole)]
    assert sum(Decimal(p) for p in parts if isinstance(p, Tally)) == sum(given_)
    assert sum(sums.counted(group) for group in sums.grouped(whole)) == len(rows)


@settings(max_examples=40)
@given(DRAWN)
def test_every_cell_is_either_in_the_trace_or_left_out(
    rows: list[tuple[str, object, object]],
) -> None:
    whole = drawn(rows)
    total = tally(sums.total(whole, "甲数"))
    units = [place.unit for place in total.trace.places]
    assert sorted([*units, *total.trace.left_out]) == sorted(row.name for row in whole.rows)
    by_row = {row.places[0].row: row for row in whole.rows}
    cells = [by_row[place.row].tally(place.column) for place in total.trace.places]
    assert sum(Decimal(tally(cell)) for cell in cells) == total


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
def test_shares_that_stand_together_add_up_to_a_hundred(values: list[int]) -> None:
    parts = [(f"第{n}组", Tally(v, Trace(""))) for n, v in enumerate(values)]
    made = sums.shares(parts)
    assert sum(Decimal(tally(share.占比)) for share in made) == 100
    for share, value in zip(made, values, strict=True):
        assert abs(Decimal(tally(share.占比)) - Decimal(value) * 100 / sum(values)) < Decimal("0.1")


def test_shares_of_nothing_are_missing() -> None:
    made = sums.shares([("甲", Tally(0, Trace(""))), ("乙", Tally(0, Trace("")))])
    assert all(isinstance(share.占比, Missing) for share in made)


def test_groups_stand_in_the_order_of_the_roster_and_units_without_one_last() -> None:
    assert [str(group.名称) for group in sums.grouped(returns())] == ["东片", "西片", "未填写"]
    with pytest.raises(KeyError):
        sums.total(returns(), "没有")
