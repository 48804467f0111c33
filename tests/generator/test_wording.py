"""Wording that follows the figures: one entry, nought, a sentence without its stop."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compose import compose
from generator.fields.values import LongText, Text
from generator.filters import stopped, target
from generator.template import shipped
from tests.generator.composing import lines


def text_of(name: str, **changes: Any) -> str:
    """The sample of a shipped template as one text; a change to None leaves the field out."""
    template = shipped()[name]
    inputs = template.sample_inputs() | changes
    composition = compose(template, {key: raw for key, raw in inputs.items() if raw is not None})
    assert [f for f in composition.findings if f.severity == "error"] == []
    return "\n".join(lines(composition))


@pytest.mark.parametrize(
    ("name", "goal", "printed"),
    [
        ("整治场所排查率", "100%", "达到100%"),
        ("新建垃圾收集亭", "12座", "12座"),
        ("新增停车泊位数", "420个", "达到420个"),
        ("停车泊位", "新增420个", "新增420个"),
        ("断面达标率", "不低于90%", "不低于90%"),
    ],
)
def test_a_target_reads_on_from_the_name_of_its_indicator(
    name: str, goal: str, printed: str
) -> None:
    assert str(target(Text(goal), Text(name))) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("健全保洁制度", "健全保洁制度。"),
        ("健全保洁制度；", "健全保洁制度。"),
        ("健全保洁制度。", "健全保洁制度。"),
        ("第一段。\n第二段", "第一段。\n第二段。"),
    ],
)
def test_a_text_without_its_stop_gets_one(typed: str, printed: str) -> None:
    ended = stopped(LongText(typed))
    assert str(ended) == printed
    assert isinstance(ended, LongText)


def test_one_entry_is_not_announced_with_a_number() -> None:
    given = shipped()["grid-service-summary"].sample_inputs()
    assert "还存在以下三个方面的问题：" in text_of("grid-service-summary")
    one = text_of(
        "grid-service-summary", 存在问题=given["存在问题"][:1], 下步任务=given["下步任务"][:1]
    )
    assert "还存在以下问题：" in one
    assert "重点做好以下工作：" in one


@pytest.mark.parametrize(
    ("now", "then", "printed"),
    [
        ("231", "268", "同比下降13.8%。"),
        ("15", "12", "同比上升25.0%。"),
        ("7", "7", "同比持平。"),
        ("0", "0", "同比持平。"),
        ("2", "0", "同比增加2起。"),
    ],
)
def test_a_comparison_with_the_year_before_holds_for_nought(
    now: str, then: str, printed: str
) -> None:
    assert printed in text_of("peace-building-report", 本年警情=now, 上年警情=then)


def test_what_is_left_undone_is_counted_and_promised() -> None:
    text = text_of("peace-building-report", 受理纠纷="38", 化解纠纷="37")
    assert "化解率为97.4%。对其余1件，将明确包案人员" in text
    assert "对其余" not in text_of(
        "peace-building-report", 受理纠纷="38", 化解纠纷="38", 安全隐患=None
    )


def test_no_fires_and_no_hazards_are_said_in_words() -> None:
    assert "2025年，辖区未接报火灾警情。" in text_of("fire-safety-campaign", 火灾警情="0")
    row = {
        "领域": "农村自建房",
        "应查": "12",
        "实查": "12",
        "隐患": "0",
        "已改": "0",
        "情况": "逐户看",
    }
    text = text_of("safety-self-inspection", 自查情况=[row], 整改清单=None)
    assert "检查覆盖率为100%。未发现安全隐患。" in text
    assert "—" in text


def test_own_funds_that_cover_the_budget_are_questioned_in_the_request() -> None:
    text = text_of("funding-request", 自筹资金="300")
    assert "【待补：自筹资金应当少于预算合计】" in text
    assert "其余" not in text


def test_a_village_is_spoken_of_as_a_village() -> None:
    unit = "望川县清水镇石坝村村民委员会"
    text = text_of("annual-priorities", 单位=unit, 居民称谓="村民", 总体思路=None)
    assert "石坝村现有村民2860户7435人。" in text
    assert "村民代表会议" in text


def test_a_group_without_deputies_has_none_that_approve() -> None:
    text = text_of("flood-drought-plan", 领导小组={"组长": "周某某（镇长）"}, 基层称谓="村")
    assert "领导小组组长" in text
    assert "副组长" not in text


def test_an_only_attachment_is_cited_without_a_number() -> None:
    one = text_of("flood-drought-plan", 抢险队伍=None, 安置点=None)
    assert "物资清单见附件。" in one
    two = text_of("flood-drought-plan", 储备物资=None)
    assert "队伍名单见附件1。" in two
    assert "安置点情况见附件2。" in two
    assert "安置点情况见附件3。" in text_of("flood-drought-plan")
