"""Last year's file becomes this year's: nothing old stays behind unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from corpus.unit import Names, Staff
from tests.browser import pasts
from tests.browser.pasts import LAST, TITLE, YEAR
from tests.browser.serving import Served

OURS = f"望川县东湖街道{YEAR}年消防安全专项整治实施方案"
SAVED = re.compile(r"已保存 \d\d:\d\d")


@pytest.fixture(scope="module")
def past(served: Served) -> Iterator[int]:
    """A past document in the library, and a unit of our own in the settings."""
    unit = served.library.unit
    unit.save_names(Names("望川县东湖街道办事处", ("东湖街道",)), unit.revision("names"))
    unit.save_staff((Staff("何小梅", "街道党工委书记"),), unit.revision("staff"))
    yield pasts.shelve(served)
    unit.save_names(Names(), unit.revision("names"))
    unit.save_staff((), unit.revision("staff"))


def begun(served: Served, page: Page) -> None:
    """The workbench with a draft from the past document, as a person gets there."""
    page.goto(served.address + "/new/past?q=消防")
    pasts.begin(page)


def text(page: Page, section: str) -> Locator:
    return page.locator(f'[name="text.{section}"]')


def line_of(page: Page, old: str) -> Locator:
    return page.locator(".remnant", has=page.locator(f'.remnant-old[title="{old}"]'))


def test_a_draft_from_a_past_document_with_replacement_and_undo(
    served: Served, page: Page, past: int
) -> None:
    begun(served, page)
    expect(page.locator("#draft-title")).to_have_text(TITLE)
    expect(text(page, "goals")).to_have_value(re.compile("^结合大东湾社区、东湾社区实际"))
    expect(page.locator('[name="title.own-1"]')).to_have_value("信息报送")
    count = page.locator(".side-count")
    expect(count).to_have_text(re.compile(r"\d+"))
    expect(page.locator("#gaps")).to_be_hidden()
    before = int(count.inner_text())

    page.locator("#export summary").click()
    expect(page.locator("#export-residue")).to_contain_text(f"还有 {before} 项旧文内容没有核对")
    page.keyboard.press("Escape")

    page.get_by_role("button", name=re.compile("全部换掉")).click()
    expect(page.locator("#draft-title")).to_have_text(OURS)
    expect(page.locator('[name="text.signoff"]')).to_have_value(
        f"望川县东湖街道办事处\n{YEAR}年2月20日"
    )
    expect(text(page, "duty")).to_have_value(re.compile("何小梅（街道党工委书记）"))
    expect(page.locator(".toasts")).to_contain_text("已替换")
    expect(count).not_to_have_text(str(before))

    page.locator(".toasts").get_by_role("button", name="撤销").click()
    expect(page.locator("#draft-title")).to_have_text(TITLE)
    expect(count).to_have_text(str(before))
    page.locator("#redo").click()
    expect(page.locator("#draft-title")).to_have_text(OURS)
    expect(page.locator("#save-state")).to_have_text(SAVED)


def test_what_is_not_replaced_stays_listed_until_it_is_ticked_and_is_kept_with_the_draft(
    served: Served, page: Page, past: int
) -> None:
    begun(served, page)
    east = line_of(page, "东湾社区")
    east.locator(".remnant-new").fill("西坝社区")
    east.locator(".remnant-new").press("Enter")
    expect(page.locator('[name="text.goals"]')).to_have_value(
        "结合大东湾社区、西坝社区实际，对1260户沿街商铺开展排查，做到西坝社区不漏一户。"
    )
    expect(text(page, "own-1")).to_have_value("西坝社区要在3月1日前报送方案。")
    figure = line_of(page, "1260户")
    expect(figure).to_have_class("remnant open")
    before = int(page.locator(".side-count").inner_text())
    figure.get_by_label("保留").check()
    expect(figure).to_have_class("remnant kept")
    expect(page.locator(".side-count")).to_have_text(str(before - 1))
    # typed in again from elsewhere, it is listed again
    goals = page.locator('[name="text.goals"]')
    goals.fill(goals.input_value() + "东湾社区。")
    expect(line_of(page, "东湾社区")).to_have_class("remnant open")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.reload()
    page.wait_for_selector("#draft[data-ready]")
    expect(line_of(page, "1260户").get_by_label("保留")).to_be_checked()
    expect(line_of(page, "东湾社区")).to_have_class("remnant open")
    expect(line_of(page, "东湾社区").locator(".remnant-new")).to_have_value("西坝社区")


def test_each_place_of_an_old_name_is_replaced_or_kept_by_itself(
    served: Served, page: Page, past: int
) -> None:
    begun(served, page)
    east = line_of(page, "东湾社区")
    east.locator(".remnant-new").fill("西坝社区")
    east.get_by_role("button", name="逐处看").click()
    places = east.locator(".remnant-each li")
    expect(places).to_have_count(3)
    total = places.count()
    expect(places.nth(1).locator("mark")).to_have_text("东湾社区")
    stays = places.nth(1).locator(".remnant-at").inner_text()
    places.nth(1).get_by_role("button", name="保留").click()
    expect(places.nth(1)).to_have_class("spared")
    swap = places.nth(2).get_by_role("button", name="替换")
    expect(swap).to_be_enabled()
    swap.click()
    expect(places).to_have_count(total - 1)
    expect(page.locator(".toasts")).to_contain_text("已替换 1 处")
    east.locator(".remnant-replace").click()
    expect(text(page, "goals")).to_have_value(re.compile("结合大东湾社区、西坝社区实际"))
    expect(page.locator("#save-state")).to_have_text(SAVED)
    texts = page.locator('textarea[name^="text."], input[name^="title."]')
    whole = "\n".join(texts.nth(n).input_value() for n in range(texts.count()))
    assert "西坝社区" in whole
    assert stays in whole
    page.reload()
    page.wait_for_selector("#draft[data-ready]")
    line_of(page, "东湾社区").get_by_role("button", name="逐处看").click()
    expect(line_of(page, "东湾社区").locator("li.spared .remnant-at")).to_have_text(stays)


def test_places_replaced_one_upon_the_other_leave_the_words_around_them(
    served: Served, page: Page, past: int
) -> None:
    begun(served, page)
    goals = page.locator('[name="text.goals"]')
    # outside the basic plane: one character of a name, two units of the browser's strings
    goals.fill("由\U0002c9ce某某到东湾社区，再从东湾社区到东湾社区收尾。")
    east = line_of(page, "东湾社区")
    east.locator(".remnant-new").fill("西坝东社区")
    east.get_by_role("button", name="逐处看").click()
    own = east.locator("li").filter(has_text="到")
    expect(own.get_by_role("button", name="替换")).to_have_count(3)
    expect(own.get_by_role("button", name="替换").last).to_be_enabled()
    # both before the server has answered the first
    own.get_by_role("button", name="替换").evaluate_all(
        "found => found.slice(0, 2).forEach((one) => one.click())"
    )
    whole = "由\U0002c9ce某某到西坝东社区，再从西坝东社区到东湾社区收尾。"
    expect(goals).to_have_value(whole)
    expect(own).to_have_count(1)
    # typed since: what stood there is somewhere else
    goals.evaluate("area => { area.value = `先${area.value}`; }")
    own.get_by_role("button", name="替换").click()
    expect(page.locator(".toasts")).to_contain_text("稍等一下再点")
    expect(goals).to_have_value(f"先{whole}")


def test_a_click_leads_to_the_place_in_the_form_and_on_the_page(
    served: Served, page: Page, past: int
) -> None:
    begun(served, page)
    line_of(page, "1260户").locator(".remnant-place").click()
    goals = page.locator('[name="text.goals"]')
    expect(goals).to_be_focused()
    chosen = "a => a.value.slice(a.selectionStart, a.selectionEnd)"
    expect(goals).to_have_js_property("selectionEnd", goals.input_value().index("1260户") + 5)
    assert goals.evaluate(chosen) == "1260户"
    expect(page.locator(".mark-now").first).to_be_visible()


def test_a_file_from_this_computer_becomes_a_draft_at_once(
    served: Served, page: Page, past: int
) -> None:
    page.goto(served.address + "/new/past")
    text = LAST.replace("消防", "防汛").encode()
    page.locator("input[type=file]").set_input_files(
        {"name": "去年防汛.txt", "mimeType": "text/plain", "buffer": text}
    )
    page.get_by_role("button", name="上传并开始写").click()
    page.wait_for_selector("#draft[data-ready]")
    expect(page.locator("#draft-title")).to_have_text(TITLE.replace("消防", "防汛"))


def test_find_and_replace_by_keyboard(served: Served, page: Page, past: int) -> None:
    begun(served, page)
    page.keyboard.press("Control+f")
    expect(page.locator("#find-words")).to_be_focused()
    page.keyboard.type("东湾社区")
    expect(page.locator("#find-count")).to_have_text("1 / 4")
    expect(page.locator(".find-layer mark.now")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#find-count")).to_have_text("3 / 4")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#find-count")).to_have_text("2 / 4")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="查找和替换").click()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#find-other")).to_be_focused()
    page.keyboard.type("西坝社区")
    page.locator("#find-other").press("Enter")
    expect(page.locator("#find-count")).to_have_text("2 / 3")
    page.get_by_role("button", name="全部替换").click()
    expect(page.locator("#find-count")).to_have_text("已替换 3 处")
    for section in ("goals", "own-1"):
        expect(text(page, section)).not_to_have_value(re.compile("东湾"))
    expect(text(page, "goals")).to_have_value(re.compile("大西坝社区"))
    page.locator(".toasts").get_by_role("button", name="撤销").last.click()
    expect(page.locator("#find-count")).to_have_text(re.compile(r"\d / 3"))
    page.locator("#find-words").fill("没有这个词")
    expect(page.locator("#find-count")).to_have_text("没有找到")
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_be_hidden()
    expect(page.locator(".find-layer")).to_have_count(0)


def test_a_section_of_others_is_inserted_with_its_source_and_undone(
    served: Served, page: Page, past: int
) -> None:
    begun(served, page)
    goals = page.locator('[name="text.goals"]')
    listed = page.locator(".remnant").count()
    goals.click()
    page.locator('.others-open[data-into="goals"]').click()
    drawer = page.locator("#others")
    expect(drawer.locator(".other").first).to_be_visible()
    before = drawer.locator(".other").first.element_handle()
    drawer.get_by_label("换个主题找").fill("防汛")
    drawer.get_by_role("button", name="找", exact=True).click()
    before.wait_for_element_state("hidden")
    first = drawer.locator(".other", has_text="2027年").first
    title = first.locator(".other-from a").inner_text()
    words = first.locator(".other-text").inner_text().split("\n")[0]
    first.get_by_role("button", name="插入到光标处").click()
    expect(drawer).to_be_hidden()
    expect(page.locator("#g-goals .taken")).to_have_text(f"出自《{title}》")
    both = re.compile(f"^结合大东湾社区.*{re.escape(words)}", re.DOTALL)
    expect(text(page, "goals")).to_have_value(both)
    expect(page.locator(".remnant").nth(listed)).to_be_attached()
    page.locator(".toasts").get_by_role("button", name="撤销").click()
    expect(page.locator('[name="text.goals"]')).to_have_value(
        "结合大东湾社区、东湾社区实际，对1260户沿街商铺开展排查，做到东湾社区不漏一户。"
    )
    expect(page.locator("#g-goals .taken")).to_contain_text("消防")
    expect(page.locator(".remnant")).to_have_count(listed)


def test_a_click_on_the_page_leads_to_its_part_of_the_form(
    served: Served, page: Page, past: int
) -> None:
    begun(served, page)
    title = page.locator('rect[data-target="g:basics"]').first
    title.dispatch_event("click")
    expect(page.locator("#g-basics")).to_have_attribute("open", "")
    expect(page.locator('[name="text.title"]')).to_be_focused()
    page.locator('rect[data-target="g:own-1"]').first.dispatch_event("click")
    expect(page.locator('[name="title.own-1"], [name="text.own-1"]').first).to_be_visible()
    expect(page.locator("#g-own-1 :focus")).to_have_count(1)


def test_the_page_follows_the_line_that_is_typed(served: Served, page: Page, past: int) -> None:
    begun(served, page)
    goals = page.locator('[name="text.goals"]')
    goals.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n这一行是新写的。")
    expect(page.locator(".mark-now")).to_have_count(1)
    expect(page.locator(".mark-now")).to_have_attribute("data-target", "g:goals")
