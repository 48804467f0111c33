"""A Word file's paragraphs are read as a person reads them, all changes accepted."""

from __future__ import annotations

import io

import docx
import pytest

from corpus.document import Heading, Note, Table
from corpus.reading import read_bytes
from corpus.reading.word import open_word
from tests.corpus.reading.word_files import levels, p, r, read, styled, texts, word


def test_styles_state_title_and_levels() -> None:
    body = (
        styled("青禾县消防整治", "t")
        + styled("实施方案", "t")
        + styled("工作目标", "1")
        + styled("总体目标", "2")
        + styled("任务", "b")
        + styled("细目", "o")
        + p("正文。", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
        + p("直接", '<w:outlineLvl w:val="1"/>')
    )
    assert levels(word(body)) == [
        (0, "青禾县消防整治实施方案"),
        (1, "工作目标"),
        (2, "总体目标"),
        (1, "任务"),
        (3, "细目"),
        (None, "正文。"),
        (2, "直接"),
    ]


def test_the_only_top_heading_at_the_beginning_is_the_title() -> None:
    body = styled("青禾县整治方案", "1") + styled("目标", "2") + p("正文。") + styled("任务", "2")
    assert [level for level, _ in levels(word(body))] == [0, 1, None, 1]


def test_an_ordinal_in_the_text_is_worth_more_than_the_style() -> None:
    document = read(
        word(
            styled("青禾县消防整治实施方案", "t")
            + styled("一、工作目标", "2")
            + p("完成排查，长效管理。")
            + styled("（一）逐户排查", "1")
            + p("对辖区企业逐户排查。")
        )
    )
    headings = [b for b in document.blocks if isinstance(b, Heading)]
    assert [(b.level, b.text) for b in headings] == [(1, "工作目标"), (2, "逐户排查")]


def test_a_paragraph_of_sentences_in_a_headings_style_is_text() -> None:
    assert levels(word(p("前") + styled("排查。逐户检查，建立台账。", "1")))[1][0] is None


def test_insertions_stay_and_deletions_go() -> None:
    body = p(
        f'{r("完成")}<w:ins w:id="1">{r("1260户")}</w:ins>'
        '<w:del w:id="2"><w:r><w:delText>旧数</w:delText></w:r></w:del>'
        f'<w:moveFrom w:id="3">{r("搬走")}</w:moveFrom><w:moveTo w:id="4">{r("排查")}</w:moveTo>'
        f"{r('。')}"
    )
    data = word(body)
    assert texts(data) == ["完成1260户排查。"]
    assert [(w.code, "4 处" in w.message) for w in read(data).warnings if "track" in w.code] == [
        ("tracked-changes", True)
    ]


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next() -> None:
    body = p("完成排查，", "<w:rPr><w:del w:id='1'/></w:rPr>") + p("长效管理。")
    assert texts(word(body)) == ["完成排查，长效管理。"]


def test_a_deleted_mark_before_a_table_or_the_end_loses_no_text() -> None:
    open_end = "<w:rPr><w:del w:id='1'/></w:rPr>"
    table = f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙', open_end)}</w:tc></w:tr></w:tbl>"
    data = word(p("前文", open_end) + table + p("末尾", open_end))
    assert texts(data) == ["前文", "末尾"]
    (table_read,) = [e for e in open_word("稿.docx", data)[2] if isinstance(e, Table)]
    assert [cell.text for row in table_read.head for cell in row] == ["甲", "乙"]


def test_a_deleted_paragraph_leaves_nothing() -> None:
    gone = "<w:del w:id='2'><w:r><w:delText>删去</w:delText></w:r></w:del>"
    body = p("甲。") + p(gone, "<w:rPr><w:del w:id='1'/></w:rPr>") + p("乙。")
    assert texts(word(body)) == ["甲。", "乙。"]


BOX = f"<w:txbxContent>{p('箱内文字')}{p('第二行')}</w:txbxContent>"
TWICE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
    f"{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
OLD = f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"


@pytest.mark.parametrize("box", [TWICE, OLD])
def test_a_text_box_is_read_once(box: str) -> None:
    assert texts(word(p(r("正文。") + box) + p("下文。"))) == [
        "正文。", "箱内文字", "第二行", "下文。",
    ]  # fmt: skip


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_give_their_result_and_page_numbers_nothing() -> None:
    body = p(
        r("见") + field("REF _x", r("表1")) + r("第") + field("PAGE", r("3")) + r("页")
        + '<w:fldSimple w:instr=" DATE "><w:r><w:t>5日</w:t></w:r></w:fldSimple>'
        + '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    )  # fmt: skip
    assert texts(word(body)) == ["见表1第页5日"]


def test_a_table_of_contents_is_left_out_however_it_is_marked() -> None:
    begin, end = field("TOC", "§").split("§")
    by_field = f"<w:p>{begin}{r('目标 1')}</w:p><w:p>{r('任务 2')}{end}</w:p>"
    by_style = styled("目标 1", "c")
    by_control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('目标 1')}</w:sdtContent></w:sdt>"
    )
    for contents in (by_field, by_style, by_control):
        assert texts(word(p("前言。") + contents + p("正文。"))) == ["前言。", "正文。"]


def test_a_field_without_end_does_not_swallow_the_text() -> None:
    begin, _ = field("TOC", "§").split("§")
    assert texts(word(f"<w:p>{begin}</w:p>" + p("正文。"))) == ["正文。"]


def test_content_controls_links_and_formulas_are_text_and_placeholders_are_not() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('青禾县')}</w:sdtContent></w:sdt>"
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{r('单击此处输入文字')}</w:sdtContent></w:sdt>"
    )
    link = f"<w:hyperlink>{r('办法')}</w:hyperlink>"
    formula = "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
    whole = f"<w:sdt><w:sdtContent>{p('整段。')}</w:sdtContent></w:sdt>"
    assert texts(word(p(r("在") + control + empty + link + formula) + whole)) == [
        "在青禾县办法x+1",
        "整段。",
    ]


def test_breaks_part_lines_tabs_part_words_and_soft_hyphens_go() -> None:
    body = (
        p("<w:r><w:t>甲方</w:t><w:tab/><w:t>乙方</w:t><w:br/><w:t>下一行</w:t></w:r>")
        + p("<w:r><w:t>co\u00adop</w:t><w:softHyphen/><w:t>er</w:t><w:noBreakHyphen/></w:r>")
        + p(r("看得见") + r("看不见", "<w:vanish/>") + '<w:r><w:sym w:char="F0FE"/></w:r>')
    )
    assert texts(word(body)) == ["甲方 乙方", "下一行", "cooper-", "看得见☑"]


def test_columns_made_with_tabs_stay_columns() -> None:
    rows = [p(f"<w:r><w:t>{a}</w:t><w:tab/><w:t>{b}</w:t><w:tab/><w:t>{c}</w:t></w:r>")
            for a, b, c in (("序号", "任务", "时限"), ("1", "排查", "3月"))]  # fmt: skip
    assert texts(word("".join(rows))) == ["序号\t任务\t时限", "1\t排查\t3月"]


def test_section_breaks_and_empty_paragraphs_leave_nothing() -> None:
    body = p("甲。") + p("", "<w:sectPr/>") + p("　") + p("乙。") + "<w:sectPr/>"
    assert texts(word(body)) == ["甲。", "乙。"]


NOTES = (
    '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r("据上年统计。"))}</w:footnote>'
)
COMMENTS = f'<w:comment w:id="1" w:author="周某某">{p("数据请核对")}</w:comment>'


def test_footnotes_become_notes_and_comments_warnings() -> None:
    body = (
        p("青禾县消防整治实施方案")
        + p(r("完成1260户排查") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("，长效管理。"))
        + p(r("落实责任。") + '<w:r><w:commentReference w:id="1"/></w:r>')
    )
    document = read(word(body, footnotes=NOTES, comments=COMMENTS))
    assert [getattr(b, "text", "") for b in document.blocks] == [
        "完成1260户排查，长效管理。",
        "落实责任。",
        "据上年统计。",
    ]
    assert isinstance(document.blocks[-1], Note)
    assert len({b.id for b in document.blocks}) == 3
    assert ("comment", "批注（周某某）：数据请核对") in [
        (w.code, w.message) for w in document.warnings
    ]


def test_headers_and_footers_are_left_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_paragraph("青禾县消防整治实施方案")
    document.add_paragraph("完成排查，长效管理。")
    stream = io.BytesIO()
    document.save(stream)
    (result,) = read_bytes("稿.docx", stream.getvalue())
    assert result.title == "青禾县消防整治实施方案"
    assert [getattr(b, "text", "") for b in result.blocks] == ["完成排查，长效管理。"]


BIG = '<w:sz w:val="44"/>'
CENTRED = '<w:jc w:val="center"/>'


def test_a_large_centred_line_is_the_title_where_no_style_says_so() -> None:
    body = (
        p(r("青禾县人民政府文件", '<w:color w:val="FF0000"/><w:sz w:val="120"/>'), CENTRED)
        + p("青政发〔2026〕3号", CENTRED)
        + p(r("幸福河畔", BIG), CENTRED)
        + p(r("暖心三十条", BIG), CENTRED)
        + p("为服务群众，制定以下措施。")
        + p(r("一、设立驿站", BIG), CENTRED)
    )
    document = read(word(body))
    assert document.title == "幸福河畔暖心三十条"
    assert document.masthead is not None
    assert document.masthead.doc_number == "青政发〔2026〕3号"


def test_short_bold_lines_are_headings_where_nothing_else_is() -> None:
    black = '<w:rFonts w:eastAsia="黑体"/>'
    body = (
        p("青禾县消防整治工作总结")
        + p(r("主要做法", "<w:b/>"))
        + p("完成排查，长效管理。")
        + p(r("存在问题", black))
        + p("台账不全，整改不快。")
        + p(r("联系人：周某某", "<w:b/>"))
        + p("电话另告。")
    )
    assert [text for level, text in levels(word(body)) if level] == ["主要做法", "存在问题"]
    signed = body + p(r("东湾社区居民委员会", "<w:b/>")) + p("2026.2.25")
    assert "东湾社区居民委员会" not in [text for level, text in levels(word(signed)) if level]
    numbered = body + p("一、下步打算") + p("继续排查。")
    assert [text for level, text in levels(word(numbered)) if level] == []
