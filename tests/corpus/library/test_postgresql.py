"""PostgreSQL: what it promises beyond what the library's other tests ask of either database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from corpus.errors import LibraryUnavailable
from corpus.library import Library, Scope, database, tables
from tests.corpus.library.making import scheme
from tests.services import PostgreSQL


@pytest.fixture
def library(own_home: Path, postgresql_url: str) -> Iterator[Library]:
    """A fresh library on PostgreSQL."""
    with Library.open(own_home, postgresql_url) as opened:
        yield opened


def test_writers_wait_for_each_other_so_that_ids_become_visible_in_their_order(
    library: Library,
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def second() -> None:
        begun.set()
        with library.database.write() as connection:
            connection.execute(tables.index_queue.insert().values(document_id=2))
        ended.set()

    with library.database.write() as connection:
        connection.execute(tables.index_queue.insert().values(document_id=1))
        thread = threading.Thread(target=second)
        thread.start()
        begun.wait()
        assert not ended.wait(0.2)
    thread.join()
    with library.database.read() as connection:
        rows = connection.execute(tables.index_queue.select().order_by(tables.index_queue.c.id))
        assert [row.document_id for row in rows] == [1, 2]


def test_a_reader_sees_one_state_throughout(library: Library) -> None:
    count = text("SELECT count(*) FROM settings")
    with library.database.read() as reading:
        assert reading.execute(count).scalar() == 0
        with library.database.write() as writing:
            writing.execute(tables.settings.insert().values(name="a", value=1))
        assert reading.execute(count).scalar() == 0


def test_a_writer_that_waits_too_long_says_that_the_library_is_busy(
    library: Library, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 50)
    with (
        Library.open(library.home, postgresql_url) as other,
        library.database.write(),
        pytest.raises(LibraryUnavailable, match="占用"),
    ):
        other.users.ensure_owner("周某某")


def test_a_connection_that_is_cut_is_told_and_the_next_use_has_another(
    library: Library, postgresql: PostgreSQL
) -> None:
    name = str(make_url(library.places.url or "").database)
    with (  # noqa: PT012
        pytest.raises(LibraryUnavailable, match="连接断了"),
        library.database.write() as connection,
    ):
        connection.execute(tables.settings.insert().values(name="a", value=1))
        postgresql.cut_connections(name)
        connection.execute(tables.settings.insert().values(name="b", value=1))
    with library.database.read() as connection:
        assert connection.execute(tables.settings.select()).all() == []
    postgresql.cut_connections(name)
    assert library.users.ensure_owner("周某某").id == 1


def test_a_database_of_a_newer_version_is_refused(library: Library, postgresql_url: str) -> None:
    with library.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LibraryUnavailable, match="更新版本"):
        Library.open(library.home, postgresql_url)


def test_an_empty_database_is_made_by_the_migrations(
    own_home: Path, postgresql: PostgreSQL
) -> None:
    with postgresql.database("template0") as url, Library.open(own_home, url) as library:
        owner = library.users.ensure_owner("周某某").id
        added = library.documents.add(scheme("青禾县工作方案", "正文"), owner=owner)
        assert library.documents.get(added.id, Scope(owner)).document.title == "青禾县工作方案"
        assert not (own_home / "library.db").exists()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql+psycopg://nigao@/none?host=/nowhere", "连不上数据库服务器"),
        ("mysql://server/nigao", "数据库地址看不懂"),
        ("青禾县", "数据库地址看不懂"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_with_a_remedy(
    own_home: Path, url: str, message: str
) -> None:
    with pytest.raises(LibraryUnavailable, match=message) as refused:
        Library.open(own_home, url)
    assert refused.value.remedy


def test_the_search_finds_on_postgresql_what_it_finds_on_sqlite(
    library: Library, own_home: Path, tmp_path: Path
) -> None:
    from corpus.search import find, index_pending

    found = []
    with Library.open(tmp_path / "other") as on_sqlite:
        for kept in (library, on_sqlite):
            owner = kept.users.ensure_owner("周某某").id
            for n in range(30):
                document = scheme(
                    f"青禾县第{n}号工作方案", "# 工作目标", f"排查隐患{n}处", year=2000 + n
                )
                kept.documents.add(document, owner=owner)
                if n == 20:
                    index_pending(kept)
            for words in ("隐患", "工作目标 第7号", "year:2010 方案"):
                hits = find(kept, words, Scope(owner))
                found.append((words, hits.total, [hit.title for hit in hits.hits], hits.facets))
    assert found[:3] == found[3:]
    assert found[0][1] == 30
