"""一键排版: a file in, its pages beside what was read, Word and PDF out."""

from __future__ import annotations

import io
import shutil
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from docx import Document as WordFile
from docx.shared import Pt, RGBColor
from flask.testing import FlaskClient
from lxml import html
from PIL import Image

from corpus.document import Document, Heading, Paragraph, SignOff
from corpus.library import Library, Scope
from webapp import mended, sources
from webapp.formatting import size_in_words

MESSY = """柳溪街道河湖长制2025年工作情况汇报

一、工作开展情况

2025年，柳溪街道认真落实河湖长制各项要求，扎实推进河道治理。

二、存在问题

个别村保洁不及时，汛期漂浮物较多。

四、下一步打算

继续加大巡查力度，健全保洁长效机制。

柳溪街道办事处

2025年12月8日
"""


def upload(client: FlaskClient, name: str = "河湖长制汇报.txt", text: str = MESSY) -> str:
    """The address of the page that an uploaded file leads to."""
    data = {"file": (io.BytesIO(text.encode()), name)}
    answer = client.post("/format", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_before_and_after_stand_side_by_side(client: FlaskClient) -> None:
    page = client.get(upload(client))
    tree = html.fromstring(page.text)
    before = tree.xpath("string(//section[@aria-label='排版前'])")
    assert "个别村保洁不及时" in before
    assert "四、下一步打算" in before
    (picture,) = tree.xpath("//section[@aria-label='排版后']//img/@src")
    assert client.get(picture).mimetype == "image/png"
    assert "层级序号" in tree.xpath("string(//aside)")


def test_what_was_mended_is_not_among_what_the_person_has_to_settle(client: FlaskClient) -> None:
    untidy = MESSY.replace("汛期漂浮物较多。", "汛期漂浮物较多.").replace("及时，", "及时,")
    tree = html.fromstring(client.get(upload(client, text=untidy)).text)
    (notice,) = tree.xpath("//div[contains(@class, 'notice')]")
    assert "有 1 处要您定" in notice.text_content()
    assert "半角标点" not in notice.text_content()
    (row,) = tree.xpath("//ul[@class='changes']/li[contains(., '半角标点改为全角')]")
    assert "1 处" in row.text_content()
    assert "例如 “" in row.text_content()


def test_word_and_pdf_are_laid_out_with_ordinals_in_order(client: FlaskClient) -> None:
    address = upload(client)
    word = client.get(f"{address}/0/download/docx")
    texts = [paragraph.text for paragraph in WordFile(io.BytesIO(word.data)).paragraphs]
    assert any(text.startswith("三、下一步打算") for text in texts)
    assert client.get(f"{address}/0/download/pdf").data.startswith(b"%PDF-")
    assert client.get(f"{address}/7/download/pdf").status_code == 404


def test_the_document_can_be_put_into_the_library_with_its_original(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    answer = client.post(f"{upload(client)}/0/keep")
    number = int(answer.headers["Location"].rpartition("/")[2])
    stored = library.documents.get(number, scope)
    assert stored.document.title == "柳溪街道河湖长制2025年工作情况汇报"
    assert client.get(f"/documents/{number}/original").text == MESSY


def test_a_typed_text_is_shown_line_by_line_as_it_was(client: FlaskClient) -> None:
    messy = MESSY.replace("\n\n", "\n\n\n").replace("，", ",")
    tree = html.fromstring(client.get(upload(client, text=messy)).text)
    before = tree.xpath("//section[@aria-label='排版前']//div[@class='sheet-text']/p")
    assert [p.text_content().strip() for p in before] == [
        line.strip() for line in messy.splitlines()
    ]
    (row,) = tree.xpath("//ul[@class='changes']/li[contains(., '空行')]")
    assert "16 处" in row.text_content()


def messy_word() -> bytes:
    """A Word file as it comes: blue title, bold ordinals, an empty paragraph, a table."""
    word = WordFile()
    title = word.add_paragraph().add_run("柳溪街道河湖长制2025年工作情况汇报")
    title.bold, title.font.size, title.font.color.rgb = True, Pt(20), RGBColor(0, 0, 200)
    for line in MESSY.splitlines()[2:]:
        word.add_paragraph(line)
    table = word.add_table(2, 2)
    for at, text in enumerate(("河道", "次数", "清河", "12")):
        table.cell(at // 2, at % 2).text = text
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_word_file_is_shown_as_it_looks_itself(client: FlaskClient) -> None:
    data = {"file": (io.BytesIO(messy_word()), "汇报.docx")}
    answer = client.post("/format", data=data, content_type="multipart/form-data")
    address = answer.headers["Location"]
    first = client.get(address).text
    assert "正在取原件的版面" in first
    assert client.get(f"{address}/0/download/pdf").data.startswith(b"%PDF-"), "nobody waits"
    pause = threading.Event()
    for _ in range(1800):
        fragment = client.get(f"{address}/before?part=0").text
        if "data-poll" not in fragment:
            break
        pause.wait(0.1)
    pictures = html.fromstring(fragment).xpath("//img/@src")
    assert pictures
    picture = Image.open(io.BytesIO(client.get(pictures[0]).data)).convert("RGB")
    assert abs(picture.width - 940) <= 1
    red, _, blues = (picture.getchannel(c).tobytes() for c in "RGB")
    blue = sum(b > 150 and r < 80 for r, b in zip(red, blues, strict=True))
    assert blue > 500, "its blue title is seen"
    assert client.get(pictures[0].replace("/1.jpg", "/9.jpg")).status_code == 404


def test_a_pdf_is_shown_with_its_own_pages(client: FlaskClient) -> None:
    pdf = client.get(f"{upload(client)}/0/download/pdf").data
    data = {"file": (io.BytesIO(pdf), "汇报.pdf")}
    answer = client.post("/format", data=data, content_type="multipart/form-data")
    page = html.fromstring(client.get(answer.headers["Location"]).text)
    pictures = page.xpath("//section[@aria-label='排版前']//img/@src")
    assert len(pictures) == 1
    assert client.get(pictures[0]).mimetype == "image/jpeg"


def test_where_nothing_draws_word_files_it_is_said_and_the_text_is_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.reading.legacy._program", lambda: None)
    data = {"file": (io.BytesIO(messy_word()), "汇报.docx")}
    address = client.post("/format", data=data, content_type="multipart/form-data").headers[
        "Location"
    ]
    for _ in range(1200):
        fragment = client.get(f"{address}/before?part=0").text
        if "data-poll" not in fragment:
            break
        threading.Event().wait(0.1)
    assert "这台机器上没有装" in fragment
    assert "个别村保洁不及时" in fragment


def test_title_genre_and_levels_are_corrected_before_the_file_is_taken_away(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    address = upload(client)
    tree = html.fromstring(client.get(f"{address}?view=text").text)
    (block,) = tree.xpath("//div[contains(@class, 'text-block')][contains(., '个别村')]/@id")
    block = block.removeprefix("t-")
    before = client.get(address).text
    picture = html.fromstring(before).xpath("//section[@aria-label='排版后']//img/@src")[0]
    old = client.get(picture).data
    client.post(f"{address}/0/corrections", data={"title": "新标题汇报", "genre": "工作总结"})
    answer = client.post(f"{address}/0/corrections", data={"block": block, "level": "2"})
    assert answer.headers["Location"].endswith(f"#t-{block}")
    assert "1 级" in client.get(answer.headers["Location"]).text
    assert client.get(picture).data != old
    word = client.get(f"{address}/0/download/docx")
    assert quote("新标题汇报.docx") in word.headers["Content-Disposition"]
    texts = [paragraph.text for paragraph in WordFile(io.BytesIO(word.data)).paragraphs]
    assert "（一）个别村保洁不及时，汛期漂浮物较多" in texts
    page = html.fromstring(client.get(address).text)
    assert len(page.xpath("//form[@class='correct-made']//li")) == 3
    number = int(client.post(f"{address}/0/keep").headers["Location"].rpartition("/")[2])
    assert library.documents.get(number, scope).document.title == "新标题汇报"
    library.corrections.restore(number, scope)
    assert (
        library.documents.get(number, scope).document.title == "柳溪街道河湖长制2025年工作情况汇报"
    )
    client.post(f"{address}/0/undo")
    assert "新标题汇报" in client.get(address).text
    client.post(f"{address}/0/undo", data={"all": "1"})
    assert "新标题汇报" not in client.get(address).text


def test_a_draft_begins_with_what_was_laid_out(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    address = upload(client)
    client.post(f"{address}/0/corrections", data={"title": "望川县河湖长制工作情况汇报"})
    answer = client.post(f"{address}/0/keep", data={"draft": "1"})
    number = int(answer.headers["Location"].rpartition("/")[2])
    assert "望川县河湖长制工作情况汇报" in str(library.drafts.get(number, scope).to_json())


def test_a_source_that_is_no_page_is_refused_by_the_one_who_draws() -> None:
    assert sources.page_of(Path("/nowhere/0000/甲.pdf"), 1, 604) is None


@pytest.mark.parametrize(
    ("name", "content"), [("空.txt", ""), ("假.docx", "这不是 Word 文件"), ("程序.exe", "MZ")]
)
def test_a_file_that_cannot_be_read_is_refused_and_not_kept(
    client: FlaskClient, home: Path, name: str, content: str
) -> None:
    data = {"file": (io.BytesIO(content.encode()), name)}
    answer = client.post("/format", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert name in answer.text
    assert str(home) not in answer.text
    assert not [path for path in (home / "uploads").rglob("*") if path.is_file()]


def test_another_persons_upload_or_an_old_one_is_gone(client: FlaskClient) -> None:
    assert client.get("/format/" + "0" * 24).status_code == 404
    assert "重新上传" in client.get("/format/" + "0" * 24).text


def test_changes_are_counted_from_the_document_itself() -> None:
    document = Document(
        title="某某汇报",
        blocks=(
            Heading(level=1, marker="一、", text="情况"),
            Paragraph(text="内容。"),
            Heading(level=1, marker="三、", text="打算"),
        ),
        signoff=SignOff(issuers=("某某街道",), date="2025-12-08"),
    )
    found = {c.what: c.count for c in mended.laid_out(document, document.canonical())}
    assert found == {"标题": 1, "各级标题": 2, "层级序号": 1, "正文": 1, "落款": 1}


def test_sizes_are_said_in_words() -> None:
    assert [size_in_words(n) for n in (10, 38_912, 3 * 1024 * 1024)] == ["1 KB", "38 KB", "3.0 MB"]


def test_a_character_without_font_is_named_where_the_files_are_taken(client: FlaskClient) -> None:
    odd = MESSY.replace("个别村", "个别村\u0c05")
    notes = html.fromstring(client.get(upload(client, text=odd)).text).xpath(
        "//p[@class='menu-note']/text()"
    )
    assert any("村\u0c05保洁" in note and "U+0C05）没有字体能显示" in note for note in notes)
    plain = client.get(upload(client)).text
    assert "没有字体能显示" not in plain


SLIPS = """关于开展清洁家园活动的通知

各居民小组:

为改善人居环境,开展清洁家园活动。

1.活动时间

2026年3月1日至3月31日。

1.活动内容

清理楼道杂物。

3.有关要求

请各小组按时完成。
"""


def texts(client: FlaskClient, page: str) -> str:
    """The laid-out document as plain text."""
    return client.get(f"{page.partition('?')[0]}/0/download/txt").text


def test_options_change_marks_ordinals_and_masthead(client: FlaskClient) -> None:
    page = upload(client, "通知.txt", SLIPS)
    shown = client.get(page).text
    assert "序号从1跳到3，已经顺排" in shown
    laid = texts(client, page)
    assert "2.活动内容" in laid
    assert "为改善人居环境，开展" in laid
    sent = client.post(
        f"{page}/0/options",
        data={"masthead": "1", "issuer": "东湾社区居民委员会", "number": "东湾居〔2026〕3号"},
    )
    assert sent.status_code == 303
    laid = texts(client, page)
    assert "1.活动内容" in laid
    assert "为改善人居环境,开展" in laid
    assert "东湾社区居民委员会文件" in laid.replace(" ", "")
    assert "东湾居〔2026〕3号" in laid
    assert "已经顺排" not in client.get(page).text


def test_a_masthead_without_an_issuer_is_asked_for(client: FlaskClient) -> None:
    page = upload(client, "通知.txt", SLIPS)
    answer = client.post(f"{page}/0/options", data={"masthead": "1", "issuer": " "})
    assert answer.status_code == 400
    assert "发文机关" in answer.text


def test_what_was_laid_out_is_printed(client: FlaskClient) -> None:
    page = upload(client, "通知.txt", SLIPS)
    (link,) = html.fromstring(client.get(page).text).xpath("//a[b='打印']/@href")
    printed = client.get(link)
    assert "纸张选 A4" in printed.text
    (sheet,) = html.fromstring(printed.text).xpath("//img/@src")
    assert client.get(sheet).mimetype == "image/png"
