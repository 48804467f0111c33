"""Handing on: printed without a plug-in, copied with its layout, masked; and set right before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from corpus.reading import read_text
from corpus.search import index_pending
from generator import template
from tests.browser.serving import Served
from tests.generator.layout.paper import pages

TEXT = """青禾县2026年消防安全专项整治工作方案

为消除火灾隐患，制定本方案。

一、组织领导

组长：周建国，电话13812345678。

工作要求

各网格要压实责任。

望川县2025年防汛抗旱工作总结

巡查河道十二次，储备了沙袋两千条。

望川县水利局

2025年12月1日
"""
# what is put on the clipboard, caught where a word processor would take it
CAUGHT = """() => { window.caught = new Promise((resolve) =>
  document.addEventListener("copy", ({ clipboardData }) => resolve({
    html: clipboardData.getData("text/html"), text: clipboardData.getData("text/plain") }))); }"""
PRINTED = "window.print = () => { window.printed = (window.printed ?? 0) + 1; };"


@pytest.fixture(scope="module")
def address(served: Served) -> str:
    """A document of one's own, read as one though it is two."""
    (document, *_) = read_text(TEXT, name="方案.txt")
    id = served.library.documents.add(
        document, owner=served.owner, original=TEXT.encode(), name="方案.txt"
    ).id
    index_pending(served.library)
    return f"{served.address}/documents/{id}"


def copied(page: Page, name: str) -> dict[str, Any]:
    page.evaluate(CAUGHT)
    page.locator("summary", has_text=re.compile("下载|导出")).click()
    page.get_by_role("button", name=name).click()
    expect(page.locator(".toast").last).to_contain_text("全文已复制")
    caught: dict[str, Any] = page.evaluate("caught")
    return caught


def test_all_of_a_document_is_copied_with_its_layout_or_plain(page: Page, address: str) -> None:
    page.goto(address)
    rich = copied(page, "复制全文")
    assert "仿宋_GB2312" in rich["html"]
    assert "line-height:28.95pt" in rich["html"]
    assert "一、组织领导" in rich["text"]
    page.reload()
    plain = copied(page, "复制文字")
    assert plain["html"] == ""
    assert plain["text"] == rich["text"]


def test_what_is_pasted_looks_as_it_was_laid_out(page: Page, address: str) -> None:
    page.goto(address)
    html = copied(page, "复制全文")["html"]
    # a page without our content policy, as any editor in the browser is
    page.goto("about:blank")
    page.set_content(f"<body>{html}</body>")
    style = page.locator("p", has_text="制定本方案").evaluate(
        "p => { const s = getComputedStyle(p); return [s.fontSize, s.lineHeight, s.textIndent]; }"
    )
    assert style == ["21.3333px", "38.6px", "42.12px"]


def test_the_print_view_opens_by_itself_and_holds_the_pages_as_they_are(
    apart: BrowserContext, address: str
) -> None:
    apart.add_init_script(PRINTED)
    page = apart.new_page()
    page.goto(address)
    page.locator("summary", has_text="下载").click()
    with apart.expect_page() as opened:
        page.get_by_role("link", name="打印 直接").click()
    view = opened.value
    view.wait_for_selector("body[data-ready]")
    assert view.evaluate("printed") == 1
    sheets = pages(view.pdf(prefer_css_page_size=True))
    assert len(sheets) == view.locator(".print-sheet").count()
    assert [(round(s.width), round(s.height)) for s in sheets] == [(595, 842)] * len(sheets)
    view.get_by_role("button", name="打印").click()
    assert view.evaluate("printed") == 2
    answer = apart.request.get(f"{served_pdf(view)}")
    assert answer.body().startswith(b"%PDF-")
    assert answer.headers["content-disposition"].startswith("inline")


def served_pdf(view: Page) -> str:
    return view.url.split("?")[0].replace("/print", "/pdf")


def test_a_draft_is_copied_as_it_stands_and_printed(
    served: Served, page: Page, context: BrowserContext
) -> None:
    entry = template.get("fire-safety-campaign")
    draft = served.library.drafts.create(
        served.owner, entry.id, entry.sha256, entry.text, entry.sample_inputs(), [], entry.title
    )
    page.goto(f"{served.address}/drafts/{draft.id}")
    page.wait_for_selector("#draft[data-ready]")
    page.locator(".group-head").first.click()
    unit = page.locator("[name='f.单位']")
    unit.fill("望川县东湾社区居民委员会")
    rich = copied(page, "复制全文")
    assert "望川县东湾社区居民委员会" in rich["text"], "what was typed last is saved first"
    assert "<table" in rich["html"]


def test_names_stay_hidden_through_every_click_of_a_masked_page(page: Page, address: str) -> None:
    page.goto(address + "?view=text")
    page.get_by_role("link", name="隐去").click()
    expect(page.locator("main")).to_contain_text("周某某")
    page.locator(".outline li a").first.click()
    expect(page.locator("#section")).to_contain_text("138****5678")
    text = copied(page, "复制文字")["text"]
    assert "周某某" in text
    assert "周建国" not in text
    page.get_by_role("link", name="页面").click()
    page.wait_for_url("**masked=1**")
    page.locator("summary", has_text="下载").click()
    with page.expect_download() as kept:
        page.get_by_role("link", name="纯文字 只要").click()
    assert "已隐去" in kept.value.suggested_filename
    assert "周建国" not in kept.value.path().read_text("utf-8")
    page.get_by_role("link", name="从这里开始写").or_(
        page.get_by_role("button", name="从这里开始写")
    ).click()
    page.wait_for_url("**/drafts/**")
    assert "周建国" not in page.content()


def test_what_the_reader_got_wrong_is_set_right_and_taken_back(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="更正", exact=True).click()
    page.locator(".text-block", has_text="工作要求").locator(".text-mark").click()
    page.get_by_role("button", name="1 级标题").click()
    expect(page.locator(".outline")).to_contain_text("二、工作要求")
    page.locator(".text-block", has_text="防汛抗旱工作总结").locator(".text-mark").click()
    page.get_by_text("从这里起是另一篇").click()
    page.get_by_role("button", name="拆成两篇").click()
    expect(page.locator("h1")).to_have_text("望川县2025年防汛抗旱工作总结")
    expect(page.locator(".docbar .chip").first).to_have_text("工作总结")
    page.goto(address)
    page.get_by_role("link", name="查看和撤销").click()
    expect(page.locator("#made li")).to_have_count(2)
    page.get_by_role("button", name="原样恢复").click()
    expect(page.locator("#made")).to_have_count(0)
    page.goto(address + "?view=text")
    expect(page.locator(".text-sheet")).to_contain_text("防汛抗旱工作总结")
    expect(page.locator(".outline")).not_to_contain_text("工作要求")
