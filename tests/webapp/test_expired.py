"""A session that ended while somebody was typing: what was typed is there after signing in."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from corpus.library import Library, User
from corpus.unit import Staff
from tests.webapp.conftest import token_on

OWN = {"Origin": "http://localhost"}
TYPED = {"f.人员.0.姓名": "周某某", "f.人员.0.职务": "主任\n兼书记", "do": "save", "revision": "0"}


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """Where the first form of a page goes, and everything that it sends."""
    form = html.fromstring(page).xpath("//form")[0]
    fields = {i.get("name"): i.get("value", "") for i in form.xpath(".//input[@name]")}
    fields |= {a.get("name"): a.text or "" for a in form.xpath(".//textarea")}
    return form.get("action"), fields


def test_what_was_typed_survives_the_end_of_the_session(
    app: Flask, library: Library, owner: User
) -> None:
    browser = app.test_client()
    answer = browser.post("/settings/staff", data=TYPED, headers=OWN)
    assert answer.status_code == 401
    assert "登录过期了，刚才填的都在" in answer.text
    action, fields = form_of(answer.text)
    wrong = browser.post(action, data=fields | {"link": "不对"}, headers=OWN)
    assert wrong.status_code == 403
    action, fields = form_of(wrong.text)
    fields["link"] = library.users.new_link(owner.id)
    action, fields = form_of(browser.post(action, data=fields, headers=OWN).text)
    assert action == "/settings/staff"
    assert browser.post(action, data=fields, headers=OWN).status_code == 303
    assert library.unit.get().staff == (Staff("周某某", "主任 兼书记"),)


def test_what_another_site_sends_is_not_kept(app: Flask, owner: User) -> None:
    for headers in ({"Origin": "http://evil.example"}, {}):
        answer = app.test_client().post("/settings/staff", data=TYPED, headers=headers)
        assert answer.status_code == 403
        assert "周某某" not in answer.text


def test_a_program_gets_its_envelope_and_nothing_is_kept(app: Flask, owner: User) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    headers = OWN | {"Accept": "application/json"}
    answer = app.test_client().post("/drafts/1/save", data=TYPED, headers=headers)
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "sign-in-required"


def test_it_goes_on_within_this_application_alone(
    app: Flask, library: Library, owner: User
) -> None:
    browser = app.test_client()
    token = token_on(browser.get("/sign-in").text)
    data = {"csrf_token": token, "again": "//evil.example/x", "k.a": "1"}
    data["link"] = library.users.new_link(owner.id)
    assert form_of(browser.post("/sign-in", data=data, headers=OWN).text)[0] == "/"


def test_a_form_with_a_stale_token_in_a_living_session_is_still_refused(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/settings/staff", data=TYPED, headers=OWN)
    assert answer.status_code == 403
    assert "刷新页面" in answer.text
