"""Backup and restore: everything comes back, nothing half; hostile archives change nothing."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from corpus.document import Document, Paragraph
from corpus.errors import LibraryUnavailable, Unreadable
from corpus.library import Library, Scope, archive, dump, restore, tables
from corpus.library.backup import back_up, new_name
from corpus.search import find, index_pending
from corpus.search.index import index_of
from corpus.unit import Names, Staff

SHA256 = "a" * 64
ORIGINAL = "柳溪街道原件".encode()


def fill(library: Library, title: str = "柳溪街道防汛方案") -> int:
    """A library with a document and its original, a draft, a colleague, the unit; the owner."""
    owner = library.users.ensure_owner("周某某")
    library.users.set_password(owner.id, "青禾柳溪2026")
    library.users.add("陈某某")
    document = Document(title=title, genre="实施方案", blocks=(Paragraph(text=f"{title}的正文。"),))
    library.documents.add(document, owner=owner.id, original=ORIGINAL, name="原件.txt")
    inputs = {"单位": "青禾县", "编号": "0512"}
    library.drafts.create(owner.id, "fire", SHA256, "---\n正文", inputs, [], f"{title}草稿")
    library.unit.save_names(Names("青禾县柳溪街道办事处"), 0)
    library.unit.save_staff([Staff("周某某", "主任")], 0)
    (library.home / "profile.json").write_text('{"天头": 35}', "utf-8")
    return owner.id


def rows(library: Library) -> dict[str, list[Any]]:
    """Everything that a backup must bring back, by table; sessions change with a restore."""
    with library.database.read() as connection:
        found = {t.name: connection.execute(select(t)).mappings().all() for t in ours()}
    plain = {n: sorted(repr(sorted(r.items())) for r in all) for n, all in found.items()}
    plain["users"] = [u.name for u in library.users.list()]
    return plain


def ours() -> list[Any]:
    return [t for t in tables.metadata.sorted_tables if t.name not in dump.DERIVED]


def spoilt(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of the archive in `path` whose entries were changed."""
    with zipfile.ZipFile(path) as known:
        entries = {name: known.read(name) for name in known.namelist()}
    change(entries)
    target = path.with_name("spoilt.zip")
    with zipfile.ZipFile(target, "w") as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return target


def said(entries: dict[str, bytes], /, **changes: Any) -> None:
    """Change what the manifest among `entries` says."""
    manifest = json.loads(entries[archive.MANIFEST])
    entries[archive.MANIFEST] = json.dumps(manifest | changes).encode()


def test_rosters_come_back_and_one_that_was_changed_is_refused(
    library: Library, tmp_path: Path
) -> None:
    fill(library)
    data = "社区,户数\n东湾社区,12\n".encode()
    roster = f"rosters/{hashlib.sha256(data).hexdigest()}.csv"
    library.storage.write(roster, data)
    library.storage.write("rosters/别的.txt", b"x")
    backup = tmp_path / "b.zip"
    back_up(library, backup)
    library.storage.remove(roster)
    restore.restore(library, backup, tmp_path / "aside.zip")
    assert library.storage.read(roster) == data

    def change(entries: dict[str, bytes]) -> None:
        entries[roster] = data.replace(b"12", b"99")
        known = json.loads(entries[archive.MANIFEST])["entries"]
        known[roster] = [len(data), hashlib.sha256(entries[roster]).hexdigest()]
        said(entries, entries=known)

    with pytest.raises(Unreadable, match="数据表和它的名字对不上"):
        restore.restore(library, spoilt(backup, change), tmp_path / "again.zip")


def test_what_was_backed_up_comes_back(library: Library, tmp_path: Path) -> None:
    fill(library)
    before = rows(library)
    made = tmp_path / new_name()
    assert back_up(library, made) == made.stat().st_size
    owner = library.users.ensure_owner("周某某").id
    for entry in library.documents.list(Scope(owner)):
        library.documents.delete(entry.id, Scope(owner))
    fill_more(library, owner)
    (library.home / "profile.json").unlink()
    contents = restore.restore(library, made, tmp_path / "before.zip")
    assert contents.counts == {"documents": 1, "drafts": 1, "users": 2}
    assert rows(library) == before
    (entry,) = library.documents.list(Scope(owner))
    assert library.documents.get(entry.id, Scope(owner)).document.title == "柳溪街道防汛方案"
    assert json.loads((library.home / "profile.json").read_text("utf-8")) == {"天头": 35}
    assert library.users.check_password("周某某", "青禾柳溪2026") is not None


def fill_more(library: Library, owner: int) -> None:
    """What happens after the backup: a document, a draft, another name of the unit."""
    document = Document(title="后来的通知", genre="通知", blocks=(Paragraph(text="后来。"),))
    library.documents.add(document, owner=owner, original="另一个".encode(), name="后来.txt")
    library.drafts.create(owner, "fire", SHA256, "---\n正文", {}, [], "后来的草稿")
    library.unit.save_names(Names("望川县人民政府"), library.unit.revision("names"))


def test_the_state_before_a_restore_can_be_brought_back(library: Library, tmp_path: Path) -> None:
    owner = fill(library)
    back_up(library, tmp_path / "first.zip")
    fill_more(library, owner)
    later = rows(library)
    restore.restore(library, tmp_path / "first.zip", tmp_path / "before.zip")
    restore.restore(library, tmp_path / "before.zip", tmp_path / "again.zip")
    assert rows(library) == later


def test_originals_that_were_lost_come_back(library: Library, tmp_path: Path) -> None:
    fill(library)
    back_up(library, tmp_path / "made.zip")
    (sha256,) = archive_originals(tmp_path / "made.zip")
    library.originals.storage.remove(f"{sha256[:2]}/{sha256}")
    restore.restore(library, tmp_path / "made.zip", tmp_path / "before.zip")
    assert library.originals.read(sha256) == ORIGINAL


def archive_originals(path: Path) -> list[str]:
    with archive.opened(path) as reader:
        return reader.contents.originals


def test_a_missing_original_is_counted_and_does_not_stop_a_backup(
    library: Library, tmp_path: Path
) -> None:
    fill(library)
    back_up(library, tmp_path / "made.zip")
    (sha256,) = archive_originals(tmp_path / "made.zip")
    library.originals.storage.remove(f"{sha256[:2]}/{sha256}")
    back_up(library, tmp_path / "poorer.zip")
    with archive.opened(tmp_path / "poorer.zip") as reader:
        assert (reader.contents.missing, reader.contents.originals) == (1, [])


def test_searches_find_what_is_there_now(library: Library, tmp_path: Path) -> None:
    owner = fill(library)
    back_up(library, tmp_path / "made.zip")
    fill_more(library, owner)
    index_pending(library)
    assert find(library, "后来", Scope(owner)).total == 1
    restore.restore(library, tmp_path / "made.zip", tmp_path / "before.zip")
    index_of(library).forget()
    for _ in range(2):
        assert find(library, "后来", Scope(owner)).total == 0
        assert find(library, "防汛", Scope(owner)).total == 1
        index_pending(library)


def test_new_documents_and_drafts_never_get_the_number_of_a_restored_one(
    library: Library, tmp_path: Path
) -> None:
    owner = fill(library)
    back_up(library, tmp_path / "made.zip")
    restore.restore(library, tmp_path / "made.zip", tmp_path / "before.zip")
    fill_more(library, owner)
    assert len(library.documents.list(Scope(owner))) == 2
    assert len(library.drafts.list(Scope(owner), limit=9)) == 2


def test_every_session_ends_and_jobs_under_way_are_over(library: Library, tmp_path: Path) -> None:
    owner = fill(library)
    job = library.jobs.create("batch", owner, {}, [{"row": 2}], title="一季度")
    session = library.users.get(owner).session
    back_up(library, tmp_path / "made.zip")
    restore.restore(library, tmp_path / "made.zip", tmp_path / "before.zip")
    assert library.users.get(owner).session != session
    assert library.jobs.get(job.id, Scope(owner)).status == "cancelled"


def test_an_older_backup_is_brought_up_to_date(own_home: Path, tmp_path: Path) -> None:
    """One of a version whose tables lacked what came since."""
    with Library.open(own_home) as library:
        fill(library)
        back_up(library, tmp_path / "made.zip")

        def age(entries: dict[str, bytes]) -> None:
            kept = {"users": {"id", "name", "role", "created"}}
            lines, columns = [], []
            for line in entries[archive.DATABASE].splitlines():
                read = json.loads(line)
                if isinstance(read, dict):
                    table, columns = read["table"], read["columns"]
                    wanted = [c for c in columns if c in kept.get(table, ())]
                    read["columns"] = wanted
                else:
                    read = [v for c, v in zip(columns, read, strict=True) if c in wanted]
                if table in kept:
                    lines.append(json.dumps(read).encode())
            entries[archive.DATABASE] = b"\n".join(lines) + b"\n"
            renew(entries, schema="0001")

        restore.restore(library, spoilt(tmp_path / "made.zip", age), tmp_path / "before.zip")
        assert [one.name for one in library.users.list()] == ["陈某某", "周某某"]
        assert library.unit.get().name == ""


def renew(entries: dict[str, bytes], **changes: Any) -> None:
    """Let the manifest say what the entries are now."""
    sums = {
        name: [len(data), hashlib.sha256(data).hexdigest()]
        for name, data in entries.items()
        if name != archive.MANIFEST
    }
    said(entries, entries=sums, **changes)


def cut(entries: dict[str, bytes]) -> None:
    entries[archive.DATABASE] = entries[archive.DATABASE][:-40]


def unhashed(entries: dict[str, bytes]) -> None:
    entries[archive.DATABASE] = entries[archive.DATABASE].replace("周".encode(), "李".encode())


def nonsense(entries: dict[str, bytes]) -> None:
    entries[archive.DATABASE] = b'{"table": "users", "columns": ["id"]}\n["x", 1]\n'
    renew(entries)


def dangling(entries: dict[str, bytes]) -> None:
    lines = entries[archive.DATABASE].splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith(b'{"table":"users"'))
    entries[archive.DATABASE] = b"".join(lines[: at + 1] + lines[at + 3 :])
    renew(entries)


def leading_out(entries: dict[str, bytes]) -> None:
    entries["../outside.txt"] = b"x"
    renew(entries)


def strange_file(entries: dict[str, bytes]) -> None:
    entries["files/secret.key"] = b"x"
    renew(entries)


def misnamed(entries: dict[str, bytes]) -> None:
    entries["originals/ab/ab" + "0" * 62] = b"x"
    renew(entries)


HOSTILE: tuple[tuple[Callable[[dict[str, bytes]], None], str], ...] = (
    (cut, "不完整或被改过"),
    (unhashed, "不完整或被改过"),
    (nonsense, "读不懂"),
    (dangling, "对不上"),
    (leading_out, "不该有的东西"),
    (strange_file, "不该有的东西"),
    (misnamed, "对不上"),
    (lambda entries: said(entries, format=archive.FORMAT + 1, program="9.0"), "更新版本"),
    (lambda entries: said(entries, schema="9999"), "更新版本"),
    (lambda entries: said(entries, schema="x"), "对不上"),
    (lambda entries: said(entries, made="gestern"), "不完整或被改过"),
    (lambda entries: said(entries, entries=[1]), "不完整或被改过"),
    (lambda entries: entries.pop(archive.MANIFEST) and None, "不是拟稿的备份"),
    (lambda entries: entries.pop(archive.DATABASE) and None, "对不上"),
    (lambda entries: entries.update({"originals/x": b""}), "对不上"),
)


@pytest.mark.parametrize(("change", "says"), HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_an_archive_that_is_damaged_or_hostile_changes_nothing(
    own_home: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], says: str
) -> None:
    with Library.open(own_home) as library:
        owner = fill(library)
        back_up(library, tmp_path / "made.zip")
        fill_more(library, owner)
        before, files = rows(library), sorted(path.name for path in tmp_path.iterdir())
        with pytest.raises(Unreadable, match=says):
            restore.restore(library, spoilt(tmp_path / "made.zip", change), tmp_path / "b.zip")
        assert rows(library) == before
        assert not list(own_home.glob(".restoring-*"))
        assert {path.name for path in tmp_path.iterdir()} <= {*files, "spoilt.zip", "b.zip"}


def test_half_a_file_and_no_file_are_refused(library: Library, tmp_path: Path) -> None:
    fill(library)
    back_up(library, tmp_path / "made.zip")
    half = tmp_path / "half.zip"
    half.write_bytes((tmp_path / "made.zip").read_bytes()[:-100])
    with pytest.raises(Unreadable, match="只有半个"):
        restore.restore(library, half, tmp_path / "before.zip")
    with pytest.raises(Unreadable, match="没有这个文件"):
        restore.restore(library, tmp_path / "nowhere.zip", tmp_path / "before.zip")


def test_an_archive_that_unpacks_to_more_than_the_disk_holds_is_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library)
    back_up(library, tmp_path / "made.zip")
    full = SimpleNamespace(free=100)
    monkeypatch.setattr("corpus.library.restore.shutil.disk_usage", lambda folder: full)
    with pytest.raises(LibraryUnavailable, match="磁盘空间不够"):
        restore.restore(library, tmp_path / "made.zip", tmp_path / "before.zip")


def test_a_backup_into_a_place_that_cannot_be_written_leaves_nothing(
    library: Library, tmp_path: Path
) -> None:
    fill(library)
    (tmp_path / "file").write_text("x", "ascii")
    with pytest.raises(LibraryUnavailable, match="备份没有写成"):
        back_up(library, tmp_path / "file" / "made.zip")
    assert not list(tmp_path.glob(".*.part"))


def test_what_is_saved_while_a_backup_runs_is_in_it_or_not_but_never_half(
    library: Library, tmp_path: Path
) -> None:
    owner = fill(library)
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            document = Document(title=f"通知{number}", blocks=(Paragraph(text=f"第{number}号。"),))
            library.documents.add(
                document, owner=owner, original=f"{number}".encode(), name=f"{number}.txt"
            )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(library, tmp_path / f"{number}.zip")
    finally:
        stop.set()
        writer.join()
    restore.restore(library, tmp_path / "2.zip", tmp_path / "before.zip")
    for entry in library.documents.list(Scope(owner), limit=10_000):
        assert library.documents.get(entry.id, Scope(owner)).document.title == entry.title


def _restore_and_die(home: Path, made: Path, where: str) -> None:
    """Restore, killed: at a table that is being replaced, or right after the transaction."""
    with Library.open(home) as library:
        if where == "files":
            restore.finish = lambda library: os.kill(os.getpid(), signal.SIGKILL)
        else:
            counted = restore._count_on

            def die(target: Any, table: Any) -> None:
                if table.name == where:
                    os.kill(os.getpid(), signal.SIGKILL)
                counted(target, table)

            restore._count_on = die
        restore.restore(library, made, made.with_name("before.zip"))


@pytest.mark.parametrize("where", ["drafts", "files"])
def test_killed_at_any_moment_it_is_the_old_state_or_the_new_one(
    own_home: Path, tmp_path: Path, where: str
) -> None:
    with Library.open(own_home) as library:
        owner = fill(library)
        new = rows(library)
        back_up(library, tmp_path / "made.zip")
        fill_more(library, owner)
        (own_home / "profile.json").write_text("{}", "ascii")
        old = rows(library)
    process = multiprocessing.get_context("spawn").Process(
        target=_restore_and_die, args=(own_home, tmp_path / "made.zip", where)
    )
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
    with Library.open(own_home) as library:
        restore.finish(library)
        assert rows(library) == (new if where == "files" else old)
        profile = (own_home / "profile.json").read_text("utf-8")
        assert profile == ('{"天头": 35}' if where == "files" else "{}")


def test_a_step_that_was_under_way_during_a_restore_writes_nothing(
    library: Library, tmp_path: Path
) -> None:
    owner = fill(library)
    library.jobs.create("import", owner, {}, [{"path": "a"}, {"path": "b"}], title="导入")
    back_up(library, tmp_path / "made.zip")
    (lease, *_) = library.jobs.claim(("import",), seconds=60)
    restore.restore(library, tmp_path / "made.zip", tmp_path / "before.zip")
    before = rows(library)
    assert not library.jobs.finish(lease, {"imported": [1]})
    library.jobs.renew([lease], seconds=60)
    assert library.jobs.claim(("import",), seconds=60) == ()
    assert rows(library) == before
