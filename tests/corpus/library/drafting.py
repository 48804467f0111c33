"""A draft, and a second person, in one line of a test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.library import DraftRecord, Library, Scope, tables

SHA256 = "a" * 64


def draft(
    library: Library,
    scope: Scope,
    title: str = "消防方案",
    *,
    template: str = "fire-safety-campaign",
    sections: Sequence[Any] = ({"id": "goals", "state": "form"},),
    **inputs: Any,
) -> DraftRecord:
    """A new draft of the scope's owner."""
    return library.drafts.create(
        scope.user_id, template, SHA256, "---\nid: fire\n---\n正文", inputs, sections, title
    )


def saved(library: Library, record: DraftRecord, scope: Scope, **inputs: Any) -> DraftRecord:
    """`record` saved once more with these inputs."""
    current = library.drafts.get(record.id, scope)
    return library.drafts.save(
        record.id,
        scope,
        current.revision,
        inputs=inputs,
        sections=current.sections,
        title=current.title,
        gaps=0,
    )


def stranger(library: Library, id: int = 9) -> Scope:
    """The scope of somebody else."""
    with library.database.write() as connection:
        connection.execute(
            tables.users.insert().values(id=id, name="李某某", role="member", created=tables.now())
        )
    return Scope(id)
