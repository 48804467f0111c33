"""文稿: outline, pages as pictures with what was found, sections to copy, downloads."""

from __future__ import annotations

import io

import pytest
from docx import Document as WordFile
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from PIL import Image

from corpus.document import Block, Document, Heading, Paragraph
from corpus.library import Library, Scope, User
from generator.layout import fonts
from webapp.documents import section_of
from webapp.leaves import folded
from webapp.places import Print, Sheet, find, first_within, passage
from webapp.related import telling_words


def _span(group: HtmlElement) -> tuple[float, float]:
    """The upper and lower edge of what a group of boxes covers."""
    boxes = [(float(box.get("y")), float(box.get("height"))) for box in group.xpath("./rect")]
    return min(y for y, _ in boxes), max(y + height for y, height in boxes)


def test_the_outline_lists_headings_with_the_page_they_are_on(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/documents/1").text)
    lines = [
        " ".join(a.text_content().split()) for a in tree.xpath("//nav[@aria-label='大纲']//li/a")
    ]
    assert lines[0].startswith("一、主要做法")
    assert lines[1].startswith("（一）优化设置，织密一张网")
    assert all(line[-1].isdecimal() for line in lines), lines


def test_what_is_known_stands_beside_the_pages(client: FlaskClient) -> None:
    page = client.get("/documents/1").text
    for words in ("青禾县柳溪街道办事处", "2025年12月26日", "网格总结.txt"):
        assert words in page


def test_found_words_are_marked_and_counted(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/documents/1?q=网格&at=3").text)
    found = tree.xpath("//g[contains(@class, 'found')]")
    assert tree.xpath("string(//nav[@class='finds']//span)") == f"相符处 3 / {len(found)}"
    (now,) = tree.xpath("//g[contains(@class, 'now')]")
    assert now.get("id") == "found-3"


def test_the_way_back_leads_to_the_same_results(client: FlaskClient) -> None:
    results = "/search?q=网格&genre=工作总结"
    hit = html.fromstring(client.get(results).text).xpath("//li[contains(@class, 'hit')]//h2/a")[0]
    page = html.fromstring(client.get(hit.get("href")).text)
    (back,) = page.xpath("//a[@class='back']")
    assert back.text_content() == "返回 1 条结果"
    chosen = html.fromstring(client.get(back.get("href")).text)
    assert chosen.xpath("//input[@name='genre' and @checked]/@value") == ["工作总结"]


def test_a_section_can_be_taken_as_text(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/documents/1").text)
    blocks = tree.xpath("//nav[@aria-label='大纲']//li/a/@data-block")
    response = client.get(f"/documents/1/sections/{blocks[0]}")
    assert response.mimetype == "text/plain"
    assert response.text.startswith("一、主要做法")
    assert "（二）建强队伍，拧成一股绳" in response.text
    assert "存在问题" not in response.text
    assert client.get("/documents/1/sections/nothing").status_code == 404


def test_choosing_a_line_of_the_outline_shows_its_text_without_a_script(
    client: FlaskClient,
) -> None:
    tree = html.fromstring(client.get("/documents/1").text)
    address = tree.xpath("//nav[@aria-label='大纲']//li/a/@href")[0]
    chosen = html.fromstring(client.get(address).text)
    assert "织密一张网" in chosen.xpath("string(//*[@id='section-text'])")
    assert len(chosen.xpath("//nav[@aria-label='大纲']//li/a[@aria-current]")) == 1


def test_a_section_ends_where_the_next_of_its_level_begins() -> None:
    blocks = (
        Paragraph(id="p0", text="引言。"),
        Heading(id="h1", level=1, text="一"),
        Heading(id="h2", level=2, text="二"),
        Paragraph(id="p1", text="内容。"),
        Heading(id="h3", level=2, text="三"),
        Paragraph(id="p2", level=3, lead="小标题", text="内容。"),
        Heading(id="h4", level=1, text="四"),
    )
    document = Document(blocks=blocks)

    def ids(block: str) -> list[str]:
        return [one.id for one in section_of(document, block)]

    assert ids("h1") == ["h1", "h2", "p1", "h3", "p2"]
    assert ids("h2") == ids("p1") == ["h2", "p1"]
    assert ids("p2") == ["p2"]
    assert ids("p0") == ["p0"]
    assert ids("nothing") == []


def test_a_page_is_a_small_grey_picture_that_the_browser_keeps(client: FlaskClient) -> None:
    response = client.get("/previews/documents/1/1.png?width=604")
    assert response.mimetype == "image/png"
    assert len(response.data) < 100_000
    picture = Image.open(io.BytesIO(response.data))
    assert picture.width == 604
    assert abs(picture.height / picture.width - 297 / 210) < 0.01
    assert response.headers["Cache-Control"] == "private, no-cache"
    again = client.get(
        "/previews/documents/1/1.png?width=604",
        headers={"If-None-Match": response.headers["ETag"]},
    )
    assert again.status_code == 304
    assert not again.data
    other = client.get(
        "/previews/documents/1/1.png?width=794",
        headers={"If-None-Match": response.headers["ETag"]},
    )
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/previews/documents/1/99.png", 404),
        ("/previews/documents/1/0.png", 404),
        ("/previews/documents/1/1.png?width=99999", 400),
        ("/previews/documents/1/1.png?width=-1", 400),
        ("/previews/documents/1/1.png?width=x", 400),
        ("/previews/documents/99/1.png", 404),
        ("/previews/templates/nothing/1.png", 404),
        ("/previews/drafts/99/1.png", 404),
    ],
)
def test_a_picture_that_there_is_not_is_refused(
    client: FlaskClient, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


def test_word_and_pdf_can_be_taken(client: FlaskClient) -> None:
    word = client.get("/documents/1/download/docx")
    assert "attachment" in word.headers["Content-Disposition"]
    assert "%E7%BD%91%E6%A0%BC" in word.headers["Content-Disposition"]
    texts = [paragraph.text for paragraph in WordFile(io.BytesIO(word.data)).paragraphs]
    assert any("织密一张网" in text for text in texts)
    assert client.get("/documents/1/download/pdf").data.startswith(b"%PDF-")
    page = client.get("/documents/1").text
    assert all(own.family in page for own in fonts.faces().values() if own.substituted)
    archived = client.get("/documents/1/download/pdf-a")
    assert b"<pdfaid:part>2</pdfaid:part>" in archived.data
    assert archived.headers["Content-Disposition"].endswith(".pdf")
    assert client.get("/documents/1/download/exe").status_code == 404


def test_the_original_comes_back_byte_for_byte_and_never_opens_in_the_page(
    client: FlaskClient,
) -> None:
    response = client.get("/documents/1/original")
    assert "织密一张网" in response.text
    assert response.mimetype == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_comparing_words_with_pages_ignores_width_case_and_space() -> None:
    assert folded("ＡＢ ｃ　１２") == "abc12"


def test_places_are_found_once_even_where_a_line_or_page_breaks_them() -> None:
    box = (100.0, 700.0, 16.0, 16.0)
    printed = Print(
        sheets=(Sheet(595, 842), Sheet(595, 842)),
        text="甲网格乙网格",
        pages=(1, 1, 1, 1, 1, 2),
        boxes=(box, (100, 100, 16, 16), (116, 100, 16, 16), box, (430, 690, 16, 16), box),
    )
    first, second = find(printed, ["网格", "网格员"])
    assert first.boxes == ((100, 100, 32, 16),)
    assert (first.page, first.after) == (1, ())
    assert second.on(1) == ((430, 690, 16, 16),)
    assert second.on(2) == (box,)
    assert second.on(3) == ()


def test_a_passage_is_known_by_its_beginning_where_its_print_differs_further_on() -> None:
    boxes = tuple((100.0 + 16 * (n % 20), 100.0 + 29 * (n // 20), 16.0, 16.0) for n in range(60))
    text = "前言" + "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地" + "玄" * 34
    printed = Print((Sheet(595, 842),), text, (1,) * 60, boxes)
    known = passage(printed, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地黄")
    assert known is not None
    assert [round(height) for _, _, _, height in known.boxes] == [16, 16]
    assert passage(printed, "宇宙洪荒日月盈昃") is None
    assert passage(printed, "") is None
    assert first_within(find(printed, ["前言", "子丑"]), known) == 2
    assert first_within(find(printed, ["前言"]), known) == 1


def test_similar_documents_share_what_the_text_is_about_the_likest_first(
    client: FlaskClient, library: Library, owner: User
) -> None:
    for about in ("河道巡查", "养老服务", "全民阅读", "义务植树"):
        other = Document(title=f"{about}情况简报", blocks=(Paragraph(text=f"开展{about}。"),))
        library.documents.add(other, owner=owner.id)
    text = Paragraph(text="对沿街商铺开展消防安全检查，整治隐患。")
    document = Document(title="望川县消防安全检查情况报告", blocks=(text,))
    added = library.documents.add(document, owner=owner.id)
    exported = library.documents.add(document, owner=owner.id, kind="export")
    near = html.fromstring(client.get("/documents/2").text).xpath("//ul[@class='near']//a/@href")
    assert near[0] == f"/documents/{added.id}"
    assert f"/documents/{exported.id}" not in near
    assert "/documents/2" not in near
    assert telling_words("关于印发2026年消防安全专项整治实施方案的通知")[0] == "消防安全"


def test_opening_a_hit_marks_the_passage_it_showed_and_looks_at_the_word_in_it(
    client: FlaskClient,
) -> None:
    found = html.fromstring(client.get("/search?q=网格员").text)
    (hit,) = found.xpath("//li[contains(@class, 'hit')]")
    address = hit.xpath(".//h2/a/@href")[0]
    assert address.endswith("#passage")
    page = html.fromstring(client.get(address.partition("#")[0]).text)
    (passage,) = page.xpath("//g[@id='passage']")
    top, bottom = _span(passage)
    (now,) = page.xpath("//g[contains(@class, 'found now')]")
    assert top < _span(now)[0] < bottom
    (shown,) = html.fromstring(client.get(hit.get("data-preview")).text).xpath("//g[@id='passage']")
    assert _span(shown) == (top, bottom)


def test_a_block_that_is_not_printed_marks_nothing(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/documents/1?q=网格&block=nothing").text)
    assert not page.xpath("//g[@id='passage']")
    assert "相符处 1 /" in page.xpath("string(//nav[@class='finds'])")


def test_a_section_is_chosen_among_those_that_lie_within_each_other_by_its_heading(
    client: FlaskClient,
) -> None:
    tree = html.fromstring(client.get("/documents/1").text)
    block = tree.xpath("//nav[@aria-label='大纲']//li/a/@data-block")[1]
    inner = client.get(f"/documents/1/sections/{block}").text
    whole = client.get(f"/documents/1/sections/{block}?heading=一、主要做法").text
    assert inner.startswith("（一）优化设置，织密一张网")
    assert whole.startswith("一、主要做法\n（一）优化设置，织密一张网")
    assert "（二）建强队伍" in whole
    assert "存在问题" not in whole
    assert client.get(f"/documents/1/sections/{block}?heading=三、").text == inner


def test_after_a_deletion_no_picture_of_the_old_document_is_shown(
    client: FlaskClient, library: Library, owner: User, scope: Scope
) -> None:
    def picture_of(words: str) -> bytes:
        document = Document(title=words, blocks=(Paragraph(text=f"{words}的内容。"),))
        added = library.documents.add(document, owner=owner.id)
        data = client.get(f"/previews/documents/{added.id}/1.png").data
        library.documents.delete(added.id, scope)
        assert client.get(f"/previews/documents/{added.id}/1.png").status_code == 404
        return data

    assert picture_of("河道巡查简报") != picture_of("防汛值班通知")


def test_a_book_of_rules_opens_in_a_page_under_a_hundred_kilobytes(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    blocks: list[Block] = [Paragraph(text="开篇。")]
    for n in range(90):
        blocks.append(Heading(level=1, text=f"第{n}部分工作要求"))
        for m in range(5):
            blocks.append(Heading(level=2, text=f"抓好第{n}部分第{m}项"))
            text = f"各单位要高度重视第{n}{m}项工作，压实责任，确保落实到位，按月报送情况。"
            blocks.append(Paragraph(text=text * 4))
    whole = Document(title="青禾县管理制度汇编", genre="制度", blocks=tuple(blocks))
    id = library.documents.add(whole, owner=scope.user_id, name="汇编.docx").id
    for query in ("", "?q=责任", "?view=text", "?view=text&block=b800"):
        answer = client.get(f"/documents/{id}{query}")
        assert len(answer.data) < 100_000, query
    page = html.fromstring(client.get(f"/documents/{id}?q=责任").text)
    assert len(page.xpath("//div[@class='sheet']")) > 60
    assert "只标出前 100 处" in page.text_content()
    assert len(page.xpath("//nav[@aria-label='大纲']//li")) == 90, "the first level alone"
    text = html.fromstring(client.get(f"/documents/{id}?view=text&block=b800").text)
    assert text.get_element_by_id("t-b800").xpath("string(h3 | p)")
    # all stretches together say the whole text
    said, address = "", f"/documents/{id}?view=text"
    while address:
        tree = html.fromstring(client.get(address).text)
        said += tree.xpath("string(//article)")
        further = tree.xpath("//article/preceding::nav[@aria-label='分段看']/a[.='下一段']/@href")
        address = f"/documents/{id}{further[0]}" if further else ""
    assert all(f"第{n}部分工作要求" in said for n in range(90))
