"""What the search asks of an engine. Anything that does this can stand in for Whoosh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, Protocol

Field = Literal["title", "headings", "text"]


class EngineFailed(Exception):
    """The index is broken or gone: it will be built anew; meanwhile the texts are read."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document on its way into the index: its folded texts."""

    id: int
    title: str
    headings: str
    text: str


@dataclass(frozen=True, slots=True)
class Needed:
    """A field must hold all these terms."""

    field: Field
    terms: tuple[str, ...]


class Engine(Protocol):
    """An index of documents by the terms of their title, headings and whole text."""

    def search(self, needed: Sequence[Needed]) -> Mapping[int, float]:
        """The id of every document that has all that is needed, with a first, rough score.

        `needed` is never empty. Sees all that was written before the call, by any process.
        """

    def frequency(self, term: str) -> int:
        """In how many documents `term` stands."""

    def count(self) -> int:
        """How many documents the index holds."""

    def ids(self) -> Set[int]:
        """The ids of all documents in the index."""

    def write(
        self, documents: Iterable[Indexed], removed: Iterable[int], *, fresh: bool = False
    ) -> None:
        """Add or replace `documents` and forget `removed`, all at once; only under the lock.

        `fresh` promises that none of them is in the index yet.
        """

    def close(self) -> None:
        """Give files back."""
