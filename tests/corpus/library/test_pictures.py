"""Photos are kept once, seen by their draft alone, and given up when nothing shows them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from corpus.errors import NotFound
from corpus.library import Library, Scope
from corpus.library.pictures import KEPT_DAYS
from corpus.library.tables import now
from tests.corpus.library.drafting import draft
from tests.corpus.library.making import scheme

LATER = now() + timedelta(days=KEPT_DAYS + 1)


def showing(*keys: str) -> list[dict[str, Any]]:
    figures = [{"type": "figure", "image": key} for key in keys]
    return [{"id": "goals", "state": "form", "figures": figures}]


def show(library: Library, id: int, scope: Scope, *keys: str) -> None:
    record = library.drafts.get(id, scope)
    library.drafts.save(
        id, scope, record.revision, inputs={}, sections=showing(*keys), title="稿", gaps=0
    )


def test_a_draft_reads_its_own_photos_and_no_others(library: Library, scope: Scope) -> None:
    one, two = draft(library, scope), draft(library, scope)
    key = library.pictures.put(one.id, b"photo")
    assert library.pictures.put(one.id, b"photo") == key
    assert key.startswith("sha256:")
    assert library.pictures.of_draft(one.id)(key) == b"photo"
    assert library.pictures.of_draft(two.id)(key) is None
    library.pictures.adopt(two.id, one.id)
    assert library.pictures.of_draft(two.id)(key) == b"photo"


def test_a_photo_that_nothing_shows_any_more_is_given_up_after_a_week(
    library: Library, scope: Scope
) -> None:
    record = draft(library, scope)
    shown = library.pictures.put(record.id, b"shown")
    versioned = library.pictures.put(record.id, b"versioned")
    removed = library.pictures.put(record.id, b"removed")
    show(library, record.id, scope, shown, versioned, removed)
    show(library, record.id, scope, shown, versioned)
    library.versions.keep(library.drafts.get(record.id, scope), scope.user_id, "saved")
    show(library, record.id, scope, shown)
    assert library.pictures.forget_unused() == 0
    assert library.pictures.forget_unused(LATER) == 1
    read = library.pictures.of_draft(record.id)
    assert [read(key) for key in (shown, versioned, removed)] == [b"shown", b"versioned", None]
    with pytest.raises(NotFound):
        library.originals.read(removed.removeprefix("sha256:"))


def test_a_photo_stays_while_another_draft_or_an_export_has_it(
    library: Library, scope: Scope
) -> None:
    one, two = draft(library, scope), draft(library, scope)
    key = library.pictures.put(one.id, b"photo")
    library.pictures.adopt(two.id, one.id)
    exported = library.documents.add(
        scheme("消防方案", "正文"),
        owner=scope.user_id,
        kind="export",
        pictures=[key.removeprefix("sha256:")],
    )
    for record in (one, two):
        library.bin.discard("draft", record.id, scope)
    assert library.pictures.of_document(exported.id)(key) == b"photo"
    library.bin.discard("document", exported.id, scope)
    with pytest.raises(NotFound):
        library.originals.read(key.removeprefix("sha256:"))
