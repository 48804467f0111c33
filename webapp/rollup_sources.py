"""Figures of a roll-up as the page shows them 出处: in sentences, each leading to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.fields.returned import Returns
from generator.fields.tallies import Place, Tally, Trace
from generator.rollup.report import RollUp, Summary
from generator.rollup.workbook import cells_of

SENTENCES = 400
"""Texts with figures that the page shows."""
SHOWN = 200
"""Cells of a figure that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what it says, in which text, and where it comes from."""

    text: str
    where: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence; `figure` is the number of the figure that it is, None for words."""

    text: str
    figure: int | None = None


@dataclass(frozen=True, slots=True)
class Summed:
    """A line of the table of columns: its summary, and the numbers of its figures by what they
    are (合计, 平均, 最高, 最低, 比上期)."""

    summary: Summary
    figures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Origin:
    """A cell that a figure comes from, with what was reported there."""

    unit: str
    place: str
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from: its cells, those beyond the first 200 only as ranges."""

    figure: Figure
    origins: tuple[Origin, ...]
    ranges: str
    more: int


def figures(rolled: RollUp) -> tuple[Figure, ...]:
    """Every figure of the table of columns, then every one of the document, in order."""
    return (
        *(Figure(str(value), where, trace) for _, where, value, trace in _of_columns(rolled)),
        *(Figure(p.text, p.context, p.trace) for p in rolled.composition.traces),
    )


def summed(rolled: RollUp) -> tuple[Summed, ...]:
    """The columns of figures, each with the numbers of its figures."""
    numbers: dict[str, dict[str, int]] = {own.name: {} for own in rolled.summaries}
    for number, (own, where, _, _) in enumerate(_of_columns(rolled)):
        numbers[own.name][where.removeprefix(own.name)] = number
    return tuple(Summed(own, numbers[own.name]) for own in rolled.summaries)


def _of_columns(rolled: RollUp) -> Iterator[tuple[Summary, str, object, Trace]]:
    for own in rolled.summaries:
        tallies: dict[str, Tally | None] = {
            "合计": own.total,
            "平均": own.average,
            "最高": own.highest[0].数值 if own.highest else None,
            "最低": own.lowest[0].数值 if own.lowest else None,
        }
        for what, tally in tallies.items():
            if tally is not None:
                yield own, f"{own.name}{what}", tally, tally.trace
        if own.compared is not None:
            yield own, f"{own.name}比上期", own.compared.说法, own.compared.增减.trace


def sentences(rolled: RollUp) -> tuple[tuple[tuple[Piece, ...], ...], int]:
    """The first texts of the document that hold figures, cut into words and figures, and how
    many there are beyond them."""
    first = sum(1 for _ in _of_columns(rolled))
    made: list[list[Piece]] = []
    context = None
    rest = ""
    further = 0
    for number, printed in enumerate(rolled.composition.traces, first):
        if printed.context != context and len(made) == SENTENCES:
            context = printed.context
            further += 1
        if further:
            continue
        if printed.context != context:
            if rest:
                made[-1].append(Piece(rest))
            context, rest = printed.context, printed.context
            made.append([])
        at = rest.find(printed.text)
        if at < 0:  # of tables and charts only the place is known
            made[-1] += [Piece(rest + "　"), Piece(printed.text, number), Piece("　")]
            rest = ""
            continue
        made[-1] += [Piece(rest[:at]), Piece(printed.text, number)]
        rest = rest[at + len(printed.text) :]
    if rest and made:
        made[-1].append(Piece(rest))
    return tuple(tuple(p for p in pieces if p.text) for pieces in made), further


def source(rolled: RollUp, figure: Figure) -> Source:
    """The cells of `figure` with what was reported in each."""
    tables = [rolled.returns, *([rolled.last] if rolled.last is not None else [])]
    rows = {(table.label, row.行号): (table, row) for table in tables for row in table.rows}
    places = figure.trace.places
    origins = []
    for place in places[:SHOWN]:
        found = rows.get((_label(rolled, place), place.row))
        value = _value(found[0], place) if found else ""
        origins.append(Origin(place.unit, str(place), value))
    return Source(figure, tuple(origins), cells_of(places), max(0, len(places) - SHOWN))


def _label(rolled: RollUp, place: Place) -> str:
    """Under which label the overview has the table that the template knows by its field."""
    field = rolled.template.fields.get(place.table)
    if field is None:
        return place.table
    return "上期" if getattr(field, "last", "") else "本期"


def _value(table: Returns, place: Place) -> str:
    """What stands in the cell; columns may have other names in the template, letters stay."""
    for row in table.rows:
        if row.行号 != place.row:
            continue
        for own in row.places:
            if own.letter == place.letter if place.letter else own.column == place.column:
                return str(row.part(own.column)) or "未报"
    return ""
