"""找范文: documents or sections, facets, the page of the chosen one; the same results as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from corpus.document import Document
from corpus.genres import ROLES
from corpus.search import index_state, suggest
from corpus.search.query import parse
from webapp import places, previews
from webapp.context import library, scope
from webapp.documents import passage_in
from webapp.elsewhere import elsewhere
from webapp.offers import missing, notes_of, offers
from webapp.question import FACETS, KINDS, Question, number, question, said
from webapp.saved_searches import saved

blueprint = Blueprint("search", __name__)

PAGE_SIZE, API_LIMIT, REMEMBERED, TOPICS_SHOWN = 10, 100, 4, 12
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
SECTION_WAYS: tuple[tuple[str, str], ...] = (
    ("消防 保障措施", "讲消防的文稿里的这一节"),
    ("防汛 存在问题", "章节名写在词里就行"),
)
"""How sections are asked for, in the place of `WAYS`."""
OFTEN = ("goals", "tasks", "steps", "duty", "safeguard", "require", "done", "problems", "next")
"""The roles of sections that are offered to choose from; others are found by their words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The page beside the results, with the passage marked that the result shows."""

    id: int
    words: str
    block: str
    page: int
    printed: places.Print
    found: tuple[places.Find, ...]
    passage: places.Find | None


@blueprint.get("/search")
def index() -> ResponseReturnValue:
    """The page of results; without words what is in the library, newest first."""
    asked = question()
    # sections of nothing in particular would be whatever stands longest in each document
    bare = asked.mode == "sections" and not asked.asks
    results = (
        asked.changed(mode="").results(0)
        if bare
        else asked.results(PAGE_SIZE, (asked.page - 1) * PAGE_SIZE)
    )
    if not results["hits"] and asked.page > 1:
        return redirect(asked.address())
    if asked.words and asked.page == 1:
        remember(asked.words)
    first = results["hits"][0] if results["hits"] else None
    nothing = asked.asks and not first
    return render_template(
        "search.html",
        asked=asked,
        shown=shown(first["id"], asked.words, passage_block(asked, first)) if first else None,
        results=results,
        hidden=duplicates_hidden(asked, results),
        facets=FACETS,
        kinds=KINDS,
        said=said,
        ways=SECTION_WAYS if asked.mode else WAYS,
        roles=ROLES,
        often=OFTEN,
        notes=notes_of(results),
        missing=missing(asked) if nothing else "",
        offers=offers(asked, results) if nothing else [],
        topics=topics() if nothing or not asked.asks else [],
        elsewhere=elsewhere(asked),
        recent=session.get("searches", []),
        saved=saved(asked),
        block_of=passage_block,
        pages=-(-results["total"] // PAGE_SIZE),
        advice=index_state(library()).advice,
    )


@blueprint.get("/search/preview/<int:document_id>")
def preview(document_id: int) -> ResponseReturnValue:
    """The page beside the results for one document: where its words are, or the page asked for."""
    page = number(request.args.get("page", ""), 0, 10_000)
    block = request.args.get("block", "")
    return render_template(
        "search_preview.html", shown=shown(document_id, question().words, block, page)
    )


@blueprint.get("/api/v1/search")
def api() -> ResponseReturnValue:
    """The results as JSON (DESIGN §4): `q`, facets, `limit` up to 100, `offset`.

    `sort=date` has the newest first, `duplicates=shown` each copy of the same content,
    `mode=sections` sections instead of documents, by the role that the words or `role` name.
    """
    limit = number(request.args.get("limit", ""), 10, API_LIMIT)
    return question().results(limit, number(request.args.get("offset", ""), 0, 100_000))


@blueprint.get("/api/v1/suggest")
def suggestions() -> ResponseReturnValue:
    """What the text `q`, typed so far, may become."""
    typed = request.args.get("q", "")[:200]
    return {"suggestions": [each.to_json() for each in suggest(library(), typed, scope())]}


def shown(document_id: int, words: str, block: str = "", page: int = 0) -> Shown:
    """The page to show of a document; without `page` the one with the passage of `block`, else
    the first on which its words stand."""
    printed = places.print_of(previews.of_document(document_id).file)
    found = places.find(printed, parse(words).shown)
    passage = None
    if block:
        document: Document = library().documents.get(document_id, scope()).document
        passage = passage_in(document.canonical(), block, printed)
    first = passage or (found[0] if found else None)
    page = page or (first.page if first else 1)
    return Shown(document_id, words, block, min(page, len(printed.sheets)), printed, found, passage)


def passage_block(asked: Question, hit: dict[str, Any]) -> str:
    """The block whose passage `hit` shows because it answers; empty where nothing was asked."""
    answers = asked.words or asked.role or asked.mode
    return str(hit["passage"]["block"]) if answers else ""


def duplicates_hidden(asked: Question, results: dict[str, Any]) -> int:
    """How many documents are not listed because another one with the same content is."""
    if asked.mode or asked.unfolded:
        return 0
    counts: list[int] = [
        n for kind, n in results["facets"]["kind"] if not asked.kind or kind in asked.kind
    ]
    return max(0, sum(counts) - int(results["total"]))


def topics() -> list[tuple[str, int, str]]:
    """The commonest topics of the whole library: topic, documents, address."""
    counted = Question("").results(0)["facets"]["topic"][:TOPICS_SHOWN]
    return [(topic, n, url_for("search.index", topic=topic)) for topic, n in counted]


def remember(words: str) -> None:
    """Keep `words` among the four that this person searched last."""
    others = [old for old in session.get("searches", []) if old != words]
    session["searches"] = [words[:40], *others][:REMEMBERED]
