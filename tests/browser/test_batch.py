"""A batch as a person does it: take the roster, send it back with a wrong cell, take the files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from corpus.library import runner
from generator.batch import BATCH
from tests.browser.serving import Served

UNITS = ("东湾社区", "北桥社区", "青石巷社区", "柳荫社区", "南塘村")


def fill_in(path: Path) -> None:
    """Five rows below the heads of the downloaded roster; the third has a wrong date."""
    book = openpyxl.load_workbook(path)
    sheet = book["数据表"]
    heads = [str(cell.value) for cell in sheet[1]]
    example = [cell.value for cell in sheet[3]]
    for number, unit in enumerate(UNITS):
        row = [number + 1, *example[1:]]
        row[heads.index("单位")] = f"青禾县柳溪街道{unit}"
        if number == 2:
            row[heads.index("成文日期")] = "二月三十"
        sheet.append(row)
    for name in book.sheetnames[2:-1]:
        # what every community has
        lines = [[cell.value for cell in line] for line in book[name].iter_rows(min_row=3)]
        for line in lines:
            book[name].append(["全部", *line[1:]])
    book.save(path)


def test_five_rows_with_one_wrong_cell_give_eight_files(
    served: Served, page: Page, tmp_path: Path
) -> None:
    page.goto(served.address + "/batches")
    page.get_by_role("link", name="选一个模板").or_(
        page.get_by_role("link", name="新做一批")
    ).click()
    page.get_by_role("link", name="年度工作要点").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载数据表").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "年度工作要点数据表.xlsx"
    fill_in(path)

    page.set_input_files("#roster", path)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.locator(".batch-sum")).to_contain_text("1行要改")
    problem = page.locator(".batch-problems li.error")
    expect(problem).to_have_count(1)
    expect(problem).to_contain_text("第 6 行")
    expect(problem).to_contain_text("不是完整的日期")
    page.keyboard.press("F8")
    expect(page.locator("td.error")).to_be_focused()

    page.get_by_role("button", name="先生成 4 行").click()
    expect(page.locator(".batch-foot")).to_contain_text("可以离开这一页")
    job = int(page.url.rpartition("/")[2])
    runner.run(served.home, (BATCH,), workers=1, until=job)
    expect(page.locator(".batch-numbers")).to_contain_text("做完了，有 1 行没做成")
    expect(page.locator(".batch-numbers")).to_contain_text("失败 1")
    expect(page.get_by_role("link", name="Word")).to_have_count(4)
    with page.expect_download() as packed:
        page.get_by_role("link", name="全部打包 ZIP").click()
    names = zipfile.ZipFile(io.BytesIO(packed.value.path().read_bytes())).namelist()
    assert len([n for n in names if n.endswith((".docx", ".pdf"))]) == 8
    assert "清单.xlsx" in names
