"""The frame: pages open, sign-in by link, errors that say what to do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.library import Library, User
from tests.webapp.conftest import token_on
from webapp import furniture
from webapp.app import create_app
from webapp.auth import own_path, token_of
from webapp.context import library_of
from webapp.settings import Settings

PAGES = (
    "/",
    "/search",
    "/search?q=网格",
    "/documents/1",
    "/library",
    "/format",
    "/settings",
    "/help",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_below_100_kb_with_one_main_heading(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert len(response.data) < 100_000
    assert response.text.count("<h1") == 1
    assert "<title>" in response.text
    assert 'lang="zh-CN"' in response.text


def test_the_current_place_is_the_one_tab_that_is_marked(client: FlaskClient) -> None:
    marked = re.findall(r'aria-current="page">([^<]+)<', client.get("/documents/1").text)
    assert marked == ["找范文"]


def test_a_one_time_link_signs_in_once(app: Flask, library: Library, owner: User) -> None:
    path = f"/sign-in/{library.users.new_link(owner.id)}"
    first, second = app.test_client(), app.test_client()
    assert first.get(path).headers["Location"] == "/"
    assert "何某某" in first.get("/").text
    refused = second.get(path)
    assert refused.status_code == 403
    assert "nigao link" in refused.text
    assert second.get("/").status_code == 302


def test_a_checker_that_asks_for_the_headers_does_not_use_the_link_up(
    app: Flask, library: Library, owner: User
) -> None:
    path = f"/sign-in/{library.users.new_link(owner.id)}"
    assert app.test_client().head(path).status_code == 204
    assert app.test_client().get(path).status_code == 302


def test_a_pasted_link_signs_in_and_leads_to_the_page_that_was_wanted(
    app: Flask, library: Library, owner: User
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    link = f"http://127.0.0.1:8640/sign-in/{library.users.new_link(owner.id)}"
    browser = app.test_client()
    answer = browser.post("/sign-in", data={"link": link, "next": "/search?q=abc"})
    assert answer.headers["Location"] == "/search?q=abc"
    assert browser.get("/").status_code == 200


def test_without_remembering_the_session_ends_with_the_browser(
    app: Flask, library: Library, owner: User
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for data, expires in (({"remember": "1"}, True), ({}, False)):
        token = library.users.new_link(owner.id)
        answer = app.test_client().post("/sign-in", data={"link": token, **data})
        assert ("Expires=" in answer.headers["Set-Cookie"]) is expires


def test_signing_out_ends_the_session(client: FlaskClient) -> None:
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
    assert client.get("/").status_code == 302


def test_the_session_is_written_once_a_day_so_that_a_late_answer_cannot_bring_it_back(
    app: Flask, library: Library, owner: User
) -> None:
    browser = app.test_client()
    browser.get(f"/sign-in/{library.users.new_link(owner.id)}")
    browser.get("/")
    assert "Set-Cookie" not in browser.get("/").headers
    with browser.session_transaction() as session:
        session["day"] = "2026-01-01"
    assert "Expires=" in browser.get("/").headers["Set-Cookie"]


@pytest.mark.parametrize(
    "target", ["https://example.invalid/", "//example.invalid", "/\\example.invalid", "\\\\x", ""]
)
def test_sign_in_never_leads_to_another_site(target: str) -> None:
    assert own_path(target) == "/"


def test_the_token_is_found_in_whatever_was_pasted() -> None:
    for text in ("abc", " http://127.0.0.1:8640/sign-in/abc ", "/sign-in/abc/", "abc?next=/"):
        assert token_of(text) == "abc"


def test_an_unknown_page_says_what_to_do(client: FlaskClient) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "没有这一页" in response.text
    assert "回首页" in response.text


def test_an_unknown_document_is_told_with_place_and_remedy(client: FlaskClient) -> None:
    response = client.get("/documents/999")
    assert response.status_code == 404
    assert "没有第 999 号文稿" in response.text


def test_an_error_of_the_api_has_the_one_envelope(client: FlaskClient) -> None:
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    error = response.get_json()["error"]
    assert set(error) == {"code", "message", "where", "remedy"}
    assert error["code"] == "not-found"


def test_an_unexpected_failure_keeps_its_details_from_the_page(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("secret detail")

    app.view_functions["help.index"] = broken
    response = client.get("/help")
    assert response.status_code == 500
    assert "程序出错了" in response.text
    assert "secret detail" not in response.text
    assert "secret detail" in caplog.text


def test_the_unit_and_the_size_of_text_are_kept_and_shown(client: FlaskClient) -> None:
    client.post("/settings", data={"full": " 柳溪街道\n办事处 "})
    client.post("/settings/screen", data={"text": "largest"})
    page = client.get("/").text
    assert "柳溪街道 办事处" in page
    assert 'class="text-largest"' in page


def test_settings_say_which_fonts_stand_in_and_where_the_data_lies(
    client: FlaskClient, home: Path
) -> None:
    page = client.get("/settings/layout").text
    assert "小标宋" in page
    assert "方正小标宋" in page
    assert str(home) in client.get("/settings/data").text


def test_a_new_link_for_another_computer_works_there(app: Flask, client: FlaskClient) -> None:
    page = client.post("/settings/link").text
    found = re.search(r"http://localhost(/sign-in/[\w-]+)", page)
    assert found
    assert app.test_client().get(found[1]).headers["Location"] == "/"


def test_the_home_page_of_an_empty_library_says_how_to_begin(tmp_path: Path) -> None:
    app = create_app(Settings(tmp_path / "empty"))
    library = library_of(app)
    token = library.users.new_link(library.users.ensure_owner("何某某").id)
    browser = app.test_client()
    browser.get(f"/sign-in/{token}")
    assert browser.get("/").headers["Location"] == "/welcome"
    token = token_on(browser.get("/welcome/1").text)
    browser.post("/welcome/1", data={"do": "leave", "csrf_token": token})
    page = browser.get("/").text
    library.close()
    assert "还没有草稿" in page
    assert "文库里还没有范文" in page


def test_moments_are_said_as_the_office_says_them() -> None:
    now = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
    local = now.astimezone()
    assert furniture.when(now, now) == f"今天 {local:%H:%M}"
    assert furniture.when(now - timedelta(days=1), now) == f"昨天 {local:%H:%M}"
    assert furniture.when(datetime(2026, 1, 9, 12, tzinfo=UTC), now) == "1月9日"
    assert furniture.when(datetime(2024, 12, 9, 12, tzinfo=UTC), now) == "2024年12月9日"
    assert furniture.spelt_date("2026-03-05") == "2026年3月5日"
    assert furniture.spelt_date("【待补：成文日期】") == "【待补：成文日期】"


def test_titles_break_at_phrases_only() -> None:
    broken = furniture.phrased("青禾县柳溪街道2026年消防安全专项整治实施方案", 13)
    assert broken == "青禾县柳溪街道2026年<wbr>消防安全专项整治实施方案"
    assert "&lt;b&gt;" in furniture.phrased("<b>", 13)
