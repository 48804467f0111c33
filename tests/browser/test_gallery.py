"""Every page, opened in a browser that may not complain, at its size."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext

from tests.browser.accessibility import serious_findings
from tests.browser.gallery import SHOTS, Shot, Stage, opened, prepare
from tests.browser.help_pictures import ALIKE, HELP, Picture, difference, taken
from tests.browser.serving import Served
from webapp.help import PICTURES

NARROW = ((683, 384), (390, 844))
"""1366 × 768 at a zoom of 200 %, and a telephone."""


@pytest.fixture(scope="module")
def stage(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return prepare(served, tmp_path_factory.mktemp("gallery"))


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])
def test_a_page_fills_its_screen_and_everybody_can_use_it(
    shot: Shot, stage: Stage, context: BrowserContext
) -> None:
    page = opened(context, stage, shot)
    assert serious_findings(page) == []
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        assert picture.size == (shot.width, shot.height)
        colours = picture.convert("L").getcolors()
        assert colours is not None
        assert len(colours) > 50
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("picture", HELP, ids=[picture.name for picture in HELP])
def test_a_picture_shows_its_page_as_it_is_now(
    picture: Picture, stage: Stage, context: BrowserContext
) -> None:
    now = taken(context, stage, picture)
    kept = PICTURES / f"{picture.name}.webp"
    assert difference(kept, now) < ALIKE, "stale: run python scripts/screenshots.py --help-only"
