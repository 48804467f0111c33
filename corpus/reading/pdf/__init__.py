"""PDF files 版式文件: text with its places becomes the lines and tables of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from corpus.document import Caution, Document, Row
from corpus.errors import Unreadable
from corpus.reading.assembly import documents_of
from corpus.reading.entries import Entry, Text
from corpus.reading.pdf.glyphs import Page, pages_of
from corpus.reading.pdf.grids import Grid, grids_of, table_of
from corpus.reading.pdf.margins import without_margins
from corpus.reading.pdf.paragraphs import passages_of, with_looks
from corpus.reading.pdf.rows import Line, lines_of
from corpus.reading.settings import USUAL, Settings

# A page with fewer characters and a picture is a scan.
_FEW = 16
_OCR = "请用 WPS、扫描软件或手机的文字识别（OCR）转成 Word 后再试，或找到原来的电子稿"

__all__ = ["read_pdf"]


def read_pdf(name: str, data: bytes, settings: Settings = USUAL) -> tuple[Document, ...]:
    """The documents in the PDF `name` with content `data`.

    Raises `Unreadable` as `pages_of` does, and for scans and for text that is no characters.
    """
    pages = pages_of(name, data)
    scans = [n for n, page in enumerate(pages, 1) if page.pictures and len(page.glyphs) < _FEW]
    chars = [glyph.char for page in pages for glyph in page.glyphs]
    if len(chars) < _FEW and scans:
        raise Unreadable("这是扫描件，只有图像，没有文字", where=name, remedy=_OCR)
    lost = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in chars)
    if chars and lost * 3 > len(chars):
        raise Unreadable("PDF 里的文字没有编码，读出来是乱码", where=name, remedy=_OCR)
    documents = documents_of(entries_of(pages), PurePath(name).name, settings)
    if not documents or not scans:
        return documents
    told = "、".join(map(str, scans[:10])) + ("等" if len(scans) > 10 else "")
    caution = Caution("scanned-pages", None, f"第 {told} 页是扫描图像，没有读入")
    first, *rest = documents
    return (replace(first, warnings=(*first.warnings, caution)), *rest)


def entries_of(pages: Sequence[Page]) -> tuple[Entry, ...]:
    """The paragraphs and tables of `pages` in reading order."""
    found = [grids_of(page.glyphs, page.rules) for page in pages]
    lines = [
        [replace(line, page=n) for line in lines_of(rest)] for n, (_, rest) in enumerate(found)
    ]
    heights = [page.height for page in pages]
    kept = without_margins(list(zip(heights, lines, strict=True)))
    kept = _in_columns(kept, [page.width for page in pages])
    flow: list[Line | Grid] = []
    for (grids, _), rows in zip(found, kept, strict=True):
        flow.extend(_placed(rows, grids))
    return tuple(_entries(flow))


def _in_columns(pages: Sequence[list[Line]], widths: Sequence[float]) -> list[list[Line]]:
    """`pages` with one column for all pages of a width that have but one.

    The last page may hold no full line to tell where its column ends.
    """
    single: dict[int, list[tuple[float, float]]] = {}
    for lines, width in zip(pages, widths, strict=True):
        columns = {line.column for line in lines}
        if len(columns) == 1:
            single.setdefault(round(width), []).append(columns.pop())
    result = []
    for lines, width in zip(pages, widths, strict=True):
        if len({line.column for line in lines}) == 1:
            alike = single[round(width)]
            column = min(left for left, _ in alike), max(right for _, right in alike)
            lines = [replace(line, column=column) for line in lines]
        result.append(lines)
    return result


def _placed(lines: Sequence[Line], grids: Sequence[Grid]) -> Iterator[Line | Grid]:
    """`lines` with each table in front of the first line that stands below it in its column."""
    waiting = list(grids)
    for line in lines:
        while waiting and waiting[0].top < line.base and _share(line, waiting[0]):
            yield waiting.pop(0)
        yield line
    yield from waiting


def _share(line: Line, grid: Grid) -> bool:
    left, right = line.column
    return min(right, grid.right) - max(left, grid.left) > 0


def _entries(flow: Sequence[Line | Grid]) -> Iterator[Entry]:
    rows: list[Row] = []
    lines: list[Line] = []
    opening = True
    for each in [*flow, None]:
        if isinstance(each, Grid):
            if lines:
                yield from _texts(lines, opening)
                lines, opening = [], False
            if rows and _goes_on(rows, each.rows):
                # The head that is repeated on each page is no row.
                rows += each.rows[1:] if each.rows[0] == rows[0] else each.rows
            else:
                if rows:
                    yield table_of(rows)
                rows = list(each.rows)
            continue
        if rows:
            yield table_of(rows)
            rows = []
        if each is not None:
            lines.append(each)
    if lines:
        yield from _texts(lines, opening)


def _goes_on(above: Sequence[Row], below: Sequence[Row]) -> bool:
    return sum(c.colspan for c in above[0]) == sum(c.colspan for c in below[0])


def _texts(lines: Sequence[Line], opening: bool) -> Iterator[Text]:
    passages = passages_of(lines)
    with_looks(passages, first=opening)
    for passage in passages:
        yield Text(passage.text, None, passage.level)
