"""The formats: each writes something that opens; an unknown one is refused."""

from __future__ import annotations

import io
import zipfile

import pypandoc  # type: ignore[import-untyped]
import pytest

from corpus.document import Attachment, Cell, Document, Heading, Paragraph, Table
from generator.errors import LayoutError
from generator.layout import FORMATS, write
from generator.layout.markdown import markdown
from tests.generator.layout import samples
from tests.generator.layout.paper import bare, pages


@pytest.mark.parametrize(
    ("suffix", "opening"),
    [
        (".docx", b"PK"),
        (".pdf", b"%PDF"),
        (".md", "# 青禾县".encode()),
        (".txt", "青禾县".encode()),
        (".odt", b"PK"),
        (".html", b"<!DOCTYPE html>"),
        (".rtf", b"{\\rtf"),
        (".epub", b"PK"),
    ],
)
def test_every_format_begins_as_such_a_file_does(suffix: str, opening: bytes) -> None:
    assert write(samples.plan(), suffix).startswith(opening)
    assert FORMATS[suffix].media_type


def test_the_table_above_names_every_format() -> None:
    assert set(FORMATS) == {".docx", ".pdf", ".md", ".txt", ".odt", ".html", ".rtf", ".epub"}


def test_the_suffix_may_be_in_capitals() -> None:
    assert write(samples.plan(), ".DOCX").startswith(b"PK")


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(LayoutError) as caught:
        write(samples.plan(), ".wps")
    assert caught.value.where == ".wps"
    assert ".docx" in caught.value.remedy


def test_opendocument_has_headings_text_and_tables() -> None:
    with zipfile.ZipFile(io.BytesIO(write(samples.plan(), ".odt"))) as archive:
        content = archive.read("content.xml").decode()
    assert "一、工作目标" in content
    assert 'text:outline-level="2"' in content
    assert "综合执法办" in content


def test_markdown_keeps_headings_leads_and_tables() -> None:
    text = markdown(samples.plan())
    assert "\n## 一、工作目标\n" in text
    assert "\n### （一）开展“三合一”场所整治\n" in text
    assert "\n**1.排查隐患。**坚持人民至上" in text
    assert "| 序号 | 任务 | 牵头单位 | 完成时限 | 预算（万元） |" in text
    assert "附件：1.任务分工表" in text


SPECIALS = "# 题 *强* _斜_ `码` [链](http://a) <b>粗</b> $x$ 1. - + > | ~ ^ \\ {: y }"


def test_what_looks_like_markup_is_text_for_pandoc() -> None:
    document = Document(
        blocks=(
            Paragraph(text=SPECIALS),
            Paragraph(text="1. 甲"),
            Paragraph(text="- 乙"),
            Heading(level=1, marker="一、", text=SPECIALS),
            Table(head=((Cell("名"),),), rows=((Cell(SPECIALS),),)),
        )
    )
    html = write(document, ".html").decode()
    assert "<em>" not in html
    assert "<strong>" not in html
    assert "<li>" not in html
    plain = pypandoc.convert_text(html, "plain", format="html", extra_args=["--wrap=none"])
    assert bare(plain).count(bare(SPECIALS)) == 3


def test_files_are_the_same_each_time() -> None:
    for suffix in (".md", ".html"):
        assert write(samples.plan(), suffix) == write(samples.plan(), suffix)


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_an_empty_document_is_written_too(suffix: str) -> None:
    assert isinstance(write(Document(), suffix), bytes)


def test_an_empty_attachment_opens_its_page() -> None:
    document = Document(title="方案", attachments=(Attachment(landscape=True), Attachment("表")))
    sheets = pages(write(document, ".pdf"))
    assert ["附件1" in page.text for page in sheets] == [False, True, False]
    assert sheets[1].width > sheets[1].height
    assert "附件2" in sheets[2].text
