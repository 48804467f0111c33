"""What was found on a PDF's pages: rows of characters by their ink, page by page.

Everything is in millimetres from the upper left corner of the paper, type sizes in points. Ink is
what counts: the text boxes of two fonts differ by up to a fifth of a character.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as raw

_MM = 25.4 / 72
_SAME_ROW = 0.7  # millimetres between baselines
_RED = (150, 90)  # at least so much red, at most so much green and blue


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: its ink, where it begins and ends with its side bearings, size and font.

    One that is `turned` to the right is placed as if its page stood upright.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    start: float
    end: float
    baseline: float
    size: float
    font: str
    red: bool
    turned: bool


@dataclass(frozen=True, eq=False)
class Row:
    """The characters of one row from left to right, on page `page` (from 1)."""

    page: int
    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """The text, without white space."""
        return "".join(glyph.text for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The type size of most of its characters, in points."""
        return Counter(round(glyph.size, 1) for glyph in self.glyphs).most_common(1)[0][0]

    @property
    def font(self) -> str:
        """The font that its first character is set in."""
        return self.glyphs[0].font

    @property
    def start(self) -> float:
        """Where the first character begins, its side bearing included."""
        return self.glyphs[0].start

    @property
    def end(self) -> float:
        """Where the last character ends, its side bearing included."""
        return self.glyphs[-1].end

    @cached_property
    def top(self) -> float:
        """The upper edge of the ink."""
        return min(glyph.top for glyph in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        """The lower edge of the ink."""
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def middle(self) -> float:
        """The height of the middle of its characters: 0.38 of a size above the baseline."""
        return self.glyphs[0].baseline - 0.38 * self.size * _MM

    @property
    def centre(self) -> float:
        """Halfway between the left and the right end of the ink."""
        return (self.glyphs[0].left + self.glyphs[-1].right) / 2

    @property
    def red(self) -> bool:
        """Whether its first character is red."""
        return self.glyphs[0].red

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The texts that gaps of more than one and a half characters part, as in a table's row."""
        room = 1.5 * self.size * _MM
        out = [self.glyphs[0].text]
        for before, after in pairwise(self.glyphs):
            if after.start - before.end > room:
                out.append("")
            out[-1] += after.text
        return tuple(out)

    @property
    def last(self) -> Row:
        """What stands behind its last gap: of names beside one another the last one."""
        return Row(self.page, self.glyphs[-len(self.pieces[-1]) :])

    @property
    def parted(self) -> bool:
        """Whether a gap parts it."""
        return len(self.pieces) > 1


@dataclass(frozen=True, eq=False)
class Sheet:
    """A page: number from 1, size, rows from the top, and the row that is turned to the right."""

    number: int
    width: float
    height: float
    rows: tuple[Row, ...]
    turned: Row | None

    @property
    def upright(self) -> bool:
        """Whether the page is higher than wide."""
        return self.height >= self.width


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file and whether the file carries it."""

    name: str
    embedded: bool


def sheets(pdf: pypdfium2.PdfDocument) -> tuple[Sheet, ...]:
    """Every page of `pdf` with its visible characters."""
    return tuple(_sheet(pdf, n) for n in range(len(pdf)))


def fonts(pdf: pypdfium2.PdfDocument) -> tuple[Font, ...]:
    """The fonts that the text of `pdf` is set in, by name."""
    found: dict[str, bool] = {}
    for n in range(len(pdf)):
        leaf = pdf[n]
        for item in leaf.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            handle = raw.FPDFTextObj_GetFont(item.raw)
            if handle:
                buffer = ctypes.create_string_buffer(256)
                raw.FPDFFont_GetBaseFontName(handle, buffer, 256)
                name = buffer.value.decode("utf-8", "replace").rpartition("+")[2]
                found[name] = found.get(name, True) and raw.FPDFFont_GetIsEmbedded(handle) == 1
        leaf.close()
    return tuple(Font(name, embedded) for name, embedded in sorted(found.items()))


def _sheet(pdf: pypdfium2.PdfDocument, n: int) -> Sheet:
    leaf = pdf[n]
    text = leaf.get_textpage()
    try:
        width, height = leaf.get_size()
        glyphs = list(_glyphs(text, width, height))
    finally:
        text.close()
        leaf.close()
    upright = [glyph for glyph in glyphs if not glyph.turned]
    rows = tuple(Row(n + 1, row) for row in _rows(upright))
    aside = sorted((glyph for glyph in glyphs if glyph.turned), key=lambda g: g.start)
    turned = Row(n + 1, tuple(aside)) if aside else None
    return Sheet(n + 1, width * _MM, height * _MM, rows, turned)


def _glyphs(text: pypdfium2.PdfTextPage, width: float, height: float) -> Iterator[Glyph]:
    handle = text.raw
    matrix = raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    colour = tuple(ctypes.c_uint() for _ in range(4))
    name = ctypes.create_string_buffer(256)
    for n in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(handle, n))
        if letter.isspace() or raw.FPDFText_IsGenerated(handle, n) == 1 or not letter.isprintable():
            continue
        left, bottom, right, top = text.get_charbox(n)
        start, below, end, above = text.get_charbox(n, loose=True)
        raw.FPDFText_GetMatrix(handle, n, matrix)
        raw.FPDFText_GetCharOrigin(handle, n, x, y)
        raw.FPDFText_GetFillColor(handle, n, *colour)
        raw.FPDFText_GetFontInfo(handle, n, name, 256, None)
        red, green, blue, _ = (part.value for part in colour)
        turned = abs(matrix.b) > abs(matrix.a)
        # From the left, the top: left, top, right and bottom of the ink, start, end, baseline.
        edges = (left, height - top, right, height - bottom, start, end, height - y.value)
        if turned:
            edges = (
                height - top, width - right, height - bottom, width - left,
                height - above, height - below, width - x.value,
            )  # fmt: skip
        yield Glyph(
            letter,
            edges[0] * _MM,
            edges[1] * _MM,
            edges[2] * _MM,
            edges[3] * _MM,
            edges[4] * _MM,
            edges[5] * _MM,
            edges[6] * _MM,
            raw.FPDFText_GetFontSize(handle, n) * math.hypot(matrix.c, matrix.d),
            name.value.decode("utf-8", "replace").rpartition("+")[2],
            red >= _RED[0] and max(green, blue) <= _RED[1],
            turned,
        )


def _rows(glyphs: Sequence[Glyph]) -> Iterator[tuple[Glyph, ...]]:
    """The characters by baseline, from the top, each row from the left."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: g.baseline):
        if row and glyph.baseline - row[-1].baseline > _SAME_ROW:
            yield tuple(sorted(row, key=lambda g: g.start))
            row = []
        row.append(glyph)
    if row:
        yield tuple(sorted(row, key=lambda g: g.start))
