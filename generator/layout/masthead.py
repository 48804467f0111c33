"""The masthead 版头: 文件, 纪要, joint papers (H1–H7, 7.2; X9, 10.3) and orders (X8, 10.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.document import Layout, Masthead
from generator.layout import gbt9704
from generator.layout.letterhead import letterhead
from generator.layout.lines import BLANK, Line, Node, Rule, Run, Runs, line, printable, runs
from generator.layout.mark import mark
from generator.layout.names import name_in
from generator.layout.profile import Profile
from generator.layout.units import Chars, Pt

# Ink reaches below the box of a character, and half of a rule stands above its place.
_LOW = Pt(2)
_SIGNER = 4  # characters of 签发人：


def masthead(head: Masthead, layout: Layout, profile: Profile, title: str = "") -> Iterator[Node]:
    """What stands above the title, down to two empty lines below the rule.

    An order has no rule: its number stands two lines below the mark, the text two further down.
    """
    if layout == "letter":
        yield from letterhead(head, profile)
        return
    top = [line("CopyNumber", head.copy_number)] if head.copy_number else []
    if head.urgency:
        top.append(line("Urgency", head.urgency))
    # Whole lines of the grid between the top of the text area and the mark, and what is left.
    order = layout == "order"
    down = gbt9704.ORDER_MARK_TOP if order else gbt9704.MARK_TOP
    whole = max(len(top), int((down * 0.95).ratio(profile.pitch)))
    yield from top
    yield from (BLANK,) * (whole - len(top))
    yield mark(head, layout, profile, down - profile.pitch * whole, title)
    yield from (BLANK, BLANK)
    if order:
        if head.doc_number:
            yield from (line("DocNumber", head.doc_number), BLANK, BLANK)
        return
    yield from _number(head, profile)
    yield from (BLANK, BLANK)


def _number(head: Masthead, profile: Profile) -> Iterator[Line]:
    """发文字号 above the red rule; papers to a higher body name 签发人 beside it (H5–H7)."""
    white = (profile.pitch - gbt9704.THREE) / 2  # below the characters, inside their line
    rule = Rule(gbt9704.RED_RULE, gbt9704.RED, gbt9704.RED_RULE_GAP - white + _LOW)
    number: Runs = runs(head.doc_number or "")
    if not head.signers:
        yield Line("DocNumber", (number,), rule_below=rule)
        return
    start, rows = _signers(head.signers, profile)
    for n, row in enumerate(rows):
        label = start if n == 0 else start + Chars(_SIGNER)
        signed = (Run("签发人："), *row) if n == 0 else row
        if n < len(rows) - 1:
            yield Line("DocNumber", (signed,), left=label, align="left")
        else:
            # 发文字号 stands on the line of the last 签发人.
            yield Line(
                "DocNumber",
                # Not an indent: the rule below begins where the indent does.
                stops=((Chars(1), number), (label, signed)),
                align="left",
                rule_below=rule,
            )


def _signers(signers: Sequence[str], profile: Profile) -> tuple[Chars, list[Runs]]:
    """Where the label begins, and the names in rows of two below one another (H6, 7.2.6)."""
    names = [printable(name) for name in signers]
    wide = max(map(len, names))
    in_row = min(gbt9704.SIGNERS_IN_ROW, len(names))
    across = _SIGNER + in_row * wide + in_row - 1
    start = profile.characters - gbt9704.SIGNER_RIGHT.count - across
    rows: list[Runs] = []
    for at in range(0, len(names), in_row):
        row: list[Run] = []
        for n, name in enumerate(names[at : at + in_row]):
            row += (Run("　", "楷体"),) if n else ()
            row += (Run(r.text, "楷体", r.gap, r.spread) for r in name_in(wide, name))
        rows.append(tuple(row))
    return Chars(max(start, 0.0)), rows
