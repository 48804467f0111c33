"""A past document comes into a draft whole: what it says is what the draft says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from corpus.document import Block, Document, Heading, Item, Paragraph, Table
from corpus.reading import read_file, read_text
from generator import template
from generator.compose import compose
from generator.past import begun_from, name_of, parts_of
from generator.proposals import subject_of
from generator.states import SectionState
from generator.template import Template
from tests import strategies

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
SCHEME = "blank-implementation-scheme"
NOTICE = """青禾县柳溪街道办事处关于做好防汛工作的通知

各社区居民委员会（村民委员会）、街道各科室：

为做好2025年防汛工作，现通知如下。

一、工作目标

确保安全度汛。

二、时间安排

（一）准备（3月1日至3月15日）。检查物资。

三、物资清单

表：物资表
序号\t名称
1\t沙袋

特此通知。

青禾县柳溪街道办事处

2025年3月5日

（联系人：周某某，联系电话：0000-5551234）

附件1

防汛责任表

序号\t姓名
1\t周某某
"""


def blank_for(document: Document) -> Template:
    return next(t for t in template.blanks().values() if t.genre == document.genre)


def shape(blocks: tuple[Block, ...]) -> list[tuple[object, ...]]:
    return [
        (
            type(b).__name__,
            *(getattr(b, part, None) for part in ("level", "marker", "lead", "text")),
        )
        for b in blocks
    ]


def notice() -> Document:
    (document,) = read_text(NOTICE, name="通知.txt")
    return document


def begun(document: Document, over: Template) -> Document:
    past = begun_from(document, over)
    return compose(over, past.inputs, sections=past.states).document


def test_title_recipients_sections_sign_off_tables_and_attachments_are_kept() -> None:
    document = notice().canonical()
    made = begun(document, blank_for(document))
    assert made.title == "青禾县柳溪街道办事处关于做好防汛工作的通知"
    assert made.recipients == document.recipients
    assert made.signoff == document.signoff
    assert made.notes == document.notes
    assert shape(made.blocks) == shape(document.blocks)
    table = next(b for b in made.blocks if isinstance(b, Table))
    assert table.rows[0][1].text == "沙袋"
    assert [a.title for a in made.attachments] == [a.title for a in document.attachments]


def test_sections_take_their_homes_by_role_and_the_rest_are_ones_own() -> None:
    over = template.get(SCHEME)
    states = begun_from(notice(), over, {"document": 17, "title": "通知"}).states
    edited = [s for s in states if s.state == "edited"]
    order = [s.id for s in edited]
    assert [id for id in order if id in ("goals", "steps", "own-1")] == ["goals", "steps", "own-1"]
    goals = next(s for s in edited if s.id == "goals")
    assert isinstance(goals.blocks[0], Heading)
    assert goals.blocks[0].text == "工作目标"
    assert goals.source == {"document": 17, "title": "通知", "block": goals.blocks[0].id}
    off = {s.id for s in states if s.state == "off"}
    assert {"guiding", "tasks", "duty"} <= off
    assert [s.id for s in states if s.id in {x.id for x in over.sections}] == [
        x.id for x in over.sections
    ]


def test_where_no_section_fits_the_templates_own_stand_behind_switched_off() -> None:
    (document,) = read_text("值班安排\n\n一、白班\n\n甲。\n\n二、夜班\n\n乙。\n", name="a")
    states = begun_from(document, template.get(SCHEME)).states
    sections = [(s.id, s.state) for s in states if s.id in ("own-1", "own-2", "goals", "tasks")]
    assert sections == [
        ("own-1", "edited"),
        ("own-2", "edited"),
        ("goals", "off"),
        ("tasks", "off"),
    ]


def test_a_chosen_template_keeps_its_order_of_what_the_document_lacks() -> None:
    over = template.get("fire-safety-campaign")
    document = notice()
    past = begun_from(document, over)
    made = compose(over, past.inputs, sections=past.states)
    assert not made.gaps
    assert [f for f in made.findings if f.severity == "error"] == []
    assert shape(made.document.blocks) == shape(document.canonical().blocks)


def test_the_facts_are_proposed_as_values_for_the_form() -> None:
    past = begun_from(notice(), template.get("blank-notice"))
    assert past.inputs["单位"] == "青禾县柳溪街道办事处"
    assert past.inputs["事由"] == "做好防汛工作"
    assert past.inputs["成文日期"] == "2025年3月5日"
    assert past.inputs["主送机关"].startswith("各社区居民委员会")


@pytest.mark.parametrize(
    ("title", "issuer", "genre", "subject"),
    [
        ("柳溪街道办事处关于开展巡查的通知", "柳溪街道办事处", "通知", "开展巡查"),
        ("柳溪街道2025年消防安全实施方案", "柳溪街道", "实施方案", "2025年消防安全"),
        ("关于防汛工作情况的报告", "", "报告", "防汛工作"),
    ],
)
def test_what_a_title_is_about(title: str, issuer: str, genre: str, subject: str) -> None:
    assert subject_of(title, issuer, genre) == subject


def test_a_text_without_headings_is_an_opening_and_one_part() -> None:
    (document,) = read_text(
        "关于放假的通知\n\n现将放假安排通知如下。\n\n放假三天。\n\n值班照常。\n", name="a"
    )
    opening, parts = parts_of(document)
    assert len(opening) == 1
    assert [len(part.blocks) for part in parts] == [2]
    made = begun(document, blank_for(document))
    assert shape(made.blocks) == shape(document.canonical().blocks)


def test_a_run_in_heading_opens_a_part_without_losing_its_text() -> None:
    (document,) = read_text(
        "工作总结\n\n一、抓学习。全年学习12次，开展讨论。\n\n二、抓落实。全年走访30户，解决问题。\n",
        name="a",
    )
    _, parts = parts_of(document)
    assert [name_of(part.all) for part in parts] == ["抓学习", "抓落实"]
    assert shape(begun(document, blank_for(document)).blocks) == shape(document.canonical().blocks)


def test_numbered_sentences_are_one_part() -> None:
    blocks = (Item(level=1, text="各社区要报送。"), Item(level=1, text="各科室要检查。"))
    _, parts = parts_of(Document(blocks=(Paragraph(text="通知如下。", role="opening"), *blocks)))
    assert [len(part.blocks) for part in parts] == [2]


def test_where_the_second_level_is_the_highest_it_becomes_the_first() -> None:
    blocks = (
        Heading(level=2, text="总体目标"),
        Paragraph(text="甲。"),
        Heading(level=2, text="建设任务"),
        Paragraph(level=3, lead="排查", text="乙。"),
    )
    _, parts = parts_of(Document(blocks=blocks))
    assert [part.heading and part.heading.level for part in parts] == [1, 1]
    assert parts[1].blocks[0].level == 2  # type: ignore[union-attr]


def test_what_somebody_typed_as_attachment_keeps_its_way_of_printing() -> None:
    wide = replace(notice().attachments[0], landscape=True)
    states = begun_from(replace(notice(), attachments=(wide,)), template.get("blank-notice")).states
    annex = next(s for s in states if s.id == "annex-1")
    assert annex.variant == "landscape"
    assert SectionState.from_json(annex.to_json()) == annex


@settings(max_examples=40, derandomize=True, deadline=None)
@given(strategies.documents())
def test_any_document_comes_back_from_its_draft(document: Document) -> None:
    document = document.canonical()
    opening, parts = parts_of(document)
    whole = Document(blocks=(*opening, *(b for part in parts for b in part.all))).canonical()
    made = begun(document, blank_for(document))
    assert made.title == document.title
    assert shape(made.blocks) == shape(whole.blocks)
    assert len(made.attachments) == len(document.attachments)


def test_every_seed_comes_back_from_its_draft() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seeds are not beside the repository")
    for path in sorted(SEEDS.glob("*.txt")):
        for document in read_file(path):
            opening, parts = parts_of(document)
            whole = Document(blocks=(*opening, *(b for part in parts for b in part.all)))
            over = blank_for(document)
            past = begun_from(document, over)
            made = compose(over, past.inputs, sections=past.states)
            assert made.document.title == document.canonical().title
            assert shape(made.document.blocks) == shape(whole.canonical().blocks)
            assert not made.gaps
