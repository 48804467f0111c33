"""Ranks 名次 and extremes: ties share a rank (并列第3), and the next rank is skipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

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
    given = _given(returns, column)
    given.sort(key=_FIGURE, reverse=not ascending)
    trace = joined(f"{returns.label}{column}排名", (tally for _, tally in given))
    result: list[Rank] = []
    for _, equal in groupby(given, key=_FIGURE):
        result += _tied(list(equal), Tally(len(result) + 1, trace))
    return tuple(result)


def _tied(equal: Sequence[tuple[ReturnRow, Tally]], number: Tally) -> list[Rank]:
    """The units that share the rank `number`."""
    return [Rank(number, len(equal) > 1, Text(row.name), own, row) for row, own in equal]


def upto(ranks: Sequence[Rank], number: int) -> tuple[Rank, ...]:
    """The ranks up to `number`: with ties it may be more units."""
    return tuple(rank for rank in ranks if rank.名次 <= number)


def extremes(returns: Returns, column: str, *, lowest: bool = False) -> tuple[Rank, ...]:
    """The units with the highest (or lowest) figure of `column`, all of them where they tie."""
    given = _given(returns, column)
    if not given:
        return ()
    best = (min if lowest else max)(tally for _, tally in given)
    trace = joined(f"{returns.label}{column}排名", (tally for _, tally in given))
    return tuple(_tied([pair for pair in given if pair[1] == best], Tally(1, trace)))


def _given(returns: Returns, column: str) -> list[tuple[ReturnRow, Tally]]:
    reported = zip(returns.rows, returns.tallies(column), strict=True)
    return [(row, tally) for row, tally in reported if tally is not None]


_FIGURE = itemgetter(1)
