"""我的文稿: found by words and genre, in an order, copied, deleted and taken back."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from corpus.errors import NotFound
from corpus.library import DraftRecord, Library, Scope, User
from corpus.library.tables import drafts, now, users
from generator import template

FIRE, FLOOD = "fire-safety-campaign", "flood-drought-plan"


@pytest.fixture
def begun(library: Library, owner: User) -> list[DraftRecord]:
    """A scheme with gaps, then a finished emergency plan."""
    found = []
    for id, title, gaps in ((FIRE, "消防整治方案", 2), (FLOOD, "防汛抗旱预案", 0)):
        entry = template.get(id)
        found.append(
            library.drafts.create(
                owner.id, id, entry.sha256, entry.text, entry.sample_inputs(), [], title, gaps=gaps
            )
        )
    return found


def titles(page: str) -> list[str]:
    return re.findall(r'class="draft-link"[^>]*>([^<]+)<', page)


def test_the_list_is_searched_narrowed_and_ordered(
    client: FlaskClient, begun: list[DraftRecord]
) -> None:
    assert titles(client.get("/drafts").text) == ["防汛抗旱预案", "消防整治方案"]
    assert titles(client.get("/drafts?q=消防").text) == ["消防整治方案"]
    assert titles(client.get("/drafts?q=电动自行车").text) == ["消防整治方案"]
    assert titles(client.get("/drafts?genre=应急预案").text) == ["防汛抗旱预案"]
    assert titles(client.get("/drafts?order=gaps").text) == ["消防整治方案", "防汛抗旱预案"]
    page = client.get("/drafts?q=防汛").text
    assert "找到 1 份" in page
    assert "实施方案（1）" not in page


def test_what_the_template_writes_is_found_once_the_draft_was_saved(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    client.post("/drafts", data={"template": FIRE})
    (record,) = library.drafts.list(scope)
    client.post(f"/drafts/{record.id}/save", data={"revision": "1"}, headers={"Accept": "*/*"})
    # a sentence of the template itself, in no field
    assert len(titles(client.get("/drafts?q=建立隐患台账").text)) == 1


def test_where_nothing_is_found_the_way_back_is_offered(
    client: FlaskClient, begun: list[DraftRecord]
) -> None:
    page = client.get("/drafts?q=河长制").text
    assert "没有这样的草稿" in page
    assert "“河长制”在 2 份草稿的标题和正文里都没有找到" in page
    assert 'href="/search?q=%E6%B2%B3%E9%95%BF%E5%88%B6"' in page
    assert titles(client.get("/drafts?genre=其他").text) == []


def test_more_than_two_hundred_are_shown_page_by_page(
    client: FlaskClient, library: Library, begun: list[DraftRecord]
) -> None:
    with library.database.write() as connection:
        row = dict(connection.execute(drafts.select()).mappings().first() or {})
        del row["id"]
        rows = [{**row, "title": f"第{n}份", "text": f"第{n}份"} for n in range(205)]
        connection.execute(drafts.insert(), rows)
    first = client.get("/drafts").text
    assert len(titles(first)) == 200
    assert "第 1 页，共 2 页" in first
    assert len(titles(client.get("/drafts?page=2").text)) == 7
    assert len(titles(client.get("/drafts?page=9").text)) == 7
    assert titles(client.get("/drafts?page=x&q=第7份").text) == ["第7份"]


def test_a_copy_is_a_draft_of_its_own_with_the_same_photos(
    client: FlaskClient, library: Library, scope: Scope, begun: list[DraftRecord]
) -> None:
    key = library.pictures.put(begun[0].id, b"photo")
    answer = client.post(f"/drafts/{begun[0].id}/duplicate")
    copy = library.drafts.get(int(answer.location.rpartition("/")[2]), scope)
    assert copy.title == "消防整治方案（复制）"
    assert copy.inputs == begun[0].inputs
    assert library.pictures.of_draft(copy.id)(key) == b"photo"
    assert "原来那份没有动" in client.get(answer.location).text


def test_a_deleted_draft_comes_back_by_the_toast(
    client: FlaskClient, library: Library, scope: Scope, begun: list[DraftRecord]
) -> None:
    page = client.post(f"/drafts/{begun[0].id}/delete", follow_redirects=True).text
    assert titles(page) == ["防汛抗旱预案"]
    assert "已删掉《消防整治方案》" in page
    undo = f"/bin/restore?item=draft-{begun[0].id}"
    assert f'action="{undo}"' in page
    answer = client.get(f"/drafts/{begun[0].id}")
    assert answer.status_code == 404
    assert "这份草稿在回收站里" in answer.text
    page = client.post(undo, follow_redirects=True).text
    assert "已恢复《消防整治方案》" in page
    assert library.drafts.get(begun[0].id, scope) == begun[0]


def test_several_drafts_are_deleted_at_once_and_come_back_together(
    client: FlaskClient, library: Library, scope: Scope, begun: list[DraftRecord]
) -> None:
    chosen = {"draft": [str(record.id) for record in begun], "q": "案"}
    answer = client.post("/drafts/delete", data=chosen)
    assert answer.location == "/drafts?q=%E6%A1%88"
    page = client.get(answer.location).text
    assert "已删掉 2 份草稿" in page
    (undo,) = re.findall(r'action="(/bin/restore[^"]+)"', page)
    client.post(undo.replace("&amp;", "&"))
    assert library.drafts.count(scope) == 2
    refused = client.post("/drafts/delete")
    assert refused.status_code == 400
    assert "还没有选草稿" in refused.text


def test_what_others_share_can_be_copied_and_not_deleted(
    client: FlaskClient, library: Library, begun: list[DraftRecord]
) -> None:
    with library.database.write() as connection:
        connection.execute(users.insert().values(id=9, name="李某某", role="member", created=now()))
        connection.execute(
            drafts.update()
            .where(drafts.c.id == begun[0].id)
            .values(owner_id=9, visibility="shared")
        )
    page = client.get("/drafts?q=消防").text
    assert titles(page) == ["消防整治方案"]
    assert "复制一份" in page
    assert f"/drafts/{begun[0].id}/delete" not in page
    assert client.post(f"/drafts/{begun[0].id}/delete").status_code == 404
    with pytest.raises(NotFound):
        library.bin.restore("draft", begun[0].id, Scope(1))
