"""Terms: what the embedded index holds of a text, and what a word must have there to be found.

Every character is a term, and so is every pair of neighbours within a run of letters, digits
and Han characters: punctuation beside them would double the index and decide little.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from corpus.library.content import BREAK, fold

__all__ = ["Wanted", "fold", "terms", "wanted"]

_RUN = re.compile(r"[^\W_]+")


def terms(folded: str) -> Counter[str]:
    """The terms of a folded text with how often each occurs."""
    counted: Counter[str] = Counter(folded)
    del counted[BREAK]
    for run in _RUN.findall(folded):
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
    found |= set(folded) - {character for run in runs if len(run) > 1 for character in run}
    return Wanted(
        terms=tuple(sorted(found)),
        exact=len(folded) == 1 or (len(folded) == 2 and runs == [folded]),
    )
