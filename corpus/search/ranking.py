"""Ranking: which of the matching documents come first.

The engine's score chooses a pool; within it the texts decide: BM25F over title, headings and
whole text, word by word, with a bonus where the words stand next to each other as typed.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Mapping

from corpus.search.catalogue import Row, Texts
from corpus.search.query import Query

# Documents whose texts are read to rank them: more than anyone leafs through.
POOL = 200

_TITLE, _HEADINGS = 6.0, 2.0
_K1, _B = 1.2, 0.5
_ADJACENT_TITLE, _ADJACENT_TEXT = 1.0, 0.4
_KINDS = {"library": 0, "export": 1, "sample": 2}


def order(
    rows: list[Row],
    scores: Mapping[int, float],
    query: Query,
    texts_of: Callable[[list[int]], Mapping[int, Texts]],
    frequency: Callable[[str], int],
    total: int,
    first: int,
) -> list[tuple[Row, float]]:
    """The `first` rows with their scores, best first; without words newest first.

    Ties go to the newer year, then to the library before exports and samples, then to what
    came in last. `total` is how many documents the index holds, for the words' rarity.
    """
    if not query.words:
        return [(row, 0.0) for row in heapq.nlargest(first, rows, lambda row: row.id)]
    # What the engine does not know yet has no score and must be read to be ranked.
    fresh = sum(row.id not in scores for row in rows)
    size = POOL + fresh

    def key(row: Row) -> tuple[float, int]:
        return -scores.get(row.id, math.inf), -row.id

    pool = heapq.nsmallest(size, rows, key)
    texts = texts_of([row.id for row in pool])
    rarity = {
        word.folded: math.log(1 + total / (1 + min(map(frequency, word.wanted.terms), default=0)))
        for word in query.words
    }
    mean = sum(len(t.text) for t in texts.values()) / max(1, len(texts))
    ranked = [(row, score(texts[row.id], query, rarity, mean)) for row in pool]
    ranked.sort(key=lambda pair: (-pair[1], *_tie(pair[0])))
    if first > size:
        ranked += [(row, 0.0) for row in sorted(rows, key=key)[size:]]
    return ranked[:first]


def score(texts: Texts, query: Query, rarity: Mapping[str, float], mean: float) -> float:
    """BM25F of a document for the words of `query`, with the bonus for neighbours."""
    norm = 1 - _B + _B * len(texts.text) / max(1.0, mean)
    result = 0.0
    for word in query.words:
        frequency = (
            texts.text.count(word.folded) / norm
            + _TITLE * texts.title.count(word.folded)
            + _HEADINGS * texts.headings.count(word.folded)
        )
        result += rarity[word.folded] * frequency / (frequency + _K1)
    if len(query.words) > 1:
        phrase = "".join(word.folded for word in query.words)
        weight = max(rarity.values())
        if phrase in texts.title:
            result += _ADJACENT_TITLE * weight
        elif phrase in texts.text:
            result += _ADJACENT_TEXT * weight
    return result


def _tie(row: Row) -> tuple[int, int, int]:
    return -(row.year or 0), _KINDS.get(row.kind, len(_KINDS)), -row.id
