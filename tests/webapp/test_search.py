"""找范文: hits, facets, what to do without a hit, the page beside them, the API."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from lxml import html

from corpus.document import Document, Paragraph
from corpus.library import Library, Scope, User
from corpus.search import find


def test_a_hit_shows_the_passage_with_the_words_marked(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/search?q=网格员").text)
    assert tree.xpath("string(//li[contains(@class, 'hit')]//h2)") == (
        "青禾县柳溪街道2025年网格化服务管理工作总结"
    )
    assert tree.xpath("//p[@class='hit-text']/mark/text()")[0] == "网格员"
    assert "找到 1 篇" in tree.text_content()


def test_facets_narrow_the_result_and_can_be_taken_off_again(client: FlaskClient) -> None:
    both = html.fromstring(client.get("/search?q=网格").text)
    assert len(both.xpath("//li[contains(@class, 'hit')]")) == 2
    one = html.fromstring(client.get("/search?q=网格&genre=工作总结").text)
    assert len(one.xpath("//li[contains(@class, 'hit')]")) == 1
    assert one.xpath("//input[@name='genre' and @value='工作总结' and @checked]")
    (chip,) = one.xpath("//a[contains(@class, 'chip chosen')]")
    assert "genre" not in chip.get("href")


def test_without_words_the_newest_documents_are_listed(client: FlaskClient) -> None:
    page = client.get("/search").text
    assert "新入库的在前" in page
    assert "东湾社区消防安全专项整治实施方案" in page


def test_no_result_names_the_words_and_what_one_less_would_find(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/search?q=网格 防汛抗旱").text)
    assert "没有同时含“网格”“防汛抗旱”的文稿" in tree.text_content()
    assert tree.xpath("//section[contains(@class, 'none')]//li/a/text()") == ["网格"]
    assert "2 篇" in tree.xpath("string(//section[contains(@class, 'none')])")


def test_when_no_pair_of_words_is_found_each_is_offered_alone(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/search?q=金牌 商铺 拉网式").text)
    assert tree.xpath("//section[contains(@class, 'none')]//li/a/text()") == ["商铺 拉网式"]
    tree = html.fromstring(client.get("/search?q=金牌 商铺 热线机").text)
    assert set(tree.xpath("//section[contains(@class, 'none')]//li/a/text()")) == {"金牌", "商铺"}


def test_a_part_of_a_query_that_makes_no_sense_is_told_and_the_rest_goes_on(
    client: FlaskClient,
) -> None:
    tree = html.fromstring(client.get("/search?q=网格 年:去年").text)
    assert "年:2023..2025" in tree.text_content()
    assert "找到 2 篇" in tree.text_content()


def test_parameters_that_cannot_be_meant_are_passed_over(client: FlaskClient) -> None:
    for path in ("/search?page=-1", "/search?page=x", "/search?year=abc", "/search?role=nobody"):
        assert client.get(path).status_code == 200
    assert client.get("/search?q=网格&page=50").status_code == 302


def test_the_page_beside_the_results_marks_every_place(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/search/preview/1?q=网格").text)
    found = tree.xpath("//g[contains(@class, 'found')]")
    assert len(found) >= 5
    assert f"相符处 {len(found)}" in tree.text_content()
    for box in tree.xpath("//g/rect"):
        assert 0 < float(box.get("x")) < 595
        assert 0 < float(box.get("y")) < 842
        assert 5 < float(box.get("height")) < 40


def test_searches_are_remembered_for_this_person_the_last_first(client: FlaskClient) -> None:
    for words in ("网格", "消防", "网格"):
        client.get(f"/search?q={words}")
    tree = html.fromstring(client.get("/").text)
    assert tree.xpath("//p[@class='home-recent']/a/text()") == ["网格", "消防"]


def test_pages_follow_each_other(client: FlaskClient, library: Library, owner: User) -> None:
    for number in range(12):
        text = Paragraph(text=f"第{number}个社区的河道巡查情况。")
        library.documents.add(Document(title=f"巡查简报{number}", blocks=(text,)), owner=owner.id)
    first = html.fromstring(client.get("/search?q=河道巡查").text)
    assert len(first.xpath("//li[contains(@class, 'hit')]")) == 10
    (following,) = first.xpath("//nav[@class='pager']/a/@href")
    second = html.fromstring(client.get(following).text)
    assert len(second.xpath("//li[contains(@class, 'hit')]")) == 2


def test_the_api_answers_in_the_shape_of_the_design(client: FlaskClient) -> None:
    results = client.get("/api/v1/search?q=网格&limit=1").get_json()
    assert set(results) == {"hits", "total", "facets", "notes", "nearest", "took_ms"}
    assert results["total"] == 2
    (hit,) = results["hits"]
    assert {"id", "title", "genre", "year", "unit", "source", "score", "passage"} <= set(hit)
    assert set(hit["passage"]) == {"heading", "html", "block"}
    assert "<mark>网格</mark>" in hit["passage"]["html"]
    following = client.get("/api/v1/search?q=网格&limit=1&offset=1").get_json()
    assert following["hits"][0]["id"] != hit["id"]


@pytest.mark.parametrize("query", ["limit=100000", "limit=x", "offset=-5"])
def test_the_api_keeps_limits(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/search?q=网格&{query}").status_code == 200


def test_the_api_the_command_and_the_page_give_the_same(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    asked = "/api/v1/search?q=网格&limit=10"
    from_api = client.get(asked).get_json()
    found = find(library, "网格", scope).to_json()
    for results in (from_api, found):
        del results["took_ms"]
    assert from_api == json.loads(json.dumps(found))
    page = html.fromstring(client.get("/search?q=网格").text)
    titles = [hit["title"] for hit in found["hits"]]
    shown = page.xpath("//li[contains(@class, 'hit')]//h2/a")
    assert [title.text_content() for title in shown] == titles
    newest = client.get(f"{asked}&sort=date").get_json()["hits"]
    years = [hit["year"] for hit in newest if hit["year"]]
    assert years == sorted(years, reverse=True)


def test_the_api_finds_sections_and_suggests(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=网格&mode=sections&limit=3").get_json()
    assert {"hits", "total", "complete", "facets", "role", "notes", "nearest"} <= set(found)
    assert {"heading", "text", "role", "passage", "id", "title"} <= set(found["hits"][0])
    suggested = client.get("/api/v1/suggest?q=网").get_json()["suggestions"]
    assert suggested
    assert all(set(each) == {"kind", "text", "count", "id"} for each in suggested)
    assert client.get("/api/v1/suggest").get_json() == {"suggestions": []}


def test_the_api_tells_what_it_passed_over_and_never_refuses_a_query(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=网格 年:去年")
    assert response.status_code == 200
    assert "看不懂" in response.get_json()["notes"][0]
    assert response.get_json()["total"] == 2


def test_a_document_saved_a_moment_ago_is_found(
    client: FlaskClient, library: Library, owner: User, scope: Scope
) -> None:
    text = Paragraph(text="望川县开展冬春农田水利建设。")
    library.documents.add(Document(title="水利建设情况报告", blocks=(text,)), owner=owner.id)
    assert client.get("/api/v1/search?q=农田水利").get_json()["total"] == 1
