"""The runner: does what the ledger orders, in workers that can be killed.

Workers are forked off a server or spawned, reused, and limited in time and memory. The ledger
is the truth: whoever is killed, at whatever moment, the next runner goes on where the results end.
"""

from __future__ import annotations

import concurrent.futures
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from corpus import forking
from corpus.errors import Problem
from corpus.library import Library
from corpus.library.jobs import Ending, Job, Lease, Ledger
from corpus.library.patience import patiently
from corpus.performing import begin, perform, too_long

T = TypeVar("T")

logger = logging.getLogger(__name__)

# Seconds that a lease runs; the runner renews its leases three times as often.
LEASE = 15.0
# Seconds between two looks at the ledger when there is nothing to do.
_IDLE = 0.5
# Seconds between two calls of a kind's upkeep.
_UPKEEP = 2.0
# Seconds between two calls that wake other machines.
_WAKE = 1.0
# Seconds beyond its limit after which work that has not ended tells of workers that block.
_STUCK = 60.0
# Seconds for closing a job, which may pack thousands of files.
_CLOSING = 1800.0


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: module-level functions, since they are sent to workers.

    `work(home, params, payload)` does one step and gives its result as JSON values; a
    `Problem` that it raises becomes the step's failure. `close(home, job)` gives the result
    of the whole job. Both may be called again for the same step when a worker or the runner
    died, and must come to the same. `upkeep(library)` is called by the runner every other
    second. Limits: `seconds` for a step, `megabytes` of memory for a worker. Up to `chunk`
    steps go to a worker in one message and come back in one: as many as half the time has room
    for.
    `loads` names a module that workers had better find loaded, beside that of `work`.
    """

    name: str
    work: Callable[[Path, dict[str, Any], dict[str, Any]], dict[str, Any]]
    close: Callable[[Path, Job], dict[str, Any]]
    seconds: float = 30
    megabytes: int = 1024
    chunk: int = 1
    upkeep: Callable[[Library], object] | None = None
    loads: str | None = None

    @property
    def modules(self) -> tuple[str, ...]:
        """What its workers need."""
        return (self.work.__module__, *((self.loads,) if self.loads else ()))


def prepare(kinds: Sequence[JobKind]) -> None:
    """Let what workers of these kinds need be loaded meanwhile, for a `run` that is to follow."""
    forking.begin(_modules(kinds))


def _modules(kinds: Iterable[JobKind]) -> list[str]:
    return [name for kind in kinds for name in kind.modules]


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
    wake: Callable[[int], object] | None = None,
    helping: bool = False,
    once: bool = False,
) -> None:
    """Work on the jobs of these kinds until job `until` is finished or `stop` is set.

    With `until` nothing but that job is worked on, and the run ends, too, when it is paused
    or cancelled; with `once` it ends when there is nothing to do. `workers` is the number of
    processes (default: as many as processors, at most four); 0 leaves what any machine can do to
    others. `on_progress` is called in this thread whenever a job has come on. Steps that are
    under way when `stop` is set are given back unfinished.

    Where several machines share the database, `wake` is told every other moment how many steps
    wait for anyone, and one that is `helping` leaves the upkeep to the machine that serves.
    """
    stop = stop or threading.Event()
    with patiently(lambda: Library.open(home, url, storage), stop.is_set) as library:
        runner = _Runner(library, kinds, workers, until, on_progress, stop)
        runner.wake, runner.helping, runner.once = wake, helping, once
        runner.run()


class _Runner:
    def __init__(
        self,
        library: Library,
        kinds: Sequence[JobKind],
        workers: int | None,
        until: int | None,
        on_progress: Callable[[Job], None] | None,
        stop: threading.Event,
    ) -> None:
        self._library = library
        self._home = library.home
        self._places = library.places
        self._ledger: Ledger = library.jobs
        self._kinds: Mapping[str, JobKind] = {kind.name: kind for kind in kinds}
        self._workers = workers or (1 if workers == 0 else min(4, os.cpu_count() or 1))
        self._bound = workers == 0
        self._until = until
        self._stop = stop
        self._on_progress = on_progress or (lambda job: None)
        self._running: dict[concurrent.futures.Future[Any], tuple[Lease, ...]] = {}
        self._seen: dict[int, tuple[str, int, int] | None] = {}
        self._upkeep_at = self._wake_at = self._moved = 0.0
        self._started = False
        self.wake: Callable[[int], object] | None = None
        self.helping = self.once = False

    def run(self) -> None:
        with self._heartbeat():
            try:
                while self._work():
                    logger.warning("工作进程都用不了了，重新启动它们")
            finally:  # also at Ctrl+C: the next run need not wait for the leases to expire
                with suppress(Problem):
                    self._abandon()
        self._report()

    def _work(self) -> bool:
        """Work until there is no more to do; whether that was because the pool broke.

        It breaks when an idle worker is killed, and stands still when one is killed while it
        holds a lock that all of them share.
        """
        with self._pool() as pool:
            self._started = False
            self._moved = time.monotonic()
            while not self._stop.is_set() and not self._finished():
                began = self._begin(pool)
                ended = self._collect()
                self._report()
                self._keep_up()
                self._wake_others()
                if not self._usable(pool) or self._stuck(began or ended):
                    break
                if not began and not ended and not self._running:
                    if self.once:
                        return False
                    self._stop.wait(0.05 if self._until is not None else _IDLE)
            else:
                return False
        # With the pool everything under way has ended, told or not.
        self._patiently(self._abandon)
        return True

    def _stuck(self, moved: bool) -> bool:
        if moved or not self._running:
            self._moved = time.monotonic()
        limits = [self._limit(leases) for leases in self._running.values()]
        return time.monotonic() > self._moved + _STUCK + max(limits, default=0)

    def _limit(self, leases: Sequence[Lease]) -> float:
        return _CLOSING if leases[0].step is None else self._kinds[leases[0].job.kind].seconds

    def _usable(self, pool: ProcessPool) -> bool:
        """Whether the pool is not broken; to ask it would start workers before there is work."""
        try:
            return not self._started or bool(pool.active)
        except BrokenProcessPool:  # the server died while its first workers were forked
            return False

    @contextmanager
    def _pool(self) -> Iterator[ProcessPool]:
        # Workers open the library by its folder alone: they must know what lies elsewhere.
        pool = ProcessPool(
            max_workers=self._workers,
            context=forking.context(_modules(self._kinds.values())),
            initializer=begin,
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
        """Whether the one job to be worked on came to an end, or halts, as last looked at."""
        seen = None if self._until is None else self._seen.get(self._until)
        return seen is not None and seen[0] in ("done", "cancelled", "paused")

    def _state(self, id: int) -> Job:
        return self._patiently(lambda: self._ledger.state(id))

    def _patiently(self, call: Callable[[], T]) -> T:
        """A call of the ledger, each of which may be repeated: only the last holder counts."""
        return patiently(call, self._stop.is_set)

    def _begin(self, pool: ProcessPool) -> bool:
        """Whether work was begun: one message waits in the pool's queue for each that runs."""
        began = False
        while self._usable(pool) and len(self._running) < 2 * self._workers:
            leases = self._patiently(self._claim)
            if not leases:
                closing = self._patiently(self._claim_closing)
                if closing is None:
                    break
                leases = (closing,)
            try:
                self._running[self._schedule(pool, leases)] = leases
            except RuntimeError:  # broken in between
                self._patiently(partial(self._ledger.release, leases, tried=False))
                break
            # Some work has ended before anybody looks.
            self._seen.setdefault(leases[0].job.id)
            began = True
        return began

    def _claim(self) -> tuple[Lease, ...]:
        return self._ledger.claim(
            list(self._kinds),
            seconds=LEASE,
            limit=self._chunk,
            job_id=self._until,
            bound=self._bound,
        )

    def _claim_closing(self) -> Lease | None:
        return self._ledger.claim_closing(
            list(self._kinds), seconds=LEASE, job_id=self._until, bound=self._bound
        )

    def _chunk(self, job: Job) -> int:
        """How many of a job's steps go out together: few of a small one, so that all workers
        have some and its progress is seen."""
        return max(1, min(self._kinds[job.kind].chunk, job.total // (8 * self._workers)))

    def _schedule(
        self, pool: ProcessPool, leases: tuple[Lease, ...]
    ) -> concurrent.futures.Future[Any]:
        if not self._started:
            prepare(list(self._kinds.values()))
            self._started = True
        job = leases[0].job
        kind = self._kinds[job.kind]
        calls: list[tuple[object, ...]] = [
            (self._home, job)
            if lease.step is None
            else (self._home, job.params, lease.step.payload)
            for lease in leases
        ]
        closing, limit = leases[0].step is None, self._limit(leases)
        return pool.schedule(
            perform,
            args=(kind.close if closing else kind.work, kind.megabytes, limit, calls),
            timeout=limit,
        )

    def _collect(self) -> bool:
        """Whether work ended; waits a moment for some."""
        if not self._running:
            return False
        done, _ = concurrent.futures.wait(
            self._running, timeout=0.2, return_when=concurrent.futures.FIRST_COMPLETED
        )
        for future in done:
            # It stays among the running until that is written down: its lease goes on meanwhile.
            self._patiently(partial(self._settle, future, self._running[future]))
            del self._running[future]
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
            self._ledger.fail(leases[0], too_long(self._limit(leases)))
        except BrokenProcessPool:
            self._ledger.release(leases, tried=False)
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
            if ending not in ("halted", "again")
        ]
        if settled:
            self._ledger.settle(settled)
        if endings[-1][0] == "halted":
            self._ledger.halt(leases[0].job.id, endings[-1][1])
        if len(settled) < len(leases):  # halted, or stopped before its time was over
            self._ledger.release(leases[len(settled) :], tried=endings[-1][0] == "again")

    def _report(self) -> None:
        watched = set(self._seen)
        if self._until is not None:
            watched.add(self._until)
        for id in watched:
            job = self._state(id)
            state = job.status, job.done, job.failed
            if self._seen.get(id) != state:
                self._seen[id] = state
                self._on_progress(job)
            if job.finished and id != self._until:
                del self._seen[id]

    def _keep_up(self) -> None:
        if self.helping or time.monotonic() < self._upkeep_at:
            return
        for kind in self._kinds.values():
            if kind.upkeep:
                try:
                    kind.upkeep(self._library)
                except Problem as problem:
                    logger.warning("日常整理没做成：%s", problem)
        self._upkeep_at = time.monotonic() + _UPKEEP

    def _wake_others(self) -> None:
        if self.wake is None or time.monotonic() < self._wake_at:
            return
        names = list(self._kinds)
        if count := self._patiently(lambda: self._ledger.unattended(names, self._until)):
            self.wake(count)
        self._wake_at = time.monotonic() + _WAKE

    def _abandon(self) -> None:
        """Give back what is under way; results that are already there still count."""
        for future, leases in list(self._running.items()):
            if future.done():
                self._settle(future, leases)
            else:
                future.cancel()
                self._ledger.release(leases, tried=False)
        self._running.clear()
