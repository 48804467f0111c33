"""The database comes into being, is brought up to date, and says in words what is wrong."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from corpus.errors import LibraryUnavailable
from corpus.library import Library, Scope, database, tables
from corpus.library.migrations import configuration
from tests.corpus.library.making import scheme


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(library: Library) -> None:
    with library.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_the_newest_migration_is_the_version_that_the_code_expects() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [tables.HEAD]


def test_sqlite_runs_with_a_write_ahead_log_and_foreign_keys(own_home: Path) -> None:
    with Library.open(own_home) as library, library.database.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == database.BUSY_TIMEOUT


def test_a_data_folder_that_cannot_be_made_is_refused_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", "utf-8")
    with pytest.raises(LibraryUnavailable) as refused:
        Library.open(tmp_path / "文件" / "数据")
    assert "路径中间有一段不是文件夹" in refused.value.message


def test_tables_and_queries_compile_for_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in tables.metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))
    claim = select(tables.job_steps).with_for_update(skip_locked=True, of=tables.job_steps)
    assert "FOR UPDATE OF job_steps SKIP LOCKED" in str(claim.compile(dialect=dialect))


def test_what_is_in_the_library_is_there_when_it_is_opened_again(own_home: Path) -> None:
    with Library.open(own_home) as library:
        owner = library.users.ensure_owner("周某某").id
        added = library.documents.add(scheme("青禾县工作方案", "正文"), owner=owner)
    with Library.open(own_home) as library:
        assert library.documents.get(added.id, Scope(owner)).document.title == "青禾县工作方案"


def test_a_transaction_that_fails_leaves_nothing(library: Library, scope: Scope) -> None:
    def failing() -> None:
        with library.database.write() as connection:
            connection.execute(tables.settings.insert().values(name="a", value=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    with library.database.read() as connection:
        assert connection.execute(tables.settings.select()).all() == []


def test_a_database_of_a_newer_version_is_refused_and_left_alone(own_home: Path) -> None:
    Library.open(own_home).close()
    path = own_home / "library.db"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryUnavailable, match="更新版本") as caught:
        Library.open(own_home)
    assert "升级" in caught.value.remedy
    assert str(path) == caught.value.where
    assert path.read_bytes() == before


def test_a_data_folder_that_cannot_be_made_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("不是文件夹")
    with pytest.raises(LibraryUnavailable, match="数据文件夹") as caught:
        Library.open(tmp_path / "文件" / "home")
    assert "NIGAO_HOME" in caught.value.remedy


def test_a_database_that_cannot_be_opened_is_told(own_home: Path) -> None:
    (own_home / "library.db").mkdir(parents=True)
    with pytest.raises(LibraryUnavailable, match="打不开"):
        Library.open(own_home)


def test_a_file_that_is_no_database_is_told_and_kept(own_home: Path) -> None:
    own_home.mkdir()
    path = own_home / "library.db"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(LibraryUnavailable, match="损坏"):
        Library.open(own_home)
    assert path.read_bytes() == b"x" * 5000


def test_a_library_that_stays_locked_says_so(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 50)
    with Library.open(own_home) as library:
        other = sqlite3.connect(own_home / "library.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryUnavailable, match="占用"):
            library.users.ensure_owner("周某某")
        other.execute("ROLLBACK")
        other.close()
        assert library.users.ensure_owner("周某某").id == 1


def _open(home: Path) -> int:
    with Library.open(home) as library:
        return library.users.ensure_owner("周某某").id


def test_processes_that_open_a_new_library_at_once_share_it(own_home: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_open, [own_home] * 4) == [1] * 4


def _as_once(path: Path, version: str = "0001") -> None:
    """Leave in `path` a database of the first or another version with what it could hold."""
    newest = path.rename(path.with_name("newest.db"))
    engine = create_engine(database.sqlite_url(path))
    settings = configuration()
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, version)
    engine.dispose()
    with sqlite3.connect(path) as old:
        old.execute("ATTACH ? AS newest", (str(newest),))
        tables_there = old.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        for (table,) in tables_there.fetchall():
            columns = [row[1] for row in old.execute(f"PRAGMA main.table_info({table})")]
            if table != "alembic_version":
                names = ", ".join(columns)
                old.execute(f"DELETE FROM main.{table}")
                old.execute(f"INSERT INTO main.{table} SELECT {names} FROM newest.{table}")
    old.close()


def test_a_library_of_the_first_version_finds_simplified_what_it_kept_traditional(
    own_home: Path,
) -> None:
    from corpus.search import find, index_pending

    with Library.open(own_home) as library:
        owner = library.users.ensure_owner("周某某").id
        library.documents.add(scheme("青禾县工作方案", "排查隐患"), owner=owner)
        index_pending(library)
    _as_once(own_home / "library.db")
    with sqlite3.connect(own_home / "library.db") as connection:
        connection.execute("UPDATE document_bodies SET text = replace(text, '隐', '隱')")
    connection.close()
    with Library.open(own_home) as library:
        assert find(library, "“排查隱患”", Scope(owner)).total == 1
        index_pending(library)
        assert find(library, "隐患", Scope(owner)).total == 1


def test_drafts_of_before_count_what_nobody_has_looked_at(own_home: Path) -> None:
    residue = [["year", "2024年", "2026年", "open"], ["unit", "望川县", "", "kept"]]
    with Library.open(own_home) as library:
        owner = library.users.ensure_owner("周某某").id
        made = [
            library.drafts.create(owner, "fire", "0" * 64, "正文", {}, [], "方案", residue=left)
            for left in (residue, [])
        ]
    _as_once(own_home / "library.db", "0010")
    with Library.open(own_home) as library:
        found = [library.drafts.get(one.id, Scope(owner)).unchecked for one in made]
    assert found == [1, 0]
