"""The paper that everybody makes: a notice with numbered sections of two paragraphs each."""

from __future__ import annotations

import io
import re

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus.document import Cell, Column, Document, Heading, Paragraph, SignOff, Table
from generator.layout import raster

SENTENCE = (
    "第{0}片区要对辖区沿街商铺、人员密集场所和高层住宅开展拉网式排查，建立问题台账{0}份，"
    "逐项明确整改措施、责任单位和完成时限，重大隐患挂牌督办，一般隐患立行立改。"
)
ISSUER, DATE = "青禾县柳溪街道办事处", "2026年2月20日"


def notice(sections: int, salt: int) -> Document:
    """A notice with `sections` sections of two paragraphs; `salt` makes its text differ."""
    blocks: list[Heading | Paragraph] = []
    for n in range(sections):
        blocks.append(Heading(level=1, text=f"推进第{n + 1}项任务"))
        for part in range(2):
            number = salt * 1000 + n * 2 + part
            blocks.append(Paragraph(text=SENTENCE.format(number) * 2))
    return Document(
        title=f"青禾县柳溪街道办事处关于做好第{salt}批安全隐患排查整治工作的通知",
        issuer=ISSUER,
        place="青禾县",
        recipients=("各社区居民委员会", "街道各科室"),
        blocks=tuple(blocks),
        signoff=SignOff((ISSUER,), "2026-02-20"),
    ).canonical()


def long_table(rows: int, salt: int) -> Document:
    """A document that is a table of `rows` rows and five columns."""
    columns = (
        Column("序号", type="integer"),
        Column("任务"),
        Column("牵头单位"),
        Column("完成时限", type="date"),
        Column("预算", "万元", "money"),
    )
    lines = tuple(
        (
            Cell(str(n)),
            Cell(f"开展第{n + salt}片区沿街商铺拉网式排查，建立问题台账并逐项整改销号"),
            Cell("综合执法办"),
            Cell("2026年4月20日"),
            Cell(f"{n * 3.5}"),
        )
        for n in range(1, rows + 1)
    )
    table = Table(caption="任务分工表", columns=columns, rows=lines)
    return Document(title=f"第{salt}批任务分工", blocks=(table,)).canonical()


def fields(document: Document) -> dict[str, object]:
    """The notice as the values that a template engine fills in."""
    blocks = document.blocks
    sections = [
        {
            "heading": f"{blocks[n].marker}{blocks[n].text}",  # type: ignore[union-attr]
            "first": blocks[n + 1].text,  # type: ignore[union-attr]
            "second": blocks[n + 2].text,  # type: ignore[union-attr]
        }
        for n in range(0, len(blocks), 3)
    ]
    return {
        "title": document.title,
        "recipients": "、".join(document.recipients) + "：",
        "sections": sections,
        "issuer": ISSUER,
        "date": DATE,
    }


def naive(title: str, recipients: str, body: list[tuple[str, str]], end: list[str]) -> bytes:
    """A Word file with python-docx's own template, formatted paragraph by paragraph; `body` is
    style and text of each paragraph."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.top_margin = Mm(28), Mm(37)

    def add(text: str, face: str, size: float, style: str = "Normal") -> None:
        paragraph = file.add_paragraph(style=style)
        run = paragraph.add_run(text)
        run.font.name, run.font.size = face, Pt(size)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        paragraph.paragraph_format.line_spacing = Pt(28.95)

    add(title, "方正小标宋简体", 22, "Title")
    add(recipients, "仿宋_GB2312", 16)
    for style, text in body:
        add(text, "黑体" if style == "Heading 1" else "仿宋_GB2312", 16, style)
    for text in end:
        add(text, "仿宋_GB2312", 16)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def naive_notice(document: Document) -> bytes:
    """The notice as python-docx's guide would have it."""
    body = [
        ("Heading 1", f"{b.marker}{b.text}") if isinstance(b, Heading) else ("Normal", b.text)
        for b in document.blocks
        if isinstance(b, Heading | Paragraph)
    ]
    recipients = "、".join(document.recipients) + "："
    return naive(document.title, recipients, body, [ISSUER, DATE])


def text_of(data: bytes) -> str:
    """The text of a Word file without white space."""
    return "".join("".join(p.text.split()) for p in docx.Document(io.BytesIO(data)).paragraphs)


def printed(data: bytes) -> str:
    """The text of a PDF without white space and page numbers."""
    with raster.opened(data) as file:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in file]
    return re.sub("￾|\ufffe", "", "".join(re.sub("—\\d+—$", "", text) for text in texts))
