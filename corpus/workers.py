"""Workers 工作进程 that can be killed: spawned, limited in memory, kept for more work."""

from __future__ import annotations

import atexit
import multiprocessing
import sys
import threading
from collections.abc import Callable
from typing import Any

from pebble import ProcessFuture, ProcessPool


class Workers:
    """A pool that starts with its first work and replaces a worker whenever one had to be killed.

    Each worker takes `tasks` pieces of work, so that what libraries leak goes with it, and has
    `megabytes` of memory, `beyond` what it needs for itself or in all.
    """

    def __init__(self, count: int, tasks: int, megabytes: int, *, beyond: bool = False) -> None:
        self._settings = (count, tasks, megabytes, beyond)
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    def submit(self, work: Callable[..., Any], *args: object, seconds: float) -> ProcessFuture[Any]:
        """The future of `work(*args)`, which is killed after `seconds`."""
        return self._started().schedule(work, args=args, timeout=seconds)

    def stop(self) -> None:
        """End the workers, if there are any; the next work starts others."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool.join()
                self._pool = None

    def _started(self) -> ProcessPool:
        count, tasks, megabytes, beyond = self._settings
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=count,
                    max_tasks=tasks,
                    initializer=limit_memory,
                    initargs=[megabytes, beyond],
                    context=multiprocessing.get_context("spawn"),
                )
                atexit.register(self.stop)
            return self._pool


def limit_memory(megabytes: int, beyond: bool = False) -> None:
    """Limit this process's memory to `megabytes`, `beyond` what it has now or in all.

    Windows has no such limit: there only time is limited.
    """
    if sys.platform == "win32":
        return
    import resource

    wanted = megabytes * 2**20
    if beyond:
        with open("/proc/self/statm") as file:
            wanted += int(file.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
