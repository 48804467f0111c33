"""Where a text means what came from a past document, and where it only looks like it."""

from __future__ import annotations

import pytest

from generator.mentions import Finder, Mention, tokens_in
from generator.remnants import Kind, Remnant


def found(text: str, *remnants: Remnant) -> list[tuple[str, str, bool]]:
    """What was found in `text`: as it stands, what takes its place, whether that is certain."""
    mentions = Finder(remnants).mentions(text)
    return [(text[m.start : m.end], m.new, m.certain) for m in mentions]


def old(kind: Kind, text: str, new: str = "") -> Remnant:
    return Remnant(kind, text, new)


EAST = old("place", "东湾社区", "西坝社区")


@pytest.mark.parametrize(
    "text",
    [
        "结合东湾社区实际，特制定本方案。",
        "东湾社区居民委员会",
        "柳溪街道东湾社区要压实责任",
        "走访东湾社区困难群众",
        "2025年东湾社区",
        "除西坝以外东湾社区也要参加",
        "在其中东湾社区最好",
    ],
)
def test_a_name_is_found_wherever_it_stands_by_itself(text: str) -> None:
    assert found(text, EAST) == [("东湾社区", "西坝社区", True)]


@pytest.mark.parametrize("text", ["对大东湾社区开展检查", "推进新东湾社区建设", "位于小东湾社区"])
def test_a_longer_name_of_another_place_is_never_hit(text: str) -> None:
    assert found(text, EAST) == []


def test_a_doubtful_name_is_shown_but_not_replaced_for_sure() -> None:
    assert found("居民反映大东湾社区的路灯不亮", EAST) == [("东湾社区", "西坝社区", False)]


def test_the_longer_of_two_known_names_is_meant() -> None:
    both = (EAST, old("place", "大东湾社区", "大西坝社区"))
    assert found("居民说大东湾社区和东湾社区", *both) == [
        ("大东湾社区", "大西坝社区", True),
        ("东湾社区", "西坝社区", True),
    ]


def test_a_village_is_not_the_town_of_its_name() -> None:
    assert found("王村镇与王村", old("place", "王村")) == [("王村", "", True)]


def test_a_units_short_forms_are_mentions_of_it() -> None:
    unit = old("unit", "青禾县柳溪街道办事处", "望川县东湖街道办事处")
    assert found("柳溪街道党工委、青禾县柳溪街道办事处", unit) == [
        ("柳溪街道", "东湖街道", True),
        ("青禾县柳溪街道办事处", "望川县东湖街道办事处", True),
    ]


def test_a_date_is_found_in_all_its_spellings_and_this_year_stays() -> None:
    day = old("date", "2025年3月5日", "2026年3月8日")
    text = "今年3月5日起，至2025年3月5日；表中写2025-03-05，不是2025年3月15日，也不是13月5日"
    assert found(text, day) == [
        ("3月5日", "3月8日", True),
        ("2025年3月5日", "2026年3月8日", True),
        ("2025-03-05", "2026-03-08", True),
    ]


def test_a_year_is_no_part_of_a_date_or_of_a_number() -> None:
    year = old("year", "2025年", "2026年")
    text = (
        "2025年度工作，2025年3月5日，2025户，12025年，2025社区活动，《办法》（柳街办〔2025〕1号）"
    )
    assert found(text, year) == [("2025年", "2026年", True), ("2025", "2026", True)]
    assert found("2025", year) == [("2025", "2026", True)]


def test_figures_are_whole_numbers_whatever_their_commas() -> None:
    figure = old("figure", "1260户", "1300户")
    assert found("排查1,260户、11260户、1260户，共21260户", figure) == [
        ("1,260户", "1300户", True),
        ("1260户", "1300户", True),
    ]


def test_a_name_of_two_letters_is_doubtful_before_a_possible_third() -> None:
    name = old("person", "周明", "何某")
    assert found("由周明同志负责，周明华参加，组长周明。", name) == [
        ("周明", "何某", True),
        ("周明", "何某", False),
        ("周明", "何某", True),
    ]
    both = (name, old("person", "周明华"))
    assert [text for text, _, _ in found("周明华、周明", *both)] == ["周明华", "周明"]


def test_names_within_a_cited_document_count_until_another_is_cited() -> None:
    unit = old("unit", "柳溪街道办事处", "东湖街道办事处")
    title = "《柳溪街道办事处值班办法》"
    assert [t for t, _, _ in found(title, unit, old("cited_document", title))] == [
        title,
        "柳溪街道办事处",
    ]
    assert [t for t, _, _ in found(title, unit, old("cited_document", title, "《新办法》"))] == [
        title
    ]


def test_placeholders_and_numbers_of_documents_are_found_as_they_stand() -> None:
    assert found("xx街道、xxx街道", old("placeholder", "xx街道", "东湖街道")) == [
        ("xx街道", "东湖街道", True)
    ]
    number = old("cited_document", "柳街办〔2025〕12号", "东街办〔2026〕3号")
    assert found("按柳街办〔2025〕12号文", number) == [
        ("柳街办〔2025〕12号", "东街办〔2026〕3号", True)
    ]


def test_offsets_count_through_all_lines() -> None:
    text = "一、东湾社区\n\n（一）东湾社区"
    assert Finder((EAST,)).mentions(text) == [
        Mention(2, 6, 0, "西坝社区"),
        Mention(11, 15, 0, "西坝社区"),
    ]


def test_what_was_put_in_its_place_is_no_mention_of_the_old_name() -> None:
    unit = Remnant("unit", "柳溪街道", "新柳溪街道", "replaced")
    assert found("新柳溪街道和柳溪街道", unit) == [("柳溪街道", "新柳溪街道", True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("重点时段为6月、7月，每月15日前报送", ["6月", "7月", "15日"]),
        ("5月15日至20日，今年12月底", ["5月15日", "20日", "12月"]),
        ("3—5月", ["5月"]),
        ("3日内移交，7日后复查，3个月，2个工作日，60日，第8日，节假日", ["3个", "2个工作日"]),
        ("值班电话5551234、5554321", ["5551234", "5554321"]),
        ("周某某\t5551234", ["5551234"]),
        ("共5551234，投入5551234元", ["5551234元"]),
    ],
)
def test_months_days_and_short_telephone_numbers_are_read_but_no_spans_of_time(
    text: str, found: list[str]
) -> None:
    assert [value for _, value, _ in sorted(tokens_in(text), key=lambda one: one[2])] == found


def test_a_day_alone_becomes_another_day_and_a_month_alone_another_month() -> None:
    finder = Finder([Remnant("date", "15日", "20日"), Remnant("date", "6月", "8月")])
    said = [(one.start, one.new) for one in finder.mentions("6月、7月15日、每月15日前报送")]
    assert said == [(0, "8月"), (11, "20日")]


def test_a_month_alone_is_the_month_of_the_year_that_is_listed() -> None:
    finder = Finder([Remnant("date", "2025年6月", "2026年7月")])
    assert [one.new for one in finder.mentions("2025年6月起，6月底前")] == ["2026年7月", "7月"]
