"""Faces with cubic outlines turned into TrueType ones: drawn the same, taken before the others."""

from __future__ import annotations

import io
import sys
from functools import cache
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from generator.layout import cmap, fonts, pdf
from scripts import fetch_fonts, truetype
from tests.generator.layout import samples
from tests.locks import locked

FANDOL = Path(sys.prefix) / "share" / "nigao" / "fonts" / "fandol"
SIZE = 1000  # a pixel is a unit of the face
Program = list[int | str]

END = "endchar"
DRAWN: dict[str, Program] = {
    "lines": [100, 100, "rmoveto", 600, 500, -300, 100, "hlineto", -100, -200, "vlineto", END],
    "a hole": [
        *(100, 0, "rmoveto", 800, 800, -800, "hlineto"),
        *(200, -600, "rmoveto", 400, 400, -400, "vlineto", END),
    ],
    "curves": [
        *(100, 400, "rmoveto", 0, 200, 150, 300, 250, 0, 250, 0, 150, -100, 0, -200, "rrcurveto"),
        *(-650, -300, -100, 0, "rlineto", END),
    ],
    "bends both ways": [
        *(150, 150, "rmoveto", 300, 100, 250, 200, 250, 150, -250, -100, 40, "vhcurveto"),
        *(-60, -40, -150, -200, "hvcurveto", END),
    ],
    "white at the left": [300, 0, "rmoveto", 0, 900, 1, 0, 1, 1, 300, -700, "rlineto", END],
    "nothing": [END],
}
FIRST = 0x4E00  # the drawn ones' characters, behind a glyph for what the font lacks
WIDTHS = {name: 1000 + n for n, name in enumerate(DRAWN)}


def letter(name: str) -> str:
    return chr(FIRST + list(DRAWN).index(name))


@cache
def cubic() -> bytes:
    """A font with a `CFF ` table of the outlines in `DRAWN` for the characters from `FIRST` on."""
    names = {name: f"uni{FIRST + n:04X}" for n, name in enumerate(DRAWN)}
    font = FontBuilder(1000, isTTF=False)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap({FIRST + n: glyph for n, glyph in enumerate(names.values())})
    strings = {glyph: T2CharString(program=list(DRAWN[name])) for name, glyph in names.items()}
    font.setupCFF("NigaoTest", {}, {".notdef": T2CharString(program=[END])} | strings, {})
    widths = {glyph: (WIDTHS[name], 0) for name, glyph in names.items()}
    font.setupHorizontalMetrics({".notdef": (1000, 0)} | widths)
    font.setupHorizontalHeader(ascent=880, descent=-120)
    own = {"familyName": "NigaoTest", "styleName": "Regular"}
    font.setupNameTable(own | {"fullName": "NigaoTest", "psName": "NigaoTest"})
    font.setupOS2()
    font.setupPost()
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    old, new = (tmp_path_factory.mktemp("faces") / name for name in ("a.otf", "a.ttf"))
    old.write_bytes(cubic())
    truetype.turn(old, new)
    return old, new


def draw(font: Path, character: str) -> Image.Image:
    """The character in white on black, a pixel a unit."""
    face = ImageFont.truetype(font, SIZE, layout_engine=ImageFont.Layout.BASIC)
    sheet = Image.new("L", (SIZE + 200, SIZE + 400), 0)
    ImageDraw.Draw(sheet).text((100, 1100), character, font=face, fill=255, anchor="ls")
    return sheet


@pytest.mark.parametrize("name", DRAWN)
def test_an_outline_is_drawn_as_before(both: tuple[Path, Path], name: str) -> None:
    before, after = (draw(font, letter(name)) for font in both)
    assert (before.getbbox() is None) == (name == "nothing")
    apart = ImageChops.difference(before, after).point(lambda value: 255 * (value > 128))
    # Nowhere a square of three units that the one has inside and the other outside.
    assert apart.filter(ImageFilter.MinFilter(3)).getbbox() is None


def test_a_hole_stays_a_hole(both: tuple[Path, Path]) -> None:
    sheet = draw(both[1], letter("a hole"))
    assert sheet.getpixel((100 + 500, 1100 - 400)) == 0
    assert sheet.getpixel((100 + 200, 1100 - 400)) == 255


def test_the_same_font_gives_the_same_bytes_and_keeps_what_is_no_outline(
    both: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = both
    again = tmp_path / "again.ttf"
    truetype.turn(old, again)
    assert again.read_bytes() == new.read_bytes()
    assert new.read_bytes()[:4] == b"\0\1\0\0"
    assert cmap.coverage(new, 0) == cmap.coverage(old, 0) == set(range(FIRST, FIRST + len(DRAWN)))
    faces = [ImageFont.truetype(path, SIZE) for path in both]
    assert faces[0].getname() == faces[1].getname() == ("NigaoTest", "Regular")
    for name, width in WIDTHS.items():
        assert [face.getlength(letter(name)) for face in faces] == [width, width]
    with TTFont(new) as font:
        assert {"glyf", "loca"} <= set(font.keys())
        assert not {"CFF ", "VORG"} & set(font.keys())


SOURCE = fetch_fonts.Source("own", "fonts-own", ("A.otf", "B.otf", "C.ttf"), "", "")


def test_set_up_turns_faces_that_are_there_and_leaves_what_it_cannot_turn(
    both: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / SOURCE.folder
    folder.mkdir()
    for name, data in zip(SOURCE.fonts, (cubic(), b"broken", b"another"), strict=True):
        (folder / name).write_bytes(data)
    assert fetch_fonts.complete(SOURCE, tmp_path)
    fetch_fonts.turn(SOURCE, folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        *("A.ttf", "B.otf", "C.ttf", "CHANGED.txt"),
    ]
    assert (folder / "A.ttf").read_bytes() == both[1].read_bytes()
    assert (folder / "B.otf").read_bytes() == b"broken"
    assert "fonts-own" in (folder / "CHANGED.txt").read_text("utf-8")
    assert fetch_fonts.complete(SOURCE, tmp_path)
    assert not fetch_fonts.outdated(SOURCE, tmp_path)
    assert "B.otf 保持原样" in capsys.readouterr().err


def test_faces_turned_in_another_way_are_fetched_anew_and_used_where_that_cannot_be(
    both: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = fetch_fonts.Source("own", "fonts-own", ("A.otf",), "copyright", "")
    folder = tmp_path / source.folder
    folder.mkdir()
    (folder / "A.ttf").write_bytes(b"of another way")
    (folder / "CHANGED.txt").write_text("Turned in another way.", "utf-8")
    monkeypatch.setattr(fetch_fonts, "SOURCES", (source,))

    def offline(place: Path, *command: str) -> None:
        raise OSError("no network")

    monkeypatch.setattr(fetch_fonts, "_run", offline)
    assert fetch_fonts.main([str(tmp_path)]) == 0
    assert (folder / "A.ttf").read_bytes() == b"of another way"
    assert "原有的字体照常使用" in capsys.readouterr().err

    def mirror(place: Path, *command: str) -> None:
        if command[0] == "apt-get":
            (place / "fonts-own.deb").touch()
        else:
            unpacked = Path(command[-1]) / "usr" / "share" / "fonts"
            unpacked.mkdir(parents=True)
            (unpacked / "A.otf").write_bytes(cubic())

    monkeypatch.setattr(fetch_fonts, "_run", mirror)
    assert fetch_fonts.main([str(tmp_path)]) == 0
    assert (folder / "A.ttf").read_bytes() == both[1].read_bytes()
    assert not fetch_fonts.outdated(source, tmp_path)


def test_of_a_face_with_both_outlines_the_quick_ones_are_taken(
    both: tuple[Path, Path], tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", own_home / "fonts" / "deeper"
    first.mkdir()
    second.mkdir(parents=True)
    (first / "A.otf").write_bytes(cubic())
    (second / "A.ttf").write_bytes(both[1].read_bytes())
    monkeypatch.setenv("NIGAO_FONTS", str(first))
    found = [own.path for own in fonts.book.__wrapped__().fonts() if own.family == "NigaoTest"]
    assert found[0] == str(second / "A.ttf")
    assert str(first / "A.otf") in found


def test_what_turns_faces_is_needed_at_set_up_and_not_by_the_application() -> None:
    assert "fonttools" in locked("requirements-build.lock")
    assert "fonttools" not in locked("requirements.lock", "requirements-scale.lock")


@pytest.mark.skipif(not FANDOL.is_dir(), reason="the free faces are not set up")
def test_the_faces_that_set_up_brings_go_into_the_pdf_with_truetype_outlines() -> None:
    assert list(FANDOL.glob("*.otf")) == []
    made = pdf.write(samples.plan()).data
    if any("Fandol" in own.family for own in fonts.faces().values()):
        assert b"/FontFile2" in made
        assert b"/FontFile3" not in made
