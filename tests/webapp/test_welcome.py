"""开始使用: three steps, once, that can be skipped, left and taken up again."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from corpus.library import Library, User
from corpus.unit import Names, Staff


@pytest.fixture(autouse=True)
def first_day(library: Library) -> None:
    """Nobody has been through the steps."""
    library.values.put("welcome", 1)


def test_the_first_visit_leads_to_the_first_step_and_on_to_the_home_page(
    client: FlaskClient, library: Library
) -> None:
    assert client.get("/").headers["Location"] == "/welcome"
    assert client.get("/welcome").headers["Location"] == "/welcome/1"
    names = {"full": "青禾县柳溪街道办事处", "shorts": "柳溪街道"}
    assert client.post("/welcome/1", data=names).headers["Location"] == "/welcome/2"
    people = {"f.人员.0.姓名": "周某某", "f.人员.0.职务": "主任", "revision": "0"}
    assert client.post("/welcome/2", data=people).headers["Location"] == "/welcome/3"
    assert client.post("/welcome/3", data={"do": "skip"}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert library.unit.get().names == Names("青禾县柳溪街道办事处", ("柳溪街道",))
    assert library.unit.get().staff == (Staff("周某某", "主任"),)


def test_an_import_that_was_ordered_ends_it(
    client: FlaskClient, library: Library, owner: User
) -> None:
    for number in (1, 2):
        client.post(f"/welcome/{number}", data={"do": "skip"})
    assert client.get("/").status_code == 302
    library.jobs.create("import", owner.id, {}, [{"path": "x"}], title="导入")
    assert client.get("/").status_code == 200


def test_it_goes_on_where_it_was_left(client: FlaskClient) -> None:
    client.post("/welcome/1", data={"do": "skip"})
    assert client.get("/drafts").status_code == 200
    assert client.get("/").headers["Location"] == "/welcome"
    assert client.get("/welcome").headers["Location"] == "/welcome/2"


def test_who_leaves_is_not_asked_again_but_finds_it_in_the_help(
    client: FlaskClient, library: Library
) -> None:
    client.post("/welcome/1", data={"do": "leave"})
    assert client.get("/").status_code == 200
    assert "/welcome" in client.get("/help").text
    client.post("/welcome/1", data={"full": "望川县", "shorts": ""})
    assert library.unit.get().name == "望川县"
    assert client.get("/").status_code == 200


def test_an_ordinary_user_is_not_asked(app: Flask, client: FlaskClient, library: Library) -> None:
    chen = library.users.add("陈某某")
    browser = app.test_client()
    browser.get(f"/sign-in/{library.users.new_link(chen.id)}")
    assert browser.get("/").status_code == 200


def test_what_is_wrong_is_told_and_what_was_typed_stays(
    client: FlaskClient, library: Library
) -> None:
    sent = {"f.人员.0.姓名": "周某某", "f.人员.0.电话": "12", "revision": "0"}
    answer = client.post("/welcome/2", data=sent)
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("//input[@name='f.人员.0.姓名']/@value") == ["周某某"]
    assert "不像电话号码" in answer.text
    assert client.post("/welcome/1", data={"full": "长" * 61}).status_code == 422
    assert client.get("/welcome").headers["Location"] == "/welcome/1"


def test_the_steps_say_where_one_is(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/welcome/2").text)
    (now,) = tree.xpath("//ol[@class='welcome-steps']/li[@aria-current='step']")
    assert now.text_content().strip() == "2人员"


def test_the_units_other_names_stay_when_the_step_is_gone_through_again(
    client: FlaskClient, library: Library
) -> None:
    sent = {"full": "望川县", "f.有关单位.0.全称": "青禾县人民政府", "revision": "0"}
    client.post("/settings", data=sent)
    client.post("/welcome/1", data={"full": "青禾县", "shorts": ""})
    assert [one.full for one in library.unit.get().names.others] == ["青禾县人民政府"]
