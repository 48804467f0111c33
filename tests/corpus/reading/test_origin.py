"""Place and year are those of the document's own, not of its superiors, villages or targets."""

from __future__ import annotations

import pytest

from corpus.document import Block, Heading, Paragraph
from corpus.reading.origin import place_of, year_of

OPENING = "根据青禾县《关于印发整治方案的通知》精神，落实青禾县委部署，结合实际，制定本方案。"


def test_the_title_names_the_place_before_the_text() -> None:
    assert place_of("望川县防汛方案", ["青禾县在行动。青禾县召开会议。"]) == "望川县"


def test_the_place_has_the_rank_that_the_text_calls_its_own() -> None:
    texts = [OPENING, "推进柳溪镇网格建设，我镇成立专班。", "我镇各村落实。柳溪镇按月通报。"]
    assert place_of(None, texts) == "柳溪镇"
    one = [OPENING, "我镇成立专班，我镇各村落实。"]
    assert place_of(None, one) == "青禾县"
    assert place_of(None, [*one, "柳溪镇按月通报。"], ["柳溪镇专班名单"]) == "柳溪镇"


def test_what_superiors_have_written_comes_after_the_places_of_the_text() -> None:
    assert place_of(None, [OPENING, "在望川县试点，望川县先行。"]) == "望川县"
    assert place_of(None, [OPENING, "各单位抓好落实。"]) == "青禾县"


def test_villages_are_parts_of_a_street_and_not_its_place() -> None:
    texts = [
        "在全街开展整治。",
        "全街干部包片，在台兴村、东湾社区先行。",
        "台兴村，台兴村，台兴村。",
    ]
    assert place_of(None, texts) is None
    assert place_of(None, [text.replace("全街", "本地") for text in texts]) == "台兴村"


def test_a_place_named_once_is_not_certain() -> None:
    assert place_of(None, ["为做好工作，在青禾县试点。"]) is None


@pytest.mark.parametrize(
    ("title", "signed", "texts", "year"),
    [
        ("东湾社区2026年工作计划", "2025-12-30", ["2024年，工作有序。"], 2026),
        (None, "2025-12-30", ["2024年，工作有序。"], 2025),
        (None, None, ["2024年我局工作以安全为纲。", "到2030年建成，2030年验收。"], 2024),
        (None, None, ["到2030年底，建成体系。", "2024年，2024年，2024年。"], 2024),
        (None, None, ["截至目前，2024年与2025年各一次。"], None),
    ],
)
def test_the_year_comes_from_title_date_or_first_words(
    title: str | None, signed: str | None, texts: list[str], year: int | None
) -> None:
    assert year_of(title, signed, [], texts) == year


def test_the_first_dated_stage_comes_before_the_years_of_targets() -> None:
    blocks: list[Block] = [
        Heading(level=2, marker="（一）", text="动员阶段（2024年7月底前）"),
        Paragraph(level=2, marker="（二）", lead="验收阶段（2025年10月）", text="开展验收。"),
    ]
    texts = ["为做好工作，制定本方案。", "2025年底建成，2025年底达标。"]
    assert year_of(None, None, blocks, texts) == 2024
    assert year_of(None, None, blocks[1:], texts) == 2025
