"""Emptying the bin 清空回收站: a full one goes part by part, as a job that can be left."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from corpus.library import Library, Scope
from corpus.library.bin import AT_ONCE
from corpus.library.jobs import Job
from corpus.library.runner import JobKind

NAME = "discard"


def plan_emptying(library: Library, owner: int, until: datetime) -> Job:
    """A waiting job that gives up for good all that `owner` deleted up to `until`; while one is
    under way, that one."""
    if known := under_way(library, owner):
        return known
    parts = library.bin.parts(Scope(owner), until)
    params = {
        "owner": owner,
        "until": until.isoformat(),
        "count": sum(len(ids) for _, ids in parts),
    }
    steps = [{"kind": kind, "ids": list(ids)} for kind, ids in parts]
    return library.jobs.create(NAME, owner, params, steps, title="清空回收站")


def under_way(library: Library, owner: int) -> Job | None:
    """The emptying of this person's bin that has not ended, if there is one."""
    recent = library.jobs.recent(Scope(owner), kind=NAME, limit=1)
    return next((job for job in recent if not job.finished), None)


def progress(job: Job) -> tuple[int, int]:
    """How many things `job` is through with, and how many it was told to give up."""
    count = int(job.params["count"])
    through = job.done + job.failed
    return (count if through == job.total else min(through * AT_ONCE, count)), count


def discard_part(home: Path, params: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """Give up one part; how many things are gone. Once more changes nothing."""
    until = datetime.fromisoformat(params["until"])
    scope = Scope(params["owner"])
    gone = _library(home).bin.discard_part(payload["kind"], payload["ids"], scope, until)
    return {"gone": gone}


def close_emptying(home: Path, job: Job) -> dict[str, Any]:
    """How many parts could not be given up: what is in them is in the bin still."""
    return {"failed": job.failed}


EMPTYING = JobKind(name=NAME, work=discard_part, close=close_emptying, seconds=120)


@cache
def _library(home: Path) -> Library:
    """One open library for all the parts that a worker does."""
    return Library.open(home)
