"""Results of a search, in the design's shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.search.facets import Facets
from corpus.search.passage import Passage
from corpus.search.shelf import Row


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found; `matches` counts how often the words stand in it.

    `source` is the kind of document (library, sample, export), `file` the name it came under,
    `duplicates` are the ids of documents with the same content that it stands for.
    """

    id: int
    title: str
    title_html: str
    genre: str
    year: int | None
    unit: str | None
    topics: tuple[str, ...]
    source: str
    file: str
    score: float
    matches: int
    passage: Passage
    duplicates: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The hit as plain JSON values."""
        return {
            "id": self.id,
            "title": self.title,
            "title_html": self.title_html,
            "genre": self.genre,
            "year": self.year,
            "unit": self.unit,
            "topics": list(self.topics),
            "source": self.source,
            "file": self.file,
            "score": round(self.score, 4),
            "matches": self.matches,
            "passage": self.passage.to_json(),
            "duplicates": list(self.duplicates),
        }


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, how many there are in all, and what would narrow them.

    `notes` say in Chinese what of the query was understood otherwise than typed, passed over
    or dropped to find anything. Where there are no hits, `nearest` are queries with fewer words
    and how many documents they find. `took_ms` is the time in milliseconds.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Facets
    took_ms: float
    notes: tuple[str, ...] = ()
    nearest: tuple[tuple[str, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The results as plain JSON values."""
        return {
            "hits": [hit.to_json() for hit in self.hits],
            "total": self.total,
            "facets": {name: [list(pair) for pair in pairs] for name, pairs in self.facets.items()},
            "notes": list(self.notes),
            "nearest": [list(pair) for pair in self.nearest],
            "took_ms": round(self.took_ms, 1),
        }


@dataclass(frozen=True, slots=True)
class SectionHit:
    """A section found: what a person drops into a draft, with the document it stands in.

    `text` is the whole section in plain lines, `block` the id of its heading.
    """

    document: Row
    heading: str
    role: str | None
    text: str
    score: float
    passage: Passage

    def to_json(self) -> dict[str, Any]:
        """The hit as plain JSON values."""
        row = self.document
        return {
            "id": row.id,
            "title": row.title,
            "genre": row.genre,
            "year": row.year,
            "unit": row.unit,
            "source": row.kind,
            "heading": self.heading,
            "role": self.role,
            "text": self.text,
            "score": round(self.score, 4),
            "passage": self.passage.to_json(),
        }


@dataclass(frozen=True, slots=True)
class SectionResults:
    """A page of sections; `total` counts those of the documents that were looked through.

    `complete` says that these were all documents that answer.
    """

    hits: tuple[SectionHit, ...]
    total: int
    complete: bool
    facets: Facets
    took_ms: float
    role: str | None
    notes: tuple[str, ...] = ()
    nearest: tuple[tuple[str, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The results as plain JSON values."""
        return {
            "hits": [hit.to_json() for hit in self.hits],
            "total": self.total,
            "complete": self.complete,
            "facets": {name: [list(pair) for pair in pairs] for name, pairs in self.facets.items()},
            "role": self.role,
            "notes": list(self.notes),
            "nearest": [list(pair) for pair in self.nearest],
            "took_ms": round(self.took_ms, 1),
        }
