"""更正 in the pages: what was typed stays, and everything can be undone."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select, update

from corpus.document import Attachment, Cell, Document, Paragraph, Table
from corpus.library import Library, Scope
from corpus.library.tables import document_corrections


def levels(client: FlaskClient) -> list[tuple[str, str]]:
    """Level and words of each block as the text of document 1 shows them."""
    tree = html.fromstring(client.get("/documents/1?view=text").text)
    return [
        (div.xpath("string(a)"), " ".join(div.xpath("string(h3 | p)").split()))
        for div in tree.xpath("//div[contains(@class, 'text-block')]")
    ]


def block_of(client: FlaskClient, words: str) -> str:
    tree = html.fromstring(client.get("/documents/1?view=text").text)
    (id,) = tree.xpath(f"//div[contains(@class, 'text-block')][contains(., '{words}')]/@id")
    return str(id).removeprefix("t-")


def test_title_genre_year_unit_and_topics_are_corrected_in_one_form(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    form = html.fromstring(client.get("/documents/1/corrections").text).forms[-1]
    assert form.fields["title"].strip() == "青禾县柳溪街道2025年网格化服务管理工作总结"
    given = {
        "title": "柳溪街道网格工作汇报",
        "genre": "汇报材料",
        "year": "2024",
        "unit": "柳溪街道综治中心",
        "topics": "网格化、综治",
        "after": "0",
    }
    page = client.post("/documents/1/corrections", data=given, follow_redirects=True).text
    assert "柳溪街道网格工作汇报" in page
    assert "更正过 5 处" in page
    found = client.get("/api/v1/search?q=标题:网格工作汇报").get_json()
    assert [hit["unit"] for hit in found["hits"]] == ["柳溪街道综治中心"]
    assert library.documents.get(1, scope).document.topics == ("网格化", "综治")


def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(
    client: FlaskClient,
) -> None:
    answer = client.post(
        "/documents/1/corrections", data={"title": "新的标题", "year": "去年", "after": "0"}
    )
    assert answer.status_code == 400
    tree = html.fromstring(answer.text)
    assert "年份“去年”不对" in tree.xpath("string(//div[contains(@class, 'wrong')][input])")
    assert "新的标题" in tree.xpath("string(//textarea)")
    assert "新的标题" not in client.get("/documents/1").text, "nothing is half corrected"


def test_a_paragraph_becomes_a_heading_and_plain_text_again(client: FlaskClient) -> None:
    block = block_of(client, "推动热线")
    page = html.fromstring(client.get(f"/documents/1?view=text&block={block}").text)
    (form,) = [one for one in page.forms if one.action.endswith("/corrections/level")]
    assert form.xpath(".//button[@aria-pressed]/@value") == ["text"]
    data = {"block": block, "after": form.fields["after"], "level": "2"}
    answer = client.post(form.action, data=data)
    assert answer.headers["Location"].endswith(f"#t-{block}")
    assert ("2 级", "（一）推动热线、综治平台统一受理，减少重复填报") in levels(client)
    assert "推动热线" in html.fromstring(client.get("/documents/1").text).xpath(
        "string(//nav[@aria-label='大纲'])"
    )
    stale = client.post(form.action, data=data)
    assert stale.status_code == 409
    assert "有人更正过" in stale.text


def test_a_document_is_split_merged_and_restored(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    before = levels(client)
    block = block_of(client, "存在问题")
    answer = client.post(
        "/documents/1/corrections/split",
        data={"block": block, "title": "柳溪街道问题清单", "after": "0"},
    )
    other = int(answer.headers["Location"].rpartition("/")[2])
    assert library.documents.get(other, scope).document.title == "柳溪街道问题清单"
    assert "一是网格员队伍" not in client.get("/documents/1?view=text").text
    tree = html.fromstring(client.get(f"/documents/{other}/corrections").text)
    (form,) = [one for one in tree.forms if "并入前一篇" in one.text_content()]
    answer = client.post(form.action, data=dict(form.fields))
    assert answer.headers["Location"] == "/documents/1"
    assert client.get(f"/documents/{other}").status_code == 404
    assert ("1 级", "三、柳溪街道问题清单") in [
        (level, re.sub("^.、", "三、", words)) for level, words in levels(client)
    ]
    page = html.fromstring(client.get("/documents/1/corrections").text)
    assert "并入《柳溪街道问题清单》" in page.xpath("string(//section[@id='made'])")
    undo, _ = [one for one in page.forms if one.action.endswith("/undo")]
    client.post(undo.action, data=dict(undo.fields))
    assert client.get(f"/documents/{other}").status_code == 200
    client.post("/documents/1/corrections/restore")
    assert levels(client) == before
    assert client.get(f"/documents/{other}").status_code == 404


def test_a_mistake_in_splitting_is_answered_in_words(client: FlaskClient) -> None:
    for data, words in (
        ({"block": "b1"}, "第一段"),
        ({"block": "b99"}, "这里不能拆开"),
    ):
        answer = client.post("/documents/1/corrections/split", data=data)
        assert answer.status_code == 400
        assert words in answer.text
    assert client.post("/documents/1/corrections/merge", data={"other": "x"}).status_code == 400
    assert client.post("/documents/1/corrections/merge", data={"other": "2"}).status_code == 400


def test_a_sample_is_not_offered_to_be_corrected(client: FlaskClient, library: Library) -> None:
    from webapp.samples import add_samples

    owner = library.users.ensure_owner("何某某").id
    add_samples(library, owner)
    sample = library.documents.list(Scope(owner), kind="sample")[0].id
    assert "更正" not in client.get(f"/documents/{sample}?view=text").text
    answer = client.post(f"/documents/{sample}/corrections", data={"title": "甲"})
    assert answer.status_code == 404


def test_an_attachment_is_made_a_document_of_its_own_and_taken_back(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    table = Table(rows=((Cell("网格"), Cell("责任人")),))
    document = Document(
        title="柳溪街道消防方案",
        genre="工作方案",
        blocks=(Paragraph(text="制定本方案。"),),
        attachments=(
            Attachment("责任清单", blocks=(table,)),
            Attachment("值班表", blocks=(table,)),
        ),
    )
    id = library.documents.add(document, owner=scope.user_id).id
    page = html.fromstring(client.get(f"/documents/{id}?view=text").text)
    (mark, _) = page.xpath("//a[@title='更正这个附件']/@href")
    page = html.fromstring(client.get(f"/documents/{id}{mark}").text)
    (form,) = [one for one in page.forms if one.action.endswith("/corrections/split")]
    assert not [one for one in page.forms if one.action.endswith("/corrections/level")]
    assert page.xpath("//details[@class='split']/summary/text()") == ["这个附件单独成一篇…"]
    assert form.fields["title"].strip() == "责任清单"
    assert "后面的 1 个附件跟着它" in form.text_content()
    answer = client.post(form.action, data=dict(form.fields))
    other = int(answer.headers["Location"].rpartition("/")[2])
    apart = library.documents.get(other, scope).document
    assert (apart.title, len(apart.blocks), apart.attachments) == ("责任清单", 1, ())
    assert [one.title for one in library.documents.get(id, scope).document.attachments] == [
        "值班表"
    ]
    client.post(f"/documents/{id}/corrections/restore")
    assert len(library.documents.get(id, scope).document.attachments) == 2
    assert client.get(f"/documents/{other}").status_code == 404
    along = {"block": form.fields["block"], "title": "清单和值班表", "along": "1"}
    answer = client.post(form.action, data=along)
    other = int(answer.headers["Location"].rpartition("/")[2])
    apart = library.documents.get(other, scope).document
    assert [one.title for one in apart.attachments] == ["值班表"]


def test_the_page_offers_each_correction_alone_or_with_those_that_build_on_it(
    client: FlaskClient,
) -> None:
    block = block_of(client, "推动热线")
    for after, (kind, value) in enumerate((("title", "甲"), ("title", "乙"), ("year", "2024"))):
        data = {kind: value, "after": str(after)}
        assert client.post("/documents/1/corrections", data=data).status_code == 303
    client.post("/documents/1/corrections/level", data={"block": block, "level": "2", "after": "3"})
    page = html.fromstring(client.get("/documents/1/corrections").text)
    undoing = [one for one in page.forms if one.action.endswith("/undo")]
    said = [one.xpath("normalize-space(string(.//button))") for one in undoing]
    assert said == ["撤销", "撤销", "撤销", "连上面 3 处一起撤销"]
    client.post(undoing[1].action, data=dict(undoing[1].fields))
    assert "年份" not in client.get("/documents/1/corrections").text.split("更正过的")[1]
    assert ("2 级", "（一）推动热线、综治平台统一受理，减少重复填报") in levels(client)
    page = html.fromstring(client.get("/documents/1/corrections").text)
    (all_of_them,) = [one for one in page.forms if "through" in one.fields]
    client.post(all_of_them.action, data=dict(all_of_them.fields))
    assert "更正过的" not in client.get("/documents/1/corrections").text


def test_what_cannot_be_made_again_without_the_first_is_offered_with_the_later_ones(
    client: FlaskClient, library: Library
) -> None:
    for after, data in enumerate(({"title": "甲"}, {"year": "2024"})):
        client.post("/documents/1/corrections", data={**data, "after": str(after)})
    # as an earlier version would have left it, which made something else of the title
    with library.database.write() as connection:
        own = document_corrections.c.kind == "title"
        body = connection.execute(select(document_corrections.c.body).where(own)).scalar_one()
        body = {**body, "issuer": "柳溪街道综治中心"}
        connection.execute(update(document_corrections).where(own).values(body=body))
    page = html.fromstring(client.get("/documents/1/corrections").text)
    _, title = [one for one in page.forms if one.action.endswith("/undo")]
    answer = client.post(title.action, data=dict(title.fields))
    assert answer.status_code == 400
    assert "连后来的一起撤销" in answer.text
    (form,) = [one for one in html.fromstring(answer.text).forms if "through" in one.fields]
    assert client.post(form.action, data=dict(form.fields)).status_code == 303
    assert "更正过的" not in client.get("/documents/1/corrections").text
