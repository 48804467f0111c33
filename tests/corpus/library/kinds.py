"""Kinds of jobs for the runner's tests, in a module that spawned workers can import."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from corpus.errors import Unreadable
from corpus.library import Library
from corpus.library.jobs import Job
from corpus.library.runner import JobKind


class DiskFull(Unreadable):
    """What every step would meet."""

    halts = True


def work(home: Path, params: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """Do what the payload says, leaving a line in a file for each time that it began."""
    with (home / "begun.txt").open("a") as file:
        file.write(f"{payload['n']}\n")
    match payload.get("do"):
        case "refuse":
            raise Unreadable("空文件", where="a.txt", remedy="换一份")
        case "stumble":
            raise ValueError("想不到")
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "die once":
            mark = home / f"died-{payload['n']}"
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case "kill the server once":
            if not (home / "killed").exists():
                (home / "killed").write_text(str(os.getpid()))
                os.kill(os.getppid(), signal.SIGKILL)
                time.sleep(60)
        case "hang":
            time.sleep(60)
        case "fill the disk":
            if not (home / "room").exists():
                raise DiskFull("磁盘满了", where="某处", remedy="清出空间")
        case "swell":
            return {"bytes": len(bytearray(600 * 1024 * 1024))}
        case "slow":
            time.sleep(0.3)
        case "wait":
            while not (home / "go").exists():
                time.sleep(0.02)
    return {"n": payload["n"], "p": params.get("p")}


def close(home: Path, job: Job) -> dict[str, Any]:
    """Count, leaving a line in a file for each time."""
    with (home / "closed.txt").open("a") as file:
        file.write(f"{job.id}\n")
    return {"done": job.done, "failed": job.failed}


def freezing_close(home: Path, job: Job) -> dict[str, Any]:
    """Count, and let this worker stand still in half a second, when it is idle; once."""
    if not (home / "frozen").exists():
        (home / "frozen").write_text(str(os.getpid()))
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGSTOP)).start()
    return close(home, job)


def broken_close(home: Path, job: Job) -> dict[str, Any]:
    """Fail."""
    raise Unreadable("打不了包", where=str(job.id), remedy="清出空间")


def tidy(library: Library) -> None:
    """Leave a line for each time."""
    with (library.home / "tidied.txt").open("a") as file:
        file.write("x\n")


PLAIN = JobKind("plain", work, close, seconds=20, upkeep=tidy)
STRICT = JobKind("strict", work, close, seconds=2, megabytes=400)
BROKEN = JobKind("broken", work, broken_close)
CHUNKS = JobKind("chunks", work, close, seconds=2, chunk=4)
FREEZING = JobKind("freezing", work, freezing_close, seconds=20)
