"""The masthead 版头 above the red rule and the imprint 版记 at the foot of the last page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.document import Imprint, Masthead
from generator.layout import gbt9704
from generator.layout.closing import spell_date
from generator.layout.lines import BLANK, Foot, Line, Rule, Run, Runs, line, printable, runs
from generator.layout.units import Chars
from generator.layout.widths import characters

_ABOVE_MARK = 3  # whole grid lines between the top of the text area and the mark
# Ink of a Chinese character begins about 1/20 of its size below the top of its box.
_INK = 0.05
_FILLED = 0.96  # of the text area's width that the mark may take
_LABEL = 3  # characters of 抄送：


def masthead(head: Masthead) -> Iterator[Line]:
    """份号, 紧急程度, 发文机关标志, 发文字号, 签发人 and the red rule (H1–H7, 7.2)."""
    top = [line("CopyNumber", head.copy_number)] if head.copy_number else []
    if head.urgency:
        top.append(line("Urgency", head.urgency))
    yield from top
    yield from (BLANK,) * (_ABOVE_MARK - len(top))
    yield _mark(head)
    yield from (BLANK, BLANK)
    yield _number(head)
    yield from (BLANK, BLANK)


def _mark(head: Masthead) -> Line:
    """The issuers' mark in red, its ink 35 mm below the top of the text area (H4, 7.2.4)."""
    names = [printable(name) for name in head.issuers]
    if head.with_document and names:
        names[-1] += "文件"
    longest = max(map(characters, names), default=1)
    size = min(gbt9704.MARK, gbt9704.TEXT_WIDTH * _FILLED / max(longest, 1))
    above = gbt9704.MARK_TOP - gbt9704.LINE_PITCH * _ABOVE_MARK - size * _INK
    return Line("Mark", tuple(runs(name) for name in names) or ((),), size=size, above=above)


def _number(head: Masthead) -> Line:
    """发文字号 above the red rule; papers to a higher body name 签发人 beside it (H5–H7)."""
    white = (gbt9704.LINE_PITCH - gbt9704.THREE) / 2  # below the characters, inside their line
    rule = Rule(gbt9704.RED_RULE, gbt9704.RED, gbt9704.RED_RULE_GAP - white)
    number: Runs = runs(head.doc_number or "")
    if not head.signers:
        return Line("DocNumber", (number,), rule_below=rule)
    return Line(
        "DocNumber",
        (number,),
        tail=(Run("签发人："), *runs("　".join(head.signers), "楷体")),
        left=Chars(1),
        right=Chars(1),
        align="left",
        rule_below=rule,
    )


def imprint(copies: Sequence[str], printed: Imprint | None) -> tuple[Foot, ...]:
    """抄送, 印发机关 and 印发日期 between rules that end the last page (I1–I5, 7.4)."""
    thick, thin = Rule(gbt9704.IMPRINT_THICK), Rule(gbt9704.IMPRINT_THIN)
    has_printer = printed is not None and bool(printed.issuer or printed.date)
    if not copies and not has_printer:
        return ()
    lines: list[Line] = []
    side = gbt9704.IMPRINT_SIDE.count * gbt9704.FOUR.ratio(gbt9704.CHARACTER_PITCH)
    if copies:
        hanging = _LABEL * gbt9704.FOUR.ratio(gbt9704.CHARACTER_PITCH)
        text = "抄送：" + "，".join(copies).rstrip("。") + "。"
        lines.append(
            Line(
                "Imprint",
                (runs(text),),
                left=Chars(side + hanging),
                first=Chars(-hanging),
                right=Chars(side),
                rule_above=thick,
                rule_below=None if has_printer else thick,
            )
        )
    if printed is not None and has_printer:
        date = runs(spell_date(printed.date) + "印发") if printed.date else ()
        lines.append(
            Line(
                "Imprint",
                (runs(printed.issuer),),
                tail=date,
                left=Chars(side),
                right=Chars(side),
                rule_above=thin if copies else thick,
                rule_below=thick,
            )
        )
    return (Foot(tuple(lines)),)
