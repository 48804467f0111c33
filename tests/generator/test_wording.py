"""Wording that follows the figures: one entry, nought, a sentence without its stop."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compose import compose
from generator.fields.values import LongText, Rows, Text
from generator.filters import listing, stopped, target, weekday, without
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
        ("分类小区覆盖率", "100％", "达到100%"),
        ("较大以上事故", "0起", "为0起"),
        ("群众满意率", "≥95%", "不低于95%"),
        ("投诉件数", "<= 20件", "不超过20件"),
        ("化解率", "95%-98%", "达到95%～98%"),
        ("化解率", "95-98%", "达到95%～98%"),
        ("巡查次数", "3—5次", "达到3～5次"),
        ("发案数", "比上年下降10%", "比上年下降10%"),
        ("演练", "至少12场", "至少12场"),
        ("整改", "2026-06-30前完成", "：2026-06-30前完成"),
        ("整改", "6月底前全部完成", "：6月底前全部完成"),
        ("格式", "符合GB/T 9704-2012", "：符合GB/T 9704-2012"),
        ("依据", "GB 1589-2016", "：GB 1589-2016"),
        ("巡查频次", "3个月1次", "达到3个月1次"),
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
        ("现有居民8420人\n沿街商铺146家", "现有居民8420人。\n沿街商铺146家。"),
        ("（1）值守；\n（2）巡查", "（1）值守；\n（2）巡查。"),
        ("组长：周某某\n负责调度", "组长：周某某\n负责调度。"),
        ("地下车库（3处）", "地下车库（3处）。"),
        ("每周一次。（由社区负责）", "每周一次。（由社区负责）"),
    ],
)
def test_a_text_without_its_stop_gets_one(typed: str, printed: str) -> None:
    ended = stopped(LongText(typed))
    assert str(ended) == printed
    assert isinstance(ended, LongText)


def test_a_date_tells_its_day_of_the_week() -> None:
    text = text_of("meeting-notice", 会议日期="2027-01-01", 报名时限="2026-12-31")
    assert "2027年1月1日（星期五）9时" in text
    assert str(weekday(Text("国庆节"))) == ""


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
        ("0", "0", "没有发生刑事治安警情，与上年同期持平。"),
        ("0", "3", "没有发生刑事治安警情，上年同期为3起。"),
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
    none = text_of("fire-safety-campaign", 火灾警情="0", 电气火灾="0")
    assert "2025年，辖区未接报火灾警情。" in none
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
    assert "石坝村现有村民2860户、7435人。" in text
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


def test_stops_typed_behind_the_entries_of_a_list_do_not_stand_in_its_sentence() -> None:
    entries = Rows((Text("低保户。"), Text("独居老人；"), Text("地下车库（3处）。")))
    assert str(listing(entries)) == "低保户、独居老人和地下车库（3处）"
    assert str(entries) == "低保户、独居老人、地下车库（3处）"


def test_entries_that_hold_and_themselves_are_set_apart_by_commas_alone() -> None:
    assert (
        str(listing(Rows((Text("用火不慎"), Text("楼道和阳台堆物"))))) == "用火不慎、楼道和阳台堆物"
    )
    named = Rows((Text("《排查和整改方案》"), Text("《演练办法》")))
    assert str(listing(named)) == "《排查和整改方案》和《演练办法》"


def test_a_plan_keeps_its_basis_without_the_superior_plan() -> None:
    text = text_of("epidemic-emergency-plan", 上级预案=None)
    assert "《突发事件应急预案管理办法》编制。" in text


@pytest.mark.parametrize(
    ("name", "changes", "printed"),
    [
        ("fire-work-safety-summary", {"起": "2026-07-01", "止": "2026-12-31"}, "2026年下半年安全"),
        ("fire-work-safety-summary", {"起": "2026-03-01", "止": "2026-05-31"}, "2026年安全"),
        ("mediation-summary", {"起": "2026-01-01", "止": "2026-06-30"}, "2026年上半年矛盾"),
    ],
)
def test_the_title_names_the_half_of_the_year(
    name: str, changes: dict[str, str], printed: str
) -> None:
    template = shipped()[name]
    inputs = template.sample_inputs() | {"统计期": changes}
    assert printed in compose(template, inputs).document.title


def test_a_season_over_the_turn_of_the_year_names_both_years() -> None:
    template = shipped()["epidemic-prevention-scheme"]
    title = compose(template, template.sample_inputs()).document.title
    assert "2026—2027年传染病防控" in title


def test_a_lone_compound_layer_or_post_is_not_counted_as_many() -> None:
    assert "等1个小区" not in text_of("compound-environment-scheme", 小区=["河畔小区"])
    posts = [{"小区": "三号院", "姓名": "谢某某", "身份": "楼栋长", "负责户数": 58}]
    text = text_of("community-governance-scheme", 楼组骨干=posts)
    assert "首批推选楼组骨干1名，其中楼栋长1名，名册见附件。" in text


@pytest.mark.parametrize(
    ("typed", "end", "printed"),
    [
        ("第6次局长办公会议纪要", "纪要", "第6次局长办公会议"),
        ("台账不全的问题。", "的问题", "台账不全"),
        ("台账不全", "的问题", "台账不全"),
        ("纪要", "纪要", "纪要"),
    ],
)
def test_an_ending_that_the_sentence_has_itself_is_taken_off(
    typed: str, end: str, printed: str
) -> None:
    assert str(without(Text(typed), end)) == printed


def test_minutes_are_called_minutes_once() -> None:
    text = text_of("office-meeting-minutes", 会议名称="第6次局长办公会议纪要", 研究事项=["防汛。"])
    assert "主持召开第6次局长办公会议，研究防汛。" in text
    assert "纪要纪要" not in text


def test_a_fed_back_problem_is_called_a_problem_once() -> None:
    row = shipped()["rectification-report"].sample_inputs()["问题整改"][0]
    text = text_of("rectification-report", 问题整改=[row | {"问题": "台账不全的问题。"}])
    assert "关于“台账不全”的问题。" in text


@pytest.mark.parametrize(
    ("name", "left_out", "stays"),
    [
        ("grid-management-scheme", "激励办法", "对弄虚作假、泄露居民信息的，取消评优资格"),
        ("peace-community-plan", "奖惩办法", "巡防情况每月公布，作为评选先进的依据。"),
        ("waste-sorting-scheme", "主要不足", "个小区开展分类，覆盖率为"),
    ],
)
def test_an_optional_text_takes_no_fixed_sentence_with_it(
    name: str, left_out: str, stays: str
) -> None:
    assert stays in text_of(name, **{left_out: None})


def test_a_group_without_a_deputy_is_led_by_its_head() -> None:
    text = text_of("grid-management-scheme", 管理小组={"组长": "张某某（社区党委书记）"})
    assert "组长统一指挥" in text
    assert "副组长统一指挥" not in text


def test_nothing_covered_yet_is_said_in_words() -> None:
    assert "尚未开展分类。" in text_of("waste-sorting-scheme", 已覆盖="0")


@pytest.mark.parametrize(
    ("done", "printed"),
    [("3", "1项指标实现时间过半"), ("2", "1项指标没有达到序时进度")],
)
def test_targets_at_half_time_all_met_or_all_missed(done: str, printed: str) -> None:
    row = {"指标": "新建养老服务站", "全年目标": "6", "上半年完成": done, "计量单位": "个"}
    assert printed in text_of("half-year-summary", 指标完成=[row])


def test_a_single_entry_has_no_number() -> None:
    text = text_of("party-building-plan", 组织任务=["6月底前完成2个支部换届。"])
    assert "\n6月底前完成2个支部换届。\n" in text


def test_units_before_and_so_on_are_not_joined_with_and() -> None:
    text = text_of("meeting-bulletin", 参会单位=["县住房和城乡建设局", "县供电公司"])
    assert "县住房和城乡建设局、县供电公司等单位的负责人" in text
