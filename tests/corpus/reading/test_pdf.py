"""PDF files are read as the Word files that say the same; scans and locked ones are refused."""

from __future__ import annotations

import contextlib
import difflib
import io

import pypdfium2
import pytest
import typst
from PIL import Image

from corpus.document import Document, Heading, Paragraph, Table
from corpus.errors import Unreadable
from corpus.reading import read_bytes
from corpus.reading.pdf import glyphs
from generator.compose import compose
from generator.layout import fonts, write
from generator.template import shipped
from tests.corpus.test_plain import chartless, shape

SAMPLES = sorted(shipped())
PAGE = '#set page(width: 210mm, height: 297mm, margin: 25mm)\n#set text(size: 12pt, lang: "zh")\n'
INDENTED = "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n"


def pdf_of(source: str) -> bytes:
    data: bytes = typst.Compiler(
        source.encode(), font_paths=[str(folder) for folder in fonts.folders()]
    ).compile(format="pdf")
    return data


def read(source: str) -> Document:
    (document,) = read_bytes("稿.pdf", pdf_of(source))
    return document


def words(document: Document) -> list[str]:
    return [
        (block.marker or "") + block.text
        for block in document.blocks
        if isinstance(block, Heading | Paragraph)
    ]


def refused(data: bytes, name: str = "稿.pdf") -> str:
    with pytest.raises(Unreadable) as caught:
        read_bytes(name, data)
    assert caught.value.where == name
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return str(caught.value)


def sentence(name: str) -> str:
    return f"第{name}组的网格员要逐户走访登记，" * 6 + f"{name}组按时上报台账。"


@pytest.mark.parametrize("name", SAMPLES)
def test_our_own_pdf_is_read_as_the_word_file_beside_it(name: str) -> None:
    template = shipped()[name]
    document = chartless(compose(template, template.sample_inputs()).document)
    (word,) = read_bytes("稿.docx", write(document, ".docx"))
    (pdf,) = read_bytes("稿.pdf", write(document, ".pdf"))
    assert pdf.title == word.title
    assert difflib.SequenceMatcher(None, shape(word), shape(pdf), False).ratio() >= 0.98
    assert (pdf.recipients, pdf.signoff) == (word.recipients, word.signoff)
    assert (pdf.masthead, pdf.imprint) == (word.masthead, word.imprint)
    assert [a.title for a in pdf.attachments] == [a.title for a in word.attachments]


def test_two_columns_are_read_one_after_the_other_without_head_and_foot() -> None:
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"
    document = read(
        PAGE + INDENTED + "#set page(header: [青禾县柳溪街道工作简报],"
        " footer: context align(center)[第 #counter(page).display() 页])\n"
        "#align(center, text(size: 20pt)[青禾县消防安全整治工作方案])\n#columns(2)[\n"
        + "\n\n".join(map(sentence, names))
        + "\n]"
    )
    assert document.title == "青禾县消防安全整治工作方案"
    assert words(document) == [sentence(name) for name in names]


def test_paragraphs_without_indent_are_parted_by_their_short_last_lines() -> None:
    document = read(
        PAGE + "#set par(justify: true)\n" + "\n\n".join(map(sentence, "甲乙丙")) + "\n"
    )
    assert words(document) == [sentence(name) for name in "甲乙丙"]


def test_a_paragraph_goes_on_across_the_page_break() -> None:
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
    document = read(
        PAGE + INDENTED + "#set page(footer: context align(center)[— #counter(page).display() —])\n"
        "#set par(leading: 1.2em)\n" + "\n\n".join(map(sentence, names))
    )
    assert words(document) == [sentence(name) for name in names]


def test_hyphens_at_line_ends_go_and_latin_words_keep_their_spaces() -> None:
    text = "The international organization coordinates environmental responsibilities " * 6
    document = read(
        PAGE + '#set text(lang: "en", hyphenate: true)\n#set par(justify: true)\n' + text
    )
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    assert block.text.split() == text.split()


def test_ruled_lines_become_a_table_with_its_merged_cells() -> None:
    document = read(
        PAGE + "#table(columns: 3, [序号], [任务], [期限], [1], table.cell(rowspan: 2)[排查],"
        " [三月], [2], [四月], table.cell(colspan: 2)[合计], [两项])"
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [[c.text for c in row] for row in (*table.head, *table.rows)] == [
        ["序号", "任务", "期限"],
        ["1", "排查", "三月"],
        ["2", "四月"],
        ["合计", "两项"],
    ]
    assert table.rows[0][1].rowspan == 2
    assert table.rows[2][0].colspan == 2


def test_a_table_that_runs_over_pages_is_one_and_its_head_stands_once() -> None:
    rows = "".join(f"[{n}], [第{n}项], " for n in range(1, 121))
    document = read(PAGE + f"#table(columns: 2, table.header([序号], [任务]), {rows})")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows] == [str(n) for n in range(1, 121)]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned_upright(degrees: int) -> None:
    document = read(
        "#set page(width: 180mm, height: 180mm, margin: 20mm)\n#set par(justify: true)\n"
        f"#rotate({degrees}deg, reflow: true, block(width: 140mm)["
        + "\n\n".join(map(sentence, "甲乙"))
        + "])"
    )
    assert words(document) == [sentence("甲"), sentence("乙")]


def test_a_slanting_watermark_is_left_out() -> None:
    document = read(
        PAGE
        + INDENTED
        + "#set page(background: rotate(-35deg, text(60pt)[内部资料]))\n"
        + sentence("甲")
    )
    assert words(document) == [sentence("甲")]


def picture_pdf(pages: int = 1) -> bytes:
    stream = io.BytesIO()
    leaf = Image.new("L", (200, 300), 255)
    leaf.save(stream, "PDF", save_all=True, append_images=[leaf] * (pages - 1))
    return stream.getvalue()


def test_a_scan_is_refused_with_what_would_help() -> None:
    told = refused(picture_pdf())
    assert "扫描件" in told
    assert "OCR" in told


def test_scanned_pages_among_others_are_told() -> None:
    stream = io.BytesIO()
    with (
        pypdfium2.PdfDocument(pdf_of(PAGE + INDENTED + sentence("甲"))) as whole,
        pypdfium2.PdfDocument(picture_pdf()) as scan,
    ):
        whole.import_pages(scan)
        whole.save(stream)
    (document,) = read_bytes("稿.pdf", stream.getvalue())
    assert "第 2 页是扫描图像" in document.warnings[-1].message


def test_a_locked_pdf_is_refused() -> None:
    trailer = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 2/R 3/Length 128/P -44/O<"
        + b"5a" * 32
        + b">/U<"
        + b"a5" * 32
        + b">>>endobj\ntrailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
    )
    assert "加密" in refused(trailer)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7])
def test_a_cut_pdf_is_refused_or_read_as_far_as_it_goes(share: float) -> None:
    whole = pdf_of(PAGE + INDENTED + sentence("甲"))
    with contextlib.suppress(Unreadable):
        (document,) = read_bytes("稿.pdf", whole[: int(len(whole) * share)])
        assert words(document) == [sentence("甲")]


def test_what_is_no_pdf_is_refused_by_its_content() -> None:
    assert "与扩展名不符" in refused(b"PK\x03\x04 not a pdf")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "MOST_PAGES", 2)
    assert "超过 2 页" in refused(picture_pdf(3))


def test_text_without_an_encoding_is_refused_as_garbled(monkeypatch: pytest.MonkeyPatch) -> None:
    row = tuple(glyphs.Glyph("\ue001", 20 * n, 20 * n + 12, 50, 12, "") for n in range(20))
    page = glyphs.Page(500, 500, row, (), 0)
    monkeypatch.setattr("corpus.reading.pdf.pages_of", lambda name, data: (page,))
    assert "乱码" in refused(b"%PDF-")
