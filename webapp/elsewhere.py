"""Elsewhere 别处: templates and drafts of one's own that a search for documents also means."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from corpus.library import Wanted
from generator import template
from webapp.context import library, scope
from webapp.new import found
from webapp.question import Question

EACH = 3
"""So many of each kind are named."""


@dataclass(frozen=True, slots=True)
class Place:
    """A template or a draft: what it is, its title, where it is."""

    kind: str
    title: str
    href: str


def elsewhere(asked: Question) -> list[Place]:
    """Templates in whose description all words stand, and drafts that hold them; none while the
    question is about sections or its results are turned over."""
    if not asked.words or asked.mode or asked.page > 1:
        return []
    shipped = template.shipped().values()
    templates = [one for one in shipped if found(one, asked.words)][:EACH]
    drafts = library().draft_list.page(scope(), Wanted(asked.words), limit=EACH)
    return [
        *(Place("模板", t.title, url_for("drafts.new", template=t.id)) for t in templates),
        *(Place("草稿", d.title, url_for("drafts.show", draft_id=d.id)) for d in drafts),
    ]
