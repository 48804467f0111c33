"""Changes against last period: matched by unit, like compared with like, said in words."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings

from generator.fields.tallies import Tally, Trace
from generator.rollup.changes import Change, change, changes, compared, leavers, newcomers
from tests.generator.rollup.returned import DRAWN, drawn, returns

NOW = "社区|件数（件）\n东湾社区|118\n槐荫社区|90\n石桥社区|40\n河头社区|"
LAST = (
    "社区|件数（件）\n青禾县柳溪街道槐荫社区居民委员会|80\n东湾 社区|100\n安居社区|70\n河头社区|5"
)


def test_only_units_that_reported_in_both_periods_are_compared() -> None:
    made = compared(returns(NOW), returns(LAST, "上期"), "件数")
    assert isinstance(made, Change)
    assert [made.本期, made.上期, made.增减] == [208, 180, 28]
    assert str(made.说法) == "增加28件、增长15.6%"
    tables = {place.table for place in made.增减.trace.places}
    assert tables == {"本期", "上期"}
    assert len(made.增减.trace.places) == 4


def test_new_and_missing_units_are_told() -> None:
    now, before = returns(NOW), returns(LAST, "上期")
    assert [row.name for row in newcomers(now, before).rows] == ["石桥社区"]
    assert [row.name for row in leavers(now, before).rows] == ["安居社区"]


def test_each_way_of_changing_has_its_words() -> None:
    def said(now: str, before: str, *, percent: bool = False, unit: str = "件") -> str:
        one, other = (Tally(Decimal(v), Trace(""), percent=percent) for v in (now, before))
        return str(change("", one, other, unit).说法)

    assert said("12", "12") == "持平"
    assert said("5", "0") == "增加5件"
    assert said("9", "12") == "减少3件、下降25.0%"
    assert said("95.5", "93.4", percent=True) == "提高2.1个百分点"
    assert said("90", "93.4", percent=True) == "下降3.4个百分点"


@settings(max_examples=40)
@given(DRAWN)
def test_changes_of_units_add_up_to_the_change_of_the_whole(
    rows: list[tuple[str, object, object]],
) -> None:
    now = drawn(rows)
    before = drawn([(group, other, one) for group, one, other in rows], "上期")
    whole = compared(now, before, "甲数")
    single = changes(now, before, "甲数")
    assert len(single) == sum(None not in row for row in rows)
    if isinstance(whole, Change):
        assert sum((Decimal(one.增减) for one in single), Decimal(0)) == whole.增减
