"""Versions 版本 of a draft: what it was when it was exported, kept by hand, or given up."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, select

from corpus.errors import InvalidQuery, NotFound
from corpus.library.database import Database
from corpus.library.drafts import DraftRecord, content_json, find
from corpus.library.scope import Scope
from corpus.library.tables import draft_versions, drafts, now, users

Kind = Literal["export", "saved", "before"]
NAME_LENGTH = 40
LISTED = 200


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A version in the list. `kind` says how it came about: an export (of `format`), kept by
    hand (under `name`), or the state `before` another one was restored; `digest` is the same for
    the same contents."""

    draft: int
    number: int
    kind: str
    name: str
    format: str
    title: str
    gaps: int
    revision: int
    digest: str
    who: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A version with its contents, as `DraftRecord` has them."""

    entry: VersionEntry
    template_id: str
    template_sha256: str
    inputs: dict[str, Any]
    sections: list[Any]
    residue: tuple[Any, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The version as the draft that it was (DESIGN §4)."""
        return content_json(
            self.template_id, self.template_sha256, self.inputs, self.sections, self.entry.revision
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """A draft after its restoring, and the number of the version that has what it was before."""

    draft: DraftRecord
    before: int


class Versions:
    """The versions of the drafts of a library; whoever sees a draft sees its versions."""

    def __init__(self, database: Database) -> None:
        """The versions in `database`."""
        self._database = database

    def keep(
        self, draft: DraftRecord, by: int, kind: Kind, *, name: str = "", format: str = ""
    ) -> int:
        """The number of the version that keeps `draft` as it is; `by` is the person's id.

        The same file exported once more is no other version. Raises `InvalidQuery` for a name
        that is longer than 40 characters.
        """
        name = " ".join(name.split())
        if len(name) > NAME_LENGTH:
            raise InvalidQuery("版本的名称太长", where=name, remedy=f"最多 {NAME_LENGTH} 个字")
        with self._database.write() as connection:
            last = connection.execute(
                select(draft_versions)
                .where(draft_versions.c.draft_id == draft.id)
                .order_by(draft_versions.c.number.desc())
                .limit(1)
            ).first()
            same = last is not None and (last.kind, last.format) == (kind, format)
            if last is not None and same and kind == "export" and last.digest == digest_of(draft):
                return int(last.number)
            return _insert(connection, draft, by, kind, name, format)

    def list(self, draft_id: int, scope: Scope) -> tuple[VersionEntry, ...]:
        """The latest 200 versions of a draft, newest first; raises `NotFound` outside `scope`."""
        query = _entries().where(draft_versions.c.draft_id == draft_id)
        newest = query.order_by(draft_versions.c.number.desc()).limit(LISTED)
        with self._database.read() as connection:
            find(connection, draft_id, scope)
            return tuple(map(_entry, connection.execute(newest)))

    def count(self, draft_id: int) -> int:
        """How many versions a draft has."""
        query = select(func.count()).where(draft_versions.c.draft_id == draft_id)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def get(self, draft_id: int, number: int, scope: Scope) -> Version:
        """Version `number` of a draft; raises `NotFound` without it or outside `scope`."""
        with self._database.read() as connection:
            find(connection, draft_id, scope)
            return _get(connection, draft_id, number)

    def restore(
        self, draft_id: int, number: int, scope: Scope, by: int, *, unchecked: int = 0
    ) -> Restored:
        """The draft with the contents of version `number`, one revision on; of what these brought
        from past documents, `unchecked` was not looked at.

        What it was before stays as a version, unless there is one with the same contents
        already. Raises `NotFound` without the version or outside `scope`.
        """
        with self._database.write() as connection:
            draft = find(connection, draft_id, scope)
            version = _get(connection, draft_id, number)
            known = connection.execute(
                select(func.max(draft_versions.c.number)).where(
                    draft_versions.c.draft_id == draft_id,
                    draft_versions.c.digest == digest_of(draft),
                )
            ).scalar()
            before = known or _insert(connection, draft, by, "before", "", "")
            connection.execute(
                drafts.update()
                .where(drafts.c.id == draft_id)
                .values(
                    template_id=version.template_id,
                    template_sha256=version.template_sha256,
                    inputs=version.inputs,
                    sections=version.sections,
                    residue=list(version.residue),
                    unchecked=unchecked,
                    title=version.entry.title,
                    gaps=version.entry.gaps,
                    revision=draft.revision + 1,
                    updated=now(),
                )
            )
            return Restored(find(connection, draft_id, scope), before)


def digest_of(draft: DraftRecord | Version) -> str:
    """The hash of the contents of a draft or version."""
    contents = [draft.template_sha256, draft.inputs, draft.sections]
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _insert(
    connection: Connection, draft: DraftRecord, by: int, kind: Kind, name: str, format: str
) -> int:
    last = connection.execute(
        select(func.coalesce(func.max(draft_versions.c.number), 0)).where(
            draft_versions.c.draft_id == draft.id
        )
    ).scalar_one()
    connection.execute(
        draft_versions.insert().values(
            draft_id=draft.id,
            number=last + 1,
            by_id=by,
            kind=kind,
            name=name,
            format=format,
            title=draft.title,
            template_id=draft.template_id,
            template_sha256=draft.template_sha256,
            inputs=draft.inputs,
            sections=draft.sections,
            residue=list(draft.residue),
            digest=digest_of(draft),
            gaps=draft.gaps,
            revision=draft.revision,
            created=now(),
        )
    )
    return int(last) + 1


def _entries() -> Select[Any]:
    table = draft_versions.c
    return select(
        table.draft_id,
        table.number,
        table.kind,
        table.name,
        table.format,
        table.title,
        table.gaps,
        table.revision,
        table.digest,
        table.created,
        users.c.name.label("who"),
    ).join(users, users.c.id == table.by_id)


def _get(connection: Connection, draft_id: int, number: int) -> Version:
    table = draft_versions.c
    contents = (
        table.template_id,
        table.template_sha256,
        table.inputs,
        table.sections,
        table.residue,
    )
    query = _entries().add_columns(*contents)
    row = connection.execute(
        query.where(table.draft_id == draft_id, table.number == number)
    ).first()
    if row is None:
        raise NotFound(f"没有第 {number} 版", where="版本", remedy="回到版本列表重新选")
    return Version(
        _entry(row),
        row.template_id,
        row.template_sha256,
        row.inputs,
        row.sections,
        tuple(row.residue),
    )


def _entry(row: Row[Any]) -> VersionEntry:
    return VersionEntry(
        draft=row.draft_id,
        number=row.number,
        kind=row.kind,
        name=row.name,
        format=row.format,
        title=row.title,
        gaps=row.gaps,
        revision=row.revision,
        digest=row.digest,
        who=row.who,
        created=row.created,
    )
