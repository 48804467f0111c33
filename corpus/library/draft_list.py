"""The list of drafts 我的文稿: found by words, narrowed by template, in an order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select

from corpus import pinyin
from corpus.library.content import BREAK, fold
from corpus.library.database import Database
from corpus.library.scope import Scope, visible
from corpus.library.tables import drafts

Order = Literal["updated", "created", "title", "gaps"]
ORDERS: tuple[Order, ...] = ("updated", "created", "title", "gaps")
_COLUMNS = "id", "owner_id", "title", "template_id", "gaps", "unchecked", "created", "updated"
_PLAIN = "text", "label", "lead", "caption", "alt"
"""The keys of a block whose values are read."""


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A draft in a list, without its contents."""

    id: int
    owner: int
    title: str
    template_id: str
    gaps: int
    unchecked: int
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which drafts: all `words` in title or text, made from one of `templates` (None: any)."""

    words: str = ""
    templates: Collection[str] | None = None


class DraftList:
    """The drafts of a library as lists; `Drafts` has each of them whole."""

    def __init__(self, database: Database) -> None:
        """The drafts in `database`."""
        self._database = database

    def page(
        self,
        scope: Scope,
        wanted: Wanted = Wanted(),
        *,
        order: Order = "updated",
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[DraftEntry, ...]:
        """The drafts within `scope` that are wanted: the last saved or begun first, by their
        titles' pinyin, or those with gaps first, then those with what nobody has looked at."""
        query = select(*(drafts.c[name] for name in _COLUMNS)).where(*_conditions(scope, wanted))
        latest = drafts.c.updated.desc(), drafts.c.id.desc()
        with self._database.read() as connection:
            if order == "title":
                titles = connection.execute(
                    select(drafts.c.id, drafts.c.title).where(*_conditions(scope, wanted))
                )
                ids = [id for id, _ in sorted(titles, key=lambda row: (pinyin.key(row[1]), row[0]))]
                ids = ids[offset : offset + limit]
                rows = {
                    row.id: row for row in connection.execute(query.where(drafts.c.id.in_(ids)))
                }
                return tuple(_entry(rows[id]) for id in ids)
            orders: dict[str, tuple[ColumnElement[Any], ...]] = {
                "updated": latest,
                "created": (drafts.c.created.desc(), drafts.c.id.desc()),
                "gaps": (drafts.c.gaps.desc(), drafts.c.unchecked.desc(), *latest),
            }
            ordered = query.order_by(*orders[order]).limit(limit).offset(offset)
            return tuple(map(_entry, connection.execute(ordered)))

    def count(self, scope: Scope, wanted: Wanted = Wanted()) -> int:
        """How many drafts within `scope` are wanted."""
        query = select(func.count()).select_from(drafts).where(*_conditions(scope, wanted))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def templates(self, scope: Scope, wanted: Wanted = Wanted()) -> Mapping[str, int]:
        """How many of the wanted drafts were made from each template, by its id."""
        query = (
            select(drafts.c.template_id, func.count())
            .where(*_conditions(scope, wanted))
            .group_by(drafts.c.template_id)
        )
        with self._database.read() as connection:
            return dict(map(tuple, connection.execute(query)))


def searchable(
    title: str, inputs: Mapping[str, Any], sections: Sequence[Any], text: str = ""
) -> str:
    """What a draft is found by, folded: its title, its `text`, else inputs and written blocks."""
    lines = text.splitlines() or [*_texts(inputs), *_block_texts(sections)]
    return BREAK.join(filter(None, map(fold, [title, *lines])))


def _conditions(scope: Scope, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [drafts.c.text.contains(fold(word), autoescape=True) for word in wanted.words.split()]
    if wanted.templates is not None:
        found.append(drafts.c.template_id.in_(wanted.templates))
    return [visible(drafts, scope), *found]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def _block_texts(sections: Sequence[Any]) -> Iterator[str]:
    for section in sections:
        for block in section.get("blocks") or () if isinstance(section, Mapping) else ():
            yield from (str(block[key]) for key in _PLAIN if block.get(key))
            yield from _texts(block.get("rows"))


def _entry(row: Any) -> DraftEntry:
    return DraftEntry(
        row.id,
        row.owner_id,
        row.title,
        row.template_id,
        row.gaps,
        row.unchecked,
        row.created,
        row.updated,
    )
