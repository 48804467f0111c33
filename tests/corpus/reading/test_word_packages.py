"""Hostile Word packages are refused in one Chinese line; sound ones of every make are opened."""

from __future__ import annotations

import io
import random

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.reading import read_bytes
from tests.corpus.reading.word_files import NAMES, p, package, texts, word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_bytes("稿.docx", data)
    error = caught.value
    assert error.where == "稿.docx"
    assert error.remedy
    assert "\n" not in str(error)
    return error.message


def tried(data: bytes) -> str:
    """Why `data` is refused; empty where it is read."""
    try:
        read_bytes("稿.docx", data)
    except Unreadable as error:
        return str(error)
    return ""


def real() -> bytes:
    document = docx.Document()
    document.add_paragraph("青禾县消防整治实施方案")
    document.add_paragraph("完成排查，长效管理。")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_truncated_file_is_refused_wherever_it_was_cut() -> None:
    whole = real()
    for share in (0.1, 0.5, 0.9, 0.999):
        assert "与扩展名不符" in refused(whole[: int(len(whole) * share)])


def test_damaged_bytes_never_crash_the_reader() -> None:
    whole = bytearray(real())
    dice = random.Random(4)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        refusal = tried(bytes(data))
        assert "\n" not in refusal


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"{\\rtf1 }",
        "只是文字".encode(),
        package({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<Types/>"}),
        package({"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.text"}),
    ],
)
def test_a_renamed_file_is_refused(data: bytes) -> None:
    assert "与扩展名不符" in refused(data)


def test_an_encrypted_file_is_refused() -> None:
    assert "加密" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    data = bytearray(word(p("甲")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1
    assert "加密" in refused(bytes(data))


def test_a_file_with_macros_is_refused() -> None:
    types = (
        '<Types><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    )
    body = f"<w:document {NAMES}><w:body>{p('甲')}</w:body></w:document>"
    assert "宏" in refused(package({"[Content_Types].xml": types, "word/document.xml": body}))
    assert "宏" in refused(package({"word/document.xml": body, "word/vbaProject.bin": b"x"}))


def test_bombs_are_refused() -> None:
    blanks = b" " * (65 * 1024 * 1024)
    assert "炸弹" in refused(package({"word/document.xml": blanks}))
    many = {f"word/media/{n}.png": b"" for n in range(5001)}
    assert "炸弹" in refused(package({"word/document.xml": b"<x/>", **many}))


def test_a_lie_about_the_size_is_seen_through() -> None:
    blanks = b" " * (65 * 1024 * 1024)
    data = bytearray(package({"word/document.xml": blanks}))
    size = len(blanks).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    assert refused(bytes(data))


@pytest.mark.parametrize(
    "inner",
    [
        "<w:p>" * 300 + "</w:p>" * 300,
        "<w:tbl><w:tr><w:tc>" * 60 + p("甲") + "</w:tc></w:tr></w:tbl>" * 60,
        "<w:p><w:r><w:pict><w:txbxContent>" * 40 + "</w:txbxContent></w:pict></w:r></w:p>" * 40,
    ],
)
def test_deep_nesting_is_refused(inner: str) -> None:
    assert "嵌套过深" in refused(word(inner))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities_are_refused_and_never_opened(encoding: str) -> None:
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM '
        f'"file:///etc/passwd">]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&e;</w:t>'
        "</w:r></w:p></w:body></w:document>"
    )
    assert "实体" in refused(package({"word/document.xml": xml.encode(encoding)}))


def test_relations_that_lead_outside_are_not_followed() -> None:
    relations = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="1" Type="{KIND}" '
        'Target="../../etc/passwd"/><Relationship Id="2" TargetMode="External" '
        f'Type="{KIND}" Target="http://example.invalid/x"/></Relationships>'
    )
    assert "与扩展名不符" in refused(package({"_rels/.rels": relations}))


def test_broken_xml_and_a_file_without_body_are_refused() -> None:
    assert "损坏" in refused(package({"word/document.xml": "<w:document"}))
    assert "损坏" in refused(package({"word/document.xml": f"<w:document {NAMES}/>"}))
    assert "损坏" in refused(word(p("甲"), styles="<w:style>"))


def test_the_main_part_is_found_by_its_relation() -> None:
    relations = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="1" Type="{KIND}" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    body = f"<w:document {NAMES}><w:body>{p('甲')}</w:body></w:document>"
    assert texts(package({"_rels/.rels": relations, "word/document2.xml": body})) == ["甲"]


def test_a_strict_file_is_read_like_any_other() -> None:
    body = f"<w:document {NAMES}><w:body>{p('甲')}</w:body></w:document>"
    strict = body.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert texts(package({"word/document.xml": strict})) == ["甲"]


def test_more_elements_than_can_be_read_are_refused() -> None:
    assert "内容过多" in refused(word("<w:p/>" * 1_500_001))


def test_long_runs_of_spaces_and_open_fields_take_no_time() -> None:
    spaces = f"<w:r><w:t>甲{' ' * 300_000}乙</w:t><w:tab/><w:t>丙</w:t></w:r>"
    opened = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'
    fields = opened * 20_000 + "<w:r><w:t>丁</w:t></w:r>" * 20_000
    fields += '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 20_000
    assert tried(word(p(spaces) + p(fields))) == ""


def test_a_file_without_words_is_refused() -> None:
    assert "没有可读的正文" in refused(word(p("")))


NAMED = st.sampled_from(
    [
        *("p", "r", "t", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "pPr", "rPr"),
        *("numPr", "ilvl", "numId", "fldChar", "instrText", "txbxContent", "pict", "vMerge"),
        *("gridSpan", "outlineLvl", "pStyle", "hyperlink", "footnoteReference", "br", "tab"),
    ]
)
TREES = st.recursive(
    st.text("甲乙一、（）1. \t", max_size=6),
    lambda inner: st.builds(
        lambda name, val, kids: f'<w:{name} w:val="{val}" w:id="{val}">{"".join(kids)}</w:{name}>',
        NAMED,
        st.sampled_from(("", "0", "1", "-1", "x", "99999999999999999999")),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, max_size=5))
def test_no_body_however_odd_crashes_the_reader(trees: list[str]) -> None:
    data = word("".join(trees), numbering="".join(trees), footnotes="".join(trees))
    assert tried(data) in ("", "稿.docx：文件里没有可读的正文。请检查文件内容。")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=8))
def test_every_text_that_python_docx_writes_is_read(lines: list[str]) -> None:
    document = docx.Document()
    kept = []
    for line in lines:
        line = "".join(c for c in line if c.isprintable())
        document.add_paragraph(line)
        kept.append(line)
    stream = io.BytesIO()
    document.save(stream)
    wanted = "".join("".join(kept).replace("\u00ad", "").split())
    found = "".join("".join(texts(stream.getvalue())).split())
    assert found.replace("\u200b", "") == wanted.replace("\u200b", "")
