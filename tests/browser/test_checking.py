"""核对 in the browser: a column set right, errors walked through, the copy, the pages of a row."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from generator import roster, template
from tests.browser.serving import Served

ID = "annual-priorities"


def own(path: Path) -> None:
    """Twelve rows: the year under a name that nobody guesses, three years that are none, a date
    that is none."""
    chosen = template.get(ID)
    rows = [
        chosen.sample_inputs()
        | {"单位": f"望川县第{n}社区"}
        | ({"年度": "明年"} if n in (3, 4, 9) else {})
        | ({"成文日期": "某日"} if n == 7 else {})
        for n in range(1, 13)
    ]
    book = openpyxl.load_workbook(io.BytesIO(roster.workbook(chosen, rows)))
    for cell in book["数据表"][1]:
        cell.value = {"单位": "社区名称", "年度": "哪一年"}.get(str(cell.value), cell.value)
    book.save(path)


def test_a_roster_of_ones_own_is_matched_checked_and_looked_at(
    served: Served, page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "各社区.xlsx"
    own(path)
    page.goto(f"{served.address}/batches/new?template={ID}")
    page.set_input_files("#roster", path)
    page.get_by_role("button", name="上传并核对").click()

    # the year is asked for; what was guessed is shown with the column's own cells
    expect(page.get_by_role("alert")).to_contain_text("缺少必填的列：年度")
    line = page.get_by_role("row").filter(has_text="社区名称")
    expect(line).to_contain_text("名称相近")
    expect(line).to_contain_text("望川县第1社区")
    page.get_by_label("列 哪一年 对应的要素").select_option(label="年度（必填）")
    expect(page.locator(".columns-constants")).to_be_hidden()
    page.get_by_role("button", name="按这样核对").click()

    expect(page.locator(".batch-sum")).to_contain_text("4行要改")
    entries = page.locator(".batch-problems li.error")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("列 3 处")
    for unit in (3, 4, 9, 7):  # down the list: the years first, then the date
        page.keyboard.press("F8")
        row = page.locator("tr", has_text=f"望川县第{unit}社区")
        expect(row.locator("td.error")).to_be_focused()
    entries.first.get_by_role("link", name="第 12 行").click()
    expect(page.locator("tr", has_text="望川县第9社区").locator("td.error")).to_be_focused()

    with page.expect_download() as download:
        page.get_by_role("link", name="带批注的表").click()
    assert download.value.suggested_filename == "各社区（批注）.xlsx"
    copy = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    comments = [cell.comment for row in copy["数据表"] for cell in row if cell.comment]
    assert [comment.author for comment in comments].count("拟稿核对") == 4

    # a cell is put right in the table, three at their entry; the file on the disk stays
    day = page.locator("tr", has_text="望川县第7社区").locator("td.error")
    # where the table scrolls, the first of the two clicks does not move it from under the second
    page.set_viewport_size({"width": 1366, "height": 520})
    day.evaluate("cell => cell.scrollIntoView({ block: 'end', inline: 'center' })")
    before = day.bounding_box()
    day.click()
    expect(page.locator(".batch-problems li.now")).to_contain_text("某日")
    assert day.bounding_box() == before
    day.dblclick()
    expect(day.get_by_role("textbox")).to_have_value("某日")
    page.keyboard.type("2026-03-01")
    page.keyboard.press("Enter")
    expect(page.locator(".batch-sum")).to_contain_text("3行要改")
    expect(page.locator("tr", has_text="望川县第7社区").locator("td.mended")).to_be_visible()
    expect(page.locator("td.mended")).to_have_count(1)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("button", name="撤销上一次").click()
    expect(page.locator(".batch-sum")).to_contain_text("4行要改")

    page.get_by_role("link", name="只看有问题的 4 行").click()
    expect(page.locator(".sheet-table tbody tr")).to_have_count(4)

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="预览第 4 行的页面").click()
    preview = opened.value
    expect(preview.locator("h1")).to_contain_text("望川县第1社区")
    expect(preview.locator("img.paper").first).to_be_visible()
    preview.get_by_role("link", name="下一行").click()
    expect(preview.locator("h1")).to_contain_text("望川县第2社区")
    preview.get_by_role("link", name="下一行").click()
    expect(preview.locator(".docbar")).to_contain_text("处要改")
    preview.close()

    # the same heads another time: nothing is asked
    page.goto(f"{served.address}/batches/new?template={ID}")
    page.set_input_files("#roster", path)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.locator(".batch-sum")).to_contain_text("用了选定的对应")
