"""Pictures of a Word file are kept as figures and printed again; what is no picture is told."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.shared import Mm
from PIL import Image

from corpus.document import Document, Figure
from corpus.reading import read_bytes
from corpus.reading.pictures import is_picture, key_of, pictures_in, upright
from generator.layout import write


def png(width: int = 40, height: int = 20) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(stream, "PNG")
    return stream.getvalue()


def with_picture(data: bytes, caption: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph("青禾县消防整治实施方案")
    document.add_paragraph("完成排查，长效管理。")
    document.add_picture(io.BytesIO(data), width=Mm(80))
    if caption:
        document.add_paragraph(caption)
    document.add_paragraph("整改情况按月公示。")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def replaced(file: bytes, data: bytes) -> bytes:
    """`file` with `data` in place of its picture."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if "media/" in name else old.read(name))
    return stream.getvalue()


def read(file: bytes) -> Document:
    (document,) = read_bytes("稿.docx", file)
    return document


def test_a_picture_is_a_figure_where_it_stands() -> None:
    document = read(with_picture(png(), "图1 排查现场"))
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds == ["Paragraph", "Figure", "Paragraph"]
    figure = document.blocks[1]
    assert isinstance(figure, Figure)
    assert (figure.image, figure.width_mm) == (key_of(png()), 80)
    assert figure.caption == "图1 排查现场"
    assert not [w for w in document.warnings if w.code == "pictures"]


def test_a_picture_is_written_again_and_read_again() -> None:
    file = with_picture(png())
    again = write(read(file).canonical(), ".docx", pictures_in(file).get)
    figures = [b for b in read(again).all_blocks() if isinstance(b, Figure)]
    assert [figure.image for figure in figures] == [key_of(png())]
    assert b"/Subtype/Image" in write(
        read(file).canonical(), ".pdf", pictures_in(file).get
    ).replace(b" ", b"")


def test_a_photograph_is_turned_upright() -> None:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(stream, "JPEG", exif=exif)
    with Image.open(io.BytesIO(upright(stream.getvalue()))) as image:
        assert image.size == (20, 40)
    assert upright(png()) == png()


def test_what_is_no_sound_picture_is_left_out_and_told() -> None:
    for data in (b"\x01\x00\x00\x00EMF", png()[:40], b"<svg/>"):
        document = read(replaced(with_picture(png()), data))
        assert not [b for b in document.blocks if isinstance(b, Figure)]
        told = [w.message for w in document.warnings if w.code == "pictures"]
        assert told == ["有 1 张图片没有读入"]


def test_a_picture_that_is_too_large_is_left_out() -> None:
    stream = io.BytesIO()
    Image.new("1", (8000, 8000)).save(stream, "PNG")
    assert len(stream.getvalue()) < 100_000
    assert not is_picture(stream.getvalue())


def test_other_files_have_no_pictures() -> None:
    assert pictures_in(b"%PDF-1.7") == {}
    assert pictures_in(b"PK\x03\x04 broken") == {}
