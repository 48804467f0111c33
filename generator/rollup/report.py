"""A roll-up 汇总: a table, last period's, a template and its other inputs, as a document."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from generator.compose import Composition, compose
from generator.fields.base import Reading
from generator.fields.pasted import Pasted
from generator.fields.returned import Returns
from generator.fields.returns import ReturnsField
from generator.fields.tallies import Tally
from generator.rollup import binding, changes, ranks, sums
from generator.rollup.binding import ALL, Choice
from generator.template import Template

NOW, BEFORE = "本期", "上期"


@dataclass(frozen=True, slots=True)
class Summary:
    """A column of figures rolled up: any of the figures is None where there is nothing to say.

    `compared` is against last period; `lacking` names the units that reported none.
    """

    name: str
    measure: str
    percent: bool
    total: Tally | None
    average: Tally | None
    highest: tuple[ranks.Rank, ...]
    lowest: tuple[ranks.Rank, ...]
    compared: changes.Change | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollUp:
    """A roll-up: what was put in, the figures of every column, and the document with its traces."""

    template: Template
    returns: Returns
    last: Returns | None
    inputs: Mapping[str, Any]
    composition: Composition
    summaries: tuple[Summary, ...] = field(default=())

    @property
    def groups(self) -> tuple[Returns, ...]:
        """The groups of units; none without a group column."""
        return sums.grouped(self.returns) if self.returns.grouping else ()


def roll_up(
    template: Template,
    table: Pasted,
    last: Pasted | None = None,
    others: Mapping[str, Any] = {},
    choice: Choice = ALL,
) -> RollUp:
    """`table` rolled up with `template`; `others` are the inputs that no table gives.

    What is missing or wrong is in the composition. Raises `InputError` for a column that the
    template needs and the table lacks, `TemplateError` as `compose` does.
    """
    with _unswept():
        inputs = {**others, **binding.bind(template, table, last, choice)}
        returns = _returns(table, choice, NOW)
        before = _returns(last, Choice(choice.group), BEFORE) if last is not None else None
        made = compose(template, inputs)
        return RollUp(template, returns, before, inputs, made, summaries(returns, before))


@contextmanager
def _unswept() -> Iterator[None]:
    """No search for circles among the many small values of a large table: they have none, and
    half of the time goes into it."""
    sweeping = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeping:
            gc.enable()


def summaries(returns: Returns, last: Returns | None = None) -> tuple[Summary, ...]:
    """Every column of figures of `returns`, summed, averaged, with its extremes and its change."""
    made = []
    for column in returns.列:
        name = str(column.名称)
        total, average = sums.total(returns, name), sums.average(returns, name)
        compared = None
        if last is not None and not column.比率 and name in last.列名:
            found = changes.compared(returns, last, name)
            compared = found if isinstance(found, changes.Change) else None
        made.append(
            Summary(
                name,
                str(column.单位),
                column.比率,
                total if isinstance(total, Tally) and not column.比率 else None,
                average if isinstance(average, Tally) else None,
                ranks.extremes(returns, name),
                ranks.extremes(returns, name, lowest=True),
                compared,
                tuple(
                    row.name
                    for row, own in zip(returns.rows, returns.tallies(name), strict=True)
                    if own is None
                ),
            )
        )
    return tuple(made)


def _returns(table: Pasted, choice: Choice, label: str) -> Returns:
    """All columns of `table`, whatever the template asks for."""
    whole = binding.opened(table, choice)
    value = ReturnsField(label).value(whole.to_json(), Reading(label), "")
    assert isinstance(value, Returns)  # a table that was read has rows
    return value
