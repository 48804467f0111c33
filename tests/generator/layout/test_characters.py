"""Every character on paper: GB 2312 in its class's face, the general standard, and none at all."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.document import Cell, Document, Heading, Paragraph, SignOff, Table
from generator.layout import pdf, word
from generator.layout.measure import measure
from generator.layout.unprintable import unprintable
from tests.generator.layout import samples
from tests.generator.layout.paper import Page, pages

FANDOL = Path(sys.prefix) / "share" / "nigao" / "fonts" / "fandol"
faces_set_up = pytest.mark.skipif(not FANDOL.is_dir(), reason="the free faces are not set up")
# A letter is drawn once at least in each of the three faces of the sample.
FACES = ("FandolFang", "FandolHei", "FandolKai")


def drawn(sheets: tuple[Page, ...], face: str) -> set[str]:
    """The characters that `face` draws, those without ink left out."""
    return {
        glyph.text
        for page in sheets
        for glyph in page.glyphs
        if face in glyph.font and glyph.right > glyph.left and glyph.bottom > glyph.top
    }


@faces_set_up
@pytest.mark.parametrize("face", FACES)
def test_the_pdf_draws_all_of_gb_2312_in_the_faces_of_text_and_headings(face: str) -> None:
    sheets = pages(pdf.write(samples.gb_2312()).data)
    assert set(samples.gb_2312_letters()) - drawn(sheets, face) == set()


@pytest.mark.parametrize("face", FACES)
def test_word_draws_all_of_gb_2312_in_the_faces_of_text_and_headings(
    rendered: Mapping[str, tuple[Page, ...]], face: str
) -> None:
    assert set(samples.gb_2312_letters()) - drawn(rendered["characters"], face) == set()


@faces_set_up
def test_the_pdf_draws_every_character_of_the_general_standard() -> None:
    letters = samples.general_letters()
    made = pdf.write(Document(blocks=(Paragraph(text=letters),)))
    sheets = pages(made.data)
    plain = {letter for letter in letters if ord(letter) < 0x10000}
    assert plain - drawn(sheets, "") == set()
    # PDFium hands out the two halves of a character beyond U+FFFF, the second without ink.
    text = "".join(page.text for page in sheets).encode("utf-16", "surrogatepass")
    assert set(letters) - set(text.decode("utf-16")) == set()
    assert unprintable(Document(blocks=(Paragraph(text=letters),))) == ()


def test_a_character_without_font_is_reported_with_its_place() -> None:
    table = Table(rows=((Cell("甲"), Cell("乙\U0010fff2")),))
    document = Document(
        title="关于\U0010fff0工作的通知",
        blocks=(Heading(level=1, text="目标"), Paragraph(text="各社区\U0010fff1要落实"), table),
        signoff=SignOff(("青禾县\U0010fff3",), "2026-02-20"),
    )
    told = [str(own) for own in unprintable(document)]
    assert told == [
        "标题“关于\U0010fff0工作的通知”里的“\U0010fff0”（U+10FFF0）没有字体能显示",
        "正文“各社区\U0010fff1要落实”里的“\U0010fff1”（U+10FFF1）没有字体能显示",
        "表格第1行第2列“乙\U0010fff2”里的“\U0010fff2”（U+10FFF2）没有字体能显示",
        "落款“青禾县\U0010fff3”里的“\U0010fff3”（U+10FFF3）没有字体能显示",
    ]


def test_the_measure_names_a_character_without_font_with_its_place() -> None:
    table = Table(rows=((Cell("甲"), Cell("乙\U0010fff2")),))
    document = Document(blocks=(Paragraph(text="各社区\U0010fff1要落实"), table))
    printed = measure("a.pdf", pdf.write(document).data).remarks
    file = word.write(document)
    written = measure("a.docx", file, pdf.write(samples.plan()).data).remarks
    assert printed[0] == "第1页“各社区□要落实甲”里的“□”没有字体能显示，请对着原文换字。"
    assert [remark.partition("里的")[0] for remark in written[-2:]] == [
        "正文“各社区\U0010fff1要落实”",
        "表格“乙\U0010fff2”",
    ]
    assert measure("a.pdf", pdf.write(samples.plan()).data).remarks == ()


def test_a_character_is_reported_once_and_an_ordinary_text_has_none() -> None:
    twice = Document(blocks=(Paragraph(text="甲\U0010fff0"), Paragraph(text="乙\U0010fff0")))
    assert len(unprintable(twice)) == 1
    assert unprintable(samples.plan()) == ()
