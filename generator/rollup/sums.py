"""Sums 合计, averages 平均, rates 完成率 and shares 占比, exact, each with its cells.

A unit that reported nothing (未报) is left out of a sum and of the number that an average is
divided by; it never counts as nought. What was left out stands in the trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from generator.fields.returned import ReturnRow, Returns
from generator.fields.tallies import Tally, Trace, joined
from generator.fields.values import Missing, Text, Value

DIGITS = 60
"""Digits of intermediate results: sums of any roster are exact."""
_EXACT = Context(prec=DIGITS)
SHARE_STEPS = 1000
"""Shares are counted in tenths of a percent."""


def counted(returns: Returns) -> Tally:
    """How many units there are."""
    places = tuple(row.line.place(row.names[0]) for row in returns.rows)
    return Tally(len(places), Trace(f"{_of(returns)}个数", places))


def total(returns: Returns, column: str) -> Tally | Missing:
    """The sum of `column` over the units that reported it; missing where none did.

    Raises `KeyError` where there is no such column.
    """
    tallies = returns.tallies(column)
    given = [tally for tally in tallies if tally is not None]
    if not given:
        return Missing(returns.label, f"{column}合计")
    with localcontext(prec=DIGITS):
        value = sum(given, Decimal(0))
    lacking = [row.name for row, own in zip(returns.rows, tallies, strict=True) if own is None]
    trace = joined(f"{_of(returns)}{column}合计", given, lacking)
    return Tally(value, trace, percent=given[0].percent)


def average(returns: Returns, column: str) -> Tally | Missing:
    """The mean of `column` over the units that reported it, a decimal more than they have (at
    most two; of percentages one)."""
    whole = total(returns, column)
    if isinstance(whole, Missing):
        return Missing(returns.label, f"{column}平均")
    given = _given(returns, column)
    decimals = max((_decimals(tally) for tally in given), default=0) + 1
    with localcontext(prec=DIGITS):
        value = Decimal(whole) / len(given)
    trace = joined(f"{_of(returns)}{column}合计 ÷ {len(given)}", [whole.trace])
    shown = 1 if whole.percent else min(decimals, 2)
    return Tally(value, trace, percent=whole.percent, decimals=shown)


def rate(returns: Returns, done: str, target: str) -> Tally | Missing:
    """`done` in percent of `target` over the units that reported both; missing for a target
    of nought."""
    both: list[ReturnRow] = []
    rest: list[str] = []
    reported = zip(returns.rows, returns.tallies(done), returns.tallies(target), strict=True)
    for row, one, other in reported:
        if one is None or other is None:
            rest.append(row.name)
        else:
            both.append(row)
    own = returns.only(both)
    upper, lower = total(own, done), total(own, target)
    if isinstance(upper, Missing) or isinstance(lower, Missing):
        return Missing(returns.label, f"{done}占{target}")
    return percentage(upper, lower, f"{_of(returns)}{done}合计 ÷ {target}合计", rest)


def percentage(
    upper: Tally, lower: Tally, formula: str, left_out: Iterable[str] = ()
) -> Tally | Missing:
    """`upper` in percent of `lower` with one decimal; missing where `lower` is nought."""
    if not lower:
        return Missing("", formula)
    value = _EXACT.divide(_EXACT.multiply(upper, 100), lower)
    trace = joined(formula, (upper, lower), left_out)
    return Tally(value, trace, percent=True, decimals=1)


def with_rate(returns: Returns, name: str, done: str, target: str) -> Returns:
    """`returns` with a column `name`: `done` in percent of `target` for each unit."""
    cells: list[Tally | Missing] = []
    reported = zip(returns.rows, returns.tallies(done), returns.tallies(target), strict=True)
    for row, upper, lower in reported:
        if upper is None or lower is None:
            cells.append(Missing(returns.label, f"{row.name}{name}"))
        else:
            cells.append(percentage(upper, lower, f"{row.name}{done} ÷ {target}"))
    return returns.with_column(name, "%", "percent", cells)


@dataclass(frozen=True, slots=True)
class Share(Value):
    """A part of a whole: 名称 数值 占比; the shares of one whole add up to 100.0%."""

    PARTS = frozenset({"名称", "数值", "占比"})
    NAME = "名称"
    名称: Text
    数值: Tally
    占比: Tally | Missing


def shares(parts: Sequence[tuple[str, Tally]]) -> tuple[Share, ...]:
    """Each of `parts` with its share of their sum, in tenths of a percent that add up to 100.0%.

    The tenths that rounding down leaves go to the largest remainders, the earlier part first.
    Shares are missing where the sum is nought or a part is negative.
    """
    with localcontext(prec=DIGITS):
        whole = sum((Decimal(value) for _, value in parts), Decimal(0))
        if not whole or any(value < 0 for _, value in parts):
            return tuple(Share(Text(n), v, Missing("", f"{n}占比")) for n, v in parts)
        exact = [Decimal(value) * SHARE_STEPS / whole for _, value in parts]
    steps = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda n: (steps[n] - exact[n], n))
    for n in order[: SHARE_STEPS - sum(steps)]:
        steps[n] += 1
    everything = joined("", (value for _, value in parts))
    return tuple(
        Share(
            Text(name),
            value,
            Tally(
                Decimal(step) / 10,
                joined(f"{value.trace.formula} ÷ 合计", [everything]),
                percent=True,
                decimals=1,
            ),
        )
        for (name, value), step in zip(parts, steps, strict=True)
    )


def grouped(returns: Returns, column: str = "") -> tuple[Returns, ...]:
    """The units by what stands in `column` (else the group column), a `Returns` for each value.

    In the order in which the values first stand; units without one come last, as 未填写.
    Without a group column there is one group, of all.
    """
    column = column or returns.grouping
    if not column:
        return (returns,)
    found: dict[str, list[ReturnRow]] = {}
    for row in returns.rows:
        value = row.part(column)
        name = "" if isinstance(value, Missing) else str(value)
        found.setdefault(name, []).append(row)
    named = [(name, rows) for name, rows in found.items() if name]
    named += [("未填写", rows) for name, rows in found.items() if not name]
    return tuple(returns.only(rows, name) for name, rows in named)


def parts_of(whole: object, column: str = "") -> list[tuple[str, Tally]]:
    """The names and figures that `whole` is made of: a `Returns` by unit, groups by group.

    Without `column` groups are counted. Units without a figure are left out.
    """
    if isinstance(whole, Returns):
        reported = zip(whole.rows, whole.tallies(column), strict=True)
        return [(row.name, tally) for row, tally in reported if tally is not None]
    result = []
    for group in whole if isinstance(whole, tuple | list) else ():
        if isinstance(group, Returns):
            value = total(group, column) if column else counted(group)
            if isinstance(value, Tally):
                result.append((str(group.名称), value))
    return result


def _given(returns: Returns, column: str) -> list[Tally]:
    return [tally for tally in returns.tallies(column) if tally is not None]


def _of(returns: Returns) -> str:
    """Whose figures they are, in front of a formula: 本期 or 本期东片."""
    return returns.label + ("" if isinstance(returns.标题, Missing) else str(returns.标题))


def _decimals(tally: Tally) -> int:
    if tally.decimals is not None:
        return tally.decimals
    if not tally % 1:
        return 0
    exponent = Decimal(tally).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
