"""文库: uploads become an import job, whose outcome is told file by file; deletion."""

from __future__ import annotations

import io
import re
from pathlib import Path

from flask.testing import FlaskClient
from lxml import html

from corpus.library import Library, Scope
from corpus.library.importing import IMPORT
from corpus.library.runner import run
from tests.webapp.conftest import GRID

NEW = """望川县青石巷社区2026年防汛抗旱应急预案

为做好防汛抗旱工作，制定本预案。

一、总则

坚持预防为主、防抗结合。

二、应急响应

接到预警后，值班人员30分钟内到岗。

望川县青石巷社区居民委员会

2026年4月8日
"""


def upload(client: FlaskClient, *files: tuple[str, bytes]) -> int:
    """The job that the upload of these files (name, bytes) became."""
    data = {"files": [(io.BytesIO(content), name) for name, content in files]}
    answer = client.post("/library/uploads", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    found = re.fullmatch(r"/library/imports/(\d+)", answer.headers["Location"])
    assert found
    return int(found[1])


def test_each_uploaded_file_is_told_as_new_known_or_refused(
    client: FlaskClient, library: Library, home: Path, scope: Scope
) -> None:
    job = upload(
        client,
        ("预案.txt", NEW.encode()),
        ("网格总结.txt", GRID.encode()),
        ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00"),
    )
    waiting = client.get(f"/library/imports/{job}/progress").text
    assert "data-poll" in waiting
    assert "可以离开这一页" in waiting
    run(home, [IMPORT], workers=1, until=job)
    page = client.get(f"/library/imports/{job}")
    tree = html.fromstring(page.text)
    assert "data-poll" not in page.text
    states = {li.xpath("string(.//p)"): li.get("class") for li in tree.xpath("//ul/li[div]")}
    assert states == {"预案.txt": "imported", "网格总结.txt": "duplicate", "图.txt": "refused"}
    assert "读进来 1 篇" in tree.text_content()
    assert tree.xpath("//li[@class='refused']//p[contains(@class, 'file-why')]")
    assert library.documents.count(scope, kind="library") == 3
    assert "青石巷" in client.get("/search?q=防汛").text
    assert not list((home / "uploads").rglob("*.txt")), "the uploaded copies are cleared away"


def test_nothing_chosen_is_told_with_a_remedy(client: FlaskClient) -> None:
    answer = client.post("/library/uploads", data={})
    assert answer.status_code == 400
    assert "没有选文件" in answer.text


def test_files_of_the_same_name_do_not_overwrite_each_other(
    client: FlaskClient, home: Path
) -> None:
    upload(client, ("甲.txt", NEW.encode()), ("甲.txt", GRID.encode()))
    kept = sorted((home / "uploads").rglob("甲.txt"))
    assert [path.read_bytes() for path in kept] == [NEW.encode(), GRID.encode()]


def test_the_list_shows_title_genre_and_unit(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/library").text)
    rows = [" ".join(row.text_content().split()) for row in tree.xpath("//tbody/tr")]
    assert len(rows) == 2
    assert any("消防安全专项整治实施方案" in row and "实施方案" in row for row in rows)
    assert any("青禾县柳溪街道办事处" in row and "2025" in row for row in rows)


def test_a_deleted_document_is_gone_from_list_and_search(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    page = html.fromstring(client.get("/library").text)
    (form,) = page.xpath("//form[@action='/library/documents/1/delete']")
    assert "不能找回" in form.text_content()
    answer = client.post("/library/documents/1/delete", follow_redirects=True)
    assert "已从文库删除" in answer.text
    assert library.documents.count(scope) == 1
    assert client.get("/documents/1").status_code == 404
    assert client.get("/api/v1/search?q=金牌网格员").get_json()["total"] == 0


def test_somebody_elses_import_is_not_shown(client: FlaskClient) -> None:
    assert client.get("/library/imports/77").status_code == 404
    assert client.get("/library/imports/77/progress").status_code == 404


def test_an_empty_shelf_says_what_would_fill_it(client: FlaskClient) -> None:
    assert "还没有导出过" in client.get("/library?kind=export").text
    assert client.get("/library?page=x&kind=nothing").status_code == 200


def test_a_near_duplicate_leads_to_the_document_that_is_kept(
    client: FlaskClient, library: Library, home: Path
) -> None:
    more = "".join(
        f"（{n}）{place}要逐户排查隐患，建立台账，限期整改，按月报送，接受群众监督。\n"
        for n, place in zip(
            "一二三四", ["沿街商铺", "居民小区", "出租房屋", "集贸市场"], strict=True
        )
    )
    nearly = more.replace("群众", "社会", 1)
    job = upload(client, ("甲.txt", (NEW + more).encode()), ("乙.txt", (NEW + nearly).encode()))
    run(home, [IMPORT], workers=1, until=job)
    page = html.fromstring(client.get(f"/library/imports/{job}").text)
    (link,) = page.xpath("//li//a[contains(@href, '/documents/')]")
    assert "近似重复" in link.getparent().text_content()
    assert "没有再收" in link.getparent().text_content()
    kept = client.get(link.get("href")).text
    assert "其他来源" in kept
    assert "乙.txt" in kept


def test_the_boxes_below_an_upload_mask_numbers_and_keep_near_duplicates(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    page = html.fromstring(client.get("/library").text)
    assert page.xpath("//form[@enctype]//input[@type='checkbox']/@name") == ["mask", "keep_similar"]
    data = {"files": [(io.BytesIO(NEW.encode()), "甲.txt")], "mask": "1", "keep_similar": "1"}
    answer = client.post("/library/uploads", data=data, content_type="multipart/form-data")
    job = library.jobs.get(int(answer.headers["Location"].rpartition("/")[2]), scope)
    assert (job.params["mask"], job.params["keep_similar"]) == (True, True)
