"""PDF/A-2a: what ISO 19005-2 asks for, as far as it can be read from the bytes of the file."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from corpus.document import Cell, Document, Figure, Paragraph, Table
from generator import layout
from generator.errors import LayoutError
from generator.layout import pdf
from tests.generator.layout import samples
from tests.generator.layout.paper import pages

FORBIDDEN = (b"/Encrypt", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/LZWDecode", b"/XFA")


@pytest.fixture(scope="module")
def archived() -> bytes:
    return pdf.write(samples.official(), archival=True).data


def test_the_file_says_part_and_conformance(archived: bytes) -> None:
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>", archived)
    assert re.search(rb"<pdfaid:conformance>A</pdfaid:conformance>", archived)
    assert archived.startswith(b"%PDF-1.7")


def test_the_file_is_tagged_and_says_title_and_language(archived: bytes) -> None:
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", archived)
    assert b"/StructTreeRoot" in archived
    assert re.search(rb"/Lang\s*\(zh", archived)
    title = samples.official().title.encode()
    assert re.search(rb"<dc:title>.*" + title + rb".*</dc:title>", archived)
    assert b"<dc:language><rdf:Bag><rdf:li>zh" in archived


def test_colours_have_an_output_intent_with_a_profile(archived: bytes) -> None:
    assert re.search(rb"/S\s*/GTS_PDFA1", archived)
    assert b"/DestOutputProfile" in archived


def test_every_font_is_embedded(archived: bytes) -> None:
    descriptors = re.findall(rb"/Type\s*/FontDescriptor.*?endobj", archived, re.DOTALL)
    assert len(descriptors) >= 4
    assert all(re.search(rb"/FontFile[23]?\s+\d+ 0 R", own) for own in descriptors)
    assert archived.count(b"/ToUnicode") >= len(descriptors)


def test_nothing_stands_in_the_file_that_the_standard_forbids(archived: bytes) -> None:
    assert [name for name in FORBIDDEN if name in archived] == []
    assert b"/SMask" not in archived


def test_the_pages_are_those_of_the_ordinary_file(archived: bytes) -> None:
    plain = pages(pdf.write(samples.official()).data)
    assert [page.text for page in pages(archived)] == [page.text for page in plain]


def test_the_same_document_gives_the_same_bytes(archived: bytes) -> None:
    pdf._RECENT.clear()
    assert layout.write(samples.official(), ".pdf", archival=True) == archived
    assert pdf.write(samples.official()).data != archived


def test_tables_and_figures_can_be_archived() -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "#1b5665").save(out, "PNG")
    document = Document(
        title="网格划分",
        blocks=(
            Table(
                rows=((Cell("甲", colspan=2),), (Cell("【待补：乙】"), Cell("丙"))), caption="表"
            ),
            Figure(image="sha256:1", width_mm=120, alt="示意图", caption="网格图"),
        ),
    )
    data = pdf.write(document, {"sha256:1": out.getvalue()}.get, archival=True).data
    assert b"/Figure" in data
    assert b"/Table" in data


def test_a_character_that_no_font_has_is_refused_by_name() -> None:
    document = Document(blocks=(Paragraph(text="甲\U0010fff0乙"),))
    with pytest.raises(LayoutError) as caught:
        pdf.write(document, archival=True)
    assert "\U0010fff0" in str(caught.value)
    assert "普通 PDF" in caught.value.remedy
