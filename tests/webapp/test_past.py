"""A past document of the library, or a file from this computer, becomes a draft."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from corpus.library import DraftRecord, Library, Scope
from corpus.library.pictures import keys_in
from corpus.unit import Names
from generator import template
from tests.corpus.reading.test_pictures import odt, page, png, uri
from webapp.bench import of_record
from webapp.replacing import residue_of, texts_of
from webapp.samples import add_samples

YEAR = datetime.datetime.now().year


def grid(library: Library, scope: Scope) -> int:
    return next(e.id for e in library.documents.list(scope) if "网格化" in e.title)


def latest(library: Library, scope: Scope) -> DraftRecord:
    return library.drafts.list(scope)[0]


def begun(client: FlaskClient, library: Library, scope: Scope, **more: str) -> DraftRecord:
    sent = {"document": str(grid(library, scope)), **more}
    assert client.post("/drafts/past", data=sent).status_code == 303
    return latest(library, scope)


def pairs_on(page: str) -> MultiDict[str, str]:
    """The form of the workbench as a browser would send it."""
    form = page.partition('<form id="draft"')[2].partition("</form>")[0]
    pairs: list[tuple[str, str]] = []
    for tag in re.findall(r"<input [^>]*>|<textarea [^>]*>[^<]*", form):
        name = re.search(r' name="([^"]*)"', tag)
        if name is None or ('type="checkbox"' in tag and " checked" not in tag):
            continue
        text = tag.rpartition(">")[2] if tag.startswith("<textarea") else ""
        value = re.search(r' value="([^"]*)"', tag)
        pairs.append((name[1], text or (value[1] if value else "")))
    return MultiDict(
        (name, value.replace("&#34;", '"').replace("&amp;", "&")) for name, value in pairs
    )


def test_a_past_document_opens_as_a_draft_that_says_what_it_says(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    record = begun(client, library, scope)
    assert record.title == "青禾县柳溪街道2025年网格化服务管理工作总结"
    assert record.template_id == "blank-work-summary"
    assert record.gaps == 0
    page = client.get(f"/drafts/{record.id}").text
    assert "（一）优化设置，织密一张网。将辖区32个社区优化调整为186个网格" in page
    assert "旧文内容" in page
    source = next(s["source"] for s in record.sections if s["id"] == "problems")
    assert source["document"] == grid(library, scope)


def test_over_a_chosen_template_the_sections_find_their_homes(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    record = begun(client, library, scope, template="grid-service-summary")
    assert record.template_id == "grid-service-summary"
    edited = [s["id"] for s in record.sections if s["state"] == "edited"]
    assert {"title", "opening", "problems", "next"} <= set(edited)


def test_the_sample_of_a_template_begins_with_the_template(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    add_samples(library, scope.user_id)
    sample = library.documents.list(scope, kind="sample")[0]
    client.post("/drafts/past", data={"document": str(sample.id)})
    record = latest(library, scope)
    assert f"{record.template_id}.md" == sample.name
    assert record.sections == []


def test_a_file_is_kept_for_its_owner_alone_and_opened_at_once(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    text = "社区防汛工作总结\n\n一、主要做法\n\n巡查河道12次。\n\n二、存在问题\n\n排水口老旧。\n"
    file = (io.BytesIO(text.encode()), "去年防汛.txt")
    answer = client.post("/drafts/past", data={"file": file})
    assert answer.status_code == 303
    record = latest(library, scope)
    assert record.title == "社区防汛工作总结"
    id = record.sections[0]["source"]["document"]
    assert library.documents.get(id, scope).visibility == "private"


def test_the_photos_of_a_page_and_of_an_odt_come_along(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    shown = page(f'<p>巡查河道12次。</p><p><img src="{uri(png())}" alt="巡查现场"></p>')
    for name, data in (("去年.html", shown), ("前年.odt", odt(png()))):
        client.post("/drafts/past", data={"file": (io.BytesIO(data), name)})
        record = latest(library, scope)
        (key,) = keys_in(record.sections)
        photo = library.pictures.of_draft(record.id)(key)
        assert photo is not None
        assert photo.startswith(b"\x89PNG")


def test_a_file_with_several_documents_asks_which(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    part = (
        "社区工作总结 篇{}\n\n一、主要做法\n\n走访居民{}户，解决问题。\n\n"
        "二、存在问题\n\n人手不足，要增加{}人。\n\n"
    )
    text = "社区工作总结（精选2篇）\n\n" + part.format(1, 30, 2) + part.format(2, 50, 3)
    page = client.post("/drafts/past", data={"file": (io.BytesIO(text.encode()), "精选.txt")}).text
    assert "这个文件里有 2 篇" in page
    assert page.count("从这里开始写") == 2


def test_a_file_that_cannot_be_read_is_refused_beside_the_upload(client: FlaskClient) -> None:
    answer = client.post("/drafts/past", data={"file": (io.BytesIO(b"\x00\x01"), "旧文.exe")})
    assert answer.status_code in (400, 415, 422)
    assert "上传一份旧文" in answer.text
    assert "旧文.exe" in answer.text


@pytest.mark.parametrize("sent", [{}, {"document": "x"}, {"document": "9999"}])
def test_without_a_document_nothing_is_begun(
    client: FlaskClient, library: Library, scope: Scope, sent: dict[str, str]
) -> None:
    assert client.post("/drafts/past", data=sent).status_code == 404
    assert library.drafts.count(scope) == 0


def test_past_documents_are_listed_and_found(client: FlaskClient) -> None:
    assert client.get("/new/past").text.count('class="card past-line"') == 2
    page = client.get("/new/past?q=网格化").text
    assert page.count('class="card past-line"') == 1
    assert "没有含“养老院”的旧文" in client.get("/new/past?q=养老院").text


def test_without_a_script_everything_is_replaced_by_the_button(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    library.unit.save_names(Names("望川县东湖街道办事处"), 0)
    record = begun(client, library, scope)
    sent = pairs_on(client.get(f"/drafts/{record.id}").text)
    sent["replace"] = "all"
    assert client.post(f"/drafts/{record.id}", data=sent).status_code == 302
    after = library.drafts.get(record.id, scope)
    assert after.title == f"望川县东湖街道{YEAR}年网格化服务管理工作总结"
    chosen = template.get(after.template_id)
    texts = "\n".join(one.text for one in texts_of(of_record(chosen, after).groups))
    assert "柳溪" not in texts
    assert "青禾" not in texts
    assert f"望川县东湖街道办事处\n{YEAR}年12月26日" in texts


def test_the_list_tells_where_each_thing_stands_and_what_is_left(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    record = begun(client, library, scope)
    residue = residue_of(of_record(template.get(record.template_id), record))
    grids = next(one for one in residue.left if one.remnant.old == "186个")
    (place,) = grids.places
    assert (place["name"], place["label"]) == ("text.done", "一、主要做法")
    sent = pairs_on(client.get(f"/drafts/{record.id}").text)
    text = sent["text.done"]
    assert text[place["start"] : place["end"]] == "186个"
    before = residue.unchecked
    sent[f"keep.{grids.number}"] = "1"
    answer = client.post(f"/drafts/{record.id}/preview", data=sent).json
    assert answer is not None
    assert answer["residue"]["unchecked"] == before - 1
    assert answer["residue"]["left"][grids.number]["state"] == "kept"


def test_a_copy_of_the_draft_has_the_list_as_well(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    record = begun(client, library, scope)
    sent = pairs_on(client.get(f"/drafts/{record.id}").text)
    client.post(f"/drafts/{record.id}/copy", data=sent)
    copied = next(d for d in library.drafts.list(scope) if d.id != record.id)
    assert copied.residue == record.residue


def test_what_nobody_touches_is_saved_as_it_was(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    record = begun(client, library, scope)
    sent = pairs_on(client.get(f"/drafts/{record.id}").text)
    client.post(f"/drafts/{record.id}/save", data=sent)
    after = library.drafts.get(record.id, scope)
    assert [s["blocks"] for s in after.sections] == [s["blocks"] for s in record.sections]


def test_the_lists_say_what_nobody_has_looked_at(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    record = begun(client, library, scope)
    count = residue_of(of_record(template.get(record.template_id), record)).unchecked
    assert record.unchecked == count > 1
    said = f"旧文 {count} 项未核对"
    library.versions.keep(record, record.owner, "saved")
    pages = ("/drafts", "/", f"/drafts/{record.id}/versions")
    for address in pages:
        page = client.get(address).text
        assert said in page
        assert "已填齐" not in page
    form = pairs_on(client.get(f"/drafts/{record.id}").text)
    for n in range(len(record.residue)):
        form[f"keep.{n}"] = "1"
    assert client.post(f"/drafts/{record.id}/save", data=form).status_code == 200
    assert latest(library, scope).unchecked == 0
    for address in pages:
        page = client.get(address).text
        assert "未核对" not in page
        assert "已填齐" in page


def test_restoring_and_copying_bring_back_what_was_not_looked_at(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    record = begun(client, library, scope)
    library.versions.keep(record, record.owner, "saved")
    form = pairs_on(client.get(f"/drafts/{record.id}").text)
    form["keep.0"] = "1"
    client.post(f"/drafts/{record.id}/save", data=form)
    assert latest(library, scope).unchecked == record.unchecked - 1
    client.post(f"/drafts/{record.id}/duplicate")
    assert latest(library, scope).unchecked == record.unchecked - 1
    client.post(f"/drafts/{record.id}/versions/1/restore")
    assert library.drafts.get(record.id, scope).unchecked == record.unchecked
