"""Jobs, their steps and the leases on them, as the ledger tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

Status = Literal["waiting", "running", "paused", "done", "cancelled"]

# After so many times that a worker died over a step, the step is given up.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A job; `total`, `done` and `failed` count its steps."""

    id: int
    kind: str
    title: str
    owner: int
    status: Status
    params: dict[str, Any]
    result: dict[str, Any] | None
    total: int
    done: int
    failed: int
    created: datetime
    updated: datetime

    @property
    def halted(self) -> dict[str, str] | None:
        """Why it was paused when not by a person: the error that all of the rest would meet."""
        return self.result["error"] if self.status == "paused" and self.result else None

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in ("done", "cancelled")

    def to_json(self) -> dict[str, Any]:
        """The job as plain JSON values, without what its kind needs for itself."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "status": self.status,
            "result": self.result,
            "total": self.total,
            "done": self.done,
            "failed": self.failed,
            "created": self.created.isoformat(),
            "updated": self.updated.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a job; `result` once it is done, `error` (message, where, remedy) once failed.

    `ended` is when that was, in seconds since 1970.
    """

    id: int
    job_id: int
    position: int
    status: Literal["waiting", "running", "done", "failed"]
    payload: dict[str, Any]
    attempts: int
    result: dict[str, Any] | None
    error: dict[str, str] | None
    ended: float | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a step (or, without one, to close its job)."""

    token: str
    job: Job
    step: Step | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How the work under a lease ended: its result, or the error that kept it from one."""

    lease: Lease
    result: dict[str, Any] | None = None
    error: dict[str, str] | None = None


def job_of(row: Row[Any]) -> Job:
    """The job in a row of `jobs`."""
    return Job(
        id=row.id,
        kind=row.kind,
        title=row.title,
        owner=row.owner_id,
        status=row.status,
        params=row.params,
        result=row.result,
        total=row.total,
        done=row.done,
        failed=row.failed,
        created=row.created,
        updated=row.updated,
    )


def step_of(row: Row[Any]) -> Step:
    """The step in a row of `job_steps`."""
    return Step(
        id=row.id,
        job_id=row.job_id,
        position=row.position,
        status=row.status,
        payload=row.payload,
        attempts=row.attempts,
        result=row.result,
        error=row.error,
        ended=row.ended,
    )
