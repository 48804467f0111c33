"""The mark 发文机关标志 of one body, of minutes, of several bodies (H4, 7.2.4; X9, 10.3)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corpus.document import Layout, Masthead
from corpus.frame import order_mark
from generator.layout import gbt9704
from generator.layout.lines import JointMark, Line, Run, Runs, printable, runs
from generator.layout.profile import Profile
from generator.layout.units import Chars, Length, Pt
from generator.layout.widths import characters

# Ink of a Chinese character begins about 1/20 of its size below the top of its box.
INK = 0.05
_FILLED = 0.96  # of the text area's width that the mark may take


def mark_size(text: str, profile: Profile) -> Length:
    """The size at which `text` stands in one line of the text area, 48 pt at most."""
    return _settable(min(gbt9704.MARK, profile.text_width * _FILLED / max(characters(text), 1)))


def _settable(size: Length) -> Length:
    """`size` down to a whole half point: Word rounds others, and a row may no longer fit."""
    return Pt(math.floor(size.points * 2 + 1e-6) / 2)


def mark(
    head: Masthead, layout: Layout, profile: Profile, above: Length, title: str = ""
) -> Line | JointMark:
    """The issuers' mark in red, its ink `above` below what stands over it (H4, 7.2.4; X9, 10.3).

    That of an order says 令, or 命令 as its `title` does (X8, 10.2).
    """
    names = [printable(name) for name in head.issuers if name]
    suffix = "文件" if head.with_document else ""
    if layout == "minutes":
        suffix = _minutes(names)
    if layout == "order":
        suffix = order_mark(names, title).removeprefix("、".join(names))
    if len(names) > 1:
        return _joint(names, suffix, profile, above)
    text = "".join(names) + suffix
    size = mark_size(text, profile)
    return Line("Mark", (runs(text),), size=size, above=max(above - size * INK, Pt(0)))


def _minutes(names: Sequence[str]) -> str:
    """What makes a name the mark of minutes: ××纪要 (X9, 10.3)."""
    last = names[-1] if names else ""
    if last.endswith("纪要"):
        return ""
    return "纪要" if last.endswith(("会", "会议")) else "会议纪要"


def _joint(names: Sequence[str], suffix: str, profile: Profile, above: Length) -> JointMark:
    """Several bodies: spread to one width, one below the other, the lead body first."""
    widest = max(map(characters, names))
    room = profile.text_width * _FILLED
    across = widest + (characters(suffix) + 0.5 if suffix else 0)
    high = gbt9704.MARK_HEIGHT / (len(names) * gbt9704.MARK_PITCH)
    size = _settable(min(gbt9704.MARK, room / across, high))
    pitch = size * gbt9704.MARK_PITCH
    return JointMark(
        tuple(_spread(name, widest, size) for name in names),
        runs(suffix),
        size,
        pitch,
        size * widest,
        max(above - size * INK - (pitch - size) / 2, Pt(0)),
    )


def _spread(name: str, widest: float, size: Length) -> Runs:
    free = widest - characters(name)
    if free <= 0 or len(name) < 2:
        return runs(name)
    # A spread is counted in characters of the body.
    step = size.ratio(gbt9704.CHARACTER_PITCH) * free / (len(name) - 1)
    return (Run(name[:-1], spread=Chars(step)), Run(name[-1]))
