"""Glyphs: the characters of a PDF with their places, and the ruled lines around them."""

from __future__ import annotations

import ctypes
import math
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import Unreadable
from corpus.pdfium import ONE_AT_A_TIME
from corpus.reading.containers import not_what_it_says

MOST_PAGES = 1000
_MOST_GLYPHS = 2_000_000
_MOST_RULES = 20_000
_MOST_DEPTH = 8
_SECONDS = 20.0
_PASSWORD = "Incorrect password"
# A soft hyphen at a line's end, as PDFium tells it.
_HYPHENS = frozenset({0x02, 0xFFFE})
# Thinner than this in points, a filled box is a line; a rule is at least so long.
_THIN, _LONG = 2.5, 8.0

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: where its advance begins and ends, its baseline from the top, its size.

    Lengths are in points; `font` is the face's name without its subset's tag.
    """

    char: str
    left: float
    right: float
    base: float
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `at` is its y from the top (`level`) or its x, from `start` to `end`."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is looked at, turned upright; `pictures` counts its images."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: int


def pages_of(name: str, data: bytes) -> tuple[Page, ...]:
    """The pages of the PDF `name` with content `data`.

    Raises `Unreadable` when it is no PDF, damaged, encrypted, longer than `MOST_PAGES` pages,
    or not read in 20 seconds.
    """
    if b"%PDF-" not in data[:1024]:
        raise not_what_it_says(name, ".pdf")
    with ONE_AT_A_TIME:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if _PASSWORD in str(error):
                raise Unreadable(
                    "PDF 已加密，要有密码才能打开",
                    where=name,
                    remedy="请打开后另存一份不带密码的 PDF，或找到原来的 Word 文件",
                ) from error
            raise Unreadable(
                "PDF 已损坏，打不开", where=name, remedy="请重新下载或导出这个文件"
            ) from error
        try:
            return _pages(name, pdf)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(
                "PDF 里有的页已损坏", where=name, remedy="请重新下载或导出这个文件"
            ) from error
        finally:
            pdf.close()


def _pages(name: str, pdf: pypdfium2.PdfDocument) -> tuple[Page, ...]:
    if len(pdf) > MOST_PAGES:
        raise Unreadable(f"PDF 超过 {MOST_PAGES} 页", where=name, remedy="请拆分成较小的文件")
    until = time.monotonic() + _SECONDS
    result: list[Page] = []
    count = 0
    for number in range(len(pdf)):
        page = pdf[number]
        try:
            result.append(_page(page))
        finally:
            page.close()
        count += len(result[-1].glyphs)
        if count > _MOST_GLYPHS or time.monotonic() > until:
            raise Unreadable("PDF 内容过多，读不完", where=name, remedy="请拆分成较小的文件")
    return tuple(result)


def _page(page: pypdfium2.PdfPage) -> Page:
    box = page.get_bbox()
    found = [each for each in _characters(page) if math.isfinite(each[0].left + each[0].base)]
    turns = Counter(turn for _, turn in found)
    # Watermarks stand askew; a page that lies on its side is turned upright.
    turn = turns.most_common(1)[0][0] if turns else 0
    pictures, rules = _drawn(page)
    left, bottom, right, top = box
    if turn in (1, 3):
        width, height = top - bottom, right - left
    else:
        width, height = right - left, top - bottom
    glyphs = []
    for glyph, own in found:
        if own != turn:
            continue
        x, y = _turned(glyph.left, glyph.base, turn, box)
        glyphs.append(Glyph(glyph.char, x, x + glyph.right - glyph.left, y, glyph.size, glyph.font))
    straight = []
    for x0, y0, x1, y1 in rules:
        ax, ay = _turned(x0, y0, turn, box)
        bx, by = _turned(x1, y1, turn, box)
        if abs(ay - by) <= _THIN:
            straight.append(Rule(True, (ay + by) / 2, min(ax, bx), max(ax, bx)))
        else:
            straight.append(Rule(False, (ax + bx) / 2, min(ay, by), max(ay, by)))
    return Page(width, height, tuple(glyphs), tuple(straight), pictures)


def _turned(
    x: float, y: float, turn: int, box: tuple[float, float, float, float]
) -> tuple[float, float]:
    """The place `x`, `y` of the page from its upper left corner, once text runs to the right.

    `turn` counts quarters clockwise from text that runs so.
    """
    left, bottom, right, top = box
    match turn:
        case 1:
            return top - y, right - x
        case 2:
            return right - x, y - bottom
        case 3:
            return y - bottom, x - left
        case _:
            return x - left, top - y


def _characters(page: pypdfium2.PdfPage) -> Iterator[tuple[Glyph, int]]:
    """Each character with the quarter turns of its baseline; generated and blank ones left out."""
    text = page.get_textpage()
    try:
        raw = text.raw
        box = pdfium.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        for n in range(min(text.count_chars(), _MOST_GLYPHS)):
            code = pdfium.FPDFText_GetUnicode(raw, n)
            if code in _HYPHENS:
                code = 0x2D
            elif pdfium.FPDFText_IsGenerated(raw, n) == 1:
                continue
            # Half of a character beyond the basic plane is no character.
            if code <= 0x20 or code in (0xA0, 0x3000) or 0xD800 <= code <= 0xDFFF:
                continue
            if not pdfium.FPDFText_GetLooseCharBox(raw, n, box):
                continue
            if not pdfium.FPDFText_GetCharOrigin(raw, n, x, y):
                continue
            angle = pdfium.FPDFText_GetCharAngle(raw, n)
            quarter = angle / (math.pi / 2)
            if angle < 0 or abs(quarter - round(quarter)) > 0.05:
                continue
            turn = round(quarter) % 4
            across = (box.right - box.left, box.top - box.bottom)
            wide, high = across[::-1] if turn % 2 else across
            pdfium.FPDFText_GetFontInfo(raw, n, name, 128, flags)
            face = name.value.decode("utf-8", "replace").partition("+")
            yield (
                Glyph(
                    chr(code) if code <= 0x10FFFF else "\ufffd",
                    x.value,
                    x.value + max(wide, 0.0),
                    y.value,
                    # Some writers scale a font of size 1: then the box tells.
                    max(pdfium.FPDFText_GetFontSize(raw, n), min(high, 200.0) * 0.7),
                    face[2] or face[0],
                ),
                turn,
            )
    finally:
        text.close()


def _drawn(page: pypdfium2.PdfPage) -> tuple[int, list[tuple[float, float, float, float]]]:
    """How many images a page has, and its upright and level lines as pairs of ends."""
    pictures = 0
    rules: list[tuple[float, float, float, float]] = []
    for each, matrix in _objects(page.raw, (1, 0, 0, 1, 0, 0), 0):
        kind = pdfium.FPDFPageObj_GetType(each)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and len(rules) < _MOST_RULES:
            rules.extend(_lines(each, matrix))
    return pictures, rules


def _objects(container: object, matrix: Matrix, depth: int) -> Iterator[tuple[object, Matrix]]:
    if depth:
        count, get = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
    else:
        count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    for n in range(min(max(count(container), 0), 200_000)):
        each = get(container, n)
        if not each:
            continue
        own = _times(_matrix(each), matrix)
        yield each, own
        if depth < _MOST_DEPTH and pdfium.FPDFPageObj_GetType(each) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _objects(each, own, depth + 1)


def _matrix(each: object) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(each, found):
        return (1, 0, 0, 1, 0, 0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _lines(path: object, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    found: list[tuple[float, float, float, float]] = []
    for n in range(min(max(pdfium.FPDFPath_CountSegments(path), 0), 2000)):
        segment = pdfium.FPDFPath_GetPathSegment(path, n)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        at = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            points = []
        elif points:
            found.append((*points[-1], *at))
        points.append(at)
        if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 2:
            found.append((*at, *points[0]))
    for x0, y0, x1, y1 in found:
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if not math.isfinite(wide + high):
            continue
        if (wide >= _LONG and high <= 1) or (high >= _LONG and wide <= 1):
            yield x0, y0, x1, y1
