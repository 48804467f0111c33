"""What somebody asks of the library: words, chosen facets, way of looking; its address, its answer.

The page 找范文, the API and the saved searches all read a question from the same parameters and
get its answer from here, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from corpus.genres import ROLES
from corpus.search import find, find_sections
from webapp.context import library, scope, unit

PAGES, WORDS_LENGTH = 100, 200
FACETS: tuple[tuple[str, str, int], ...] = (
    ("genre", "文种", 5),
    ("year", "年份", 4),
    ("unit", "单位", 3),
    ("kind", "来源", 3),
    ("topic", "主题", 4),
)
"""Facets in the order of the page: name in the address, in words, values shown at first."""
KINDS = {"library": "文库", "sample": "模板样稿", "export": "我的文稿"}

Mode = Literal["", "sections"]
Sort = Literal["", "date"]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: words, chosen facets, documents or sections, order, the page of results."""

    words: str
    genre: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    unit: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    role: str | None = None
    mode: Mode = ""
    sort: Sort = ""
    unfolded: bool = False
    page: int = 1

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The chosen facet values as (name in the address, value)."""
        pairs = [(name, str(value)) for name, _, _ in FACETS for value in getattr(self, name)]
        return pairs + ([("role", self.role)] if self.role else [])

    @property
    def asks(self) -> bool:
        """Whether anything is asked for; without words and facets it is the whole library."""
        return bool(self.words or self.chosen)

    @property
    def name(self) -> str:
        """What this question may be called: its words and what was chosen."""
        return " ".join([self.words, *(said(*pair) for pair in self.chosen)]).strip()

    def changed(self, **changes: Any) -> Question:
        """This question with other values, at its first page."""
        return replace(self, page=1, **changes)

    def unlimited(self) -> Question:
        """This question without any chosen facet."""
        return self.changed(genre=(), year=(), unit=(), topic=(), kind=(), role=None)

    def without(self, name: str, value: str) -> Question:
        """This question without one chosen value."""
        if name == "role":
            return self.changed(role=None)
        left = tuple(kept for kept in getattr(self, name) if str(kept) != value)
        return self.changed(**{name: left})

    def parameters(self, *, page: int = 1) -> dict[str, Any]:
        """This question as parameters of an address: strings and lists of strings."""
        values: dict[str, Any] = {"q": self.words} if self.words else {}
        for name, value in self.chosen:
            values.setdefault(name, []).append(value)
        return values | self.manner() | ({"page": page} if page > 1 else {})

    def manner(self) -> dict[str, str]:
        """Those parameters that say how to look, not for what."""
        values: dict[str, str] = {"mode": self.mode} if self.mode else {}
        values |= {"sort": self.sort} if self.sort else {}
        return values | ({"duplicates": "shown"} if self.unfolded else {})

    def address(self, *, page: int = 1) -> str:
        """The address of this question, or of another page of it."""
        return url_for("search.index", **self.parameters(page=page))

    def results(self, limit: int, offset: int = 0) -> dict[str, Any]:
        """The results in the shape of DESIGN §4: documents, or sections where these are asked."""
        narrowing: dict[str, Any] = {
            "genre": self.genre,
            "year": self.year,
            "unit": self.unit,
            "topic": self.topic,
            "kind": self.kind,
            "role": self.role,
            "limit": limit,
            "offset": offset,
            "own_unit": unit().name,
        }
        if self.mode == "sections":
            return find_sections(library(), self.words, scope(), **narrowing).to_json()
        return find(
            library(),
            self.words,
            scope(),
            sort=self.sort or "relevance",
            fold_duplicates=not self.unfolded,
            **narrowing,
        ).to_json()


def question() -> Question:
    """What this request asks."""
    return asked(request.args)


def asked(values: MultiDict[str, str]) -> Question:
    """The question that the parameters `values` spell; what cannot be meant is passed over."""
    role = values.get("role", "")
    return Question(
        words=" ".join(values.get("q", "").split())[:WORDS_LENGTH],
        genre=tuple(values.getlist("genre")),
        year=tuple(
            int(text) for text in values.getlist("year") if text.isdecimal() and len(text) == 4
        ),
        unit=tuple(values.getlist("unit")),
        topic=tuple(values.getlist("topic")),
        kind=tuple(kind for kind in values.getlist("kind") if kind in KINDS),
        role=role if role in ROLES else None,
        mode="sections" if values.get("mode") == "sections" else "",
        sort="date" if values.get("sort") == "date" else "",
        unfolded=values.get("duplicates") == "shown",
        page=number(values.get("page", ""), 1, PAGES),
    )


def number(text: str, default: int, most: int) -> int:
    """`text` as a whole number, from 1 (0 where that is the default) to `most`; else `default`."""
    if not text.isascii() or not text.isdecimal():
        return default
    return max(min(int(text[:9]), most), 1 if default else 0)


def said(name: str, value: str) -> str:
    """A chosen facet value as the page says it."""
    if name == "role":
        return ROLES[value].label
    return KINDS.get(value, value) if name == "kind" else value
