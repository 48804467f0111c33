"""What ties fields together, and the paper around the text: conditions, defaults, checks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document, Heading
from corpus.plain import plain_text
from corpus.reading import read_text
from generator import roster
from generator.checking import check_template
from generator.compose import Composition, compose
from generator.errors import TemplateError
from generator.template import load

TEXT = (Path(__file__).parent / "data" / "minutes.md").read_text("utf-8")
TEMPLATE = load(TEXT, "minutes.md")


def composed(**inputs: Any) -> Composition:
    given = TEMPLATE.sample_inputs() | inputs
    return compose(TEMPLATE, {name: raw for name, raw in given.items() if raw is not None})


def said(made: Composition) -> list[str]:
    return [str(finding) for finding in made.findings]


def test_the_template_is_sound() -> None:
    assert [str(f) for f in check_template(TEXT, "minutes.md") if f.severity == "error"] == []


def test_a_field_is_asked_for_only_where_its_condition_holds() -> None:
    assert composed().hidden == frozenset()
    without = composed(是否设组="不设")
    assert without.hidden == {"领导小组"}
    assert "组织领导" not in plain_text(without.document)
    assert without.gaps == ()


def test_what_was_typed_into_a_hidden_field_is_neither_used_nor_found_fault_with() -> None:
    made = composed(是否设组="不设", 领导小组={"组长": {"姓名": "周某某"}, "没有": "x"})
    assert said(made) == []
    assert "周某某任组长" not in plain_text(made.document)


def test_a_field_that_is_asked_for_and_required_leaves_a_gap() -> None:
    assert [gap.field for gap in composed(领导小组=None).gaps] == ["领导小组"]


def test_a_default_is_computed_from_other_fields() -> None:
    made = composed()
    assert made.defaults == {"总结时限": "2026年6月30日"}
    assert "2026年6月30日前报送总结。" in plain_text(made.document)
    assert composed(总结时限="2026-05-01").defaults == {}


def test_a_default_that_cannot_be_computed_leaves_the_gap() -> None:
    assert {gap.field for gap in composed(起止=None).gaps} == {"起止", "总结时限"}


def test_a_check_across_fields_stands_at_its_first_field() -> None:
    assert said(composed(办结数="400")) == ["办结数：办结数多于受理数。核对这两个数。"]
    assert composed(办结数="400").findings[0].severity == "error"
    assert composed(受理数="2000").findings[0].severity == "warning"


def test_a_check_says_nothing_while_one_side_is_missing() -> None:
    assert said(composed(受理数=None)) == []
    assert said(composed(办结数=None)) == []


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"总结时限": "2026-07-01"}, "总结时限"),
        (
            {"重点任务": [{"事项": "甲", "牵头单位": "乙", "时限": "2026-08-01"}]},
            "重点任务第1项时限",
        ),
        (
            {"实施阶段": [{"名称": "甲", "起": "2026-02-01", "止": "2026-03-05", "内容": "乙。"}]},
            "实施阶段第1项起",
        ),
    ],
)
def test_a_date_outside_its_period_is_a_warning(inputs: dict[str, Any], place: str) -> None:
    made = composed(**inputs)
    assert [f.field + f.where for f in made.findings] == [place]
    assert "不在“起止”（2026年3月1日至6月30日）以内" in made.findings[0].message
    assert made.findings[0].severity == "warning"


def test_phases_that_overlap_are_a_warning() -> None:
    phases = [
        {"名称": "甲", "起": "2026-03-01", "止": "2026-03-20", "内容": "乙。"},
        {"名称": "丙", "起": "2026-03-10", "止": "2026-04-20", "内容": "丁。"},
    ]
    assert said(composed(实施阶段=phases)) == [
        "实施阶段第2项：开始日期（2026年3月10日）早于上一阶段的结束日期（2026年3月20日）。"
        "阶段应当前后衔接，核对这两个日期。"
    ]


def test_a_roster_row_is_checked_across_its_cells() -> None:
    data = (
        "单位,起止,是否设组,受理数,办结数\n"
        "柳溪街道,2026年3月1日至6月30日,不设,10,12\n"
        "柳溪街道,2026年3月1日至6月30日,不设,12,10\n"
    )
    read = roster.read(TEMPLATE, "数据.csv", data.encode())
    assert [row.wrong for row in read.rows] == [True, False]
    assert str(read.rows[0].findings[0]) == (
        "数据 第2行E列（办结数）：办结数多于受理数。核对这两个数。"
    )


def test_the_paper_around_the_text_is_filled_in() -> None:
    document = composed().document
    assert document.layout == "minutes"
    assert document.masthead
    assert document.masthead.issuers == ("青禾县柳溪街道办事处",)
    assert document.masthead.doc_number == "〔2026〕3号"
    assert document.attendance
    assert document.attendance.present == ("周某某", "何某某")
    assert document.copies == ("青禾县应急管理局",)
    assert document.notes == ("联系人：林某某",)
    assert document.imprint
    assert (document.imprint.issuer, document.imprint.date) == (
        "青禾县柳溪街道办事处", "2026-03-01",
    )  # fmt: skip


def test_without_an_issuing_body_there_is_no_masthead() -> None:
    document = composed(机关=None).document
    assert (document.layout, document.masthead) == ("plain", None)


def test_an_issued_text_has_no_label_and_is_not_listed() -> None:
    document = composed().document
    assert [(a.title, a.issued) for a in document.attachments] == [
        ("投诉办理工作方案", True), ("投诉台账", False),
    ]  # fmt: skip
    printed = plain_text(document)
    assert "\n投诉办理工作方案\n" in printed
    assert printed.count("附件") == 1
    again = Document.from_json(document.to_json())
    assert again == document


def test_headings_inside_an_attachment_are_numbered_there() -> None:
    issued = composed().document.attachments[0]
    heads = [(b.marker, b.text) for b in issued.blocks if isinstance(b, Heading)]
    assert heads == [("一、", "工作目标"), ("二、", "工作要求")]


def test_every_way_of_writing_phases_tasks_and_groups_is_printed() -> None:
    printed = plain_text(composed().document)
    for line in (
        "（一）第一阶段：动员部署（2026年3月1日至3月15日）。召开会议。",
        "（三）动员部署（2026年3月1日至3月15日）\n召开会议。",
        "（五）2026年3月1日至3月15日：动员部署。召开会议。",
        "（七）动员部署。召开会议。（时间：2026年3月1日至3月15日）",
        "一是动员部署，2026年3月1日至3月15日。召开会议。\n二是集中办理，",
        "动员部署\t2026年3月1日至3月15日\t召开会议。",
        "逐件核实。此项工作由街道信访办牵头，各社区配合，完成时限为2026年4月1日。",
        "牵头单位：街道信访办\n配合单位：各社区\n完成时限：2026年4月1日\n",
        "领导小组由街道办事处主任周某某任组长，街道办事处副主任何某某任副组长，林某某为成员。",
        "副组长\t何某某\t街道办事处副主任",
    ):
        assert line in printed, line


def test_what_is_printed_reads_back_as_one_document_with_its_attachments() -> None:
    (read,) = read_text(plain_text(composed(机关=None).document))
    assert read.genre == "纪要"
    assert "投诉台账" in [a.title for a in read.attachments]


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("if: 办结数 > 受理数", "if: 办结数 > 收到数", "没有声明“收到数”", 37),
        ("if: 办结数 > 受理数", "if: 办结数 >", "这里不合模板的写法", 37),
        ("if: 办结数 > 受理数", "if: 1 > 2", "核对没有用到任何要素", 37),
        ("message: 办结数多于受理数, ", "", "核对应当写明 if 和 message", 37),
        ("remedy: 核对这两个数", "advice: 核对", "核对里没有“advice”这一项", 37),
        ("within: 起止}", "within: 受理数}", "“受理数”不是起止时间要素", 21),
        ("{{ 起止.止 }}", "{{ 总结时限 }}", "要素“总结时限”的条件或默认值用到了它自己", 21),
        ("masthead: {issuer:", "masthead: {office:", "masthead 没有“office”这一项", 39),
        ("words=100-2000", "words=长", "字数写得不对", 49),
        ("## 工作要求\n", "## 工作要求 {: #x }\n", "附件里的标题不能带属性", 67),
    ],
)
def test_what_is_declared_wrongly_is_refused_at_its_place(
    old: str, new: str, message: str, line: int
) -> None:
    with pytest.raises(TemplateError) as caught:
        load(TEXT.replace(old, new, 1), "x.md")
    assert caught.value.message == message
    assert caught.value.where.split(":")[1] == str(line)


def test_a_check_of_the_template_finds_order_marks_and_length() -> None:
    text = TEXT.replace("genre: 纪要", "genre: 实施方案").replace("words=100-2000", "words=1-5")
    text = text.replace("会议研究了", "会议（研究了")
    messages = [f.message for f in check_template(text, "x.md")]
    assert "“会议（研究了投诉办理工作……”一段的“（”不成对" in messages
    assert any("的样稿有" in message and "不在 1—5字 以内" in message for message in messages)
    swapped = TEXT.replace("role=tasks", "role=require").replace("role=duty", "role=done")
    messages = [f.message for f in check_template(swapped, "x.md")]
    assert "“组织领导”一般写在“议定事项”前面" in messages


def test_lines_below_the_title_stand_between_title_and_text() -> None:
    text = TEXT.replace("notes: [", 'byline: ["（{{ 起止.起 }}）", "{{ 机关 }}"]\nnotes: [')
    document = compose(load(text, "x.md"), TEMPLATE.sample_inputs()).document
    assert document.byline == ("（2026年3月1日）", "青禾县柳溪街道办事处")
    printed = plain_text(replace(document, masthead=None)).split("\n")
    assert printed[1:3] == list(document.byline)
    bare = compose(load(text, "x.md"), TEMPLATE.sample_inputs() | {"机关": ""}).document
    assert bare.byline == ("（2026年3月1日）",)
    assert Document.from_json(document.to_json()) == document


@pytest.mark.parametrize(
    ("condition", "given", "told"),
    [
        ("受理数 != 办结数", {"受理数": None}, False),
        ("受理数 != 办结数", {}, True),
        ("受理数 is missing and 办结数 is given", {"受理数": None}, True),
    ],
)
def test_a_missing_field_takes_no_part_unless_the_check_asks_for_it(
    condition: str, given: dict[str, Any], told: bool
) -> None:
    text = TEXT.replace("{if: 受理数 > 1000,", f"{{if: {condition},")
    template = load(text, "x.md")
    inputs = TEMPLATE.sample_inputs() | given
    made = compose(template, {name: raw for name, raw in inputs.items() if raw is not None})
    assert ("受理数偏大" in {f.message for f in made.findings}) is told


def test_what_is_divided_by_nought_leaves_its_sentence_out() -> None:
    text = TEXT.replace("## 议定事项", "平均{{ 办结数 / 受理数 }}件。照常。\n\n## 议定事项")
    inputs = TEMPLATE.sample_inputs() | {"受理数": "0", "办结数": "0"}
    printed = plain_text(compose(load(text, "x.md"), inputs).document)
    assert "照常。" in printed
    assert "平均" not in printed
