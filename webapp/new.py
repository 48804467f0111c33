"""新建文稿: the gallery of templates, each with the pages of its own sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flask import render_template, request
from flask.typing import ResponseReturnValue

from corpus import genres, pinyin
from corpus.document import Document
from corpus.library import Stored
from generator import template
from generator.errors import UnknownTemplate
from generator.template import Template
from webapp import previews
from webapp.context import library, scope
from webapp.related import telling_words
from webapp.shown import stored_document

COUNTED = 1000
"""So many of the latest drafts tell how often a template was used."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A genre in the list beside the gallery, with how many templates it has."""

    name: str
    count: int
    chosen: bool


def gallery() -> ResponseReturnValue:
    """The gallery; `genre` and `q` narrow it, `template` chooses one, `document` is an old
    document to start from: of its genre's templates the likest stands first; `blank` shows
    the blank templates alone, which else follow those of the chosen genre."""
    wanted, words = request.args.get("genre", ""), request.args.get("q", "").strip()
    source = _source(request.args.get("document", ""))
    if source and "genre" not in request.args:
        wanted = _offered(source.document.genre)
    uses = Counter(d.template_id for d in library().drafts.list(scope(), limit=COUNTED))
    every = sorted(template.shipped().values(), key=lambda t: (-uses[t.id], pinyin.key(t.title)))
    blank = "blank" in request.args
    offered = [*([] if blank else every), *(template.blanks().values() if blank or wanted else ())]
    shown = [t for t in offered if not wanted or genres.matches(t.genre, wanted)]
    shown = [t for t in shown if found(t, words)]
    if source:
        shown.sort(key=lambda t: likeness(t, source.document), reverse=True)
    chosen = _chosen(shown, request.args.get("template", ""))
    return render_template(
        "new.html",
        templates=shown,
        chosen=chosen,
        pages=previews.of_template(chosen.id).pages if chosen else 0,
        total=len(every),
        uses=uses,
        genre=wanted,
        words=words,
        genres=choices(every, wanted),
        source=source,
        kept=_kept(wanted, words, source, blank=blank),
        blank=blank,
    )


def sample(template_id: str) -> ResponseReturnValue:
    """Every page of a template's sample; raises `UnknownTemplate`."""
    found = template.get(template_id)
    return render_template(
        "sample.html", template=found, pages=previews.of_template(template_id).pages
    )


def found(entry: Template, words: str) -> bool:
    """Whether every word of `words` stands somewhere in what is said about the template."""
    headings = (section.heading for section in entry.sections)
    text = " ".join((entry.title, entry.genre, entry.summary, *entry.topics, *headings)).lower()
    return all(word in text for word in words.lower().split())


def likeness(entry: Template, document: Document) -> float:
    """How many telling words of the document's title the template's has, and shared topics;
    then how much of the template's title stands in the document's. Blank ones come last."""
    if entry.id in template.blanks():
        return -1
    said = sum(word in entry.title for word in telling_words(document.title))
    runs = SequenceMatcher(None, entry.title, document.title, autojunk=False).get_matching_blocks()
    close = sum(run.size for run in runs) / len(entry.title)
    return said + len({*entry.topics} & {*document.topics}) + close


def choices(templates: Iterable[Template], wanted: str) -> list[Choice]:
    """The genres that have templates, in the order of the table of genres."""
    counts = Counter(entry.genre for entry in templates)
    return [
        Choice(name, counts[name], name == wanted)
        for name in sorted(counts, key=list(genres.GENRES).index)
    ]


def _chosen(shown: Sequence[Template], wanted: str) -> Template | None:
    if wanted:
        try:
            return template.get(wanted)
        except UnknownTemplate:
            pass
    return shown[0] if shown else None


def _source(text: str) -> Stored | None:
    return stored_document(int(text)) if text.isdecimal() else None


def _offered(genre: str) -> str:
    """`genre`, or its family, or nothing, whichever has templates."""
    have = {entry.genre for entry in template.shipped().values()}
    if genre in have:
        return genre
    known = genres.GENRES.get(genre)
    family = known.family if known else ""
    return family if any(genres.matches(name, family) for name in have) else ""


def _kept(genre: str, words: str, source: Stored | None, *, blank: bool) -> Mapping[str, str]:
    """The parameters that links within the gallery carry on."""
    kept = {"genre": genre, "q": words, "document": str(source.id) if source else ""}
    kept["blank"] = "1" if blank else ""
    return {name: value for name, value in kept.items() if value or (name == "genre" and source)}
