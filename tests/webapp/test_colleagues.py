"""What belongs to one person is out of a colleague's reach: every address that names a thing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from corpus.document import Document, Paragraph
from corpus.library import Library, Scope, User
from corpus.library.tables import metadata
from generator import template

FIRE = "fire-safety-campaign"
SECRET = "机密的事"
PUBLIC = {
    "static",
    "auth.link",
    "previews.template",
    "welcome.step",
    "welcome.go_on",
    "drafts.sample",
    "batches.blank",
    "unit_settings.rows",
    "unit_settings.save_rows",
    "help.topic",
    "data_settings.restoring",
    "data_settings.restoring_progress",
}
"""Endpoints whose addresses name nothing of a person's own, or that nobody else can guess."""

OWN = {
    "documents.show",
    "documents.original",
    "drafts.show",
    "versions.index",
    "formatting.show",
    "library.show_import",
}
"""Some of those that show the owner what is the owner's."""


@pytest.fixture
def owned(client: FlaskClient, library: Library, owner: User, scope: Scope) -> dict[str, Any]:
    """One of each thing that belongs to the owner: how addresses of each area name it."""
    document = library.documents.add(
        Document(title=SECRET, genre="通知", blocks=(Paragraph(text=f"{SECRET}。" * 9),)),
        owner=owner.id,
        visibility="private",
        original=SECRET.encode(),
        name=f"{SECRET}.txt",
    ).id
    entry = template.get(FIRE)
    draft = library.drafts.create(
        owner.id, entry.id, entry.sha256, entry.text, entry.sample_inputs(), [], SECRET
    ).id
    client.post(f"/drafts/{draft}/versions", data={"name": SECRET})
    files = {"file": (io.BytesIO(f"{SECRET}\n\n一、{SECRET}。\n".encode()), f"{SECRET}.txt")}
    formatted = client.post("/format", data=files).headers["Location"]
    begun = client.post("/library/uploads/begin").get_json()["files"]
    imports = library.jobs.create("import", owner.id, {"run": "r"}, [{"path": "x", "name": SECRET}])
    batch = library.jobs.create("batch", owner.id, {}, [{}], title=SECRET)
    return {
        "document_id": document,
        "draft_id": draft,
        "search_id": library.searches.save(scope, SECRET, SECRET, {}).id,
        "user_id": owner.id,
        "imports": imports.id,
        "batches": batch.id,
        "format": formatted.rpartition("/")[2].partition("?")[0],
        "uploads": begun.split("/")[-2],
    }


@pytest.fixture
def colleague(app: Flask, library: Library) -> FlaskClient:
    """A browser in which somebody else is signed in."""
    browser = app.test_client()
    link = library.users.new_link(library.users.add("李某某").id)
    assert browser.get(f"/sign-in/{link}").status_code == 302
    return browser


def address(rule: Rule, owned: Mapping[str, Any]) -> str:
    """An address of `rule` that names what the owner has."""
    path = rule.rule
    for name in rule.arguments:
        area = path.strip("/").split("/")
        value: Any = owned.get(name)
        if name == "job_id":
            value = owned["imports" if "imports" in area else "batches"]
        elif name == "number" and "handing" in area:
            value = owned["draft_id" if "drafts" in area else "document_id"]
        elif name == "token":
            value = owned["uploads" if "uploads" in area else "format"]
        elif name == "suffix":
            value = "docx"
        elif name in ("number", "page", "position", "part"):
            value = 0 if name == "part" else 1
        path = _filled(path, name, value)
    return path


def _filled(path: str, name: str, value: Any) -> str:
    """`path` with `value` for the argument `name`; for one of a few words the first of them."""
    at = path.index(f"{name}>")
    start = path.rindex("<", 0, at)
    kind = path[start + 1 : at]
    if kind.startswith("any("):
        value = kind[4:].partition(")")[0].partition(",")[0]
    return f"{path[:start]}{'x' if value is None else value}{path[at + len(name) + 1 :]}"


def rules(app: Flask) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if r.arguments and r.endpoint not in PUBLIC]


def test_no_address_that_names_a_persons_own_things_opens_them_for_a_colleague(
    app: Flask, colleague: FlaskClient, library: Library, owned: Mapping[str, Any]
) -> None:
    before = stored(library)
    walked = 0
    for rule in rules(app):
        path = address(rule, owned)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = colleague.open(path, method=method)
            walked += 1
            assert answer.status_code in {400, 403, 404}, (
                f"{method} {path} answers a colleague {answer.status_code}"
            )
            assert SECRET not in answer.text, f"{method} {path} tells a colleague"
    assert walked > 70
    assert stored(library) == before, "a colleague changed something"


def test_the_same_addresses_open_for_the_owner(
    app: Flask, client: FlaskClient, owned: Mapping[str, Any]
) -> None:
    opened = {}
    for rule in rules(app):
        if rule.endpoint in OWN:
            with client.get(path := address(rule, owned)) as answer:
                opened[rule.endpoint] = answer.status_code, path
    assert {code for code, _ in opened.values()} == {200}, opened
    assert set(opened) == OWN


def stored(library: Library) -> dict[str, list[Any]]:
    """All rows of all tables but what a search or a sign-in writes down."""
    with library.database.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name not in {"users", "settings", "index_queue"}
        }


def test_no_form_is_taken_without_its_token(
    app: Flask, client: FlaskClient, library: Library, owned: Mapping[str, Any]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    before = stored(library)
    asked = 0
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            path = address(rule, owned)
            answer = client.open(path, method=method)
            asked += 1
            assert answer.status_code == 403, f"{method} {path} answers {answer.status_code}"
    assert asked > 60
    assert stored(library) == before


def test_every_answer_says_how_it_may_be_used(
    app: Flask, client: FlaskClient, owned: Mapping[str, Any]
) -> None:
    kinds = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = address(rule, owned)
        with client.get(path) as answer:
            kinds.add((answer.status_code, answer.mimetype))
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, path
            assert "frame-ancestors 'none'" in policy, path
    assert {(200, "text/html"), (404, "text/html"), (200, "application/octet-stream")} <= kinds
