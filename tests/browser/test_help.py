"""The help: its pictures show the pages as they are, its pages can be read and printed."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.help_pictures import HELP
from tests.browser.serving import Served
from webapp import help
from webapp.help import PICTURES, TOPICS

PAGES = Path(help.__file__).parent / "pages" / "help"


def test_each_picture_that_a_page_names_is_there_and_no_other() -> None:
    named = {
        name
        for path in PAGES.glob("*.html")
        for name in re.findall(r'picture\("([\w-]+)"', path.read_text("utf-8"))
    }
    assert named == {picture.name for picture in HELP}
    assert {path.stem for path in PICTURES.glob("*.webp")} == named == set(help.sizes())


def test_pictures_weigh_little() -> None:
    sizes = [path.stat().st_size for path in PICTURES.glob("*.webp")]
    assert max(sizes) < 70_000
    assert sum(sizes) < 500_000


def test_every_topic_is_a_page_that_one_gets_to_and_from(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/help")
    expect(page.locator(".help-topics a")).to_have_count(len(TOPICS))
    page.get_by_role("link", name="备份和恢复").click()
    expect(page.get_by_role("heading", name="备份和恢复", level=1)).to_be_visible()
    page.get_by_role("link", name="全部列在一页").click()
    expect(page.locator(".help-text section")).to_have_count(len(TOPICS))


def test_printed_the_help_has_its_text_and_not_the_frame(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/help/backup")
    page.emulate_media(media="print")
    expect(page.locator("header.bar")).to_be_hidden()
    expect(page.locator(".settings-places")).to_be_hidden()
    expect(page.locator(".help-text")).to_be_visible()
