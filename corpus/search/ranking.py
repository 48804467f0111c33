"""Ranking: which of the matching documents come first.

The engine's score chooses a pool; within it the texts decide: BM25F over title, headings and
whole text, word by word, with a bonus where the words stand next to each other as typed or
near each other. Scores that hardly differ are a tie: then the own unit's documents come first,
then newer ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import fmean

from corpus.search.catalogue import Texts
from corpus.search.matching import Source, needs
from corpus.search.query import Query, Word
from corpus.search.questions import names_genre
from corpus.search.shelf import Row

# Documents whose texts are read to rank them: more than anyone leafs through.
POOL = 100

# So few documents are named to the engine; among more its best are likely enough.
_AMONG = 5000

_TITLE, _HEADINGS = 6.0, 2.0
_K1, _B = 1.2, 0.5
_ADJACENT_TITLE, _ADJACENT_TEXT = 1.0, 0.4
# Words that stand within so many characters of each other speak of one thing.
_NEAR, _NEAR_BONUS = 60, 0.3
# A synonym tells a little less than the word itself, and less where it stands alone.
_OTHER, _OTHER_ALONE = 0.7, 0.85
# The genre that was named, and its name in a title only.
_HINT_GENRE, _HINT = 0.8, 0.4
# Scores within a hundredth of the best are a tie.
_STEPS = 100
_KINDS = {"library": 0, "export": 1, "sample": 2}


def order(
    source: Source, documents: int, query: Query, first: int, unit: str = ""
) -> list[tuple[Row, float]]:
    """The `first` of a set of documents with their scores, best first; without words the newest.

    Ties go to documents of `unit`, then to the newer year, then to the library before exports
    and samples, then to what came in last. Raises `EngineFailed`.
    """
    shelf = source.shelf
    if not query.words:
        newest = shelf.newest(documents)
        return [(row, 0.0) for row, _ in zip(newest, range(first), strict=False)]
    rows, size = _by_engine(source, documents, query, first)
    pool = rows[:size]
    texts = source.texts([row.id for row in pool])
    rarity = _rarities(source, query)
    mean = sum(len(t.text) for t in texts.values()) / max(1, len(texts))
    named = {hint: _rarity(source, source.of_genres([hint]).bit_count()) for hint in query.hints}
    scored = [(row, score(texts[row.id], row, query, rarity, named, mean)) for row in pool]
    top = max((value for _, value in scored), default=0.0) or 1.0
    scored.sort(key=lambda pair: (-round(pair[1] / top * _STEPS), *_tie(pair[0], unit)))
    # Nobody leafs so far: the rest stays as the engine has it.
    return [*scored, *((row, 0.0) for row in rows[size:])][:first]


def by_date(source: Source, documents: int, first: int) -> list[tuple[Row, float]]:
    """The `first` of a set of documents, the newest years first, then what came in last."""
    found: list[tuple[Row, float]] = []
    years = source.shelf.values["year"]
    for year in sorted(years, reverse=True):
        of_year = documents & years[year]
        documents &= ~of_year
        found += [
            (row, 0.0) for row, _ in zip(source.shelf.newest(of_year), range(first), strict=False)
        ]
        if len(found) >= first:
            return found[:first]
    found += [
        (row, 0.0) for row, _ in zip(source.shelf.newest(documents), range(first), strict=False)
    ]
    return found[:first]


def _by_engine(source: Source, documents: int, query: Query, first: int) -> tuple[list[Row], int]:
    """At least the `first` rows as the engine orders them, and how many are to be read.

    What the engine does not know yet comes first and is read, whatever it is.
    """
    shelf, engine = source.shelf, source.engine
    if engine is None or documents.bit_count() <= POOL:
        return list(shelf.rows_of(documents)), documents.bit_count()
    needed = needs(query.words)
    fresh = documents & source.queued
    wanted = max(POOL, first)
    count = documents.bit_count()
    if count <= _AMONG:
        among = [row.id for row in shelf.rows_of(documents & ~fresh)]
        scores = engine.best(needed, wanted, among)
    else:
        # A part of the engine's best is left after narrowing: so many more are asked for.
        held = min((engine.frequency(each.folded) for each in needed), default=count)
        limit = wanted * max(1, 2 * held // count)
        while True:
            scores = engine.best(needed, limit)
            left = (shelf.set_of(scores) & documents & ~fresh).bit_count()
            if left >= wanted or len(scores) < limit:
                break
            limit *= 4
    chosen = shelf.set_of(scores) & documents & ~fresh
    rows = list(shelf.rows_of(fresh))
    size = POOL + len(rows)
    rows += sorted(shelf.rows_of(chosen), key=lambda row: (-scores[row.id], -row.id))
    if len(rows) < wanted:
        # Found by a synonym alone.
        rest = shelf.newest(documents & ~chosen & ~fresh)
        rows += [row for row, _ in zip(rest, range(wanted - len(rows)), strict=False)]
    return rows, size


def _rarities(source: Source, query: Query) -> dict[str, float]:
    """How much each word tells: the rarer it and its synonyms are, the more."""
    engine = source.engine
    if engine is None:
        return {word.folded: 1.0 for word in query.words}
    return {
        word.folded: _rarity(source, sum(map(engine.frequency, (word.folded, *word.others))))
        for word in query.words
    }


def _rarity(source: Source, documents: int) -> float:
    return math.log(1 + source.shelf.live.bit_count() / (1 + documents))


def score(
    texts: Texts,
    row: Row,
    query: Query,
    rarity: Mapping[str, float],
    named: Mapping[str, float],
    mean: float,
) -> float:
    """BM25F of a document for the words of `query`, with the bonuses for neighbours and hints.

    `rarity` weighs the words, `named` the genres that the hints name.
    """
    norm = 1 - _B + _B * len(texts.text) / max(1.0, mean)
    result = sum(rarity[word.folded] * _bm25f(texts, word, norm) for word in query.words)
    if len(query.words) > 1:
        result += max(rarity.values()) * _together(texts, query.words)
    for hint in query.hints:
        if names_genre(hint, row.genre):
            result += named[hint] * _HINT_GENRE
        elif hint in texts.title:
            result += named[hint] * _HINT
    return result


def _bm25f(texts: Texts, word: Word, norm: float) -> float:
    """The share of the most that a word can give, its synonyms counted with it."""
    own = _frequency(texts, word.folded, norm)
    frequency = own + _OTHER * sum(_frequency(texts, other, norm) for other in word.others)
    return (1.0 if own else _OTHER_ALONE) * frequency / (frequency + _K1)


def _frequency(texts: Texts, word: str, norm: float) -> float:
    return (
        texts.text.count(word) / norm
        + _TITLE * texts.title.count(word)
        + _HEADINGS * texts.headings.count(word)
    )


def _together(texts: Texts, words: Sequence[Word]) -> float:
    """The bonus for words that stand as typed or near each other, pair by pair."""
    return fmean(_pair(texts, a.folded, b.folded) for a, b in pairwise(words))


def _pair(texts: Texts, first: str, second: str) -> float:
    if first + second in texts.title:
        return _ADJACENT_TITLE
    if first + second in texts.text:
        return _ADJACENT_TEXT
    at = texts.text.find(first)
    for _ in range(5):
        if at < 0:
            break
        if second in texts.text[max(0, at - _NEAR) : at + _NEAR]:
            return _NEAR_BONUS
        at = texts.text.find(first, at + 1)
    return 0.0


def _tie(row: Row, unit: str) -> tuple[bool, int, int, int]:
    own = bool(unit) and row.unit is not None and (unit in row.unit or row.unit in unit)
    return not own, -(row.year or 0), _KINDS.get(row.kind, len(_KINDS)), -row.id
