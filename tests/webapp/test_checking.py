"""核对: columns matched and corrected, what is wrong by sheet and cell, the copy, the pages."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from corpus.library import Library, Scope
from generator import roster, template
from tests.generator.rosters import saved, table

ID = "annual-priorities"
UNITS = ("东湾社区", "北桥社区", "青石巷社区", "柳荫社区", "南塘村")


def own(changes: dict[str, object] | None = None, rows: int = 5) -> openpyxl.Workbook:
    """A roster filled for `rows` communities; `changes` are cells of the sheet of rows."""
    chosen = template.get(ID)
    inputs = [
        chosen.sample_inputs() | {"单位": f"青禾县柳溪街道{UNITS[n % 5]}{n // 5 or ''}"}
        for n in range(rows)
    ]
    book = openpyxl.load_workbook(io.BytesIO(roster.workbook(chosen, inputs)))
    for cell, value in (changes or {}).items():
        book["数据表"][cell].value = value
    return book


def letter(book: openpyxl.Workbook, head: str) -> str:
    return next(str(c.column_letter) for c in book["数据表"][1] if c.value == head)


def upload(client: FlaskClient, data: bytes, name: str = "各社区.xlsx") -> str:
    answer = client.post("/batches", data={"template": ID, "roster": (io.BytesIO(data), name)})
    assert answer.status_code == 302, answer.text
    return answer.location


def columns_of(place: str) -> str:
    return place.replace("?", "/columns?") if "/columns" not in place else place


def test_each_sheet_in_use_can_be_looked_at_with_its_own_errors(client: FlaskClient) -> None:
    book = own()
    name = next(n for n in book.sheetnames[2:] if book[n]["B1"].value)
    book[name].append(["第九村", "多出来的"])
    place = upload(client, saved(book))
    page = client.get(place).text
    assert f'>{name}<span class="is-wrong"> 1 处要改</span>' in page
    link = re.search(r'class="entry" href="([^"]+)#c-A\d+"', page)
    assert link
    other = client.get(link[1].replace("&amp;", "&")).text
    assert 'aria-current="page">' + name in other
    assert "多出来的" in other


def test_equal_errors_in_one_entry_quote_what_differs_between_them(client: FlaskClient) -> None:
    book = own()
    name = next(n for n in book.sheetnames[2:] if book[n]["B1"].value)
    for unit in ("第九村", "第十村"):
        book[name].append([unit, "多出来的"])
    page = client.get(upload(client, saved(book))).text
    assert "“数据表”里没有序号是“第九村”“第十村”等的行，这一行没有用" in page


def test_equal_errors_of_a_column_are_one_entry_that_names_the_rows(client: FlaskClient) -> None:
    book = own()
    year = letter(book, "年度")
    for row in (4, 6, 7):
        book["数据表"][f"{year}{row}"].value = "明年"
    page = client.get(upload(client, saved(book))).text
    assert page.count('<li class="error">') == 1
    assert f"{year} 列 3 处" in page
    assert "“明年”不是年份" in page
    assert re.findall(rf'data-cell="c-{year}(\d+)">第', page) == ["4", "6", "7"]


def test_a_thousand_bad_cells_stay_one_light_page(client: FlaskClient) -> None:
    book = own(rows=1000)
    year = letter(book, "年度")
    for row in range(4, 1004):
        book["数据表"][f"{year}{row}"].value = f"明{row}"
    page = client.get(upload(client, saved(book))).text
    assert len(page.encode()) < 400_000
    assert page.count('<li class="error">') == 1
    assert "等不是年份" in page
    assert "还有 976 处，在表里看" in page
    assert page.count('<th scope="row"') == 200
    assert "先生成 0 行" in page


def test_an_error_far_below_leads_to_the_page_of_the_table_that_has_it(
    client: FlaskClient,
) -> None:
    book = own(rows=250)
    year = letter(book, "年度")
    book["数据表"][f"{year}230"].value = "明年"
    page = client.get(upload(client, saved(book))).text
    link = re.search(rf'href="([^"]+offset=200[^"]*)#c-{year}230"', page)
    assert link
    assert f'id="c-{year}230"' in client.get(link[1].replace("&amp;", "&")).text


def test_the_copy_with_comments_is_the_persons_own_workbook(client: FlaskClient) -> None:
    book = own()
    year = letter(book, "年度")
    book["数据表"][f"{year}5"].value = "明年"
    place = upload(client, saved(book))
    answer = client.get(place.replace("?", "/annotated.xlsx?"))
    name = unquote(answer.headers["Content-Disposition"].partition("''")[2])
    assert name == "各社区（批注）.xlsx"
    made = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert made.sheetnames == [*book.sheetnames, "核对结果"]
    comment = made["数据表"][f"{year}5"].comment
    assert comment is not None
    assert comment.text.startswith("“明年”不是年份")


def test_the_pages_of_a_row_lead_to_the_next_one_and_back(client: FlaskClient) -> None:
    place = upload(client, saved(own()))
    page = client.get(place.replace("?", "/rows/4?")).text
    assert "东湾社区" in page
    after = re.search(r'href="([^"]+)">下一行', page)
    assert after
    assert "上一行</button>" in page
    again = client.get(after[1].replace("&amp;", "&")).text
    assert "北桥社区" in again
    assert re.search(r'href="[^"]+/rows/4\?[^"]*">上一行', again)


# --- matching -------------------------------------------------------------------------------


def renamed() -> bytes:
    """A roster whose unit stands under another name, and whose year under one nobody guesses."""
    book = own()
    sheet = book["数据表"]
    sheet[f"{letter(book, '单位')}1"].value = "社区名称"
    sheet[f"{letter(book, '年度')}1"].value = "哪年的"
    sheet.delete_rows(2, 2)
    return saved(book)


def test_a_required_column_that_is_not_found_is_asked_for_and_remembered(
    client: FlaskClient,
) -> None:
    place = upload(client, renamed())
    answer = client.get(place)
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "缺少必填的列：年度" in page
    assert "名称相近" in page
    assert "2026" in page
    name = re.search(r'name="(s\d+\.[A-Z]+)" aria-label="[A-Z]+ 列 哪年的', page)
    assert name
    sent = {"template": ID, name[1]: "年度", "head": "1"}
    sheet = name[1].partition(".")[0]
    sent[f"use.{sheet}"] = "rows"
    for key, use in re.findall(r'name="use\.(s\d+)".*?value="([^"]*)" selected', page):
        sent[f"use.{key}"] = use
    kept = client.post(answer.location.partition("?")[0], data=sent)
    assert kept.status_code == 302
    assert "/columns" not in kept.location
    page = client.get(kept.location).text
    assert "用了选定的对应" in page
    assert "生成 5 行" in page
    # the same heads another time, under another name of file: nothing is asked
    again = upload(client, renamed(), "四月.xlsx")
    assert "生成 5 行" in client.get(again).text
    # and forgotten on request
    token = columns_of(again).partition("?")[0]
    assert client.post(token, data={"template": ID, "forget": "1"}).status_code == 302
    assert client.get(again).status_code == 302


def test_what_the_table_lacks_is_given_once_for_all_its_rows(client: FlaskClient) -> None:
    book = own()
    book["数据表"].delete_cols(openpyxl.utils.column_index_from_string(letter(book, "年度")))
    answer = client.get(upload(client, saved(book)))
    page = client.get(answer.location).text
    assert "表里没有的必填要素" in page
    sent = {"template": ID, "all.年度": "2026", "head": "1"}
    for key, use in re.findall(r'name="use\.(s\d+)".*?value="([^"]*)" selected', page):
        sent[f"use.{key}"] = use
    kept = client.post(answer.location.partition("?")[0], data=sent)
    assert "生成 5 行" in client.get(kept.location).text
    shown = client.get(kept.location.replace("?", "/rows/5?")).text
    assert "2026年" in shown
    assert 'value="2026"' in client.get(kept.location.replace("?", "/columns?")).text


def test_a_sheet_without_any_known_head_is_shown_with_its_columns(client: FlaskClient) -> None:
    place = upload(client, saved(openpyxl.load_workbook(io.BytesIO(table(["甲", "乙"], [1, 2])))))
    page = client.get(columns_of(client.get(place).location)).text
    assert "没有找到" in page
    assert 'class="columns-head">甲</td>' in page


@pytest.mark.parametrize("address", ["", "/columns", "/annotated.xlsx", "/rows/4"])
def test_a_stranger_and_a_forgotten_upload_get_nothing(
    client: FlaskClient, stranger: FlaskClient, address: str
) -> None:
    place = upload(client, saved(own())).replace("?", f"{address}?")
    assert stranger.get(place).status_code == 302
    token = re.sub(r"check/[0-9a-f]+", "check/" + "0" * 24, place)
    assert client.get(token).status_code == 404


def test_the_last_batchs_values_can_be_taken_with_the_roster(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    assert "带上次内容" not in client.get(f"/batches/new?template={ID}").text
    place = upload(client, saved(own()))
    started = client.post(
        place.partition("?")[0], data={"template": ID, "formats": ".docx", "name": "{行}-{标题}"}
    )
    assert started.status_code == 302
    assert "带上次内容" in client.get(f"/batches/new?template={ID}").text
    answer = client.get(f"/batches/rosters/{ID}.xlsx?last=1")
    read = roster.read(template.get(ID), "r.xlsx", answer.data)
    assert [row.inputs["单位"] for row in read.rows] == [f"青禾县柳溪街道{unit}" for unit in UNITS]
    assert not any(row.wrong for row in read.rows)


def posted(client: FlaskClient, place: str, **sent: object) -> TestResponse:
    token = place.partition("?")[0]
    return client.post(f"{token}/cells", data={"template": ID, "sheet": "数据表", **sent})


def test_a_wrong_cell_is_put_right_on_the_page_and_taken_back(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    book = own()
    year = letter(book, "年度")
    book["数据表"][f"{year}5"].value = "两千零二十六"
    place = upload(client, saved(book))
    page = client.get(place).text
    assert re.search(rf'name="row" value="5"><input[^>]*name="column" value="{year}"', page)
    # what most other rows have is proposed
    assert re.search(r'name="value" value="2026" aria-label="第 5 行', page)
    answer = posted(client, place, row=5, column=year, value="2027")
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "在这里改了 1 格" in page
    assert "生成 5 行" in page
    copy = client.get(place.replace("?", "/mended.xlsx?"))
    mended = openpyxl.load_workbook(io.BytesIO(copy.data))["数据表"]
    assert mended[f"{year}5"].value == 2027
    assert mended[f"{year}4"].value == book["数据表"][f"{year}4"].value
    # what was put right is what the batch is made from
    begun = client.post(
        place.partition("?")[0], data={"template": ID, "formats": [".docx"]}
    ).location
    job = int(begun.rpartition("/")[2])
    assert library.jobs.steps(job, limit=1, offset=1)[0].payload["inputs"]["年度"] == "2027"
    assert library.jobs.get(job, scope).params["source"] == "各社区.xlsx"
    # and taken back
    assert posted(client, place, back="1").status_code == 302
    assert "先生成 4 行" in client.get(place).text


def test_cells_that_say_the_same_are_put_right_at_once(client: FlaskClient) -> None:
    book = own(rows=9)
    year = letter(book, "年度")
    for row in (4, 6, 8):
        book["数据表"][f"{year}{row}"].value = "今年"
    place = upload(client, saved(book))
    assert "3 处都改成它" in client.get(place).text
    posted(client, place, row=4, column=year, value="2026", every="1")
    page = client.get(place).text
    assert "在这里改了 3 格" in page
    assert "生成 9 行" in page


@pytest.mark.parametrize(
    "sent",
    [
        {"row": 1, "column": "B", "value": "x"},
        {"row": 5, "column": "ZZ", "value": "x"},
        {"row": "x", "column": "B", "value": "x"},
        {"row": 5, "column": "B", "value": "x", "sheet": "别的表"},
        {"row": 5, "column": "B", "value": "长" * 20_001},
    ],
)
def test_a_cell_that_is_not_there_or_a_text_too_long_is_refused(
    client: FlaskClient, sent: dict[str, object]
) -> None:
    place = upload(client, saved(own()))
    assert posted(client, place, **sent).status_code == 400
    assert "在这里改了" not in client.get(place).text


def test_a_stranger_puts_nothing_right(client: FlaskClient, stranger: FlaskClient) -> None:
    place = upload(client, saved(own()))
    answer = posted(stranger, place, row=5, column="B", value="东湾社区")
    assert answer.status_code == 401
    assert "在这里改了" not in client.get(place).text


def yearless(title: str, sheet: str = "数据表") -> bytes:
    """A roster without a year, under a title."""
    book = own()
    rows = book["数据表"]
    rows.delete_cols(openpyxl.utils.column_index_from_string(letter(book, "年度")))
    rows.insert_rows(1)
    rows["A1"].value = title
    rows.title = sheet
    return saved(book)


def test_what_all_documents_had_is_asked_again_of_the_next_file(client: FlaskClient) -> None:
    place = client.get(upload(client, yearless("各社区2026年10月情况表"))).location
    page = client.get(place).text
    assert re.search(r'name="all.年度"[^>]*value="2026"', page)  # the title tells it
    sent = {"template": ID, "all.年度": "2026", "head": "2"}
    for key, use in re.findall(r'name="use\.(s\d+)".*?value="([^"]*)" selected', page):
        sent[f"use.{key}"] = use
    assert "/columns" not in client.post(place.partition("?")[0], data=sent).location
    again = upload(client, yearless("各社区2027年1月情况表", "一月"), "一月.xlsx")
    assert "/columns" in again
    page = client.get(again).text
    assert "这次还对吗" in page
    assert re.search(r'name="all.年度"[^>]*value="2027"', page)
    # looked at later on the same file, it says what was given
    given = client.get(again.replace("&fresh=1", "").replace("fresh=1&", "")).text
    assert re.search(r'name="all.年度"[^>]*value="2026"', given)
