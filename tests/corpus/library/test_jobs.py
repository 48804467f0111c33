"""The ledger: each step has one holder at a time and one result for ever."""

from __future__ import annotations

import time

import pytest

from corpus.errors import Conflict, NotFound
from corpus.library import Job, Library, Scope
from corpus.library.jobs import ATTEMPTS, Ending, Lease

KINDS = ["import"]


@pytest.fixture
def job(library: Library, scope: Scope) -> Job:
    """A job of three steps."""
    return library.jobs.create(
        "import", scope.user_id, {"p": 1}, [{"n": n} for n in range(3)], title="导入"
    )


def _claim(library: Library, limit: int = 9, seconds: float = 60) -> tuple[Lease, ...]:
    return library.jobs.claim(KINDS, seconds=seconds, limit=limit)


def test_a_new_job_waits(job: Job, library: Library, scope: Scope) -> None:
    assert (job.status, job.total, job.done, job.failed) == ("waiting", 3, 0, 0)
    assert (job.title, job.params, job.result) == ("导入", {"p": 1}, None)
    assert library.jobs.recent(scope) == (job,)
    assert library.jobs.recent(scope, "batch") == ()
    assert [step.payload for step in library.jobs.steps(job.id)] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_steps_are_claimed_in_order_and_by_one_only(
    job: Job, library: Library, scope: Scope
) -> None:
    first, second = _claim(library, 2)
    assert first.step
    assert second.step
    assert [first.step.payload, second.step.payload] == [{"n": 0}, {"n": 1}]
    assert library.jobs.get(job.id, scope).status == "running"
    assert [lease.step and lease.step.payload for lease in _claim(library)] == [{"n": 2}]
    assert _claim(library) == ()


def test_other_kinds_and_other_jobs_are_left_alone(job: Job, library: Library) -> None:
    assert library.jobs.claim(["batch"], seconds=9) == ()
    assert library.jobs.claim(KINDS, seconds=9, job_id=job.id + 1) == ()


def test_results_are_counted_and_kept(job: Job, library: Library, scope: Scope) -> None:
    first, second, _ = _claim(library)
    assert library.jobs.finish(first, {"imported": [1]})
    assert library.jobs.fail(second, {"message": "空文件", "where": "a.txt", "remedy": "换一份"})
    now = library.jobs.get(job.id, scope)
    assert (now.done, now.failed, now.status) == (1, 1, "running")
    (done,) = library.jobs.steps(job.id, status="done")
    (failed,) = library.jobs.steps(job.id, status="failed")
    assert done.result == {"imported": [1]}
    assert failed.error == {"message": "空文件", "where": "a.txt", "remedy": "换一份"}


def test_a_result_counts_once(job: Job, library: Library, scope: Scope) -> None:
    first, *_ = _claim(library)
    assert library.jobs.finish(first, {"n": 1})
    assert not library.jobs.finish(first, {"n": 2})
    assert not library.jobs.fail(first, {"message": ""})
    assert library.jobs.get(job.id, scope).done == 1
    assert library.jobs.steps(job.id, status="done")[0].result == {"n": 1}


def test_an_expired_lease_passes_on_and_its_late_result_is_dropped(
    job: Job, library: Library, scope: Scope
) -> None:
    (lost,) = _claim(library, 1, seconds=-1)
    (taken,) = _claim(library, 1)
    assert taken.step
    assert lost.step
    assert taken.step.id == lost.step.id
    assert not library.jobs.finish(lost, {"from": "lost"})
    assert library.jobs.finish(taken, {"from": "taken"})
    assert library.jobs.get(job.id, scope).done == 1


def test_a_renewed_lease_holds(job: Job, library: Library) -> None:
    (held,) = _claim(library, 1, seconds=0.05)
    library.jobs.renew([held], seconds=60)
    time.sleep(0.06)
    assert held not in _claim(library, 1)
    assert library.jobs.finish(held, {})


def test_a_step_over_which_workers_die_is_given_up(
    job: Job, library: Library, scope: Scope
) -> None:
    for _ in range(ATTEMPTS):
        (lease,) = _claim(library, 1)
        library.jobs.release([lease])
    (next_one,) = _claim(library, 1)
    assert next_one.step
    assert next_one.step.payload == {"n": 1}
    (failed,) = library.jobs.steps(job.id, status="failed")
    assert failed.payload == {"n": 0}
    assert failed.error
    assert "中断" in failed.error["message"]


def test_giving_back_what_was_not_begun_costs_no_attempt(job: Job, library: Library) -> None:
    for _ in range(ATTEMPTS + 1):
        (lease,) = _claim(library, 1)
        assert lease.step
        assert lease.step.attempts == 0
        library.jobs.release([lease], tried=False)


def test_a_job_closes_when_all_steps_have_ended_and_only_once(
    job: Job, library: Library, scope: Scope
) -> None:
    *others, last = _claim(library)
    for lease in others:
        library.jobs.finish(lease, {})
    assert library.jobs.claim_closing(KINDS, seconds=9) is None
    library.jobs.fail(last, {"message": ""})
    closing = library.jobs.claim_closing(KINDS, seconds=9)
    assert closing
    assert library.jobs.claim_closing(KINDS, seconds=9) is None
    assert library.jobs.finish(closing, {"zip": "a"})
    assert not library.jobs.finish(closing, {"zip": "b"})
    closed = library.jobs.get(job.id, scope)
    assert (closed.status, closed.result) == ("done", {"zip": "a"})
    assert closed.finished


def test_a_job_without_steps_can_be_closed_at_once(library: Library, scope: Scope) -> None:
    empty = library.jobs.create("import", scope.user_id, {}, [])
    closing = library.jobs.claim_closing(KINDS, seconds=9)
    assert closing
    assert closing.job.id == empty.id


def test_a_closing_that_dies_each_time_ends_with_an_error(library: Library, scope: Scope) -> None:
    empty = library.jobs.create("import", scope.user_id, {}, [])
    for _ in range(ATTEMPTS):
        lease = library.jobs.claim_closing(KINDS, seconds=9)
        assert lease
        library.jobs.release([lease])
    assert library.jobs.claim_closing(KINDS, seconds=9) is None
    ended = library.jobs.get(empty.id, scope)
    assert ended.status == "done"
    assert ended.result
    assert "error" in ended.result


def test_a_paused_job_is_not_worked_on_until_it_is_resumed(
    job: Job, library: Library, scope: Scope
) -> None:
    (held,) = _claim(library, 1)
    assert library.jobs.pause(job.id, scope).status == "paused"
    assert _claim(library) == ()
    assert library.jobs.finish(held, {"kept": True})
    assert library.jobs.resume(job.id, scope).status == "waiting"
    assert len(_claim(library)) == 2


def test_a_cancelled_job_keeps_what_is_done_and_begins_nothing_more(
    job: Job, library: Library, scope: Scope
) -> None:
    (held, *_) = _claim(library, 1)
    library.jobs.finish(held, {})
    assert library.jobs.cancel(job.id, scope).status == "cancelled"
    assert _claim(library) == ()
    assert library.jobs.claim_closing(KINDS, seconds=9) is None
    assert library.jobs.get(job.id, scope).done == 1
    with pytest.raises(Conflict, match="已经取消，不能继续"):
        library.jobs.resume(job.id, scope)


def test_asking_twice_for_the_same_is_no_conflict(job: Job, library: Library, scope: Scope) -> None:
    library.jobs.pause(job.id, scope)
    assert library.jobs.pause(job.id, scope).status == "paused"


def test_nobody_else_sees_or_stops_a_job(job: Job, library: Library) -> None:
    stranger = Scope(9)
    assert library.jobs.recent(stranger) == ()
    for action in (library.jobs.get, library.jobs.cancel, library.jobs.pause, library.jobs.resume):
        with pytest.raises(NotFound):
            action(job.id, stranger)


def test_the_job_with_the_fewest_steps_under_way_is_served_next(
    job: Job, library: Library, scope: Scope
) -> None:
    other = library.jobs.create("import", scope.user_id, {}, [{"n": n} for n in range(3)])
    served = [_claim(library, 1)[0].job.id for _ in range(6)]
    assert served == [job.id, other.id] * 3


def test_the_number_of_steps_may_depend_on_the_job(job: Job, library: Library) -> None:
    leases = library.jobs.claim(KINDS, seconds=9, limit=lambda job: job.total - 1)
    assert [lease.step and lease.step.position for lease in leases] == [0, 1]


def test_a_step_over_which_a_worker_died_is_given_out_alone(job: Job, library: Library) -> None:
    library.jobs.release(_claim(library, 2))
    sizes = []
    while leases := _claim(library):
        sizes.append(len(leases))
    assert sizes == [1, 1, 1]


def test_the_ends_of_several_steps_are_written_at_once_and_only_by_their_holder(
    job: Job, library: Library, scope: Scope
) -> None:
    before = time.time()
    first, second, third = _claim(library)
    library.jobs.release([third])
    refused = {"message": "空", "where": "", "remedy": ""}
    endings = [Ending(first, result={"a": 1}), Ending(second, error=refused), Ending(third, {})]
    assert library.jobs.settle(endings) == 2
    assert library.jobs.settle(endings) == 0
    now = library.jobs.get(job.id, scope)
    assert (now.done, now.failed) == (1, 1)
    done, failed, waiting = library.jobs.steps(job.id)
    assert (done.result, failed.error, waiting.status) == ({"a": 1}, refused, "waiting")
    assert done.ended
    assert before - 1 <= done.ended <= time.time() + 1
    assert waiting.ended is None


def test_a_halted_job_is_paused_with_its_reason_until_it_is_resumed(
    job: Job, library: Library, scope: Scope
) -> None:
    full = {"message": "磁盘满了", "where": "某处", "remedy": "清出空间"}
    library.jobs.halt(job.id, full)
    halted = library.jobs.get(job.id, scope)
    assert (halted.status, halted.halted) == ("paused", full)
    assert _claim(library) == ()
    resumed = library.jobs.resume(job.id, scope)
    assert (resumed.status, resumed.halted, resumed.result) == ("waiting", None, None)
    paused = library.jobs.pause(job.id, scope)
    assert paused.halted is None
