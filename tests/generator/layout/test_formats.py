"""The formats: each writes something that opens; an unknown one is refused."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import replace
from html import unescape

import lxml.html
import pypandoc  # type: ignore[import-untyped]
import pytest
from lxml import etree
from PIL import Image

from corpus.document import (
    Attachment,
    Attendance,
    Cell,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
)
from generator.errors import LayoutError
from generator.layout import FORMATS, write
from generator.layout.clipboard import rich_text
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


PICTURE = io.BytesIO()
Image.new("RGB", (80, 40), "navy").save(PICTURE, "PNG")


def whole() -> Document:
    """A paper with everything that a document can have."""
    plan = samples.official()
    return replace(
        plan,
        blocks=(
            *plan.blocks,
            Figure(image="sha256:a", alt="现场图", caption="图1　现场"),
            Note("", "数据截至二月。"),
        ),
        attachments=(Attachment("任务分工表", True, (samples.table(3),)),),
        attendance=Attendance(("周某某",), (), ("李某某",)),
        notes=("联系人：赵某某",),
    )


def said(suffix: str, data: bytes) -> str:
    """Everything that a file says, without white space."""
    if suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return bare(re.sub("<[^>]+>", "", package.read("word/document.xml").decode()))
    if suffix == ".odt":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return bare(re.sub("<[^>]+>", "", package.read("content.xml").decode()))
    if suffix == ".pdf":
        return bare("".join(page.text for page in pages(data)))
    text = re.sub("<[^>]+>", "", data.decode())
    return bare(unescape(text.replace("\\", "")))


PARTS = (
    "青禾县柳溪街道办事处文件",
    "青柳街〔2026〕3号",
    "各社区居民委员会、街道各科室：",
    "一、工作目标",
    "综合执法办",
    "图1",
    "数据截至二月。",
    "周某某",
    "李某某",
    "青禾县柳溪街道办事处",
    "2026年2月20日",
    "联系人：赵某某",
    "附件",
    "任务分工表",
    "抄送：",
    "2026年2月21日印发",
)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".odt", ".md", ".txt", "clipboard"])
def test_nothing_of_a_document_is_left_out_whatever_the_format(suffix: str) -> None:
    images = {"sha256:a": PICTURE.getvalue()}.get
    if suffix == "clipboard":
        data = rich_text(whole(), images).encode()
    else:
        data = write(whole(), suffix, images=images)
    text = said(suffix, data)
    places = [text.find(bare(part)) for part in PARTS]
    assert [part for part, at in zip(PARTS, places, strict=True) if at < 0] == []
    assert places[:5] == sorted(places[:5])


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_a_package_holds_the_picture_itself(suffix: str) -> None:
    images = {"sha256:a": PICTURE.getvalue()}.get
    with zipfile.ZipFile(io.BytesIO(write(whole(), suffix, images=images))) as package:
        assert any(package.read(name) == PICTURE.getvalue() for name in package.namelist())


def test_markdown_and_the_clipboard_hold_the_picture_in_their_text() -> None:
    images = {"sha256:a": PICTURE.getvalue()}.get
    coded = base64.b64encode(PICTURE.getvalue()).decode()
    assert f"![现场图](data:image/png;base64,{coded})" in markdown(whole(), images)
    assert f'src="data:image/png;base64,{coded}"' in rich_text(whole(), images)
    assert "【图：现场图】" in markdown(whole())


def test_a_picture_that_nobody_described_is_called_a_photo_and_not_by_its_key() -> None:
    bare = Document(title="甲", blocks=(Figure(image="sha256:" + "0" * 64),))
    assert "【图：照片】" in markdown(bare)
    assert "![照片](data:image/jpeg;" in markdown(bare, lambda _: b"\xff\xd8\xff")


def test_an_opendocument_is_known_by_its_first_bytes_and_always_the_same() -> None:
    data = write(samples.official(), ".odt")
    assert data[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"
    assert data == write(samples.official(), ".odt")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                etree.fromstring(package.read(name))


def test_an_opendocument_says_sizes_faces_indents_and_pages() -> None:
    with zipfile.ZipFile(io.BytesIO(write(samples.plan(), ".odt"))) as package:
        styles = package.read("styles.xml").decode()
        content = package.read("content.xml").decode()
    body = re.search(r'style:name="BodyText".*?</style:style>', styles)
    assert body
    for part in ('fo:line-height="28.95pt"', '"仿宋_GB2312"', 'font-size="16pt"', "text-indent"):
        assert part in body[0]
    assert 'style:print-orientation="landscape"' in styles
    assert 'style:master-page-name="Turned"' in content
    assert "text:page-number" in styles


def test_what_is_copied_carries_its_layout_in_itself() -> None:
    tree = lxml.html.fromstring(rich_text(samples.plan()))
    first = next(p for p in tree.iter("p") if "特制定本方案" in (p.text_content()))
    style = first.get("style")
    for part in (
        "font-size:16pt",
        "line-height:28.95pt",
        "仿宋_GB2312",
        "mso-char-indent-count:2.0",
        "text-align:justify",
    ):
        assert part in style
    assert "黑体" in tree.find(".//h1").get("style")
    assert "楷体_GB2312" in tree.find(".//h2").get("style")
    assert "方正小标宋简体" in next(iter(tree)).get("style")
    cell = tree.find(".//table//td")
    assert "0.5pt solid" in cell.get("style")
    assert not tree.xpath("//*[@class]")


def test_pandoc_reads_back_what_is_copied() -> None:
    plain = pypandoc.convert_text(
        rich_text(samples.plan()), "plain", format="html", extra_args=["--wrap=none"]
    )
    assert bare("一、工作目标") in bare(plain)
    assert bare("综合执法办") in bare(plain)
