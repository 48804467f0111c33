"""A PDF measured: its pages read, its first and last one drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pypdfium2
import pypdfium2.raw as raw

from corpus.errors import Unreadable
from generator.layout import raster
from generator.layout.measure import elements, grid
from generator.layout.measure.anatomy import dissect
from generator.layout.measure.checks import Measured, found
from generator.layout.measure.faces import face_of, genuine
from generator.layout.measure.page import Font, fonts, sheets
from generator.layout.measure.rules import rules

_AROUND: Final = 6  # characters shown at each side


def measured(data: bytes, name: str) -> tuple[Measured, ...]:
    """What the PDF in `data` comes to; raises `Unreadable` naming `name`."""
    try:
        with raster.opened(data) as pdf:
            pages = sheets(pdf)
            families = fonts(pdf)
            first = rules(pdf, 1)
            own = dissect(pages)
            last = rules(pdf, own.last_page) if own.last_page > 1 else first
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("PDF 加了密码", where=name, remedy="去掉密码再量") from error
        raise Unreadable(
            "不是完好的 PDF", where=name, remedy="用原来的程序重新导出一份再量"
        ) from error
    if not any(page.rows for page in pages):
        raise Unreadable(
            "PDF 里没有文字，多半是扫描件", where=name, remedy="量由 Word 或拟稿导出的 PDF"
        )
    return (
        *grid.checked(own),
        *elements.checked(own, first, last),
        *_fonts(families),
    )


def unseen(data: bytes) -> Iterator[str]:
    """A remark on each character of the PDF in `data` that is drawn without a font having it.

    Which one it is such a file no longer says; its text layer has a zero in its place.
    """
    with raster.opened(data) as pdf:
        for n in range(len(pdf)):
            text = pdf[n].get_textpage()
            codes = [raw.FPDFText_GetUnicode(text.raw, at) for at in range(text.count_chars())]
            text.close()
            letters = "".join("□" if not code else chr(code) for code in codes)
            for at, code in enumerate(codes):
                if not code:
                    around = letters[max(0, at - _AROUND) : at + _AROUND + 1]
                    around = "".join(re.sub("[\ud800-\udfff]", "", around).split())
                    yield f"第{n + 1}页“{around}”里的“□”没有字体能显示，请对着原文换字。"


def _fonts(families: tuple[Font, ...]) -> Iterator[Measured]:
    """L21: fonts left out of the file, and fonts that only stand in for a class."""
    if not families:
        return
    faults = [f"{font.name} 没有嵌入" for font in families if not font.embedded]
    for font in families:
        face = face_of(font.name)
        if face is None and not genuine(font.name):
            faults.append(f"{font.name} 不属标准的字体类别")
        elif not genuine(font.name):
            faults.append(f"{face}以 {font.name} 代替")
    yield found("fonts", "；".join(faults) or "全部嵌入", not faults)
