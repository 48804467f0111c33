"""Search 找范文: ranked hits with their passages, exact and up to date."""

from __future__ import annotations

from collections.abc import Callable

from corpus.library import Library
from corpus.search.finding import find
from corpus.search.index import State, index_of
from corpus.search.results import Hit, Results, SectionHit, SectionResults
from corpus.search.sections import find_sections
from corpus.search.similar import similar
from corpus.search.suggestions import Suggestion, suggest

__all__ = [
    "Hit",
    "Results",
    "SectionHit",
    "SectionResults",
    "State",
    "Suggestion",
    "find",
    "find_sections",
    "index_pending",
    "index_state",
    "reindex",
    "similar",
    "suggest",
]


def index_pending(library: Library, limit: int | None = None) -> int:
    """Take what is queued (at most `limit`) into the index; how much that was.

    Gives 0 at once while another thread or process is doing the same.
    """
    return index_of(library).pending(limit)


def index_state(library: Library) -> State:
    """The index's engine, how much it has to take in, and what a person should do about it."""
    return index_of(library).state()


def reindex(
    library: Library,
    on_progress: Callable[[int, int], None] | None = None,
    engine: str | None = None,
) -> None:
    """Build the index anew from the texts in the library; searches go on meanwhile.

    `engine` changes to another engine. `on_progress` is told how many documents of how many
    are done. Raises `LibraryUnavailable` when somebody else keeps writing to the index for a
    minute, or when there is no such engine.
    """
    index_of(library).rebuild(on_progress, engine)
