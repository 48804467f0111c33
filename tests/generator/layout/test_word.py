"""The Word file: what its parts say, read as XML and opened with python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from corpus.document import Cell, Document, Figure, Heading, Paragraph, SignOff, Table
from generator.errors import LayoutError
from generator.layout import word
from generator.layout.gbt9704 import FACES, STYLES
from generator.layout.lines import printable
from tests.generator.layout import samples
from tests.generator.layout.paper import bare


@pytest.fixture(scope="module")
def plan() -> dict[str, etree._Element]:
    return parts(word.write(samples.plan()))


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def texts(root: etree._Element) -> str:
    return "".join(node.text or "" for node in root.iter(qn("w:t")))


def paragraphs(root: etree._Element, style: str) -> list[etree._Element]:
    return [
        p
        for p in root.iter(qn("w:p"))
        if (own := p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) is not None
        and own.get(qn("w:val")) == style
    ]


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def value(root: etree._Element, path: str) -> str | None:
    names = (
        step.replace("mc:", f"{{{MC}}}") if "mc:" in step else qn(step) for step in path.split("/")
    )
    node = root.find("/".join(names))
    return None if node is None else node.get(qn("w:val"))


def styles(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for style in root.iter(qn("w:style")):
        yield style.get(qn("w:styleId"), ""), style


def test_the_page_is_a4_with_the_margins_of_the_standard(plan: dict[str, etree._Element]) -> None:
    section = next(plan["word/document.xml"].iter(qn("w:sectPr")))
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    grid = section.find(qn("w:docGrid"))
    assert size is not None
    assert margins is not None
    assert grid is not None
    assert (size.get(qn("w:w")), size.get(qn("w:h"))) == ("11906", "16838")
    sides = [margins.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left")]
    assert sides == ["2098", "1474", "1984", "1587"]
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_a_wide_attachment_has_a_turned_section(plan: dict[str, etree._Element]) -> None:
    sections = list(plan["word/document.xml"].iter(qn("w:sectPr")))
    orients = [section.find(qn("w:pgSz")).get(qn("w:orient")) for section in sections]  # type: ignore[union-attr]
    assert orients == [None, "landscape", None]
    turned = sections[1].find(qn("w:pgMar"))
    assert turned is not None
    sides = [turned.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left")]
    assert sides == ["1587", "2098", "1474", "1984"]


def test_headings_are_real_ones_with_outline_levels(plan: dict[str, etree._Element]) -> None:
    found = dict(styles(plan["word/styles.xml"]))
    for level in range(1, 5):
        style = found[f"Heading{level}"]
        assert value(style, "w:name") == f"heading {level}"
        assert value(style, "w:pPr/w:outlineLvl") == str(level - 1)
    text = plan["word/document.xml"]
    assert [texts(p) for p in paragraphs(text, "Heading1")] == [
        "一、工作目标",
        "二、组织领导",
        "三、重点任务",
    ]
    assert texts(paragraphs(text, "Heading2")[0]) == "（一）开展“三合一”场所整治"


def test_every_paragraph_style_and_the_defaults_name_east_asian_faces(
    plan: dict[str, etree._Element],
) -> None:
    root = plan["word/styles.xml"]
    defaults = root.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert defaults is not None
    assert defaults.get(qn("w:eastAsia")) == "仿宋_GB2312"
    for id, style in styles(root):
        if style.get(qn("w:type")) == "paragraph":
            fonts = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts is not None, id
            wanted = FACES[STYLES[id].face].word
            assert {fonts.get(qn(f"w:{s}")) for s in ("ascii", "eastAsia", "hAnsi")} == {wanted}
            assert not any("Theme" in name for name in fonts.attrib)


def test_sizes_pitch_and_indent_are_those_of_the_standard(
    plan: dict[str, etree._Element],
) -> None:
    found = dict(styles(plan["word/styles.xml"]))
    normal, body, title = found["Normal"], found["BodyText"], found["Title"]
    assert value(normal, "w:rPr/w:sz") == "32"
    assert value(title, "w:rPr/w:sz") == "44"
    assert value(title, "w:pPr/w:jc") == "center"
    assert value(normal, "w:rPr/w:spacing") == "-6"
    assert value(normal, "w:pPr/mc:AlternateContent/mc:Choice/w:overflowPunct") == "0"
    assert value(normal, "w:pPr/mc:AlternateContent/mc:Fallback/w:overflowPunct") == "1"
    assert value(normal, "w:pPr/w:widowControl") == "0"
    spacing = normal.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert spacing is not None
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    indent = body.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert indent is not None
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_the_file_opens_without_compatibility_mode_and_speaks_chinese(
    plan: dict[str, etree._Element],
) -> None:
    compat = {
        own.get(qn("w:name")): own.get(qn("w:val"))
        for own in plan["word/settings.xml"].iter(qn("w:compatSetting"))
    }
    assert compat["compatibilityMode"] == "15"
    assert plan["word/settings.xml"].find(qn("w:evenAndOddHeaders")) is not None
    language = plan["word/styles.xml"].find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:eastAsia")) == "zh-CN"


def test_page_numbers_are_fields_right_on_odd_and_left_on_even_pages() -> None:
    document = docx.Document(io.BytesIO(word.write(samples.plan())))
    for footer, side in (
        (document.sections[0].footer, "right"),
        (document.sections[0].even_page_footer, "left"),
    ):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert "PAGE" in paragraph._p.xml
        assert f'w:jc w:val="{side}"' in paragraph._p.xml


def test_the_title_is_in_the_properties_and_broken_at_words() -> None:
    document = docx.Document(io.BytesIO(word.write(samples.plan())))
    assert document.core_properties.title == "青禾县柳溪街道2026年消防安全专项整治实施方案"
    assert document.core_properties.author == "青禾县柳溪街道办事处"
    assert document.paragraphs[0].text == "青禾县柳溪街道2026年\n消防安全专项整治实施方案"


def test_a_run_in_lead_is_the_only_direct_formatting_of_a_paragraph() -> None:
    document = Document(
        blocks=(Paragraph(level=2, marker="（一）", lead="排查", text="对辖区排查。"),)
    )
    root = parts(word.write(document))["word/document.xml"]
    (paragraph,) = paragraphs(root, "BodyText")
    runs = list(paragraph.iter(qn("w:r")))
    assert [texts(run) for run in runs] == ["（一）排查。", "对辖区排查。"]
    assert value(runs[0], "w:rPr/w:rStyle") == "FaceKai"
    assert runs[1].find(qn("w:rPr")) is None


def test_a_gap_is_highlighted(plan: dict[str, etree._Element]) -> None:
    marked = [
        run
        for run in plan["word/document.xml"].iter(qn("w:r"))
        if value(run, "w:rPr/w:highlight") == "yellow"
    ]
    assert [texts(run) for run in marked] == ["【待补：联系电话】"]


def test_gaps_are_highlighted_wherever_they_stand() -> None:
    document = Document(
        title="【待补：单位】实施方案",
        blocks=(Table(rows=((Cell("【待补：时限】"), Cell("甲")),)),),
        signoff=SignOff(("【待补：单位】",), "【待补：成文日期】"),
    )
    root = parts(word.write(document))["word/document.xml"]
    marked = [
        texts(run) for run in root.iter(qn("w:r")) if value(run, "w:rPr/w:highlight") == "yellow"
    ]
    assert marked == ["【待补：单位】", "【待补：时限】", "【待补：单位】", "【待补：成文日期】"]


def test_tables_repeat_their_head_and_break_no_row(plan: dict[str, etree._Element]) -> None:
    tables = list(plan["word/document.xml"].iter(qn("w:tbl")))
    assert len(tables) == 2
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        last = list(rows[1].iter(qn("w:tc")))[-1]
        assert 'w:jc w:val="right"' in etree.tostring(last).decode()


def test_the_last_two_rows_of_a_table_go_with_the_sign_off_below_it() -> None:
    for rows in (4, 25):
        document = Document(
            blocks=(samples.table(rows),), signoff=SignOff(("某街道",), "2026-02-20")
        )
        (table,) = parts(word.write(document))["word/document.xml"].iter(qn("w:tbl"))
        kept = [
            {p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in row.iter(qn("w:p"))}
            for row in table.iter(qn("w:tr"))
        ]
        # The head with a row, and two with the sign-off; others may stand on either page.
        assert kept == [{True}] + [{False}] * (rows - 2) + [{True}] * 2
        bare = replace(document, signoff=None)
        (table,) = parts(word.write(bare))["word/document.xml"].iter(qn("w:tbl"))
        *_, last = table.iter(qn("w:tr"))
        assert last.find(f".//{qn('w:keepNext')}") is None


def test_merged_cells_span_and_continue() -> None:
    rows = (
        (Cell("甲", rowspan=2), Cell("乙", colspan=2)),
        (Cell("丙"), Cell("丁")),
    )
    document = docx.Document(io.BytesIO(word.write(Document(blocks=(Table(rows=rows),)))))
    (table,) = document.tables
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert [cell.text for cell in table.rows[1].cells] == ["甲", "丙", "丁"]


def test_the_red_rule_stands_below_the_document_number() -> None:
    root = parts(word.write(samples.official()))["word/document.xml"]
    (number,) = paragraphs(root, "DocNumber")
    border = number.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")
    assert border is not None
    assert border.get(qn("w:color")) == "C4231B"


def picture(width: int = 60, height: int = 30) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#1b5665").save(out, "PNG")
    return out.getvalue()


FIGURE = Document(
    blocks=(Figure(image="sha256:1", width_mm=120, alt="走访示意图", caption="图1 走访路线"),)
)


def test_a_figure_is_in_the_package_with_its_width_and_alternative_text() -> None:
    data = word.write(FIGURE, {"sha256:1": picture()}.get)
    document = docx.Document(io.BytesIO(data))
    (shape,) = document.inline_shapes
    assert shape.width.mm == pytest.approx(120, abs=0.1)
    assert shape.height.mm == pytest.approx(60, abs=0.1)
    assert "走访示意图" in data.decode("latin-1") or "走访示意图" in document.element.xml


def test_a_figure_that_nobody_has_is_seen_in_the_text() -> None:
    assert "【缺图：走访示意图】" in texts(parts(word.write(FIGURE))["word/document.xml"])


def test_a_broken_picture_is_refused_with_its_name() -> None:
    with pytest.raises(LayoutError) as caught:
        word.write(FIGURE, {"sha256:1": b"no picture"}.get)
    assert caught.value.where == "走访示意图"
    assert "PNG" in caught.value.remedy


def test_the_same_document_gives_the_same_bytes() -> None:
    assert word.write(samples.plan()) == word.write(samples.plan())


def test_nothing_of_the_text_is_lost(plan: dict[str, etree._Element]) -> None:
    text = texts(plan["word/document.xml"])
    document = samples.plan()
    for block in document.all_blocks():
        for part in (getattr(block, "text", ""), getattr(block, "lead", None)):
            assert not part or part in text


words = st.text(st.characters(exclude_categories=()), max_size=40)


@settings(deadline=None, max_examples=60)
@given(words, words, words)
def test_any_characters_are_written_and_read_back(title: str, text: str, cell: str) -> None:
    document = Document(
        title=title,
        blocks=(
            Paragraph(text=text),
            Heading(text=text),
            Table(rows=((Cell(cell), Cell("1")),)),
        ),
    )
    root = parts(word.write(document))["word/document.xml"]
    expected = bare(printable(title) + printable(text) * 2 + printable(cell) + "1")
    assert bare(texts(root)) == expected


def test_many_parts_alternate_between_upright_and_turned() -> None:
    plan = samples.plan()
    document = replace(plan, attachments=plan.attachments * 3)
    root = parts(word.write(document))["word/document.xml"]
    assert len(list(root.iter(qn("w:sectPr")))) == 7
