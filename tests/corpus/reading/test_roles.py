"""Sections get the role that their heading names, if the genre has a place for it."""

from __future__ import annotations

from corpus.document import Block, Heading, Paragraph
from corpus.reading.roles import fitting, with_roles


def head(text: str, level: int = 1) -> Heading:
    return Heading(level=level, text=text)


def text(words: str = "各单位抓好落实。") -> Paragraph:
    return Paragraph(text=words)


def roles(*blocks: Block) -> list[str | None]:
    return [getattr(block, "role", None) for block in with_roles(blocks)]


def test_what_stands_above_the_first_heading_opens_the_text() -> None:
    assert roles(text(), text(), head("工作目标"), text()) == ["opening", "opening", "goals", None]


def test_only_the_first_paragraph_opens_a_text_without_headings() -> None:
    assert roles(text(), text(), text()) == ["opening", None, None]


def test_a_run_in_heading_of_the_main_level_has_a_role_and_a_deeper_one_none() -> None:
    blocks = [
        Paragraph(level=1, lead="组织领导", text="成立专班。"),
        Paragraph(level=2, lead="工作目标", text="零事故。"),
    ]
    assert roles(*blocks) == ["duty", None]


def test_the_roles_of_emergency_plans_are_for_them() -> None:
    blocks = with_roles(
        [head("完善监测预警机制"), head("广泛宣传教育"), head("附则"), head("预警")]
    )
    assert [getattr(b, "role", None) for b in fitting(blocks, "应急预案")] == [
        "warning",
        "upkeep",
        "bylaws",
        "warning",
    ]
    assert [getattr(b, "role", None) for b in fitting(blocks, "实施方案")] == [
        None,
        None,
        "bylaws",
        "warning",
    ]


def test_the_main_work_of_a_plan_is_to_be_done_and_that_of_a_report_is_done() -> None:
    blocks = with_roles([head("主要工作")])
    assert [getattr(b, "role", None) for b in fitting(blocks, "工作计划")] == ["tasks"]
    assert [getattr(b, "role", None) for b in fitting(blocks, "工作总结")] == ["done"]


def test_a_genre_without_roles_of_its_own_keeps_all() -> None:
    blocks = with_roles([head("监测预警")])
    assert fitting(blocks, "其他") == blocks


def test_what_stands_between_aims_and_steps_of_a_plan_are_its_tasks() -> None:
    blocks = with_roles([head("工作目标"), head("分类和收运"), head("实施步骤"), head("其他")])
    assert [getattr(b, "role", None) for b in fitting(blocks, "实施方案")] == [
        "goals",
        "tasks",
        "steps",
        None,
    ]
    blocks = with_roles([head("充分认识整治的意义"), head("重点任务")])
    assert [getattr(b, "role", None) for b in fitting(blocks, "实施方案")] == [None, "tasks"]


def test_the_parts_of_a_speech_are_told_by_their_order() -> None:
    blocks = with_roles([head("看清形势，增强信心"), head("抓好落实"), head("压实责任，提高质量")])
    assert [getattr(b, "role", None) for b in fitting(blocks, "讲话")] == [
        "situation",
        "tasks",
        "require",
    ]


def test_of_two_roles_in_one_heading_the_one_that_the_genre_asks_for_wins() -> None:
    blocks = with_roles([head("工作思路和主要目标")])
    assert [getattr(b, "role", None) for b in fitting(blocks, "工作计划")] == ["goals"]
    assert [getattr(b, "role", None) for b in fitting(blocks, "其他")] == ["guiding"]
