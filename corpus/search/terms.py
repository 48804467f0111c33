"""Terms: what the index holds of a text, and what a word must have there to be found.

A run of letters, digits and Han characters gives its characters and its pairs of neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from corpus.library.content import fold

__all__ = ["Wanted", "fold", "terms", "wanted"]

_RUN = re.compile(r"[^\W_]+")


def terms(folded: str) -> Counter[str]:
    """The terms of a folded text with how often each occurs."""
    counted: Counter[str] = Counter()
    for run in _RUN.findall(folded):
        counted.update(run)
        counted.update(map("".join, pairwise(run)))
    return counted


@dataclass(frozen=True, slots=True)
class Wanted:
    """The terms that a document must have in the index to hold a word at all.

    `exact` says that having them is holding the word; otherwise the text decides.
    """

    terms: tuple[str, ...]
    exact: bool


def wanted(folded: str) -> Wanted:
    """The terms that any text holding the folded word `folded` has."""
    runs: list[str] = _RUN.findall(folded)
    found = {"".join(pair) for run in runs for pair in pairwise(run)}
    found |= {run for run in runs if len(run) == 1}
    return Wanted(
        terms=tuple(sorted(found)),
        exact=len(runs) == 1 and runs[0] == folded and len(folded) <= 2,
    )
