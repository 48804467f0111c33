"""Several documents in one file: each on a new page, its pages numbered from 1, nothing lost."""

from __future__ import annotations

import io
from collections.abc import Mapping

import docx
import pypdfium2
import pytest

from generator.layout import bound, pdf, raster, word
from tests.generator.layout import samples
from tests.generator.layout.paper import Page, pages
from tests.generator.layout.validator import faults

MIXED = (samples.official(), samples.plan(), samples.letter(), samples.minutes(), samples.plan())


def texts(data: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(data)).paragraphs if p.text]


def test_a_bound_word_file_holds_the_text_of_all_documents_in_order() -> None:
    made = bound.write_word(MIXED, "合订本")
    assert texts(made) == [text for own in MIXED for text in texts(word.write(own))]
    assert docx.Document(io.BytesIO(made)).core_properties.title == "合订本"


def test_each_document_of_a_bound_word_file_begins_a_section_at_page_one() -> None:
    sections = docx.Document(io.BytesIO(bound.write_word(MIXED, "合订本"))).sections
    starts = [own._sectPr.find(".//{*}pgNumType") is not None for own in sections]
    parts = [len(docx.Document(io.BytesIO(word.write(own))).sections) for own in MIXED]
    wanted = [n == 0 for count in parts for n in range(count)]
    assert starts == wanted


def test_a_bound_word_file_is_what_the_schema_allows() -> None:
    assert faults(bound.write_word(MIXED, "合订本")) == []


def test_a_single_document_can_be_bound() -> None:
    assert texts(bound.write_word(MIXED[:1], "一份")) == texts(word.write(MIXED[0]))
    assert len(pages(bound.write_pdf(MIXED[:1], "一份"))) == pdf.write(MIXED[0]).pages


def test_libreoffice_prints_a_bound_word_file_as_it_prints_each_document(
    rendered: Mapping[str, tuple[Page, ...]],
) -> None:
    found = rendered["bound"]
    # An odd page number belongs on a front: LibreOffice leaves the back before it white.
    printed = [page.text for page in found if page.text]
    order = ("plan", "letter", "plan")
    assert printed == [page.text for name in order for page in rendered[name]]


def test_a_bound_pdf_has_the_pages_of_all_documents_each_numbered_from_one() -> None:
    made = bound.write_pdf(MIXED, "合订本")
    single = [pdf.write(own).data for own in MIXED]
    assert [p.text for p in pages(made)] == [p.text for data in single for p in pages(data)]


def test_the_titles_are_the_bookmarks_of_a_bound_pdf_and_lead_to_their_pages() -> None:
    with raster.opened(bound.write_pdf(MIXED, "合订本")) as file:
        marks = [
            (mark.get_title(), mark.get_dest().get_index())
            for mark in file.get_toc()
            if mark.level == 0
        ]
        inner = {mark.level for mark in file.get_toc()}
    counts = [pdf.write(own).pages for own in MIXED]
    firsts = [sum(counts[:n]) for n in range(len(MIXED))]
    assert [page for _, page in marks] == firsts
    assert [title.replace(" ", "") for title, _ in marks] == [own.title for own in MIXED]
    assert 1 in inner


def test_a_bound_file_embeds_its_faces_once() -> None:
    one, six = (len(bound.write_pdf([samples.plan()] * n, "合订本")) for n in (1, 6))
    assert six < 3 * one


@pytest.mark.parametrize("write", [bound.write_word, bound.write_pdf])
def test_the_same_documents_give_the_same_bound_bytes(write: object) -> None:
    assert callable(write)
    assert write(MIXED, "合订本") == write(iter(MIXED), "合订本")


def test_a_bound_pdf_is_tagged_and_says_what_it_is() -> None:
    file = pypdfium2.PdfDocument(bound.write_pdf(MIXED[:2], "二季度合订本"))
    try:
        assert file.get_metadata_dict()["Title"] == "二季度合订本"
        assert file.is_tagged()
    finally:
        file.close()
