"""Whoosh behind the engine's interface; nothing outside this package imports it.

Terms come ready from `terms.py`; the index keeps no positions and no texts (positions are
what costs Whoosh most), so a search is set arithmetic on whole posting lists.
"""

from __future__ import annotations

import contextlib
import math
import os
import threading
import time
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path

from corpus.search.engine import EngineFailed, Holding, Indexed, Needed
from corpus.search.engines.whoosh.segments import (
    Codec,
    Leaf,
    Pool,
    Storage,
    merge,
    pour,
    schema,
)
from corpus.search.terms import terms, wanted

# How much more a term counts in a title or heading, beside counting in the whole text.
_WEIGHTS = (("title", 3.0), ("headings", 1.0))
# Saturation of a term's frequency, as BM25 has it; beyond so many times nothing is gained.
_K1 = 1.2
_SATURATED = 20


class WhooshEngine:
    """An index in a folder. One set of readers is shared: threads only slow Whoosh down."""

    def __init__(self, folder: Path) -> None:
        """The index in `folder`, made when missing; raises `EngineFailed` when it is broken."""
        self._folder = folder
        self._lock = threading.RLock()
        self._generation = -1
        self._leaves: dict[str, Leaf] = {}
        with self._guarded():
            folder.mkdir(parents=True, exist_ok=True)
            self._storage = Storage(str(folder))
            with self._storage.closing_on_failure():
                if self._storage.index_exists():
                    # The list of segments pickles the schema: ours takes its place.
                    self._index = self._storage.open_index(schema=schema())
                else:
                    self._index = self._storage.create_index(schema())
            self._refresh()

    def holding(self, needed: Needed) -> Holding:
        """See `Engine.holding`; exact for one or two characters."""
        want = wanted(needed.folded)
        found: list[int] = []
        with self._guarded():
            self._refresh()
            for leaf in self._leaves.values():
                deleted = leaf.deleted
                matched = _matched(leaf, [(needed.field, term) for term in want.terms])
                found += [leaf.ids[number] for number in matched if number not in deleted]
        return Holding(found, want.exact)

    def best(
        self, needed: Sequence[Needed], first: int, among: Collection[int] | None = None
    ) -> Mapping[int, float]:
        """See `Engine.best`."""
        wanted_ids = None if among is None else set(among)
        found: dict[int, float] = {}
        asked = [(need.field, term) for need in needed for term in wanted(need.folded).terms]
        with self._guarded():
            self._refresh()
            total = self._count()
            for leaf in self._leaves.values():
                deleted = leaf.deleted
                chosen = (
                    None
                    if wanted_ids is None
                    else {number for number, id in enumerate(leaf.ids) if id in wanted_ids}
                )
                for number, score in _scored(leaf, asked, total, chosen).items():
                    if number not in deleted:
                        found[leaf.ids[number]] = score
        if len(found) <= first:
            return found
        least = sorted(found.values())[-first]
        best = [id for id, score in found.items() if score > least]
        best += sorted(id for id, score in found.items() if score == least)[: first - len(best)]
        return {id: found[id] for id in best}

    def frequency(self, folded: str) -> int:
        """See `Engine.frequency`: of the rarest of the word's terms."""
        with self._guarded():
            self._refresh()
            return min(
                sum(leaf.frequency("text", term) for leaf in self._leaves.values())
                for term in wanted(folded).terms or ("",)
            )

    def count(self) -> int:
        """See `Engine.count`."""
        with self._guarded():
            self._refresh()
            return self._count()

    def ids(self) -> Set[int]:
        """See `Engine.ids`."""
        result: set[int] = set()
        with self._guarded():
            self._refresh()
            for leaf in self._leaves.values():
                deleted = set(leaf.segment.deleted_docs())
                result.update(id for n, id in enumerate(leaf.ids) if n not in deleted)
        return result

    def state(self) -> Hashable:
        """See `Engine.state`."""
        with self._guarded():
            self._refresh()
            return self._generation

    def write(
        self, documents: Iterable[Indexed], removed: Iterable[int], *, fresh: bool = False
    ) -> None:
        """See `Engine.write`."""
        with self._guarded():
            self._refresh()
            documents = list(documents)
            gone = set(removed) if fresh else {*removed, *(each.id for each in documents)}
            writer = self._index.writer(codec=Codec())
            writer.pool = pool = Pool()
            try:
                for segment in writer.segments if gone else ():
                    for number, id in enumerate(self._leaves[segment.segment_id()].ids):
                        if id in gone and not segment.is_deleted(number):
                            segment.delete_document(number)
                for document in documents:
                    number = writer.docnum
                    writer.add_document(id=str(document.id))
                    pour(pool.of("title"), number, terms(document.title))
                    pour(pool.of("headings"), number, terms(document.headings))
                    pour(pool.of("text"), number, terms(document.text))
                writer.commit(mergetype=merge)
            except BaseException:
                with contextlib.suppress(Exception):
                    writer.cancel()
                raise
            self._sync()

    def close(self) -> None:
        """See `Engine.close`."""
        with self._lock, contextlib.suppress(Exception):
            for leaf in self._leaves.values():
                leaf.reader.close()
            self._leaves = {}
            self._generation = -1
            self._index.close()

    def _count(self) -> int:
        return sum(leaf.segment.doc_count() for leaf in self._leaves.values())

    def _refresh(self) -> None:
        """Read what was last committed, by whichever process."""
        for attempt in range(5):
            if self._index.latest_generation() == self._generation:
                return
            try:
                with self._storage.closing_on_failure():
                    self._read_segments()
                return
            except OSError:
                # A writer has removed a segment between our reading the list and opening it.
                if attempt == 4:
                    raise
                time.sleep(0.02)

    def _read_segments(self) -> None:
        """Open new segments, keep the others open, close what is no longer there.

        Whoosh's own reader cannot be used for this: handed an older reader to reuse, it goes
        on answering from segments that have been merged away.
        """
        toc = self._index._read_toc()
        leaves = {}
        for segment in toc.segments:
            name = segment.segment_id()
            leaf = self._leaves.get(name) or Leaf(self._storage, toc.schema, segment)
            # The list of deleted documents is part of the segment as just read.
            leaf.segment = segment
            leaf.deleted = frozenset(segment.deleted_docs())
            leaves[name] = leaf
        for name in self._leaves.keys() - leaves.keys():
            self._leaves[name].reader.close()
        self._leaves = leaves
        self._generation = toc.generation

    def _sync(self) -> None:
        """Make the index durable before the queue forgets what went into it: Whoosh does not."""
        for path in self._folder.iterdir():
            if path.suffix in (".seg", ".toc"):
                handle = os.open(path, os.O_RDWR)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """One at a time, and whatever Whoosh raises means that the index is of no more use."""
        with self._lock:
            try:
                yield
            except EngineFailed:
                raise
            except Exception as error:
                raise EngineFailed(f"{type(error).__name__}: {error}") from error


open_index = WhooshEngine


def _matched(leaf: Leaf, asked: Sequence[tuple[str, str]]) -> Collection[int]:
    """The numbers of the documents of one segment that have all terms."""
    lists = sorted((leaf.postings(*term)[0] for term in asked), key=len)
    if len(lists) == 1:
        return lists[0]
    matched = set(lists[0])
    for numbers in lists[1:]:
        if not matched:
            break
        matched.intersection_update(numbers)
    return matched


def _scored(
    leaf: Leaf, asked: Sequence[tuple[str, str]], total: int, chosen: set[int] | None
) -> dict[int, float]:
    """The documents of one segment (of those `chosen`) that have all terms, with rough scores."""
    matched = _matched(leaf, asked)
    scores = dict.fromkeys(matched if chosen is None else chosen.intersection(matched), 0.0)
    if not scores:
        return scores
    for field, term in asked:
        numbers, weights = leaf.postings(field, term)
        rarity = math.log(1 + total / (1 + len(numbers)))
        _add(scores, numbers, weights, rarity)
        if field == "text":
            for extra, weight in _WEIGHTS:
                _add(scores, *leaf.postings(extra, term), rarity * weight)
    return scores


def _add(
    scores: dict[int, float], numbers: Sequence[int], weights: Sequence[int], factor: float
) -> None:
    gains = [factor * weight / (weight + _K1) for weight in range(_SATURATED + 1)]
    if len(scores) * 4 < len(numbers):
        weight_of = dict(zip(numbers, weights, strict=True))
        for number in scores:
            scores[number] += gains[min(weight_of.get(number, 0), _SATURATED)]
        return
    for number, weight in zip(numbers, weights, strict=True):
        if number in scores:
            scores[number] += gains[weight if weight < _SATURATED else _SATURATED]
