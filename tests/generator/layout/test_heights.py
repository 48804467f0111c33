"""What stands on a page of the PDF is as high as on the page of Word, to a third of a point."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from corpus.document import Block, Cell, Column, Document, Masthead, Paragraph, Table
from generator.layout import gbt9704, pdf
from generator.layout.lines import JointMark, Line
from generator.layout.mark import mark
from generator.layout.profile import STANDARD, Profile
from generator.layout.sheet import measures
from generator.layout.units import Mm, Pt
from tests.generator.layout import samples
from tests.generator.layout.paper import Page, pages

Rendered = Mapping[str, tuple[Page, ...]]
UNITS = ("青禾县应急管理局", "望川县东湾社区居民委员会", "青禾县柳溪街道办事处")


def offsets(ours: Page, theirs: Page, *starts: str) -> list[float]:
    """How much lower the lines that begin so stand in Word, in points."""
    return [theirs.line(s)[0].baseline - ours.line(s)[0].baseline for s in starts]


@pytest.mark.parametrize("name", ["paper", "joint"])
def test_masthead_and_title_take_as_much_room_in_both(name: str, rendered: Rendered) -> None:
    document = samples.official() if name == "paper" else samples.joint()
    ours, theirs = pages(pdf.write(document).data)[0], rendered[name][0]
    number, below = ("青应急" if name == "joint" else "青柳街"), "一、工作目标"
    first, second, third = offsets(ours, theirs, "000001", number, below)
    assert second == pytest.approx(first, abs=0.4)
    assert third == pytest.approx(first, abs=0.4)


def test_a_table_takes_as_much_room_in_both(rendered: Rendered) -> None:
    for ours, theirs in zip(
        pages(pdf.write(samples.official()).data), rendered["paper"], strict=True
    ):
        if "各社区要高度重视" in ours.text and "任务分工表" in ours.text:
            above, below, date = offsets(ours, theirs, "任务分工表", "各社区要高", "青禾县柳溪")
            assert date == pytest.approx(below, abs=0.2)
            assert below - above == pytest.approx(0.35, abs=0.4)  # a caption is set smaller
            return
    raise AssertionError("the table and what follows it stand on no page together")


def test_a_picture_takes_whole_lines_and_as_many_in_both(rendered: Rendered) -> None:
    ours = pages(pdf.write(samples.pictured(), samples.grey).data)
    theirs = rendered["pictured"]
    assert len(ours) == len(theirs) == 2
    starts = [f"第{n}张照片" for n in range(1, 5)] + ["以上照片"]
    for mine, other in zip(ours, theirs, strict=True):
        here = [start for start in starts if start in mine.text]
        assert here == [start for start in starts if start in other.text]
        apart = offsets(mine, other, *here)
        assert apart == pytest.approx([apart[0]] * len(apart), abs=0.4)
        places = [mine.line(start)[0].baseline for start in here]
        lines = [(place - places[0]) / gbt9704.LINE_PITCH.pt for place in places]
        assert lines == pytest.approx([round(own) for own in lines], abs=0.02)


@pytest.mark.parametrize(
    ("profile", "spare"),
    [(STANDARD, 0.4), (Profile(pitch=Pt(28)), 21.3), (Profile(top=Mm(35), bottom=Mm(33)), 11.7)],
)
def test_a_page_holds_whole_lines_only_and_its_edge_stays_where_it_is(
    profile: Profile, spare: float
) -> None:
    told = json.loads(measures(profile))["pages"]
    assert told["portrait"]["spare"] == pytest.approx(spare, abs=0.1)
    assert told["loose"]["spare"] == told["landscape"]["spare"] == 0
    document = samples.official()
    last = pages(pdf.write(document, profile=profile).data)[-1]
    edge = gbt9704.PAPER_HEIGHT.pt - profile.bottom.pt
    printed = [row for row in last.lines() if "印发" in "".join(g.text for g in row)][-1]
    # The lower rule of the imprint stands on the edge: half a line below its characters.
    assert edge - printed[0].baseline == pytest.approx(9.1, abs=1)
    number = last.lines()[-1]
    dash = next(glyph for glyph in number if glyph.text == "—")
    assert (dash.top + dash.bottom) / 2 - edge == pytest.approx(gbt9704.PAGE_NUMBER_GAP.pt, abs=1)


@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("suffix", [True, False])
def test_names_of_a_mark_fit_at_the_size_that_word_takes(count: int, suffix: bool) -> None:
    head = Masthead(None, None, (UNITS * 2)[:count], suffix, "青〔2026〕3号")
    for layout in ("document", "minutes"):
        made = mark(head, layout, STANDARD, Pt(10))
        size = made.size
        assert size is not None
        assert size.points * 2 == int(size.points * 2)
        if isinstance(made, JointMark):
            widest = max(len("".join(run.text for run in name)) for name in made.names)
            assert size.half_points / 2 * widest <= made.width.points + 0.01
        else:
            assert isinstance(made, Line)
            assert size.half_points / 2 * len(made.text) <= STANDARD.text_width.points


def test_rows_to_be_filled_in_by_hand_are_as_high_as_written_ones() -> None:
    def below(text: str) -> float:
        names = "姓名", "电话"
        rows = tuple((Cell(own), Cell(own)) for own in ("甲", text, text, "乙"))
        table = Table(columns=tuple(map(Column, names)), head=(tuple(map(Cell, names)),), rows=rows)
        blocks: tuple[Block, ...] = (table, Paragraph(text="以上人员参加。"))
        (page,) = pages(pdf.write(Document(title="登记表", blocks=blocks)).data)
        return page.line("以上人员")[0].baseline

    assert below("") == pytest.approx(below("丙"), abs=0.01)
