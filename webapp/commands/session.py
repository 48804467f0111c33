"""Session 会话: what a command works with — settings, the open library, its owner, a bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from corpus.library import Library, Scope
from corpus.library.jobs import Job
from webapp.settings import Settings


@contextmanager
def open_library(settings: Settings | None = None) -> Iterator[tuple[Library, int, Scope]]:
    """The open library of `settings` (default: the environment's), its owner's id and scope."""
    settings = settings or Settings.load()
    with Library.open(settings.home, settings.url) as library:
        owner = library.users.ensure_owner(settings.owner).id
        yield library, owner, Scope(owner)


@contextmanager
def progress_of(title: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A function that is told how many of how many are done: a bar on a terminal, else nothing."""
    with tqdm(desc=title, unit=unit, disable=not sys.stderr.isatty(), leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


@contextmanager
def progress(title: str, unit: str) -> Iterator[Callable[[Job], None]]:
    """The same for a job."""
    with progress_of(title, unit) as show:
        yield lambda job: show(job.done + job.failed, job.total)
