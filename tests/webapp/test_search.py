"""找范文: hits, facets, what to do without a hit, the page beside them, the API."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import cast

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement

from corpus.document import Document, Paragraph
from corpus.library import Library, Scope, User
from corpus.library.documents import Kind
from corpus.reading import read_text
from corpus.search import State, find, find_sections
from tests.webapp.commands.command_line import Nigao
from tests.webapp.conftest import FIRE
from webapp import search


@pytest.fixture
def nigao(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Nigao:
    """The command line on the library of the pages."""
    monkeypatch.setenv("NIGAO_HOME", str(home))
    return Nigao(capsys, monkeypatch)


def add_safeguards(library: Library, owner: int) -> None:
    """A document of each kind about 消防 with a section 保障措施, one within another."""
    for kind, place in (("library", "西坝社区"), ("sample", "北桥社区"), ("export", "河沿社区")):
        text = FIRE.replace("东湾社区", place).replace(
            "三、工作要求",
            f"三、保障措施\n\n（一）经费保障。{place}按户数安排消防经费。\n\n"
            "（二）队伍保障。组建消防志愿队。\n\n四、工作要求",
        )
        (document,) = read_text(text, name=f"{place}.txt")
        library.documents.add(document, owner=owner, kind=cast("Kind", kind))


def _hits(client: FlaskClient, path: str) -> list[HtmlElement]:
    """The hits on the page at `path`."""
    found: list[HtmlElement] = html.fromstring(client.get(path).text).xpath(
        "//li[contains(@class, 'hit')]"
    )
    return found


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


def test_sections_by_role_are_the_same_on_the_page_in_the_api_and_on_the_command_line(
    client: FlaskClient, library: Library, scope: Scope, nigao: Nigao
) -> None:
    add_safeguards(library, scope.user_id)
    found = find_sections(library, "消防 保障措施", scope).to_json()
    assert found["total"] > 2
    asked = "q=消防 保障措施&mode=sections"
    from_api = client.get(f"/api/v1/search?{asked}").get_json()
    from_command = json.loads(nigao("search", "--sections", "消防", "保障措施", "--json").out)
    for results in (found, from_api, from_command):
        del results["took_ms"]
    assert from_api == from_command == json.loads(json.dumps(found))
    hits = _hits(client, f"/search?{asked}")
    assert [hit.xpath("string(.//h2)") for hit in hits] == [h["heading"] for h in found["hits"]]
    titles = [hit.xpath("string(.//p[contains(@class, 'hit-head')])").strip() for hit in hits]
    assert titles == [h["title"] for h in found["hits"]]
    assert all("保障措施" in hit.xpath("string(.//span[@class='chip edited'])") for hit in hits)
    marked = [hit.xpath(".//p[@class='hit-text']/mark/text()") for hit in hits]
    assert marked == [re.findall("<mark>(.*?)</mark>", h["passage"]["html"]) for h in found["hits"]]


def test_a_section_can_be_copied_whole(client: FlaskClient, library: Library, scope: Scope) -> None:
    add_safeguards(library, scope.user_id)
    for hit, found in zip(
        _hits(client, "/search?q=消防 保障措施&mode=sections"),
        find_sections(library, "消防 保障措施", scope).hits,
        strict=True,
    ):
        (copy,) = hit.xpath(".//a[@data-copy-from]")
        assert copy.text == "复制本节"
        text = client.get(copy.get("data-copy-from")).text
        assert text.startswith(f"{found.heading}\n")
        assert text.count("\n") == found.text.count("\n") + 2


def test_the_switch_between_documents_and_sections_keeps_words_and_facets(
    client: FlaskClient,
) -> None:
    page = html.fromstring(client.get("/search?q=网格&genre=工作总结").text)
    (sections,) = page.xpath("//nav[@aria-label='找什么']/a[text()='按章节']/@href")
    page = html.fromstring(client.get(sections).text)
    assert page.xpath("//nav[@aria-label='找什么']/a[@aria-current]/text()") == ["按章节"]
    assert page.xpath("//input[@name='genre' and @checked]/@value") == ["工作总结"]
    assert page.xpath("//form[@role='search']/input[@name='mode']/@value") == ["sections"]
    assert not page.xpath("//nav[@aria-label='排序']")
    (documents,) = page.xpath("//nav[@aria-label='找什么']/a[text()='按文稿']/@href")
    assert "mode" not in documents


def test_a_role_that_is_chosen_goes_before_the_words_and_comes_off_again(
    client: FlaskClient,
) -> None:
    page = html.fromstring(client.get("/search?q=网格&mode=sections&role=problems").text)
    assert page.xpath("//h2/a/text()") == ["二、存在问题"]
    assert page.xpath("//input[@name='role' and @checked]/@value") == ["problems"]
    (chip,) = page.xpath("//a[contains(@class, 'chip chosen')]")
    assert chip.text == "存在问题"
    assert "role" not in chip.get("href")


def test_sections_of_nothing_in_particular_offer_the_roles_to_choose_from(
    client: FlaskClient,
) -> None:
    page = html.fromstring(client.get("/search?mode=sections").text)
    assert not page.xpath("//li[contains(@class, 'hit')]")
    (safeguard,) = page.xpath("//section[contains(@class, 'start')]//a[text()='工作要求']/@href")
    assert [hit.xpath("string(.//h2)") for hit in _hits(client, safeguard)] == ["三、工作要求"]


def test_where_no_document_has_such_a_section_the_documents_are_offered(
    client: FlaskClient,
) -> None:
    tree = html.fromstring(client.get("/search?q=网格员 应急响应&mode=sections").text)
    none = tree.xpath("//section[contains(@class, 'none')]")[0]
    assert none.xpath("string(h2)") == "含“网格员”的文稿里，没有“应急响应”这样的章节"
    assert none.xpath(".//li/a/text()") == ["按文稿找：网格员"]
    assert len(_hits(client, none.xpath(".//li/a/@href")[0])) == 1


def test_results_are_sorted_by_relevance_or_time(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/search?q=网格").text)
    links = {a.text: a.get("href") for a in page.xpath("//nav[@aria-label='排序']/a")}
    assert list(links) == ["相关度", "时间"]
    titles = [hit.xpath("string(.//h2)") for hit in _hits(client, links["时间"])]
    assert titles[0].startswith("东湾社区消防安全")
    newest = html.fromstring(client.get(links["时间"]).text)
    assert newest.xpath("//form[@aria-label='缩小范围']/input[@name='sort']/@value") == ["date"]


def test_copies_with_the_same_content_are_shown_on_demand(
    client: FlaskClient, library: Library, owner: User
) -> None:
    twin = Document(title="河道巡查简报", blocks=(Paragraph(text="河道清淤已完成。"),))
    for kind in ("library", "export"):
        library.documents.add(twin, owner=owner.id, kind=kind)
    page = html.fromstring(client.get("/search?q=河道清淤").text)
    assert len(page.xpath("//li[contains(@class, 'hit')]")) == 1
    (more,) = page.xpath("//div[@class='found-line']/a[starts-with(text(), '展开重复')]")
    assert more.text == "展开重复 1 份"
    unfolded = html.fromstring(client.get(more.get("href")).text)
    assert len(unfolded.xpath("//li[contains(@class, 'hit')]")) == 2
    (chip,) = unfolded.xpath("//a[contains(@class, 'chip chosen')]")
    assert chip.text == "已展开重复"
    assert len(_hits(client, chip.get("href"))) == 1


def test_each_facet_has_counts_and_sources_say_whose_they_are(
    client: FlaskClient, library: Library, owner: User
) -> None:
    add_safeguards(library, owner.id)
    page = html.fromstring(client.get("/search?q=消防").text)
    legends = page.xpath("//form[@aria-label='缩小范围']//legend/text()")
    assert legends[:4] == ["文种", "年份", "单位", "来源"]
    sources = page.xpath("//label[input/@name='kind']/span[1]/text()")
    assert set(sources) == {"文库", "模板样稿", "我的文稿"}
    counts = page.xpath("//label[input/@name='kind']/span[@class='count']/text()")
    total = page.xpath("string(//span[@class='found-count']/b)")
    assert sum(map(int, counts)) == int(total)
    (export,) = _hits(client, "/search?q=消防&kind=export")
    assert "河沿社区" in export.xpath("string(.//h2)")


def test_a_chosen_value_that_finds_nothing_stays_ticked_and_can_be_taken_off(
    client: FlaskClient,
) -> None:
    page = html.fromstring(client.get("/search?q=消防&genre=请示&year=2019").text)
    ticked = page.xpath("//form[@aria-label='缩小范围']//input[@checked]/@value")
    assert ticked == ["请示", "2019"]
    none = page.xpath("//section[contains(@class, 'none')]")[0]
    assert none.xpath("string(h2)") == "按选定的条件，没有含“消防”的文稿"
    offers = {a.text: a.get("href") for a in none.xpath(".//li/a")}
    assert list(offers) == ["去掉全部条件"]
    assert len(_hits(client, offers["去掉全部条件"])) == 1


def test_where_the_quoted_words_stand_nowhere_they_are_offered_without_quotes(
    client: FlaskClient,
) -> None:
    page = html.fromstring(client.get("/search?q=“消防整治”").text)
    offered = page.xpath("//section[contains(@class, 'none')]//li/a")
    assert [a.text for a in offered] == ["不加引号：消防整治"]
    assert len(_hits(client, offered[0].get("href"))) == 1


def test_an_empty_answer_still_shows_where_to_go(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/search?q=饕餮 年:去年").text)
    none = page.xpath("//section[contains(@class, 'none')]")[0]
    assert none.xpath("string(h2)") == "没有含“饕餮”的文稿"
    assert "看不懂" in none.xpath("string(div[@class='search-note'])")
    assert none.xpath(".//a[text()='看看有哪些模板']")
    assert not none.xpath(".//li")


def test_before_the_first_search_recent_ones_and_topics_are_at_hand(
    client: FlaskClient, library: Library, owner: User
) -> None:
    own = Document(title="河道巡查", topics=("河道治理",), blocks=(Paragraph(text="巡查。"),))
    library.documents.add(own, owner=owner.id)
    client.get("/search?q=网格员")
    start = html.fromstring(client.get("/search").text).xpath("//section[@aria-label='从哪里找起']")
    assert start[0].xpath(".//a[text()='网格员']")
    (topic,) = start[0].xpath(".//a[text()='河道治理']")
    assert topic.xpath("string(span)") == "1"
    assert len(_hits(client, topic.get("href"))) == 1


def test_what_is_said_of_the_index_stands_below_the_results(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "index-state" not in client.get("/search?q=网格").text
    advised = State("whoosh", 9, 8, "索引正在重建，还有 8 篇")
    monkeypatch.setattr(search, "index_state", lambda library: advised)
    page = html.fromstring(client.get("/search?q=网格").text)
    (line,) = page.xpath("//p[contains(@class, 'index-state')]")
    assert line.text == "索引正在重建，还有 8 篇。"
    assert line.getprevious().tag == "ol"


def test_the_page_of_results_is_small(client: FlaskClient, library: Library, owner: User) -> None:
    add_safeguards(library, owner.id)
    for path in ("/search", "/search?q=社区", "/search?q=社区 保障措施&mode=sections"):
        assert len(client.get(path).data) < 40_000


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
