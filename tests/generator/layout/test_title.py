"""Titles: broken at words, in a good shape, with nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.layout.title import CAPACITY, break_title
from generator.layout.widths import characters


def test_a_title_that_fits_stays_on_one_line() -> None:
    assert break_title("柳溪街道消防安全专项整治实施方案") == ("柳溪街道消防安全专项整治实施方案",)


@pytest.mark.parametrize(
    ("title", "forbidden"),
    [
        ("关于印发青禾县柳溪街道2026年消防安全专项整治实施方案的通知", "通知"),
        ("青禾县柳溪街道办事处关于开展城乡环境卫生综合整治工作情况的报告", "环境"),
        ("中共青禾县柳溪街道工作委员会2026年度基层党建工作要点及任务分解方案", "委员会"),
        ("青禾县东湾社区居民委员会关于进一步加强电动自行车消防安全管理的通告", "电动"),
    ],
)
def test_a_long_title_is_never_broken_inside_a_word(title: str, forbidden: str) -> None:
    lines = break_title(title, ("青禾县",))
    assert "".join(lines) == title
    assert len(lines) == 2
    assert sum(line.count(forbidden) for line in lines) == title.count(forbidden)
    assert all(characters(line) <= CAPACITY for line in lines)


def test_a_name_that_the_document_knows_stays_whole() -> None:
    name = "青禾县柳溪街道办事处"
    lines = break_title(f"{name}2026年防汛抗旱应急处置工作预案", (name,))
    assert lines[0].startswith(name)


def test_a_year_stays_with_its_figure() -> None:
    lines = break_title("青禾县柳溪街道2026年消防安全专项整治实施方案", ("青禾县",))
    assert lines == ("青禾县柳溪街道2026年", "消防安全专项整治实施方案")


@pytest.mark.parametrize(
    ("title", "second"),
    [
        ("青禾县柳溪街道办事处关于2026年平安建设工作情况的报告", "关于2026年"),
        ("青禾县柳溪街道办事处关于解决柳溪街道综合养老服务中心改造经费的请示", "综合养老"),
        ("柳溪街道东湾社区新时代文明实践站“我为群众办实事”主题志愿服务活动方案", "“我为群众"),
        ("青禾县人民政府办公室关于转发县应急管理局2026年度工作要点的通知", "县应急管理局"),
    ],
)
def test_a_title_is_broken_where_one_pauses_in_reading(title: str, second: str) -> None:
    names = ("青禾县柳溪街道办事处", "青禾县") if title.startswith("青禾县柳溪") else ()
    assert break_title(title, names)[1].startswith(second)


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("青禾县柳溪街道关于加强老旧小区物业管理工作情况的调研报告", "老旧小区"),
        ("关于调整柳溪街道新时代文明实践所工作人员职责分工的通知", "新时代文明实践所"),
        ("关于加强重点人员服务管理和矛盾纠纷多元化解工作的意见", "矛盾纠纷多元化解"),
        ("柳溪街道党工委理论学习中心组2026年度学习计划", "理论学习中心组"),
        ("关于开展高空抛物坠物专项治理和私搭乱建集中清理整治行动的方案", "私搭乱建"),
        ("关于开展城市建成区违法建设治理和老旧楼院加装电梯试点工作的报告", "老旧楼院"),
        ("关于进一步加强老旧小区电动自行车全链条安全隐患整治工作的通知", "全链条"),
    ],
)
def test_a_term_that_a_segmenter_parts_stays_whole(title: str, term: str) -> None:
    lines = break_title(title)
    assert len(lines) == 2
    assert any(term in line for line in lines)


def test_a_gap_is_never_broken() -> None:
    lines = break_title("【待补：单位名称】2026年消防安全专项整治工作实施方案")
    assert any("【待补：单位名称】" in line for line in lines)


def test_no_line_begins_with_a_closing_mark_or_a_particle() -> None:
    lines = break_title("关于印发《青禾县柳溪街道安全生产网格化管理办法（试行）》的通知")
    assert not any(line[0] in "》）的" for line in lines)
    assert not any(line.endswith(("《", "（")) for line in lines)


def test_three_lines_are_no_hourglass_and_leave_no_single_character() -> None:
    title = "青禾县柳溪街道办事处关于印发青禾县柳溪街道2026年消防安全专项整治三年行动实施方案的通知"
    lines = break_title(title, ("青禾县柳溪街道办事处", "青禾县"))
    widths = [characters(line) for line in lines]
    assert len(lines) == 3
    assert min(widths) > 2
    assert not (widths[1] < widths[0] and widths[1] < widths[2])


def test_four_lines_do_not_go_in_and_out_and_in() -> None:
    lines = break_title(
        "关于印发《青禾县柳溪街道办事处进一步加强辖区老旧小区电动自行车全链条安全隐患整治和"
        "消防安全能力提升三年行动实施方案（2026—2028年）》的通知"
    )
    lengths = [characters(line) for line in lines]
    assert len(lines) == 4
    assert lengths == sorted(lengths)
    assert not lines[0].endswith("进一步")


@given(st.text(alphabet="青禾县柳溪街道关于印发开展的通知方案《》（）2026年、，", max_size=80))
def test_nothing_of_a_title_is_lost(text: str) -> None:
    assert "".join(break_title(text)) == text
