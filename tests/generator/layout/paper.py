"""What stands where on the pages of a PDF, read back through PDFium, in millimetres and points."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2.raw as raw

from generator.layout import raster

MM = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    """A character on a page: ink box from the page's top left corner, in points, size, font."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    origin: float
    size: float
    font: str


@dataclass(frozen=True)
class Page:
    """A page: its size in points and its characters in the order of the text."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    def lines(self) -> list[list[Glyph]]:
        """The characters by baseline, from the top, each line from the left."""
        rows: dict[int, list[Glyph]] = {}
        for glyph in self.glyphs:
            key = next((k for k in rows if abs(k - glyph.baseline * 4) <= 8), None)
            rows.setdefault(round(glyph.baseline * 4) if key is None else key, []).append(glyph)
        return [sorted(rows[key], key=lambda g: g.origin) for key in sorted(rows)]

    def line(self, start: str) -> list[Glyph]:
        """The line whose text begins with `start`."""
        for line in self.lines():
            if "".join(g.text for g in line).startswith(start):
                return line
        raise AssertionError(f"no line begins with {start}: {[words(x) for x in self.lines()]}")


def words(line: list[Glyph]) -> str:
    """The text of a line."""
    return "".join(glyph.text for glyph in line)


def pages(data: bytes) -> tuple[Page, ...]:
    """The pages of a PDF with every visible character."""
    with raster.opened(data) as pdf:
        return tuple(_page(pdf[n]) for n in range(len(pdf)))


def _page(page: object) -> Page:
    height = page.get_height()  # type: ignore[attr-defined]
    text = page.get_textpage()  # type: ignore[attr-defined]
    glyphs = []
    for n in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, n)
        letter = chr(code)
        if raw.FPDFText_IsGenerated(text.raw, n) == 1 or letter in "\r\n" or letter.isspace():
            continue
        left, bottom, right, top = text.get_charbox(n)
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text.raw, n, x, y)
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(text.raw, n, name, 128, None)
        glyphs.append(
            Glyph(
                letter, left, height - top, right, height - bottom, height - y.value, x.value,
                raw.FPDFText_GetFontSize(text.raw, n), name.value.decode(),
            )
        )  # fmt: skip
    text.close()
    return Page(page.get_width(), height, tuple(glyphs))  # type: ignore[attr-defined]


def bare(text: str) -> str:
    """`text` without white space, for comparing texts."""
    return "".join(text.split())
