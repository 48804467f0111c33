"""Documents are kept once, seen by whom they belong to, and gone when deleted."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from sqlalchemy import select

from corpus.document import Attachment, Document, Paragraph, SignOff, Table
from corpus.errors import NotFound
from corpus.library import Library, Scope, tables
from corpus.library.content import content_of
from corpus.library.tables import index_queue
from tests.corpus.library.making import scheme

SCHEME = scheme(
    "青禾县柳溪街道消防安全整治实施方案",
    "为做好消防安全工作，制定本方案。",
    "#工作目标",
    "消除隐患。",
    topics=("消防安全",),
    issuer="青禾县柳溪街道办事处",
    place="青禾县",
    year=2026,
)


def _stranger(library: Library) -> Scope:
    with library.database.write() as connection:
        connection.execute(
            tables.users.insert().values(id=9, name="李某某", role="member", created=tables.now())
        )
    return Scope(9)


def test_a_document_comes_back_as_it_was(library: Library, scope: Scope) -> None:
    added = library.documents.add(
        SCHEME, owner=scope.user_id, original=b"bytes", name="/some/where/方案.docx"
    )
    assert added.status == "imported"
    stored = library.documents.get(added.id, scope)
    assert stored.document == SCHEME
    assert (stored.kind, stored.visibility, stored.owner) == ("library", "shared", scope.user_id)
    assert stored.name == "方案.docx"
    assert stored.original is not None
    assert library.originals.read(stored.original) == b"bytes"


def test_a_list_shows_what_describes_a_document_newest_first(
    library: Library, scope: Scope
) -> None:
    library.documents.add(SCHEME, owner=scope.user_id)
    library.documents.add(scheme("东湾社区工作总结", "总结"), owner=scope.user_id, kind="sample")
    newest, oldest = library.documents.list(scope)
    assert newest.title == "东湾社区工作总结"
    assert (oldest.genre, oldest.family, oldest.year) == ("实施方案", "方案", 2026)
    assert (oldest.unit, oldest.place) == ("青禾县柳溪街道办事处", "青禾县")
    assert oldest.topics == ("消防安全",)
    assert [entry.title for entry in library.documents.list(scope, kind="sample")] == [newest.title]
    assert library.documents.list(scope, limit=1, offset=1) == (oldest,)
    assert library.documents.count(scope) == 2
    assert library.documents.count(scope, "sample") == 1
    assert oldest.to_json()["topics"] == ["消防安全"]


def test_the_unit_is_who_signs_when_no_issuer_is_known(library: Library, scope: Scope) -> None:
    signed = scheme("通知", "请遵照执行。", signoff=SignOff(issuers=("望川县民政局",)))
    library.documents.add(signed, owner=scope.user_id)
    assert library.documents.list(scope)[0].unit == "望川县民政局"


def test_a_gap_is_no_unit_to_file_under(library: Library, scope: Scope) -> None:
    library.documents.add(
        Document(title="方案", issuer="【待补：单位】", blocks=(Paragraph(text="正文。"),)),
        owner=scope.user_id,
    )
    assert library.documents.list(scope)[0].unit is None


def test_a_document_and_its_place_in_the_index_queue_come_together(
    library: Library, scope: Scope
) -> None:
    added = library.documents.add(SCHEME, owner=scope.user_id)
    library.documents.add(SCHEME, owner=scope.user_id)
    with library.database.read() as connection:
        assert connection.execute(select(index_queue.c.document_id)).scalars().all() == [added.id]


@pytest.mark.parametrize(
    "change",
    [
        {"genre": "工作方案"},
        {"year": 2020},
        {"issuer": None},
        {"title": "青禾县柳溪街道 消防安全整治实施方案"},
        {"blocks": tuple(dataclasses.replace(b, id="", lines=(1, 1)) for b in SCHEME.blocks)},
    ],
)
def test_the_same_text_is_a_duplicate_however_it_is_described(
    library: Library, scope: Scope, change: dict[str, Any]
) -> None:
    first = library.documents.add(SCHEME, owner=scope.user_id)
    again = library.documents.add(dataclasses.replace(SCHEME, **change), owner=scope.user_id)
    assert (again.id, again.status) == (first.id, "duplicate")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "青禾县柳溪街道消防安全整治工作方案"},
        {"blocks": SCHEME.blocks[:-1]},
        {"blocks": (*SCHEME.blocks, Table(head=((),), caption="分工表"))},
        {"attachments": (Attachment("分工表", blocks=(Paragraph(text="甲"),)),)},
    ],
)
def test_another_text_is_another_document(
    library: Library, scope: Scope, change: dict[str, Any]
) -> None:
    library.documents.add(SCHEME, owner=scope.user_id)
    again = library.documents.add(dataclasses.replace(SCHEME, **change), owner=scope.user_id)
    assert again.status == "imported"


def test_an_export_may_repeat_the_library_but_not_another_export(
    library: Library, scope: Scope
) -> None:
    library.documents.add(SCHEME, owner=scope.user_id)
    first = library.documents.add(SCHEME, owner=scope.user_id, kind="export")
    again = library.documents.add(SCHEME, owner=scope.user_id, kind="export")
    assert (first.status, again.status) == ("imported", "duplicate")


def test_a_private_document_is_seen_by_its_owner_only(library: Library, scope: Scope) -> None:
    stranger = _stranger(library)
    added = library.documents.add(SCHEME, owner=scope.user_id, visibility="private")
    assert library.documents.get(added.id, scope).visibility == "private"
    with pytest.raises(NotFound, match="不归您看"):
        library.documents.get(added.id, stranger)
    assert library.documents.list(stranger) == ()
    assert library.documents.count(stranger) == 0
    other = library.documents.add(SCHEME, owner=stranger.user_id, visibility="private")
    assert other.status == "imported"


def test_what_is_shared_is_not_kept_privately_once_more(library: Library, scope: Scope) -> None:
    stranger = _stranger(library)
    shared = library.documents.add(SCHEME, owner=scope.user_id)
    again = library.documents.add(SCHEME, owner=stranger.user_id, visibility="private")
    assert (again.id, again.status) == (shared.id, "duplicate")


def test_only_the_owner_deletes_and_when_it_is_gone_nothing_is_left(
    library: Library, scope: Scope
) -> None:
    added = library.documents.add(SCHEME, owner=scope.user_id, original=b"bytes")
    sha256 = library.documents.get(added.id, scope).original
    assert sha256
    with pytest.raises(NotFound):
        library.documents.delete(added.id, _stranger(library))
    library.documents.delete(added.id, scope)
    with pytest.raises(NotFound, match="回收站"):
        library.documents.get(added.id, scope)
    assert library.originals.read(sha256) == b"bytes"
    library.bin.discard("document", added.id, scope)
    with pytest.raises(NotFound, match="没有第"):
        library.documents.get(added.id, scope)
    with pytest.raises(NotFound, match="原件"):
        library.originals.read(sha256)
    with library.database.read() as connection:
        for table in (tables.document_bodies, tables.document_topics, tables.originals):
            assert connection.execute(table.select()).all() == []


def test_an_original_stays_while_another_document_comes_from_it(
    library: Library, scope: Scope
) -> None:
    parts = (SCHEME, scheme("东湾社区工作总结", "总结"))
    first, second = library.documents.add_all(parts, owner=scope.user_id, original=b"anthology")
    sha256 = library.documents.get(second.id, scope).original
    library.bin.discard("document", first.id, scope)
    assert sha256
    assert library.originals.read(sha256) == b"anthology"
    assert len(list((library.home / "originals").rglob("*/*"))) == 1


def test_the_documents_of_a_file_come_all_or_not_at_all(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0

    def failing(*arguments: Any) -> int:
        nonlocal written
        written += 1
        if written == 2:
            raise OSError(28, "No space left on device")
        return insert(*arguments)

    from corpus.library import documents

    insert = documents.insert_document
    monkeypatch.setattr(documents, "insert_document", failing)
    with pytest.raises(OSError, match="No space"):
        library.documents.add_all((SCHEME, scheme("总结", "甲")), owner=scope.user_id)
    assert library.documents.count(scope) == 0


def test_a_repeated_step_of_an_import_knows_its_own_work(library: Library, scope: Scope) -> None:
    twice = (SCHEME, SCHEME)
    first = library.documents.add_all(twice, owner=scope.user_id, origin="run:a.txt")
    again = library.documents.add_all(twice, owner=scope.user_id, origin="run:a.txt")
    assert [added.status for added in first] == ["imported", "duplicate"]
    assert again == first
    (later,) = library.documents.add_all((SCHEME,), owner=scope.user_id, origin="later:a.txt")
    assert later.status == "duplicate"


def test_an_id_is_never_given_twice(library: Library, scope: Scope) -> None:
    first = library.documents.add(SCHEME, owner=scope.user_id)
    library.bin.discard("document", first.id, scope)
    assert library.documents.add(SCHEME, owner=scope.user_id).id > first.id


def test_sections_have_the_role_of_the_heading_above_them() -> None:
    content = content_of(
        scheme(
            "方案",
            "开头",
            "#重点任务",
            "任务一",
            "##组织领导",
            "组长某某",
            "##宣传发动",
            "发传单",
            "#其他事项",
            "别的",
        )
    )
    said = [(s.role, content.text[s.start : s.end].replace("\n", "|")) for s in content.sections]
    assert said == [
        (None, "方案|开头|"),
        ("tasks", "重点任务|任务一|"),
        ("duty", "组织领导|组长某某|"),
        ("tasks", "宣传发动|发传单|"),
        (None, "其他事项|别的"),
    ]
