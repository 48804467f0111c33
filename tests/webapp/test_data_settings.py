"""数据和备份: what takes how much room, a backup by a button, its restore, its upload."""

from __future__ import annotations

import io
import threading
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from corpus.library import Library, Scope, space
from corpus.library.space import Disk
from corpus.unit import Names


def settled() -> None:
    """Wait until what was begun in the background has ended."""
    for thread in threading.enumerate():
        if thread.name == "safekeeping":
            thread.join(60)


def backed_up(client: FlaskClient, home: Path) -> str:
    """The name of a backup made by the button."""
    before = {path.name for path in (home / "backups").glob("拟稿备份*.zip")}
    assert client.post("/settings/backups").status_code == 303
    settled()
    (name,) = {path.name for path in (home / "backups").glob("拟稿备份*.zip")} - before
    return name


def test_a_backup_is_made_listed_downloaded_and_deleted(client: FlaskClient, home: Path) -> None:
    name = backed_up(client, home)
    assert f"{name} 做好了" in client.get("/settings/data").text
    with client.get(f"/settings/backups/{name}") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "nigao.json" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    client.post(f"/settings/backups/{name}/delete")
    assert client.get(f"/settings/backups/{name}").status_code == 404
    assert name not in html.fromstring(client.get("/settings/data").text).xpath("//td/text()")


def test_a_restore_ends_every_session_and_leads_back_in(
    app: Flask, client: FlaskClient, home: Path, library: Library, scope: Scope
) -> None:
    library.unit.save_names(Names("青禾县柳溪街道办事处"), 0)
    name = backed_up(client, home)
    library.unit.save_names(Names("望川县"), 1)
    (fire, *_) = library.documents.list(scope)
    library.documents.delete(fire.id, scope)
    place = client.post(f"/settings/backups/{name}/restore").headers["Location"]
    settled()
    assert client.get("/").headers["Location"].startswith("/sign-in")
    page = client.get(f"{place}/progress").text
    assert "已经恢复：文稿 2 篇，草稿 0 份，用户 1 个" in page
    client.get(html.fromstring(page).xpath("string(//a/@href)"))
    assert "青禾县柳溪街道办事处" in client.get("/").text
    assert len(library.documents.list(scope)) == 2
    assert "东湾社区" in client.get("/search?q=消防").text
    assert list((home / "backups").glob("恢复前-*.zip"))


def test_a_restore_is_seen_by_whoever_began_it_alone(
    client: FlaskClient, stranger: FlaskClient, home: Path
) -> None:
    name = backed_up(client, home)
    assert stranger.get("/restoring/guessed").status_code == 404
    place = client.post(f"/settings/backups/{name}/restore").headers["Location"]
    settled()
    assert stranger.get(place[:-1]).status_code == 404


def test_a_backup_that_is_spoilt_changes_nothing_and_says_why(
    client: FlaskClient, home: Path, library: Library
) -> None:
    name = backed_up(client, home)
    path = home / "backups" / name
    path.write_bytes(path.read_bytes()[:-200])
    library.unit.save_names(Names("望川县"), 0)
    place = client.post(f"/settings/backups/{name}/restore").headers["Location"]
    settled()
    page = client.get(place).text
    assert "只有半个" in page
    assert "原来的内容没有动" in page
    assert library.unit.get().name == "望川县"
    assert client.get("/").status_code == 200


def test_a_backup_from_elsewhere_is_taken_in_and_anything_else_refused(
    client: FlaskClient, home: Path
) -> None:
    name = backed_up(client, home)
    data = (home / "backups" / name).read_bytes()
    answer = client.post(
        "/settings/backups/upload", data={"file": (io.BytesIO(data), f"../../{name}")}
    )
    assert answer.status_code == 303
    assert (home / "backups" / f"{Path(name).stem}（2）.zip").read_bytes() == data
    refused = client.post("/settings/backups/upload", data={"file": (io.BytesIO(b"PK"), "a.zip")})
    assert refused.status_code == 422
    assert "不是拟稿的备份" in refused.text
    assert not list((home / "backups").glob(".*"))
    assert "没有选文件" in client.post("/settings/backups/upload", data={}).text


@pytest.mark.parametrize("name", ["..%2Flibrary.db", "library.db", ".x.zip", "没有.zip"])
def test_nothing_but_backups_can_be_fetched(client: FlaskClient, name: str) -> None:
    assert client.get(f"/settings/backups/{name}").status_code == 404


def test_one_thing_at_a_time(client: FlaskClient, app: Flask, home: Path) -> None:
    name = backed_up(client, home)
    app.extensions["nigao-safe"].task.finished = False
    assert client.post("/settings/backups").status_code == 409
    answer = client.post(f"/settings/backups/{name}/restore")
    assert "正在备份或恢复" in answer.text


def test_room_is_told_by_what_it_is_for(client: FlaskClient, home: Path) -> None:
    (home / "uploads" / "1" / ("a" * 24)).mkdir(parents=True)
    (home / "uploads" / "1" / ("a" * 24) / "x").write_bytes(b"x" * 3_000_000)
    page = client.get("/settings/data").text
    rows = {
        cells[0]: cells[1]
        for row in html.fromstring(page).xpath("//tr[td[2][@class='number']]")
        if (cells := row.xpath("td/text()"))
    }
    assert rows["上传还没读完的"] == "2.9 MB"
    assert "磁盘还剩" in rows


def test_only_what_is_old_and_half_done_is_cleared(home: Path) -> None:
    kept, old = home / "originals" / "ab" / ".x.part", home / "uploads" / "1" / ("b" * 24)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(b"half")
    old.mkdir(parents=True)
    (old / "x").write_bytes(b"x" * 1000)
    assert space.clear(home) == 0
    assert space.clear(home, before=kept.stat().st_mtime + 60) == 1004
    assert not kept.exists()
    assert not old.exists()
    assert (home / "library.db").exists()


@pytest.mark.parametrize(
    ("total", "free", "low"),
    [(500, 100, False), (500, 1.5, True), (10, 1.5, False), (10, 0.4, True), (2, 1.9, False)],
)
def test_a_disk_is_nearly_full_by_bytes_and_by_share(total: float, free: float, low: bool) -> None:
    assert Disk(int(total * 2**30), int(free * 2**30)).low == low


def test_a_disk_that_is_nearly_full_is_told(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.library.space.disk", lambda home: Disk(10 * 2**30, 100 * 2**20))
    assert "磁盘快满了，只剩 100.0 MB" in client.get("/settings/data").text


def test_sizes_are_spelt_for_people() -> None:
    assert [space.spell(n) for n in (0, 1, 2**20, 5 * 2**30)] == [
        "0 KB",
        "1 KB",
        "1.0 MB",
        "5.0 GB",
    ]
