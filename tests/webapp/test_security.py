"""What keeps the pages safe: policy, forged forms, sign-in everywhere, hosts, sizes, paths."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import update

from corpus.document import Document, Paragraph
from corpus.library import Library
from corpus.library.tables import documents, now, users
from tests.webapp.conftest import token_on
from webapp import uploads
from webapp.errors import PageMissing
from webapp.security import UPLOAD_BYTES, is_own_host
from webapp.settings import Settings

PAGES = (
    "/",
    "/search",
    "/search?q=网格",
    "/search?q=没有的词 网格",
    "/search/preview/1?q=网格",
    "/documents/1?q=网格&block=b2",
    "/documents/2",
    "/library",
    "/library?kind=sample",
    "/format",
    "/settings",
    "/settings/staff",
    "/settings/places",
    "/settings/layout",
    "/settings/screen",
    "/settings/data",
    "/settings/users",
    "/help",
    "/nowhere",
)
OPEN = {
    "/static/<path:filename>",
    "/sign-in",
    "/sign-in/<token>",
    "/restoring/<token>",
    "/restoring/<token>/progress",
}


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_style_or_handler_of_its_own(client: FlaskClient, path: str) -> None:
    tree = html.fromstring(client.get(path).text)
    assert not tree.xpath("//script[not(@src)]")
    assert not tree.xpath("//style")
    assert not tree.xpath("//*[@style]")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not tree.xpath("//a[starts-with(@href, 'javascript:')]")
    for address in tree.xpath("//script/@src | //link/@href | //img/@src"):
        assert address.startswith("/"), f"{address} is not on this machine"


@pytest.mark.parametrize("path", [*PAGES, "/sign-in", "/static/app.css", "/api/v1/search?q=网格"])
def test_every_answer_carries_the_content_policy(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_what_documents_say_cannot_become_markup(client: FlaskClient, library: Library) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    owner = library.users.ensure_owner("何某某").id
    added = library.documents.add(
        Document(
            title=f"关于{evil}的通知", genre="通知", blocks=(Paragraph(text=f"某某{evil}。"),)
        ),
        owner=owner,
        name=f"{evil}.txt",
    )
    for path in (f"/documents/{added.id}", "/search?q=某某", "/library", f"/search?q={evil}"):
        tree = html.fromstring(client.get(path).text)
        assert not tree.xpath("//script[not(@src)] | //*[@onerror]")


def test_everything_but_sign_in_and_static_files_asks_for_sign_in(app: Flask) -> None:
    browser = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    asked = 0
    for rule in app.url_map.iter_rules():
        if rule.rule in OPEN:
            continue
        path = rule.rule
        for argument in rule.arguments:
            kind = "1" if f"int:{argument}" in path else "x"
            path = path.replace(f"<int:{argument}>", kind).replace(f"<{argument}>", kind)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = browser.open(path, method=method)
            refused = answer.status_code == 401 or (
                answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
            )
            assert refused, f"{method} {path} answers {answer.status_code} without sign-in"
            asked += 1
    assert asked >= 20


def test_a_program_without_session_gets_the_envelope(stranger: FlaskClient) -> None:
    answer = stranger.get("/api/v1/search?q=网格")
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "sign-in-required"


POSTS = (
    "/sign-out",
    "/settings",
    "/settings/staff",
    "/settings/screen",
    "/settings/layout",
    "/settings/link",
    "/library/uploads",
    "/format",
    "/library/documents/1/delete",
)


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_its_token_is_refused(
    app: Flask, client: FlaskClient, library: Library, path: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post(path, data={"unit": "望川县"})
    assert answer.status_code == 403
    assert "刷新页面" in answer.text
    assert client.get("/documents/1").status_code == 200


def test_a_form_with_its_token_is_taken(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    token = token_on(client.get("/settings").text)
    answer = client.post("/settings", data={"full": "望川县", "csrf_token": token})
    assert answer.status_code == 303
    assert "望川县" in client.get("/").text


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    app: Flask, library: Library
) -> None:
    owner = library.users.ensure_owner("何某某")
    answer = app.test_client().get(f"/sign-in/{library.users.new_link(owner.id)}")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("nigao=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_foreign_host_name_is_refused(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Host": "rebound.example.invalid"})
    assert answer.status_code == 403
    assert "不是拟稿的" in answer.text


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.8.20", True),
        ("localhost", True),
        ("office.lan", True),
        ("office.lan.example.invalid", False),
        ("127.0.0.1.example.invalid", False),
        ("", False),
    ],
)
def test_addresses_and_set_names_are_ours(host: str, own: bool, tmp_path: Path) -> None:
    assert is_own_host(host, Settings(tmp_path, hosts=frozenset({"office.lan"}))) is own


def test_the_key_that_signs_sessions_is_readable_by_its_owner_alone(app: Flask, home: Path) -> None:
    assert app.config["SECRET_KEY"] == (home / "secret.key").read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600


def test_an_upload_beyond_the_limit_is_refused_with_a_remedy(
    app: Flask, client: FlaskClient
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 2000
    data = {"files": (io.BytesIO(b"x" * 4000), "大.txt")}
    answer = client.post("/library/uploads", data=data, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "100 MB" in answer.text
    assert UPLOAD_BYTES == 100 * 1024 * 1024


@pytest.mark.parametrize(
    "name",
    ["../../evil.txt", "..\\..\\evil.txt", "/etc/passwd", "C:\\evil.txt", "..", "a\x00b.txt"],
)
def test_an_uploaded_name_never_leaves_its_folder(
    client: FlaskClient, home: Path, name: str
) -> None:
    before = {path for path in home.parent.rglob("*") if path.is_file()}
    data = {"files": (io.BytesIO("内容。".encode()), name)}
    client.post("/library/uploads", data=data, content_type="multipart/form-data")
    new = {path for path in home.parent.rglob("*") if path.is_file()} - before
    written = [path for path in new if "uploads" in path.parts]
    assert all((home / "uploads") in path.parents for path in written)
    assert not (home.parent / "evil.txt").exists()


@pytest.mark.parametrize("token", ["../../..", "..", "x" * 24, "0" * 24, "", "0" * 23 + "/"])
def test_an_upload_is_found_by_its_own_token_only(home: Path, token: str) -> None:
    (home / "uploads" / "1").mkdir(parents=True)
    with pytest.raises(PageMissing):
        uploads.find(home, 1, token)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/documents/1/download/../../x",
    ],
)
def test_a_path_never_leads_out_of_its_folder(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "create_app" not in answer.text


def test_a_private_document_of_somebody_else_stays_hidden(
    client: FlaskClient, library: Library
) -> None:
    with library.database.write() as connection:
        other = connection.execute(
            users.insert().values(name="陈某某", role="member", created=now())
        ).inserted_primary_key[0]
        connection.execute(
            update(documents)
            .where(documents.c.id == 2)
            .values(owner_id=other, visibility="private")
        )
    for path in ("/documents/2", "/documents/2/original", "/previews/documents/2/1.png"):
        assert client.get(path).status_code == 404
    assert "东湾社区" not in client.get("/search?q=消防").text
    assert client.post("/library/documents/2/delete").status_code == 404
