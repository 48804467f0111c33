"""一键排版: a file in, its pages beside what was read, Word and PDF out."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as WordFile
from flask.testing import FlaskClient
from lxml import html

from corpus.document import Document, Heading, Paragraph, SignOff
from corpus.library import Library, Scope
from webapp.formatting import changes, size_in_words

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
    assert "半角标点改为全角" in tree.xpath("string(//h2[text()='顺手改的']/..)")


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
    found = {change.what: change.count for change in changes(document)}
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
