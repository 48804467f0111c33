"""新建文稿: the gallery."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from corpus import pinyin
from corpus.document import Document, Paragraph
from corpus.library import Library, Scope, User
from generator import template


def test_the_gallery_shows_every_template_with_its_first_page(client: FlaskClient) -> None:
    page = client.get("/new").text
    for entry in template.shipped().values():
        assert f"/previews/templates/{entry.id}/1.png" in page
    assert len(re.findall(r'class="gallery-card', page)) == len(template.shipped())


def test_words_and_genres_narrow_the_gallery(client: FlaskClient) -> None:
    page = client.get("/new?q=消防").text
    assert "/previews/templates/fire-safety-campaign/1.png" in page
    assert "/previews/templates/flood-drought-plan/1.png" not in page
    page = client.get("/new?genre=应急预案").text
    assert "/previews/templates/fire-safety-campaign/1.png" not in page
    page = client.get("/new?q=没有这个词").text
    assert "没有含“没有这个词”的模板" in page


def test_the_chosen_template_stands_beside_the_gallery(client: FlaskClient) -> None:
    page = client.get("/new?template=fire-safety-campaign").text
    assert 'name="template" value="fire-safety-campaign"' in page
    assert "用它开始写" in page
    assert client.get("/new/fire-safety-campaign").status_code == 200
    assert client.get("/new/no-such-template").status_code == 404


def test_an_old_document_leads_to_the_templates_of_its_genre(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    entry = next(e for e in library.documents.list(scope) if e.genre == "实施方案")
    page = client.get(f"/new?document={entry.id}").text
    assert f"从《{entry.title}》开始" in page
    assert "/previews/templates/fire-safety-campaign/1.png" in page
    assert "/previews/templates/flood-drought-plan/1.png" not in page
    assert client.get("/new?document=9999").status_code == 404


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("望川县东湖街道2025年网格化服务管理工作总结", "grid-service-summary"),
        ("望川县东湖街道北桥社区2025年工作总结", "community-annual-summary"),
    ],
)
def test_the_template_likest_to_the_old_document_is_chosen(
    client: FlaskClient, library: Library, owner: User, title: str, id: str
) -> None:
    old = Document(title=title, genre="工作总结", blocks=(Paragraph(text="现将情况总结如下。"),))
    added = library.documents.add(old, owner=owner.id)
    page = client.get(f"/new?document={added.id}").text
    assert f'name="template" value="{id}"' in page


def test_templates_that_were_never_used_go_by_pinyin(client: FlaskClient) -> None:
    page = client.get("/new").text
    shown = re.findall(r"/previews/templates/([\w-]+)/1.png", page)
    by_title = pinyin.ordered(template.shipped().values(), lambda one: one.title)
    assert list(dict.fromkeys(shown))[: len(by_title)] == [one.id for one in by_title]
