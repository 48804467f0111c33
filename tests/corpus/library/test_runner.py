"""The runner: whatever is killed, each step comes out once, and the job ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pebble.common import launch_process

from corpus.library import Job, Library, Scope, runner
from corpus.library.runner import JobKind, run
from corpus.library.tables import job_steps
from tests.corpus.library.databases import BOTH, sqlite_unless_asked
from tests.corpus.library.kinds import BROKEN, CHUNKS, FREEZING, PLAIN, STRICT

database_url = sqlite_unless_asked
POSIX = pytest.mark.skipif(os.name != "posix", reason="kills by signals")


def _order(library: Library, scope: Scope, *actions: str | None, kind: JobKind = PLAIN) -> Job:
    steps: list[dict[str, Any]] = [{"n": n, "do": action} for n, action in enumerate(actions)]
    return library.jobs.create(kind.name, scope.user_id, {"p": "x"}, steps)


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _begun(library: Library) -> list[int]:
    return sorted(map(int, _lines(library.home / "begun.txt")))


def test_a_job_is_done_with_each_steps_result_and_its_own(library: Library, scope: Scope) -> None:
    job = _order(library, scope, None, "refuse", "stumble", None)
    seen: list[tuple[str, int, int]] = []
    run(
        library.home,
        [PLAIN],
        workers=2,
        until=job.id,
        on_progress=lambda job: seen.append((job.status, job.done, job.failed)),
    )
    done = library.jobs.get(job.id, scope)
    assert (done.status, done.result) == ("done", {"done": 2, "failed": 2})
    steps = library.jobs.steps(job.id)
    assert steps[0].result == {"n": 0, "p": "x"}
    assert steps[1].error == {
        "code": "unreadable",
        "message": "空文件",
        "where": "a.txt",
        "remedy": "换一份",
    }
    assert steps[2].error
    assert "ValueError: 想不到" in steps[2].error["message"]
    assert _begun(library) == [0, 1, 2, 3]
    assert _lines(library.home / "closed.txt") == [str(job.id)]
    assert _lines(library.home / "tidied.txt")
    assert seen[-1] == ("done", 2, 2)
    assert seen == sorted(seen, key=lambda state: state[1] + state[2])


def test_an_empty_job_is_done_at_once(library: Library, scope: Scope) -> None:
    job = _order(library, scope)
    run(library.home, [PLAIN], workers=1, until=job.id)
    assert library.jobs.get(job.id, scope).result == {"done": 0, "failed": 0}


@POSIX
def test_steps_that_take_too_long_or_too_much_fail_and_the_others_go_on(
    library: Library, scope: Scope
) -> None:
    job = _order(library, scope, "hang", "swell", None, kind=STRICT)
    run(library.home, [STRICT], workers=1, until=job.id)
    hung, swollen, fine = library.jobs.steps(job.id)
    assert hung.error
    assert hung.error["message"] == "2 秒还没有做完，已停下"
    assert swollen.error
    assert "400 MB" in swollen.error["message"]
    assert fine.result == {"n": 2, "p": "x"}


@BOTH
@POSIX
def test_a_killed_worker_costs_an_attempt_and_no_result(library: Library, scope: Scope) -> None:
    job = _order(library, scope, "die once", None, None)
    run(library.home, [PLAIN], workers=1, until=job.id)
    assert library.jobs.get(job.id, scope).result == {"done": 3, "failed": 0}
    assert [step.result and step.result["n"] for step in library.jobs.steps(job.id)] == [0, 1, 2]
    assert _begun(library).count(0) == 2


def test_a_pool_that_breaks_while_its_first_workers_start_is_made_anew(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the server is killed that workers are forked from."""
    started: list[int] = []

    def breaking(*args: Any, **keywords: Any) -> Any:
        started.append(len(started))
        if len(started) <= 2:
            raise EOFError
        return launch_process(*args, **keywords)

    monkeypatch.setattr("pebble.pool.process.launch_process", breaking)
    job = _order(library, scope, None, None)
    run(library.home, [PLAIN], workers=1, until=job.id)
    done = library.jobs.get(job.id, scope)
    assert (done.status, done.result) == ("done", {"done": 2, "failed": 0})
    assert _begun(library) == [0, 1]


@POSIX
def test_a_step_that_kills_every_worker_is_given_up_and_the_rest_done(
    library: Library, scope: Scope
) -> None:
    job = _order(library, scope, "die", None)
    run(library.home, [PLAIN], workers=1, until=job.id)
    deadly, fine = library.jobs.steps(job.id)
    assert deadly.error
    assert deadly.error["code"] == "worker-died"
    assert fine.status == "done"
    assert _begun(library).count(0) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned here")
def test_workers_end_with_the_server_they_were_forked_from_and_others_go_on(
    library: Library, scope: Scope
) -> None:
    job = _order(library, scope, None, "kill the server once", None)
    run(library.home, [PLAIN], workers=2, until=job.id)
    assert library.jobs.get(job.id, scope).result == {"done": 3, "failed": 0}
    assert _begun(library).count(1) == 2
    _wait(lambda: _ended(int((library.home / "killed").read_text())))


def test_no_process_is_started_while_there_is_no_work(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(runner.forking, "begin", started.append)
    run(library.home, [PLAIN], workers=2, once=True)
    assert not started


def test_a_job_that_cannot_be_closed_ends_with_the_reason(library: Library, scope: Scope) -> None:
    job = _order(library, scope, None, kind=BROKEN)
    run(library.home, [BROKEN], workers=1, until=job.id)
    ended = library.jobs.get(job.id, scope)
    assert ended.status == "done"
    assert ended.result
    assert ended.result["error"]["message"] == "打不了包"


def test_a_stopped_runner_gives_its_steps_back_for_the_next_one(
    library: Library, scope: Scope
) -> None:
    job = _order(library, scope, None, *["wait"] * 11)
    stop = threading.Event()
    run(
        library.home,
        [PLAIN],
        workers=1,
        stop=stop,
        on_progress=lambda job: stop.set() if job.done else None,
    )
    stopped = library.jobs.get(job.id, scope)
    assert stopped.done == 1
    assert library.jobs.steps(job.id, status="running") == ()
    (library.home / "go").touch()
    run(library.home, [PLAIN], workers=2, until=job.id)
    assert library.jobs.get(job.id, scope).done == 12


def test_a_run_for_a_job_ends_when_that_is_cancelled(library: Library, scope: Scope) -> None:
    job = _order(library, scope, None, *["wait"] * 11)

    def cancel(now: Job) -> None:
        if now.done and not now.finished:
            library.jobs.cancel(job.id, scope)

    run(
        library.home,
        [PLAIN],
        workers=1,
        until=job.id,
        on_progress=cancel,
    )
    assert library.jobs.get(job.id, scope).status == "cancelled"
    assert len(_begun(library)) < 12


RUNNER = """
import sys
from pathlib import Path
from corpus.library import runner
from tests.corpus.library.kinds import PLAIN
if __name__ == "__main__":
    runner.run(Path(sys.argv[1]), [PLAIN], workers=2, until=int(sys.argv[2]),
        url=sys.argv[3] or None)
"""


def _start(library: Library, job: Job, script: Path) -> subprocess.Popen[bytes]:
    script.write_text(RUNNER)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, str(script), str(library.home), str(job.id), library.places.url or ""],
        env=environment,
    )


def _wait(condition: Any, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come to pass in time"
        time.sleep(0.02)


def _ended(process: int) -> bool:
    """Whether there is nothing left of a process but its exit status."""
    try:
        return ") Z " in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True


def _below(parent: int) -> Sequence[int]:
    """The processes that the runner has started: the server that forks its workers, and these."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = parents.get(parent, [])
    return [*found, *(own for child in found for own in parents.get(child, []))]


@BOTH
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes under /proc")
def test_a_killed_runner_leaves_no_process_and_the_next_goes_on_where_it_was(
    library: Library, scope: Scope, tmp_path: Path
) -> None:
    job = _order(library, scope, *[None] * 3, *["wait"] * 7)
    process = _start(library, job, tmp_path / "run.py")
    try:
        _wait(lambda: library.jobs.get(job.id, scope).done == 3)
        started = _below(process.pid)
        assert len(started) >= 3
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        # they end when nobody takes what they bring
        (library.home / "go").touch()
    _wait(lambda: all(map(_ended, started)))
    before = {s.id: s.result for s in library.jobs.steps(job.id, status="done")}
    assert library.jobs.steps(job.id, status="running")

    # The dead runner's leases would run another quarter of a minute.
    with library.database.write() as connection:
        connection.execute(job_steps.update().values(lease_until=0))
    run(library.home, [PLAIN], workers=2, until=job.id)
    done = library.jobs.get(job.id, scope)
    assert done.result == {"done": 10, "failed": 0}
    after = library.jobs.steps(job.id)
    assert [step.result and step.result["n"] for step in after] == list(range(10))
    assert {s.id: s.result for s in after if s.id in before} == before
    # Only what was under way when it was killed was begun twice.
    assert len(_begun(library)) <= 10 + 4


@BOTH
def test_two_runners_share_the_steps_of_a_job(
    library: Library, scope: Scope, tmp_path: Path
) -> None:
    job = _order(library, scope, *["slow"] * 8)
    process = _start(library, job, tmp_path / "run.py")
    run(library.home, [PLAIN], workers=1, until=job.id)
    assert process.wait(timeout=120) == 0
    assert library.jobs.get(job.id, scope).result == {"done": 8, "failed": 0}
    assert _begun(library) == list(range(8))
    assert _lines(library.home / "closed.txt") == [str(job.id)]


def test_steps_that_go_out_together_end_each_its_own_way(library: Library, scope: Scope) -> None:
    actions = [None, "refuse", "stumble", None] * 8
    job = _order(library, scope, *actions, kind=CHUNKS)
    run(library.home, [CHUNKS], workers=1, until=job.id)
    steps = library.jobs.steps(job.id)
    assert [step.status for step in steps] == ["done", "failed", "failed", "done"] * 8
    assert [step.result["n"] for step in steps if step.result] == [
        n for n, action in enumerate(actions) if action is None
    ]
    assert _begun(library) == list(range(32))


@POSIX
def test_of_steps_that_go_out_together_only_the_one_that_hangs_or_kills_is_lost(
    library: Library, scope: Scope
) -> None:
    actions: list[str | None] = [None] * 32
    actions[1], actions[6] = "hang", "die"
    job = _order(library, scope, *actions, kind=CHUNKS)
    run(library.home, [CHUNKS], workers=2, until=job.id)
    lost = [step for step in library.jobs.steps(job.id) if step.status != "done"]
    assert [step.position for step in lost] == [1, 6]
    assert [step.error and step.error["code"] for step in lost] == ["too-long", "worker-died"]


def test_a_job_halts_where_all_that_follows_would_fail_and_goes_on_when_that_is_mended(
    library: Library, scope: Scope
) -> None:
    actions = [None] * 5 + ["fill the disk"] * 27
    job = _order(library, scope, *actions, kind=CHUNKS)
    run(library.home, [CHUNKS], workers=1, until=job.id)
    halted = library.jobs.get(job.id, scope)
    assert (halted.status, halted.done, halted.failed) == ("paused", 5, 0)
    assert halted.halted
    assert halted.halted["message"] == "磁盘满了"
    assert {step.status for step in library.jobs.steps(job.id)} == {"done", "waiting"}

    (library.home / "room").touch()
    library.jobs.resume(job.id, scope)
    run(library.home, [CHUNKS], workers=1, until=job.id)
    assert library.jobs.get(job.id, scope).result == {"done": 32, "failed": 0}


@POSIX
def test_workers_that_all_stand_still_are_exchanged_for_new_ones(
    library: Library,
    scope: Scope,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later: list[Job] = []
    new: list[object] = []
    # Nothing but the passing of a minute tells that workers stand still.
    monkeypatch.setattr(
        runner._Runner, "_stuck", lambda own, _moved: bool(later and own._running) and not new
    )
    monkeypatch.setattr(runner.logger, "warning", lambda *words: new.append(words))
    first = _order(library, scope, None, kind=FREEZING)
    stop = threading.Event()

    def go_on(now: Job) -> None:
        if now.finished and now.id == first.id:
            frozen = Path("/proc", (library.home / "frozen").read_text(), "stat")
            _wait(lambda: ") T " in frozen.read_text())
            later.append(_order(library, scope, None, kind=FREEZING))
        elif now.finished:
            stop.set()

    run(library.home, [FREEZING], workers=1, stop=stop, on_progress=go_on)
    assert library.jobs.get(later[0].id, scope).result == {"done": 1, "failed": 0}
    assert len(new) == 1


def test_a_machine_that_leaves_the_work_to_others_wakes_them_and_begins_nothing(
    tmp_path: Path, postgresql_url: str
) -> None:
    shared = str(tmp_path / "共享")
    with Library.open(tmp_path / "serving", postgresql_url, shared) as library:
        owner = Scope(library.users.ensure_owner("周某某").id)
        steps = [{"n": n} for n in range(5)]
        everyone = library.jobs.create(PLAIN.name, owner.user_id, {}, steps, anywhere=True)
        here = library.jobs.create(PLAIN.name, owner.user_id, {}, [{"n": 9}])
        stop, woken = threading.Event(), []

        def wake(count: int) -> None:
            woken.append(count)
            if library.jobs.state(here.id).finished:
                stop.set()

        run(library.home, [PLAIN], workers=0, stop=stop, wake=wake)
        assert set(woken) == {5}
        assert library.jobs.state(everyone.id).done == 0
        run(library.home, [PLAIN], workers=1, helping=True, once=True)
        assert library.jobs.state(everyone.id).result == {"done": 5, "failed": 0}
