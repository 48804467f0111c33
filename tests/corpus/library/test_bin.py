"""What is deleted goes into the bin, can be taken out of it, and is gone after a month."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from corpus.errors import NotFound
from corpus.library import Library, Scope
from corpus.library.bin import DAYS
from corpus.library.importing import keep_up
from corpus.library.tables import document_bodies, draft_versions, drafts, now
from corpus.search import find, index_pending
from tests.corpus.library.drafting import draft, stranger
from tests.corpus.library.making import scheme

SCHEME = scheme("青禾县柳溪街道消防安全整治实施方案", "#工作目标", "排查沿街商铺。")
REPORT = scheme("东湾社区网格工作总结", "#主要做法", "建强网格员队伍。")


def titles(library: Library, scope: Scope) -> list[str]:
    return [one.title for one in library.bin.list(scope)]


def test_what_was_deleted_is_listed_with_the_last_first_until_it_is_restored(
    library: Library, scope: Scope
) -> None:
    record = draft(library, scope, "消防方案")
    added = library.documents.add(SCHEME, owner=scope.user_id)
    library.drafts.delete(record.id, scope)
    library.documents.delete(added.id, scope)
    assert [(one.kind, one.title, one.sort) for one in library.bin.list(scope)] == [
        ("document", "青禾县柳溪街道消防安全整治实施方案", "实施方案"),
        ("draft", "消防方案", "fire-safety-campaign"),
    ]
    assert library.bin.count(scope) == 2
    assert library.bin.list(scope)[0].until - now() > timedelta(days=DAYS - 1)
    assert library.bin.restore("draft", record.id, scope) == "消防方案"
    library.bin.restore("document", added.id, scope)
    assert library.drafts.get(record.id, scope) == record
    assert library.documents.get(added.id, scope).document.title == SCHEME.title
    assert titles(library, scope) == []


def test_nobody_sees_restores_or_empties_what_another_one_deleted(
    library: Library, scope: Scope
) -> None:
    added = library.documents.add(SCHEME, owner=scope.user_id)
    other = stranger(library)
    with pytest.raises(NotFound):
        library.documents.delete(added.id, other)
    library.documents.delete(added.id, scope)
    assert titles(library, other) == []
    for action in (library.bin.restore, library.bin.discard):
        with pytest.raises(NotFound, match="回收站"):
            action("document", added.id, other)
    assert titles(library, scope) == [SCHEME.title]


def test_a_document_in_the_bin_is_found_no_more_and_at_once_when_it_is_back(
    library: Library, scope: Scope
) -> None:
    library.documents.add(REPORT, owner=scope.user_id)
    added = library.documents.add(SCHEME, owner=scope.user_id)
    index_pending(library)
    assert find(library, "商铺", scope).total == 1
    library.documents.delete(added.id, scope)
    assert find(library, "商铺", scope).total == 0
    assert find(library, "", scope).total == 1
    assert find(library, "", scope).facets["genre"] == [("工作总结", 1)]
    library.bin.restore("document", added.id, scope)
    assert find(library, "商铺", scope).total == 1
    index_pending(library)
    library.documents.delete(added.id, scope)
    index_pending(library)
    assert find(library, "商铺", scope).total == 0


def test_one_that_goes_while_another_comes_back_leaves_the_search_right(
    library: Library, scope: Scope
) -> None:
    first = library.documents.add(SCHEME, owner=scope.user_id)
    second = library.documents.add(REPORT, owner=scope.user_id)
    library.documents.delete(first.id, scope)
    assert [hit.id for hit in find(library, "", scope).hits] == [second.id]
    library.bin.restore("document", first.id, scope)
    library.documents.delete(second.id, scope)
    assert [hit.id for hit in find(library, "", scope).hits] == [first.id]


def test_a_search_that_first_looks_while_a_document_is_in_the_bin_finds_it_later(
    library: Library, scope: Scope
) -> None:
    added = library.documents.add(SCHEME, owner=scope.user_id)
    library.documents.add(REPORT, owner=scope.user_id)
    library.documents.delete(added.id, scope)
    assert find(library, "", scope).total == 1
    library.bin.restore("document", added.id, scope)
    assert {hit.title for hit in find(library, "", scope).hits} == {SCHEME.title, REPORT.title}


def test_the_same_file_uploaded_again_takes_its_document_out_of_the_bin(
    library: Library, scope: Scope
) -> None:
    added = library.documents.add(SCHEME, owner=scope.user_id, origin="one:a.txt")
    library.documents.delete(added.id, scope)
    again = library.documents.add(SCHEME, owner=scope.user_id, origin="two:a.txt")
    assert (again.id, again.status) == (added.id, "imported")
    # the step of the import is repeated after a kill: still its own work
    assert library.documents.add(SCHEME, owner=scope.user_id, origin="two:a.txt") == again
    assert titles(library, scope) == []
    assert library.documents.add(SCHEME, owner=scope.user_id).status == "duplicate"


def test_whoever_uploads_what_another_one_deleted_from_the_shared_shelf_owns_it(
    library: Library, scope: Scope
) -> None:
    added = library.documents.add(SCHEME, owner=scope.user_id)
    library.documents.delete(added.id, scope)
    other = stranger(library)
    again = library.documents.add(SCHEME, owner=other.user_id)
    assert (again.id, again.status) == (added.id, "imported")
    assert library.documents.get(added.id, scope).owner == other.user_id
    assert titles(library, scope) == []


def test_a_private_copy_does_not_wake_what_lies_in_the_bin_of_the_shared_shelf(
    library: Library, scope: Scope
) -> None:
    added = library.documents.add(SCHEME, owner=scope.user_id)
    library.documents.delete(added.id, scope)
    copy = library.documents.add(SCHEME, owner=scope.user_id, visibility="private")
    assert copy.status == "imported"
    assert copy.id != added.id
    assert titles(library, scope) == [SCHEME.title]


def test_what_lies_in_the_bin_is_no_near_duplicate(library: Library, scope: Scope) -> None:
    long = [f"第{n}组排查沿街商铺，登记造册，逐户签收，限期整改。" for n in range(40)]
    added = library.documents.add(scheme("消防方案", *long), owner=scope.user_id)
    library.documents.delete(added.id, scope)
    near = scheme("消防方案", *long[:-1], "第四十组复查。")
    (again,) = library.documents.add_all((near,), owner=scope.user_id, once=True)
    assert again.status == "imported"


def test_what_is_gone_for_good_takes_versions_files_and_index_entries_with_it(
    library: Library, scope: Scope
) -> None:
    record = draft(library, scope)
    library.versions.keep(record, scope.user_id, "saved")
    key = library.pictures.put(record.id, b"photo")
    added = library.documents.add(SCHEME, owner=scope.user_id, original=b"bytes")
    index_pending(library)
    library.drafts.delete(record.id, scope)
    library.documents.delete(added.id, scope)
    assert library.pictures.of_draft(record.id)(key) == b"photo"
    assert library.bin.discard("draft", record.id, scope) == record.title
    library.bin.discard("document", added.id, scope)
    index_pending(library)
    with library.database.read() as connection:
        for table in (drafts, draft_versions, document_bodies):
            assert connection.execute(table.select()).all() == []
    assert not list((library.home / "originals").rglob("*/*"))


def test_after_thirty_days_the_bin_is_empty_and_what_is_younger_stays(
    library: Library, scope: Scope
) -> None:
    old, new = draft(library, scope, "旧稿"), draft(library, scope, "新稿")
    added = library.documents.add(SCHEME, owner=scope.user_id)
    for record in (old, new):
        library.drafts.delete(record.id, scope)
    library.documents.delete(added.id, scope)
    long_ago = now() - timedelta(days=DAYS, seconds=1)
    with library.database.write() as connection:
        connection.execute(drafts.update().where(drafts.c.id == old.id).values(deleted_at=long_ago))
    assert library.bin.empty() == 1
    assert titles(library, scope) == [SCHEME.title, "新稿"]
    assert library.bin.empty(now() + timedelta(seconds=1)) == 2
    assert titles(library, scope) == []


def test_the_upkeep_of_the_runner_empties_the_bin_by_itself(own_home: Path) -> None:
    with Library.open(own_home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        record = draft(library, scope)
        library.drafts.delete(record.id, scope)
        with library.database.write() as connection:
            connection.execute(drafts.update().values(deleted_at=now() - timedelta(days=DAYS + 1)))
        keep_up(library)
        assert titles(library, scope) == []
        again = draft(library, scope)
        library.drafts.delete(again.id, scope)
        with library.database.write() as connection:
            connection.execute(drafts.update().values(deleted_at=now() - timedelta(days=DAYS + 1)))
        # not again before an hour has passed
        keep_up(library)
        assert titles(library, scope) == ["消防方案"]


def test_a_whole_bin_is_given_up_in_parts_with_the_files_that_nothing_needs(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.library.bin.AT_ONCE", 2)
    for number in range(5):
        paper = scheme(f"第{number}号方案", "#工作目标", f"排查商铺{number}家。")
        library.documents.add(paper, owner=scope.user_id, original=b"%d" % number)
    kept = library.documents.add(REPORT, owner=scope.user_id, original=b"3").id
    newest = library.documents.newest(scope)
    thrown = library.bin.throw(scope, "library", newest - 1)
    assert (thrown.count, thrown.foreign) == (5, 0)
    assert [one.title for one in library.bin.list(scope, limit=2, offset=1)] == [
        "第3号方案",
        "第2号方案",
    ]
    assert library.bin.discard_all(stranger(library), now()) == 0
    assert library.bin.discard_all(scope, thrown.moment - timedelta(seconds=1)) == 0
    assert library.bin.discard_all(scope, thrown.moment) == 5
    assert [one.id for one in library.documents.list(scope)] == [kept]
    assert [path for path in (library.home / "originals").rglob("*") if path.is_file()] == [
        library.home / "originals" / "4e" / hashlib.sha256(b"3").hexdigest()
    ]
