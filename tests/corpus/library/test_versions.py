"""Versions keep what a draft was; to restore one loses nothing."""

from __future__ import annotations

import pytest

from corpus.errors import InvalidQuery, NotFound
from corpus.library import Library, Scope
from tests.corpus.library.drafting import draft, saved, stranger


def test_versions_are_listed_newest_first_with_who_and_how(library: Library, scope: Scope) -> None:
    record = draft(library, scope, 单位="青禾县")
    library.versions.keep(record, scope.user_id, "saved", name="  送审 稿 ")
    record = saved(library, record, scope, 单位="望川县")
    library.versions.keep(record, scope.user_id, "export", format="docx")
    newest, oldest = library.versions.list(record.id, scope)
    assert (newest.number, newest.kind, newest.format, newest.revision) == (2, "export", "docx", 2)
    assert (oldest.number, oldest.name, oldest.who) == (1, "送审 稿", "周某某")
    assert library.versions.count(record.id) == 2
    assert library.versions.get(record.id, 1, scope).inputs == {"单位": "青禾县"}
    assert newest.digest != oldest.digest


def test_the_same_file_exported_again_is_no_other_version(library: Library, scope: Scope) -> None:
    record = draft(library, scope)
    assert library.versions.keep(record, scope.user_id, "export", format="docx") == 1
    assert library.versions.keep(record, scope.user_id, "export", format="docx") == 1
    assert library.versions.keep(record, scope.user_id, "export", format="pdf") == 2
    assert library.versions.keep(record, scope.user_id, "saved") == 3


def test_restoring_keeps_what_was_there_and_can_be_taken_back(
    library: Library, scope: Scope
) -> None:
    record = draft(library, scope, 单位="青禾县")
    library.versions.keep(record, scope.user_id, "saved")
    record = saved(library, record, scope, 单位="望川县")
    restored = library.versions.restore(record.id, 1, scope, scope.user_id)
    assert restored.draft.inputs == {"单位": "青禾县"}
    assert restored.draft.revision == 3
    assert restored.before == 2
    assert [v.kind for v in library.versions.list(record.id, scope)] == ["before", "saved"]
    back = library.versions.restore(record.id, restored.before, scope, scope.user_id)
    assert back.draft.inputs == {"单位": "望川县"}
    # what it was before is version 1 already
    assert back.before == 1
    assert library.versions.count(record.id) == 2


def test_an_open_page_cannot_write_over_what_was_restored(library: Library, scope: Scope) -> None:
    from corpus.errors import Conflict

    record = draft(library, scope, 单位="青禾县")
    library.versions.keep(record, scope.user_id, "saved")
    library.versions.restore(record.id, 1, scope, scope.user_id)
    with pytest.raises(Conflict):
        library.drafts.save(
            record.id, scope, record.revision, inputs={}, sections=[], title="", gaps=0
        )


def test_whoever_does_not_see_the_draft_does_not_see_its_versions(
    library: Library, scope: Scope
) -> None:
    record = draft(library, scope)
    library.versions.keep(record, scope.user_id, "saved")
    other = stranger(library)
    for action in (
        lambda: library.versions.list(record.id, other),
        lambda: library.versions.get(record.id, 1, other),
        lambda: library.versions.restore(record.id, 1, other, other.user_id),
    ):
        with pytest.raises(NotFound):
            action()


def test_a_version_that_there_is_not_and_a_name_too_long_are_refused(
    library: Library, scope: Scope
) -> None:
    record = draft(library, scope)
    with pytest.raises(NotFound, match="没有第 7 版"):
        library.versions.get(record.id, 7, scope)
    with pytest.raises(InvalidQuery, match="太长"):
        library.versions.keep(record, scope.user_id, "saved", name="长" * 41)
