"""tantivy behind the engine's interface; nothing else imports it.

A block's neighbouring characters are indexed as pairs with their positions, and blocks stand a
place apart: so no phrase of pairs crosses a block, and a word of any length is exactly the
phrase of its pairs. Single characters have fields without positions.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from heapq import nlargest
from operator import add
from pathlib import Path
from typing import Any

import tantivy

from corpus.library.content import BREAK
from corpus.search.engine import EngineFailed, Field, Holding, Indexed, Needed

# How much more a word counts in a title or heading, beside counting in the whole text.
_TITLE, _HEADINGS = 3.0, 1.0
# Bytes that the writer may gather before it writes a segment.
_HEAP = 64_000_000
# Hits that may be dropped before the documents wanted are named instead.
_SPARE = 3000
_CHARACTERS: Mapping[Field, str] = {"title": "title_characters", "text": "characters"}


class TantivyEngine:
    """An index in a folder; searches share one view of it until something was written."""

    def __init__(self, folder: Path) -> None:
        """The index in `folder`, made when missing; raises `EngineFailed` when it is broken."""
        self._lock = threading.RLock()
        self._list = folder / "meta.json"
        self._state: Hashable = None
        with self._guarded():
            folder.mkdir(parents=True, exist_ok=True)
            self._schema = _schema()
            self._index = tantivy.Index(self._schema, path=str(folder))
            self._index.config_reader("manual")
            self._searcher = self._refreshed()

    def holding(self, needed: Needed) -> Holding:
        """See `Engine.holding`; always exact."""
        with self._guarded():
            searcher = self._refreshed()
            return Holding(self._ids(searcher, self._word(needed.folded, needed.field)), True)

    def best(
        self, needed: Sequence[Needed], first: int, among: Collection[int] | None = None
    ) -> Mapping[int, float]:
        """See `Engine.best`."""
        with self._guarded():
            searcher = self._refreshed()
            query = self._ranked(needed)
            if among is None:
                return self._scores(searcher, query, first)
            # To name thousands of documents takes longer than to drop some of the best hits.
            likely = 2 * first * min(self._frequency(searcher, each) for each in needed)
            if likely <= _SPARE * len(among):
                limit = likely // len(among) + first
                best = self._scores(searcher, query, limit)
                kept = {id: best[id] for id in best.keys() & set(among)}
                if len(best) < limit:
                    return kept
                if len(kept) >= first:
                    return {id: kept[id] for id in nlargest(first, kept, key=kept.__getitem__)}
            ids = tantivy.Query.term_set_query(self._schema, "id", list(among))
            query = query.and_must_match(tantivy.Query.const_score_query(ids, 0.0))
            return self._scores(searcher, query, first)

    def frequency(self, folded: str) -> int:
        """See `Engine.frequency`: of the rarest of the word's pairs."""
        with self._guarded():
            searcher = self._refreshed()
            return self._frequency(searcher, Needed(folded))

    def count(self) -> int:
        """See `Engine.count`."""
        with self._guarded():
            return self._refreshed().num_docs

    def ids(self) -> Set[int]:
        """See `Engine.ids`."""
        with self._guarded():
            return set(self._ids(self._refreshed(), tantivy.Query.all_query()))

    def state(self) -> Hashable:
        """See `Engine.state`."""
        with self._guarded():
            self._refreshed()
            return self._state

    def write(
        self, documents: Iterable[Indexed], removed: Iterable[int], *, fresh: bool = False
    ) -> None:
        """See `Engine.write`; small segments are merged before it returns."""
        documents = list(documents)
        gone = set(removed) if fresh else {*removed, *(each.id for each in documents)}
        with self._writing():
            writer = self._index.writer(_HEAP, 1)
            try:
                if gone:
                    # To delete by an unsigned term does nothing at all, without a word.
                    query = tantivy.Query.term_set_query(self._schema, "id", sorted(gone))
                    writer.delete_documents_by_query(query)
                for document in documents:
                    writer.add_document(_made(document))
                writer.commit()
            except BaseException:
                writer.rollback()
                raise
            finally:
                writer.wait_merging_threads()

    def close(self) -> None:
        """See `Engine.close`: what is open is let go of."""
        with self._lock:
            self.__dict__.pop("_searcher", None)
            self.__dict__.pop("_index", None)

    def _scores(
        self, searcher: tantivy.Searcher, query: tantivy.Query, first: int
    ) -> dict[int, float]:
        hits = searcher.search(query, min(first, max(1, searcher.num_docs)), count=False).hits
        found = searcher.fast_field_values("id", [address for _, address in hits])
        return {int(id or 0): score for id, (score, _) in zip(found, hits, strict=True)}

    def _frequency(self, searcher: tantivy.Searcher, needed: Needed) -> int:
        if len(needed.folded) == 1:
            return searcher.doc_freq(_CHARACTERS[needed.field], needed.folded)
        pairs = _pairs(needed.folded)
        return min((searcher.doc_freq(needed.field, pair) for _, pair in pairs), default=0)

    def _ids(self, searcher: tantivy.Searcher, query: tantivy.Query) -> list[int]:
        # Ordered by the id, a hit carries the id itself: nothing more has to be fetched.
        limit = max(1, searcher.num_docs)
        hits = searcher.search(query, limit, count=False, order_by_field="id").hits
        return [id for id, _ in hits]

    def _word(self, folded: str, field: str) -> tantivy.Query:
        if len(folded) == 1:
            name = _CHARACTERS["title" if field == "title" else "text"]
            return tantivy.Query.term_query(self._schema, name, folded, "basic")
        if len(folded) == 2:
            return tantivy.Query.term_query(self._schema, field, folded)
        return tantivy.Query.phrase_query(self._schema, field, _pairs(folded))

    def _ranked(self, needed: Sequence[Needed]) -> tantivy.Query:
        clauses = []
        for need in needed:
            clauses.append((tantivy.Occur.Must, self._word(need.folded, need.field)))
            for field, weight in (("title", _TITLE), ("headings", _HEADINGS)):
                if len(need.folded) > 1:
                    word = self._word(need.folded, field)
                    boosted = tantivy.Query.boost_query(word, weight)
                    clauses.append((tantivy.Occur.Should, boosted))
        return tantivy.Query.boolean_query(clauses)

    def _refreshed(self) -> tantivy.Searcher:
        """The view of what was last committed, by whichever process."""
        # Each commit replaces the list of segments; its time may be that of the one before.
        state = self._list.read_bytes()
        if state != self._state:
            self._index.reload()
            self._searcher = self._index.searcher()
            self._state = state
        return self._searcher

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        with self._lock, _explained():
            yield

    def _writing(self) -> contextlib.AbstractContextManager[None]:
        """Searches go on meanwhile: they look at the last commit."""
        return _explained()


open_index = TantivyEngine


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Whatever goes wrong in tantivy means that the index is of no more use."""
    try:
        yield
    except (EngineFailed, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # A panic in Rust is no `Exception`.
        raise EngineFailed(f"{type(error).__name__}: {error}") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for field in ("title", "headings", "text"):
        builder.add_text_field(field, tokenizer_name="whitespace")
    for field in _CHARACTERS.values():
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def _made(document: Indexed) -> tantivy.Document:
    made = tantivy.Document()
    made.add_unsigned("id", document.id)
    made.add_text("title", _spaced(document.title))
    made.add_text("headings", _spaced(document.headings))
    made.add_text("text", _spaced(document.text))
    made.add_text("title_characters", " ".join(set(document.title)))
    made.add_text("characters", " ".join(set(document.text)))
    return made


def _spaced(folded: str) -> str:
    """The pairs of each block's neighbours, and its last character, parted by spaces.

    A mark between blocks takes a place of its own: without it, pairs that are two places apart
    would fit one block's end to the next one's beginning.
    """
    return " | ".join(
        " ".join(map(add, block, block[1:] + " ")) for block in folded.split(BREAK) if block
    )


def _pairs(folded: str) -> list[Any]:
    """As few pairs as cover a word, with their places in it."""
    places = [*range(0, len(folded) - 1, 2)]
    if len(folded) % 2 and len(folded) > 1:
        places.append(len(folded) - 2)
    return [(place, folded[place : place + 2]) for place in places]
