"""Drawings 图形 of a Word file: the figures that they show."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.document import Figure
from corpus.reading.pictures import USUAL, fitting
from corpus.reading.word.names import Element

_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_WORDS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMU_PER_MM = 36_000


def figure_of(drawn: Element, known: Mapping[str, str]) -> Figure | None:
    """The figure that the drawing `drawn` shows; None for one whose relation is not `known`."""
    id = next((blip.get(_EMBED) for blip in drawn.iter(_BLIP)), None)
    id = id or next((data.get(_ID) for data in drawn.iter(_DATA)), None)
    key = known.get(id or "")
    if key is None:
        return None
    extent = next(drawn.iter(f"{_WORDS}extent"), None)
    width = _millimetres(extent.get("cx") if extent is not None else None)
    named = next(drawn.iter(f"{_WORDS}docPr"), None)
    alt = (named.get("descr") or "").strip()[:200] if named is not None else ""
    return Figure("", key, width, alt)


def _millimetres(emu: str | None) -> float:
    try:
        return fitting(int(emu or "") / _EMU_PER_MM)
    except ValueError:
        return USUAL
