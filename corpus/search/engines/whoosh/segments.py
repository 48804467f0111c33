"""Segments as we write and read them: Whoosh's files with our own lists of postings."""

from __future__ import annotations

import contextlib
import math
import struct
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

with warnings.catch_warnings():
    # Its sources hold escapes that newer Pythons warn about when they compile them.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import fields, formats, reading  # type: ignore[import-untyped]
    from whoosh.codec.whoosh3 import (  # type: ignore[import-untyped]
        W3Codec,
        W3FieldWriter,
        W3TermInfo,
    )
    from whoosh.filedb import filestore  # type: ignore[import-untyped]

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


def schema() -> Any:
    """The fields of the index: the id, and what is searched."""
    return fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        title=_Terms(),
        headings=_Terms(),
        text=_Terms(),
    )


class Pool:
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
        pour(self.of(field), number, {term.decode(): 1})

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


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own format, written our way; nobody asks for fields' lengths."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """The writer of a segment's terms."""
        return _FieldWriter(self, storage, segment)


class Storage(filestore.FileStorage):  # type: ignore[misc]
    """A folder that knows which files were opened last: Whoosh forgets those it fails on."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """A file of the folder, open for reading."""
        file = super().open_file(name, **options)
        self.opened.append(file)
        return file

    @contextlib.contextmanager
    def closing_on_failure(self) -> Iterator[None]:
        """Close what is opened meanwhile if the work fails."""
        self.opened = []
        try:
            yield
        except BaseException:
            for file in self.opened:
                with contextlib.suppress(Exception):
                    file.close()
            raise
        finally:
            self.opened = []


class Leaf:
    """A segment, open for reading, and the ids of its documents by their numbers."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        self.segment = segment
        self.deleted: frozenset[int] = frozenset()
        self.reader = reading.SegmentReader(storage, schema, segment)
        column = self.reader.column_reader("id", translate=False)
        self.ids = [int(column[number]) for number in range(segment.doc_count_all())]

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term; empty where it does not occur."""
        return _read(self.reader, field, term)

    def frequency(self, field: str, term: str) -> int:
        """In how many documents of the segment a term stands, deleted ones included."""
        return int(self.reader.doc_frequency(field, term.encode()))


def _read(reader: Any, field: str, term: str) -> Postings:
    try:
        info = reader.term_info(field, term.encode())
    except reading.TermNotFound:
        return [], []
    numbers, weights, _ = info.inlined_postings()
    return numbers, weights


def pour(lists: defaultdict[str, Postings], number: int, counted: Mapping[str, int]) -> None:
    """Add document `number` to the `lists` of its terms, each with how often it occurs."""
    for term, count in counted.items():
        numbers, weights = lists[term]
        numbers.append(number)
        weights.append(count)


# So many segments of one size class are merged into one.
_WIDTH = 8


def merge(writer: Any, segments: list[Any]) -> list[Any]:
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
                        pour(lists, moved[number], {key.decode(): weight})
        writer._added = True
    finally:
        reader.close()
