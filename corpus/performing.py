"""Work performed 执行 in a worker of the job runner: errors told as plain values.

Apart from the library, which a worker loads only where its work needs it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import LibraryBusy, Problem
from corpus.forking import end_with_server
from corpus.places import Places, remember
from corpus.workers import limit_memory

logger = logging.getLogger(__name__)


def begin(home: Path, places: Places) -> None:
    """In a worker, first of all: know where the library of `home` keeps what lies elsewhere."""
    end_with_server()
    remember(home, places)


def perform(
    function: Callable[..., dict[str, Any]],
    megabytes: int,
    seconds: float,
    calls: Sequence[tuple[object, ...]],
) -> list[tuple[str, dict[str, Any]]]:
    """In a worker: ("done", result) or ("failed", error) for each call, always plain values.

    Errors are told, not raised: an exception that cannot be pickled would be lost. A `Problem`
    that halts the job is told as ("halted", error), a database that was away as ("again", error),
    and nothing is called after it. Nor is anything begun after half of `seconds`, in all of which
    the worker would be killed, and what is done were lost: what is left has no ending.
    """
    latest = time.monotonic() + seconds / 2
    limit_memory(megabytes)
    endings: list[tuple[str, dict[str, Any]]] = []
    for arguments in calls:
        endings.append(_perform(function, megabytes, arguments))
        if endings[-1][0] in ("halted", "again") or time.monotonic() > latest:
            break
    return endings


def too_long(seconds: float) -> dict[str, Any]:
    """The error of a call that was ended because it took more than `seconds`."""
    return {
        "code": "too-long",
        "message": f"{seconds:g} 秒还没有做完，已停下",
        "where": "",
        "remedy": "看看这一项是不是特别大或已损坏，单独再试一次",
    }


def _perform(
    function: Callable[..., dict[str, Any]], megabytes: int, arguments: tuple[object, ...]
) -> tuple[str, dict[str, Any]]:
    try:
        return "done", function(*arguments)
    except LibraryBusy as busy:
        return "again", busy.to_json()["error"]
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
