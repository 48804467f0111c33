"""Every file is read or refused with one Chinese line that says where and what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]
import pytest

from corpus.errors import Unreadable
from corpus.reading import SUFFIXES, markup, read_bytes, read_file

PLAN = (
    "青禾县消防整治实施方案\n为消除隐患，特制定本方案。\n一、工作目标\n完成1260户排查，长效管理。\n"
)


def refused(name: str, data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_bytes(name, data)
    error = caught.value
    assert error.where.startswith(name)
    assert error.remedy
    assert "\n" not in str(error)
    return error


def package(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    (document,) = read_bytes("a.txt", PLAN.encode(encoding))
    assert document.title == "青禾县消防整治实施方案"
    assert document.source is not None
    assert (document.source.file, document.source.lines) == ("a.txt", (1, 4))


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_lines_are_counted_whatever_ends_them(ends: str) -> None:
    (document,) = read_bytes("a.txt", PLAN.replace("\n", ends).encode())
    assert document.blocks[-1].lines == (4, 4)


@pytest.mark.parametrize("data", [b"", b"  \r\n\n", b"\xef\xbb\xbf", b"\x00" * 100])
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.md"])
def test_an_empty_file_is_refused(name: str, data: bytes) -> None:
    assert refused(name, data).message == "文件是空的"


def test_a_binary_file_is_refused() -> None:
    assert "二进制" in refused("a.txt", bytes(range(256)) * 40).message
    assert "二进制" in refused("a.txt", b"ab\x01\x02\x03\x04\x05" * 100).message


def test_wrong_encoding_is_refused_with_its_line() -> None:
    data = "第一行没有问题\n".encode() + "第二行".encode("big5") * 40 + b"\xff\xfe\xfd"
    assert "第 2 行" in refused("a.txt", data).message
    half = "各社区".encode("utf-16-le") + b"\x00\xd8" * 20
    assert "UTF-16" in refused("a.txt", b"\xff\xfe" + half).message


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_wrong_byte_becomes_a_mark_and_a_warning_with_line_and_place(encoding: str) -> None:
    text = PLAN + "二、工作要求\n压实责任，共完成整改85处，逐一销号。\n"
    before, behind = text.split("85处")
    wrong = b"\x00\xd8" if encoding == "utf-16" else b"\xff"
    tail = behind.encode("utf-16-le" if encoding == "utf-16" else encoding)
    (document,) = read_bytes("a.txt", f"{before}85".encode(encoding) + wrong + tail)
    assert document.blocks[-1].text == "压实责任，共完成整改85\ufffd，逐一销号。"  # type: ignore[union-attr]
    told = [w for w in document.warnings if "字读不出来" in w.message]
    assert [(w.line, w.message) for w in told] == [(6, "第 13 个字读不出来，记作“\ufffd”，请补上")]
    assert not any(w.code == "lost-characters" for w in document.warnings)


def test_of_very_many_marks_the_first_fifty_are_told_one_by_one() -> None:
    text = PLAN + ("\ufffd" * 300 + "登记造册。\n") * 40
    (document,) = read_bytes("a.txt", text.encode())
    told = [w for w in document.warnings if "字读不出来" in w.message]
    assert len(told) == 50
    assert sum(w.code == "lost-characters" for w in document.warnings) == 39


def test_many_wrong_bytes_are_refused() -> None:
    assert "编码" in refused("a.txt", (PLAN * 3).encode("gb18030").replace(b"\n", b"\xff")).message


@pytest.mark.parametrize(
    "line", ["社区两委会议记录", "2025年独居老人台账", "学习笔记", "致居民的一封信"]
)
def test_the_first_line_names_what_is_of_no_genre(line: str) -> None:
    text = f"{line}\n今天学了网格化治理，查了消防安全隐患，走访了东湾社区的居民。\n还要再学。\n"
    (document,) = read_bytes("a.txt", text.encode())
    assert (document.title, document.title_source) == (line, "stated")


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024 + 1)
    with pytest.raises(Unreadable, match="100 MB"):
        read_file(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="找不到文件"):
        read_file(tmp_path / "无.txt")
    with pytest.raises(Unreadable, match="文件夹"):
        read_file(tmp_path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("名单.xlsx", "nigao batch"),
        ("名单.csv", "nigao batch"),
        ("名单.et", "批量生成"),
        ("旧.dot", "另存为 .docx"),
        ("稿.docm", "不带宏"),
        ("稿.ofd", "PDF"),
        ("稿.png", "转成文字"),
        ("资料.zip", "解压"),
        ("稿.xyz", ".docx"),
        ("稿", ".docx"),
    ],
)
def test_a_kind_that_is_not_read_is_refused_with_a_hint(name: str, words: str) -> None:
    assert words in refused(name, b"x").remedy


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf"])
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str) -> None:
    assert "与扩展名不符" in refused(name, PLAN.encode()).message


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04....", b"\x89PNG\r\n"])
def test_a_text_file_that_is_something_else_is_refused(data: bytes) -> None:
    assert "与扩展名不符" in refused("a.txt", data).message


def test_a_zip_that_is_no_document_is_refused() -> None:
    assert "与扩展名不符" in refused("a.docx", package({"a.txt": b"x"})).message


def test_a_broken_zip_is_refused() -> None:
    whole = package({"word/document.xml": b"<x/>" * 1000})
    assert "文件不完整" in refused("a.docx", whole[: len(whole) // 2]).message


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("a.docx", "word/document.xml"),
        ("a.odt", "content.xml"),
        ("a.epub", "META-INF/container.xml"),
    ],
)
def test_damage_inside_a_packed_member_is_refused(name: str, member: str) -> None:
    whole = bytearray(package({member: bytes(range(32, 127)) * 40}))
    start = 30 + len(member)
    whole[start : start + 12] = b"\xff" * 12
    assert "与扩展名不符" in refused(name, bytes(whole)).message


def test_a_package_with_broken_xml_is_refused() -> None:
    assert "损坏" in refused("a.docx", package({"word/document.xml": b"<w:document"})).message


def test_a_zip_bomb_is_refused() -> None:
    bomb = package({"word/document.xml": b" " * (65 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    assert "炸弹" in refused("a.docx", bomb).message


def test_external_entities_are_refused() -> None:
    xml = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert "实体" in refused("a.docx", package({"word/document.xml": xml})).message


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_a_symbolic_link_in_an_archive_is_refused(name: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member in ("word/document.xml", "content.xml", "META-INF/container.xml"):
            archive.writestr(member, b"<x/>")
        link = zipfile.ZipInfo("media/a.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")
    assert "符号链接" in refused(name, stream.getvalue()).message


def test_entities_in_a_book_are_refused() -> None:
    page = b'<!DOCTYPE html [<!ENTITY a "aaaa">]><html><body>&a;</body></html>'
    book = {"META-INF/container.xml": b"<container/>", "a.xhtml": page}
    assert "实体" in refused("a.epub", package(book)).message


def test_an_encrypted_document_is_refused() -> None:
    assert "加密" in refused("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600).message


def test_a_file_that_takes_too_long_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "pandoc"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(markup, "SECONDS", 0.3)
    monkeypatch.setattr(markup, "_pandoc", lambda: str(slow))
    assert "没有读完" in refused("a.md", PLAN.encode()).message


MARKDOWN = """# 青禾县柳溪街道2026年消防安全专项整治实施方案

为消除隐患，根据《消防安全责任制实施办法》（国办发〔2017〕87号），特制定本实施方案。

## 工作目标

完成1260户排查，**长效**管理。

## 重点任务

1. 排查隐患。对辖区企业逐户检查。
2. 发放宣传单；
3. 整改问题。

| 序号 | 任务 | 金额（万元） |
|---|---|---|
| 1 | 排查 | 12 |

组长：周某某

青禾县柳溪街道办事处

2026年3月5日
"""
SHAPE = [
    ("Paragraph", None, None),
    ("Heading", 1, "工作目标"),
    ("Paragraph", None, "完成1260户排查，长效管理。"),
    ("Heading", 1, "重点任务"),
    ("Paragraph", 3, "对辖区企业逐户检查。"),
    ("Item", 3, "发放宣传单；"),
    ("Item", 3, "整改问题。"),
    ("Table", None, None),
    ("Label", None, "周某某"),
]


@pytest.mark.parametrize("suffix", [".md", ".docx", ".odt", ".html", ".rtf", ".epub"])
def test_markup_of_every_kind_gives_the_same_document(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"稿{suffix}"
    if suffix == ".md":
        path.write_text(MARKDOWN, "utf-8")
    else:
        to = suffix[1:]
        pypandoc.convert_text(
            MARKDOWN, to, "gfm", outputfile=str(path), extra_args=["--standalone"]
        )
    (document,) = read_file(path)
    assert document.title == "青禾县柳溪街道2026年消防安全专项整治实施方案"
    assert document.genre == "实施方案"
    assert [
        (
            type(block).__name__,
            getattr(block, "level", None),
            None if index == 0 else getattr(block, "text", None),
        )
        for index, block in enumerate(document.blocks)
    ] == SHAPE
    table = document.blocks[7]
    assert [[cell.text for cell in row] for row in table.rows] == [["1", "排查", "12"]]  # type: ignore[union-attr]
    assert document.signoff is not None
    assert document.signoff.issuers == ("青禾县柳溪街道办事处",)


def test_markdown_keeps_its_lines() -> None:
    (document,) = read_bytes("a.md", MARKDOWN.encode())
    assert [block.lines for block in document.blocks[:4]] == [(3, 3), (5, 5), (7, 7), (9, 9)]


def test_html_is_read_in_gb18030_and_without_its_scripts() -> None:
    page = (
        "<html><head><title>某网站</title><script>alert(1)</script></head><body>"
        "<h1>青禾县消防整治实施方案</h1><p>为消除隐患，\n特制定本方案。</p><p>一、工作目标</p>"
        "<p>完成排查，长效管理。<br>建立台账，落实到人。</p></body></html>"
    )
    (document,) = read_bytes("a.html", page.encode("gb18030"))
    assert document.title == "青禾县消防整治实施方案"
    assert [getattr(block, "text", "") for block in document.blocks] == [
        "为消除隐患，特制定本方案。",
        "工作目标",
        "完成排查，长效管理。",
        "建立台账，落实到人。",
    ]


def test_the_suffixes_are_those_that_are_read() -> None:
    assert {".txt", ".md", ".docx", ".odt", ".rtf", ".html", ".epub"} <= SUFFIXES
    assert {".pdf", ".doc", ".wps"} <= SUFFIXES
