"""A real browser before the real server; a test fails on anything the browser complains about."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus.library import Library
from tests.browser.loading import wait_before_acting
from tests.browser.serving import (
    CHROMIUM,
    Complaints,
    Served,
    launched,
    serving,
    session,
    sign_in,
    signed_in,
)
from webapp.samples import add_samples

# what comes comes sooner; a machine that has much else to do may take its time
expect.set_options(timeout=60_000)
wait_before_acting()
# a browser asks for a dozen pictures at once, and waitress says so each time
logging.getLogger("waitress.queue").setLevel(logging.ERROR)


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that has the samples, to be copied: adding them takes two seconds."""
    home = tmp_path_factory.mktemp("sampled") / "home"
    with Library.open(home) as library:
        add_samples(library, library.users.ensure_owner("何某某").id)
    return home


@pytest.fixture(scope="module")
def served(sampled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application, served for the tests of one module on a library of their own."""
    home = shutil.copytree(sampled, tmp_path_factory.mktemp("browser") / "home")
    with serving(home) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; they are skipped where there is none."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with launched() as started:
        yield started


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Everything the browser complains about; the test fails unless it announced it."""
    found = Complaints()
    yield found
    assert found.unexpected == []


@pytest.fixture(scope="module")
def kept(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    """The session that the tests of one module share.

    Its first page stays open: a browser that has one of the application open shows another in half
    the time, from what it has read and compiled before.
    """
    made = signed_in(chromium, served)
    made.new_page().goto(f"{served.address}/static/mark.svg")
    yield made
    made.close()


@pytest.fixture
def context(
    kept: BrowserContext, served: Served, complaints: Complaints
) -> Iterator[BrowserContext]:
    """A signed-in session without pages, as nobody has used it before."""
    sign_in(kept, served)
    kept.on("page", complaints.listen)
    yield kept
    kept.remove_listener("page", complaints.listen)
    first, *others = kept.pages
    for page in others:
        page.close()
    kept.set_offline(False)
    kept.clear_permissions()
    kept.clear_cookies()
    first.evaluate("localStorage.clear()")


@pytest.fixture
def apart(chromium: Browser, served: Served, complaints: Complaints) -> Iterator[BrowserContext]:
    """A session for what a shared one cannot give back: files that it keeps, scripts added."""
    made = session(chromium, served, complaints)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of the signed-in session."""
    return context.new_page()
