"""Field types of many parts: rows of a form, lines of a cell, gaps inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fields import FIELD_TYPES, Field, Finding
from generator.fields.values import (
    BudgetItem,
    Grid,
    LeadingGroup,
    LongText,
    Missing,
    Phase,
    Rows,
    Task,
)


def field(kind: str, **settings: Any) -> Field:
    return FIELD_TYPES[kind]("甲", **settings)


def read(kind: str, raw: object, *, year: int | None = 2026, **settings: Any) -> Any:
    value, findings = field(kind, **settings).parse(raw, year=year)
    assert findings == []
    return value


def errors(kind: str, raw: object, **settings: Any) -> list[Finding]:
    return [f for f in field(kind, **settings).parse(raw, year=2026)[1] if f.severity == "error"]


PHASES = [
    {"名称": "动员部署", "起": "2026-03-01", "止": "2026-03-15", "内容": "召开动员会。"},
    {"名称": "集中整治", "起": "2026-03-16", "止": "2026-05-31", "内容": "逐户排查。"},
]


@pytest.mark.parametrize(
    "raw",
    [
        PHASES,
        [["动员部署", "3月1日", "3月15日", "召开动员会。"], PHASES[1]],
        "动员部署|2026-03-01|3月15日|召开动员会。\n集中整治|3月16日|5月31日|逐户排查。",
        "名称|起|止|内容\n动员部署｜3月1日｜3月15日｜召开动员会。\n\n集中整治|3月16日|5月31日|逐户排查。",
        "动员部署|3月1日至3月15日|召开动员会。\n集中整治|2026年3月16日至5月31日|逐户排查。",
    ],
)
def test_phases_are_the_same_from_form_and_cell(raw: object) -> None:
    rows = read("phases", raw)
    assert isinstance(rows, Rows)
    assert all(isinstance(row, Phase) for row in rows)
    assert [str(row.名称) for row in rows] == ["动员部署", "集中整治"]
    assert [str(row.起) for row in rows] == ["2026年3月1日", "2026年3月16日"]
    assert [str(row.止) for row in rows] == ["2026年3月15日", "2026年5月31日"]
    assert [str(row.内容) for row in rows] == ["召开动员会。", "逐户排查。"]


def test_a_part_left_out_is_a_gap_that_names_its_row() -> None:
    rows = read("tasks", [{"事项": "排查"}, {"牵头单位": "应急办", "时限": "2026-04-20"}])
    assert str(rows[0].牵头单位) == "【待补：第1项牵头单位】"
    assert str(rows[1].事项) == "【待补：第2项事项】"
    assert str(rows[0].配合单位) == ""
    assert isinstance(rows[0].内容, Missing)


def test_a_wrong_part_is_told_with_its_place() -> None:
    (error,) = errors("phases", [PHASES[0], PHASES[1] | {"止": "月底"}])
    assert error.where == "第2项止"
    assert "“月底”不是完整的日期" in error.message
    (error,) = errors("phases", [PHASES[0] | {"止": "2026-02-01"}])
    assert error.where == "第1项"
    assert "早于开始日期" in error.message


def test_an_unknown_part_is_refused_with_the_nearest_name() -> None:
    (error,) = errors("tasks", [{"事项": "排查", "牵头部门": "应急办", "时限": "2026-04-20"}])[:1]
    assert "没有“牵头部门”这一项" in error.message
    assert error.remedy == "是不是“牵头单位”"


def test_too_many_segments_in_a_line_are_refused() -> None:
    (error,) = errors("indicators", "整改率|100%|2026-06-30|多余")
    assert "有 4 段，多于 3 段" in error.message
    assert error.remedy == "每行一项，写成 名称|目标值|时限"


def test_too_few_rows_are_refused() -> None:
    (error,) = errors("phases", PHASES, min="3")
    assert error.message == "行数是 2项，少于 3项"


def test_rows_left_empty_do_not_count() -> None:
    assert (
        len(read("indicators", [{"名称": "", "目标值": " "}, {"名称": "甲", "目标值": "1"}])) == 1
    )


def test_a_deadline_is_a_day_or_words() -> None:
    rows = read("tasks", "排查||应急办||4月20日\n巡查||应急办||长期坚持")
    assert [str(row.时限) for row in rows] == ["2026年4月20日", "长期坚持"]


def test_contents_of_several_lines_stay_in_lines() -> None:
    (row,) = read("tasks", [{"事项": "甲", "内容": "一\n二", "牵头单位": "乙", "时限": "每月"}])
    assert isinstance(row, Task)
    assert isinstance(row.内容, LongText)
    assert str(row.内容) == "一\n二"


def test_a_budget_counts_in_its_unit() -> None:
    rows = read("budget", "宣传|2.5\n器材|3000元", unit="万元")
    assert all(isinstance(row, BudgetItem) for row in rows)
    assert [str(row.金额) for row in rows] == ["2.5万元", "0.3万元"]
    assert [int(row.金额) for row in rows] == [25000, 3000]


GROUP = {
    "组长": {"姓名": "周某某", "职务": "街道党工委书记"},
    "副组长": [{"姓名": "王某某", "职务": "主任"}, {"姓名": "李某某", "职务": "副主任"}],
    "成员": ["各社区负责人"],
    "办公室": "应急办",
    "办公室主任": {"姓名": "陈某某"},
}


@pytest.mark.parametrize(
    "raw",
    [
        GROUP,
        "组长|周某某|街道党工委书记\n副组长|王某某|主任\n副组长|李某某|副主任\n成员|各社区负责人\n"
        "办公室|应急办\n办公室主任|陈某某",
        "组 长：周某某|街道党工委书记\n副组长：王某某，主任\n副组长：李某某（副主任）\n"
        "成　员：各社区负责人\n办公室：应急办\n办公室主任：陈某某",
    ],
)
def test_a_leading_group_is_the_same_from_form_and_cell(raw: object) -> None:
    group = read("leading-group", raw)
    assert isinstance(group, LeadingGroup)
    assert (str(group.组长.姓名), str(group.组长.职务)) == ("周某某", "街道党工委书记")
    assert [str(p) for p in group.副组长] == ["主任王某某", "副主任李某某"]
    assert [str(p) for p in group.成员] == ["各社区负责人"]
    assert str(group.办公室) == "应急办"
    assert str(group.办公室主任) == "陈某某"


def test_a_leading_group_without_leader_has_a_gap() -> None:
    group = read("leading-group", {"成员": ["各社区负责人"]})
    assert str(group.组长) == "【待补：组长】"
    assert str(group.办公室) == ""


def test_a_line_of_no_known_post_is_refused() -> None:
    (error,) = errors("leading-group", "主席|周某某")
    assert "不是领导小组的职务" in error.message


def test_a_table_has_the_columns_of_the_template() -> None:
    columns = (
        FIELD_TYPES["text"]("社区", required=True),
        FIELD_TYPES["integer"]("户数", unit="户"),
    )
    grid = read("table", "东湾|1,200户\n北桥|", columns_=columns)
    assert isinstance(grid, Grid)
    assert grid.columns == (("社区", "", "text"), ("户数", "户", "integer"))
    assert next(iter(grid.行)).part("户数") == 1200
    (error,) = errors("table", [{"社区": "东湾", "户数": "九十"}], columns_=columns)
    assert (error.where, error.remedy) == ("第1项户数", "改成 90")


def test_a_column_of_a_table_states_its_help_and_example() -> None:
    columns = (
        FIELD_TYPES["text"]("社区"),
        FIELD_TYPES["percent"]("到位率", help="按应到岗天数计算", example="96.5%"),
    )
    field = FIELD_TYPES["table"]("分区", columns_=columns, example=[{"社区": "东湾"}])
    assert field.describe()["items"]["properties"] == {
        "社区": {"type": "string"},
        "到位率": {
            "type": ["string", "number"], "description": "按应到岗天数计算", "examples": ["96.5%"],
        },
    }  # fmt: skip
    first, second = field.show()["columns"]
    assert (first.get("help"), first["placeholder"]) == (None, "东湾")
    assert (second["help"], second["placeholder"]) == ("按应到岗天数计算", "96.5%")


def test_a_chart_keeps_title_unit_and_figures() -> None:
    grid = read("chart", {"标题": "水质", "单位": "毫克/升", "数据": "一季度|2.1\n二季度|1.8"})
    assert str(grid.标题) == "水质"
    assert grid.columns[1] == ("数值", "毫克/升", "decimal")
    assert [str(row.part("数值")) for row in grid.行] == ["2.1", "1.8"]


EXAMPLES: Mapping[str, object] = {
    "phases": PHASES,
    "leading-group": GROUP,
    "tasks": [{"事项": "排查", "内容": "逐户。", "牵头单位": "应急办", "时限": "2026-04-20"}],
    "work-groups": [
        {
            "名称": "综合组",
            "组长": {"姓名": "周某某", "职务": "主任"},
            "成员": "各办",
            "职责": "统筹。",
        }
    ],
    "indicators": [{"名称": "整改率", "目标值": "100%", "时限": "2026-06-30"}],
    "budget": [{"项目": "宣传", "金额": "2.5"}],
    "people": [{"姓名": "周某某", "职务": "主任"}, "陈某某"],
    "list": ["甲", "乙"],
    "period": {"起": "2026-03-01", "止": "2026-06-30"},
    "person": {"姓名": "周某某", "职务": "主任"},
    "org": {"全称": "青禾县水务局", "简称": "县水务局"},
}


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_a_cell_spelling_is_read_back_as_the_same_value(kind: str) -> None:
    chosen = field(kind)
    cell = chosen.cell(EXAMPLES[kind])
    value, findings = chosen.parse(cell)
    assert findings == []
    assert value == chosen.parse(EXAMPLES[kind])[0]


@pytest.mark.parametrize("kind", ["phases", "tasks", "work-groups", "indicators", "budget"])
def test_the_roster_says_how_a_cell_is_written(kind: str) -> None:
    (column,) = field(kind, help="说明。", example=EXAMPLES[kind]).columns()
    assert "|" in column.example
    assert column.help.startswith("说明。每行一项，写成 ")
    assert "|".join(part["name"] for part in field(kind).show()["columns"]) in column.help


@pytest.mark.parametrize("kind", ["phases", "tasks", "work-groups", "indicators", "leading-group"])
def test_the_form_gets_the_parts_with_placeholders(kind: str) -> None:
    shown = field(kind, example=EXAMPLES[kind]).show()
    assert shown["columns"]
    assert all({"name", "widget", "required", "long"} <= set(c) for c in shown["columns"])
    assert any(c.get("placeholder") for c in shown["columns"])


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1).filter(
    lambda text: not set(text) & set("|｜")
)


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        ("显著提升", True),
        ("稳步下降", True),
        ("进一步提高", True),
        ("比上年进一步下降三成", False),
        ("明显下降10%", False),
        ("全部建成", False),
    ],
)
def test_a_target_that_nobody_can_check_is_questioned(goal: str, told: bool) -> None:
    value, findings = field("indicators").parse([{"名称": "满意率", "目标值": goal}])
    assert value is not None
    assert [(f.severity, f.where) for f in findings] == (
        [("warning", "第1项目标值")] if told else []
    )


@pytest.mark.parametrize("text", ["各社区（村）", "城建办、环保站 负责人", "各办（中心）负责人"])
def test_a_body_is_not_taken_for_a_person(text: str) -> None:
    assert str(read("person", text)) == text


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5))
def test_rows_typed_as_lines_equal_rows_of_a_form(rows: list[tuple[str, str]]) -> None:
    form = [{"名称": name, "目标值": target} for name, target in rows]
    cell = field("indicators").cell(form)
    assert field("indicators").parse(cell) == field("indicators").parse(form)
