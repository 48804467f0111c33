"""Shipped templates filled by another office: one entry, nought, a village, another year."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compose import compose
from generator.states import SectionState
from generator.template import shipped
from tests.generator.composing import lines


def text_of(name: str, variant: tuple[str, str] | None = None, **changes: Any) -> str:
    """The sample as one text, a section in `variant`; a change to None leaves the field out."""
    template = shipped()[name]
    inputs = template.sample_inputs() | changes
    states = [SectionState(variant[0], variant=variant[1])] if variant else []
    given = {key: raw for key, raw in inputs.items() if raw is not None}
    composition = compose(template, given, sections=states)
    assert [f for f in composition.findings if f.severity == "error"] == []
    return "\n".join((composition.document.title, *lines(composition)))


def test_a_speech_says_how_many_points_it_makes_whatever_came_before_it() -> None:
    assert "下面，我讲三点意见。" in text_of("work-meeting-speech", 会前安排=None)
    tasks = [{"任务": "查企业", "部署": "3月底前查完"}, {"任务": "查学校", "部署": "4月底前查完"}]
    assert "我着重讲两件事" in text_of("work-meeting-speech", 重点任务=tasks)


def test_one_kind_of_people_invited_is_not_counted_twice() -> None:
    text = text_of("meeting-notice", 参会人员=[{"人员": "全体村民代表", "人数": "36"}])
    assert "全体村民代表，共36人。" in text
    assert "参会人员共" not in text
    assert "参会人员共37人：" in text_of("meeting-notice")


def test_the_time_of_an_agenda_is_told_when_every_item_has_one() -> None:
    assert "预计用时75分钟" in text_of("meeting-notice")
    agenda = [{"议程": "通报情况", "时长": "10"}, {"议程": "讲话"}]
    assert "预计用时" not in text_of("meeting-notice", 会议议程=agenda)


def test_a_duty_roster_without_reserves_does_not_speak_of_them() -> None:
    assert "备勤人员" in text_of("duty-roster-rules")
    row = {"日期": "2027-01-01", "带班人": "钱某某", "值班人员": "李某某"}
    text = text_of("duty-roster-rules", 值班表=[row])
    assert "备勤人员" not in text
    assert "星期五" in text


def test_a_plan_over_the_turn_of_the_year_names_both_years() -> None:
    period = {"起": "2026-11-01", "止": "2027-10-31"}
    text = text_of("three-creations-plan", 计划期=period)
    assert "2026—2027年“三创”联动工作计划" in text
    assert "到2027年10月底，" in text_of("civilised-community-plan", 计划期=period)


def test_standards_of_a_kind_stand_together_however_they_were_typed() -> None:
    rows = [
        {"类别": "环境", "标准": "投诉件数", "现状": "30件", "目标": "不超过10件"},
        {"类别": "风尚", "标准": "公约知晓率", "现状": "60%", "目标": "90%"},
        {"类别": "环境", "标准": "新建公厕", "现状": "0座", "目标": "2座"},
        {"类别": "风尚", "标准": "志愿者", "现状": "12名", "目标": "新增20名"},
    ]
    text = text_of("civilised-community-plan", 创建标准=rows)
    assert text.count("\n环境\n") == 1
    assert "投诉件数不超过10件（现状为30件）。\n新建公厕2座（现状为0座）。" in text


def test_a_village_has_villagers_in_its_plan_as_well() -> None:
    text = text_of("law-community-plan", 单位="望川县云溪镇石坝村村民委员会", 称谓="村")
    assert "石坝村2026年民主法治村创建工作计划" in text
    assert "规范村务公开" in text
    assert "居务公开事项表" not in text


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("街道纪工委", "由街道纪工委依规依纪处置"),
        ("居务监督委员会", "登记核对后报上级纪检监察机关"),
    ],
)
def test_only_bodies_of_discipline_deal_with_cases(body: str, printed: str) -> None:
    assert printed in text_of("integrity-plan", 监督机构=body)


def test_nought_is_said_in_words() -> None:
    nothing = text_of("monthly-work-report", 事项受理="0", 事项办结="0")
    assert "2026年5月没有受理居民事项。" in nothing
    assert "受理量比上月" not in nothing
    assert "没有受理矛盾纠纷。" in text_of("peace-building-report", 受理纠纷="0", 化解纠纷="0")
    assert "2025年，辖区没有发生警情。" in text_of("peace-community-plan", 上年警情="0")


def test_the_month_after_december_is_january() -> None:
    assert "2027年1月，重点抓好" in text_of("monthly-work-report", 月份="2026年12月")


def test_two_units_of_one_score_are_not_called_the_first_three() -> None:
    text = text_of(
        "annual-indicator-rollup", 本期="名称|任务数|完成数|得分\n甲|5|5|95\n乙|5|5|95", 上期=None
    )
    assert "各单位得分相同。" in text
    assert "前三名" not in text
    assert "合格等次0个" not in text


def test_an_opening_is_written_in_the_weight_that_was_chosen() -> None:
    text = text_of("funding-request", ("purpose", "社区"))
    assert "我单位拟实施" in text
    assert "经测算需资金290万元" in text
    assert "为改善公共服务条件" not in text


def test_a_group_without_an_office_names_the_unit_that_takes_over() -> None:
    group = shipped()["flood-drought-plan"].sample_inputs()["领导小组"]
    alone = {key: raw for key, raw in group.items() if not key.startswith("办公室")}
    named = text_of("flood-drought-plan", 领导小组=alone)
    assert "领导小组不设办公室，日常工作由街道应急管理办公室承担。" in named
    assert "有关社区应当立即报告街道应急管理办公室。" in named
    assert "领导小组办公室" not in named
    unnamed = text_of("flood-drought-plan", 领导小组=alone, 日常机构=None)
    assert "本预案由柳溪街道负责解释" in unnamed


def test_what_is_asked_of_the_superior_is_no_task_of_ones_own() -> None:
    text = text_of("epidemic-prevention-briefing")
    assert "重点做好以下三项工作：" in text
    assert "\n需要协调的事项\n请县卫生健康局" in text


def test_where_there_were_no_cases_nothing_is_said_of_their_kinds() -> None:
    text = text_of("mediation-plan", 上年受理="0", 上年调成="0")
    assert "2025年，没有受理纠纷。" in text
    assert "纠纷主要集中在" not in text


def test_two_things_are_called_two() -> None:
    things = shipped()["epidemic-prevention-scheme"].sample_inputs()["几个一"][:2]
    assert "“两个一”机制" in text_of("epidemic-prevention-scheme", 几个一=things)
    assert "示范小区每年复核一次" in text_of("model-compound-selection", 复核年限="1")


@pytest.mark.parametrize(
    ("people", "printed"),
    [("居民", "每户每年上门宣传一次"), ("师生", "每年至少组织一次消防安全教育")],
)
def test_only_where_people_live_are_households_told_of_fire(people: str, printed: str) -> None:
    text = text_of("fire-emergency-plan", 人员称谓=people)
    assert f"{printed}，讲明疏散路线和报警方法。" in text
    assert ("每户" in text) == (people == "居民")
