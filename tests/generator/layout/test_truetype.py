"""Faces with cubic outlines turned into TrueType ones: drawn the same, taken before the others."""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from generator.layout import cmap, fonts, pdf
from scripts import fetch_fonts, truetype
from tests.generator.layout import samples

FANDOL = Path(sys.prefix) / "share" / "nigao" / "fonts" / "fandol"
SIZE = 1000  # a pixel is a unit of the face


def code(*parts: int | bytes) -> bytes:
    """A charstring: numbers, and operators as bytes."""
    return b"".join(
        part if isinstance(part, bytes) else b"\x1c" + struct.pack(">h", part) for part in parts
    )


MOVE, END = b"\x15", b"\x0e"
DRAWN = {
    "lines in turn": code(100, 100, MOVE, 600, 500, -300, 100, b"\x06", -100, -200, b"\x07", END),
    "a hole": code(
        *(100, 0, MOVE, 800, 800, -800, b"\x06"),
        *(200, -600, MOVE, 400, 400, -400, b"\x07", END),
    ),
    "curves": code(
        *(100, 400, MOVE, 0, 200, 150, 300, 250, 0, 250, 0, 150, -100, 0, -200, b"\x08"),
        *(-650, -300, -100, 0, b"\x05", END),
    ),
    "curves and a line": code(
        *(100, 100, MOVE, 10, 300, 200, 300, 300, 0, 300, 0, b"\x18", -100, -500, b"\x05", END)
    ),
    "lines and a curve": code(
        *(100, 100, MOVE, 0, 500, 400, 100, 300, -100, 200, -200, -100, -300, b"\x19", END)
    ),
    "upright and level": code(
        *(200, 100, MOVE, 20, 300, 80, 200, 100, b"\x1a"),
        *(-30, 250, 60, -40, 120, b"\x1b", 0, -600, b"\x05", END),
    ),
    "in turn": code(
        *(150, 150, MOVE, 300, 100, 250, 200, 250, 150, -250, -100, 40, b"\x1e"),
        *(-60, -40, -150, -200, b"\x1f", END),
    ),
    "flat curves": code(
        *(100, 200, MOVE, 100, 100, 20, 100, 100, 100, 100, b"\x0c\x22", 0, 400, b"\x05"),
        *(-100, 0, -100, 30, -100, 0, -100, 0, -100, -30, -100, 0, 50, b"\x0c\x23", END),
    ),
    "flat curves, shorter": code(
        *(100, 200, MOVE, 100, 5, 100, 20, 100, 100, 100, -20, 100, b"\x0c\x24", 0, 400, b"\x05"),
        *(-100, 10, -100, 20, -100, 0, -100, 0, -100, -20, -90, b"\x0c\x25", END),
    ),
    "hints and a width": code(
        *(120, 10, 20, b"\x12", 30, 40, b"\x13\xc0", 100, 100, MOVE),
        *(600, 0, -300, 500, b"\x05", b"\x13\x40", END),
    ),
    "far and near": code(
        *(-300, b"\x16", 0, 900, 1, 0, 1, 1, 300, -700, b"\x05"),
        *(b"\xff\x00\x10\x80\x00", -100, 90, -60, 200, -30, b"\x08", END),
    ),
    "nothing": END,
}
FIRST = 0x4E00  # the drawn ones' characters, behind a glyph for what the font lacks


def index(*objects: bytes) -> bytes:
    if not objects:
        return b"\0\0"
    edges = [1]
    for own in objects:
        edges.append(edges[-1] + len(own))
    return struct.pack(f">HB{len(edges)}I", len(objects), 4, *edges) + b"".join(objects)


def cubic(strings: list[bytes], units: int = 1000, shared: tuple[bytes, ...] = ()) -> bytes:
    """A font with a `CFF ` table of these charstrings for the characters from `FIRST` on."""
    strings = [END, *strings]
    count = len(strings)

    def top(outlines: int, private: int) -> bytes:
        return b"".join(
            (
                *(b"\x1d" + struct.pack(">i", outlines), b"\x11"),
                *(b"\x8b\x1d" + struct.pack(">i", private), b"\x12"),
            )
        )

    before = b"\1\0\4\4" + index(b"Test")
    between = index() + index(*shared)
    at = len(before) + len(index(top(0, 0))) + len(between)
    glyphs = index(*strings)
    table = before + index(top(at, at + len(glyphs))) + between + glyphs
    names = {1: "NigaoTest", 2: "Regular", 4: "NigaoTest", 6: "NigaoTest"}
    texts = {key: text.encode("utf-16-be") for key, text in names.items()}
    records, text = b"", b""
    for key, own in texts.items():
        records += struct.pack(">6H", 3, 1, 0x409, key, len(own), len(text))
        text += own
    group = struct.pack(">3I", FIRST, FIRST + count - 2, 1)
    return truetype.font_file(
        {
            "CFF ": table,
            "cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12)
            + struct.pack(">HHIII", 12, 0, 28, 0, 1)
            + group,
            "head": struct.pack(
                ">4I2H16x4h4H", 0x10000, 0, 0, 0x5F0F3CF5, 0, units, 0, 0, 0, 0, 0, 8, 2, 0
            )
            + b"\0\0",
            "hhea": struct.pack(">I3h22xHH", 0x10000, 880, -120, 0, 0, count),
            "hmtx": struct.pack(f">{2 * count}h", *(1000, 0) * count),
            "maxp": struct.pack(">IH", 0x5000, count),
            "name": struct.pack(">3H", 0, len(texts), 6 + 12 * len(texts)) + records + text,
            "post": struct.pack(">I28x", 0x30000),
        },
        b"OTTO",
    )


def draw(font: bytes, letter: str) -> Image.Image:
    """The character in black on white, a pixel a unit."""
    face = ImageFont.truetype(io.BytesIO(font), SIZE, layout_engine=ImageFont.Layout.BASIC)
    sheet = Image.new("L", (SIZE + 200, SIZE + 400), 0)
    ImageDraw.Draw(sheet).text((100, 1100), letter, font=face, fill=255, anchor="ls")
    return sheet


@pytest.fixture(scope="module")
def both() -> tuple[bytes, bytes]:
    font = cubic(list(DRAWN.values()))
    return font, truetype.converted(font)


@pytest.mark.parametrize("name", DRAWN)
def test_an_outline_is_drawn_as_before(both: tuple[bytes, bytes], name: str) -> None:
    letter = chr(FIRST + list(DRAWN).index(name))
    before, after = (draw(font, letter) for font in both)
    assert (before.getbbox() is None) == (name == "nothing")
    apart = ImageChops.difference(before, after).point(lambda value: 255 * (value > 128))
    # Nowhere a square of three units that the one has inside and the other outside.
    assert apart.filter(ImageFilter.MinFilter(3)).getbbox() is None


def test_a_hole_stays_a_hole(both: tuple[bytes, bytes]) -> None:
    letter = chr(FIRST + list(DRAWN).index("a hole"))
    sheet = draw(both[1], letter)
    assert sheet.getpixel((100 + 500, 1100 - 400)) == 0
    assert sheet.getpixel((100 + 200, 1100 - 400)) == 255


def test_the_same_font_gives_the_same_bytes_and_keeps_what_is_no_outline(
    both: tuple[bytes, bytes], tmp_path: Path
) -> None:
    font, turned = both
    assert truetype.converted(font) == turned
    assert turned[:4] == b"\0\1\0\0"
    old, new = tmp_path / "a.otf", tmp_path / "a.ttf"
    old.write_bytes(font)
    new.write_bytes(turned)
    assert cmap.coverage(new, 0) == cmap.coverage(old, 0) == set(range(FIRST, FIRST + len(DRAWN)))
    faces = [ImageFont.truetype(path, SIZE) for path in (old, new)]
    assert faces[0].getname() == faces[1].getname() == ("NigaoTest", "Regular")
    letters = "".join(chr(FIRST + n) for n in range(len(DRAWN)))
    assert faces[0].getlength(letters) == faces[1].getlength(letters)


@pytest.mark.parametrize(
    "font",
    [
        b"",
        b"OTTO",
        truetype.converted(cubic([DRAWN["a hole"]])),
        cubic([END], units=2048),
        cubic([END], shared=(b"\x0b",)),
        cubic([code(-107, b"\x0a", END)]),
        cubic([code(0, 0, MOVE)]),
    ],
    ids=["empty", "cut", "turned", "units", "subroutines", "call", "endless"],
)
def test_another_kind_of_font_is_refused(font: bytes) -> None:
    with pytest.raises((ValueError, LookupError, struct.error)):
        truetype.converted(font)


SOURCE = fetch_fonts.Source("own", "fonts-own", ("A.otf", "B.otf", "C.ttf"), "", "")


def test_set_up_turns_faces_that_are_there_and_leaves_what_it_cannot_turn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / SOURCE.folder
    folder.mkdir()
    font = cubic([DRAWN["a hole"]])
    for name, data in zip(SOURCE.fonts, (font, b"broken", b"another"), strict=True):
        (folder / name).write_bytes(data)
    assert fetch_fonts.complete(SOURCE, tmp_path)
    fetch_fonts.turn(SOURCE, folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        *("A.ttf", "B.otf", "C.ttf", "CHANGED.txt"),
    ]
    assert (folder / "A.ttf").read_bytes() == truetype.converted(font)
    assert (folder / "B.otf").read_bytes() == b"broken"
    assert "fonts-own" in (folder / "CHANGED.txt").read_text("utf-8")
    assert fetch_fonts.complete(SOURCE, tmp_path)
    assert "B.otf 保持原样" in capsys.readouterr().err


def test_of_a_face_with_both_outlines_the_quick_ones_are_taken(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", own_home / "fonts" / "deeper"
    first.mkdir()
    second.mkdir(parents=True)
    font = cubic([DRAWN["a hole"]])
    (first / "A.otf").write_bytes(font)
    (second / "A.ttf").write_bytes(truetype.converted(font))
    monkeypatch.setenv("NIGAO_FONTS", str(first))
    found = [own.path for own in fonts.book.__wrapped__().fonts() if own.family == "NigaoTest"]
    assert found[0] == str(second / "A.ttf")
    assert str(first / "A.otf") in found


@pytest.mark.skipif(not FANDOL.is_dir(), reason="the free faces are not set up")
def test_the_faces_that_set_up_brings_go_into_the_pdf_with_truetype_outlines() -> None:
    assert list(FANDOL.glob("*.otf")) == []
    made = pdf.write(samples.plan()).data
    if any("Fandol" in own.family for own in fonts.faces().values()):
        assert b"/FontFile2" in made
        assert b"/FontFile3" not in made
