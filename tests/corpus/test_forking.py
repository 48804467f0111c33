"""Workers are forked off a server that has loaded what they need, and end with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import forking

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned here")
ROOT = Path(__file__).parent.parent.parent

ASKED = """
import json, os, sys
from corpus import forking
from generator.batch import BATCH

def look(answer):
    tasks = os.listdir(f"/proc/{os.getppid()}/task")
    loaded = [name for name in ("typst", "rjieba", "sqlalchemy") if name in sys.modules]
    answer.send([loaded, len(tasks), os.getppid()])

if __name__ == "__main__":
    forking.begin(BATCH.modules)
    context = forking.context(BATCH.modules)
    servers = set()
    for _ in range(2):
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=look, args=(theirs,))
        worker.start()
        loaded, threads, server = ours.recv()
        worker.join()
        servers.add(server)
    print(json.dumps([loaded, threads, len(servers), server != os.getpid()]))
"""


@LINUX
def test_the_server_has_loaded_what_rows_need_and_has_one_thread(tmp_path: Path) -> None:
    script = tmp_path / "ask.py"
    script.write_text(ASKED)
    answer = subprocess.run(
        [sys.executable, str(script)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert answer.stderr == ""
    loaded, threads, servers, apart = json.loads(answer.stdout)
    assert loaded == ["typst", "rjieba", "sqlalchemy"]
    assert (threads, servers, apart) == (1, 1, True)


@pytest.mark.parametrize("folder", ["/tmp/" + "长" * 40, None])
def test_workers_are_spawned_where_the_server_has_no_place_for_its_socket(
    folder: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place() -> str:
        if folder is None:
            raise OSError("no space")
        return folder

    monkeypatch.setattr(forking.util, "get_temp_dir", place)
    assert forking.context(["corpus.performing"]).get_start_method() == "spawn"
    forking.begin(["corpus.performing"])
