"""Saved searches: kept from the page of results, opened, renamed, deleted, brought back."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement

from corpus.library import Library, Scope, tables

ASKED = {"q": "网格", "genre": ["工作总结"], "year": ["2025"], "sort": "date"}


def _saved(client: FlaskClient, path: str = "/search") -> HtmlElement:
    found: HtmlElement = html.fromstring(client.get(path).text).xpath(
        "//section[@class='saved-searches']"
    )[0]
    return found


def _fields(form: HtmlElement, **changes: str) -> dict[str, list[str]]:
    """What `form` sends, with some fields filled in otherwise."""
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields | {name: [value] for name, value in changes.items()}


def test_a_search_is_saved_under_a_name_that_is_proposed(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    (form,) = _saved(client, "/search?q=网格&genre=工作总结&mode=sections").xpath(".//form")
    assert form.xpath("string(.//input[@name='name']/@value)") == "网格 工作总结"
    answer = client.post(form.get("action"), data=_fields(form, name="去年的网格总结"))
    assert answer.status_code == 303
    (kept,) = library.searches.list(scope)
    assert (kept.name, kept.query) == ("去年的网格总结", "网格")
    assert kept.filters == {"genre": ["工作总结"], "mode": "sections"}
    here = html.fromstring(client.get(answer.location).text)
    assert "已保存这次搜索“去年的网格总结”" in here.xpath("string(//div[@class='toast'])")
    assert here.xpath("//section[@class='saved-searches']//a[@aria-current]/text()") == [
        "去年的网格总结"
    ]
    assert "保存这次搜索" not in here.xpath("string(//section[@class='saved-searches'])")


def test_opening_a_saved_search_asks_it_again(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    library.searches.save(scope, "总结", "网格", {"genre": ["工作总结"], "sort": "date"})
    (link,) = _saved(client).xpath("./ul/li/a")
    page = html.fromstring(client.get(link.get("href")).text)
    assert page.xpath("//input[@name='q']/@value")[-1] == "网格"
    assert page.xpath("//input[@name='genre' and @checked]/@value") == ["工作总结"]
    assert page.xpath("//nav[@aria-label='排序']/a[@aria-current]/text()") == ["时间"]


def test_a_saved_search_gets_another_name_at_its_place(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    library.searches.save(scope, "消防", "消防", {})
    library.searches.save(scope, "网格", "网格", {})
    form = _saved(client, "/search?q=消防").xpath(".//form[@class='saved-edit']")[1]
    answer = client.post(form.get("action"), data=_fields(form, name="消防方案"))
    assert "q=" in answer.location
    assert [one.name for one in library.searches.list(scope)] == ["网格", "消防方案"]
    taken = client.post(form.get("action"), data=_fields(form, name="网格"))
    assert taken.status_code == 409
    assert "已经有一个叫“网格”的" in taken.text


def test_what_was_deleted_can_be_brought_back_whole(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    filters = {"genre": ["工作总结"], "year": ["2025"], "unit": ["青禾县柳溪街道办事处"]}
    before = library.searches.save(scope, "网格&总结", "网格 -培训", filters)
    (form,) = _saved(client).xpath(".//form[@class='saved-edit']")
    (button,) = form.xpath("./button[@formaction]")
    answer = client.post(button.get("formaction"), data=_fields(form))
    assert library.searches.list(scope) == ()
    (undo,) = html.fromstring(client.get(answer.location).text).xpath("//div[@class='toast']/form")
    client.post(undo.get("action"), data=_fields(undo))
    (after,) = library.searches.list(scope)
    assert (after.name, after.query, after.filters) == (before.name, before.query, before.filters)


@pytest.mark.parametrize("name", ["", "长" * 41])
def test_a_name_that_cannot_be_is_refused_with_the_remedy(client: FlaskClient, name: str) -> None:
    answer = client.post("/search/saved/", data={**ASKED, "name": name})
    assert answer.status_code == 400
    assert "写 1 到 40 个字" in answer.text


def test_nothing_asked_is_nothing_to_save_and_strange_filters_are_passed_over(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    assert not html.fromstring(client.get("/search").text).xpath(
        "//section[@class='saved-searches']"
    )
    library.searches.save(
        scope, "旧的", "网格", {"colour": "red", "role": "nobody", "year": [2025]}
    )
    (link,) = _saved(client).xpath("./ul/li/a/@href")
    assert "colour" not in link
    assert "role" not in link
    assert "year=2025" in link


def test_another_persons_saved_search_is_out_of_reach(
    client: FlaskClient, library: Library
) -> None:
    with library.database.write() as connection:
        connection.execute(
            tables.users.insert().values(id=9, name="李某某", role="member", created=tables.now())
        )
    kept = library.searches.save(Scope(9), "消防", "消防", {})
    assert not html.fromstring(client.get("/search?q=消防").text).xpath("//section//ul/li/a")
    for action in ("delete", "rename"):
        answer = client.post(f"/search/saved/{kept.id}/{action}", data={"name": "我的"})
        assert answer.status_code == 404
    assert [one.name for one in library.searches.list(Scope(9))] == ["消防"]
