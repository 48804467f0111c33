"""Supervision 看护: the job runner as a process of its own, started again when it dies."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from corpus.library import Library, runner
from corpus.library.emptying import EMPTYING
from corpus.library.importing import IMPORT
from generator.batch import BATCH, BINDING, recover_all
from webapp.settings import Settings
from webapp.waking import waker

KINDS: tuple[runner.JobKind, ...] = (IMPORT, EMPTYING, BATCH, BINDING)
"""Every kind of job that the runner carries out."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
GRACE = 10.0

log = logging.getLogger(__name__)


@contextmanager
def job_runner(settings: Settings) -> Iterator[None]:
    """While the block runs, a process carries out the jobs of `settings.home`.

    A runner that dies is started again, after one second the first time and up to a minute
    later; what it was at goes on when its lease has expired.
    """
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep, args=(settings, stopping), name="job-runner")
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _keep(settings: Settings, stopping: threading.Event) -> None:
    # Ctrl+C reaches every process of the terminal. Only the main one decides what it means: its
    # children inherit this thread's mask, and learn of the end from their pipe.
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    context = multiprocessing.get_context("spawn")
    pause = FIRST_PAUSE
    while not stopping.is_set():
        # The child learns from the closed pipe that we are gone, even when we were killed.
        theirs, ours = context.Pipe(duplex=False)
        process = context.Process(target=_serve_jobs, args=(settings, theirs), name="nigao-jobs")
        process.start()
        theirs.close()
        _wait(process, stopping)
        ours.close()
        process.join(GRACE)
        if process.is_alive():
            process.kill()
            process.join()
        if not stopping.is_set():
            log.warning("后台任务进程退出（状态 %s），%d 秒后重新启动", process.exitcode, pause)
            stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _wait(process: SpawnProcess, stopping: threading.Event) -> None:
    while process.is_alive() and not stopping.wait(0.5):
        pass


def _serve_jobs(settings: Settings, parent: Connection) -> None:
    """The child's whole life: carry out jobs until the parent's end of the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for Windows, which has no masks
    stop = threading.Event()

    def watch() -> None:
        parent.poll(None)
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    with Library.open(settings.home, settings.url, settings.storage) as library:
        recover_all(library)
    runner.run(
        settings.home,
        KINDS,
        workers=settings.workers,
        stop=stop,
        url=settings.url,
        storage=settings.storage,
        wake=waker(settings),
    )
