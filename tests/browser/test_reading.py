"""Reading as a person does it: keys in the results, marks on pages, files dropped, no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus.document import Document, Paragraph
from corpus.library.importing import IMPORT
from corpus.library.runner import run
from tests.browser.serving import Complaints, Served
from webapp import preferences
from webapp.preferences import TextSize

PAGES = (
    "/", "/search?q=消防", "/documents/1?q=消防", "/library", "/format", "/settings",
    "/settings/staff", "/settings/places", "/settings/layout", "/settings/screen",
    "/settings/data", "/settings/users", "/help", "/help/write", "/help/all", "/welcome/1",
    "/welcome/2", "/welcome/3",
)  # fmt: skip
DROP = """([selector, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  const form = document.querySelector(selector);
  for (const kind of ["dragenter", "dragover", "drop"])
    form.dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""
PRIORITIES = """望川县青石巷社区2026年工作要点

一、抓好防汛

按时巡查河道，备足沙袋和抽水泵。

二、办好实事

更换楼道灯，修补破损路面。
"""


@pytest.mark.parametrize(
    ("width", "height", "text"),
    [
        (1366, 768, "normal"),
        (1024, 768, "normal"),
        (390, 844, "normal"),
        (1366, 768, "largest"),
        (390, 844, "largest"),
    ],
)
def test_no_page_scrolls_sideways(
    served: Served, context: BrowserContext, width: int, height: int, text: TextSize
) -> None:
    preferences.save(served.library.values, served.owner, preferences.Preferences(text))
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    for path in PAGES:
        page.goto(served.address + path)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{path} is {over} px too wide at {width}, {text}"
    preferences.save(served.library.values, served.owner, preferences.Preferences())


def test_panes_scroll_alone_and_the_bar_stays(served: Served, page: Page) -> None:
    page.goto(served.address + "/search?q=消防")
    page.locator(".results").evaluate("pane => pane.scrollTo(0, 400)")
    assert page.evaluate("scrollY") == 0
    assert page.locator(".bar").bounding_box() == {"x": 0, "y": 0, "width": 1366, "height": 44}


def test_arrow_keys_choose_a_result_and_enter_opens_it(served: Served, page: Page) -> None:
    page.goto(served.address + "/")
    expect(page.locator("input[name=q]").first).to_be_focused()
    page.keyboard.type("消防")
    expect(page.locator("input[name=q]").first).to_have_value("消防")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    second = page.locator(".hit").nth(1)
    expect(second).to_have_class(re.compile("chosen"))
    title = second.locator("h2").inner_text()
    number = re.findall(r"/documents/(\d+)", second.locator("h2 a").get_attribute("href") or "")[0]
    expect(page.locator(f".preview-pane img[src*='/documents/{number}/']")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{number}?*")
    expect(page.locator("h1")).to_have_text(title)


def test_a_ticked_facet_narrows_at_once(served: Served, page: Page) -> None:
    page.goto(served.address + "/search?q=消防")
    before = page.locator(".hit").count()
    facet = page.locator("input[type=checkbox][name=genre]").first
    value = facet.get_attribute("value")
    facet.click()
    page.wait_for_url("**genre=*")
    expect(page.locator(".chip.chosen")).to_contain_text(value or "")
    assert 0 < page.locator(".hit").count() <= before


def test_steps_through_what_was_found(served: Served, page: Page) -> None:
    page.goto(served.address + "/search?q=消防")
    page.locator(".hit h2 a").first.click()
    total = int(page.locator(".finds").get_attribute("data-total") or 0)
    assert total > 2
    page.goto(page.url.replace("#passage", "") + "&at=1")
    page.get_by_role("link", name="下一处").click()
    expect(page.locator("[data-now]")).to_have_text("2")
    expect(page.locator("#found-2")).to_have_class("found now")
    expect(page.locator(".found.now")).to_have_count(1)
    page.get_by_role("link", name="上一处").click()
    page.get_by_role("link", name="上一处").click()
    expect(page.locator("[data-now]")).to_have_text(str(total))
    expect(page.locator(f"#found-{total}")).to_be_in_viewport()


def test_yellow_lies_on_the_printed_word(served: Served, page: Page) -> None:
    page.goto(served.address + "/search?q=标题:消防")
    page.locator(".hit h2 a").first.click()
    now = page.locator(".found.now")
    expect(now).to_be_in_viewport()
    sheet = page.locator(".sheet", has=now).bounding_box()
    mark = now.locator("rect").first.bounding_box()
    assert sheet
    assert mark
    assert sheet["x"] < mark["x"] < mark["x"] + mark["width"] < sheet["x"] + sheet["width"]
    assert 15 < mark["height"] < 40


def test_a_section_chosen_in_the_outline_can_be_copied(
    served: Served, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served.address + "/documents/1")
    line = page.locator(".outline a").nth(1)
    words = line.locator("span").first.inner_text()
    line.click()
    expect(page.locator("#section h3")).to_have_text(words)
    page.get_by_role("button", name="复制").click()
    expect(page.locator(".toast")).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()").startswith(words)


def test_a_click_on_a_paragraph_chooses_it_and_keeps_the_way_back(
    served: Served, page: Page
) -> None:
    stored = served.library.documents.add(
        Document(
            title="东湾社区材料",
            blocks=(Paragraph("b1", text="防汛值守。"), Paragraph("b2", text="防汛物资。")),
        ),
        owner=served.owner,
    )
    page.goto(f"{served.address}/documents/{stored.id}?view=text&q=防汛")
    page.get_by_text("防汛物资。").click()
    page.wait_for_url("**block=b2*")
    expect(page.locator("[aria-current]", has_text="正文")).to_be_visible()
    expect(page.locator("main")).to_contain_text("这一段是")
    expect(page.locator(".docbar .back")).to_contain_text("返回")


def test_the_paper_grows_and_shrinks(served: Served, page: Page) -> None:
    page.goto(served.address + "/documents/1")
    width = "document.querySelector('.sheet').getBoundingClientRect().width"
    assert page.evaluate(width) == 604
    page.get_by_role("button", name="放大").click()
    assert page.evaluate(width) == 676
    page.get_by_role("button", name="缩小").click()
    page.get_by_role("button", name="缩小").click()
    assert page.evaluate(width) == 504


def test_without_a_file_the_upload_says_so_in_chinese(served: Served, page: Page) -> None:
    for address, button in (("/library", "上传并入库"), ("/format", "上传并排版")):
        page.goto(served.address + address)
        page.get_by_role("button", name=button).click()
        expect(page.locator(".upload [role=alert]")).to_have_text("还没有选文件，先选好再上传")


def test_enter_opens_the_chosen_result_and_not_what_was_clicked_before(
    served: Served, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served.address + "/search?q=消防")
    page.get_by_role("link", name="复制本段").first.click()
    expect(page.locator(".toast")).to_contain_text("已复制")
    page.keyboard.press("ArrowDown")
    second = page.locator(".hit").nth(1)
    expect(second).to_have_class(re.compile("chosen"))
    title = second.locator("h2").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".docbar h1")).to_have_text(title)


def test_a_dropped_file_is_read_in_while_the_page_looks_on(served: Served, page: Page) -> None:
    page.goto(served.address + "/library")
    page.evaluate(DROP, [".library-list", "工作要点.txt", PRIORITIES])
    page.wait_for_url("**/library/imports/*")
    expect(page.locator("main")).to_contain_text("可以离开这一页")
    run(served.home, [IMPORT], workers=1, until=int(page.url.rpartition("/")[2]))
    expect(page.locator("main")).to_contain_text("读进来 1 篇")
    expect(page.locator("[data-poll]")).to_have_count(0)
    page.get_by_role("link", name="去找范文").click()
    expect(page.locator(".hit h2").first).to_have_text("望川县青石巷社区2026年工作要点")


def test_a_messy_file_is_laid_out_and_taken_away(
    served: Served, page: Page, complaints: Complaints
) -> None:
    complaints.expect("422")
    page.goto(served.address + "/format")
    page.evaluate(DROP, ["[data-drop]", "程序.exe", "MZ"])
    expect(page.locator(".notice")).to_contain_text("程序.exe")
    page.wait_for_load_state()  # the page takes files only once its scripts have run
    page.evaluate(DROP, ["[data-drop]", "工作要点.txt", PRIORITIES])
    expect(page.locator("h1")).to_have_text("工作要点.txt")
    expect(page.locator(".after img")).to_have_count(1)
    with page.expect_download() as kept:
        page.get_by_role("link", name="下载 Word").click()
    assert kept.value.suggested_filename == "望川县青石巷社区2026年工作要点.docx"


def test_search_and_download_work_without_a_script(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(served.link())
    page.locator("input[name=q]").fill("消防")
    page.get_by_role("button", name="搜索").click()
    page.locator("input[name=genre]").first.check()
    page.get_by_role("button", name="按所选缩小范围").click()
    page.locator(".hit h2 a").first.click()
    page.get_by_role("link", name="下一处").click()
    page.wait_for_url(re.compile(r"#found-\d+$"))
    page.locator("summary", has_text="下载").click()
    with page.expect_download() as kept:
        page.get_by_role("link", name="PDF 打印").click()
    assert kept.value.suggested_filename.endswith(".pdf")
    context.close()


def test_escape_closes_a_menu_and_gives_the_focus_back(served: Served, page: Page) -> None:
    page.goto(served.address + "/documents/1")
    page.locator("summary", has_text="下载").click()
    expect(page.locator(".menu-item", has_text="接着在 Word")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-item", has_text="接着在 Word")).to_be_hidden()
    expect(page.locator("summary", has_text="下载")).to_be_focused()
