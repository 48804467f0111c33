"""Decimal ordinals become the ordinals of official texts; dates and figures stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading.decimals import CODE, without_decimals
from corpus.reading.entries import Text, text_entries


def lines_of(*rows: str) -> list[str]:
    entries, _ = without_decimals(text_entries("\n".join(rows)))
    return [entry.text for entry in entries if isinstance(entry, Text)]


def test_an_emergency_plan_numbered_by_points_gets_the_usual_ordinals() -> None:
    rows = (
        "1 总则",
        "1.1 编制目的",
        "为规范处置，制定本预案。",
        "1.2编制依据",
        "依据有关规定。",
        "2 组织体系",
        "2.1 领导机构",
        "2.1.1 指挥部职责",
        "2.1.1.1 日常工作",
        "2.1.2 成员单位职责",
        "2.2 办事机构",
        "3 附则",
        "3.1 本预案由街道负责解释。",
    )
    assert lines_of(*rows) == [
        "一、总则",
        "（一）编制目的",
        "为规范处置，制定本预案。",
        "（二）编制依据",
        "依据有关规定。",
        "二、组织体系",
        "（一）领导机构",
        "1.指挥部职责",
        "（1）日常工作",
        "2.成员单位职责",
        "（二）办事机构",
        "三、附则",
        "（一）本预案由街道负责解释。",
    ]


def test_a_chapter_without_children_between_others_is_one_too() -> None:
    rows = ("1 总则", "1.1 目的", "1.2 依据", "2 信息报告", "文字。", "3 响应", "3.1 分级")
    assert lines_of(*rows)[3] == "二、信息报告"


def test_children_below_chinese_ordinals_are_of_the_second_level() -> None:
    rows = ("一、背景", "1.1 现状", "1.2 挑战", "二、目标", "2.1 总体目标", "2.2 具体目标")
    assert lines_of(*rows)[1::3] == ["（一）现状", "（一）总体目标"]


def test_every_change_is_told_with_its_line() -> None:
    _, repairs = without_decimals(text_entries("1.1 甲\n文字。\n1.2 乙\n1.3 丙"))
    assert [(repair.code, repair.line) for repair in repairs] == [
        (CODE, 1),
        (CODE, 3),
        (CODE, 4),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("12.4全国法制宣传日活动", "3.15消费者权益日活动", "6.26国际禁毒日活动"),
        ("1.5万元用于宣传", "1.6万元用于演练", "1.7万元用于物资"),
        ("1.1 甲", "文字。"),
        ("1、召开会议", "2、开展排查", "3、总结提高"),
        ("3.2.1 甲", "1.1 乙", "7.4 丙", "2.2 丁"),
    ],
)
def test_dates_figures_and_lists_are_left_alone(rows: tuple[str, ...]) -> None:
    assert lines_of(*rows) == list(rows)


@given(st.lists(st.from_regex(r"[0-9.．]{0,8}[ 、]?[甲乙万元。]{0,4}", fullmatch=True)))
def test_no_line_is_lost_and_each_keeps_its_place(rows: list[str]) -> None:
    entries = text_entries("\n".join(rows))
    result, _ = without_decimals(entries)
    assert [entry.lines for entry in result] == [entry.lines for entry in entries]
