"""Drafts keep their template, and nobody's work is written over unseen."""

from __future__ import annotations

import pytest

from corpus.errors import Conflict, NotFound
from corpus.library import DraftRecord, Library, Scope, tables

SHA256 = "a" * 64


def _draft(library: Library, scope: Scope, title: str = "消防方案") -> DraftRecord:
    return library.drafts.create(
        scope.user_id,
        "fire-safety-campaign",
        SHA256,
        "---\nid: fire\n---\n正文",
        {"单位": "青禾县", "编号": "0512"},
        [{"id": "goals", "state": "form"}],
        title,
    )


def test_a_draft_has_the_designs_shape(library: Library, scope: Scope) -> None:
    draft = _draft(library, scope)
    assert library.drafts.get(draft.id, scope) == draft
    shown = draft.to_json()
    assert shown["schema"] == 1
    assert shown["template"] == {"id": "fire-safety-campaign", "sha256": SHA256}
    assert shown["inputs"] == {"单位": "青禾县", "编号": "0512"}
    assert shown["sections"] == [{"id": "goals", "state": "form"}]
    assert shown["revision"] == 1
    assert (shown["title"], shown["gaps"]) == ("消防方案", 0)


def test_the_templates_text_is_kept_with_the_draft(library: Library, scope: Scope) -> None:
    _draft(library, scope)
    _draft(library, scope)
    assert library.template_text(SHA256) == "---\nid: fire\n---\n正文"
    with pytest.raises(NotFound, match="模板"):
        library.template_text("b" * 64)


def test_saving_goes_one_revision_on(library: Library, scope: Scope) -> None:
    draft = _draft(library, scope)
    saved = library.drafts.save(
        draft.id, scope, 1, inputs={"单位": "望川县"}, sections=[], title="新题", gaps=3
    )
    assert (saved.revision, saved.gaps, saved.title) == (2, 3, "新题")
    assert saved.updated >= draft.updated
    assert library.drafts.get(draft.id, scope) == saved


def test_saving_over_a_newer_revision_is_refused_and_changes_nothing(
    library: Library, scope: Scope
) -> None:
    draft = _draft(library, scope)
    theirs = library.drafts.save(
        draft.id, scope, 1, inputs={"单位": "他的"}, sections=[], title="他的", gaps=0
    )
    with pytest.raises(Conflict, match=r"第 2 稿.*第 1 稿"):
        library.drafts.save(
            draft.id, scope, 1, inputs={"单位": "我的"}, sections=[], title="我的", gaps=0
        )
    assert library.drafts.get(draft.id, scope) == theirs


def test_drafts_are_listed_with_the_last_saved_first(library: Library, scope: Scope) -> None:
    first, second = _draft(library, scope, "一"), _draft(library, scope, "二")
    assert [d.id for d in library.drafts.list(scope)] == [second.id, first.id]
    library.drafts.save(first.id, scope, 1, inputs={}, sections=[], title="一", gaps=0)
    assert [d.id for d in library.drafts.list(scope)] == [first.id, second.id]
    assert len(library.drafts.list(scope, limit=1)) == 1
    assert library.drafts.count(scope) == 2


def test_a_draft_belongs_to_its_owner_alone(library: Library, scope: Scope) -> None:
    with library.database.write() as connection:
        connection.execute(
            tables.users.insert().values(id=9, name="李某某", role="member", created=tables.now())
        )
    draft, stranger = _draft(library, scope), Scope(9)
    assert library.drafts.list(stranger) == ()
    for action in (
        lambda: library.drafts.get(draft.id, stranger),
        lambda: library.drafts.delete(draft.id, stranger),
        lambda: library.drafts.save(
            draft.id, stranger, 1, inputs={}, sections=[], title="", gaps=0
        ),
    ):
        with pytest.raises(NotFound):
            action()
    assert library.drafts.get(draft.id, scope) == draft


def test_a_deleted_draft_is_out_of_sight(library: Library, scope: Scope) -> None:
    draft = _draft(library, scope)
    library.drafts.delete(draft.id, scope)
    assert library.drafts.list(scope) == ()
    with pytest.raises(NotFound, match="在回收站里"):
        library.drafts.get(draft.id, scope)
    with pytest.raises(NotFound, match="在回收站里"):
        library.drafts.save(draft.id, scope, 1, inputs={}, sections=[], title="", gaps=0)
    with pytest.raises(NotFound):
        library.drafts.delete(draft.id, scope)


def test_what_is_left_of_a_past_document_stays_until_it_is_saved_otherwise(
    library: Library, scope: Scope
) -> None:
    left = [["unit", "柳溪街道", "东湖街道", "open"]]
    made = library.drafts.create(
        scope.user_id, "fire", SHA256, "正文", {}, [], "消防方案", residue=left
    )
    assert made.residue == tuple(left)
    assert made.to_json()["residue"] == left
    kept = library.drafts.save(made.id, scope, 1, inputs={}, sections=[], title="一", gaps=0)
    assert kept.residue == tuple(left)
    done = library.drafts.save(
        made.id, scope, 2, inputs={}, sections=[], title="一", gaps=0, residue=[]
    )
    assert done.residue == ()
    assert "residue" not in done.to_json()
