"""Settings as people use them: the first day, people from a spreadsheet, a backup and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus.unit import Names, Staff
from tests.browser.serving import Complaints, Served

PASTED = "姓名\t职务\t联系电话\n周某某\t主任\t0000-5551234\n陈某某\t书记\t0000-5551235\n"
PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
}"""


@pytest.fixture(autouse=True)
def blank(served: Served) -> Iterator[None]:
    """The unit as on the first day."""
    unit = served.library.unit
    unit.save_names(Names(), unit.revision("names"))
    unit.save_staff([], unit.revision("staff"))
    yield
    served.library.values.put("welcome", 4)


def test_the_first_day_takes_three_steps(served: Served, page: Page) -> None:
    served.library.values.put("welcome", 1)
    page.goto(served.address)
    page.get_by_label("全称").fill("青禾县柳溪街道办事处")
    page.get_by_label("简称").fill("柳溪街道")
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/2")
    page.evaluate(PASTE, ["[name='f.人员.0.姓名']", PASTED])
    expect(page.locator(".rows-body .row")).to_have_count(2)
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_url("**/welcome/3")
    page.get_by_role("button", name="先不传，到首页").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    expect(page.locator(".bar-unit")).to_have_text("青禾县柳溪街道办事处")
    assert [one.name for one in served.library.unit.get().staff] == ["陈某某", "周某某"]
    page.goto(served.address)
    expect(page.get_by_role("search").first).to_be_visible()


def test_a_pasted_table_is_saved_without_being_filled_in_first(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/settings/staff")
    page.get_by_role("button", name="从表格粘贴").click()
    page.locator(".paste-box textarea").fill(PASTED)
    page.get_by_role("button", name="保存人员").last.click()
    expect(page.get_by_text("已保存，共 2 条")).to_be_visible()
    assert [one.name for one in served.library.unit.get().staff] == ["陈某某", "周某某"]


def test_a_person_of_the_settings_brings_the_post_along(served: Served, page: Page) -> None:
    unit = served.library.unit
    unit.save_staff([Staff("周某某", "街道党工委书记")], unit.revision("staff"))
    page.goto(f"{served.address}/new?template=fire-safety-campaign")
    page.get_by_role("button", name="用它开始写").click()
    page.wait_for_selector("#draft[data-ready]")
    page.locator("#s-duty a").click()
    name = page.locator("[name='f.领导小组.人员.0.姓名']")
    name.fill("周某某")
    name.press("Tab")
    expect(page.locator("[name='f.领导小组.人员.0.职务']")).to_have_value("街道党工委书记")
    expect(page.locator("#known-staff option")).to_have_count(1)


def test_people_are_read_from_a_workbook_looked_over_and_kept(
    served: Served, page: Page, complaints: Complaints, tmp_path: Path
) -> None:
    complaints.expect("422")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["部门", "姓名", "职务"],
        ["综治办", "曾某某", "副主任"],
        ["党政办", "何某某", "干事"],
    ):
        sheet.append(row)
    path = tmp_path / "通讯录.xlsx"
    book.save(path)
    page.goto(f"{served.address}/settings/staff")
    page.get_by_text("从 Excel、WPS 表格文件读进来").click()
    page.set_input_files("#f-file", path)
    page.get_by_role("button", name="读进来看看").click()
    expect(page.get_by_text("从文件读进来 2 条，还没有保存")).to_be_visible()
    page.locator("[name='f.人员.0.电话']").fill("12")
    page.get_by_role("button", name="保存人员").last.click()
    expect(page.get_by_text("“12”不像电话号码")).to_be_visible()
    page.locator("[name='f.人员.0.电话']").fill("0000-5551234")
    page.get_by_role("button", name="保存人员").last.click()
    expect(page.get_by_text("已保存，共 2 条")).to_be_visible()
    names = page.locator(".rows-body input[name$='姓名']")
    assert [one.input_value() for one in names.all()] == ["何某某", "曾某某"]


def test_rows_are_added_and_removed_by_keyboard(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/settings/places")
    page.locator("[name='f.地点.0.名称']").fill("东湾社区")
    page.keyboard.press("Enter")
    page.keyboard.type("北桥社区")
    page.get_by_role("button", name="删去这一行").first.focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="保存地点").last.click()
    expect(page.get_by_text("已保存，共 1 条")).to_be_visible()
    assert [one.name for one in served.library.unit.get().places] == ["北桥社区"]


def test_a_backup_is_made_and_restored_by_buttons(
    served: Served, page: Page, chromium: Browser
) -> None:
    unit = served.library.unit
    unit.save_names(Names("青禾县柳溪街道办事处"), unit.revision("names"))
    page.goto(f"{served.address}/settings/data")
    page.get_by_role("button", name="现在备份").click()
    expect(page.get_by_text("做好了")).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="下载").first.click()
    assert fetched.value.path().stat().st_size > 10_000
    unit.save_names(Names("望川县"), unit.revision("names"))
    page.reload()
    expect(page.locator(".bar-unit")).to_have_text("望川县")
    page.get_by_text("恢复…").first.click()
    page.get_by_role("button", name="换成这一份").first.click()
    expect(page.get_by_text("已经恢复")).to_be_visible(timeout=180_000)
    page.get_by_role("link", name="登录，接着用").click()
    expect(page.locator(".bar-unit")).to_have_text("青禾县柳溪街道办事处")
    page.goto(f"{served.address}/search?q=消防")
    expect(page.locator(".hit").first).to_be_visible()


def test_what_was_typed_outlives_the_session(
    served: Served, context: BrowserContext, complaints: Complaints
) -> None:
    page = context.new_page()
    page.goto(f"{served.address}/settings/staff")
    page.locator("[name='f.人员.0.姓名']").fill("李某某")
    page.locator("[name='f.人员.0.职务']").fill("安全员")
    context.clear_cookies()
    complaints.expect("401")
    page.get_by_role("button", name="保存人员").last.click()
    expect(page.get_by_text("登录过期了，刚才填的都在")).to_be_visible()
    page.get_by_label("一次性登录链接").fill(served.link())
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("button", name="接着做刚才那一步").click()
    expect(page.get_by_text("已保存，共 1 条")).to_be_visible()
    assert served.library.unit.get().staff == (Staff("李某某", "安全员"),)


def test_a_colleague_gets_an_account_and_sees_no_accounts(
    served: Served, page: Page, chromium: Browser, complaints: Complaints
) -> None:
    page.goto(f"{served.address}/settings/users")
    page.get_by_label("姓名").fill("吴某某")
    page.get_by_role("button", name="添加并给出登录链接").click()
    link = page.locator("#new-link").inner_text()
    other = chromium.new_context()
    colleague = other.new_page()
    complaints.listen(colleague)
    colleague.goto(link)
    colleague.goto(f"{served.address}/settings/screen")
    expect(colleague.get_by_role("link", name="用户")).to_have_count(0)
    colleague.get_by_label("新密码").fill("青禾柳溪2026")
    colleague.get_by_label("再输一遍").fill("青禾柳溪2026")
    colleague.get_by_role("button", name="设密码").click()
    expect(colleague.get_by_text("密码已设好")).to_be_visible()
    other.clear_cookies()
    colleague.goto(served.address)
    colleague.get_by_label("姓名").fill("吴某某")
    colleague.get_by_label("密码").fill("青禾柳溪2026")
    colleague.get_by_role("button", name="登录", exact=True).first.click()
    expect(colleague.get_by_role("search").first).to_be_visible()
    other.close()
