"""The runner: does what the ledger orders, in workers that can be killed.

Workers are spawned, reused, and limited in time and memory. The ledger is the truth: whoever
is killed, at whatever moment, the next runner goes on where the results end.
"""

from __future__ import annotations

import concurrent.futures
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from corpus.errors import Problem
from corpus.library import Library, remember
from corpus.library.jobs import Ending, Job, Lease, Ledger
from corpus.workers import limit_memory

logger = logging.getLogger(__name__)

# Seconds that a lease runs; the runner renews its leases three times as often.
LEASE = 15.0
# Seconds between two looks at the ledger when there is nothing to do.
_IDLE = 0.5
# Seconds between two calls of a kind's upkeep.
_UPKEEP = 2.0
# Seconds for closing a job, which may pack thousands of files.
_CLOSING = 1800.0


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: module-level functions, since they are sent to spawned workers.

    `work(home, params, payload)` does one step and gives its result as JSON values; a
    `Problem` that it raises becomes the step's failure. `close(home, job)` gives the result
    of the whole job. Both may be called again for the same step when a worker or the runner
    died, and must come to the same. `upkeep(home)` is called by the runner every other
    second. Limits: `seconds` for a step, `megabytes` of memory for a worker. Up to `chunk`
    steps go to a worker in one message and come back in one, where each takes a moment only.
    """

    name: str
    work: Callable[[Path, dict[str, Any], dict[str, Any]], dict[str, Any]]
    close: Callable[[Path, Job], dict[str, Any]]
    seconds: float = 30
    megabytes: int = 1024
    chunk: int = 1
    upkeep: Callable[[Path], object] | None = None


def run(
    home: Path,
    kinds: Sequence[JobKind],
    *,
    workers: int | None = None,
    until: int | None = None,
    stop: threading.Event | None = None,
    on_progress: Callable[[Job], None] | None = None,
    url: str | None = None,
    storage: str | None = None,
) -> None:
    """Work on the jobs of these kinds until job `until` is finished or `stop` is set.

    With `until` nothing but that job is worked on, and the run ends, too, when it is paused
    or cancelled. `workers` is the number of processes (default: as many as processors, at
    most four). `on_progress` is called in this thread whenever a job has come on. Steps that
    are under way when `stop` is set are given back unfinished.
    """
    with Library.open(home, url, storage) as library:
        workers = workers or min(4, os.cpu_count() or 1)
        runner = _Runner(library, kinds, workers, until, on_progress)
        runner.run(stop or threading.Event())


class _Runner:
    def __init__(
        self,
        library: Library,
        kinds: Sequence[JobKind],
        workers: int,
        until: int | None,
        on_progress: Callable[[Job], None] | None,
    ) -> None:
        self._home = library.home
        self._places = library.places
        self._ledger: Ledger = library.jobs
        self._kinds: Mapping[str, JobKind] = {kind.name: kind for kind in kinds}
        self._workers = workers
        self._until = until
        self._on_progress = on_progress or (lambda job: None)
        self._running: dict[concurrent.futures.Future[Any], tuple[Lease, ...]] = {}
        self._seen: dict[int, tuple[str, int, int]] = {}
        self._upkeep_at = 0.0

    def run(self, stop: threading.Event) -> None:
        with self._pool() as pool, self._heartbeat():
            try:
                while not stop.is_set() and not self._finished():
                    began = self._begin(pool)
                    ended = self._collect()
                    self._report()
                    self._keep_up()
                    if not began and not ended and not self._running:
                        stop.wait(0.05 if self._until is not None else _IDLE)
            finally:  # also at Ctrl+C: the next run need not wait for the leases to expire
                with suppress(Problem):
                    self._abandon()
        self._report()

    @contextmanager
    def _pool(self) -> Iterator[ProcessPool]:
        # Workers open the library by its folder alone: they must know what lies elsewhere.
        pool = ProcessPool(
            max_workers=self._workers,
            context=multiprocessing.get_context("spawn"),
            initializer=remember,
            initargs=[self._home, self._places],
        )
        try:
            yield pool
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    @contextmanager
    def _heartbeat(self) -> Iterator[None]:
        """Renew the leases from a thread: neither upkeep nor a callback may lose them."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(LEASE / 3):
                try:
                    if leases := [own for held in list(self._running.values()) for own in held]:
                        self._ledger.renew(leases, seconds=LEASE)
                except Problem as problem:
                    logger.warning("没能续期：%s", problem)

        thread = threading.Thread(target=beat, name="leases", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _finished(self) -> bool:
        if self._until is None:
            return False
        return self._ledger.state(self._until).status in ("done", "cancelled", "paused")

    def _begin(self, pool: ProcessPool) -> bool:
        """Whether work was begun: one message waits in the pool's queue for each that runs."""
        names = list(self._kinds)
        began = False
        while len(self._running) < 2 * self._workers:
            leases = self._ledger.claim(names, seconds=LEASE, limit=self._chunk, job_id=self._until)
            if not leases:
                closing = self._ledger.claim_closing(names, seconds=LEASE, job_id=self._until)
                if closing is None:
                    break
                leases = (closing,)
            self._running[self._schedule(pool, leases)] = leases
            began = True
        return began

    def _chunk(self, job: Job) -> int:
        """How many of a job's steps go out together: few of a small one, so that all workers
        have some and its progress is seen."""
        return max(1, min(self._kinds[job.kind].chunk, job.total // (8 * self._workers)))

    def _schedule(
        self, pool: ProcessPool, leases: tuple[Lease, ...]
    ) -> concurrent.futures.Future[Any]:
        job = leases[0].job
        kind = self._kinds[job.kind]
        calls: list[tuple[object, ...]] = [
            (self._home, job)
            if lease.step is None
            else (self._home, job.params, lease.step.payload)
            for lease in leases
        ]
        closing = leases[0].step is None
        return pool.schedule(
            perform,
            args=(kind.close if closing else kind.work, kind.megabytes, calls),
            timeout=_CLOSING if closing else kind.seconds,
        )

    def _collect(self) -> bool:
        """Whether work ended; waits a moment for some."""
        if not self._running:
            return False
        done, _ = concurrent.futures.wait(
            self._running, timeout=0.2, return_when=concurrent.futures.FIRST_COMPLETED
        )
        for future in done:
            leases = self._running.pop(future)
            self._settle(future, leases)
        return bool(done)

    def _settle(self, future: concurrent.futures.Future[Any], leases: tuple[Lease, ...]) -> None:
        try:
            endings = future.result()
        except concurrent.futures.CancelledError:
            self._ledger.release(leases, tried=False)
        except TimeoutError:
            if len(leases) > 1:  # one of them: each gets its own time now
                self._ledger.release(leases)
                return
            kind = self._kinds[leases[0].job.kind]
            seconds = _CLOSING if leases[0].step is None else kind.seconds
            self._ledger.fail(leases[0], _too_long(seconds))
        except ProcessExpired as error:
            # Killed from outside or by the system for want of memory: worth another attempt.
            logger.warning("工作进程意外结束：%s", error)
            self._ledger.release(leases)
        else:
            self._write_down(leases, endings)

    def _write_down(
        self, leases: tuple[Lease, ...], endings: list[tuple[str, dict[str, Any]]]
    ) -> None:
        settled = [
            Ending(lease, result=value) if ending == "done" else Ending(lease, error=value)
            for lease, (ending, value) in zip(leases, endings, strict=False)
            if ending != "halted"
        ]
        if settled:
            self._ledger.settle(settled)
        if endings[-1][0] == "halted":
            self._ledger.halt(leases[0].job.id, endings[-1][1])
        if len(settled) < len(leases):
            self._ledger.release(leases[len(settled) :], tried=False)

    def _report(self) -> None:
        watched = {held[0].job.id for held in self._running.values()} | self._seen.keys()
        if self._until is not None:
            watched.add(self._until)
        for id in watched:
            job = self._ledger.state(id)
            state = job.status, job.done, job.failed
            if self._seen.get(id) != state:
                self._seen[id] = state
                self._on_progress(job)
            if job.finished and id != self._until:
                del self._seen[id]

    def _keep_up(self) -> None:
        if time.monotonic() < self._upkeep_at:
            return
        for kind in self._kinds.values():
            if kind.upkeep:
                try:
                    kind.upkeep(self._home)
                except Problem as problem:
                    logger.warning("日常整理没做成：%s", problem)
        self._upkeep_at = time.monotonic() + _UPKEEP

    def _abandon(self) -> None:
        """Give back what is under way; results that are already there still count."""
        for future, leases in list(self._running.items()):
            if future.done():
                self._settle(future, leases)
            else:
                future.cancel()
                self._ledger.release(leases, tried=False)
        self._running.clear()


def perform(
    function: Callable[..., dict[str, Any]], megabytes: int, calls: Sequence[tuple[object, ...]]
) -> list[tuple[str, dict[str, Any]]]:
    """In a worker: ("done", result) or ("failed", error) for each call, always plain values.

    Errors are told, not raised: an exception that cannot be pickled would be lost. A `Problem`
    that halts the job is told as ("halted", error), and nothing is called after it.
    """
    limit_memory(megabytes)
    endings: list[tuple[str, dict[str, Any]]] = []
    for arguments in calls:
        endings.append(_perform(function, megabytes, arguments))
        if endings[-1][0] == "halted":
            break
    return endings


def _perform(
    function: Callable[..., dict[str, Any]], megabytes: int, arguments: tuple[object, ...]
) -> tuple[str, dict[str, Any]]:
    try:
        return "done", function(*arguments)
    except Problem as problem:
        return "halted" if problem.halts else "failed", problem.to_json()["error"]
    except MemoryError:
        return "failed", {
            "code": "too-big",
            "message": f"处理这一项要用的内存超过 {megabytes} MB",
            "where": "",
            "remedy": "把文件拆小后再试",
        }
    except Exception as error:
        logger.exception("工作出错")
        return "failed", {
            "code": "unexpected",
            "message": f"程序出错：{type(error).__name__}: {error}",
            "where": "",
            "remedy": "把这条信息告诉维护拟稿的人",
        }


def _too_long(seconds: float) -> dict[str, Any]:
    return {
        "code": "too-long",
        "message": f"{seconds:g} 秒还没有做完，已停下",
        "where": "",
        "remedy": "看看这一项是不是特别大或已损坏，单独再试一次",
    }
