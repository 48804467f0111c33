"""回收站: drafts and documents that were deleted, restored or given up."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from corpus.library import DraftRecord, Library, Scope, User
from corpus.library.bin import DAYS
from corpus.library.emptying import EMPTYING, under_way
from corpus.library.runner import run
from corpus.library.tables import drafts, now
from generator import template


@pytest.fixture
def draft(library: Library, owner: User) -> DraftRecord:
    """A draft that lies in the bin."""
    entry = template.get("fire-safety-campaign")
    record = library.drafts.create(
        owner.id, entry.id, entry.sha256, entry.text, {}, [], "消防整治方案"
    )
    library.drafts.delete(record.id, Scope(owner.id))
    return record


def titles(page: str) -> list[str]:
    return re.findall(r'<span class="draft-link">([^<]+)<', page)


def test_an_empty_bin_says_what_would_be_there(client: FlaskClient) -> None:
    page = client.get("/bin").text
    assert "回收站是空的" in page
    assert "30 天内都能恢复" in page


def test_drafts_and_documents_lie_side_by_side_with_their_last_day(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    library.documents.delete(1, scope)
    page = client.get("/bin").text
    assert titles(page) == ["青禾县柳溪街道2025年网格化服务管理工作总结", "消防整治方案"]
    assert ">范文</span>" in page
    assert ">草稿</span>" in page
    last = (now() + timedelta(days=DAYS)).astimezone()
    assert f"{last.month}月{last.day}日" in page
    assert "回收站 2 份" in client.get("/drafts").text


def test_what_is_restored_is_back_where_it_was(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    client.post("/library/documents/1/delete")
    assert client.get("/api/v1/search?q=金牌网格员").get_json()["total"] == 0
    items = {"item": [f"draft-{draft.id}", "document-1"], "from": "bin"}
    answer = client.post("/bin/restore", data=items)
    assert answer.location == "/bin"
    assert "已恢复 2 份" in client.get("/bin").text
    assert client.get("/documents/1").status_code == 200
    assert client.get(f"/drafts/{draft.id}").status_code == 200
    assert client.get("/api/v1/search?q=金牌网格员").get_json()["total"] == 1


def test_a_document_deleted_by_mistake_comes_back_by_the_toast(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    page = client.post("/library/documents/1/delete", follow_redirects=True).text
    assert "已从文库删除《青禾县柳溪街道2025年网格化服务管理工作总结》" in page
    assert 'action="/bin/restore?item=document-1"' in page
    answer = client.post("/bin/restore?item=document-1")
    assert answer.location == "/library"
    assert library.documents.get(1, scope).document.genre == "工作总结"


def test_what_is_given_up_is_gone_with_its_original(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    original = library.documents.get(1, scope).original
    client.post("/library/documents/1/delete")
    page = client.post("/bin/discard", data={"item": "document-1"}, follow_redirects=True).text
    assert "已彻底删除《青禾县柳溪街道2025年网格化服务管理工作总结》" in page
    assert titles(page) == ["消防整治方案"]
    assert original
    assert not [path for path in library.home.rglob(original) if path.is_file()]
    (until,) = re.findall(r'name="until" value="([^"]+)"', page)
    text = client.post("/bin/discard", data={"until": until}, follow_redirects=True).text
    assert "已彻底删除 1 份" in text
    assert titles(text) == []


def test_what_has_lain_there_for_a_month_is_gone_when_the_bin_is_opened(
    client: FlaskClient, library: Library, draft: DraftRecord
) -> None:
    with library.database.write() as connection:
        connection.execute(drafts.update().values(deleted_at=now() - timedelta(days=DAYS + 1)))
    assert titles(client.get("/bin").text) == []
    with library.database.read() as connection:
        assert connection.execute(drafts.select()).all() == []


def test_a_full_bin_has_pages_and_all_of_it_is_restored_but_what_was_deleted_since(
    client: FlaskClient, library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.bin.PAGE_SIZE", 1)
    for id in (1, 2):
        client.post(f"/library/documents/{id}/delete")
    page = client.get("/bin?page=2").text
    assert "2 份" in page
    assert "第 2 页，共 2 页" in page
    assert titles(page) == ["青禾县柳溪街道2025年网格化服务管理工作总结"]
    (until,) = set(re.findall(r'name="until" value="([^"]+)"', page))
    record = library.drafts.create(scope.user_id, "t", "0" * 64, "", {}, [], "后来删的")
    library.drafts.delete(record.id, scope)
    answer = client.post("/bin/restore", data={"until": until, "item": "document-1"})
    assert answer.location == "/bin"
    assert titles(client.get("/bin").text) == ["后来删的"]
    assert library.documents.count(scope) == 2


def test_a_very_full_bin_is_emptied_part_by_part_while_the_page_tells_how_far_it_is(
    client: FlaskClient,
    library: Library,
    scope: Scope,
    owner: User,
    draft: DraftRecord,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("webapp.bin.MOST", 2)
    for module in ("bin", "emptying"):
        monkeypatch.setattr(f"corpus.library.{module}.AT_ONCE", 1)
    for id in (1, 2):
        client.post(f"/library/documents/{id}/delete")
    (until,) = set(re.findall(r'name="until" value="([^"]+)"', client.get("/bin").text))
    for _ in range(2):
        assert client.post("/bin/discard", data={"until": until}).location == "/bin"
    job = under_way(library, owner.id)
    assert job
    assert job.total == 3, "ordered twice, it is one job"
    page = client.get("/bin").text
    assert "正在清空回收站" in page
    assert 'data-poll="/bin/progress"' in page
    assert "全部彻底删除" not in page
    client.post("/bin/restore", data={"item": "document-2", "from": "bin"})
    run(library.home, [EMPTYING], workers=1, until=job.id)
    # the poll is led away: the page is shown anew
    assert client.get("/bin/progress").location == "/bin/progress?ended=1"
    page = client.get("/bin").text
    assert "回收站清空完了" in page
    assert titles(page) == []
    assert library.documents.count(scope) == 1, "what was restored in between stays"
    assert library.documents.get(2, scope)


def test_a_list_that_is_gone_already_is_said_to_be_gone_not_another_persons(
    client: FlaskClient,
) -> None:
    whole = {"kind": "library", "until": "99"}
    assert client.post("/library/documents/delete", data=whole).status_code == 303
    again = client.post("/library/documents/delete", data=whole)
    assert again.status_code == 400
    assert "这些已经删掉了" in again.text


@pytest.mark.parametrize(
    "until",
    ["", "x", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00"],
)
def test_a_moment_that_makes_no_sense_is_refused(client: FlaskClient, until: str) -> None:
    for action in ("restore", "discard"):
        assert client.post(f"/bin/{action}", data={"until": until}).status_code == 400
    assert client.post("/bin/restore", query_string={"since": until}).status_code == 400


@pytest.mark.parametrize("item", ["", "draft-x", "user-1", "draft-²"])
def test_a_choice_that_makes_no_sense_is_refused(client: FlaskClient, item: str) -> None:
    answer = client.post("/bin/restore", data={"item": item} if item else {})
    assert answer.status_code == 400


def test_what_is_not_in_the_bin_is_told(client: FlaskClient) -> None:
    answer = client.post("/bin/restore", data={"item": "document-1"})
    assert answer.status_code == 404
    assert "回收站里没有这一份" in answer.text


def test_what_is_typed_into_a_draft_in_the_bin_is_refused_with_the_way_out(
    client: FlaskClient, draft: DraftRecord
) -> None:
    answer = client.post(
        f"/drafts/{draft.id}/save", data={"revision": "1"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 404
    assert answer.json["error"]["message"] == "这份草稿在回收站里"
    assert "恢复后" in answer.json["error"]["remedy"]
