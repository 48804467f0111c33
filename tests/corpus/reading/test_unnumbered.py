"""Names of sections that stand alone are headings, where a text has no numbered ones."""

from __future__ import annotations

import pytest

from corpus.document import Heading
from corpus.reading import read_text

PLAN = """为加强防汛工作，制定本方案。
{0}
全镇无人员伤亡。
{1}
（一）准备阶段（5月）
1、召开动员会；
2、修订预案。
（二）巡查阶段（6月至9月）
各社区每日巡查，及时报送情况。"""


def headings(text: str) -> list[tuple[int, str, str | None]]:
    (document,) = read_text(text)
    return [(b.level, b.text, b.role) for b in document.blocks if isinstance(b, Heading)]


def test_names_of_sections_without_ordinals_are_main_headings() -> None:
    assert headings(PLAN.format("目标任务", "方法步骤："))[:2] == [
        (1, "目标任务", "goals"),
        (1, "方法步骤", "steps"),
    ]


def test_a_short_name_whose_last_word_tells_its_role_is_a_heading_too() -> None:
    assert headings(PLAN.format("活动内容：", "活动要求："))[:2] == [
        (1, "活动内容", "tasks"),
        (1, "活动要求", "require"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("工作目标", "各社区的安排是这样的。"),
        ("一、工作目标", "方法步骤"),
        ("目标任务\n方法步骤", "保障措施"),
    ],
)
def test_a_name_that_stands_otherwise_is_text(first: str, second: str) -> None:
    found = headings(PLAN.format(first, second))
    assert not {"方法步骤", "保障措施"} & {text for _, text, _ in found}
