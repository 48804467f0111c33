"""Safekeeping 备份和恢复: the one that is under way in this process, and how far it is."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.errors import Conflict, NotFound, Problem
from corpus.library import Library, archive
from corpus.library import restore as restoring
from corpus.library.archive import Contents
from corpus.library.backup import FOLDER, SUFFIX, Progress, back_up, new_name
from corpus.search import reindex
from corpus.search.index import index_of

log = logging.getLogger(__name__)


@dataclass
class Task:
    """A backup or a restore: how far it is, how it ended. `token` lets whoever began it look on
    after their session has ended with the restore."""

    kind: Literal["backup", "restore"]
    name: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    done: int = 0
    total: int = 1
    finished: bool = False
    problem: Problem | None = None
    contents: Contents | None = None
    link: str = ""

    def show(self, done: int, total: int) -> None:
        """Note how far it is."""
        self.done, self.total = done, total


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the data folder."""

    name: str
    size: int
    made: float


class Safe:
    """The backups of a data folder; makes and restores one at a time."""

    def __init__(self) -> None:
        """Nothing under way."""
        self._lock = threading.Lock()
        self.task: Task | None = None

    def begin_backup(self, library: Library) -> Task:
        """A backup into the data folder, begun; raises `Conflict` where something is under way."""
        task = Task("backup", new_name())
        target = library.home / FOLDER / task.name
        return self._begin(task, lambda show: log.info("%d bytes", back_up(library, target, show)))

    def begin_restore(self, library: Library, name: str) -> Task:
        """The restore of a kept backup, begun; raises `NotFound`, `Conflict`."""
        source = path_of(library.home, name)
        aside = library.home / FOLDER / new_name("恢复前")
        task = Task("restore", name)

        def run(show: Progress) -> None:
            task.contents = restoring.restore(library, source, aside, show)
            index_of(library).forget()
            owner = library.users.ensure_owner("本机用户")
            task.link = library.users.new_link(owner.id)

        return self._begin(task, run, lambda: reindex(library))

    def _begin(
        self,
        task: Task,
        run: Callable[[Progress], None],
        afterwards: Callable[[], None] = lambda: None,
    ) -> Task:
        with self._lock:
            if self.task is not None and not self.task.finished:
                raise Conflict("正在备份或恢复", where="数据和备份", remedy="等它做完再点")
            self.task = task

        def work() -> None:
            try:
                run(task.show)
            except Problem as problem:
                task.problem = problem
            except Exception as error:
                log.exception("backup or restore failed")
                task.problem = Problem(
                    "程序出错了，没有做成",
                    where=type(error).__name__,
                    remedy="原来的内容没有动，再试一次",
                )
            task.finished = True
            if task.problem is None:
                try:
                    afterwards()
                except Problem as problem:
                    # what is left in the queue is taken in by the job runner
                    log.warning("%s", problem)

        threading.Thread(target=work, name="safekeeping").start()
        return task


def kept(home: Path) -> tuple[Kept, ...]:
    """The backups in `home`, the latest first."""
    found = [path for path in (home / FOLDER).glob(f"*{SUFFIX}") if not path.name.startswith(".")]
    known = [Kept(path.name, path.stat().st_size, path.stat().st_mtime) for path in found]
    return tuple(sorted(known, key=lambda one: (-one.made, one.name)))


def path_of(home: Path, name: str) -> Path:
    """Where the backup `name` lies; raises `NotFound` for what is none of ours."""
    if name not in {one.name for one in kept(home)}:
        raise NotFound("没有这份备份", where=name[:60], remedy="刷新页面，看看它是不是已经删了")
    return home / FOLDER / name


def take_in(home: Path, path: Path, name: str) -> str:
    """The name under which the uploaded archive in `path` is kept now; raises `Unreadable`."""
    with archive.opened(path):
        pass
    (home / FOLDER).mkdir(exist_ok=True)
    stem = Path(name).stem[:60] or "备份"
    taken = {one.name for one in kept(home)}
    names = [f"{stem}{SUFFIX}", *(f"{stem}（{n}）{SUFFIX}" for n in range(2, len(taken) + 3))]
    free = next(one for one in names if one not in taken)
    path.replace(home / FOLDER / free)
    return free
