"""A batch summed up as a person does it: a number's rows, another period, a draft."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.rolled import reports
from tests.browser.serving import Served


def test_a_batch_is_summed_up_traced_compared_and_taken_to_the_workbench(
    served: Served, page: Page, tmp_path: Path
) -> None:
    job = reports(served)
    page.goto(f"{served.address}/batches/{job}")
    page.get_by_role("link", name="汇总这张数据表").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("汇总：")
    expect(page.locator(".rollup-pages .paper").first).to_be_visible()

    row = page.locator(".rollup-sums tr", has_text="事项受理")
    row.get_by_role("link").first.click()
    source = page.locator("#source")
    expect(source).to_contain_text("本期事项受理合计")
    expect(source.locator("tbody tr")).to_have_count(12)
    expect(source.locator("tbody tr").first).to_contain_text("842")
    expect(page.locator('.rollup-sums [aria-current="true"]')).to_have_text("8107")

    before = tmp_path / "四月.csv"
    before.write_text("单位,事项受理\n东湾社区,800\n槐荫社区,900\n", "utf-8")
    page.set_input_files("#workbook", before)
    page.locator("#compare").click()
    expect(row).to_contain_text("增加60件、增长3.5%")

    page.locator("#f-group").select_option("片区")
    page.get_by_role("button", name="重新汇总").click()
    expect(page.locator(".rollup-sentences")).to_contain_text("按片区划分")

    page.get_by_text("下载", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel 汇总表").click()
    assert download.value.suggested_filename.endswith("（汇总表）.xlsx")

    page.locator("#to-draft").click()
    page.wait_for_selector("#draft[data-ready]")
    table = page.locator('textarea[name="f.本期"]').input_value()
    assert table.startswith("来源：")
    assert "东湾社区|" in table
