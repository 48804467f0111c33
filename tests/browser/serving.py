"""The application served to a real browser, and what that browser complains about."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

from corpus.library import Library, Scope
from webapp.app import create_app
from webapp.context import library_of
from webapp.samples import add_samples

CHROMIUM = os.environ.get("NIGAO_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTH, HEIGHT = 1366, 768
LASTING = """const after = window.setTimeout;
window.setTimeout = (act, wait, ...given) => after(act, wait === 6000 ? 600000 : wait, ...given);"""
"""Toasts go after six seconds: a machine that has much else to do may not get to them so soon."""


@dataclass(frozen=True, slots=True)
class Served:
    """The running application: its address, its library, the folder that holds both."""

    address: str
    library: Library
    home: Path
    owner: int

    @property
    def scope(self) -> Scope:
        """What the person in the browser may see."""
        return Scope(self.owner)

    def link(self) -> str:
        """An address that signs in, once."""
        return f"{self.address}/sign-in/{self.library.users.new_link(self.owner)}"


@contextmanager
def serving(home: Path) -> Iterator[Served]:
    """The application on `home` with its samples, served on a free port of this machine alone."""
    app = create_app(home)
    library = library_of(app)
    owner = library.users.ensure_owner("何某某")
    add_samples(library, owner.id)
    # the first day is over; the tests of that day begin it themselves
    library.values.put("welcome", 4)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    closing = threading.Event()

    def run() -> None:
        try:
            server.run()
        except OSError:
            # its loop may just be waiting on what `close` closes
            if not closing.is_set():
                raise

    thread = threading.Thread(target=run, name="waitress")
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.effective_port}", library, home, owner.id)
    finally:
        closing.set()
        server.close()
        thread.join(10)
        library.close()


@contextmanager
def launched() -> Iterator[Browser]:
    """The installed Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Complaints:
    """What the browser complained about: errors and warnings on the console (breaches of the
    content policy among them), exceptions in scripts. `expect` names what a test brings about."""

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, words: str) -> None:
        """Let complaints that contain `words` pass."""
        self.expected.append(words)

    def listen(self, page: Page) -> None:
        """Hear what `page` says."""
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                self.heard.append(f"{page.url}: {said.text} {said.location.get('url', '')}")
                if said.type in ("error", "warning")
                else None
            ),
        )

    @property
    def unexpected(self) -> list[str]:
        """The complaints that were not announced."""
        return [c for c in self.heard if not any(words in c for words in self.expected)]


def signed_in(browser: Browser, served: Served) -> BrowserContext:
    """A signed-in session at 1366 × 768 that speaks Chinese, no page open in it."""
    made = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN", accept_downloads=True
    )
    made.set_default_timeout(60_000)
    made.add_init_script(LASTING)
    sign_in(made, served)
    return made


def sign_in(context: BrowserContext, served: Served) -> None:
    """Let `context` be that of the person of `served`, without a page: to draw one takes longer."""
    answer = context.request.get(served.link(), max_redirects=0)
    assert answer.status == 302, answer.status_text


def session(browser: Browser, served: Served, complaints: Complaints) -> BrowserContext:
    """A signed-in session whose pages are listened to."""
    made = signed_in(browser, served)
    made.on("page", complaints.listen)
    return made
