"""Several people: accounts, passwords, closing, and what only an administrator may do."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.library import Library, User
from webapp import auth

PASSWORD = "青禾柳溪2026"


@pytest.fixture(autouse=True)
def forgiven() -> None:
    """Wrong passwords of other tests do not count."""
    auth.guesses = auth.Guesses()


def signed_in(app: Flask, library: Library, name: str) -> FlaskClient:
    """A browser of the user called `name`."""
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.get(f"/sign-in/{library.users.new_link(library.users.named(name).id)}")
    return browser


def test_an_administrator_adds_a_colleague_who_signs_in_by_the_link(
    app: Flask, client: FlaskClient, library: Library
) -> None:
    page = client.post("/settings/users", data={"name": "陈某某"}).text
    found = re.search(r"http://localhost(/sign-in/[\w-]+)", page)
    assert found
    colleague = app.test_client()
    assert colleague.get(found[1]).headers["Location"] == "/"
    assert "陈某某" in colleague.get("/").text
    assert not library.users.named("陈某某").is_admin


def test_a_name_that_is_taken_is_told_beside_the_field(
    client: FlaskClient, library: Library
) -> None:
    library.users.add("陈某某")
    answer = client.post("/settings/users", data={"name": "陈某某"})
    assert answer.status_code == 409
    assert "已经有一个叫“陈某某”的用户" in answer.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/settings/users"),
        ("POST", "/settings/users"),
        ("POST", "/settings/users/1"),
        ("GET", "/settings/data"),
        ("POST", "/settings/backups"),
    ],
)
def test_an_ordinary_user_does_not_get_at_accounts_and_data(
    app: Flask, library: Library, owner: User, method: str, path: str
) -> None:
    library.users.add("陈某某")
    browser = signed_in(app, library, "陈某某")
    answer = browser.open(path, method=method)
    assert answer.status_code == 403
    assert "只有管理员" in answer.text
    assert "/settings/users" not in browser.get("/settings/screen").text


def test_a_closed_account_is_out_at_once(app: Flask, client: FlaskClient, library: Library) -> None:
    chen = library.users.add("陈某某")
    browser = signed_in(app, library, "陈某某")
    assert browser.get("/drafts").status_code == 200
    client.post(f"/settings/users/{chen.id}", data={"do": "disable"})
    assert browser.get("/drafts").headers["Location"].startswith("/sign-in")
    client.post(f"/settings/users/{chen.id}", data={"do": "enable"})
    assert browser.get("/drafts").status_code == 302


def test_the_last_administrator_is_told_and_stays(client: FlaskClient, owner: User) -> None:
    answer = client.post(f"/settings/users/{owner.id}", data={"do": "disable"})
    assert answer.status_code == 409
    assert "最后一个管理员" in answer.text
    assert client.get("/settings/users").status_code == 200


def test_one_signs_in_with_name_and_password(
    app: Flask, stranger: FlaskClient, client: FlaskClient, owner: User
) -> None:
    answer = client.post("/settings/password", data={"new": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 303
    assert client.get("/").status_code == 200
    data = {"way": "password", "name": " 何 某某", "password": PASSWORD, "next": "/drafts"}
    assert stranger.post("/sign-in", data=data).headers["Location"] == "/drafts"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"new": "短", "again": "短"}, "8 到 128 个字符"),
        ({"new": PASSWORD, "again": PASSWORD + "x"}, "两遍输得不一样"),
    ],
)
def test_a_password_that_will_not_do_is_told_beside_its_field(
    client: FlaskClient, data: dict[str, str], says: str
) -> None:
    answer = client.post("/settings/password", data=data)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(
    app: Flask, client: FlaskClient, library: Library, owner: User
) -> None:
    client.post("/settings/password", data={"new": PASSWORD, "again": PASSWORD})
    other = signed_in(app, library, owner.name)
    new = {"new": PASSWORD + "x", "again": PASSWORD + "x"}
    assert "现在的密码不对" in client.post("/settings/password", data=new).text
    assert client.post("/settings/password", data=new | {"old": PASSWORD}).status_code == 303
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_wrong_passwords_are_counted_and_then_wait(
    app: Flask, client: FlaskClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/settings/password", data={"new": PASSWORD, "again": PASSWORD})
    browser = app.test_client()
    wrong = {"way": "password", "name": "何某某", "password": "猜的猜的猜的"}
    assert "姓名或密码不对。再试 4 次后要等 10 分钟" in browser.post("/sign-in", data=wrong).text
    for _ in range(4):
        page = browser.post("/sign-in", data=wrong).text
    assert "等 10 分钟再试" in page
    right = wrong | {"password": PASSWORD}
    assert "密码错得太多" in browser.post("/sign-in", data=right).text
    later = auth.time.monotonic() + auth.PAUSE + 1
    monkeypatch.setattr("webapp.auth.time.monotonic", lambda: later)
    assert browser.post("/sign-in", data=right).status_code == 302


def test_somebody_who_has_no_account_is_answered_like_a_wrong_password(
    stranger: FlaskClient, app: Flask, client: FlaskClient
) -> None:
    client.post("/settings/password", data={"new": PASSWORD, "again": PASSWORD})
    data = {"way": "password", "name": "没有这个人", "password": "x"}
    assert "姓名或密码不对" in stranger.post("/sign-in", data=data).text
