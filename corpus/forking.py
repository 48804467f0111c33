"""Workers forked 派生 off a server that has loaded what they need, where the system can do that.

Loading takes a worker longer than hundreds of rows do. The server loads once, has a single thread
and does nothing but fork; it ends with the last process that may ask it for workers. Elsewhere
workers are spawned and load for themselves.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import util
from multiprocessing.context import BaseContext

_ALWAYS = ("pebble.pool.process", "corpus.performing")
"""What every worker of a runner needs."""
_LONGEST = 80
"""Bytes of the folder in which the server's socket lies: its address has room for 108."""
_PR_SET_PDEATHSIG = 1


def context(modules: Sequence[str]) -> BaseContext:
    """The way to start workers that need `modules`; what a running server has loaded stays so."""
    # Libraries of macOS do not outlive a fork, and Windows has none.
    if sys.platform != "linux" or not _has_place():
        return multiprocessing.get_context("spawn")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload([*dict.fromkeys((*_ALWAYS, *modules))])
    return forking


def begin(modules: Sequence[str]) -> None:
    """Let the server load `modules` meanwhile, for workers that are soon to be started.

    Without this it is started with the first of them, as is another one when it died.
    """
    if sys.platform == "linux" and context(modules).get_start_method() == "forkserver":
        from multiprocessing import forkserver

        # Ctrl+C reaches every process of the terminal: what a server and its workers do then is
        # their runner's to say, also while they are loading.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with suppress(OSError):  # starting workers will meet it again
                forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_server() -> None:
    """Let this worker be killed when the server dies that it was forked from.

    The runner takes its workers for dead then, and starts others.
    """
    if sys.platform == "linux" and multiprocessing.get_start_method() == "forkserver":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _has_place() -> bool:
    try:
        return len(os.fsencode(util.get_temp_dir())) <= _LONGEST
    except OSError:
        return False
