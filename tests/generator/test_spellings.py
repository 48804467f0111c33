"""A unit or a date is spelt anew as it was spelt before."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.spellings import Day, area_of, read_day, respelt, tiers_of, unit_spellings

STREET = "青禾县柳溪街道办事处"


def test_a_units_short_forms_follow_its_name() -> None:
    assert dict(unit_spellings(STREET, "望川县东湖街道办事处")) == {
        "青禾县柳溪街道办事处": "望川县东湖街道办事处",
        "青禾县柳溪街道": "望川县东湖街道",
        "柳溪街道办事处": "东湖街道办事处",
        "柳溪街道": "东湖街道",
    }


@pytest.mark.parametrize(
    ("old", "new", "spelling", "becomes"),
    [
        ("柳溪街道办事处", "东湖镇人民政府", "柳溪街道", "东湖镇"),
        ("青禾县东湖镇人民政府", "望川县柳溪镇人民政府", "东湖镇政府", "柳溪镇政府"),
        ("青禾县柳溪街道东湾社区居民委员会", "望川县东湖街道西坝社区居委会",
         "东湾社区", "西坝社区"),
        ("青禾县柳溪街道东湾社区居民委员会", "望川县东湖街道西坝社区居民委员会",
         "东湾社区居委会", "西坝社区居委会"),
        ("青禾县水务局", "望川县民政局", "县水务局", "县民政局"),
        ("柳溪街道", "东湖街道办事处", "柳溪街道", "东湖街道办事处"),
        ("东湾社区居委会", "柳溪街道办事处", "东湾社区", "柳溪街道"),
    ],
)  # fmt: skip
def test_each_spelling_keeps_its_tiers(old: str, new: str, spelling: str, becomes: str) -> None:
    assert dict(unit_spellings(old, new))[spelling] == becomes


def test_nothing_takes_the_place_of_a_unit_while_no_name_is_given() -> None:
    assert set(dict(unit_spellings(STREET, "")).values()) == {""}


def test_the_tiers_of_a_name() -> None:
    assert tiers_of("青禾县柳溪街道东湾社区居民委员会").quarter == "东湾社区"
    assert area_of(STREET) == "青禾县"
    assert not tiers_of("青禾县水务局").local


@pytest.mark.parametrize(
    ("old", "new", "found", "becomes"),
    [
        ("2025年3月5日", "2026年3月8日", "2025年3月5日", "2026年3月8日"),
        ("2025年3月5日", "2026年3月8日", "2025-03-05", "2026-03-08"),
        ("2025年3月5日", "2026-03-08", "3月5日", "3月8日"),
        ("2025年3月5日", "2026年", "2025年3月5日", "2026年3月5日"),
        ("2025年3月5日", "3月8日", "2025年3月5日", "2025年3月8日"),
        ("2025年3月", "2026年4月", "2025年3月", "2026年4月"),
        ("2025年", "2026", "2025年", "2026年"),
        ("2025年", "2026年", "2025", "2026"),
        ("20xx年3月5日", "2026年3月5日", "20xx年3月5日", "2026年3月5日"),
        ("3月5日", "另行通知的日子", "3月5日", "另行通知的日子"),
    ],
)
def test_a_date_is_spelt_as_the_one_before(old: str, new: str, found: str, becomes: str) -> None:
    assert respelt(old, new, found) == becomes


@pytest.mark.parametrize("text", ["", "三月", "2025年的", "12", "3月5", "5日内"])
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert read_day(text) is None


DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)).map(
    lambda d: Day(str(d.year), d.month, d.day)
)


@settings(max_examples=200, derandomize=True)
@given(DAYS, DAYS, st.sampled_from(["cn", "iso", "short"]))
def test_replacing_there_and_back_gives_the_spelling_again(old: Day, new: Day, way: str) -> None:
    said = {
        "cn": f"{old.year}年{old.month}月{old.day}日",
        "iso": f"{old.year}-{old.month:02}-{old.day:02}",
        "short": f"{old.month}月{old.day}日",
    }[way]
    first, second = (f"{d.year}年{d.month}月{d.day}日" for d in (old, new))
    assert respelt(second, first, respelt(first, second, said)) == said
