"""What WPS is reported to want of a Word file (docs/layout.md), looked for in our XML."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.oxml.ns import qn
from lxml import etree

from generator.layout import word
from generator.layout.gbt9704 import FACES
from tests.generator.layout import samples


@pytest.fixture(scope="module")
def parts() -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(word.write(samples.official()))) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".xml")
        }


def widths(root: etree._Element, tag: str) -> list[int]:
    return [int(node.get(qn("w:w")) or 0) for node in root.iter(qn(tag))]


def test_a_tables_columns_cells_and_whole_agree_on_their_widths(
    parts: dict[str, etree._Element],
) -> None:
    tables = list(parts["word/document.xml"].iter(qn("w:tbl")))
    assert tables
    for table in tables:
        columns = widths(table, "w:gridCol")
        assert widths(table, "w:tblW") == [sum(columns)]
        for row in table.iter(qn("w:tr")):
            assert sum(widths(row, "w:tcW")) == sum(columns)


def test_a_page_number_is_a_whole_field_each_part_in_a_run_of_its_own(
    parts: dict[str, etree._Element],
) -> None:
    fields = 0
    for name, root in parts.items():
        kinds = [node.get(qn("w:fldCharType")) for node in root.iter(qn("w:fldChar"))]
        if "footer" in name and kinds:
            fields += 1
            assert kinds == ["begin", "separate", "end"]
            holders = [node.getparent() for node in root.iter(qn("w:fldChar"), qn("w:instrText"))]
            assert len({id(holder) for holder in holders}) == 4
    assert fields >= 2


def test_every_style_asks_for_the_chinese_form_of_marks_and_figures(
    parts: dict[str, etree._Element],
) -> None:
    fonts = list(parts["word/styles.xml"].iter(qn("w:rFonts")))
    assert len(fonts) > 20
    assert {font.get(qn("w:hint")) for font in fonts} == {"eastAsia"}
    assert all(font.get(qn("w:ascii")) == font.get(qn("w:eastAsia")) for font in fonts)


def test_faces_that_may_be_missing_have_alternatives_of_their_class(
    parts: dict[str, etree._Element],
) -> None:
    table = parts["word/fontTable.xml"]
    named = {font.get(qn("w:name")): font for font in table.iter(qn("w:font"))}
    for face in FACES.values():
        assert named[face.word].find(qn("w:altName")) is not None


def test_ordinals_are_text_and_nothing_is_numbered_by_the_program(
    parts: dict[str, etree._Element],
) -> None:
    assert not any(True for root in parts.values() for _ in root.iter(qn("w:numPr")))
