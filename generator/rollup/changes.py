"""Changes 增减 against last period: units are matched by name, like is compared with like."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from generator.fields.parties import short_form
from generator.fields.returned import ReturnRow, Returns
from generator.fields.tallies import Tally, TracedText, joined
from generator.fields.values import Missing, Text, Value
from generator.rollup.sums import DIGITS, rate, total

_SPACE = re.compile(r"[\s·]+")


@dataclass(frozen=True, slots=True)
class Change(Value):
    """What became of a figure: 名称 本期 上期 增减 幅度 方向 说法.

    增减 is signed, 幅度 the share of last period's figure without sign; of percentages 增减
    counts 百分点, and there is no 幅度, nor where last period's figure was not above nought.
    """

    PARTS = frozenset({"名称", "本期", "上期", "增减", "幅度", "方向", "说法"})
    NAME = "说法"
    名称: Text
    本期: Tally
    上期: Tally
    增减: Tally
    幅度: Tally | Missing
    unit: str = ""

    @property
    def 方向(self) -> Text:
        return Text("持平" if not self.增减 else "上升" if self.增减 > 0 else "下降")

    @property
    def 说法(self) -> TracedText:
        return TracedText(self._words(), self.增减.trace)

    def _words(self) -> str:
        if not self.增减:
            return "持平"
        amount = Tally(abs(Decimal(self.增减)), self.增减.trace, decimals=self.增减.decimals)
        rose = self.增减 > 0
        if self.本期.percent:
            return f"{'提高' if rose else '下降'}{amount}个百分点"
        words = f"{'增加' if rose else '减少'}{amount}{self.unit}"
        if isinstance(self.幅度, Missing):
            return words
        return f"{words}、{'增长' if rose else '下降'}{self.幅度}"


def change(name: str, now: Tally, before: Tally, unit: str = "") -> Change:
    """What became of the figure `before`, which is `now`; `unit` stands behind the difference.

    The difference of percentages is that of the printed ones, so that a reader finds it right.
    """
    percent = now.percent and before.percent
    trace = joined(f"{now.formula} － {before.formula}", (now, before))
    with localcontext(prec=DIGITS):
        one, other = (_tenths(t) if percent else Decimal(t) for t in (now, before))
        difference = Tally(one - other, trace, decimals=1 if percent else None)
        share: Tally | Missing = Missing("", f"{name}幅度")
        if not percent and before > 0:
            exact = abs(one - other) * 100 / other
            formula = f"（{trace.formula}）÷ {before.formula}"
            share = Tally(exact, joined(formula, [trace]), percent=True, decimals=1)
    return Change(Text(name), now, before, difference, share, "个百分点" if percent else unit)


def _tenths(tally: Tally) -> Decimal:
    return Decimal(tally).quantize(Decimal("0.1"), ROUND_HALF_UP)


def compared(returns: Returns, last: Returns, column: str, target: str = "") -> Change | Missing:
    """The sum of `column` (with `target`, its rate) now and then, over the units that reported it
    in both periods; missing where no unit did."""
    columns = [column, target] if target else [column]
    pairs = [
        (now, before)
        for now, before in matched(returns, last)
        if all(row.tally(name) is not None for row in (now, before) for name in columns)
    ]
    own, other = returns.only(now for now, _ in pairs), last.only(before for _, before in pairs)
    if target:
        one, two = rate(own, column, target), rate(other, column, target)
    else:
        one, two = total(own, column), total(other, column)
    if isinstance(one, Missing) or isinstance(two, Missing):
        return Missing(returns.label, f"{column}比上期")
    return change(column, one, two, returns.measure(column))


def changes(returns: Returns, last: Returns, column: str) -> tuple[Change, ...]:
    """What became of `column` in each unit that reported it in both periods."""
    result = []
    for now, before in matched(returns, last):
        one, other = now.tally(column), before.tally(column)
        if one is not None and other is not None:
            result.append(change(now.name, one, other, returns.measure(column)))
    return tuple(result)


def matched(returns: Returns, last: Returns) -> list[tuple[ReturnRow, ReturnRow]]:
    """The rows of both periods that are of one unit, in the order of `returns`.

    By the name; else by its short form (东湾社区居民委员会 is 东湾社区) where that is of one unit.
    """
    known = {folded(row.name): row for row in reversed(last.rows)}
    found = [known.get(folded(row.name)) for row in returns.rows]
    if None in found:
        own, short = _by_short_form(returns), _by_short_form(last)
        for at, row in enumerate(returns.rows):
            form = short_form(row.name)
            if found[at] is None and form in own:
                found[at] = short.get(form)
    return [(row, f) for row, f in zip(returns.rows, found, strict=True) if f is not None]


def newcomers(returns: Returns, last: Returns) -> Returns:
    """The units that were not there last period."""
    known = {row.name for row, _ in matched(returns, last)}
    return returns.only(row for row in returns.rows if row.name not in known)


def leavers(returns: Returns, last: Returns) -> Returns:
    """The units of last period that are not there now."""
    known = {row.name for _, row in matched(returns, last)}
    return last.only(row for row in last.rows if row.name not in known)


def folded(name: str) -> str:
    """A unit's name as it is compared: NFKC, without spaces."""
    if name.isalnum() and unicodedata.is_normalized("NFKC", name):
        return name
    return _SPACE.sub("", unicodedata.normalize("NFKC", name))


def _by_short_form(returns: Returns) -> Mapping[str, ReturnRow]:
    """The rows by the short forms that one unit alone has."""
    forms = [short_form(row.name) for row in returns.rows]
    counts = Counter(forms)
    return {f: row for f, row in zip(forms, returns.rows, strict=True) if counts[f] == 1}
