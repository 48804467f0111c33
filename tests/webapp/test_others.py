"""A section of another document comes into a draft, with its source and what it says of others."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from corpus.library import Library, Scope
from generator import template
from webapp import posted
from webapp.bench import of_record
from webapp.replacing import residue_of

SCHEME = "blank-implementation-scheme"


def document_id(library: Library, scope: Scope, words: str) -> int:
    return next(e.id for e in library.documents.list(scope) if words in e.title)


def begun(client: FlaskClient) -> str:
    return client.post("/drafts", data={"template": SCHEME}).location


def form_with(**more: str) -> MultiDict[str, str]:
    pairs = [
        ("revision", "1"),
        ("order", "goals"),
        ("on", "goals"),
        ("edited", "goals"),
        ("title.goals", "工作目标"),
        ("text.goals", "第一行。\n第二行。"),
    ]
    return MultiDict([*pairs, *more.items()])


def test_sections_of_the_role_are_offered_with_their_documents(client: FlaskClient) -> None:
    page = client.get(f"{begun(client)}/others?role=goals&q=消防").text
    assert "东湾社区消防安全专项整治实施方案" in page
    assert "对辖区沿街商铺开展拉网式排查" in page
    assert 'data-way="insert"' in page


def test_where_the_matter_has_none_others_are_shown_and_told(client: FlaskClient) -> None:
    page = client.get(f"{begun(client)}/others?role=goals&q=养老").text
    assert "没有讲“养老”的“工作目标”" in page
    assert "拉网式排查" in page


def test_a_section_is_inserted_below_the_line_of_the_cursor(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    fire = document_id(library, scope, "消防")
    document = library.documents.get(fire, scope).document.canonical()
    block = next(b.id for b in document.blocks if getattr(b, "text", "") == "工作目标")
    asked = {"take": str(fire), "block": block, "into": "goals", "way": "insert", "at": "1"}
    answer = client.post(f"{begun(client)}/form", data=form_with(**asked)).json
    assert answer is not None
    text = re.search(r'name="text.goals"[^>]*>([^<]*)<', answer["groups"])
    assert text is not None
    assert text[1] == "第一行。\n利用四个月时间，对辖区沿街商铺开展拉网式排查。\n第二行。"
    assert "出自《东湾社区消防安全专项整治实施方案》" in answer["groups"]


def test_a_section_takes_the_place_of_another_with_what_is_to_be_changed_in_it(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    grid = document_id(library, scope, "网格化")
    document = library.documents.get(grid, scope).document.canonical()
    block = next(b.id for b in document.blocks if getattr(b, "text", "") == "主要做法")
    asked = {"take": str(grid), "block": block, "into": "goals", "way": "replace"}
    address = begun(client)
    answer = client.post(f"{address}/form", data=form_with(**asked)).json
    assert answer is not None
    assert "第一行" not in answer["groups"]
    assert "186个" in answer["residue"]
    assert answer["left"]["unchecked"] > 0
    # saved, the source and the list are still there
    names = dict(
        re.findall(r'name="((?:old|new)\.\d+)" (?:type="text" )?value="([^"]*)"', answer["residue"])
    )
    source = f'{{"document": {grid}, "block": "{block}", "title": "总结"}}'
    kept = client.post(f"{address}/save", data=form_with(**{"source.goals": source}, **names))
    assert kept.status_code == 200
    record = library.drafts.list(scope)[0]
    assert record.sections[0]["source"] == {"document": grid, "block": block, "title": "总结"}
    bench = of_record(template.get(SCHEME), record)
    assert [one.old for one in bench.remnants] == [
        value.split("|", 1)[1] for name, value in names.items() if name.startswith("old.")
    ]
    assert residue_of(bench).unchecked == 0


def test_a_section_that_is_not_there_is_refused_in_words(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    fire = document_id(library, scope, "消防")
    asked = {"take": str(fire), "block": "b999", "into": "goals"}
    answer = client.post(f"{begun(client)}/form", data=form_with(**asked))
    assert answer.status_code == 400
    assert "没有这一节" in answer.text
    gone = {"take": "9999", "block": "b1", "into": "goals"}
    assert client.post(f"{begun(client)}/form", data=form_with(**gone)).status_code == 404


def test_damaged_sources_and_remnants_are_refused_or_dropped() -> None:
    assert posted.read([("order", "a"), ("source.a", "{nonsense")]).sections[0].source is None
    assert posted.read([("order", "a"), ("source.a", "[1]")]).sections[0].source is None
