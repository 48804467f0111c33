"""A text never speaks of an attachment that it does not have, and calls the others as printed."""

from __future__ import annotations

from corpus.document import Heading, Paragraph
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
