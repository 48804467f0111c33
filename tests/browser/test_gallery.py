"""Every page, opened in a browser that may not complain, at its size."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext

from tests.browser.gallery import SHOTS, Shot, Stage, prepare, take
from tests.browser.help_pictures import ALIKE, HELP, Picture, difference, taken
from tests.browser.serving import Served
from webapp.help import PICTURES


@pytest.fixture(scope="module")
def stage(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return prepare(served, tmp_path_factory.mktemp("gallery"))


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])
def test_a_page_fills_its_screen_and_shows_something(
    shot: Shot, stage: Stage, context: BrowserContext, tmp_path: Path
) -> None:
    with Image.open(take(context, stage, shot, tmp_path)) as picture:
        assert picture.size == (shot.width, shot.height)
        colours = picture.convert("L").getcolors()
        assert colours is not None
        assert len(colours) > 50


@pytest.mark.parametrize("picture", HELP, ids=[picture.name for picture in HELP])
def test_a_picture_shows_its_page_as_it_is_now(
    picture: Picture, stage: Stage, context: BrowserContext
) -> None:
    now = taken(context, stage, picture)
    kept = PICTURES / f"{picture.name}.webp"
    assert difference(kept, now) < ALIKE, "stale: run python scripts/screenshots.py --help-only"
