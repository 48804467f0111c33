"""Facets: what narrows a result, and how many documents each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from operator import attrgetter

from corpus import genres
from corpus.search.catalogue import Row

FACETS = ("genre", "year", "unit", "topic", "kind")

# A longer list helps nobody to choose.
_LONGEST = 30

Value = str | int
Facets = dict[str, list[tuple[Value, int]]]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen of each facet; choices of one facet add up, facets narrow each other."""

    genre: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    unit: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    # As typed: ranges of years, parts of a unit's name.
    years: tuple[tuple[int, int], ...] = ()
    units: tuple[str, ...] = ()

    def refuses(self, row: Row) -> list[str]:
        """The facets by which this document is left out."""
        refused = []
        if self.genre and not any(genres.matches(row.genre, wanted) for wanted in self.genre):
            refused.append("genre")
        if (self.year or self.years) and not self._in_years(row.year):
            refused.append("year")
        if (self.unit or self.units) and not self._in_units(row.unit or ""):
            refused.append("unit")
        if self.topic and not any(topic in self.topic for topic in row.topics):
            refused.append("topic")
        if self.kind and row.kind not in self.kind:
            refused.append("kind")
        return refused

    def _in_years(self, year: int | None) -> bool:
        return year is not None and (
            year in self.year or any(first <= year <= last for first, last in self.years)
        )

    def _in_units(self, unit: str) -> bool:
        return unit in self.unit or any(part in unit for part in self.units)


def narrow(rows: Iterable[Row], selection: Selection) -> tuple[list[Row], Facets]:
    """The rows that `selection` leaves, and for each facet its values with their counts.

    A facet's counts leave its own selection out of account: they say what choosing another
    of its values would give.
    """
    rows = list(rows)
    counts: dict[str, Counter[Value]] = {name: Counter() for name in FACETS}
    if selection == Selection():
        _count(counts, rows, FACETS)
        return rows, _ordered(counts)
    kept: list[Row] = []
    # Rows that only one facet refuses are what another choice in that facet would find.
    alone: dict[str, list[Row]] = {name: [] for name in FACETS}
    for row in rows:
        refused = selection.refuses(row)
        if not refused:
            kept.append(row)
        elif len(refused) == 1:
            alone[refused[0]].append(row)
    _count(counts, kept, FACETS)
    for name, others in alone.items():
        _count(counts, others, (name,))
    return kept, _ordered(counts)


def _count(
    counts: Mapping[str, Counter[Value]],
    rows: Sequence[Row],
    names: Iterable[str],
) -> None:
    for name in names:
        if name == "topic":
            counts[name].update(chain.from_iterable(row.topics for row in rows))
        else:
            counts[name].update(map(attrgetter(name), rows))
            counts[name].pop(None, None)  # type: ignore[call-overload]


def _with_families(counted: Counter[Value]) -> Counter[Value]:
    """The counts of genres, each with all that choosing it finds: 方案 finds its whole family."""
    found: Counter[Value] = Counter()
    for wanted, genre in product(counted, counted):
        if genres.matches(str(genre), str(wanted)):
            found[wanted] += counted[genre]
    return found


def _ordered(counts: Mapping[str, Counter[Value]]) -> Facets:
    """Years newest first, all else by count."""
    result = {}
    counts = {**counts, "genre": _with_families(counts["genre"])}
    for name, counted in counts.items():
        pairs = list(counted.items())
        if name == "year":
            result[name] = sorted(pairs, key=lambda pair: pair[0], reverse=True)
        else:
            result[name] = sorted(pairs, key=lambda pair: (-pair[1], str(pair[0])))[:_LONGEST]
    return result
