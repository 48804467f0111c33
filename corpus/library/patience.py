"""Patience 耐心: what a busy or restarting database refuses now, it may take in a moment."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from corpus.errors import LibraryBusy

LONGEST = 60.0
"""Seconds that a database may be away: as long as a server takes to start again."""

T = TypeVar("T")

logger = logging.getLogger(__name__)


def patiently(
    call: Callable[[], T],
    ended: Callable[[], bool] = lambda: False,
    seconds: float | None = None,
) -> T:
    """What `call` gives, tried again while the database is busy or away.

    Only for calls that may be repeated although the first one was carried out. Raises
    `LibraryBusy` after `seconds` (default: `LONGEST`), or as soon as `ended()`.
    """
    until = time.monotonic() + (LONGEST if seconds is None else seconds)
    pause = 0.05
    while True:
        try:
            return call()
        except LibraryBusy as busy:
            if ended() or time.monotonic() > until:
                raise
            logger.warning("数据库暂时用不了，稍后再试：%s", busy.message)
            time.sleep(pause)
            pause = min(2 * pause, 2.0)
