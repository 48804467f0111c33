"""What stands above the text: masthead, title, 主送机关 (7.2, 7.3.1, 7.3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from corpus.document import Block, Document, Heading
from generator.layout import gbt9704
from generator.layout.breaks import lines_of
from generator.layout.gbt9704 import STYLES
from generator.layout.lines import BLANK, JointMark, Letterhead, Line, Node, line, printable, runs
from generator.layout.masthead import masthead
from generator.layout.profile import Profile
from generator.layout.title import break_title
from generator.layout.units import Length, Pt

_FIGURES = re.compile("[0-9A-Za-z]")


def opening(
    document: Document, names: Iterable[str], profile: Profile
) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """What stands above the text of `document`, and the recipients that do not.

    Recipients so many that page 1 would show no text move to the imprint, all of them (B2, 7.3.2).
    """
    nodes: list[Node] = []
    if document.masthead:
        nodes += masthead(document.masthead, document.layout, profile, document.title)
    if document.titled:
        nodes.append(title_line("Title", document.title, names, profile))
    nodes += (line("Byline", text) for text in document.byline)
    if document.titled or document.byline:
        nodes.append(BLANK)
    sent = tuple(name.rstrip("：:") for name in document.recipients)
    if not sent:
        return tuple(nodes), ()
    above = line("Recipients", "、".join(sent) + "：")
    if _crowded((*nodes, above), document.blocks, profile):
        return tuple(nodes), sent
    return (*nodes, above), ()


def title_line(style: str, text: str, names: Iterable[str], profile: Profile) -> Line:
    """A title in rows that end at words, whole where one holds it."""
    told = printable(text)
    # Figures are wider than half a square in some faces: a row they just fill would spill over.
    spare = 1 if _FIGURES.search(told) else 0
    rows = break_title(told, names, int(profile.text_width.ratio(gbt9704.TWO)) - spare)
    return Line(style, tuple(runs(row) for row in rows))


def _crowded(above: Iterable[Node], blocks: Sequence[Block], profile: Profile) -> bool:
    """Whether page 1 has no room below `above` for the first line of text, its headings with it."""
    if not blocks:
        return False
    headings = sum(1 for _ in takewhile(lambda block: isinstance(block, Heading), blocks))
    needed = profile.pitch * (headings + 1)
    for node in above:
        needed += _height(node, profile)
    return needed > profile.text_height + Pt(1)


def _height(node: Node, profile: Profile) -> Length:
    """How far down `node` reaches in the text area of page 1."""
    match node:
        case Line():
            pitch = node.size or profile.pitch_of(STYLES[node.style])
            high = pitch * lines_of(node, profile.text_width, profile.latin)
            high += node.above or Pt(0)
            return high + node.rule_below.gap if node.rule_below else high
        case JointMark():
            return node.above + node.pitch * len(node.names)
        case Letterhead():
            down = node.top + node.size + node.rule_gap + node.rule.height + node.below
            return max(down - profile.top, Pt(0))
        case _:
            return Pt(0)
