"""Automatic numbers are read as Word shows them."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading.word.numerals import spell
from tests.corpus.reading.word_files import STYLES, p, read, texts, word


def level(at: int, form: str, text: str, more: str = "", start: int | None = 1) -> str:
    begin = "" if start is None else f'<w:start w:val="{start}"/>'
    return (
        f'<w:lvl w:ilvl="{at}">{begin}<w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(id: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{id}">{"".join(levels)}</w:abstractNum>'


def num(id: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def li(text: str, id: int = 1, at: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{id}"/></w:numPr>')


OFFICIAL = abstract(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircle", "%5"),
) + num(1, 0)


def test_the_five_levels_of_official_papers_count_and_start_again() -> None:
    lines = [(0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (3, "戊"), (4, "己"), (0, "庚"), (1, "辛")]
    body = "".join(li(text, at=at) for at, text in lines)
    assert texts(word(body, numbering=OFFICIAL)) == [
        "一、甲", "（一）乙", "（二）丙", "1. 丁", "（1）戊", "① 己", "二、庚", "（一）辛",
    ]  # fmt: skip


def test_numbered_paragraphs_become_headings_with_their_markers() -> None:
    body = (
        p("青禾县消防整治实施方案")
        + li("工作目标")
        + p("完成排查，长效管理。")
        + li("重点任务")
        + li("逐户排查", at=1)
        + p("对辖区企业逐户排查，建立台账。")
    )
    document = read(word(body, numbering=OFFICIAL))
    assert [(b.level, b.marker, b.text) for b in document.blocks if hasattr(b, "marker")] == [
        (1, "一、", "工作目标"),
        (None, None, "完成排查，长效管理。"),
        (1, "二、", "重点任务"),
        (2, "（一）", "逐户排查"),
        (None, None, "对辖区企业逐户排查，建立台账。"),
    ]


def test_a_number_shows_the_levels_above_it() -> None:
    lists = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + num(1, 0)
    body = li("甲") + li("乙", at=1) + li("丙", at=1) + li("丁") + li("戊", at=1)
    assert texts(word(body, numbering=lists)) == ["1 甲", "1.1 乙", "1.2 丙", "2 丁", "2.1 戊"]


def test_a_legal_level_shows_chinese_numbers_in_digits() -> None:
    lists = abstract(
        0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )
    body = li("甲") + li("乙", at=1)
    assert texts(word(body, numbering=lists + num(1, 0))) == ["第一章 甲", "1.1 乙"]


def test_two_lists_of_one_kind_go_on_counting() -> None:
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0)
    assert texts(word(li("甲", 1) + li("乙", 2), numbering=lists)) == ["1. 甲", "2. 乙"]


def test_a_list_that_starts_afresh_does_so_once() -> None:
    afresh = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0, afresh)
    body = li("甲", 1) + li("乙", 1) + li("丙", 2) + li("丁", 2)
    assert texts(word(body, numbering=lists)) == ["1. 甲", "2. 乙", "1. 丙", "2. 丁"]


def test_an_override_may_replace_the_level_itself() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "（%1）", start=5)}</w:lvlOverride>'
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0, own)
    assert texts(word(li("甲"), numbering=lists)) == ["（5）甲"]


@pytest.mark.parametrize(("restart", "shown"), [("", "1. 丁"), ("0", "3. 丁"), ("1", "1. 丁")])
def test_a_level_starts_again_where_it_says(restart: str, shown: str) -> None:
    more = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    lists = abstract(0, level(0, "decimal", "%1、"), level(1, "decimal", "%2.", more)) + num(1, 0)
    body = li("甲") + li("乙", at=1) + li("丙", at=1) + li("子") + li("丁", at=1)
    assert texts(word(body, numbering=lists))[-1] == shown


def test_a_level_without_start_begins_at_nought() -> None:
    lists = abstract(0, level(0, "decimal", "%1.", start=None)) + num(1, 0)
    assert texts(word(li("甲"), numbering=lists)) == ["0. 甲"]


def test_the_style_brings_its_list_and_level() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="heading 2"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = abstract(
        0,
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="x"/>'),
    )
    body = li("甲") + p("乙", '<w:pStyle w:val="x"/>') + p("丙", '<w:pStyle w:val="x"/>')
    data = word(body, styles=STYLES + style, numbering=lists + num(1, 0))
    assert texts(data) == ["一、甲", "（一）乙", "（二）丙"]


def test_number_nought_takes_the_styles_list_away() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="条目"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    off = '<w:pStyle w:val="x"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    data = word(p("甲", '<w:pStyle w:val="x"/>') + p("乙", off), styles=style, numbering=OFFICIAL)
    assert texts(data) == ["一、甲", "乙"]


def test_a_list_kept_in_a_style_is_found_through_it() -> None:
    style = (
        '<w:style w:type="numbering" w:styleId="n"><w:name w:val="列表"/><w:pPr>'
        '<w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    lists = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="n"/></w:abstractNum>'
        + abstract(0, level(0, "decimal", "（%1）"))
        + num(1, 5)
        + num(2, 0)
    )
    assert texts(word(li("甲"), styles=STYLES + style, numbering=lists)) == ["（1）甲"]


def test_empty_numbered_paragraphs_count_and_bullets_show_nothing() -> None:
    lists = abstract(0, level(0, "decimal", "%1."), level(1, "bullet", "\uf06c")) + num(1, 0)
    body = li("甲") + li("") + li("乙") + li("丙", at=1)
    assert texts(word(body, numbering=lists)) == ["1. 甲", "3. 乙", "丙"]


def test_a_format_of_word_alone_falls_back() -> None:
    odd = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1."/></w:lvl>'
    )
    assert texts(word(li("甲"), numbering=abstract(0, odd) + num(1, 0))) == ["01. 甲"]


def test_lists_that_are_named_and_missing_show_no_number() -> None:
    assert texts(word(li("甲", 7) + li("乙", 1, 8), numbering=OFFICIAL)) == ["甲", "乙"]


def test_lists_of_python_docx_are_numbered() -> None:
    document = docx.Document()
    for text in ("排查隐患；", "整改问题；"):
        document.add_paragraph(text, "List Number")
    document.add_paragraph("登记造册；", "List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    assert texts(stream.getvalue()) == ["1. 排查隐患；", "2. 整改问题；", "登记造册；"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", "12"),
        ("chineseCounting", "十二"),
        ("chineseCountingThousand", "十二"),
        ("japaneseCounting", "十二"),
        ("ideographDigital", "十二"),
        ("chineseLegalSimplified", "拾贰"),
        ("decimalEnclosedCircle", "⑫"),
        ("decimalEnclosedCircleChinese", "⑫"),
        ("decimalEnclosedParen", "（12）"),
        ("decimalZero", "12"),
        ("upperLetter", "L"),
        ("lowerRoman", "xii"),
        ("ideographZodiac", "亥"),
        ("ideographTraditional", "12"),
        ("bullet", ""),
        ("unheardOf", "12"),
    ],
)
def test_twelve_in_every_format(form: str, shown: str) -> None:
    assert spell(12, form) == shown


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(-1, 10), st.integers(-1, 3)), max_size=20), st.integers())
def test_no_list_however_odd_stops_the_reader(lines: list[tuple[int, int]], start: int) -> None:
    odd = abstract(1, level(0, "upperRoman", "%9%1%2", start=start), level(12, "decimal", "%1"))
    body = "".join(li("甲", id, at) for at, id in lines) + p("完")
    found = texts(word(body, numbering=OFFICIAL + odd + num(2, 1) + num(3, 9)))
    assert len(found) == len(lines) + 1
