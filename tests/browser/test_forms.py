"""Forms with many rows, and tables that come from a spreadsheet."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from generator import template
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
