"""A table tied to a roll-up template 对列: its columns to those that the template asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from generator.errors import InputError
from generator.fields.pasted import Heading, Pasted, kind_of
from generator.fields.returned import NUMERIC
from generator.fields.returns import ReturnsField
from generator.template import Template, shipped

ALIKE = 0.5
"""From so likely a likeness of names on, a column is taken for the one that is asked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a table is to be rolled up: the group column, the columns of figures (none: all), and
    the table's column for each column that the template declares."""

    group: str = ""
    figures: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


ALL = Choice()
"""Every column of figures, no groups."""


def rollup_templates() -> tuple[Template, ...]:
    """The shipped templates that roll up, those that take any table first."""
    found = [t for t in shipped().values() if this_period(t) is not None]
    return tuple(sorted(found, key=lambda t: bool(_declared(t))))


def this_period(template: Template) -> ReturnsField | None:
    """The field of `template` that takes the table of this period, None where none does."""
    return next((own for own in _returns(template) if not own.last), None)


def last_period(template: Template) -> ReturnsField | None:
    """The field that takes last period's table."""
    return next((own for own in _returns(template) if own.last), None)


def matched_columns(template: Template, table: Pasted) -> dict[str, str]:
    """For each column that `template` declares the column of `table` that is probably meant.

    The first is the one that names the units; others by their name, else by likeness and type,
    each used once. What nothing is like is absent.
    """
    columns = _declared(template)
    if not columns:
        return {}
    left = {h.name: kind_of(h, table.column(n)) for n, h in enumerate(table.head) if n}
    found = {columns[0].name: table.head[0].name}
    for column in columns[1:]:
        if column.name in left:
            found[column.name] = column.name
            del left[column.name]
    for column in columns[1:]:
        if column.name in found:
            continue
        fitting = [n for n, kind in left.items() if (kind != "text") == (column.TYPE in NUMERIC)]
        best = max(fitting, key=lambda name: _likeness(name, column.name), default="")
        if best and _likeness(best, column.name) >= ALIKE:
            found[column.name] = best
            del left[best]
    return found


def bind(
    template: Template, table: Pasted, last: Pasted | None = None, choice: Choice = ALL
) -> dict[str, Any]:
    """The inputs that `table`, and `last` for the period before, give to `template`.

    Raises `InputError` for a template that does not roll up, or for a column that it needs and
    nothing was chosen or found for.
    """
    now = this_period(template)
    if now is None:
        raise InputError(
            f"《{template.title}》不是汇总模板", where=template.id, remedy="换一个汇总模板"
        )
    before = last_period(template)
    inputs: dict[str, Any] = {now.name: _bound(template, now, table, choice).to_json()}
    if last is not None and before is not None:
        chosen = replace(choice, columns={}) if choice.columns else choice
        inputs[before.name] = _bound(template, before, _like(last, table, choice), chosen).to_json()
    return inputs


def _bound(template: Template, own: ReturnsField, table: Pasted, choice: Choice) -> Pasted:
    if not own.columns_:
        return opened(table, choice)
    named = matched_columns(template, table) | dict(choice.columns)
    if choice.group and own.group:
        named[own.group] = choice.group
    places = {h.name: n for n, h in enumerate(table.head)}
    lacking = [c.name for c in own.columns_ if c.required and named.get(c.name) not in places]
    if lacking and not own.last:
        raise InputError(
            f"数据表里没有找到：{'、'.join(lacking)}",
            where=table.source or own.name,
            remedy=f"《{template.title}》要用这些列，在表里加上，或指明是哪一列",
        )
    columns = [(c, places[named[c.name]]) for c in own.columns_ if named.get(c.name) in places]
    head = tuple(Heading(c.name, table.head[n].unit, table.head[n].letter) for c, n in columns)
    return replace(table, head=head, rows=_only(table, [n for _, n in columns]), group="")


def opened(table: Pasted, choice: Choice) -> Pasted:
    """`table` with its units, the group column, and the columns of figures chosen, or all."""
    kinds = [kind_of(h, table.column(n)) for n, h in enumerate(table.head)]
    names = [h.name for h in table.head]
    kept = [0]
    group = choice.group if choice.group in names else ""
    if group:
        kept.append(names.index(group))
    wanted = set(choice.figures) or set(names)
    kept += [n for n, k in enumerate(kinds) if n and k != "text" and names[n] in wanted]
    head = tuple(table.head[n] for n in kept)
    return replace(table, head=head, rows=_only(table, kept), group=group)


def _like(last: Pasted, table: Pasted, choice: Choice) -> Pasted:
    """Last period's table, its columns called as those of this period that were chosen for the
    template's: the same columns were meant then."""
    renamed = {own: asked for asked, own in choice.columns.items()}
    head = tuple(replace(h, name=renamed.get(h.name, h.name)) for h in last.head)
    return replace(last, head=head)


def _only(table: Pasted, columns: Sequence[int]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(
        (number, tuple(cells[n] if n < len(cells) else "" for n in columns))
        for number, cells in table.rows
    )


def _returns(template: Template) -> list[ReturnsField]:
    return [own for own in template.fields.values() if isinstance(own, ReturnsField)]


def _declared(template: Template) -> tuple[Any, ...]:
    own = this_period(template)
    return own.columns_ if own is not None else ()


def _likeness(one: str, other: str) -> float:
    if one in other or other in one:
        return 0.9
    return SequenceMatcher(None, one, other).ratio()
