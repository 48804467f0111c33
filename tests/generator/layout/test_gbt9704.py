"""The table of measures: the standard's figures and what follows from them."""

from __future__ import annotations

import pytest

from generator.layout import gbt9704
from generator.layout.gbt9704 import FACES, MEASURES, STYLES
from generator.layout.units import Chars, Length, Mm, Pt


def test_text_area_and_margins_fill_the_paper() -> None:
    across = gbt9704.LEFT + gbt9704.TEXT_WIDTH + gbt9704.RIGHT
    down = gbt9704.TOP + gbt9704.TEXT_HEIGHT + gbt9704.BOTTOM
    assert across.mm == pytest.approx(gbt9704.PAPER_WIDTH.mm) == pytest.approx(210)
    assert down.mm == pytest.approx(gbt9704.PAPER_HEIGHT.mm) == pytest.approx(297)


def test_line_pitch_gives_22_lines_and_no_more() -> None:
    assert int(gbt9704.TEXT_HEIGHT.ratio(gbt9704.LINE_PITCH)) == gbt9704.LINES == 22


def test_28_characters_fit_with_the_tracking_and_27_without() -> None:
    with_tracking = gbt9704.THREE + gbt9704.TRACKING
    assert int(gbt9704.TEXT_WIDTH.ratio(with_tracking)) == gbt9704.CHARACTERS == 28
    assert int(gbt9704.TEXT_WIDTH.ratio(gbt9704.THREE)) == 27


def test_every_measure_names_its_clause() -> None:
    assert len(MEASURES) > 20
    assert all(measure.id and measure.clause and measure.name for measure in MEASURES)
    assert {"P1", "P2", "P3", "P4", "H4", "H7", "N3", "I1"} <= {m.id for m in MEASURES}


def test_every_style_has_a_face_that_exists_and_a_clause() -> None:
    for style in STYLES.values():
        assert style.face in FACES
        assert style.clause
        assert style.pitch.points > 0


def test_levels_have_the_faces_of_the_standard() -> None:
    faces = [STYLES[f"Heading{level}"].face for level in range(1, 6)]
    assert faces == ["黑体", "楷体", "仿宋", "仿宋", "仿宋"]


def test_a_named_measure_equals_its_bare_length() -> None:
    assert Pt(16) == gbt9704.THREE
    assert hash(gbt9704.THREE) == hash(Pt(16))
    assert min(Mm(300), gbt9704.TEXT_WIDTH) is gbt9704.TEXT_WIDTH


def test_lengths_convert_to_the_units_of_word() -> None:
    assert (Mm(37).twips, Mm(28).twips, Mm(210).twips, Mm(297).twips) == (2098, 1587, 11906, 16838)
    assert Pt(16).half_points == 32
    assert Mm(0.35).eighths == 8
    assert Mm(10).emu == 360000
    assert Chars(2).at(Pt(15.75)) == Length(31.5)
