"""A file of last year, on the shelf and taken into the workbench, for tests and pictures."""

from __future__ import annotations

import datetime

from playwright.sync_api import Page

from corpus.reading import read_text
from tests.browser.serving import Served

YEAR = datetime.datetime.now().year
LAST = f"""青禾县柳溪街道{YEAR - 1}年消防安全专项整治实施方案

各社区居民委员会，街道各科室：

为切实消除火灾隐患，柳溪街道办事处决定于{YEAR - 1}年3月1日至5月31日开展整治。

一、工作目标

结合大东湾社区、东湾社区实际，对1260户沿街商铺开展排查，做到东湾社区不漏一户。

二、组织领导

组长：周大明（街道党工委书记）

三、信息报送

东湾社区要在3月1日前报送方案。

青禾县柳溪街道办事处

{YEAR - 1}年2月20日
"""
TITLE = f"青禾县柳溪街道{YEAR - 1}年消防安全专项整治实施方案"


def shelve(served: Served) -> int:
    """The number of the past document in the library, put there unless it is there."""
    (document,) = read_text(LAST, name="去年的方案.txt")
    return served.library.documents.add(document, owner=served.owner, name="去年的方案.txt").id


def choice(served: Served) -> str:
    """The page of past documents, with ours found."""
    shelve(served)
    return "/new/past?q=消防"


def begin(page: Page) -> None:
    """Begin a draft with the past document, on the page where it is chosen."""
    line = page.locator(".past-line", has_text=TITLE)
    line.get_by_role("button", name="从这里开始写").click()
    page.wait_for_selector("#draft[data-ready]")


def find(page: Page) -> None:
    """Look for a word in the draft."""
    begin(page)
    page.keyboard.press("Control+h")
    page.keyboard.type("东湾社区")
    page.keyboard.press("Enter")


def others(page: Page) -> None:
    """Look how others wrote the first section."""
    begin(page)
    page.locator('.others-open[data-into="goals"]').click()
    page.locator("#others .other").first.wait_for()
