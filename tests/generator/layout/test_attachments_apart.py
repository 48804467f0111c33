"""Attachments bound apart from their document (B13; GB/T 9704-2012 7.3.7)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from lxml import etree

from corpus.document import Attachment, Document, Paragraph
from generator.layout import bound, pdf, word, write
from generator.layout.flow import lay_out
from generator.layout.measure.report import measure
from tests.generator.layout import samples
from tests.generator.layout.paper import MM, Page, pages, words

Rendered = Mapping[str, tuple[Page, ...]]


def numbers(sheets: tuple[Page, ...]) -> list[str]:
    """The page numbers of upright pages, — for a turned one."""
    return [
        words(page.lines()[-1]).strip("—") if "—" in words(page.lines()[-1]) else "—"
        for page in sheets
    ]


def test_an_attachment_bound_apart_says_the_number_and_begins_at_page_one(
    rendered: Rendered,
) -> None:
    for sheets in (pages(pdf.write(samples.apart()).data), rendered["apart"]):
        opening = [page.lines()[0] for page in sheets]
        (bound_with,) = (n for n, row in enumerate(opening) if words(row) == "附件1")
        (manual,) = (n for n, r in enumerate(opening) if words(r) == "青柳街〔2026〕3号附件2")
        (turned,) = (n for n, r in enumerate(opening) if words(r) == "青柳街〔2026〕3号附件3")
        assert bound_with < manual < turned
        label = opening[manual]
        assert label[0].origin / MM == pytest.approx(28, abs=0.3)
        assert {glyph.font for glyph in label if glyph.text in "附件"} == {
            opening[bound_with][0].font
        }
        assert numbers(sheets)[: manual + 2] == ["1", "2", "3", "4", "5", "1", "2"]
        # The imprint ends the document itself, before what is bound apart.
        assert "印发" in sheets[bound_with].text
        assert all("印发" not in page.text for page in sheets[manual:])
        listed = next(page for page in sheets if "3.任务分工表" in page.text)
        assert "1.领导小组成员名单" in listed.text


def test_the_measure_takes_the_document_to_end_before_what_is_bound_apart() -> None:
    document = samples.apart()
    data = pdf.write(document).data
    for report in (measure("a.pdf", data), measure("a.docx", word.write(document), data)):
        wrong = {row.check.key for row in report.rows if not row.ok}
        assert wrong <= {"fonts"}
        assert {"L12", "L15", "L16", "L17"} <= {row.check.id for row in report.rows}


def test_word_counts_the_pages_of_an_attachment_bound_apart_from_one() -> None:
    with zipfile.ZipFile(io.BytesIO(word.write(samples.apart()))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    starts = [
        None if (own := section.find(qn("w:pgNumType"))) is None else own.get(qn("w:start"))
        for section in root.iter(qn("w:sectPr"))
    ]
    assert starts == [None, "1", "1"]


def test_in_a_file_of_several_documents_each_begins_at_page_one_as_well() -> None:
    file = bound.write_pdf((samples.apart(), samples.plan()), "合订本")
    found = numbers(pages(file))
    assert found[:7] == ["1", "2", "3", "4", "5", "1", "2"]
    assert found[9] == "1"


def test_a_letters_rule_stands_on_its_own_first_page_only() -> None:
    manual = Attachment("检查手册", False, (Paragraph(text="逐项核对。"),), separate=True)
    sheets = pages(pdf.write(replace(samples.letter(), attachments=(manual,))).data)
    assert numbers(sheets)[-1] == "1"  # the letter's first page has none
    assert words(sheets[-1].lines()[0]) == "青柳街函〔2026〕3号附件"


def test_without_a_number_the_label_is_plain() -> None:
    manual = Attachment("检查手册", False, (Paragraph(text="逐项核对。"),), separate=True)
    document = Document(title="通知", blocks=(Paragraph(text="一。"),), attachments=(manual,))
    first, second = lay_out(document).parts
    assert not first.restart
    assert second.restart
    assert getattr(second.nodes[0], "text", "") == "附件"
    assert Document.from_json(document.to_json()) == document
    assert "separate" not in samples.plan().to_json()["attachments"][0]


def test_an_open_document_counts_them_from_one() -> None:
    with zipfile.ZipFile(io.BytesIO(write(samples.apart(), ".odt"))) as archive:
        text = archive.read("content.xml").decode()
    assert text.count('style:page-number="1"') == 2
