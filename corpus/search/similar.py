"""Similar documents 相近的文稿: what else the library has on the same matter."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping

import rjieba

from corpus import genres
from corpus.errors import NotFound
from corpus.library import Library, Scope
from corpus.library.content import fold
from corpus.search.asking import on
from corpus.search.catalogue import Texts
from corpus.search.engine import Needed
from corpus.search.folding import folded
from corpus.search.matching import Source
from corpus.search.questions import STOP
from corpus.search.shelf import Row

# The words by which a document is known, and how many of its neighbours each brings.
_WORDS, _EACH = 10, 60
_TITLE, _HEADINGS = 12, 3
# Of a text so much is looked at: a document says early what it is about.
_READ = 3000
_FRESH = 500
_TOPIC, _FAMILY = 0.3, 0.15
# Who shares less than this part of the words is about something else.
_LEAST = 0.1


def similar(
    library: Library, document_id: int, scope: Scope, *, limit: int = 5, kinds: tuple[str, ...] = ()
) -> tuple[Row, ...]:
    """The documents within `scope` most like this one, best first; of `kinds`, if any are named.

    They share its telling words, weighed by rarity, its topics and its family of genres. Where
    the index is broken there are none. Raises `NotFound` for a document out of `scope`.
    """

    def search(source: Source) -> tuple[Row, ...]:
        shelf = source.shelf
        visible = shelf.visible(scope.user_id)
        own = shelf.set_of((document_id,))
        if not own & visible:
            raise NotFound(
                f"没有第 {document_id} 号文稿，或者不归您看",
                where="文库",
                remedy="回到文库重新查找",
            )
        if source.engine is None:
            return ()
        (row,) = shelf.rows_of(own)
        twins = shelf.twins.get(row.content, own)
        others = visible & ~own & ~twins
        if kinds:
            of_kind = shelf.values["kind"]
            others &= sum(of_kind.get(kind, 0) for kind in kinds)
        others, _ = folded(shelf, others)
        fresh = _fresh(source, visible)
        scores: defaultdict[int, float] = defaultdict(float)
        own_texts = source.texts([document_id])[document_id]
        known = telling(source, own_texts, fresh)
        for word, weight in known:
            for id in source.engine.best([Needed(word)], _EACH):
                scores[id] += weight
            for id, texts in fresh.items():
                if word in texts.text:
                    scores[id] += weight
        whole = sum(weight for _, weight in known) or 1.0
        found = [
            (scores[other.id] / whole + _kinship(row, other), other)
            for other in shelf.rows_of(shelf.set_of(scores) & others)
            if scores[other.id] / whole >= _LEAST
        ]
        found.sort(key=lambda pair: (-pair[0], -(pair[1].year or 0), -pair[1].id))
        return tuple(other for _, other in found[:limit])

    return on(library, search)


def _fresh(source: Source, visible: int) -> Mapping[int, Texts]:
    """The texts of what the index does not know yet, unless that is the whole library."""
    queued = source.queued & visible
    if queued.bit_count() > _FRESH:
        return {}
    return source.texts([row.id for row in source.shelf.rows_of(queued)])


def telling(source: Source, texts: Texts, fresh: Mapping[int, Texts]) -> list[tuple[str, float]]:
    """The words by which a document is known with their weights, the weightiest first.

    `fresh` are texts that the index does not know yet.
    """
    counted: Counter[str] = Counter()
    for text, weight in (
        (texts.title, _TITLE),
        (texts.headings, _HEADINGS),
        (texts.text[:_READ], 1),
    ):
        for word in rjieba.cut(text):
            if len(word) > 1 and word.isalpha() and word not in STOP:
                counted[fold(word)] += weight
    total = source.shelf.live.bit_count()

    def frequency(word: str) -> int:
        indexed = source.engine.frequency(word) if source.engine else 0
        return indexed + sum(word in each.text for each in fresh.values())

    weighed = [
        (word, math.sqrt(count) * math.log((1 + total) / (1 + frequency(word)) + 0.1))
        for word, count in counted.most_common(4 * _WORDS)
    ]
    # A word that stands nowhere else brings nobody.
    shared = [(word, weight) for word, weight in weighed if weight > 0 and frequency(word) > 1]
    return sorted(shared, key=lambda pair: (-pair[1], pair[0]))[:_WORDS]


def _kinship(one: Row, other: Row) -> float:
    common = len(set(one.topics) & set(other.topics))
    families = [
        genres.GENRES[row.genre].family for row in (one, other) if row.genre in genres.GENRES
    ]
    return _TOPIC * min(common, 2) + _FAMILY * (len(families) == 2 and len(set(families)) == 1)
