"""The document model: its JSON, its canonical form."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from corpus.document import (
    Cell,
    Document,
    Heading,
    Item,
    Paragraph,
    Source,
    Table,
    clean,
)
from corpus.errors import InvalidDocument
from tests.strategies import any_documents, documents

RELAXED = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def markers(*blocks: Any) -> list[str | None]:
    return [getattr(b, "marker", None) for b in Document(blocks=blocks).canonical().blocks]


@RELAXED
@given(any_documents())
def test_everything_survives_json(document: Document) -> None:
    assert Document.from_json(json.loads(json.dumps(document.to_json()))) == document


@RELAXED
@given(any_documents())
def test_canonical_twice_is_canonical_once(document: Document) -> None:
    once = document.canonical()
    assert once.canonical() == once


@RELAXED
@given(documents())
def test_ids_of_a_canonical_document_are_unique(document: Document) -> None:
    ids = [block.id for block in document.all_blocks()]
    assert all(ids)
    assert len(set(ids)) == len(ids)


def test_json_has_the_shape_of_the_design() -> None:
    made = Document(
        title="方案",
        genre="方案",
        blocks=(
            Paragraph("b1", text="为……。", lines=(3, 3)),
            Heading("b2", 1, "一、", "工作目标", "goals", (5, 5)),
            Paragraph("b3", 3, "1.", "排查隐患", "对辖区……。", None, (9, 9)),
            Table("b4", "表", rows=((Cell("1"), Cell("……", 2, 1)),)),
        ),
        source=Source("a.txt", 2, (3, 88), "篇2"),
    )
    document = json.loads(json.dumps(made.to_json()))
    assert document["blocks"] == [
        {"id": "b1", "type": "paragraph", "text": "为……。", "lines": [3, 3]},
        {
            "id": "b2",
            "type": "heading",
            "level": 1,
            "marker": "一、",
            "text": "工作目标",
            "role": "goals",
            "lines": [5, 5],
        },
        {
            "id": "b3",
            "type": "paragraph",
            "level": 3,
            "marker": "1.",
            "lead": "排查隐患",
            "text": "对辖区……。",
            "lines": [9, 9],
        },
        {
            "id": "b4",
            "type": "table",
            "caption": "表",
            "columns": [],
            "head": [],
            "rows": [["1", {"text": "……", "rowspan": 2, "colspan": 1}]],
            "lines": None,
        },
    ]
    assert document["source"]["marker"] == "篇2"
    assert document["schema"] == 1


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], "$"),
        ({"schema": 2}, "$.schema"),
        ({"title": 5}, "title"),
        ({"titel": "x"}, "$"),
        ({"blocks": [{"type": "heading", "level": "x"}]}, "level"),
        ({"blocks": [{"type": "verse"}]}, "blocks"),
        ({"blocks": [{"text": "x"}]}, "blocks"),
    ],
)
def test_json_that_is_no_document_is_refused_with_its_place(data: object, where: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        Document.from_json(data)
    assert where in caught.value.where


def test_headings_are_numbered_from_their_levels() -> None:
    assert markers(
        Heading(level=1, text="目标"),
        Heading(level=1, text="任务"),
        Heading(level=2, text="排查"),
        Heading(level=2, text="整改"),
        Item(level=3, text="甲；"),
        Item(level=3, text="乙。"),
        Heading(level=1, text="保障"),
        Heading(level=2, text="组织"),
    ) == ["一、", "二、", "（一）", "（二）", "1.", "2.", "三、", "（一）"]


def test_a_heading_that_says_it_is_the_first_is_numbered_on() -> None:
    assert markers(Heading(level=1, marker="一、"), Heading(level=1, marker="一、")) == [
        "一、",
        "二、",
    ]


def test_a_second_list_below_one_heading_starts_again() -> None:
    first = [Item(level=3, text="甲；"), Item(level=3, text="乙。")]
    assert markers(*first, Paragraph(text="另有："), *first) == ["1.", "2.", None, "1.", "2."]
    again = [Item(level=3, marker="1.", text="甲；"), Item(level=3, marker="2.", text="乙。")]
    assert markers(*again, Paragraph(text="说明。"), *again) == ["1.", "2.", None, "1.", "2."]


def test_stages_keep_their_own_numbers() -> None:
    assert markers(
        Heading(level=1, text="步骤"),
        Paragraph(level=2, marker="第一阶段：", lead="宣传", text="开会。"),
        Paragraph(level=2, marker="第二阶段：", lead="整治", text="整治。"),
        Paragraph(level=5, marker="一是", text="甲。"),
        Paragraph(level=5, marker="二是", text="乙。"),
    ) == ["一、", "第一阶段：", "第二阶段：", "一是", "二是"]


def test_more_than_a_hundred_items_are_numbered() -> None:
    assert markers(*[Heading(level=1, text="x")] * 120)[-1] == "一百二十、"


def test_clean_takes_away_control_characters_and_outer_space() -> None:
    assert clean("\u3000\u200b１２\x00ａ\n b\t") == "12ab"


def test_a_replaced_document_keeps_its_blocks() -> None:
    document = Document(title="甲", blocks=(Paragraph(text="乙。"),))
    assert replace(document, title="丙").blocks == document.blocks
