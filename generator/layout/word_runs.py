"""Runs of text as Word writes them: face, spread, weight and gap over what the style says."""

from __future__ import annotations

from xml.sax.saxutils import escape

from generator.layout import gbt9704
from generator.layout.lines import Run, Runs
from generator.layout.stylesheet import FACE_STYLES
from generator.layout.units import NONE, Length

_PITCH = gbt9704.CHARACTER_PITCH


def written(row: Runs, size: Length | None = None) -> str:
    """The `w:r` elements of `row`; `size` where it is not the style's."""
    return "".join(_run(run, size) for run in row)


def _run(run: Run, size: Length | None) -> str:
    text = escape(run.text)
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    if run.face is None and size is None and run.spread is NONE and not (run.bold or run.gap):
        return f"<w:r><w:t{space}>{text}</w:t></w:r>"
    own = ""
    if run.face:
        own += f'<w:rStyle w:val="{FACE_STYLES[run.face]}"/>'
    if run.bold:
        own += "<w:b/><w:bCs/>"
    if run.spread.count:
        spread = run.spread.at(_PITCH)
        if size is None:  # marks, which have a size of their own, are not set closer
            spread += gbt9704.TRACKING
        own += f'<w:spacing w:val="{spread.twips}"/>'
    if size:
        own += f'<w:sz w:val="{size.half_points}"/><w:szCs w:val="{size.half_points}"/>'
    if run.gap:
        own += '<w:highlight w:val="yellow"/>'
    own = f"<w:rPr>{own}</w:rPr>" if own else ""
    return f"<w:r>{own}<w:t{space}>{text}</w:t></w:r>"
