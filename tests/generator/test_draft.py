"""Drafts as JSON, inputs as YAML and JSON, and what is refused in them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Heading, Item, Paragraph
from corpus.errors import InvalidDocument
from generator.draft import Draft, SectionState, compose_draft, is_draft, read_inputs
from generator.errors import InputError
from generator.template import get

DRAFT: dict[str, Any] = {
    "schema": 1,
    "template": {"id": "fire-safety-campaign", "sha256": "abc"},
    "inputs": {"单位": "青禾县柳溪街道办事处"},
    "sections": [
        {"id": "goals", "state": "off", "variant": None, "blocks": [], "source": None},
        {
            "id": "tasks",
            "state": "edited",
            "variant": None,
            "blocks": [{"id": "", "type": "paragraph", "text": "逐户排查。", "lines": None}],
            "source": {"document": 17, "block": "b4"},
        },
    ],
    "revision": 12,
}


def test_a_draft_survives_json() -> None:
    draft = Draft.from_json(json.loads(json.dumps(DRAFT)))
    assert draft.to_json() == DRAFT
    assert draft.sections[1] == SectionState(
        "tasks", "edited", None, (Paragraph(text="逐户排查。"),), {"document": 17, "block": "b4"}
    )


def test_what_the_library_keeps_beside_a_draft_is_no_fault() -> None:
    kept = DRAFT | {"id": 3, "title": "方案", "updated": "2026-02-20", "gaps": 2}
    assert Draft.from_json(kept).revision == 12


def test_a_draft_composes_with_its_sections() -> None:
    document = compose_draft(Draft.from_json(DRAFT), get("fire-safety-campaign")).document
    roles = [b.role for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert "goals" not in roles
    at = next(i for i, b in enumerate(document.blocks) if getattr(b, "role", None) == "tasks")
    after = document.blocks[at + 1]
    assert isinstance(after, Paragraph)
    assert after.text == "逐户排查。"


@pytest.mark.parametrize(
    ("data", "where", "message"),
    [
        ([], "", "这不是一份稿子"),
        (DRAFT | {"inputs": []}, "inputs", "一组 要素: 内容"),
        (DRAFT | {"template": "x"}, "template", "没有写明模板"),
        (DRAFT | {"input": {}}, "", "稿子没有“input”这一项"),
        (DRAFT | {"sections": [{"state": "off"}]}, "sections", "带 id 的对象"),
        (DRAFT | {"sections": [{"id": "a", "state": "on"}]}, "sections.a", "没有“on”这种章节状态"),
        (DRAFT | {"sections": [{"id": "a", "block": []}]}, "sections.a", "没有“block”这一项"),
    ],
)
def test_a_draft_that_is_none_is_refused(data: object, where: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        Draft.from_json(data)
    assert caught.value.where == where
    assert message in caught.value.message


def test_blocks_of_no_known_type_are_refused() -> None:
    with pytest.raises(InvalidDocument):
        SectionState.from_json({"id": "a", "state": "edited", "blocks": [{"type": "x"}]})


def test_inputs_keep_every_scalar_a_string() -> None:
    expected = {"区号": "0512", "户数": "1260", "起止": {"起": "2026-03-01", "止": "6月30日"}}
    assert read_inputs("区号: 0512\n户数: 1260\n起止: {起: 2026-03-01, 止: 6月30日}\n") == expected
    as_json = '{"区号": "0512", "户数": 1260, "起止": {"起": "2026-03-01", "止": "6月30日"}}'
    assert read_inputs(as_json) == expected
    assert read_inputs("\ufeff" + as_json) == expected
    assert read_inputs('{"预算": 12.50, "空": null, "有": true}') == {
        "预算": "12.50", "空": "", "有": "true",
    }  # fmt: skip
    assert read_inputs("") == {}


def test_inputs_may_be_a_draft() -> None:
    read = read_inputs(json.dumps(DRAFT, ensure_ascii=False))
    assert is_draft(read)
    assert Draft.from_json(read) == Draft.from_json(DRAFT)
    assert not is_draft({"单位": "x"})


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("单位: 甲\n  起止: x: y\n", "inputs.yaml:2:", "不合 YAML"),
        ("单位: 甲\n单位: 乙\n", "inputs.yaml:2:1", "写了两次"),
        ("- 甲\n- 乙\n", "inputs.yaml", "一组 要素: 内容"),
        ("甲: &a 一\n乙: *a\n丙: \x07", "inputs.yaml:1:1", "控制字符"),
        ("{" * 5000, "inputs.yaml", ""),
    ],
)
def test_inputs_that_cannot_be_read_are_told_with_their_place(
    text: str, where: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_inputs(text, name="inputs.yaml")
    assert caught.value.where.startswith(where)
    assert message in caught.value.message


def test_repeated_aliases_do_not_swell() -> None:
    text = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(9)
    )
    with pytest.raises(InputError) as caught:
        read_inputs(text)
    assert "引用" in caught.value.message


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
_RAW = st.recursive(
    _TEXT,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
)


@given(st.dictionaries(_TEXT, _RAW, max_size=4))
def test_inputs_survive_json(inputs: dict[str, Any]) -> None:
    assert read_inputs(json.dumps(inputs, ensure_ascii=False)) == inputs


def test_items_of_an_edited_section_keep_their_level() -> None:
    state = SectionState("a", "edited", blocks=(Item(level=4, text="甲；"),))
    assert SectionState.from_json(state.to_json()) == state
