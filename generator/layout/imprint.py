"""The imprint 版记 at the foot of the last page (I1–I5, 7.4; X7, 10.1)."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Imprint
from generator.layout import gbt9704
from generator.layout.closing import spell_date
from generator.layout.lines import Foot, Line, Rule, runs
from generator.layout.units import Chars

_LABEL = 3  # characters of 主送： and 抄送：


def imprint(
    copies: Sequence[str],
    printed: Imprint | None,
    *,
    letter: bool = False,
    recipients: Sequence[str] = (),
) -> tuple[Foot, ...]:
    """抄送, 印发机关 and 印发日期 between rules that end the last page.

    A letter's has no rules and names neither 印发机关 nor 印发日期 (X7). `recipients` stand here
    where page 1 has no room for them, above 抄送 without a rule between (I4, 7.4.2).
    """
    thick, thin = Rule(gbt9704.IMPRINT_THICK), Rule(gbt9704.IMPRINT_THIN)
    has_printer = not letter and printed is not None and bool(printed.issuer or printed.date)
    named = [(label, names) for label, names in (("主送", recipients), ("抄送", copies)) if names]
    if not named and not has_printer:
        return ()
    lines: list[Line] = []
    side = gbt9704.IMPRINT_SIDE.count * gbt9704.FOUR.ratio(gbt9704.CHARACTER_PITCH)
    for n, (label, names) in enumerate(named):
        hanging = _LABEL * gbt9704.FOUR.ratio(gbt9704.CHARACTER_PITCH)
        text = f"{label}：" + "，".join(names).rstrip("。") + "。"
        last = n == len(named) - 1
        lines.append(
            Line(
                "Imprint",
                (runs(text),),
                left=Chars(side + hanging),
                first=Chars(-hanging),
                right=Chars(side),
                rule_above=None if letter or n else thick,
                rule_below=None if has_printer or letter or not last else thick,
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
                rule_above=thin if named else thick,
                rule_below=thick,
            )
        )
    return (Foot(tuple(lines)),)
