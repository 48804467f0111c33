"""版本 of a draft: kept by hand and by exports, listed, shown, compared, restored."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from corpus.library import DraftRecord, Library, Scope, User
from generator import template

FIRE = "fire-safety-campaign"
JSON = {"Accept": "application/json"}


@pytest.fixture
def draft(library: Library, owner: User) -> DraftRecord:
    """A draft with the sample's inputs."""
    entry = template.get(FIRE)
    return library.drafts.create(
        owner.id, entry.id, entry.sha256, entry.text, entry.sample_inputs(), [], "消防方案"
    )


def change(library: Library, draft: DraftRecord, scope: Scope, **inputs: object) -> None:
    current = library.drafts.get(draft.id, scope)
    library.drafts.save(
        draft.id,
        scope,
        current.revision,
        inputs={**current.inputs, **inputs},
        sections=current.sections,
        title=current.title,
        gaps=0,
    )


def words(page: str) -> str:
    """What a page says, without its marks."""
    return html.unescape(re.sub(r"<[^>]+>|\s+", "", page))


def test_without_versions_the_page_says_how_they_come_about(
    client: FlaskClient, draft: DraftRecord
) -> None:
    page = client.get(f"/drafts/{draft.id}/versions").text
    assert "还没有版本" in page
    assert "每次导出都会自动留一版" in page


def test_a_version_is_kept_by_hand_with_a_name_and_shown_as_pages(
    client: FlaskClient, draft: DraftRecord
) -> None:
    answer = client.post(f"/drafts/{draft.id}/versions", data={"name": "送审稿"})
    assert answer.location == f"/drafts/{draft.id}/versions?of=1"
    page = client.get(answer.location).text
    assert "第 1 版　送审稿" in page
    assert "和现在的稿子一样" in page
    src = re.search(rf"/drafts/{draft.id}/versions/1/pages/1\.png\?width=604", page)
    assert src
    assert client.get(src[0]).mimetype == "image/png"
    assert client.get(f"/drafts/{draft.id}/versions/1/pages/99.png").status_code == 404
    assert f'href="/drafts/{draft.id}/versions?of=1"' in client.get(f"/drafts/{draft.id}").text


def test_the_script_is_told_the_number_and_how_many_there_are(
    client: FlaskClient, draft: DraftRecord
) -> None:
    address = f"/drafts/{draft.id}/versions"
    assert client.post(address, headers=JSON).json == {"number": 1, "count": 1}
    answer = client.post(address, data={"name": "长" * 41}, headers=JSON)
    assert answer.status_code == 400
    assert answer.json["error"]["remedy"] == "最多 40 个字"
    assert "第 1 版　存为版本" in client.get(f"{address}/menu").text


def test_an_export_is_a_version_once_a_file(client: FlaskClient, draft: DraftRecord) -> None:
    for suffix in ("docx", "docx", "pdf"):
        assert client.get(f"/drafts/{draft.id}/export/{suffix}").status_code == 200
    page = client.get(f"/drafts/{draft.id}/versions").text
    assert re.findall(r"第 \d 版　导出 \w+", page) == ["第 2 版　导出 PDF", "第 1 版　导出 Word"]


def test_the_differences_stand_in_reading_order_with_a_word_for_each_kind(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    client.post(f"/drafts/{draft.id}/versions")
    change(library, draft, scope, 排查场所="1380")
    page = client.get(f"/drafts/{draft.id}/versions?of=1&show=changes").text
    assert "<del>1260</del><ins>1380</ins>" in page
    said = words(page.split('class="compared"')[1])
    assert re.search("改[^改]*经初步摸底，共需排查场所12601380家", said)
    assert "从第1版到现在" in words(page)
    assert re.search(r"\d+ 段没有变", page)


def test_two_versions_are_compared_from_the_earlier_to_the_later(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    client.post(f"/drafts/{draft.id}/versions")
    change(library, draft, scope, 排查场所="1380")
    client.post(f"/drafts/{draft.id}/versions")
    for of, other in ((1, 2), (2, 1)):
        page = client.get(f"/drafts/{draft.id}/versions?of={of}&with={other}&show=changes").text
        assert "<del>1260</del><ins>1380</ins>" in page
        assert "从第 1 版到第 2 版" in page
    same = client.get(f"/drafts/{draft.id}/versions?of=2&show=changes").text
    assert "文字没有差异" in same


def test_restoring_keeps_what_was_there_and_offers_to_take_it_back(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    client.post(f"/drafts/{draft.id}/versions")
    change(library, draft, scope, 排查场所="1380")
    answer = client.post(f"/drafts/{draft.id}/versions/1/restore")
    assert answer.location == f"/drafts/{draft.id}"
    page = client.get(answer.location).text
    assert "已恢复成第 1 版，恢复前的存在第 2 版" in page
    undo = f"/drafts/{draft.id}/versions/2/restore"
    assert f'<form method="post" action="{undo}">' in page
    assert library.drafts.get(draft.id, scope).inputs["排查场所"] == draft.inputs["排查场所"]
    client.post(undo)
    assert library.drafts.get(draft.id, scope).inputs["排查场所"] == "1380"


def test_a_version_is_laid_out_with_the_template_of_its_time(
    client: FlaskClient, library: Library, owner: User
) -> None:
    entry = template.get(FIRE)
    text = entry.text.replace("## 工作目标", "## 旧的工作目标")
    record = library.drafts.create(
        owner.id, entry.id, "b" * 64, text, entry.sample_inputs(), [], "消防方案"
    )
    client.post(f"/drafts/{record.id}/versions")
    page = client.get(f"/drafts/{record.id}/versions?show=changes").text
    assert "旧的工作目标" in page


@pytest.mark.parametrize("path", ["versions?of=7", "versions/7/pages/1.png"])
def test_a_version_that_there_is_not_is_told(
    client: FlaskClient, draft: DraftRecord, path: str
) -> None:
    answer = client.get(f"/drafts/{draft.id}/{path}")
    assert answer.status_code == 404
    assert "没有第 7 版" in answer.text
