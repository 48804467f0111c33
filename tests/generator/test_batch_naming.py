"""Names of files by a pattern: what they hold, what no system takes, what would be the same."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.batch.naming import (
    BYTES,
    Names,
    Number,
    Pattern,
    name_of,
    names_known,
    numbers,
    read_pattern,
)
from generator.errors import InputError
from tests.generator.rosters import CHOSEN, GOOD


def named(pattern: str, row: int = 7, digits: int = 1, **inputs: object) -> str:
    number = Number(f"{row:0{digits}d}", f"{row - 3}")
    return name_of(CHOSEN, read_pattern(CHOSEN, pattern), number, {**GOOD, **inputs})


def test_a_pattern_is_filled_with_row_title_and_fields_as_printed() -> None:
    assert (
        named("{单位}-{标题}") == "望川县石桥乡人民政府-望川县石桥乡人民政府关于做好桥梁巡查的通知"
    )
    assert named("{行}", digits=4) == "0007"
    assert named("{成文日期}（{座数}座）") == "2026年3月1日（7座）"
    assert named("") == "4-望川县石桥乡人民政府关于做好桥梁巡查的通知"


def test_rows_are_counted_from_1_whatever_their_lines_in_as_many_digits_as_the_last_has() -> None:
    assert numbers([4, 7, 12]) == {
        4: Number("04", "1"),
        7: Number("07", "2"),
        12: Number("12", "3"),
    }
    assert numbers([4, 7], (2, 2))[7] == Number("07", "02")


def test_what_a_row_does_not_fill_in_is_said_in_the_name() -> None:
    assert named("{方式}-{行}") == "未填-7"


def test_a_pattern_may_use_row_title_and_the_fields_of_one_value() -> None:
    assert names_known(CHOSEN) == (
        *("行", "序号", "标题", "单位", "编号", "座数", "比例", "预算", "方式", "成文日期"),
    )


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{单为}", "没有“{单为}”可用。是不是“单位”"),
        ("{重点任务}", "没有“{重点任务}”可用。可用的有：行、序号、标题、单位"),
        ("{单位", "花括号不成对"),
        ("报告", "所有文件会同名。加上要素，例如 {单位}-{标题}"),
        ("{行}" + "长" * 120, "超过 120 个字"),
    ],
)
def test_a_pattern_that_gives_no_names_is_refused_with_the_remedy(pattern: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_pattern(CHOSEN, pattern)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ('望川<>:"/\\|?*乡', "望川_乡"),
        ("CON", "_CON"),
        ("com1.2026", "_com1.2026"),
        ("望川乡...  ", "望川乡"),
        (".隐藏", "_.隐藏"),
        ("../../etc/passwd", "_.._._etc_passwd"),
        ("？！", "？！"),
        ("\u200b", "未填"),
        ("望川\u202e乡", "望川乡"),
    ],
)
def test_what_a_system_forbids_is_taken_out_of_a_name(unit: str, name: str) -> None:
    pattern = read_pattern(CHOSEN, "{编号}")
    assert name_of(CHOSEN, pattern, Number("3", "1"), {**GOOD, "编号": unit}) == name


def test_a_name_that_is_too_long_loses_of_its_longest_value_and_never_of_the_row() -> None:
    name = named("{单位}-{编号}-第{行}行", row=123, 单位="望" * 300, 编号="0512")
    assert len(name.encode()) <= BYTES
    assert name.startswith("望望望")
    assert name.endswith("-0512-第123行")


def test_the_second_of_two_equal_names_gets_a_number_as_windows_sees_them() -> None:
    names = Names()
    given = [
        names.give(name) for name in ("甲", "甲", "A", "a", "甲（2）", "甲", "清单", "manifest")
    ]
    assert given == [
        "甲",
        "甲（2）",
        "A",
        "a（2）",
        "甲（2）（2）",
        "甲（3）",
        "清单（2）",
        "manifest（2）",
    ]


def test_names_that_are_taken_already_are_not_given_again() -> None:
    assert Names(["甲"]).give("甲") == "甲（2）"


TEXT = st.text(max_size=80)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(TEXT, TEXT, st.integers(1, 10_000))
def test_whatever_stands_in_a_row_its_name_is_one_on_every_system(
    unit: str, title: str, row: int
) -> None:
    pattern = Pattern("", ("", "单位", "-", "标题", "", "行", ""))
    name = pattern.fill({"单位": unit, "标题": title, "行": str(row)})
    assert name == name.strip()
    assert 0 < len(name.encode()) <= BYTES + 1
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert not name.startswith(".")
    assert not name.endswith((".", " "))
    assert not PureWindowsPath(f"{name}.docx").is_reserved()
    assert PureWindowsPath(name).name == name


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(["甲", "乙", "A", "a", "甲（2）", "a（2）"]), max_size=30))
def test_no_two_rows_ever_get_the_same_name(wanted: list[str]) -> None:
    names = Names()
    given = [names.give(name).casefold() for name in wanted]
    assert len(set(given)) == len(given)
    again = Names()
    assert [again.give(name).casefold() for name in wanted] == given
