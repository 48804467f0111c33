"""Fields as controls: what a person sees of each type, and where a remark stands."""

from __future__ import annotations

import pytest

from generator import template
from generator.compose import compose
from generator.fields import FIELD_TYPES, Field
from generator.template import Template
from webapp import forms, remarks
from webapp.controls import Control, Group, Remark, Remarks, Rows

NOTHING = Remarks()


@pytest.fixture(scope="module")
def fire() -> Template:
    return template.get("fire-safety-campaign")


def shown(field: Field, value: object = None, marks: Remarks = NOTHING) -> object:
    return forms.view(field.show(), value, marks)


@pytest.mark.parametrize("name", sorted(FIELD_TYPES))
def test_every_type_of_field_has_controls_that_post_under_its_name(name: str) -> None:
    field = FIELD_TYPES[name]("甲", options=("一", "二"), columns_=(FIELD_TYPES["text"]("列"),))
    view = forms.view(field.show(), None, NOTHING)
    assert view.name == "f.甲"
    assert view.label == "甲"


def test_dates_are_shown_as_the_office_writes_them(fire: Template) -> None:
    control = shown(fire.fields["成文日期"], "2026-02-20")
    assert isinstance(control, Control)
    assert control.value == "2026年2月20日"
    assert control.example == "例如 2026年2月20日"


def test_a_value_typed_wrongly_stays_as_typed(fire: Template) -> None:
    mark = Remarks({"f.排查场所": Remark("error", "请填数字")})
    control = shown(fire.fields["排查场所"], "一千二", mark)
    assert isinstance(control, Control)
    assert (control.value, control.error, control.severity) == ("一千二", "请填数字", "error")


def test_a_period_has_two_ends_and_a_named_one_stays_whole(fire: Template) -> None:
    ends = shown(fire.fields["起止"], "2026年3月1日至6月30日")
    assert isinstance(ends, Group)
    assert [(p.name, p.value) for p in ends.parts if isinstance(p, Control)] == [
        ("f.起止.起", "2026年3月1日"),
        ("f.起止.止", "6月30日"),
    ]
    named = shown(fire.fields["起止"], "2026年一季度")
    assert isinstance(named, Control)
    assert named.value == "2026年一季度"


def test_a_leading_group_is_one_list_of_people_and_folds_back(fire: Template) -> None:
    value = fire.sample_inputs()["领导小组"]
    view = shown(fire.fields["领导小组"], value)
    assert isinstance(view, Group)
    rows = view.parts[0]
    assert isinstance(rows, Rows)
    assert rows.name == "f.领导小组.人员"
    assert [row[0].value for row in rows.rows] == ["组长", "副组长", "副组长"] + ["成员"] * 4
    posted = {
        "领导小组": {
            "人员": [
                {"担任": rank.value, "姓名": name.value, "职务": post.value}
                for rank, name, post in rows.rows
            ],
            "办公室": "街道应急管理办公室",
            "办公室主任": "何某某",
        }
    }
    assert forms.fold(posted) == {"领导小组": value}


def test_two_heads_of_a_leading_group_do_not_lose_anybody() -> None:
    people = [{"担任": "组长", "姓名": "周某某"}, {"担任": "组长", "姓名": "陈某某"}]
    folded = forms.fold({"组": {"人员": people}})
    assert folded == {"组": {"组长": {"姓名": "周某某"}, "副组长": [{"姓名": "陈某某"}]}}


def test_a_row_fills_its_line_exactly(fire: Template) -> None:
    for entry in template.shipped().values():
        for field in entry.fields.values():
            view = forms.view(field.show(), None, NOTHING)
            for rows in (view, *(view.parts if isinstance(view, Group) else ())):
                if isinstance(rows, Rows):
                    widths = [c.width for c in rows.columns if c.width != "long"]
                    assert sum(int(w.removeprefix("w")) for w in widths) % 12 == 0, field.name


def test_more_than_four_short_controls_stand_on_two_lines() -> None:
    view = forms.view(
        template.get("community-annual-summary").fields["民生实事"].show(), None, NOTHING
    )
    assert isinstance(view, Rows)
    assert [c.width for c in view.columns] == ["w6", "w6", "w5", "w4", "w3"]


def test_gaps_and_errors_lead_to_their_controls(fire: Template) -> None:
    inputs = fire.sample_inputs()
    inputs["重点任务"] = [{}, {**inputs["重点任务"][0], "时限": ""}]
    inputs["排查场所"] = "一千二"
    inputs["领导小组"] = {"人员": [{"担任": "成员", "姓名": "许某某"}, {"担任": "组长"}]}
    del inputs["报送日"]
    made = compose(fire, forms.fold(inputs))
    marked = remarks.of(fire.fields, inputs, made.gaps, made.findings)
    assert {"f.报送日", "f.重点任务.1.时限", "f.领导小组.人员.1.姓名"} <= marked.gaps
    assert "f.排查场所" not in marked.gaps
    assert "一千二" in marked.remarks["f.排查场所"].text
