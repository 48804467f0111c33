"""Facets: what narrows a result, and how many documents each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import or_

from corpus import genres, pinyin
from corpus.search.shelf import FACETS, Shelf, Value

# A longer list helps nobody to choose.
_LONGEST = 30

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

    def wants(self, facet: str, value: Value) -> bool:
        """Whether documents with this value are left in."""
        match facet:
            case "genre":
                return any(genres.matches(str(value), wanted) for wanted in self.genre)
            case "year":
                return value in self.year or any(
                    first <= int(value) <= last for first, last in self.years
                )
            case "unit":
                return value in self.unit or any(part in str(value) for part in self.units)
            case _:
                return value in getattr(self, facet)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The facets in which something is chosen."""
        typed = {"year": self.years, "unit": self.units}
        return tuple(name for name in FACETS if getattr(self, name) or typed.get(name))


def narrow(shelf: Shelf, documents: int, selection: Selection) -> tuple[int, Facets]:
    """The documents that `selection` leaves, and the counts of each facet's values.

    A facet's counts leave its own selection out of account: they say what choosing another
    of its values would give.
    """
    left = {facet: _left(shelf, facet, selection) for facet in selection.chosen}

    counted = {}
    for facet in FACETS:
        others = [bits for name, bits in left.items() if name != facet]
        counted[facet] = shelf.counts(facet, _all(documents, others))
    return _all(documents, list(left.values())), _ordered(counted)


def _left(shelf: Shelf, facet: str, selection: Selection) -> int:
    values = shelf.values[facet]
    return reduce(or_, (b for value, b in values.items() if selection.wants(facet, value)), 0)


def _all(documents: int, sets: list[int]) -> int:
    for bits in sets:
        documents &= bits
    return documents


def _with_families(counted: Counter[Value]) -> Counter[Value]:
    """The counts of genres, each with all that choosing it finds: 方案 finds its whole family."""
    found: Counter[Value] = Counter()
    for wanted, genre in product(counted, counted):
        if genres.matches(str(genre), str(wanted)):
            found[wanted] += counted[genre]
    return found


def _ordered(counts: Mapping[str, Counter[Value]]) -> Facets:
    """Years newest first, all else by count, those of one count by pinyin."""
    result = {}
    counts = {**counts, "genre": _with_families(counts["genre"])}
    for name, counted in counts.items():
        pairs = list(counted.items())
        if name == "year":
            result[name] = sorted(pairs, key=lambda pair: pair[0], reverse=True)
        else:
            result[name] = sorted(pairs, key=_place)[:_LONGEST]
    return result


def _place(pair: tuple[Value, int]) -> tuple[int, pinyin.Key, str]:
    return -pair[1], pinyin.key(str(pair[0])), str(pair[0])
