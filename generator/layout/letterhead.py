"""The head of a letter 信函: mark, double rule, 发文字号 at the right (X1–X5, 10.1)."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.document import Masthead
from generator.layout import gbt9704
from generator.layout.lines import (
    BLANK,
    DoubleRule,
    Letterhead,
    Line,
    Node,
    Run,
    Runs,
    line,
    printable,
    runs,
)
from generator.layout.mark import INK, mark_size
from generator.layout.profile import Profile

RULE = DoubleRule(
    gbt9704.LETTER_RULE_THICK,
    gbt9704.LETTER_RULE_THIN,
    gbt9704.LETTER_RULE_SPACE,
    gbt9704.LETTER_RULE_LENGTH,
    gbt9704.RED,
)


def letterhead(head: Masthead, profile: Profile) -> Iterator[Node]:
    """The lead body's mark alone, without 文件, and what stands below the double rule.

    Down to the two empty lines above the title (X5).
    """
    name = printable(head.issuers[0]) if head.issuers else ""
    size = mark_size(name, profile)
    white = (profile.pitch - gbt9704.THREE) / 2  # above the characters, inside their line
    yield Letterhead(
        runs(name),
        size,
        gbt9704.LETTER_MARK_TOP - size * INK,
        RULE,
        gbt9704.LETTER_RULE_GAP - size * INK,
        gbt9704.LETTER_NUMBER_GAP - white - gbt9704.THREE * INK,
    )
    yield from _below(head)
    yield from (BLANK, BLANK)


def _below(head: Masthead) -> Iterator[Line]:
    """份号 and 紧急程度 at the left, 发文字号 at the right edge of the first line (X3, X4)."""
    number: Runs = (Run(printable(head.doc_number), "仿宋"),) if head.doc_number else ()
    left = [("CopyNumber", head.copy_number), ("Urgency", head.urgency)]
    lines = [line(style, text) for style, text in left if text]
    if not lines:
        if number:
            yield Line("DocNumber", (number,), align="right")
        return
    first, *others = lines
    yield Line(first.style, first.rows, tail=number)
    yield from others
