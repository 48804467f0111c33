"""PDF pages opened and drawn through PDFium, one caller at a time (PDFium knows no threads)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from PIL import Image

from corpus.pdfium import ONE_AT_A_TIME


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF in `data`, closed again at the end; nobody else uses PDFium meanwhile."""
    with ONE_AT_A_TIME:
        pdf = pypdfium2.PdfDocument(data)
        try:
            yield pdf
        finally:
            pdf.close()


def page_count(data: bytes) -> int:
    """How many pages the PDF in `data` has."""
    with opened(data) as pdf:
        return len(pdf)


def draw(data: bytes, page: int, width: int) -> Image.Image:
    """Page `page` (from 0) in colour, `width` pixels wide. Raises `IndexError` beyond the end."""
    with opened(data) as pdf:
        if not 0 <= page < len(pdf):
            raise IndexError(page)
        leaf = pdf[page]
        try:
            bitmap = leaf.render(scale=width / leaf.get_width())
            try:
                image: Image.Image = bitmap.to_pil()
                return image.convert("RGB")
            finally:
                bitmap.close()
        finally:
            leaf.close()
