"""找范文: facets, ranked passages, the page of the chosen one; the same results as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from corpus.genres import ROLES
from corpus.search import find, find_sections, index_state, suggest
from corpus.search.query import parse
from webapp import places, previews
from webapp.context import library, preferences, scope

blueprint = Blueprint("search", __name__)

PAGE_SIZE, PAGES, API_LIMIT, REMEMBERED = 10, 100, 100, 4
FACETS: tuple[tuple[str, str, int], ...] = (
    ("genre", "文种", 5),
    ("year", "年份", 4),
    ("unit", "单位", 3),
    ("kind", "来源", 3),
    ("topic", "主题", 4),
)
"""Facets in the order of the page: name in the address, in words, values shown at first."""
KINDS = {"library": "文库", "sample": "示例", "export": "我导出的"}
WAYS: tuple[tuple[str, str], ...] = (
    ("空格", "都要有"),
    ("“原文”", "一字不差"),
    ("-词", "不含"),
    ("标题:词", "只看标题"),
    ("年:2023..2025", "这几年的"),
)
"""How words may be written, as the line below the search box says."""
MORE_WAYS: tuple[tuple[str, str], ...] = (
    ("文种:方案", "只要这一类，大类也行"),
    ("单位:柳溪", "只要这个单位的"),
    ("主题:消防安全", "只要这个主题的"),
)
"""What only the page of help says."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: words, chosen facets, the page of results."""

    words: str
    genre: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    unit: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    role: str | None = None
    sort: str = ""
    unfolded: bool = False
    page: int = 1

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The chosen facet values as (name in the address, value)."""
        pairs = [(name, str(value)) for name, _, _ in FACETS for value in getattr(self, name)]
        return pairs + ([("role", self.role)] if self.role else [])

    def parameters(
        self, *, without: tuple[str, str] | None = None, page: int = 1
    ) -> dict[str, Any]:
        """This question as parameters of an address, one facet value left out."""
        values: dict[str, Any] = {"q": self.words} if self.words else {}
        for name, value in self.chosen:
            if (name, value) != without:
                values.setdefault(name, []).append(value)
        values |= {"sort": self.sort} if self.sort else {}
        values |= {"duplicates": "shown"} if self.unfolded else {}
        return values | ({"page": page} if page > 1 else {})

    def address(self, *, without: tuple[str, str] | None = None, page: int = 1) -> str:
        """The address of this question, one facet value left out or another page of it."""
        return url_for("search.index", **self.parameters(without=without, page=page))

    def results(self, limit: int, offset: int = 0) -> dict[str, Any]:
        """The results in the shape of DESIGN §4; raises `InvalidQuery`."""
        found = find(
            library(),
            self.words,
            scope(),
            genre=self.genre,
            year=self.year,
            unit=self.unit,
            topic=self.topic,
            kind=self.kind,
            role=self.role,
            limit=limit,
            offset=offset,
            sort="date" if self.sort == "date" else "relevance",
            fold_duplicates=not self.unfolded,
            own_unit=preferences().unit,
        )
        result: dict[str, Any] = found.to_json()
        return result


@dataclass(frozen=True, slots=True)
class Shown:
    """The page beside the results."""

    id: int
    words: str
    page: int
    printed: places.Print
    found: tuple[places.Find, ...]


def question() -> Question:
    """What this request asks; values that cannot be meant are passed over."""
    many = request.args.getlist
    role = request.args.get("role", "")
    return Question(
        words=" ".join(request.args.get("q", "").split())[:200],
        genre=tuple(many("genre")),
        year=tuple(int(text) for text in many("year") if text.isdecimal() and len(text) == 4),
        unit=tuple(many("unit")),
        topic=tuple(many("topic")),
        kind=tuple(kind for kind in many("kind") if kind in KINDS),
        role=role if role in ROLES else None,
        sort="date" if request.args.get("sort") == "date" else "",
        unfolded=request.args.get("duplicates") == "shown",
        page=_number("page", 1, PAGES),
    )


@blueprint.get("/search")
def index() -> ResponseReturnValue:
    """The page of results; without words what is in the library, newest first."""
    asked = question()
    results = asked.results(PAGE_SIZE, (asked.page - 1) * PAGE_SIZE)
    if not results["hits"] and asked.page > 1:
        return redirect(asked.address())
    if asked.words and asked.page == 1:
        remember(asked.words)
    first = results["hits"][0] if results["hits"] else None
    return render_template(
        "search.html",
        asked=asked,
        shown=shown(first["id"], asked.words) if first else None,
        results=results,
        facets=FACETS,
        kinds=KINDS,
        ways=WAYS,
        roles=ROLES,
        pages=-(-results["total"] // PAGE_SIZE),
        advice=index_state(library()).advice,
    )


@blueprint.get("/search/preview/<int:document_id>")
def preview(document_id: int) -> ResponseReturnValue:
    """The page beside the results for one document: where its words are, or the page asked for."""
    number = _number("page", 0, 10_000)
    return render_template(
        "search_preview.html", shown=shown(document_id, question().words, number)
    )


@blueprint.get("/api/v1/search")
def api() -> ResponseReturnValue:
    """The results as JSON (DESIGN §4): `q`, facets, `limit` up to 100, `offset`.

    `sort=date` has the newest first, `duplicates=shown` each copy of the same content,
    `mode=sections` sections instead of documents, by the role that the words or `role` name.
    """
    if request.args.get("mode") == "sections":
        asked = question()
        return find_sections(
            library(),
            asked.words,
            scope(),
            role=asked.role,
            genre=asked.genre,
            year=asked.year,
            unit=asked.unit,
            topic=asked.topic,
            kind=asked.kind,
            limit=_number("limit", 10, API_LIMIT),
            offset=_number("offset", 0, 100_000),
            own_unit=preferences().unit,
        ).to_json()
    return question().results(_number("limit", 10, API_LIMIT), _number("offset", 0, 100_000))


@blueprint.get("/api/v1/suggest")
def suggestions() -> ResponseReturnValue:
    """What the text `q`, typed so far, may become."""
    typed = request.args.get("q", "")[:200]
    return {"suggestions": [each.to_json() for each in suggest(library(), typed, scope())]}


def shown(document_id: int, words: str, number: int = 0) -> Shown:
    """The page to show of a document; without `number` the first on which its words stand."""
    printed = places.print_of(previews.of_document(document_id).file)
    found = places.find(printed, parse(words).shown)
    page = number or (found[0].page if found else 1)
    return Shown(document_id, words, min(page, len(printed.sheets)), printed, found)


def remember(words: str) -> None:
    """Keep `words` among the four that this person searched last."""
    others = [old for old in session.get("searches", []) if old != words]
    session["searches"] = [words[:40], *others][:REMEMBERED]


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name, "")
    if not text.isascii() or not text.isdecimal():
        return default
    return max(min(int(text[:9]), most), 1 if default else 0)
