"""What stands above the text, and recipients that move to the imprint (B2, I4; 7.3.2, 7.4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Heading, Layout, Paragraph
from generator.layout import gbt9704, pdf
from generator.layout.flow import lay_out
from generator.layout.lines import Foot, Line
from generator.layout.measure.report import measure
from generator.layout.opening import title_line
from generator.layout.profile import STANDARD
from tests.generator.layout import samples
from tests.generator.layout.paper import MM, Page, pages

TEXT = "为切实保障群众安全，特制定本方案。"
Rendered = Mapping[str, tuple[Page, ...]]


def test_too_many_recipients_stand_above_the_copies_without_a_rule_between(
    rendered: Rendered,
) -> None:
    document = samples.crowded()
    foot = lay_out(document).parts[-1].nodes[-1]
    assert isinstance(foot, Foot)
    sent, copies, printed = foot.lines
    assert sent.text == "主送：" + "，".join(document.recipients) + "。"
    assert copies.text.startswith("抄送：青禾县应急管理局，")
    assert sent.rule_above is not None
    assert sent.rule_above.thickness == gbt9704.IMPRINT_THICK
    assert (sent.rule_below, copies.rule_above, copies.rule_below) == (None, None, None)
    assert printed.rule_above is not None
    for sheets in (pages(pdf.write(document).data), rendered["crowded"]):
        assert "主送" not in sheets[0].text
        assert "为切实保障" in sheets[0].text
        rows = sheets[-1].lines()
        start = sheets[-1].line("主送：")
        following = rows[rows.index(start) + 1]
        assert start[3].origin == pytest.approx(following[0].origin, abs=3)
        assert start[0].size == pytest.approx(14)
        assert start[0].origin / MM == pytest.approx(28 + 14 / MM, abs=0.6)


def test_recipients_that_leave_room_for_the_text_stay_above_it() -> None:
    document = replace(samples.crowded(), recipients=samples.crowded().recipients[:3])
    flow = lay_out(document)
    sent = [n.text for n in flow.parts[0].nodes if isinstance(n, Line) and n.style == "Recipients"]
    assert sent == ["、".join(document.recipients) + "："]
    foot = flow.parts[-1].nodes[-1]
    assert isinstance(foot, Foot)
    assert all("主送" not in line.text for line in foot.lines)


@settings(max_examples=12, derandomize=True, deadline=None)
@given(
    count=st.integers(1, 40),
    headings=st.integers(0, 2),
    layout=st.sampled_from(("plain", "document", "letter")),
)
def test_page_one_shows_text_however_many_recipients(
    count: int, headings: int, layout: Layout
) -> None:
    above = tuple(Heading(level=n + 1, text="工作目标") for n in range(headings))
    document = replace(
        samples.letter() if layout == "letter" else samples.official(),
        layout=layout,
        masthead=None if layout == "plain" else samples.official().masthead,
        recipients=tuple(f"青禾县第{n}片区社区居民委员会" for n in range(count)),
        blocks=(*above, Paragraph(text=TEXT), *samples.paragraphs(4)),
    ).canonical()
    data = pdf.write(document).data
    sheets = pages(data)
    assert "为切实保障群众安全" in sheets[0].text
    moved = any("主送：" in page.text for page in sheets)
    assert moved == ("居民委员会：" not in sheets[0].text)
    failed = {r.check.key for r in measure("a.pdf", data).rows if not r.ok}
    assert failed <= {"fonts"}


def test_recipients_move_only_where_they_must() -> None:
    def moved(count: int) -> bool:
        names = tuple(f"青禾县第{n:02}片区社区居民委员会" for n in range(count))
        foot = lay_out(replace(samples.official(), recipients=names)).parts[-1].nodes[-1]
        assert isinstance(foot, Foot)
        return foot.lines[0].text.startswith("主送")

    first = next(count for count in range(1, 60) if moved(count))
    last = replace(
        samples.official(),
        recipients=tuple(f"青禾县第{n:02}片区社区居民委员会" for n in range(first - 1)),
    )
    page = pages(pdf.write(last).data)[0]
    lines = [row for row in page.lines() if row[0].baseline / MM < 262]
    # The page is full but for what the masthead's own measure leaves and one line of text.
    assert page.text.count("居民委员会") == first - 1
    room = 262 - lines[-1][0].baseline / MM
    assert room < 2 * gbt9704.LINE_PITCH.mm


def test_a_title_with_figures_leaves_them_room_to_be_wider_than_half_a_square() -> None:
    """In some faces 2026 is wider than two characters: a full row lost its last one in Word."""
    for title, rows in (
        ("青禾县柳溪街道2026年调解纠纷公示结果报告", 2),
        ("青禾县柳溪街道本年度调解纠纷公示结果的报告", 2),
        ("青禾县柳溪街道办事处调解纠纷公示结果报告", 1),
        ("青禾县柳溪街道2026年调解纠纷结果报告", 1),
    ):
        line = title_line("Title", title, (), STANDARD)
        assert len(line.rows) == rows, title
        assert all(len("".join(run.text for run in row)) > 2 for row in line.rows)
