"""Units chosen out of the returns 筛选: by what they reported, or that they did not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from generator.fields.returned import Returns
from generator.fields.values import Missing


def having(returns: Returns, column: str, *values: object) -> Returns:
    """The units in whose `column` one of `values` stands."""
    wanted = {str(value) for value in values}
    return returns.only(
        row
        for row in returns.rows
        if not isinstance(value := row.part(column), Missing) and str(value) in wanted
    )


def at_least(returns: Returns, column: str, bound: Decimal | int) -> Returns:
    """The units whose `column` is `bound` or more."""
    return _where(returns, column, lambda value: value >= bound)


def below(returns: Returns, column: str, bound: Decimal | int) -> Returns:
    """The units whose `column` is less than `bound`."""
    return _where(returns, column, lambda value: value < bound)


def reaching(returns: Returns, done: str, target: str) -> Returns:
    """The units whose `done` is `target` or more."""
    return _pairs(returns, done, target, lambda one, other: one >= other)


def short_of(returns: Returns, done: str, target: str) -> Returns:
    """The units whose `done` is less than `target`."""
    return _pairs(returns, done, target, lambda one, other: one < other)


def reported(returns: Returns, column: str) -> Returns:
    """The units that reported `column`."""
    return returns.only(r for r in returns.rows if not isinstance(r.part(column), Missing))


def unreported(returns: Returns, column: str = "") -> Returns:
    """The units that did not report `column`; without one, those that lack any figure."""
    columns = [column] if column else [figure.名称 for figure in returns.列]
    return returns.only(
        row for row in returns.rows if any(isinstance(row.part(c), Missing) for c in columns)
    )


def _where(returns: Returns, column: str, holds: Callable[[Decimal], bool]) -> Returns:
    reported = zip(returns.rows, returns.tallies(column), strict=True)
    return returns.only(row for row, own in reported if own is not None and holds(own))


def _pairs(
    returns: Returns, one: str, other: str, holds: Callable[[Decimal, Decimal], bool]
) -> Returns:
    reported = zip(returns.rows, returns.tallies(one), returns.tallies(other), strict=True)
    return returns.only(
        row
        for row, first, second in reported
        if first is not None and second is not None and holds(first, second)
    )
