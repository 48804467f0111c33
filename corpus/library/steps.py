"""The steps of jobs: which are free, given out, ended — within a transaction of the ledger's."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
)

from corpus.library.job import ATTEMPTS, Ending, Job, Lease, step_of
from corpus.library.tables import job_steps, jobs, now

GIVEN_UP = {
    "code": "worker-died",
    "message": f"处理这一项时程序中断了{ATTEMPTS}次，不再重试",
    "where": "",
    "remedy": "看看这一项是不是特别大或已损坏，单独再试一次",
}

_TOGETHER = 500
"""So many steps are handed to the database in one statement: tens of thousands are 20 MB."""


def insert_steps(
    connection: Connection, job_id: int, payloads: Sequence[Mapping[str, Any]], first: int = 0
) -> None:
    """Add waiting steps with these payloads to a job, from position `first` on."""
    for begin in range(0, len(payloads), _TOGETHER):
        rows = [
            {
                "job_id": job_id,
                "position": position,
                "status": "waiting",
                "payload": dict(payload),
                "attempts": 0,
            }
            for position, payload in enumerate(payloads[begin : begin + _TOGETHER], first + begin)
        ]
        connection.execute(insert(job_steps), rows)


def again(connection: Connection, job_id: int, payloads: Mapping[int, Mapping[str, Any]]) -> None:
    """Let steps wait again with the payloads given by their ids, unless somebody is at them."""
    if not payloads:
        return
    connection.execute(
        job_steps.update()
        .where(
            job_steps.c.id == bindparam("_id"),
            job_steps.c.job_id == job_id,
            job_steps.c.status != "running",
        )
        .values(
            status="waiting",
            payload=bindparam("_payload"),
            attempts=0,
            result=None,
            error=None,
            ended=None,
        ),
        [{"_id": id, "_payload": dict(payload)} for id, payload in payloads.items()],
    )


def counts(connection: Connection, job_id: int) -> tuple[int, int]:
    """How many steps of a job are done and how many failed."""
    query = (
        select(job_steps.c.status, func.count().label("number"))
        .where(job_steps.c.job_id == job_id)
        .group_by(job_steps.c.status)
    )
    found = {row.status: row.number for row in connection.execute(query)}
    return found.get("done", 0), found.get("failed", 0)


def open_jobs(
    kinds: Sequence[str], job_id: int | None, machine: str | None, bound: bool = False
) -> ColumnElement[bool]:
    """The condition that a job may be worked on by `machine`; None is one that is alone.

    With `bound`, only what `machine` alone can do.
    """
    condition = and_(jobs.c.status.in_(("waiting", "running")), jobs.c.kind.in_(kinds))
    if machine is not None:
        own = jobs.c.machine == machine
        condition = and_(condition, own if bound else or_(jobs.c.machine.is_(None), own))
    return condition if job_id is None else and_(condition, jobs.c.id == job_id)


def waiting_steps(open_ones: ColumnElement[bool], moment: float) -> Select[Any]:
    """How many steps of those jobs nobody is at."""
    lost = and_(job_steps.c.status == "running", job_steps.c.lease_until < moment)
    free = or_(job_steps.c.status == "waiting", lost)
    return select(func.count()).select_from(job_steps.join(jobs)).where(open_ones, free)


def queue(open_ones: ColumnElement[bool], moment: float) -> Select[Any]:
    """The ids of those jobs that have a step which nobody is at, those under way least first."""

    def steps(*conditions: ColumnElement[bool]) -> Select[Any]:
        return select(job_steps.c.id).where(job_steps.c.job_id == jobs.c.id, *conditions)

    running = job_steps.c.status == "running"
    waiting = steps(job_steps.c.status == "waiting").exists()
    lost = steps(running, job_steps.c.lease_until < moment).exists()
    busy = steps(running, job_steps.c.lease_until >= moment)
    at_work = busy.with_only_columns(func.count()).scalar_subquery()
    return select(jobs.c.id).where(open_ones, or_(waiting, lost)).order_by(at_work, jobs.c.id)


def free_steps(connection: Connection, job_id: int, moment: float, limit: int) -> list[Row[Any]]:
    """Up to `limit` steps of a job to be worked on together, those of a lost worker first."""
    own = job_steps.c.job_id == job_id
    lost = and_(own, job_steps.c.status == "running", job_steps.c.lease_until < moment)
    waiting = and_(own, job_steps.c.status == "waiting")
    for condition in (lost, waiting):
        query = (
            select(job_steps)
            .where(condition)
            .order_by(job_steps.c.position)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        while rows := list(connection.execute(query).all()):
            given_up = [row.id for row in rows if row.attempts >= ATTEMPTS]
            if given_up:
                _write(connection, job_id, [], [(id, GIVEN_UP) for id in given_up], moment)
                continue
            tried = [row.attempts > 0 for row in rows]
            return rows[:1] if tried[0] else rows[: (*tried, True).index(True)]
    return []


def lease(
    connection: Connection, job: Job, rows: Sequence[Row[Any]], until: float
) -> tuple[Lease, ...]:
    """Leases until `until` on these steps of `job`, which now runs."""
    token = uuid.uuid4().hex
    connection.execute(
        job_steps.update()
        .where(job_steps.c.id.in_([row.id for row in rows]))
        .values(
            status="running",
            # Who was killed with all that it held says nothing about one step of it.
            attempts=case(
                (job_steps.c.status == "running", job_steps.c.attempts),
                else_=job_steps.c.attempts + 1,
            ),
            lease_token=token,
            lease_until=until,
        )
    )
    if job.status == "waiting":
        connection.execute(
            jobs.update()
            .where(jobs.c.id == job.id, jobs.c.status == "waiting")
            .values(status="running", updated=now())
        )
        job = replace(job, status="running")
    return tuple(Lease(token, job, step_of(row)) for row in rows)


def settle(connection: Connection, endings: Sequence[Ending], ended: float) -> int:
    """Write the ends of steps down and count them, in one transaction: never twice."""
    by_job: dict[tuple[int, str], dict[int, Ending]] = {}
    for own in endings:
        assert own.lease.step is not None
        by_job.setdefault((own.lease.job.id, own.lease.token), {})[own.lease.step.id] = own
    settled = 0
    for (job_id, token), ends in by_job.items():
        held = select(job_steps.c.id).where(
            job_steps.c.id.in_(list(ends)),
            job_steps.c.status == "running",
            job_steps.c.lease_token == token,
        )
        ours = connection.execute(held.with_for_update()).scalars().all()
        done = [(id, ends[id].result) for id in ours if ends[id].error is None]
        failed = [(id, ends[id].error) for id in ours if ends[id].error is not None]
        _write(connection, job_id, done, failed, ended)
        settled += len(ours)
    return settled


def _write(
    connection: Connection,
    job_id: int,
    done: Sequence[tuple[int, dict[str, Any] | None]],
    failed: Sequence[tuple[int, dict[str, Any] | None]],
    ended: float,
) -> None:
    """End these steps of a job, results and errors by id, and count them."""
    for status, column, ends in (("done", "result", done), ("failed", "error", failed)):
        if ends:
            connection.execute(
                job_steps.update()
                .where(job_steps.c.id == bindparam("_id"))
                .values(
                    status=status,
                    lease_token=None,
                    lease_until=None,
                    ended=ended,
                    **{column: bindparam("_value")},
                ),
                [{"_id": id, "_value": value} for id, value in ends],
            )
    if done or failed:
        connection.execute(
            jobs.update()
            .where(jobs.c.id == job_id)
            .values(done=jobs.c.done + len(done), failed=jobs.c.failed + len(failed), updated=now())
        )
