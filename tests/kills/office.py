"""An office whose batch is done by processes that are killed at random moments.

A batch is counted in rows, and so are the moments: whatever the machine's speed, something is
killed when a row chosen by chance has just been done. The seeds are fixed.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus.library import Job, Library
from corpus.library.patience import patiently
from corpus.storage import storage_at
from generator import batch, roster, template

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 5.0
"""Seconds for each row after which a batch that has not ended counts as stuck."""

TEXT = """---
id: bridge-visit
title: 桥梁巡查通知
genre: 通知
topics: [桥梁]
used_by: [乡镇]
summary: 安排桥梁巡查时用
fields:
  单位: {type: org, required: true, example: 望川县石桥乡人民政府}
  座数: {type: integer, required: true, unit: 座, example: 12}
---
# {{ 单位 }}关于做好桥梁巡查的通知

各村民委员会：

{{ 单位 }}决定开展桥梁巡查，共查{{ 座数 }}座，请予配合。
"""
CHOSEN = template.load(TEXT, "bridge-visit.md")

RUNNER = """
import sys
from corpus.library import runner
from webapp import supervision
from webapp.settings import Settings
from webapp.waking import work, waker
if __name__ == "__main__":
    runner.LEASE = 2.0
    settings = Settings.load()
    if sys.argv[1] == "help":
        work(settings, supervision.KINDS)
    else:
        runner.run(
            settings.home, supervision.KINDS, workers=settings.workers, url=settings.url,
            storage=settings.storage, wake=waker(settings),
        )
"""


@dataclass
class Office:
    """A library, a batch of `rows` rows in it, and the processes that work on it."""

    folder: Path
    rows: int
    url: str | None = None
    broker: str | None = None
    bucket: str | None = None
    formats: tuple[str, ...] = (".docx",)
    workers: int = 2
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def storage(self) -> str | None:
        """Where the files go: a folder that all machines share, where there are several."""
        return self.bucket or (str(self.folder / "共享") if self.url else None)

    def library(self) -> Library:
        """The library as the machine that serves opens it."""
        return Library.open(self.folder / "home", self.url, self.storage)

    def order(self, library: Library) -> Job:
        """The batch, planned."""
        owner = library.users.ensure_owner("周某某").id
        lines = [f"望川县第{n}乡人民政府,{n}" for n in range(1, self.rows + 1)]
        data = "\n".join(["单位,座数（座）", *lines]).encode()
        place = library.storage.below("batches/一").place
        wanted = batch.Order(CHOSEN, data, place, self.formats)
        return batch.plan_batch(library, wanted, roster.read(CHOSEN, "表.csv", data), owner)

    def start(self, name: str, role: str = "serve", workers: int | None = None) -> None:
        """Start a process: `serve` works on its own, `help` as a further machine."""
        script = self.folder / "work.py"
        if not script.exists():  # one that starts is reading it
            script.write_text(RUNNER)
        settings = {
            "NIGAO_HOME": str(self.folder / ("home" if role == "serve" else name)),
            "NIGAO_DATABASE": self.url or "",
            "NIGAO_STORAGE": self.storage or "",
            "NIGAO_BROKER": self.broker or "",
            "NIGAO_WORKERS": str(self.workers if workers is None else workers),
            "PYTHONPATH": str(ROOT),
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, str(script), role],
                env={**os.environ, **settings},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """Kill −9 a process; its own workers notice that and end."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def kill_worker(self, name: str, chance: random.Random) -> None:
        """Kill −9 one of the processes that make documents for `name`, once there is one."""
        runner = self.processes[name].pid
        deadline = time.monotonic() + PATIENCE * self.rows
        while not (found := _workers(runner)):
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.005)
        os.kill(chance.choice(found), signal.SIGKILL)

    def kill_server(self, name: str) -> None:
        """Kill −9 the process that forks the workers of `name`, and with it these."""
        for server in servers(self.processes[name].pid):
            os.kill(server, signal.SIGKILL)

    def close(self) -> None:
        """End every process."""
        for name in list(self.processes):
            self.kill(name)

    def logs(self) -> str:
        """What the processes said."""
        return "\n".join(path.read_text("utf-8")[-3000:] for path in self.folder.glob("*.log"))


def _workers(runner: int) -> list[int]:
    """The processes that do work for `runner`: those that its server has forked."""
    return [worker for server in servers(runner) for worker in _children(server)]


def servers(runner: int) -> list[int]:
    """The servers that `runner` has workers forked from; the other child tracks resources."""
    found = []
    for child in _children(runner):
        with suppress(OSError):
            if b"forkserver" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
    return found


def _children(parent: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, thread.read_text().split())
    return found


def run(
    office: Office,
    kill: Callable[[random.Random], None],
    kills: int,
    seed: int,
    begin: Callable[[], None],
) -> None:
    """Order a batch, start the work by `begin`, call `kill` at random rows, see it all there."""
    chance = random.Random(seed)
    moments = sorted(chance.sample(range(office.rows * 9 // 10), kills))
    with office.library() as library:
        job = office.order(library)

        def state() -> Job:
            # Our own connection may be the one that was cut.
            return patiently(lambda: library.jobs.state(job.id))

        begin()
        deadline = time.monotonic() + PATIENCE * office.rows
        try:
            for moment in moments:
                while state().done < moment:
                    assert time.monotonic() < deadline, office.logs()
                    time.sleep(0.005)
                time.sleep(chance.random() * 0.05)
                kill(chance)
            while not (now := state()).finished:
                assert time.monotonic() < deadline, f"{now}\n{office.logs()}"
                time.sleep(0.02)
        finally:
            office.close()
        check(office, library, now, office.logs())


def check(office: Office, library: Library, job: Job, logs: str) -> None:
    """Exactly one file a row and format, each with the right bytes, and a whole manifest."""
    rows = office.rows
    assert job.result == {"done": rows, "failed": 0, "files": rows * len(office.formats)}, logs
    storage = storage_at(job.params["folder"])
    manifest = json.loads(storage.read(batch.MANIFEST))
    assert [entry["row"] for entry in manifest] == sorted({e["row"] for e in manifest})
    assert len(manifest) == rows
    assert {entry["status"] for entry in manifest} == {"done"}
    listed = {file["path"]: file["sha256"] for entry in manifest for file in entry["files"]}
    assert storage.names() == sorted([*listed, batch.MANIFEST, batch.MANIFEST_SHEET])
    kept = {path: hashlib.sha256(storage.read(path)).hexdigest() for path in listed}
    assert kept == listed
    assert kept == _expected(office, library, job)
    if not job.params["folder"].startswith("s3:"):
        assert not list(Path(job.params["folder"]).glob(".*.part"))


def _expected(office: Office, library: Library, job: Job) -> dict[str, str]:
    """The files as one process makes them that nobody disturbs."""
    params = {**job.params, "folder": str(office.folder / "独自做的")}
    made: dict[str, str] = {}
    for start in range(0, office.rows, 200):
        for step in library.jobs.steps(job.id, limit=200, offset=start):
            entry = batch.make_row(library.home, params, step.payload)
            made |= {file["path"]: file["sha256"] for file in entry["files"]}
    return made
