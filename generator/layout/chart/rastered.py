"""Charts as PNG for formats that show no SVG, drawn by the typesetter itself."""

from __future__ import annotations

import threading
from functools import cache, lru_cache

import typst

from generator.errors import LayoutError
from generator.layout import fonts
from generator.layout.chart.drawing import Drawing

DPI = 300
_SHEET = b"""#set page(width: float(sys.inputs.width) * 1pt, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""
_COMPILING = threading.Lock()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=fonts.book(), ignore_system_fonts=True, sys_inputs={})


@lru_cache(maxsize=32)
def png(drawing: Drawing) -> bytes:
    """`drawing` as PNG of 300 dots an inch. Raises `LayoutError` where it cannot be drawn."""
    inputs = {"svg": drawing.svg.decode(), "width": f"{drawing.width:.2f}"}
    try:
        with _COMPILING:
            made = _compiler().compile(_SHEET, format="png", ppi=DPI, sys_inputs=inputs)
    except typst.TypstError as error:
        raise LayoutError(
            f"图没有画成：{error.message}", where="Word", remedy="改用 PDF，并告诉维护人员"
        ) from error
    if not isinstance(made, bytes):
        raise LayoutError("图没有画成", where="Word", remedy="再试一次")
    return made
