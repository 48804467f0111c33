"""The filters with which templates roll up returns; all names are checked, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from jinja2 import TemplateRuntimeError

from generator.fields.findings import did_you_mean
from generator.fields.returned import NUMERIC, Returns
from generator.fields.tallies import Tally
from generator.fields.values import DrawnChart, Missing
from generator.rollup import changes as changing
from generator.rollup import choosing, ranks, sums
from generator.rollup.drawn import drawn
from generator.rollup.ranks import Rank


def average(value: object, column: str) -> object:
    """The mean over the units that reported it."""
    return sums.average(_returns(value, column), column)


def rate(value: object, done: str, target: str) -> object:
    """`done` in percent of `target`, summed over the units that reported both."""
    return sums.rate(_returns(value, done, target), done, target)


def with_rate(value: object, name: str, done: str, target: str) -> Returns:
    """The same with a column `name`, the rate of each unit."""
    return sums.with_rate(_returns(value, done, target), name, done, target)


def grouped(value: object, column: str = "") -> tuple[Returns, ...]:
    """The units in groups, by the group column or by `column`."""
    found = _returns(value, text=(column,) if column else ())
    return sums.grouped(found, column)


def shares(value: object, column: str = "") -> tuple[sums.Share, ...]:
    """Units, or groups, with their shares, which add up to 100.0%."""
    for one in value if isinstance(value, tuple | list) else [value]:
        _returns(one, *([column] if column else []))
    return sums.shares(sums.parts_of(value, column))


def ranked(value: object, column: str, order: str = "") -> tuple[Rank, ...]:
    """The units in order, the highest first, with 升序 the lowest."""
    if order not in ("", "升序", "降序"):
        raise TemplateRuntimeError(f"没有“{order}”这种次序，可用的有升序、降序")
    return ranks.ranked(_returns(value, column), column, ascending=order == "升序")


def upto(value: object, number: int) -> tuple[Rank, ...]:
    """The ranks up to `number`; ties at the end all stay."""
    found = value if isinstance(value, tuple) else ()
    if not all(isinstance(rank, Rank) for rank in found):
        raise TemplateRuntimeError("upto 用在 ranked 的结果上")
    return ranks.upto(found, int(number))


def highest(value: object, column: str) -> tuple[Rank, ...]:
    """The units with the highest figure."""
    return ranks.extremes(_returns(value, column), column)


def lowest(value: object, column: str) -> tuple[Rank, ...]:
    """The units with the lowest figure."""
    return ranks.extremes(_returns(value, column), column, lowest=True)


def having(value: object, column: str, *values: object) -> Returns:
    """The units in whose column one of the values stands."""
    return choosing.having(_returns(value, text=(column,)), column, *values)


def at_least(value: object, column: str, bound: Decimal | int) -> object:
    """The units with that much or more."""
    return _bounded(choosing.at_least, value, column, bound)


def below(value: object, column: str, bound: Decimal | int) -> object:
    """The units with less."""
    return _bounded(choosing.below, value, column, bound)


def _bounded(choose: Callable[..., Returns], value: object, column: str, bound: object) -> object:
    if isinstance(bound, Missing):
        return bound
    if isinstance(bound, float):
        bound = Decimal(str(bound))
    if isinstance(bound, bool) or not isinstance(bound, int | Decimal):
        raise TemplateRuntimeError(f"“{bound}”不是数字")
    return choose(_returns(value, column), column, bound)


def reaching(value: object, done: str, target: str) -> Returns:
    """The units whose `done` reaches their `target`."""
    return choosing.reaching(_returns(value, done, target), done, target)


def short_of(value: object, done: str, target: str) -> Returns:
    """The units whose `done` is less than their `target`."""
    return choosing.short_of(_returns(value, done, target), done, target)


def reported(value: object, column: str) -> Returns:
    """The units that reported `column`."""
    return choosing.reported(_returns(value, text=(column,)), column)


def unreported(value: object, column: str = "") -> Returns:
    """The units that did not report `column`, or any figure."""
    return choosing.unreported(_returns(value, text=(column,) if column else ()), column)


def against(value: object, before: object, unit: str = "") -> object:
    """What became of a figure since `before`: 增加12处、增长8.3%."""
    if isinstance(before, Missing):
        return before
    if not isinstance(value, Tally) or not isinstance(before, Tally):
        raise TemplateRuntimeError("against 的两边应当是汇总数")
    return changing.change("", value, before, str(unit))


def compared(value: object, last: object, column: str, target: str = "") -> object:
    """What became of a sum, or a rate, over the units that reported it in both periods."""
    if isinstance(last, Missing):
        return last
    wanted = (column, target) if target else (column,)
    return changing.compared(_returns(value, *wanted), _returns(last, *wanted), column, target)


def changes(value: object, last: object, column: str) -> object:
    """What became of a figure, unit by unit."""
    if isinstance(last, Missing):
        return last
    return changing.changes(_returns(value, column), _returns(last, column), column)


def newcomers(value: object, last: object) -> object:
    """The units that were not there last period."""
    return (
        last if isinstance(last, Missing) else changing.newcomers(_returns(value), _returns(last))
    )


def leavers(value: object, last: object) -> object:
    """The units that were there last period and are not now."""
    return last if isinstance(last, Missing) else changing.leavers(_returns(value), _returns(last))


def bar_chart(value: object, title: object, *columns: str) -> DrawnChart:
    """Figures as horizontal bars, several columns beside each other."""
    return _chart("bar", value, title, columns)


def line_chart(value: object, title: object, *columns: str) -> DrawnChart:
    """Figures as lines, one a column, in the order in which they stand."""
    return _chart("line", value, title, columns)


def _chart(kind: str, value: object, title: object, columns: Iterable[str]) -> DrawnChart:
    try:
        return drawn(kind, value, str(title), tuple(columns))
    except KeyError as error:
        raise TemplateRuntimeError(f"这些行没有“{error.args[0]}”这一列数") from None


def _returns(value: object, *columns: str, text: Iterable[str] = ()) -> Returns:
    """`value` as returns that have these columns of figures, and these of any kind."""
    if not isinstance(value, Returns):
        raise TemplateRuntimeError("这个过滤器用在填报数据上")
    kinds = {name: kind for name, _, kind in value.columns}
    figures = [name for name, kind in kinds.items() if kind in NUMERIC]
    for column in columns:
        if column not in figures:
            hint = did_you_mean(str(column), figures)
            raise TemplateRuntimeError(f"没有“{column}”这一列数" + (f"，{hint}" if hint else ""))
    for column in text:
        if column not in kinds:
            raise TemplateRuntimeError(f"没有“{column}”这一列，{did_you_mean(str(column), kinds)}")
    return value


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        average, rate, with_rate, grouped, shares, ranked, upto, highest, lowest, having, at_least,
        below, reaching, short_of, reported, unreported, against, compared, changes, newcomers,
        leavers, bar_chart, line_chart,
    )
}  # fmt: skip
