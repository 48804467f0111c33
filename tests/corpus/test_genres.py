"""The one table of genres: suffixes, families, roles."""

from __future__ import annotations

import pytest

from corpus.genres import FAMILIES, GENRES, ROLES, genre_of_title, matches, role_of_heading

WANTED = (
    "方案 计划 要点 总结 报告 调研报告 述职报告 汇报材料 应急预案 制度"
    " 意见 命令 议案 通知 通报 请示 函 纪要 简报 讲话 理论文章 其他"
)


def test_the_families_are_those_of_the_design_with_circulars_orders_and_motions() -> None:
    assert set(FAMILIES) == set(WANTED.split())


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("青禾县消防安全专项整治实施方案", "实施方案"),
        ("青禾县消防安全专项整治实施方案（试行）", "实施方案"),
        ("柳溪街道2026年工作要点", "工作要点"),
        ("关于养老服务的调研报告", "调研报告"),
        ("东湾社区防汛应急预案", "应急预案"),
        ("青禾县应急管理局关于商请支援的函", "函"),
        ("关于开展整治的通知", "通知"),
        ("青禾县人民政府令", "命令"),
        ("关于提请审议规划的议案", "议案"),
        ("社区居民", None),
        ("青禾县2026年上半年工作总结及下半年工作安排", "工作总结"),
        ("社区工作总结和计划", "工作总结"),
    ],
)
def test_the_longest_suffix_of_a_title_tells_the_genre(title: str, genre: str | None) -> None:
    found = genre_of_title(title)
    assert (found.name if found else None) == genre


def test_a_family_finds_its_genres() -> None:
    assert matches("实施方案", "方案")
    assert matches("实施方案", "实施方案")
    assert not matches("工作总结", "方案")


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("工作目标", "goals"),
        ("目前主要工作情况", "done"),
        ("存在的问题和不足", "problems"),
        ("下步工作打算", "next"),
        ("方法步骤", "steps"),
        ("工作安排", "steps"),
        ("下一步工作安排", "next"),
        ("整治任务", "tasks"),
        ("建设原则", "guiding"),
        ("项目分工", "duty"),
        ("预期效果", "goals"),
        ("当前亟待解决的问题", "problems"),
        ("加强组织领导，明确责任分工", "duty"),
        ("突出工作重点，确保目标到位", None),
        ("加强宣传教育，提高安全意识", None),
        ("组织实施阶段（3月1日—9月30日）", None),
        ("组织实施", "safeguard"),
        ("其他", None),
    ],
)
def test_the_words_of_a_heading_tell_its_role(heading: str, role: str | None) -> None:
    assert role_of_heading(heading) == role


def test_roles_that_genres_name_exist() -> None:
    assert {role for genre in GENRES.values() for role, _ in genre.roles} <= set(ROLES)
