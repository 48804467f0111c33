"""The job runner beside the server: it works, it is started again, it ends with its parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.library.importing import plan_import
from tests.locks import ROOT
from webapp import supervision
from webapp.settings import Settings

PARENT = """
import sys, time
from pathlib import Path
from webapp.settings import Settings
from webapp.supervision import job_runner
import multiprocessing
if __name__ == "__main__":
    with job_runner(Settings(Path(sys.argv[1]), workers=1)):
        while not multiprocessing.active_children():
            time.sleep(0.05)
        print(multiprocessing.active_children()[0].pid, flush=True)
        time.sleep(600)
"""


def wait_for(met: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 120
    while not met() and time.monotonic() < deadline:
        time.sleep(0.05)
    return met()


def runners() -> list[int]:
    # Pools that earlier tests started in this process are its children too.
    children = multiprocessing.active_children()
    return [child.pid or 0 for child in children if child.name == "nigao-jobs"]


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2][:3]
    except FileNotFoundError:
        return False


def test_a_runner_that_dies_is_started_again_and_does_the_jobs(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.05)
    (tmp_path / "通知.txt").write_text("关于防汛的通知\n\n各村：\n\n做好防汛。\n", "utf-8")
    with Library.open(own_home) as library, supervision.job_runner(Settings(own_home, workers=1)):
        assert wait_for(lambda: len(runners()) == 1)
        (first,) = runners()
        os.kill(first, signal.SIGKILL)
        assert wait_for(lambda: len(runners()) == 1 and runners() != [first])
        job = plan_import(library, [tmp_path / "通知.txt"], library.users.ensure_owner("x").id)
        assert wait_for(lambda: library.jobs.state(job.id).status == "done")
    assert runners() == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
def test_a_runner_ends_when_its_parent_is_killed(own_home: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(own_home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    runner = int(parent.stdout.readline())
    assert alive(runner)
    parent.kill()
    parent.communicate()
    assert wait_for(lambda: not alive(runner))
