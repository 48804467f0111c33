"""Session 会话: what a command works with — settings, the open library, its owner, a bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from tqdm import tqdm

from corpus.library import Library, Scope
from corpus.library.jobs import Job
from webapp.settings import Settings


@contextmanager
def open_library(settings: Settings | None = None) -> Iterator[tuple[Library, int, Scope]]:
    """The open library of `settings` (default: the environment's), its owner's id and scope."""
    settings = settings or Settings.load()
    with Library.open(settings.home, settings.url, settings.storage) as library:
        owner = library.users.ensure_owner(settings.owner).id
        yield library, owner, Scope(owner)


_BAR = "{desc}：{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} {unit}{postfix}，约剩 {remaining}"


@contextmanager
def progress_of(title: str, unit: str) -> Iterator[Callable[..., None]]:
    """A function that is told how many of how many are done, and how many of these failed: a bar
    on a terminal, else nothing."""
    bar: tqdm[NoReturn] | None = None

    def show(done: int, total: int, failed: int = 0) -> None:
        nonlocal bar
        if bar is None:
            silent = not sys.stderr.isatty()
            bar = tqdm(
                desc=title, unit=unit, total=total, bar_format=_BAR, disable=silent, leave=False
            )
        if failed:
            bar.set_postfix_str(f"失败 {failed}", refresh=False)
        bar.update(done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()


@contextmanager
def progress(title: str, unit: str) -> Iterator[Callable[[Job], None]]:
    """The same for a job."""
    with progress_of(title, unit) as show:
        yield lambda job: show(job.done + job.failed, job.total, job.failed)
