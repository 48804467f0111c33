"""Pictures of OpenDocument, web pages and Markdown are kept as those of Word files are."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from PIL import Image

from corpus.document import Document, Figure, Table
from corpus.reading import pictures, read_bytes
from corpus.reading.pictures import key_of, pictures_in
from generator.layout import write

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def png(width: int = 400, height: int = 200) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(stream, "PNG")
    return stream.getvalue()


def uri(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def odt(data: bytes, address: str = "Pictures/1.png") -> bytes:
    """An OpenDocument text with one picture between two paragraphs, a caption below it."""
    body = (
        "<text:p>青禾县消防整治实施方案</text:p><text:p>完成排查，长效管理。</text:p>"
        '<text:p><draw:frame svg:width="8cm" svg:height="4cm">'
        f'<draw:image xlink:href="{address}"/></draw:frame></text:p>'
        "<text:p>图1 排查现场</text:p><text:p>整改情况按月公示。</text:p>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {NS}><office:font-face-decls/><office:automatic-styles/>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        package.writestr(
            "styles.xml",
            f"<office:document-styles {NS}><office:font-face-decls/><office:styles/>"
            "<office:automatic-styles/><office:master-styles/></office:document-styles>",
        )
        package.writestr("Pictures/1.png", data)
        package.writestr("Thumbnails/thumbnail.png", png(256, 256))
    return stream.getvalue()


def page(body: str) -> bytes:
    text = f"<html><body><h1>青禾县消防整治实施方案</h1>{body}</body></html>"
    return text.encode()


def read(name: str, data: bytes) -> Document:
    (document,) = read_bytes(name, data)
    return document


def figures(document: Document) -> list[Figure]:
    return [block for block in document.all_blocks() if isinstance(block, Figure)]


def told(document: Document) -> list[str]:
    return [w.message for w in document.warnings if w.code == "pictures"]


def test_a_picture_of_an_opendocument_text_is_kept_with_width_and_caption() -> None:
    file = odt(png())
    document = read("稿.odt", file)
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Figure", "Paragraph"]
    (figure,) = figures(document)
    assert (figure.image, figure.width_mm) == (key_of(png()), 80)
    assert figure.caption == "图1 排查现场"
    assert pictures_in(file) == {key_of(png()): png()}
    assert told(document) == []


def test_a_picture_written_into_a_page_is_kept() -> None:
    file = page(
        f'<p>完成排查<img src="{uri(png())}" width="200" alt="排查现场">，长效管理。</p>'
        f"<figure><img src='{uri(png(300, 300))}'><figcaption>图2 整改后</figcaption></figure>"
    )
    document = read("网页.html", file)
    first, second = figures(document)
    assert (first.width_mm, first.alt, first.caption) == (52.9, "排查现场", None)
    assert (second.image, second.caption) == (key_of(png(300, 300)), "图2 整改后")
    assert document.blocks[0].text == "完成排查，长效管理。"  # type: ignore[union-attr]
    assert set(pictures_in(file)) == {first.image, second.image}


def test_the_caption_of_a_picture_that_is_lost_goes_to_no_other() -> None:
    lost = '<img src="http://192.0.2.1/a.png">'
    for body in (
        f"<figure>{lost}<figcaption>图2 整改后</figcaption></figure>",
        f"<p>{lost}</p><p>图2 整改后</p>",
    ):
        document = read("网页.html", page(f'<p>排查。<img src="{uri(png())}"></p>{body}'))
        (figure,) = figures(document)
        assert figure.caption is None
        assert "图2 整改后" in [getattr(block, "text", "") for block in document.blocks]
        assert len(told(document)) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_pictures_are_found_again_whatever_the_encoding_and_the_line_ends(encoding: str) -> None:
    wrapped = base64.encodebytes(png()).decode()
    text = f'<h1>方案</h1><p>一段话。</p><p><img src="data:image/png;base64,\n{wrapped}"></p>'
    file = text.encode(encoding)
    (figure,) = figures(read("网页.htm", file))
    assert pictures_in(file)[figure.image] == png()


def test_our_own_markdown_brings_its_photos_back() -> None:
    first = read("稿.odt", odt(png()))
    text = write(first.canonical(), ".md", pictures_in(odt(png())).get)
    (figure,) = figures(read("稿.md", text))
    assert pictures_in(text)[figure.image] == png()


def test_what_a_page_only_points_to_is_never_fetched_but_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nothing may be fetched")

    monkeypatch.setattr("socket.socket.connect", refuse)
    document = read(
        "网页.html",
        page(
            '<p>一段话。</p><img src="http://127.0.0.1:9/a.png"><img src="方案.files/image001.png">'
            '<img src="file:///etc/hostname">'
        ),
    )
    assert figures(document) == []
    assert told(document) == ["有 3 张图片没有读入：不在文件里，或不是照片的格式，或在表格里"]
    (odd,) = read_bytes("稿.odt", odt(png(), "http://127.0.0.1:9/a.png"))
    assert (figures(odd), len(told(odd))) == ([], 1)


@pytest.mark.parametrize(
    "data", [SVG, b"\x01\x00\x00\x00EMF", png()[:60]], ids=["svg", "emf", "cut"]
)
def test_what_is_no_sound_photo_is_left_out_and_told(data: bytes) -> None:
    for name, file in (
        ("稿.odt", odt(data)),
        ("网页.html", page(f'<p>一段话。</p><img src="{uri(data, "svg+xml")}">')),
    ):
        document = read(name, file)
        assert figures(document) == []
        assert len(told(document)) == 1
        assert pictures_in(file) == {}


def test_ornaments_are_passed_over_without_a_word() -> None:
    document = read("网页.html", page(f'<p>一段话。<img src="{uri(png(8, 8))}"></p>'))
    assert (figures(document), told(document)) == ([], [])


def test_pictures_in_cells_are_told_and_leave_the_table_whole() -> None:
    cells = f'<tr><th>名称</th><th>照片</th></tr><tr><td>东湾</td><td><img src="{uri(png())}"></td>'
    document = read("网页.html", page(f"<p>一段话。</p><table>{cells}</tr></table>"))
    (table,) = [b for b in document.blocks if isinstance(b, Table)]
    assert [[cell.text for cell in row] for row in table.rows] == [["东湾", ""]]
    assert len(told(document)) == 1


def test_a_file_has_so_many_pictures_and_none_beyond_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MOST", 2)
    several = "".join(f'<p>一段话。<img src="{uri(png(40 + n, 40))}"></p>' for n in range(4))
    document = read("网页.html", page(several))
    assert (len(figures(document)), len(pictures_in(page(several)))) == (2, 2)
    assert len(told(document)) == 1
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    assert pictures_in(page(several)) == {}
    assert figures(read("稿.odt", odt(png()))) == []
