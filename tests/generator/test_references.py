"""A text never speaks of an attachment that it does not have, and calls the others as printed."""

from __future__ import annotations

import pytest

from corpus.document import Cell, Heading, Paragraph, Table
from generator.compose import Composition, compose
from generator.states import ANNEX, SectionState
from generator.template import load
from tests.generator.composing import lines

TEXT = """---
id: small
title: 小
genre: 方案
fields:
  甲: {type: text}
---
# 标题
## 任务 {: #tasks }
分工见附件1，照《办法》附件2执行。
## 要求 {: #require }
按附件2登记，{{ 甲 }}。名单见附件3。
# 分工表 {: attachment #one }
一
# 台账 {: attachment #two }
二
# 名单 {: attachment #three if=甲 }
三
"""


def made(*states: SectionState, **inputs: str) -> Composition:
    return compose(load(TEXT, "small.md"), inputs, sections=states)


def off(*ids: str) -> list[SectionState]:
    return [SectionState(id, "off") for id in ids]


def warned(composition: Composition) -> list[tuple[str, str]]:
    return [(f.where, f.message) for f in composition.findings if "附件" in f.message]


def test_all_attachments_are_called_as_the_template_calls_them() -> None:
    found = made(甲="每周一次")
    assert "分工见附件1，照《办法》附件2执行。" in lines(found)
    assert warned(found) == []


def test_what_is_left_out_moves_the_numbers_of_those_behind_it_and_is_told() -> None:
    found = made(*off("two"), 甲="每周一次")
    assert "按附件2登记，每周一次。名单见附件2。" in lines(found)
    assert warned(found) == [("要求", "这一节提到附件2，那份附件没有勾选")]


def test_the_only_attachment_has_no_number_and_others_documents_keep_theirs() -> None:
    found = made(*off("two", "three"), 甲="每周一次")
    assert "分工见附件，照《办法》附件2执行。" in lines(found)
    assert [a.title for a in found.document.attachments] == ["分工表"]


def test_an_attachment_without_its_field_counts_for_none() -> None:
    assert "分工见附件，照《办法》附件2执行。" in lines(made(*off("two")))


def test_an_attachment_of_ones_own_counts() -> None:
    blocks = (Heading(level=1, text="路线图"), Paragraph(text="四"))
    own = SectionState(f"{ANNEX}1", "edited", blocks=blocks)
    found = made(*off("two", "three"), own, 甲="每周一次")
    assert "分工见附件1，照《办法》附件2执行。" in lines(found)


def annex(n: int, title: str, variant: str | None = None, *texts: str) -> SectionState:
    below = tuple(Paragraph(text=one) for one in texts)
    return SectionState(f"{ANNEX}{n}", "edited", variant, (Heading(level=1, text=title), *below))


def titles(composition: Composition) -> list[str]:
    return [one.title for one in composition.document.attachments]


def test_attachments_stand_in_the_order_of_the_draft_and_are_called_by_it() -> None:
    states = [SectionState("three"), annex(1, "路线图"), SectionState("one")]
    found = made(*states, 甲="每周一次")
    assert titles(found) == ["名单", "路线图", "分工表", "台账"]
    assert "分工见附件3，照《办法》附件2执行。" in lines(found)
    assert "按附件4登记，每周一次。名单见附件1。" in lines(found)
    assert warned(found) == []


def test_an_issued_attachment_of_ones_own_takes_no_number() -> None:
    found = made(annex(1, "管理办法", "issued"), SectionState("one"), SectionState("two"))
    assert titles(found) == ["管理办法", "分工表", "台账"]
    assert "分工见附件1，照《办法》附件2执行。" in lines(found)


ONLY = TEXT.split("# 台账")[0].replace("分工见附件1，", "分工见附件。其他见附件材料，")


def test_the_only_attachment_gets_its_number_when_there_is_a_second() -> None:
    template = load(ONLY, "small.md")
    first = compose(template, {}, sections=[annex(1, "路线图"), SectionState("one")])
    assert "分工见附件2。其他见附件材料，照《办法》附件2执行。" in lines(first)
    gone = compose(template, {}, sections=off("one"))
    assert "分工见附件。其他见附件材料，照《办法》附件2执行。" in lines(gone)
    assert ("任务", "这一节提到附件，那份附件没有勾选") in warned(gone)


def by_hand(id: str, *texts: str) -> SectionState:
    return SectionState(id, "edited", None, tuple(Paragraph(text=one) for one in texts))


def test_text_written_by_hand_is_told_what_it_names_and_the_draft_does_not_have() -> None:
    said = "见附件3，照《办法》附件5和〔2026〕5号附件6执行，再见附件2。"
    found = made(by_hand("tasks", said), *off("two"), 甲="每周一次")
    assert said in lines(found)
    assert ("任务", "这一节提到附件3，文稿只有2份附件") in warned(found)
    assert len([where for where, _ in warned(found) if where == "任务"]) == 1


def test_own_sections_attachments_and_tables_are_looked_through_as_well() -> None:
    grid = Table(rows=((Cell("名单"), Cell("见附件9")),))
    own = SectionState("own-1", "edited", None, (Heading(level=1, text="其他"), grid))
    found = made(own, annex(1, "路线图", None, "按附件8走。"), 甲="每周一次")
    assert warned(found) == [
        ("其他", "这一节提到附件9，文稿只有4份附件"),
        ("路线图", "这一节提到附件8，文稿只有4份附件"),
    ]


@pytest.mark.parametrize(
    ("left", "text", "told"),
    [
        (["one", "two"], "名单见附件1。", "引言提到附件1，文稿没有附件"),
        (["one", "two"], "名单见附件。", "引言提到附件，文稿没有附件"),
        (["one"], "名单见附件1。", "引言提到附件1，只有一份附件时不编号"),
        (["one"], "名单见附件2。", "引言提到附件2，文稿只有一份附件"),
        (["one"], "名单见附件，附件材料另报。", ""),
        ([], "名单见附件2。", ""),
    ],
)
def test_an_opening_written_by_hand_is_told_as_well(left: list[str], text: str, told: str) -> None:
    found = made(by_hand("opening", text), *off(*left))
    assert [f.message for f in found.findings if f.field == "opening"] == ([told] if told else [])
    assert text in lines(found)


def test_the_opening_of_the_form_calls_attachments_as_printed() -> None:
    template = load(TEXT.replace("# 标题\n", "# 标题\n名单见附件2。\n"), "small.md")
    found = compose(template, {}, sections=off("one"))
    assert "名单见附件。" in lines(found)
    gone = compose(template, {}, sections=off("two"))
    assert ("引言", "引言提到附件2，那份附件没有勾选") in warned(gone)
