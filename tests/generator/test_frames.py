"""Title, recipients, sign-off and attachments that stand in a draft as somebody typed them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.blocks import Cell
from corpus.document import Document, Heading, Paragraph, SignOff, Table
from generator import frames, template
from generator.compose import Composition, compose
from generator.states import FRAME, SectionState

BLANK = "blank-implementation-scheme"


def composed(*states: SectionState, inputs: dict[str, str] | None = None) -> Composition:
    return compose(template.get(BLANK), inputs or {}, sections=states)


def by_hand(id: str, text: str) -> SectionState:
    return SectionState(id, "edited", blocks=frames.typed(id, text))


def test_a_typed_frame_takes_the_place_of_the_form() -> None:
    made = composed(
        by_hand("title", "青禾县柳溪街道2025年\n消防安全实施方案"),
        by_hand("recipients", "各社区（村、居委会）、街道各科室："),
        by_hand("opening", "为消除隐患，制定本方案。"),
        by_hand("signoff", "青禾县柳溪街道办事处\n2025年3月5日"),
        by_hand("notes", "联系人：何某某"),
        by_hand("copies", "青禾县消防救援大队"),
        by_hand("byline", "（2025年3月5日）"),
    ).document
    assert made.title == "青禾县柳溪街道2025年消防安全实施方案"
    assert made.recipients == ("各社区（村、居委会）", "街道各科室")
    assert made.blocks[0] == Paragraph("b1", text="为消除隐患，制定本方案。", role="opening")
    assert made.signoff == SignOff(("青禾县柳溪街道办事处",), "2025-03-05")
    assert made.notes == ("联系人：何某某",)
    assert made.copies == ("青禾县消防救援大队",)
    assert made.byline == ("（2025年3月5日）",)
    assert (made.issuer, made.year) == ("青禾县柳溪街道办事处", 2025)


def test_a_field_that_only_a_typed_part_would_print_is_no_gap_any_longer() -> None:
    before = {gap.field for gap in composed().gaps}
    after = {gap.field for gap in composed(by_hand("title", "消防方案")).gaps}
    assert "事由" in before
    assert "事由" not in after


def test_a_part_that_was_emptied_stays_empty() -> None:
    made = composed(by_hand("signoff", ""), by_hand("opening", ""), by_hand("recipients", " "))
    assert made.document.signoff is None
    assert made.document.recipients == ()
    assert not made.spans.get("opening")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2025年12月26日", "2025-12-26"),
        ("二〇二五年三月五日", "2025-03-05"),
        ("2025-03-05", "2025-03-05"),
        ("20xx年x月x日", "20xx年x月x日"),
    ],
)
def test_the_date_of_a_typed_sign_off_is_read_or_stays_as_it_is(line: str, date: str) -> None:
    signed = frames.signoff_of(frames.typed("signoff", f"柳溪街道办事处\n{line}"), seal=True)
    assert signed == SignOff(("柳溪街道办事处",), date, True)


def test_attachments_that_the_template_does_not_have_come_behind_its_own() -> None:
    row = (Cell("1"), Cell("排查"))
    table = Table(caption="分工表", head=((Cell("序号"), Cell("任务")),), rows=(row,))
    made = composed(
        SectionState("annex-1", "edited", "landscape", (Heading(text="任务分工表"), table)),
        SectionState(
            "annex-2", "edited", "issued", (Heading(text="管理办法"), Paragraph(text="一"))
        ),
        SectionState("annex-3", "off", None, (Heading(text="不要的"),)),
    )
    first, second = made.document.attachments
    assert (first.title, first.landscape, first.issued) == ("任务分工表", True, False)
    assert first.blocks[0].rows == (row,)  # type: ignore[union-attr]
    assert (second.title, second.landscape, second.issued) == ("管理办法", False, True)
    assert made.spans["annex-1"] == (first.blocks[0].id,)
    assert not made.findings


DATES = st.dates(datetime.date(1950, 1, 1), datetime.date(2150, 1, 1))
LINE = st.text("柳溪街道办事处社区（）〔〕12", min_size=1, max_size=12)


@settings(max_examples=100, derandomize=True)
@given(st.lists(LINE, max_size=3, unique=True), DATES)
def test_a_frame_is_read_back_from_its_own_lines(issuers: list[str], date: object) -> None:
    document = Document(
        title="方案", signoff=SignOff(tuple(f"{one}局" for one in issuers), str(date))
    )
    lines = frames.frame_of(document)
    assert set(lines) | {"opening"} == set(FRAME)
    blocks = frames.typed("signoff", "\n".join(lines["signoff"]))
    assert frames.signoff_of(blocks, seal=False) == document.signoff


@pytest.mark.parametrize(
    ("typed", "signed"),
    [
        ("县长　周某某\n2026年3月5日", SignOff((), "2026-03-05", signers=("县长　周某某",))),
        (
            "青禾县人民政府\n县长（签名章）\n2026年3月5日",
            SignOff(("青禾县人民政府",), "2026-03-05", signers=("县长（签名章）",)),
        ),
        ("青禾县人民政府\n2026年3月5日", SignOff(("青禾县人民政府",), "2026-03-05", True)),
    ],
)
def test_a_post_with_a_name_signs_with_a_stamp_and_no_seal(typed: str, signed: SignOff) -> None:
    blocks = frames.typed("signoff", typed)
    assert frames.signoff_of(blocks, seal=True) == signed
    lines = frames.frame_of(Document(title="令", signoff=signed))["signoff"]
    assert frames.signoff_of(frames.typed("signoff", "\n".join(lines)), seal=True) == signed


def test_an_attachment_of_a_past_document_stays_bound_apart() -> None:
    title = Heading(text="检查手册")
    made = composed(SectionState("annex-1", "edited", "landscape separate", (title,)))
    (one,) = made.document.attachments
    assert (one.landscape, one.issued, one.separate) == (True, False, True)
