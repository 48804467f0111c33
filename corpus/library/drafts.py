"""Drafts 草稿: kept with the text of their template, saved against the revision one saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from corpus.errors import Conflict, NotFound
from corpus.library.database import Database, new_id
from corpus.library.draft_list import searchable
from corpus.library.scope import Scope, binned, visible
from corpus.library.tables import drafts, now, template_texts


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft as kept: template, inputs and the state of its sections (DESIGN §4)."""

    id: int
    owner: int
    visibility: str
    title: str
    template_id: str
    template_sha256: str
    inputs: dict[str, Any]
    sections: list[Any]
    gaps: int
    revision: int
    created: datetime
    updated: datetime
    residue: tuple[Any, ...] = ()
    """What came from past documents and is to be changed, as the generator writes it down."""
    unchecked: int = 0
    """How many of them stand in the draft and nobody has changed or kept."""

    def to_json(self) -> dict[str, Any]:
        """The draft in the design's shape, with id, title, gaps and the time of saving."""
        return {
            **content_json(
                self.template_id, self.template_sha256, self.inputs, self.sections, self.revision
            ),
            **({"residue": list(self.residue)} if self.residue else {}),
            "id": self.id,
            "title": self.title,
            "gaps": self.gaps,
            "updated": self.updated.isoformat(),
        }


def content_json(
    template: str, sha256: str, inputs: dict[str, Any], sections: list[Any], revision: int
) -> dict[str, Any]:
    """What a draft, or a version of it, holds in the design's shape (DESIGN §4)."""
    return {
        "schema": 1,
        "template": {"id": template, "sha256": sha256},
        "inputs": inputs,
        "sections": sections,
        "revision": revision,
    }


class Drafts:
    """The drafts of a library."""

    def __init__(self, database: Database) -> None:
        """The drafts in `database`."""
        self._database = database

    def create(
        self,
        owner: int,
        template_id: str,
        template_sha256: str,
        template_text: str,
        inputs: Mapping[str, Any],
        sections: Sequence[Any],
        title: str,
        *,
        gaps: int = 0,
        residue: Sequence[Any] = (),
        unchecked: int = 0,
        text: str = "",
    ) -> DraftRecord:
        """A new draft, private to `owner`, at revision 1; keeps the template's text, too.

        `text` is what the list of drafts finds it by, besides title and inputs.
        """
        moment = now()
        with self._database.write() as connection:
            _keep_template(connection, template_id, template_sha256, template_text)
            inserted = connection.execute(
                drafts.insert().values(
                    owner_id=owner,
                    visibility="private",
                    title=title,
                    template_id=template_id,
                    template_sha256=template_sha256,
                    inputs=dict(inputs),
                    sections=list(sections),
                    gaps=gaps,
                    residue=list(residue),
                    unchecked=unchecked,
                    text=searchable(title, inputs, sections, text),
                    revision=1,
                    created=moment,
                    updated=moment,
                )
            )
            id = new_id(inserted)
            row = connection.execute(select(drafts).where(drafts.c.id == id)).one()
        return record_of(row)

    def get(self, id: int, scope: Scope) -> DraftRecord:
        """The draft `id`; raises `NotFound` when there is none within `scope`."""
        with self._database.read() as connection:
            return find(connection, id, scope)

    def list(self, scope: Scope, *, limit: int = 50, offset: int = 0) -> tuple[DraftRecord, ...]:
        """The drafts within `scope`, the last saved first."""
        query = (
            select(drafts)
            .where(visible(drafts, scope))
            .order_by(drafts.c.updated.desc(), drafts.c.id.desc())
        )
        with self._database.read() as connection:
            return tuple(map(record_of, connection.execute(query.limit(limit).offset(offset))))

    def count(self, scope: Scope) -> int:
        """How many drafts there are within `scope`."""
        query = select(func.count()).select_from(drafts).where(visible(drafts, scope))
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def save(
        self,
        id: int,
        scope: Scope,
        revision: int,
        *,
        inputs: Mapping[str, Any],
        sections: Sequence[Any],
        title: str,
        gaps: int,
        residue: Sequence[Any] | None = None,
        unchecked: int = 0,
        text: str = "",
    ) -> DraftRecord:
        """The draft with these contents, one revision on; without `residue` that stays,
        and how much of it is `unchecked`.

        Raises `Conflict` when `revision` is not the stored one: somebody saved in the
        meantime, and what he saved is still there; `NotFound` outside `scope`.
        """
        changed = {} if residue is None else {"residue": list(residue), "unchecked": unchecked}
        with self._database.write() as connection:
            saved = connection.execute(
                drafts.update()
                .where(
                    drafts.c.id == id,
                    drafts.c.revision == revision,
                    visible(drafts, scope),
                )
                .values(
                    inputs=dict(inputs),
                    sections=list(sections),
                    title=title,
                    gaps=gaps,
                    text=searchable(title, inputs, sections, text),
                    revision=revision + 1,
                    updated=now(),
                    **changed,
                )
            )
            record = find(connection, id, scope)
            if saved.rowcount != 1:
                raise Conflict(
                    f"这份草稿已经有人改过（现在是第 {record.revision} 稿，"
                    f"您手里的是第 {revision} 稿）",
                    where=record.title,
                    remedy="先看看改了什么，再决定留哪一份",
                )
            return record

    def delete(self, id: int, scope: Scope) -> None:
        """Put a draft of one's own into the bin; raises `NotFound` for any other."""
        own = drafts.c.owner_id == scope.user_id, drafts.c.deleted_at.is_(None)
        with self._database.write() as connection:
            deleted = connection.execute(
                drafts.update().where(drafts.c.id == id, *own).values(deleted_at=now())
            )
            if deleted.rowcount != 1:
                raise _missing(connection, id, scope)

    def template_text(self, sha256: str) -> str:
        """The text of the template with this hash; raises `NotFound`."""
        with self._database.read() as connection:
            text = connection.execute(
                select(template_texts.c.text).where(template_texts.c.sha256 == sha256)
            ).scalar()
        if text is None:
            raise NotFound("没有保存这一版模板", where=sha256[:12], remedy="改用现在的模板重新开始")
        return str(text)


def _keep_template(connection: Connection, id: str, sha256: str, text: str) -> None:
    known = select(template_texts.c.sha256).where(template_texts.c.sha256 == sha256)
    if not connection.execute(known).first():
        connection.execute(
            template_texts.insert().values(sha256=sha256, template_id=id, text=text, created=now())
        )


def find(connection: Connection, id: int, scope: Scope) -> DraftRecord:
    """The draft `id` as `connection` sees it; raises `NotFound` outside `scope`."""
    row = connection.execute(
        select(drafts).where(drafts.c.id == id, visible(drafts, scope))
    ).first()
    if row is None:
        raise _missing(connection, id, scope)
    return record_of(row)


def record_of(row: Row[Any]) -> DraftRecord:
    """The draft of a row of `drafts`."""
    return DraftRecord(
        id=row.id,
        owner=row.owner_id,
        visibility=row.visibility,
        title=row.title,
        template_id=row.template_id,
        template_sha256=row.template_sha256,
        inputs=row.inputs,
        sections=row.sections,
        gaps=row.gaps,
        revision=row.revision,
        created=row.created,
        updated=row.updated,
        residue=tuple(row.residue),
        unchecked=row.unchecked,
    )


def _missing(connection: Connection, id: int, scope: Scope) -> NotFound:
    in_bin = select(drafts.c.title).where(drafts.c.id == id, binned(drafts, scope))
    if title := connection.execute(in_bin).scalar():
        return NotFound("这份草稿在回收站里", where=title, remedy="在回收站里恢复后再打开")
    return NotFound(
        f"没有第 {id} 号草稿，或者不归您看", where="我的文稿", remedy="回到“我的文稿”重新打开"
    )
