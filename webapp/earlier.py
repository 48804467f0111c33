"""Earlier 上次填的: what a person filled in before, offered where the same is filled in again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpus.library import DraftRecord
from generator.template import Template
from webapp import known
from webapp.context import library, scope, unit, user
from webapp.posted import pairs_of

LOOKED_AT = 20
"""So many of the last drafts are looked at."""
LIST_WORDS = {"leading-group": "用上次的名单", "people": "用上次的名单"}
"""Field types of lists that are taken over whole → what the button says."""
HABITUAL: Iterable[str] = ("org", "phone")
"""Field types that stay the same from one document of an office to the next."""
_MOST, _LONGEST = 8, 60
_ROW = re.compile(r"\.\d+(?=\.|$)")
_DATE = re.compile(r"[12][0-9]{3}|[0-9]{1,2}月|[0-9.,]+$")


def latest(draft_id: int | None = None) -> dict[str, Any]:
    """The value each field had in the latest of this person's other drafts that filled it."""
    found: dict[str, Any] = {}
    for record in _others(draft_id):
        for name, value in record.inputs.items():
            if value:
                found.setdefault(name, value)
    return found


def lists(chosen: Template, draft_id: int) -> dict[str, str]:
    """Fields of lists that an earlier draft filled → what the button says."""
    filled = latest(draft_id)
    return {
        name: LIST_WORDS[field.TYPE]
        for name, field in chosen.fields.items()
        if field.TYPE in LIST_WORDS and name in filled
    }


def habits(chosen: Template) -> dict[str, Any]:
    """The person's own unit and telephone, as the settings or the last draft have them."""
    filled = latest()
    own = {
        name: filled[name]
        for name, field in chosen.fields.items()
        if field.TYPE in HABITUAL and name in filled
    }
    return own | known.own_values(chosen, unit())


def for_form(draft_id: int) -> dict[str, Any]:
    """What the pages that draw the form of a draft need: the offers, and how to look them up."""
    return {"earlier": offered(_others(draft_id)), "key_of": key_of}


def offered(drafts: Iterable[DraftRecord]) -> Mapping[str, tuple[str, ...]]:
    """The short texts that each control had in `drafts`, the latest first, by `key_of` its name.

    Dates and numbers are none of them: they are what must not be taken over.
    """
    found: dict[str, dict[str, None]] = {}
    for draft in drafts:
        for name, value in pairs_of(draft.inputs):
            if 1 < len(value) <= _LONGEST and "\n" not in value and not _DATE.match(value):
                found.setdefault(key_of(name), {}).setdefault(value)
    return {key: tuple(values)[:_MOST] for key, values in found.items()}


def key_of(name: str) -> str:
    """The name of a control without the number of its row: f.重点任务.牵头单位."""
    return _ROW.sub("", name)


def _others(draft_id: int | None) -> Iterator[DraftRecord]:
    """This person's last drafts without number `draft_id`."""
    for record in library().drafts.list(scope(), limit=LOOKED_AT):
        if record.id != draft_id and record.owner == user().id:
            yield record
