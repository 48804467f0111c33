"""The ledger of jobs: what was ordered, who is at it, what came out — each result once.

Whoever works on a step holds a lease: a token and a time. While the lease runs nobody else
takes the step; afterwards anybody may, and only the last holder's result counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from corpus.errors import Conflict, NotFound
from corpus.library.database import Database, new_id
from corpus.library.job import ATTEMPTS, Ending, Job, Lease, Status, Step, job_of, step_of
from corpus.library.scope import Scope, visible
from corpus.library.steps import (
    GIVEN_UP,
    again,
    counts,
    free_steps,
    insert_steps,
    lease,
    open_jobs,
    queue,
    settle,
    waiting_steps,
)
from corpus.library.tables import job_steps, jobs, now

__all__ = ["ATTEMPTS", "Ending", "Job", "Lease", "Ledger", "Step"]


class Ledger:
    """The jobs of a library."""

    def __init__(self, database: Database) -> None:
        """The jobs in `database`."""
        self._database = database

    def create(
        self,
        kind: str,
        owner: int,
        params: Mapping[str, Any],
        steps: Sequence[Mapping[str, Any]],
        title: str = "",
        *,
        anywhere: bool = False,
    ) -> Job:
        """A new waiting job with one step for each payload in `steps`.

        Where several machines share the database, one that is not to be done `anywhere` is left
        to this machine, because its files lie here.
        """
        moment = now()
        with self._database.write(alone=False) as connection:
            inserted = connection.execute(
                jobs.insert().values(
                    owner_id=owner,
                    visibility="private",
                    kind=kind,
                    title=title,
                    status="waiting",
                    params=dict(params),
                    total=len(steps),
                    done=0,
                    failed=0,
                    attempts=0,
                    machine=None if anywhere else self._database.machine,
                    created=moment,
                    updated=moment,
                )
            )
            id = new_id(inserted)
            insert_steps(connection, id, steps)
            return job_of(connection.execute(select(jobs).where(jobs.c.id == id)).one())

    def get(self, id: int, scope: Scope) -> Job:
        """The job `id`; raises `NotFound` when there is none within `scope`."""
        with self._database.read() as connection:
            return _find(connection, id, visible(jobs, scope))

    def state(self, id: int) -> Job:
        """The job `id`, whoever owns it: for the runner, who works for all."""
        with self._database.read() as connection:
            return _find(connection, id)

    def recent(self, scope: Scope, kind: str | None = None, limit: int = 20) -> tuple[Job, ...]:
        """The jobs within `scope`, newest first."""
        query = select(jobs).where(visible(jobs, scope)).order_by(jobs.c.id.desc()).limit(limit)
        if kind is not None:
            query = query.where(jobs.c.kind == kind)
        with self._database.read() as connection:
            return tuple(map(job_of, connection.execute(query)))

    def unfinished(self, kind: str) -> tuple[Job, ...]:
        """The jobs of this kind that are neither done nor cancelled, whoever owns them."""
        query = select(jobs).where(jobs.c.kind == kind, jobs.c.status.not_in(("done", "cancelled")))
        with self._database.read() as connection:
            return tuple(map(job_of, connection.execute(query.order_by(jobs.c.id))))

    def steps(
        self, job_id: int, *, status: str | None = None, limit: int = 200, offset: int = 0
    ) -> tuple[Step, ...]:
        """The steps of a job in order; check the job's scope first with `get`."""
        query = select(job_steps).where(job_steps.c.job_id == job_id)
        if status is not None:
            query = query.where(job_steps.c.status == status)
        query = query.order_by(job_steps.c.position).limit(limit).offset(offset)
        with self._database.read() as connection:
            return tuple(map(step_of, connection.execute(query)))

    def pace(self, id: int, last: int = 50) -> float | None:
        """Seconds that a step of this job takes, from its `last` ones; None before one can tell."""
        query = (
            select(job_steps.c.ended)
            .where(job_steps.c.job_id == id, job_steps.c.ended.is_not(None))
            .order_by(job_steps.c.ended.desc())
            .limit(last)
        )
        with self._database.read() as connection:
            times = connection.execute(query).scalars().all()
        # Steps that went out together end together: the first ones only give the start.
        since = [moment for moment in times if moment > times[-1]]
        return (since[0] - times[-1]) / len(since) if since else None

    def busy(self, id: int) -> bool:
        """Whether the job waits while others run: it will have its turn."""
        running = select(jobs.c.id).where(jobs.c.status == "running", jobs.c.id != id)
        with self._database.read() as connection:
            return connection.execute(running.limit(1)).first() is not None

    def cancel(self, id: int, scope: Scope) -> Job:
        """The job, cancelled: what is done stays, nothing more is begun."""
        return self._turn(id, scope, ("waiting", "running", "paused"), "cancelled", "取消")

    def pause(self, id: int, scope: Scope) -> Job:
        """The job, paused: nothing more is begun until it is resumed."""
        return self._turn(id, scope, ("waiting", "running"), "paused", "暂停")

    def resume(self, id: int, scope: Scope) -> Job:
        """The job, waiting for the runner again."""
        return self._turn(id, scope, ("paused",), "waiting", "继续")

    def redo(
        self,
        id: int,
        scope: Scope,
        payloads: Mapping[int, Mapping[str, Any]],
        added: Sequence[Mapping[str, Any]] = (),
        params: Mapping[str, Any] | None = None,
    ) -> Job:
        """The job with the steps of these ids waiting again, with new payloads; others stay.

        `added` become steps behind the last one, `params` replace those of the same names. Steps
        that somebody is at are left alone. Raises `NotFound`, `Conflict` for a cancelled job.
        """
        with self._database.write(alone=False) as connection:
            job = _find(connection, id, jobs.c.owner_id == scope.user_id)
            if job.status == "cancelled":
                raise _conflict(job, "继续")
            again(connection, id, payloads)
            insert_steps(connection, id, added, first=job.total)
            done, failed = counts(connection, id)
            connection.execute(
                jobs.update()
                .where(jobs.c.id == id)
                .values(
                    status="waiting" if job.status == "done" else jobs.c.status,
                    params={**job.params, **(params or {})},
                    result=None,
                    total=job.total + len(added),
                    done=done,
                    failed=failed,
                    attempts=0,
                    updated=now(),
                )
            )
            return _find(connection, id)

    def claim(
        self,
        kinds: Sequence[str],
        *,
        seconds: float,
        limit: int | Callable[[Job], int] = 1,
        job_id: int | None = None,
        bound: bool = False,
    ) -> tuple[Lease, ...]:
        """Leases of `seconds` on up to `limit` steps of one job that nobody is at.

        The job with the fewest steps under way comes first, then the oldest: jobs queue fairly.
        A step over which a worker died is given out alone, so that its next death costs no
        other; steps whose workers died `ATTEMPTS` times are failed instead. `bound` leaves what
        any machine can do to the others.
        """
        open_ones = open_jobs(kinds, job_id, self._database.machine, bound)
        with self._database.write(alone=False) as connection:
            moment = self._database.moment(connection)
            for id in connection.execute(queue(open_ones, moment)).scalars().all():
                job = _find(connection, id)
                wanted = limit if isinstance(limit, int) else limit(job)
                if rows := free_steps(connection, id, moment, wanted):
                    return lease(connection, job, rows, moment + seconds)
        return ()

    def unattended(self, kinds: Sequence[str], job_id: int | None = None) -> int:
        """How many steps and closings that any machine can do nobody is at."""
        open_ones = and_(open_jobs(kinds, job_id, None), jobs.c.machine.is_(None))
        with self._database.read() as connection:
            moment = self._database.moment(connection)
            free = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until < moment)
            closings = select(func.count()).where(
                open_ones, free, jobs.c.done + jobs.c.failed >= jobs.c.total
            )
            found = connection.execute(waiting_steps(open_ones, moment)).scalar_one()
            return int(found + connection.execute(closings).scalar_one())

    def claim_closing(
        self,
        kinds: Sequence[str],
        *,
        seconds: float,
        job_id: int | None = None,
        bound: bool = False,
    ) -> Lease | None:
        """A lease on the closing of a job whose steps are all done or failed, if there is one."""
        with self._database.write(alone=False) as connection:
            moment = self._database.moment(connection)
            query: Select[Any] = (
                select(jobs)
                .where(
                    open_jobs(kinds, job_id, self._database.machine, bound),
                    jobs.c.done + jobs.c.failed >= jobs.c.total,
                    or_(jobs.c.lease_until.is_(None), jobs.c.lease_until < moment),
                )
                .order_by(jobs.c.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            row = connection.execute(query).first()
            if row is None:
                return None
            if row.attempts >= ATTEMPTS:
                _close(connection, row.id, {"error": GIVEN_UP})
                return None
            token = uuid.uuid4().hex
            connection.execute(
                jobs.update()
                .where(jobs.c.id == row.id)
                .values(
                    status="running",
                    # A lease that ran out tells of a killed runner, not of this closing.
                    attempts=row.attempts + (row.lease_token is None),
                    lease_token=token,
                    lease_until=moment + seconds,
                    updated=now(),
                )
            )
            return Lease(token, _find(connection, row.id), None)

    def renew(self, leases: Sequence[Lease], *, seconds: float) -> None:
        """Let these leases run for another `seconds`; those that were lost stay lost."""
        tokens = [lease.token for lease in leases]
        with self._database.write(alone=False) as connection:
            until = self._database.moment(connection) + seconds
            for table in (job_steps, jobs):
                connection.execute(
                    table.update()
                    .where(table.c.lease_token.in_(tokens), table.c.status == "running")
                    .values(lease_until=until)
                )

    def settle(self, endings: Sequence[Ending]) -> int:
        """How many of these ends now stand in the ledger: not those whose lease was lost.

        They are written in one transaction. A job that cannot close is done with its error.
        """
        with self._database.write(alone=False) as connection:
            closings = [own for own in endings if own.lease.step is None]
            closed = sum(
                _close(
                    connection,
                    own.lease.job.id,
                    {"error": own.error} if own.result is None else own.result,
                    own.lease.token,
                )
                for own in closings
            )
            ended = self._database.moment(connection)
            return closed + settle(connection, [own for own in endings if own.lease.step], ended)

    def finish(self, lease: Lease, result: Mapping[str, Any]) -> bool:
        """Whether `result` now stands in the ledger: not when the lease was lost meanwhile."""
        return self.settle([Ending(lease, result=dict(result))]) == 1

    def fail(self, lease: Lease, error: Mapping[str, str]) -> bool:
        """Whether `error` now stands in the ledger; a job that cannot close is done with it."""
        return self.settle([Ending(lease, error=dict(error))]) == 1

    def halt(self, id: int, error: Mapping[str, str]) -> None:
        """Pause the job `id`, because everything that follows would fail with `error`, too."""
        with self._database.write(alone=False) as connection:
            connection.execute(
                jobs.update()
                .where(jobs.c.id == id, jobs.c.status.in_(("waiting", "running")))
                .values(status="paused", result={"error": dict(error)}, updated=now())
            )

    def release(self, leases: Sequence[Lease], *, tried: bool = True) -> None:
        """Give leases back unfinished; `tried` is false when the work was not even begun."""
        with self._database.write(alone=False) as connection:
            for lease in leases:
                table, id = (
                    (jobs, lease.job.id) if lease.step is None else (job_steps, lease.step.id)
                )
                values: dict[str, Any] = {"lease_token": None, "lease_until": None}
                if lease.step is not None:
                    values["status"] = "waiting"
                if not tried:
                    values["attempts"] = table.c.attempts - 1
                connection.execute(
                    table.update()
                    .where(
                        table.c.id == id,
                        table.c.lease_token == lease.token,
                        table.c.status == "running",
                    )
                    .values(**values)
                )

    def _turn(
        self, id: int, scope: Scope, before: tuple[Status, ...], after: Status, word: str
    ) -> Job:
        with self._database.write(alone=False) as connection:
            mine = jobs.c.owner_id == scope.user_id
            turned = connection.execute(
                jobs.update()
                .where(jobs.c.id == id, mine, jobs.c.status.in_(before))
                .values(status=after, result=None, updated=now())
            )
            job = _find(connection, id, mine)
            if turned.rowcount != 1 and job.status != after:
                raise _conflict(job, word)
            return job


_STATUS = {
    "waiting": "在等候",
    "running": "正在进行",
    "paused": "已经暂停",
    "done": "已经完成",
    "cancelled": "已经取消",
}


def _conflict(job: Job, word: str) -> Conflict:
    return Conflict(
        f"这项工作{_STATUS[job.status]}，不能{word}",
        where=job.title,
        remedy="刷新页面看看现在的进度",
    )


def _close(
    connection: Connection, job_id: int, result: dict[str, Any], token: str | None = None
) -> bool:
    mine: ColumnElement[bool] = jobs.c.status.in_(("waiting", "running"))
    if token is not None:
        # A job paused or cancelled while it was closing: the result counts, since nothing
        # of it can be taken back, but a cancelled job stays cancelled.
        mine = and_(jobs.c.lease_token == token, jobs.c.status != "cancelled")
    closed = connection.execute(
        jobs.update()
        .where(jobs.c.id == job_id, mine)
        .values(status="done", result=result, lease_token=None, lease_until=None, updated=now())
    )
    return closed.rowcount == 1


def _find(connection: Connection, id: int, condition: ColumnElement[bool] | None = None) -> Job:
    query = select(jobs).where(jobs.c.id == id)
    row = connection.execute(query if condition is None else query.where(condition)).first()
    if row is None:
        raise NotFound(f"没有第 {id} 号工作，或者不归您看", where="工作", remedy="刷新页面重新查看")
    return job_of(row)
