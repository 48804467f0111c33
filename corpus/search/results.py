"""Results of a search, in the design's shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.search.facets import Facets
from corpus.search.passage import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found; `matches` counts how often the words stand in it.

    `source` is the kind of document (library, sample, export), `file` the name it came under.
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
            "passage": {
                "heading": self.passage.heading,
                "html": self.passage.html,
                "block": self.passage.block,
            },
        }


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, how many there are in all, and what would narrow them.

    `took_ms` is the time in milliseconds.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Facets
    took_ms: float

    def to_json(self) -> dict[str, Any]:
        """The results as plain JSON values."""
        return {
            "hits": [hit.to_json() for hit in self.hits],
            "total": self.total,
            "facets": {name: [list(pair) for pair in pairs] for name, pairs in self.facets.items()},
            "took_ms": round(self.took_ms, 1),
        }
