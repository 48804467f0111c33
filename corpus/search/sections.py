"""Sections 章节: how others wrote it — the section of each document that a draft could take in.

消防 保障措施 means the sections 保障措施 of documents about 消防: words that head sections in
documents (spec of roles: `genres.ROLES`) name the role, the other words choose the documents.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Block, Document, Heading, Paragraph
from corpus.genres import ROLES
from corpus.library import Library, Scope
from corpus.library.content import fold
from corpus.plain import plain_text
from corpus.search.asking import Answer, Filters, answer, checked_role, on
from corpus.search.facets import narrow
from corpus.search.folding import folded
from corpus.search.matching import Source
from corpus.search.passage import best
from corpus.search.query import Query, Word, parse
from corpus.search.ranking import order
from corpus.search.results import SectionHit, SectionResults
from corpus.search.shelf import Row

# Documents that are looked through for a section of the role: more than anyone leafs through.
EXAMINED = 400
# What a word counts when it stands in the section itself, beside the document's own score.
_INSIDE = 0.5
# And when it stands in the title: a document that only mentions it is not about it.
_ABOUT = 1.0
# Shorter words head sections, too, but mostly they are what a document is about: 演练, 预警.
_SHORTEST = 4
_SHORT = frozenset(("总则", "附则", "现状", "背景", "短板", "引言", "结语", "前言"))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document: its heading, or None at the beginning, and the blocks below it."""

    heading: Heading | None
    role: str | None
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The section in plain lines, its heading excluded, markers as the document has them."""
        return plain_text(Document(title="", blocks=self.blocks)).strip()


def find_sections(
    library: Library,
    words: str,
    scope: Scope,
    *,
    role: str | None = None,
    genre: Iterable[str] = (),
    year: Iterable[int] = (),
    unit: Iterable[str] = (),
    topic: Iterable[str] = (),
    kind: Iterable[str] = (),
    limit: int = 10,
    offset: int = 0,
    own_unit: str = "",
) -> SectionResults:
    """Of each document that holds all `words` its section of the role, best documents first.

    The role is `role`, or what the words name (保障措施); without one, the section that the
    words fit best. At most 400 documents are looked through; `complete` says whether that was
    all. Raises `InvalidQuery` for a role that does not exist.
    """
    began = time.perf_counter()
    query, role = understood(parse(words), checked_role(role))
    filters = Filters.of(genre, year, unit, topic, kind)

    def search(source: Source) -> SectionResults:
        found = answer(library, source, query, filters, scope)
        documents, _ = folded(source.shelf, found.documents)
        ranked = order(source, documents, found.query, EXAMINED, own_unit)
        if role:
            ranked = _with_role(source, ranked, found.query, role)
        facets = found.facets
        if role and filters == Filters() and documents.bit_count() <= EXAMINED:
            # what is counted beside the sections are the documents that have one
            held = sum(1 << source.shelf.places[row.id] for row, _ in ranked)
            _, facets = narrow(source.shelf, held, filters.selection(found.query))
        part = ranked[offset : offset + limit]
        return SectionResults(
            hits=tuple(_hits(source, part, found, role)),
            total=len(ranked) if role else documents.bit_count(),
            complete=documents.bit_count() <= EXAMINED,
            facets=facets,
            took_ms=(time.perf_counter() - began) * 1000,
            role=role,
            notes=found.query.notes,
            nearest=found.nearest,
        )

    return on(library, search)


def understood(query: Query, role: str | None) -> tuple[Query, str | None]:
    """The query without the words that name a role, and that role; one that is given stays."""
    words: list[Word] = []
    for word in query.words:
        name = None if word.quoted or role else _role_in(word.folded)
        if name is None:
            words.append(word)
            continue
        role, heading = name
        rest = word.folded.removesuffix(heading).removesuffix("的")
        if rest:
            words.append(replace(word, text=rest, folded=rest))
    return replace(query, words=tuple(words)), role


def sections_of(document: Document) -> tuple[Section, ...]:
    """The sections of `document`: from each heading of the highest level there is to the next.

    A heading below that has a role of its own begins a section, too, besides being in one; so
    does a run-in heading, which is taken out of its paragraph here.
    """
    blocks = document.blocks
    headings = [(n, b) for n, b in enumerate(blocks) if isinstance(b, Heading)]
    top = min((heading.level for _, heading in headings), default=1)
    first = headings[0][0] if headings else len(blocks)
    found = [Section(None, "opening", blocks[:first])] if first else []
    for n, heading in headings:
        if heading.level > top and not heading.role:
            continue
        end = next((m for m, b in headings if m > n and b.level <= heading.level), len(blocks))
        found.append(Section(heading, heading.role, blocks[n + 1 : end]))
    for n, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.lead and block.role:
            found.append(_run_in(block, blocks[n + 1 :]))
    return tuple(found)


def _run_in(opening: Paragraph, following: Sequence[Block]) -> Section:
    """The section that the run-in heading of `opening` begins, up to the next of its level."""
    level = opening.level or 1
    end = next(
        (
            n
            for n, block in enumerate(following)
            if isinstance(block, Heading)
            or (isinstance(block, Paragraph) and block.lead and (block.level or 1) <= level)
        ),
        len(following),
    )
    heading = Heading(opening.id, level, opening.marker, opening.lead or "", opening.role)
    text = replace(opening, level=None, marker=None, lead=None)
    return Section(heading, opening.role, (text, *following[:end]))


def _role_in(word: str) -> tuple[str, str] | None:
    """The role that a word of a query names, and its heading word; it is or ends the word."""
    matching = [
        (heading, role.name)
        for role in ROLES.values()
        for heading in role.words
        if (len(heading) >= _SHORTEST and word.endswith(heading))
        or (heading in _SHORT and word == heading)
    ]
    if not matching:
        return None
    heading, name = max(matching, key=lambda pair: len(pair[0]))
    return name, heading


def _with_role(
    source: Source, ranked: Sequence[tuple[Row, float]], query: Query, role: str
) -> list[tuple[Row, float]]:
    """The documents that have the role, those first whose section speaks of the words, too."""
    texts = source.texts([row.id for row, _ in ranked])
    found = []
    for row, score in ranked:
        if body := texts[row.id].of_role(role):
            words = [word.folded for word in query.words]
            inside = sum(word in body for word in words)
            about = sum(word in texts[row.id].title for word in words)
            found.append((row, score + _INSIDE * inside + _ABOUT * about))
    # Stable: what scores alike stays as the ranking has it.
    return sorted(found, key=lambda pair: -pair[1]) if query.words else found


def _hits(
    source: Source, part: Sequence[tuple[Row, float]], found: Answer, role: str | None
) -> Iterator[SectionHit]:
    bodies = source.catalogue.bodies(source.connection, [row.id for row, _ in part])
    for row, score in part:
        document = Document.from_json(bodies[row.id])
        section = _best(sections_of(document), found.query, role)
        blocks = (section.heading, *section.blocks) if section.heading else section.blocks
        yield SectionHit(
            document=row,
            heading=f"{section.heading.marker or ''}{section.heading.text}"
            if section.heading
            else "",
            role=section.role,
            text=section.text,
            score=score,
            passage=best(replace(document, blocks=blocks, attachments=()), found.query),
        )


def _best(sections: Sequence[Section], query: Query, role: str | None) -> Section:
    """The section of the role (else any) with most of the words, then the longest."""
    fitting = [each for each in sections if each.role == role] if role else list(sections)

    def rank(section: Section) -> tuple[int, int, int]:
        heading = fold(section.heading.text) if section.heading else ""
        body = fold(section.text)
        words = [each.folded for each in query.words]
        inside = sum(word in heading for word in words) + sum(word in body for word in words)
        return inside, sum(map(body.count, words)), len(body)

    return max(fitting or sections or (Section(None, None, ()),), key=rank)
