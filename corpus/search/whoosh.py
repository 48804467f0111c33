"""Whoosh behind the engine's interface; nothing else imports it.

Terms come ready from `terms.py`; the index keeps no positions and no texts (positions are
what costs Whoosh most), so a search is set arithmetic on whole posting lists.
"""

from __future__ import annotations

import contextlib
import math
import os
import struct
import threading
import time
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from corpus.search.engine import EngineFailed, Field, Indexed, Needed
from corpus.search.terms import terms

with warnings.catch_warnings():
    # Its sources hold escapes that newer Pythons warn about when they compile them.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import fields, formats, index, reading  # type: ignore[import-untyped]
    from whoosh.codec.whoosh3 import (  # type: ignore[import-untyped]
        W3Codec,
        W3FieldWriter,
        W3TermInfo,
    )

# How much more a term counts in a title or heading, beside counting in the whole text.
_WEIGHTS: tuple[tuple[Field, float], ...] = (("title", 3.0), ("headings", 1.0))
# Saturation of a term's frequency, as BM25 has it.
_K1 = 1.2


# Numbers of documents within a segment, and how often the term stands in each.
Postings = tuple[list[int], list[int]]


class _Terms(fields.FieldType):  # type: ignore[misc]
    """A field of counted terms; `WhooshEngine.write` hands them over itself, all at once."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.indexed = True
        self.vector = None
        self.column_type = None

    def index(self, value: str, **_: object) -> tuple[()]:
        """Nothing: Whoosh would take every posting through five calls."""
        return ()


def _schema() -> Any:
    return fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        title=_Terms(),
        headings=_Terms(),
        text=_Terms(),
    )


class _Pool:
    """Postings on their way into a segment: by field and term, numbers and weights.

    Whoosh's own pool sorts single postings and spills them to disk; a batch fits in memory.
    """

    def __init__(self) -> None:
        self.lists: dict[str, defaultdict[str, Postings]] = {}

    def of(self, field: str) -> defaultdict[str, Postings]:
        """The postings of a field by term."""
        return self.lists.setdefault(field, defaultdict(lambda: ([], [])))

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting as Whoosh hands it over: the field `id`, always once."""
        field, term, number, _, _ = posting
        _pour(self.of(field), number, {term.decode(): 1})

    def iter_postings(self) -> dict[str, defaultdict[str, Postings]]:
        """What `_FieldWriter.add_postings` takes."""
        return self.lists

    def cleanup(self) -> None:
        """Nothing was spilled."""


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes each term's postings beside the term, in one piece that is read in one piece."""

    def add_postings(
        self, schema: Any, _lengths: object, lists: dict[str, defaultdict[str, Postings]]
    ) -> None:
        """Write all postings of a segment; terms ascend, as Whoosh's table wants them."""
        for field in sorted(lists):
            self.start_field(field, schema[field])
            prefix = struct.pack("!H", self._fieldid)
            # Sorted by code point, strings are in the order of their bytes in UTF-8.
            for term in sorted(lists[field]):
                numbers, weights = lists[field][term]
                info = W3TermInfo()
                info._weight, info._df = sum(weights), len(numbers)
                info._maxweight, info._minid, info._maxid = max(weights), numbers[0], numbers[-1]
                info.set_inlined(numbers, weights, ())
                self._tindex.add(prefix + term.encode(), info.to_bytes())
            self.finish_field()


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own format, written our way; nobody asks for fields' lengths."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """The writer of a segment's terms."""
        return _FieldWriter(self, storage, segment)


class _Leaf:
    """A segment, open for reading, and the ids of its documents by their numbers."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        self.segment = segment
        self.reader = reading.SegmentReader(storage, schema, segment)
        column = self.reader.column_reader("id", translate=False)
        self.ids = [int(column[number]) for number in range(segment.doc_count_all())]

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term; empty where it does not occur."""
        return _read(self.reader, field, term)


class WhooshEngine:
    """An index in a folder. One set of readers is shared: threads only slow Whoosh down."""

    def __init__(self, folder: Path) -> None:
        """The index in `folder`, made when missing; raises `EngineFailed` when it is broken."""
        self._folder = folder
        self._lock = threading.RLock()
        self._generation = -1
        self._leaves: dict[str, _Leaf] = {}
        with self._guarded():
            folder.mkdir(parents=True, exist_ok=True)
            if index.exists_in(folder):
                self._index = index.open_dir(folder, schema=_schema())
            else:
                self._index = index.create_in(folder, _schema())
            self._refresh()

    def search(self, needed: Sequence[Needed]) -> Mapping[int, float]:
        """See `Engine.search`."""
        found: dict[int, float] = {}
        with self._guarded():
            self._refresh()
            total = self._count()
            for leaf in self._leaves.values():
                deleted = set(leaf.segment.deleted_docs())
                for number, score in _search_leaf(leaf, needed, total).items():
                    if number not in deleted:
                        found[leaf.ids[number]] = score
        return found

    def frequency(self, term: str) -> int:
        """See `Engine.frequency`."""
        with self._guarded():
            return sum(len(leaf.postings("text", term)[0]) for leaf in self._leaves.values())

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

    def write(
        self, documents: Iterable[Indexed], removed: Iterable[int], *, fresh: bool = False
    ) -> None:
        """See `Engine.write`."""
        with self._guarded():
            self._refresh()
            documents = list(documents)
            gone = set(removed) if fresh else {*removed, *(each.id for each in documents)}
            writer = self._index.writer(codec=_Codec())
            writer.pool = pool = _Pool()
            try:
                for segment in writer.segments if gone else ():
                    for number, id in enumerate(self._leaves[segment.segment_id()].ids):
                        if id in gone and not segment.is_deleted(number):
                            segment.delete_document(number)
                for document in documents:
                    number = writer.docnum
                    writer.add_document(id=str(document.id))
                    _pour(pool.of("title"), number, terms(document.title))
                    _pour(pool.of("headings"), number, terms(document.headings))
                    _pour(pool.of("text"), number, terms(document.text))
                writer.commit(mergetype=_merge)
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
            leaf = self._leaves.get(name) or _Leaf(self._index.storage, toc.schema, segment)
            # The list of deleted documents is part of the segment as just read.
            leaf.segment = segment
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


def _search_leaf(leaf: _Leaf, needed: Sequence[Needed], total: int) -> dict[int, float]:
    """Document numbers of one segment that have all that is `needed`, with rough scores."""
    lists: list[tuple[Field, str, Postings]] = []
    for need in needed:
        for term in need.terms:
            lists.append((need.field, term, leaf.postings(need.field, term)))
    lists.sort(key=lambda entry: len(entry[2][0]))
    matched = set(lists[0][2][0])
    for _, _, (numbers, _) in lists[1:]:
        if not matched:
            return {}
        matched.intersection_update(numbers)
    scores = dict.fromkeys(matched, 0.0)
    for field, term, (numbers, weights) in lists:
        rarity = math.log(1 + total / (1 + len(numbers)))
        _add(scores, numbers, weights, rarity)
        for extra, weight in _WEIGHTS:
            if field == "text":
                _add(scores, *leaf.postings(extra, term), rarity * weight)
    return scores


def _add(scores: dict[int, float], numbers: list[int], weights: list[int], factor: float) -> None:
    for number, weight in zip(numbers, weights, strict=True):
        if number in scores:
            scores[number] += factor * weight / (weight + _K1)


def _read(reader: Any, field: str, term: str) -> Postings:
    try:
        info = reader.term_info(field, term.encode())
    except reading.TermNotFound:
        return [], []
    numbers, weights, _ = info.inlined_postings()
    return numbers, weights


def _pour(lists: defaultdict[str, Postings], number: int, counted: Mapping[str, int]) -> None:
    for term, count in counted.items():
        numbers, weights = lists[term]
        numbers.append(number)
        weights.append(count)


# So many segments of one size class are merged into one.
_WIDTH = 8


def _merge(writer: Any, segments: list[Any]) -> list[Any]:
    """The segments to keep; the segment being written takes the others in.

    A document is rewritten once for each eightfold growth of the index, and a search meets a
    few dozen segments at most.
    """
    classes: defaultdict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        if count := segment.doc_count():
            classes[int(math.log(count, _WIDTH))].append(segment)
    kept: list[Any] = []
    for size, members in sorted(classes.items()):
        growing = writer.docnum >= _WIDTH**size
        if len(members) + growing < _WIDTH:
            kept += members
            continue
        for segment in members:
            _take_in(writer, segment)
    return kept


def _take_in(writer: Any, segment: Any) -> None:
    """Copy what lives in `segment` into the segment being written."""
    reader = reading.SegmentReader(writer.storage, writer.schema, segment)
    try:
        first = writer.docnum
        names = set(reader.indexed_field_names()) & set(writer.schema.names())
        moved = writer.write_per_doc(names | {"id"}, reader)
        for field in names:
            lists = writer.pool.of(field)
            for key in reader.lexicon(field):
                numbers, weights = _read(reader, field, key.decode())
                if moved is None:
                    into_numbers, into_weights = lists[key.decode()]
                    into_numbers.extend([first + number for number in numbers])
                    into_weights.extend(weights)
                    continue
                for number, weight in zip(numbers, weights, strict=True):
                    if number in moved:
                        _pour(lists, moved[number], {key.decode(): weight})
        writer._added = True
    finally:
        reader.close()
