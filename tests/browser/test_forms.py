"""Forms with many rows, and tables that come from a spreadsheet."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from generator import template
from tests.browser.loading import at_once
from tests.browser.serving import Served

FIGURE = re.compile(r"\d+")
FIRE = "fire-safety-campaign"


def opened(served: Served, page: Page, **changes: Any) -> None:
    """The workbench with the sample of a template, `changes` made to it."""
    entry = template.get(FIRE)
    inputs = {**entry.sample_inputs(), **changes}
    record = served.library.drafts.create(
        served.owner, entry.id, entry.sha256, entry.text, inputs, [], entry.title
    )
    page.goto(f"{served.address}/drafts/{record.id}")
    page.wait_for_selector("#draft[data-ready]")


def paste(page: Page, name: str, text: str) -> None:
    """Paste `text` into the control `name`, as the keyboard does."""
    page.evaluate(
        """([name, text]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const field = document.getElementsByName(name)[0];
          field.focus();
          const how = { clipboardData: data, bubbles: true, cancelable: true };
          field.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        [name, text],
    )


def column(page: Page, part: str) -> list[str]:
    controls = page.locator(f'[name^="f.重点任务."][name$=".{part}"]')
    return [controls.nth(n).input_value() for n in range(controls.count())]


def test_one_column_from_a_spreadsheet_fills_a_row_each(served: Served, page: Page) -> None:
    opened(served, page, 重点任务=[{"事项": "排查"}])
    paste(page, "f.重点任务.0.事项", "检查楼道\n清理杂物\n登记台账\n")
    assert column(page, "事项") == ["检查楼道", "清理杂物", "登记台账"]
    expect(page.locator(".toasts")).to_contain_text("3 行")
    page.locator(".toasts").get_by_role("button", name="撤销").click()
    expect(page.locator('[name="f.重点任务.0.事项"]')).to_have_value("排查")
    expect(page.locator('[name="f.重点任务.1.事项"]')).to_have_count(0)


def test_columns_with_a_head_go_where_their_heads_say(served: Served, page: Page) -> None:
    opened(served, page, 重点任务=[{}])
    text = "牵头单位\t事项（必填）\t备注\n应急管理办\t检查楼道\t不要\n城建办\t清理杂物\t不要\n"
    paste(page, "f.重点任务.0.事项", text)
    assert column(page, "事项") == ["检查楼道", "清理杂物"]
    assert column(page, "牵头单位") == ["应急管理办", "城建办"]
    expect(page.locator(".toasts")).to_contain_text("没有“备注”这一列")


def test_a_form_of_two_hundred_rows_stays_usable(served: Served, page: Page) -> None:
    rows = [
        {"事项": f"排查第{n}栋楼", "内容": f"检查第{n}栋楼的消防设施，登记问题，限期整改。"}
        for n in range(1, 201)
    ]
    opened(served, page, 重点任务=rows)
    assert len(column(page, "事项")) == 200
    last = page.locator('[name="f.重点任务.199.事项"]')
    last.fill("排查最后一栋楼")
    expect(page.locator("#draft")).to_have_attribute("data-took", FIGURE)
    took = page.locator("#draft").get_attribute("data-took")
    print(f"\n200 rows: typed text on the page after {took} ms")
    last.press("Enter")
    expect(page.locator('[name="f.重点任务.200.事项"]')).to_be_focused()
    page.keyboard.type("补充任务")
    expect(page.locator("#save-state")).to_contain_text("已保存")
    page.reload()
    page.wait_for_selector("#draft[data-ready]")
    expect(page.locator('[name="f.重点任务.200.事项"]')).to_have_value("补充任务")


def test_ranks_names_and_posts_pasted_into_the_names_stand_in_their_columns(
    served: Served, page: Page
) -> None:
    opened(served, page, 领导小组={})
    people = "组长\t周某某\t书记\n副组长\t李某某\t主任\n成员\t王某某\t科长\n成员\t赵某某\t科员\n"
    paste(page, "f.领导小组.人员.0.姓名", people)
    row = page.locator('[name^="f.领导小组.人员.3."]')
    assert [row.nth(n).input_value() for n in range(3)] == ["成员", "赵某某", "科员"]
    expect(page.locator(".toasts")).to_have_text("已填入 4 行撤销")


def test_the_keyboard_takes_back_what_was_pasted_and_only_that(served: Served, page: Page) -> None:
    opened(served, page, 重点任务=[{"事项": "排查"}])
    paste(page, "f.重点任务.0.事项", "检查楼道\n清理杂物\n登记台账\n")
    expect(page.locator('[name="f.重点任务.2.事项"]')).to_have_value("登记台账")
    page.keyboard.press("Control+z")
    expect(page.locator('[name="f.重点任务.0.事项"]')).to_have_value("排查")
    expect(page.locator('[name="f.重点任务.1.事项"]')).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(page.locator('[name="f.重点任务.2.事项"]')).to_have_value("登记台账")
    # a box ticked is taken back as well; in a text the browser's own undo goes on
    page.locator("#on-budget").uncheck()
    page.keyboard.press("Control+z")
    expect(page.locator("#on-budget")).to_be_checked()


def test_a_row_of_several_lines_says_in_each_box_what_it_is_for(served: Served, page: Page) -> None:
    opened(served, page, 重点任务=[{}])
    page.locator('.repeat[data-path="f.重点任务"] .row-add').click()
    hints = [
        page.locator(f'[name="f.重点任务.1.{part}"]').get_attribute("placeholder")
        for part in ("事项", "牵头单位", "配合单位", "内容")
    ]
    assert hints == ["事项", "牵头单位", "配合单位", "内容"]


def test_the_page_itself_never_scrolls_behind_its_panes(served: Served, page: Page) -> None:
    opened(served, page)
    page.locator(".photos-pick").last.focus()
    page.evaluate("document.scrollingElement.scrollTop = 500")
    assert page.evaluate("document.scrollingElement.scrollTop") == 0


def test_leaving_out_an_attachment_says_where_the_text_still_names_it(
    served: Served, page: Page
) -> None:
    opened(served, page)
    page.locator("#on-attachment-2").uncheck()
    note = page.locator("#g-require .group-note")
    expect(note).to_have_text("这一节提到附件2，那份附件没有勾选，勾选它，或者改掉这一句")
    page.locator("#export summary").click()
    expect(page.locator("#export-notes")).to_contain_text("附件2")
    page.keyboard.press("Escape")
    page.locator("#on-attachment-2").check()
    expect(note).to_be_hidden()


def test_templates_are_found_while_one_types(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/new")
    page.get_by_label("在模板里找").press_sequentially("消防安全专项")
    expect(page.locator(".gallery-card")).to_have_count(1)
    expect(page.locator(".chosen-dock h2")).to_contain_text("消防安全")
    expect(page.get_by_label("在模板里找")).to_be_focused()


@pytest.mark.parametrize(
    ("link", "script", "label", "shown"),
    [
        ("新建文稿", "gallery.js", "在模板里找", ".gallery-card"),
        ("找范文", "suggest.js", "找范文", "[role=option]:first-child"),
    ],
)
def test_what_is_typed_before_the_page_listens_is_looked_for_all_the_same(
    link: str, script: str, label: str, shown: str, served: Served, page: Page
) -> None:
    page.goto(f"{served.address}/help")
    held: list[Route] = []
    page.route(f"**/{script}*", lambda route: held.append(route))
    with page.expect_request(f"**/{script}*"):
        page.get_by_role("link", name=link).first.click(no_wait_after=True)
    with at_once():
        page.get_by_label(label).first.fill("消防安全专项")
    held[0].continue_()
    expect(page.locator(shown)).to_have_count(1)


def test_an_attachment_of_ones_own_is_added_moved_removed_and_taken_back(
    served: Served, page: Page
) -> None:
    opened(served, page)
    page.get_by_role("button", name="加一份附件").click()
    title = page.locator('[name="title.annex-1"]')
    expect(title).to_be_focused()
    page.keyboard.type("排查登记表")
    page.locator('[name="text.annex-1"]').fill("序号\t场所\n1\t柳溪市场")
    entry = page.locator("#s-annex-1")
    expect(entry.locator(".section-title")).to_have_text("排查登记表")
    page.get_by_role("button", name="加一份附件").click()
    expect(page.locator('[name="title.annex-2"]')).to_be_focused()
    entry.locator(".handle").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    listed = page.locator("#sections li.attached")
    order = ["annex-1", "attachment-1", "attachment-2", "annex-2"]
    for n, id in enumerate(order):
        expect(listed.nth(n)).to_have_attribute("data-section", id)
    groups = page.locator("#groups .group[data-section^='a']")
    assert groups.evaluate_all("all => all.map((one) => one.dataset.section)")[-4:] == order
    page.locator("#g-annex-2").get_by_role("button", name="删去这份附件").click()
    expect(page.locator("#g-annex-2")).to_have_count(0)
    page.locator(".toasts").get_by_role("button", name="撤销").click()
    expect(page.locator('[name="title.annex-2"]')).to_have_value("新的附件")
    expect(listed.nth(0)).to_have_attribute("data-section", "annex-1")
    expect(page.locator("#save-state")).to_contain_text("已保存")
    page.reload()
    expect(listed.nth(0)).to_have_attribute("data-section", "annex-1")
    expect(listed).to_have_count(4)
