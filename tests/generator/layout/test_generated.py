"""Word and PDF of many documents, measured: the templates' samples and what hypothesis draws.

All Word files of a test are rendered by LibreOffice in one start.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Sequence

import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from corpus.document import Document, Heading, Paragraph, Table
from generator.compose import compose
from generator.layout import pdf, raster, word
from generator.layout.measure import Report, measure, office
from generator.layout.measure.anatomy import dissect
from generator.layout.measure.page import sheets
from generator.template import shipped
from tests.generator.layout.generated import Sizes, paper, sizes
from tests.generator.layout.paper import bare

SHAPES = ((40, 20), (40, 60), (40, 400), (40, 10))


def picture(key: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", SHAPES[int(key[-1])], "gray").save(buffer, "PNG")
    return buffer.getvalue()


def rendered(files: Sequence[bytes]) -> tuple[bytes, ...]:
    """The pages of Word files as LibreOffice shows them."""
    if office.program() is None:
        pytest.skip("LibreOffice is not installed")
    made = office.render(*files)
    assert None not in made
    return tuple(pages for pages in made if pages)


def faults(report: Report) -> list[str]:
    """What is not as the standard has it, faces of this machine left aside."""
    return [
        f"{row.check.id} {row.check.name}：{row.measured} {row.where}"
        for row in report.rows
        if not row.ok and row.check.key != "fonts"
    ]


def stranded(document: Document, data: bytes) -> list[str]:
    """Headings, captions and short lines like 组成人员如下： that end a page, away from what
    they head."""
    blocks = list(document.all_blocks())
    heads = [(b.marker or "") + b.text for b in blocks if isinstance(b, Heading)]
    heads += [b.caption for b in blocks if isinstance(b, Table) and b.caption]
    texts = [b.text for b in blocks if isinstance(b, Paragraph) and not b.lead]
    heads += [text for text in texts if text.endswith("：") and len(text) <= 50]
    with raster.opened(data) as opened:
        own = dissect(sheets(opened))
    found = []
    for sheet in own.sheets:
        rows = [row for row in sheet.rows if row not in own.numbers]
        last = rows[-1] if rows else None
        # Cells, which may say the same, are set smaller.
        if last is not None and last.size > 13 and any(bare(h).endswith(last.text) for h in heads):
            found.append(f"第{sheet.number}页：{last.text}")
    return found


def pages(data: bytes) -> int:
    with raster.opened(data) as document:
        return len(document)


def letters(data: bytes) -> Counter[str]:
    """The characters on the pages of a PDF."""
    with raster.opened(data) as document:
        return Counter(bare("".join(_text(document[n]) for n in range(len(document)))))


def _text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()


def written(data: bytes) -> Counter[str]:
    """The characters in the text of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return Counter(bare("".join(node.text or "" for node in root.iter(qn("w:t")))))


@pytest.fixture(scope="module")
def samples() -> dict[str, tuple[bytes, bytes, bytes]]:
    """Of each template's sample the PDF, the Word file, and that file's pages."""
    documents = {
        name: compose(template, template.sample_inputs()).document
        for name, template in sorted(shipped().items())
    }
    files = [word.write(document) for document in documents.values()]
    prints = [pdf.write(document).data for document in documents.values()]
    seen = rendered(files)
    return dict(zip(documents, zip(prints, files, seen, strict=True), strict=True))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_sample_measures_as_the_standard_has_it_in_word_and_pdf(
    name: str, samples: dict[str, tuple[bytes, bytes, bytes]]
) -> None:
    printed, file, seen = samples[name]
    assert faults(measure("a.pdf", printed)) == []
    assert faults(measure("a.docx", file, seen)) == []


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_sample_has_as_many_pages_in_word_as_in_pdf(
    name: str, samples: dict[str, tuple[bytes, bytes, bytes]]
) -> None:
    printed, _, seen = samples[name]
    assert pages(seen) == pages(printed)


@settings(
    max_examples=3,
    phases=(Phase.generate,),
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(sizes(), min_size=6, max_size=6))
def test_drawn_documents_measure_as_the_standard_has_it_in_word_and_pdf(
    drawn: list[Sizes],
) -> None:
    documents = [paper(own) for own in drawn]
    files = [word.write(document, picture) for document in documents]
    for document, file, seen in zip(documents, files, rendered(files), strict=True):
        printed = pdf.write(document, picture).data
        assert faults(measure("a.pdf", printed)) == []
        assert faults(measure("a.docx", file, seen)) == []
        assert stranded(document, printed) == []
        assert written(file) - letters(printed) == Counter()
        # A row of nine columns may take a line more where the cells' lines end elsewhere.
        count = pages(printed)
        assert abs(pages(seen) - count) <= max(1, count / 50)
