"""Our Word files as LibreOffice shows them: the same geometry, the same text as the PDF."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.layout import gbt9704, pdf
from tests.generator.layout import samples
from tests.generator.layout.paper import MM, Page, bare, pages, words

Rendered = Mapping[str, tuple[Page, ...]]
ONE = 156 / 28  # millimetres a character


def test_a_full_page_has_22_lines_of_28_characters(rendered: Rendered) -> None:
    lines = rendered["full"][1].lines()
    assert len(lines) == gbt9704.LINES + 1
    assert {len(line) for line in lines[:-1]} == {gbt9704.CHARACTERS}


def test_pages_have_the_size_and_margins_of_the_standard(rendered: Rendered) -> None:
    page = rendered["full"][1]
    lines = page.lines()[:-1]
    assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
    assert lines[0][0].origin / MM == pytest.approx(28, abs=0.2)
    assert 182 < max(line[-1].right for line in lines) / MM <= 184.2
    assert 37 < lines[0][0].top / MM < 42.5
    assert 257 < lines[-1][0].bottom / MM < 262


@pytest.mark.parametrize("number", [1, 2])
def test_page_numbers_stand_as_in_the_pdf(rendered: Rendered, number: int) -> None:
    line = rendered["full"][number - 1].lines()[-1]
    assert words(line) == f"—{number}—"
    edge = line[-1].right / MM if number % 2 else line[0].left / MM
    assert edge == pytest.approx(184 - ONE if number % 2 else 28 + ONE, abs=0.5)
    dash = line[0]
    assert (dash.top + dash.bottom) / 2 / MM - 262 == pytest.approx(7, abs=1)


def test_title_headings_and_text_have_their_sizes_and_faces(rendered: Rendered) -> None:
    sheets = rendered["plan"]
    title = sheets[0].line("青禾县柳溪街道2026年")[0]
    first = sheets[0].line("一、")[0]
    second = next(p for p in sheets if "（一）开展" in p.text).line("（一）开展")[0]
    body = sheets[0].line("坚持人民")[0]
    assert title.size == pytest.approx(22, abs=0.1)
    assert {round(g.size) for g in (first, second, body)} == {16}
    assert "FandolSong" in title.font
    assert "FandolHei" in first.font
    assert "FandolKai" in second.font
    assert "FandolFang" in body.font


def test_paragraphs_begin_two_characters_in(rendered: Rendered) -> None:
    first = rendered["full"][0].line("坚持以防")
    assert (first[0].origin / MM - 28) / ONE == pytest.approx(2, abs=0.1)


def test_the_sign_off_stands_where_the_standard_wants_it(rendered: Rendered) -> None:
    page = next(p for p in rendered["plan"] if "2026年2月20日" in p.text)
    issuer, date = page.line("青禾县柳溪街道办事处"), page.line("2026年2月20日")
    assert (184 - issuer[-1].right / MM) / ONE == pytest.approx(2, abs=0.3)
    assert (date[0].origin - issuer[0].origin) / MM / ONE == pytest.approx(2, abs=0.1)


def test_a_date_with_room_for_a_seal_stands_four_from_the_right(rendered: Rendered) -> None:
    page = next(p for p in rendered["sealed"] if "2026年2月20日" in p.text)
    date = page.line("2026年2月20日")
    # LibreOffice parts Chinese and digits by a quarter character whatever the file says.
    assert (184 - date[-1].right / MM) / ONE == pytest.approx(4, abs=1.3)


def test_the_mark_and_the_imprint_stand_where_the_standard_wants_them(rendered: Rendered) -> None:
    sheets = rendered["paper"]
    mark = sheets[0].line("青禾县柳溪街道办事处文件")
    assert min(glyph.top for glyph in mark) / MM == pytest.approx(72, abs=1.5)
    last = sheets[-1].line("青禾县柳溪街道党政综合办公室")
    assert 252 < last[0].bottom / MM < 262


def test_an_attachment_on_a_turned_page_has_its_number_at_the_left_edge(
    rendered: Rendered,
) -> None:
    page = next(page for page in rendered["plan"] if page.width > page.height)
    dash = next(glyph for glyph in page.glyphs if glyph.text == "—")
    assert (dash.left + dash.right) / 2 / MM == pytest.approx(28, abs=1)
    assert words(page.lines()[0]).startswith("附件1")


@pytest.mark.parametrize("name", ["plan", "full", "sealed", "paper", "letter", "minutes", "joint"])
def test_word_and_pdf_hold_the_same_text(rendered: Rendered, name: str) -> None:
    document = {
        "plan": samples.plan,
        "full": samples.full_pages,
        "sealed": samples.sealed,
        "paper": samples.official,
        "letter": samples.letter,
        "minutes": samples.minutes,
        "joint": samples.joint,
    }[name]()
    ours = pages(pdf.write(document).data)
    theirs = rendered[name]
    assert len(ours) == len(theirs)
    assert sorted(_text(ours)) == sorted(_text(theirs))


def _text(sheets: tuple[Page, ...]) -> str:
    """All characters; the repeated head of a table may come on another page."""
    return bare("".join(page.text for page in sheets))
