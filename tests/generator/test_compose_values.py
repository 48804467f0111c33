"""Whatever is typed into a field stays a value: literally there, never structure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import clean
from generator.compose import compose
from generator.template import Template, load, shipped
from tests.generator.composing import complete, composed, lines, shape, small

SPECIALS = [
    "1*2*3", "**粗**", "# x", "## 一节 {: #goals }", "{: y }", "|", "a | b",
    "<某某>", "&lt;", "&amp;",
    "{{ 单位 }}", "{% if x %}", "{# x #}", "}}", "{", "\\|",
    "`x`", "- x", "1. x", "一、x", "（一）x",
    "> x", "---", "===", "[x](y)", "![x](y)", "_x_", "~~~", "表：x", "组长：某某",
    "第一阶段：x", "①x",
    "%s", "{0}", "'\"", "\\n", "$x$", "@x", "x；", "x。y", "：", "?!", "\u3000x", "é", "𠮷",
]  # fmt: skip


@pytest.mark.parametrize("value", SPECIALS)
def test_no_special_changes_the_structure(value: str) -> None:
    check_value(value)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(SPECIALS),
            st.text(
                st.characters(
                    codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Z")
                ),
                max_size=8,
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_typed_text_changes_the_structure(parts: list[str]) -> None:
    value = clean("".join(parts))
    if value.strip("|｜ 。；;，,、"):
        check_value(value)


def check_value(value: str) -> None:
    """`value` in every text of the complete template: structure as ever, value literally there."""
    value = clean(value).rstrip("。；")
    made = compose(complete(), specials(value))
    assert made.findings == ()
    assert shape(made.document) == shape(composed().document)
    text = "\n".join((*lines(made), made.document.title, *made.document.recipients))
    expected = clean(value)
    assert text.count(expected) >= 25
    assert expected in made.document.title
    assert expected in made.document.recipients[0]


TYPED = {"text", "long-text", "list", "org", "person", "people"}
ROWS = {"phases", "tasks", "work-groups", "indicators", "budget", "table", "leading-group"}
KEPT = {"起", "止", "金额", "时限"}


def filled(template: Template, value: str) -> dict[str, Any]:
    """The sample with `value` in every text that people type, rows included."""

    def put(raw: Any, columns: frozenset[str]) -> Any:
        if isinstance(raw, list):
            return [put(entry, columns) for entry in raw]
        if isinstance(raw, dict):
            return {
                part: entry if part in columns else put(entry, columns)
                for part, entry in raw.items()
            }
        return value

    inputs = template.sample_inputs()
    for name, field in template.fields.items():
        if name in inputs and field.type in TYPED | ROWS:
            kept = {c.name for c in field.columns_ if c.type not in TYPED} | KEPT
            inputs[name] = put(inputs[name], frozenset(kept))
    return inputs


@pytest.mark.parametrize("name", sorted(shipped()))
def test_no_special_changes_the_structure_of_a_shipped_template(name: str) -> None:
    template = shipped()[name]
    plain = shape(compose(template, filled(template, "某某")).document)
    for value in ("# x {: y }", "|a|{{ 单位 }}{% if %}", "1*2*3_x_`y`<b>&amp;", "表：[x](y)\\"):
        made = compose(template, filled(template, value))
        assert shape(made.document) == plain
        assert value in "\n".join((*lines(made), made.document.title))


def specials(value: str) -> Mapping[str, Any]:
    sample = complete().sample_inputs()
    person = {"姓名": value, "职务": value}
    return sample | {
        "单位": {"全称": value, "简称": value},
        "行动名称": value,
        "主送": [value, value],
        "总河长": person,
        "河长": [person, person],
        "说明": f"通报{value}\n每周。",
        "领导小组": {
            "组长": person, "副组长": [person], "成员": [person, person],
            "办公室": value, "办公室主任": person,
        },
        "工作组": [{"名称": value, "组长": person, "成员": value, "职责": value}],
        "阶段": [dict(row, 名称=value, 内容=f"开展{value}工作") for row in sample["阶段"]],
        "任务": [
            {"事项": value, "内容": value, "牵头单位": value, "配合单位": value, "时限": value},
            {"事项": value, "牵头单位": value, "时限": value},
        ],
        "目标": [{"名称": value, "目标值": value, "时限": value}, {"名称": value, "目标值": value}],
        "预算": [{"项目": value, "金额": "15"}, {"项目": value, "金额": "5.5"}],
        "河道表": [{"河道": value, "长度": "12.5"}, {"河道": value, "长度": "8"}],
        "水质图": {"标题": value, "数据": [[value, "2"], [value, "1"]]},
    }  # fmt: skip


def test_a_phrase_typed_with_its_stop_goes_on_and_whole_sentences_keep_theirs() -> None:
    fields = "  丙: {type: org}\n  丁: {type: list}\n  戊: {type: long-text}\n"
    body = (
        "由{{ 丙 }}牵头，{{ 甲 }}。{{ 丁 }}都在内。{{ 戊|stopped }}办完为止。{{ 甲|stopped }}再办。"
    )
    typed = {"丙": "水务局。", "甲": "当天办。", "丁": ["一。", "二；"], "戊": "先查。再改"}
    made = small(body, fields, **typed)
    assert lines(made) == [
        "由水务局牵头，当天办。一、二都在内。先查。再改。办完为止。当天办。再办。"
    ]


def test_whom_it_is_for_is_named_without_the_stop_that_was_typed() -> None:
    text = (
        "---\nid: small\ntitle: 小\ngenre: 方案\nfields:\n  甲: {type: list}\n"
        'recipients: ["{{ 甲 }}"]\ncopies: ["{{ 甲 }}"]\n---\n# 标题\n办理。\n'
    )
    document = compose(load(text, "small.md"), {"甲": ["东湾社区。", "北桥社区；"]}).document
    assert document.recipients == document.copies == ("东湾社区", "北桥社区")
