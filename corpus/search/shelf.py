"""The shelf: every document of a library as one bit, so that counting is arithmetic.

A document's place is its bit in whole numbers of Python; sets of documents (those of a year,
those that hold a word) are such numbers. To intersect and count two of them takes microseconds
at a hundred thousand documents, where sets of ids take milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress

Value = str | int
# Sets with fewer than one place in so many are read and written place by place.
_SPARSE = 16
_FLAGS = bytes.maketrans(b"01", b"\0\1")
FACETS = ("genre", "year", "unit", "topic", "kind")


@dataclass(frozen=True, slots=True)
class Row:
    """A document as facets count it."""

    id: int
    title: str
    genre: str
    year: int | None
    unit: str | None
    kind: str
    owner: int
    shared: bool
    content: str
    file: str
    topics: tuple[str, ...]

    def values(self, facet: str) -> tuple[Value, ...]:
        """What this document counts for in a facet."""
        if facet == "topic":
            return self.topics
        value: Value | None = getattr(self, facet)
        return () if value is None else (value,)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All documents at one moment; `rows` and `places` only ever grow, and are shared.

    A document that is corrected keeps its place. `live` are those that are still there; the other
    sets may hold removed ones as well.
    `twins` are groups of documents with the same content.
    """

    rows: list[Row] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    live: int = 0
    shared: int = 0
    owned: Mapping[int, int] = field(default_factory=dict)
    values: Mapping[str, Mapping[Value, int]] = field(
        default_factory=lambda: {facet: {} for facet in FACETS}
    )
    first_of: dict[str, int] = field(default_factory=dict)
    twins: Mapping[str, int] = field(default_factory=dict)

    def extended(self, added: Iterable[Row]) -> Shelf:
        """The shelf with further documents, of higher ids than any before."""
        new: dict[str, dict[Value, list[int]]] = {facet: {} for facet in FACETS}
        live: list[int] = []
        shared: list[int] = []
        owned: dict[int, list[int]] = {}
        twins = dict(self.twins)
        for row in added:
            place = len(self.rows)
            self.rows.append(row)
            self.places[row.id] = place
            live.append(place)
            if row.shared:
                shared.append(place)
            owned.setdefault(row.owner, []).append(place)
            for facet in FACETS:
                for value in row.values(facet):
                    new[facet].setdefault(value, []).append(place)
            first = self.first_of.setdefault(row.content, place)
            if first != place:
                twins[row.content] = twins.get(row.content, 1 << first) | 1 << place
        values = {}
        for facet, of_value in new.items():
            values[facet] = dict(self.values[facet])
            for value, places in of_value.items():
                values[facet][value] = values[facet].get(value, 0) | self._bits(places)
        return replace(
            self,
            live=self.live | self._bits(live),
            shared=self.shared | self._bits(shared),
            owned={
                **self.owned,
                **{who: self.owned.get(who, 0) | self._bits(at) for who, at in owned.items()},
            },
            values=values,
            twins=twins,
        )

    def amended(self, changed: Iterable[Row]) -> Shelf:
        """The shelf with documents that say something else now, each in its place."""
        changed = tuple(changed)
        values = {facet: dict(self.values[facet]) for facet in FACETS}
        twins = dict(self.twins)
        for row in changed:
            place = self.places[row.id]
            old = self.rows[place]
            bit = 1 << place
            for facet in FACETS:
                for value in old.values(facet):
                    values[facet][value] &= ~bit
                for value in row.values(facet):
                    values[facet][value] = values[facet].get(value, 0) | bit
            if old.content != row.content:
                self._part(twins, old.content, place)
                first = self.first_of.setdefault(row.content, place)
                if first != place:
                    twins[row.content] = twins.get(row.content, 1 << first) | bit
            self.rows[place] = row
        return replace(self, values=values, twins=twins)

    def _part(self, twins: dict[str, int], content: str, place: int) -> None:
        """Let the document at `place` be no longer one of those that say `content`."""
        rest = twins.pop(content, 0) & ~(1 << place)
        if rest.bit_count() > 1:
            twins[content] = rest
        if self.first_of.get(content) == place:
            if rest:
                self.first_of[content] = places_in(rest)[0]
            else:
                del self.first_of[content]

    def reduced(self, remaining: Iterable[int]) -> Shelf:
        """The shelf without all documents but those with the ids `remaining`."""
        return replace(self, live=self.set_of(remaining))

    def visible(self, user: int) -> int:
        """The documents that this user may see: shared ones and his own."""
        return self.live & (self.shared | self.owned.get(user, 0))

    def set_of(self, ids: Iterable[int]) -> int:
        """The documents with these ids as a set; ids that are not here are passed over."""
        places = [place for place in map(self.places.get, ids) if place is not None]
        return self._bits(places)

    def rows_of(self, documents: int) -> Iterator[Row]:
        """The rows of a set, the lowest ids first."""
        return map(self.rows.__getitem__, places_in(documents))

    def newest(self, documents: int) -> Iterator[Row]:
        """The rows of a set, the highest ids first."""
        digits = f"{documents:b}"
        last = len(digits) - 1
        at = digits.find("1")
        while at >= 0:
            yield self.rows[last - at]
            at = digits.find("1", at + 1)

    def counts(self, facet: str, documents: int) -> Counter[Value]:
        """How many of a set have each value of a facet."""
        values = self.values[facet]
        if documents.bit_count() * 4 < len(values):
            return Counter(value for row in self.rows_of(documents) for value in row.values(facet))
        counted: Counter[Value] = Counter()
        for value, bits in values.items():
            if count := (documents & bits).bit_count():
                counted[value] = count
        return counted

    def _bits(self, places: Sequence[int]) -> int:
        if len(places) * _SPARSE < len(self.rows):
            bits = bytearray(len(self.rows) // 8 + 1)
            for place in places:
                bits[place >> 3] |= 1 << (place & 7)
            return int.from_bytes(bits, "little")
        digits = bytearray(b"0") * (len(self.rows) + 1)
        last = len(digits) - 1
        for place in places:
            digits[last - place] = 49
        return int(digits, 2)


def places_in(documents: int) -> Sequence[int]:
    """The places of the documents of a set, in ascending order."""
    digits = f"{documents:b}"[::-1]
    if documents.bit_count() * _SPARSE >= len(digits):
        return list(compress(range(len(digits)), digits.encode().translate(_FLAGS)))
    places = []
    at = digits.find("1")
    while at >= 0:
        places.append(at)
        at = digits.find("1", at + 1)
    return places
