"""What the search asks of an engine. Anything that does this can stand in for Whoosh.

An engine is a module of `corpus.search.engines` with a function `open_index(folder)`; its
name there is its name in settings and on the command line. Nothing else knows of it.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, Protocol

Field = Literal["title", "text"]


class EngineFailed(Exception):
    """The index is broken or gone: it will be built anew; meanwhile the texts are read."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document on its way into the index: its folded texts, blocks parted by `BREAK`."""

    id: int
    title: str
    headings: str
    text: str


@dataclass(frozen=True, slots=True)
class Needed:
    """This folded word must stand in the title, or anywhere in the text, the title included."""

    folded: str
    field: Field = "text"


@dataclass(frozen=True, slots=True)
class Holding:
    """Every document that may hold a word; `exact` says that they all do."""

    ids: Collection[int]
    exact: bool


class Engine(Protocol):
    """An index of documents. Each method sees all that any process wrote before the call."""

    def holding(self, needed: Needed) -> Holding:
        """The documents that hold a word, or more if the engine cannot tell."""

    def best(
        self, needed: Sequence[Needed], first: int, among: Collection[int] | None = None
    ) -> Mapping[int, float]:
        """The `first` best documents that hold (or may hold) all words, with rough scores.

        Given `among`, only of these.
        """

    def frequency(self, folded: str) -> int:
        """In how many documents a word stands, or at most how many."""

    def count(self) -> int:
        """How many documents the index holds."""

    def ids(self) -> Set[int]:
        """The ids of all documents in the index."""

    def state(self) -> Hashable:
        """What is another value as soon as the index holds anything else."""

    def write(
        self, documents: Iterable[Indexed], removed: Iterable[int], *, fresh: bool = False
    ) -> None:
        """Add or replace `documents` and forget `removed`, all at once; only under the lock.

        Durable when it returns. `fresh` promises that none of them is in the index yet.
        """

    def close(self) -> None:
        """Give files back."""
