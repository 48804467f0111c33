"""Nobody acts on a page that is still loading: its scripts may not listen yet.

After `page.goto` they do. After a click that leads to another page they may not, and what is then
clicked, chosen or typed goes nowhere on a slow machine. Where a person could be so fast, the page
itself has to cope, and a test of that says `at_once`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from playwright.sync_api import Keyboard, Locator, Page

ACTIONS = (
    "check",
    "click",
    "dblclick",
    "dispatch_event",
    "evaluate",
    "fill",
    "focus",
    "hover",
    "press",
    "press_sequentially",
    "select_option",
    "set_input_files",
    "uncheck",
)
_waiting = True


@contextmanager
def at_once() -> Iterator[None]:
    """Within it, actions wait for nothing but their element."""
    global _waiting
    _waiting = False
    try:
        yield
    finally:
        _waiting = True


def wait_before_acting() -> None:
    """From now on every action of the tests waits until the page has loaded."""
    for name in ACTIONS:
        setattr(Locator, name, _of_locator(getattr(Locator, name)))
    for name in ("evaluate", "set_input_files"):
        setattr(Page, name, _of_page(getattr(Page, name)))
    keyboard = Page.keyboard.fget

    def loaded(page: Page) -> Keyboard:
        _loaded(page)
        own: Keyboard = keyboard(page)
        return own

    Page.keyboard = property(loaded)


def _loaded(page: Page) -> None:
    if _waiting:
        page.wait_for_load_state()


def _of_locator(action: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(action)
    def patient(self: Locator, *values: Any, **options: Any) -> Any:
        _loaded(self.page)
        return action(self, *values, **options)

    return patient


def _of_page(action: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(action)
    def patient(self: Page, *values: Any, **options: Any) -> Any:
        _loaded(self)
        return action(self, *values, **options)

    return patient
