"""文库: uploads become an import job, whose outcome is told file by file; deletion."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from corpus import pinyin
from corpus.document import Document, Paragraph
from corpus.library import Library, Scope, User, importing
from corpus.library.importing import IMPORT
from corpus.library.runner import run
from corpus.library.tables import documents, now, users
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
    left = [path for path in (home / "uploads").rglob("*") if path.is_file()]
    assert not left, "the uploaded copies are cleared away, whether anybody looks or not"
    page = client.get(f"/library/imports/{job}")
    tree = html.fromstring(page.text)
    assert "data-poll" not in page.text
    states = {li.xpath("string(.//p)"): li.get("class") for li in tree.xpath("//ul/li[div]")}
    assert states == {"预案.txt": "imported", "网格总结.txt": "duplicate", "图.txt": "refused"}
    assert "读进来 1 篇" in tree.text_content()
    assert tree.xpath("//li[@class='refused']//p[contains(@class, 'file-why')]")
    assert library.documents.count(scope, kind="library") == 3
    assert "青石巷" in client.get("/search?q=防汛").text


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
    assert "30 天内可以恢复" in form.text_content()
    answer = client.post("/library/documents/1/delete", follow_redirects=True)
    assert "已从文库删除" in answer.text
    assert library.documents.count(scope) == 1
    assert client.get("/documents/1").status_code == 404
    assert client.get("/api/v1/search?q=金牌网格员").get_json()["total"] == 0


def test_somebody_elses_import_is_not_shown(client: FlaskClient) -> None:
    assert client.get("/library/imports/77").status_code == 404
    assert client.get("/library/imports/77/progress").status_code == 404


def send(client: FlaskClient, address: str, *files: tuple[int, str, bytes, int]) -> TestResponse:
    """One part of an upload: number, path, content and real size of each file."""
    data = {
        "files": [(io.BytesIO(content), name.rpartition("/")[2]) for _, name, content, _ in files],
        "numbers": [str(number) for number, _, _, _ in files],
        "names": [name for _, name, _, _ in files],
        "sizes": [str(size or len(content)) for _, _, content, size in files],
    }
    return client.post(address, data=data, content_type="multipart/form-data")


def test_the_list_leads_to_the_bin_and_searches_what_it_shows(
    client: FlaskClient, library: Library, owner: User
) -> None:
    kept = Document(title="某某", blocks=(Paragraph("b1", text="防汛"),))
    library.documents.add(kept, owner=owner.id)
    page = html.document_fromstring(client.get("/library").text)
    assert page.xpath("//header//a[contains(., '回收站')]/@href") == ["/bin"]
    assert page.xpath("//form[@role='search']/input[@name='kind']/@value") == ["library"]


def test_a_folder_sent_in_parts_is_imported_once_under_the_names_it_has_there(
    client: FlaskClient, library: Library, home: Path, scope: Scope
) -> None:
    begun = client.post("/library/uploads/begin").get_json()
    first = (0, "预案/2026/防汛.txt", NEW.encode(), 0)
    assert send(client, begun["files"], first).get_json() == {"kept": 1}
    # the answer was lost on its way: the browser sends the part again
    send(client, begun["files"], first)
    send(
        client,
        begun["files"],
        (1, "预案/抄件/防汛.txt", NEW.encode(), 0),
        (2, "预案/表.jpg", b"", 4_000),
        (3, "预案/大.docx", b"", 300 * 1024 * 1024),
    )
    ordered = [client.post(begun["import"], data={"count": "4"}).get_json() for _ in range(2)]
    assert ordered[0] == ordered[1]
    job = int(ordered[0]["location"].rpartition("/")[2])
    run(home, [IMPORT], workers=1, until=job)
    # the answer was lost again, and meanwhile all has been read
    assert client.post(begun["import"], data={"count": "4"}).get_json() == ordered[0]
    page = client.get(ordered[0]["location"]).text
    tree = html.fromstring(page)
    names = tree.xpath("//ul[contains(@class, 'files')]/li//p[@title]/@title")
    assert names == ["预案/2026/防汛.txt", "预案/表.jpg", "预案/抄件/防汛.txt", "预案/大.docx"]
    assert "与这次上传的 预案/2026/防汛.txt 相同" in " ".join(tree.text_content().split())
    assert "这是图片" in page
    assert "文件超过 100 MB" in page
    assert "拆分成较小的文件" in page
    assert library.documents.count(scope, kind="library") == 3
    assert not list((home / "uploads").rglob("*.*"))


def test_uploads_that_nobody_reads_go_and_those_that_wait_stay(
    client: FlaskClient, library: Library, home: Path
) -> None:
    upload(client, ("甲.txt", NEW.encode()))
    client.post("/library/uploads/begin")
    folders = list((home / "uploads").glob("*/*"))
    assert len(folders) == 2
    for folder in folders:
        os.utime(folder, (0, 0))
    importing.keep_up(library)
    (waiting,) = (home / "uploads").glob("*/*")
    assert list(waiting.rglob("甲.txt"))
    client.post("/settings/data/clear")
    assert list(waiting.rglob("甲.txt"))


def test_an_upload_of_which_a_part_is_missing_is_not_imported(client: FlaskClient) -> None:
    begun = client.post("/library/uploads/begin").get_json()
    send(client, begun["files"], (0, "甲.txt", NEW.encode(), 0))
    answer = client.post(
        begun["import"], data={"count": "2"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert "有文件没有传到" in answer.get_json()["error"]["message"]


def test_a_number_beyond_what_is_taken_and_a_foreign_upload_are_refused(
    client: FlaskClient,
) -> None:
    begun = client.post("/library/uploads/begin").get_json()
    assert send(client, begun["files"], (5000, "甲.txt", b"x", 0)).status_code == 400
    other = begun["files"].replace(begun["files"].split("/")[3], "0" * 24)
    assert send(client, other, (0, "甲.txt", b"x", 0)).status_code == 404
    assert client.post(begun["files"], data={"numbers": ["1"]}).status_code == 400


def test_the_results_can_be_narrowed_and_taken_along_as_a_workbook(
    client: FlaskClient, home: Path
) -> None:
    job = upload(client, ("=甲.txt", NEW.encode()), ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00"))
    run(home, [IMPORT], workers=1, until=job)
    page = html.fromstring(client.get(f"/library/imports/{job}?shown=refused").text)
    assert page.xpath("//ul[contains(@class, 'files')]/li/@class") == ["refused"]
    answer = client.get(f"/library/imports/{job}/list.xlsx")
    assert "xlsx" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["上传结果"]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:2] for row in rows] == [["=甲.txt", "已入库"], ["图.txt", "没读进来"]]
    assert all(cell.data_type == "s" for cell in sheet["A"])
    assert rows[0][2] == "望川县青石巷社区2026年防汛抗旱应急预案"
    assert rows[1][3]
    assert rows[1][4]


def test_an_empty_shelf_says_what_would_fill_it(client: FlaskClient) -> None:
    assert "还没有导出过" in client.get("/library?kind=export").text
    assert client.get("/library?page=x&kind=nothing").status_code == 200


def alike() -> tuple[bytes, bytes]:
    """A text and one that says nearly the same."""
    more = "".join(
        f"（{n}）{place}要逐户排查隐患，建立台账，限期整改，按月报送，接受群众监督。\n"
        for n, place in zip(
            "一二三四", ["沿街商铺", "居民小区", "出租房屋", "集贸市场"], strict=True
        )
    )
    return (NEW + more).encode(), (NEW + more.replace("群众", "社会", 1)).encode()


def test_a_near_duplicate_is_counted_and_leads_to_the_document_that_is_kept(
    client: FlaskClient, library: Library, home: Path
) -> None:
    first, nearly = alike()
    # a browser may send them in any order: kept is what a person would list first
    job = upload(client, ("方案10.txt", nearly), ("方案9.txt", first))
    run(home, [IMPORT], workers=1, until=job)
    page = html.fromstring(client.get(f"/library/imports/{job}").text)
    said = " ".join(page.text_content().split())
    assert "读进来 1 篇，和别的大同小异的 1 篇没有收。" in said
    assert "近似，没有收 1" in said
    (link,) = page.xpath("//li[@class='similar']//p[contains(., '没有再收')]/a")
    assert link.text_content() == "这次上传的 方案9.txt"
    kept = client.get(link.get("href")).text
    assert "其他来源" in kept
    assert "方案10.txt" in kept


def test_what_was_passed_over_is_kept_by_a_button_without_being_sent_again(
    client: FlaskClient, library: Library, home: Path, scope: Scope
) -> None:
    first, nearly = alike()
    job = upload(client, ("1.txt", first), ("2.txt", nearly))
    before = library.documents.count(scope, kind="library")
    run(home, [IMPORT], workers=1, until=job)
    assert [path.name for path in (home / "uploads").rglob("*.txt")] == ["2.txt"]
    page = html.fromstring(client.get(f"/library/imports/{job}").text)
    (form,) = page.xpath("//form[contains(@action, 'similar')]")
    answers = [client.post(form.get("action")).headers["Location"] for _ in range(2)]
    assert answers[0] == answers[1], "asked twice, it is ordered once"
    library.jobs.get(again := int(answers[0].rpartition("/")[2]), scope)
    importing.keep_up(library)
    run(home, [IMPORT], workers=1, until=again)
    assert "读进来 1 篇" in client.get(answers[0]).text
    assert library.documents.count(scope, kind="library") == before + 2
    assert not list((home / "uploads").rglob("*.txt"))
    assert f"/library/imports/{job}/similar" not in client.get(f"/library/imports/{job}").text


def test_what_was_passed_over_with_names_hidden_does_not_stay_on_the_disk(
    client: FlaskClient, library: Library, home: Path
) -> None:
    first, nearly = alike()
    files = [(io.BytesIO(first), "一.txt"), (io.BytesIO(nearly), "二.txt")]
    answer = client.post("/library/uploads", data={"files": files, "mask": "1"})
    job = int(answer.headers["Location"].rpartition("/")[2])
    run(home, [IMPORT], workers=1, until=job)
    assert not list((home / "uploads").rglob("*.txt"))
    assert "大同小异的 1 篇没有收" in client.get(f"/library/imports/{job}").text
    refused = client.post(f"/library/imports/{job}/similar")
    assert refused.status_code == 404
    assert "近似重复的也收进来" in refused.text
    # a copy that could not be removed, because it was open, is read with names hidden, too
    left = next(Path(s.payload["path"]) for s in library.jobs.steps(job) if s.result["similar"])
    left.parent.mkdir(parents=True)
    left.write_bytes(nearly)
    again = importing.plan_passed_over(library, library.jobs.state(job))
    assert again.params["mask"] is True


def test_the_boxes_below_an_upload_mask_numbers_and_keep_near_duplicates(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    page = html.fromstring(client.get("/library").text)
    assert page.xpath("//form[@enctype]//input[@type='checkbox']/@name") == ["mask", "keep_similar"]
    data = {"files": [(io.BytesIO(NEW.encode()), "甲.txt")], "mask": "1", "keep_similar": "1"}
    answer = client.post("/library/uploads", data=data, content_type="multipart/form-data")
    job = library.jobs.get(int(answer.headers["Location"].rpartition("/")[2]), scope)
    assert (job.params["mask"], job.params["keep_similar"]) == (True, True)


def shown(client: FlaskClient, address: str) -> list[str]:
    """The titles of the list, as it stands on the page."""
    found = html.fromstring(client.get(address).text).xpath("//td[@class='library-title']/a/@title")
    return [str(title) for title in found]


def shelve(library: Library, owner: User, title: str, **values: Any) -> int:
    """A document of the library whose original says its title."""
    document = Document(title=title, year=values.pop("year", None), blocks=(Paragraph(text=title),))
    values = {"original": title.encode(), "name": f"{title}.txt"} | values
    return library.documents.add(document, owner=owner.id, **values).id


def test_the_list_is_sorted_by_entry_by_pinyin_and_by_year(
    client: FlaskClient, library: Library, owner: User
) -> None:
    for title, year in (
        ("张家湾材料", 2020),
        ("安全材料", None),
        ("10月材料", 2027),
        ("2月材料", 2027),
    ):
        shelve(library, owner, title, year=year)
    grid, fire = "青禾县柳溪街道2025年网格化服务管理工作总结", "东湾社区消防安全专项整治实施方案"
    latest = ["2月材料", "10月材料", "安全材料", "张家湾材料", fire, grid]
    assert shown(client, "/library") == latest
    assert shown(client, "/library?order=nonsense") == latest
    by_title = ["2月材料", "10月材料", "安全材料", fire, grid, "张家湾材料"]
    assert shown(client, "/library?order=title") == by_title
    by_year = ["2月材料", "10月材料", fire, grid, "张家湾材料", "安全材料"]
    assert shown(client, "/library?order=year") == by_year
    page = html.fromstring(client.get("/library?order=title").text)
    assert page.xpath("//th[@aria-sort='ascending']/text()") == ["标题"]
    assert page.xpath("//select[@name='order']/option[@selected]/@value") == ["title"]


def test_an_order_lasts_from_page_to_page_and_over_a_deletion(
    client: FlaskClient, library: Library, owner: User
) -> None:
    for number in range(60):
        shelve(library, owner, f"第{number}号材料")
    page = html.fromstring(client.get("/library?order=title").text)
    (behind,) = page.xpath("//nav[@aria-label='文库分页']/a/@href")
    assert len(shown(client, behind)) == 12
    assert shown(client, "/library?order=title&page=999") == shown(client, behind)
    both = shown(client, "/library?order=title") + shown(client, behind)
    assert both == sorted(both, key=pinyin.key)
    (form,) = html.fromstring(client.get(behind).text).xpath("//form[@id='chosen']")
    hidden = dict(html.fromstring(html.tostring(form)).fields)
    answer = client.post("/library/documents/delete", data=hidden | {"document": "1"})
    assert answer.location == "/library?kind=library&order=title&page=2"


def test_several_documents_go_into_the_bin_at_once_and_come_back_together(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    page = html.fromstring(client.get("/library").text)
    boxes = page.xpath("//input[@data-choose]")
    assert [box.get("value") for box in boxes] == ["2", "1"]
    assert "东湾社区消防安全专项整治实施方案" in boxes[0].get("aria-label")
    chosen = {"document": ["1", "2", "2"]}
    text = client.post("/library/documents/delete", data=chosen, follow_redirects=True).text
    assert "已从文库删除 2 篇" in text
    assert library.documents.count(scope) == 0
    (undo,) = re.findall(r'action="(/bin/restore[^"]+)"', text)
    client.post(undo.replace("&amp;", "&"))
    assert library.documents.count(scope) == 2
    refused = client.post("/library/documents/delete")
    assert refused.status_code == 400
    assert "先在左边勾选，再点删除" in refused.text


def test_a_whole_list_goes_over_its_pages_and_comes_back_together(
    client: FlaskClient, library: Library, scope: Scope, owner: User
) -> None:
    for number in range(49):
        shelve(library, owner, f"第{number}号材料")
    page = html.fromstring(client.get("/library").text)
    (more,) = page.xpath("//button[@data-choose-whole]/@data-choose-whole")
    (until,) = page.xpath("//input[@name='until']/@value")
    assert more == "51"
    later = shelve(library, owner, "后来收进的材料")
    with library.database.write() as connection:
        connection.execute(users.insert().values(id=9, name="李某某", role="member", created=now()))
        connection.execute(documents.update().where(documents.c.id == 2).values(owner_id=9))
    whole = {"kind": "library", "until": until, "document": ["1"]}
    taken = client.post("/library/documents/originals", data=whole)
    with zipfile.ZipFile(io.BytesIO(taken.data)) as package:
        assert len(package.namelist()) == 51
        assert "后来收进的材料.txt" not in package.namelist()
    taken.close()
    text = client.post("/library/documents/delete", data=whole, follow_redirects=True).text
    assert "已从文库删除 50 篇；另有 1 篇是别人上传的，没有动" in text
    assert {one.id for one in library.documents.list(scope)} == {2, later}
    (undo,) = re.findall(r'action="(/bin/restore[^"]+)"', text)
    back = client.post(undo.replace("&amp;", "&"), follow_redirects=True).text
    assert "已恢复 50 份" in back
    assert library.documents.count(scope) == 52
    with library.database.write() as connection:
        connection.execute(documents.update().values(owner_id=9))
    refused = client.post("/library/documents/delete", data=whole)
    assert (refused.status_code, library.documents.count(scope)) == (400, 52)


def test_what_others_shared_is_passed_over_when_deleting(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    with library.database.write() as connection:
        connection.execute(users.insert().values(id=9, name="李某某", role="member", created=now()))
        connection.execute(documents.update().where(documents.c.id == 2).values(owner_id=9))
    refused = client.post("/library/documents/delete", data={"document": "2"})
    assert "都是别人上传的" in refused.text
    chosen = {"document": ["1", "2"]}
    text = client.post("/library/documents/delete", data=chosen, follow_redirects=True).text
    assert "网格化服务管理工作总结》；另有 1 篇是别人上传的，没有动" in text
    assert [one.id for one in library.documents.list(scope)] == [2]


def test_originals_are_taken_along_in_one_file_each_once(
    client: FlaskClient, library: Library, owner: User
) -> None:
    ids = [
        shelve(library, owner, "甲方案", name="方案.txt"),
        shelve(library, owner, "乙方案", name="方案.TXT"),
        # of one file with the first
        shelve(library, owner, "丙方案", name="方案.txt", original="甲方案".encode()),
        shelve(library, owner, "丁方案", original=None),
    ]
    answer = client.post("/library/documents/originals", data={"document": list(map(str, ids))})
    assert answer.mimetype == "application/zip"
    assert "%E5%8E%9F%E4%BB%B6%202%20%E4%B8%AA" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        texts = {name: package.read(name).decode() for name in package.namelist()}
    assert texts == {
        "方案.txt": "甲方案",
        "方案（2）.TXT": "乙方案",
        "没有原件的.txt": "这几篇没有原件：\r\n丁方案\r\n",
    }
    answer.close()
    none = client.post("/library/documents/originals", data={"document": str(ids[3])})
    assert none.status_code == 400
    assert "选的文稿都没有原件" in none.text
    library.documents.add(
        Document(title="戊方案", blocks=(Paragraph(text="戊"),)), owner=owner.id, kind="sample"
    )
    assert "下载原件" in client.get("/library").text
    assert "下载原件" not in client.get("/library?kind=sample").text


def test_more_originals_than_one_file_should_hold_are_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.shelf.MOST_BYTES", 600)
    answer = client.post("/library/documents/originals", data={"document": ["1", "2"]})
    assert answer.status_code == 400
    assert "分几次下载" in answer.text
