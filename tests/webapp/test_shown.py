"""隐去个人信息: a masked page leads to nothing but what is masked."""

from __future__ import annotations

import io
import re
from urllib.parse import urljoin

import pytest
from docx import Document as WordFile
from flask.testing import FlaskClient
from lxml import html

from corpus.library import Library, Scope
from corpus.reading import read_text

TEXT = """青禾县2026年消防安全专项整治工作方案

为消除火灾隐患，制定本方案。

一、组织领导

组长：周建国，电话13812345678。

二、工作要求

周建国同志负责督办，家住槐荫花园3幢2单元501室，各网格要压实责任。

青禾县消防救援大队

2026年2月20日
"""
SECRETS = ("周建国", "13812345678", "3幢2单元501室")


@pytest.fixture
def address(client: FlaskClient, library: Library, scope: Scope) -> str:
    """The page of a document with a name and a number, its file called after the person."""
    (document,) = read_text(TEXT, name="周建国的方案.txt")
    id = library.documents.add(
        document, owner=scope.user_id, original=TEXT.encode(), name="周建国的方案.txt"
    ).id
    return f"/documents/{id}"


def said(data: bytes, path: str) -> str:
    """What a file or page says, whatever it is."""
    if path.split("?")[0].endswith("/docx"):
        return "\n".join(p.text for p in WordFile(io.BytesIO(data)).paragraphs)
    return data.decode("utf-8", "replace")


def test_the_page_as_it_is_offers_to_mask_it(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}?view=text").text
    assert all(secret in page for secret in SECRETS)
    (link,) = html.fromstring(page).xpath("//nav[@aria-label='个人信息']/a[text()='隐去']/@href")
    masked = client.get(link).text
    assert "周某某" in masked
    assert "138****5678" in masked
    assert "槐荫花园*幢*单元***室" in masked


def test_nothing_that_a_masked_page_leads_to_says_a_name_or_a_number(
    client: FlaskClient, address: str
) -> None:
    start = f"{address}?masked=1&block=b3"
    page = client.get(start)
    assert not any(secret in page.text for secret in SECRETS)
    assert "已隐去个人信息" in page.text
    tree = html.fromstring(page.text)
    own = address + "/"
    links = {
        urljoin(start, str(link))
        for link in (
            *tree.xpath("//main//@href"),
            *tree.xpath("//header[contains(@class, 'docbar')]//@href"),
            *tree.xpath("//@data-copy-whole"),
            *tree.xpath("//main//img/@src"),
        )
    }
    followed = 0
    for link in sorted(links):
        path = link.split("#")[0]
        mine = own in path or f"{address}?" in path or f"/handing{address}/" in path
        if not mine or (path.split("?")[0] == address and "masked=1" not in path):
            continue
        assert "masked=1" in path, path
        answer = client.get(path)
        assert answer.status_code == 200, path
        if answer.mimetype != "image/png":
            followed += 1
            assert not any(s in said(answer.data, path) for s in SECRETS), path
    assert followed > 8
    back = [link for link in links if link.split("#")[0].split("?")[0] == address]
    assert sum("masked" not in link for link in back) == 1, "only the switch leads back"


def test_a_masked_file_says_so_in_its_name_and_the_original_is_refused(
    client: FlaskClient, address: str
) -> None:
    word = client.get(f"{address}/download/docx?masked=1")
    assert "%E5%B7%B2%E9%9A%90%E5%8E%BB" in word.headers["Content-Disposition"]
    refused = client.get(f"{address}/original?masked=1")
    assert refused.status_code == 403
    assert client.get(f"{address}/original").text == TEXT
    assert "原件" not in html.fromstring(client.get(f"{address}?masked=1").text).xpath(
        "string(//dl[@class='facts'])"
    )


def test_a_draft_begun_from_a_masked_page_holds_no_name(
    client: FlaskClient, address: str, library: Library, scope: Scope
) -> None:
    page = html.fromstring(client.get(f"{address}?masked=1").text)
    (form,) = [one for one in page.forms if "从这里开始写" in one.text_content()]
    assert "masked=1" in form.action
    answer = client.post(form.action, data=dict(form.fields))
    number = int(re.findall(r"\d+", answer.headers["Location"])[0])
    kept = str(library.drafts.get(number, scope).to_json())
    assert not any(secret in kept for secret in SECRETS)


def test_the_pages_of_both_are_told_apart(client: FlaskClient, address: str) -> None:
    number = address.rpartition("/")[2]
    plain = client.get(f"/previews/documents/{number}/1.png?width=604")
    hidden = client.get(f"/previews/documents/{number}/1.png?width=604&masked=1")
    assert plain.data != hidden.data
    assert plain.headers["ETag"] != hidden.headers["ETag"]
