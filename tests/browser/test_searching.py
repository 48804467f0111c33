"""Searching as a person does it: suggestions by keyboard, searches kept, sections taken over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.serving import Served

STATES = (
    "/search",
    "/search?mode=sections",
    "/search?q=消防 保障措施&mode=sections",
    "/search?q=饕餮 消防 年:去年&genre=请示&year=2019&kind=sample",
    "/search?q=怎么写消防整治方案&sort=date&duplicates=shown",
)


def box(page: Page) -> Locator:
    """The search box, which is a combobox once the script runs."""
    return page.get_by_role("combobox")


def test_a_suggestion_is_chosen_by_keyboard_and_searched_for(served: Served, page: Page) -> None:
    page.goto(served.address + "/search")
    box(page).press_sequentially("整治 xfa")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("消防安全")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute(
        "aria-activedescendant", first.get_attribute("id") or "none"
    )
    page.keyboard.press("ArrowUp")
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    expect(box(page)).to_have_value("整治 消防安全")
    expect(page.locator(".hit").first).to_be_visible()


def test_escape_closes_the_suggestions_and_leaves_what_was_typed(
    served: Served, page: Page
) -> None:
    page.goto(served.address + "/search")
    box(page).press_sequentially("消")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_value("消")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hit").nth(1)).to_have_class(re.compile("chosen"))


def test_a_suggested_title_opens_its_document(served: Served, page: Page) -> None:
    page.goto(served.address + "/")
    # all at once: no answer to a part of it changes the list any more
    box(page).fill("消防安全专项")
    option = page.get_by_role("option").filter(has_text="打开这一篇").first
    title = option.locator("span").first.inner_text()
    option.click()
    expect(page.locator(".docbar h1")).to_have_text(title)


def test_what_is_composed_is_not_suggested_for_before_it_is_written(
    served: Served, page: Page
) -> None:
    page.goto(served.address + "/search")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box(page).evaluate(
        """input => {
          input.value = "xiao";
          input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
        }"""
    )
    page.wait_for_timeout(300)
    assert not [url for url in asked if "suggest" in url]
    box(page).evaluate(
        """input => {
          input.value = "消";
          input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }"""
    )
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_search_is_saved_renamed_deleted_and_brought_back(served: Served, page: Page) -> None:
    page.goto(served.address + "/search?q=消防&genre=实施方案")
    saved = page.locator(".saved-searches")
    saved.get_by_text("保存这次搜索").click()
    expect(saved.get_by_label("名称", exact=True)).to_have_value("消防 实施方案")
    saved.get_by_label("名称", exact=True).fill("消防方案")
    saved.get_by_role("button", name="保存").click()
    expect(page.locator(".toast")).to_contain_text("已保存这次搜索")
    link = saved.get_by_role("link", name="消防方案")
    expect(link).to_have_attribute("aria-current", "page")
    saved.get_by_text("改名、删除").click()
    saved.get_by_label("“消防方案”的新名称").fill("每年的消防方案")
    saved.get_by_role("button", name="改名").click()
    expect(saved.get_by_role("link")).to_have_text("每年的消防方案")
    page.goto(served.address + "/search")
    saved.get_by_role("link", name="每年的消防方案").click()
    expect(page.locator(".chip.chosen")).to_contain_text("实施方案")
    saved.get_by_text("改名、删除").click()
    saved.get_by_role("button", name="删除“每年的消防方案”").click()
    expect(saved.get_by_role("link")).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(saved.get_by_role("link")).to_have_text("每年的消防方案")


def test_a_section_is_copied_whole_and_opened_where_it_stands(
    served: Served, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served.address + "/search?q=消防 保障措施")
    page.get_by_role("navigation", name="找什么").get_by_role("link", name="按章节").click()
    hit = page.locator(".hit").first
    expect(hit.locator(".chip.edited")).to_have_text("保障措施")
    expect(page.locator(".preview-pane #passage")).to_be_attached()
    heading = hit.locator("h2").inner_text()
    hit.get_by_role("link", name="复制本节").click()
    expect(page.locator(".toast")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(heading + "\n")
    said = int(re.findall(r"全节 (\d+) 字", hit.inner_text())[0])
    assert len("".join(copied.removeprefix(heading).split("\n"))) == said
    hit.get_by_role("link", name="打开").click()
    page.wait_for_url(re.compile("#passage$"))
    expect(page.locator("#passage")).to_be_in_viewport()


def test_a_hit_opens_at_the_word_in_the_passage_that_it_showed(served: Served, page: Page) -> None:
    page.goto(served.address + "/search?q=网格巡查")
    page.locator(".hit h2 a").first.click()
    expect(page.locator("#passage")).to_be_in_viewport()
    inside = page.evaluate(
        """() => {
          const [outer, inner] = ["#passage", ".found.now"].map(
            (each) => document.querySelector(each).getBoundingClientRect());
          return outer.top <= inner.top && inner.bottom <= outer.bottom + 1;
        }"""
    )
    assert inside


def test_a_role_is_chosen_beside_the_sections(served: Served, page: Page) -> None:
    page.goto(served.address + "/search?q=消防&mode=sections")
    page.get_by_role("radio", name="工作目标").check()
    page.wait_for_url(re.compile("role=goals"))
    expect(page.locator(".hit .chip.edited").first).to_have_text("工作目标")
    page.locator("a.chip.chosen").click()
    page.wait_for_url(lambda url: "role=goals" not in url)


@pytest.mark.parametrize("width", [1366, 1024, 390])
def test_no_state_of_the_search_scrolls_sideways(
    served: Served, context: BrowserContext, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    for path in STATES:
        page.goto(served.address + path)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{path} is {over} px too wide at {width}"
