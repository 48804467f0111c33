"""Ranks 名次 and extremes: ties share a rank (并列第3), and the next rank is skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.fields.returned import ReturnRow, Returns
from generator.fields.tallies import Tally, TracedText, joined
from generator.fields.values import Missing, Text, Value


@dataclass(frozen=True, slots=True)
class Rank(Value):
    """A unit in its place: 名次 次序 (并列第3) 并列 名称 组 数值 行."""

    PARTS = frozenset({"名次", "次序", "并列", "名称", "组", "数值", "行"})
    NAME = "名称"
    名次: Tally
    并列: bool
    名称: Text
    数值: Tally
    行: ReturnRow

    @property
    def 次序(self) -> TracedText:
        return TracedText(f"{'并列' if self.并列 else ''}第{self.名次}", self.名次.trace)

    @property
    def 组(self) -> Text | Missing:
        return self.行.组


def ranked(returns: Returns, column: str, *, ascending: bool = False) -> tuple[Rank, ...]:
    """The units that reported `column`, the highest first (with `ascending` the lowest).

    Exact figures decide, not rounded ones. Equal figures share a rank, stand in the order of
    the roster, and the ranks after them are skipped: 1, 2, 2, 4. Raises `KeyError`.
    """
    given = [(tally, row) for row in returns.rows if (tally := row.tally(column)) is not None]
    sign = 1 if ascending else -1
    order = sorted(given, key=lambda pair: sign * Decimal(pair[0]))
    counts = Counter(tally for tally, _ in order)
    trace = joined(f"{returns.label}{column}排名", (tally.trace for tally, _ in order))
    result: list[Rank] = []
    for at, (tally, row) in enumerate(order, 1):
        before = result[-1] if result else None
        number = before.名次 if before and before.数值 == tally else Tally(at, trace)
        result.append(Rank(number, counts[tally] > 1, Text(row.name), tally, row))
    return tuple(result)


def upto(ranks: Sequence[Rank], number: int) -> tuple[Rank, ...]:
    """The ranks up to `number`: with ties it may be more units."""
    return tuple(rank for rank in ranks if rank.名次 <= number)


def extremes(returns: Returns, column: str, *, lowest: bool = False) -> tuple[Rank, ...]:
    """The units with the highest (or lowest) figure of `column`, all of them where they tie."""
    return upto(ranked(returns, column, ascending=lowest), 1)
