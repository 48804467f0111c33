"""`nigao batch`: names, ZIP, bound files, stopped and gone on with, mended and halted."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from pathlib import Path

import pytest

from corpus import storage
from corpus.files import write_atomically
from corpus.library import Library, Scope, runner
from generator import roster, template
from generator.batch import BATCH
from generator.errors import BatchHalted
from tests.webapp.commands.command_line import Nigao

ID = "annual-priorities"
UNITS = ("东湾社区", "北桥社区", "柳荫社区")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NIGAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NIGAO_WORKERS", "1")
    return tmp_path / "home"


def fill(path: Path, **changed: object) -> Path:
    """The roster of three communities in `path`; `changed` goes into the second row."""
    entry = template.get(ID)
    rows = [entry.sample_inputs() | {"单位": f"青禾县柳溪街道{unit}"} for unit in UNITS]
    rows[1] |= changed
    path.write_bytes(roster.workbook(entry, rows))
    return path


def manifest(folder: Path) -> list[str]:
    return [entry["status"] for entry in json.loads((folder / "manifest.json").read_text("utf-8"))]


def test_files_are_named_packed_and_bound_as_was_asked_for(nigao: Nigao, tmp_path: Path) -> None:
    path, out = fill(tmp_path / "表.xlsx"), tmp_path / "输出"
    done = nigao(
        *("batch", ID, path, "-o", out, "--formats", "docx,pdf", "--name", "{单位}"),
        *("--zip", tmp_path / "全部.zip", "--bind", "docx,pdf"),
    )
    assert done.status == 0, done.err
    assert "完成 3 份，失败 0 份" in done.out
    names = [f"青禾县柳溪街道{unit}{suffix}" for unit in UNITS for suffix in (".docx", ".pdf")]
    with zipfile.ZipFile(tmp_path / "全部.zip") as packed:
        assert packed.namelist() == [*names, "清单.xlsx", "manifest.json"]
        assert packed.testzip() is None
    assert (out / "合订本.docx").read_bytes()[:2] == b"PK"
    assert (out / "合订本.pdf").read_bytes()[:4] == b"%PDF"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--name", "{单为}", "没有“{单为}”可用。是不是“单位”"),
        ("--zip", "全部.rar", "打包的文件是 ZIP"),
        ("--zip", "没有/全部.zip", "文件夹不存在"),
        ("--bind", "odt", "合不成“.odt”"),
    ],
)
def test_what_cannot_be_made_is_refused_before_the_batch_begins(
    nigao: Nigao, tmp_path: Path, own_home: Path, option: str, value: str, said: str
) -> None:
    path = fill(tmp_path / "表.xlsx")
    refused = nigao("batch", ID, path, "-o", tmp_path / "输出", option, value)
    assert refused.status == 1
    assert said in refused.err
    with Library.open(own_home) as library:
        assert library.jobs.recent(Scope(1)) == ()


def test_a_stopped_batch_goes_on_and_makes_each_row_once(
    nigao: Nigao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = fill(tmp_path / "表.xlsx"), tmp_path / "输出"
    command = ("batch", ID, path, "-o", out, "--formats", "docx")
    real = runner.run

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "run", stopped)
    stopped_at = nigao(*command)
    assert stopped_at.status != 0
    assert "加 --resume 再运行一次，会接着做" in stopped_at.err
    monkeypatch.setattr(runner, "run", real)
    again = nigao(*command, "--resume")
    assert again.status == 0, again.err
    assert manifest(out) == ["done"] * 3
    assert len(list(out.glob("*.docx"))) == 3


def test_a_mended_roster_is_resumed_with_the_rows_that_failed(nigao: Nigao, tmp_path: Path) -> None:
    path, out = fill(tmp_path / "表.xlsx", 年度="明年"), tmp_path / "输出"
    command = ("batch", ID, path, "-o", out, "--formats", "docx")
    assert nigao(*command).status == 1
    kept = {p.name: p.stat().st_mtime_ns for p in out.glob("*.docx")}
    assert nigao(*command, "--resume").status == 1  # nothing was mended
    fill(path)
    again = nigao(*command, "--resume")
    assert again.status == 0, again.err
    assert "完成 3 份，失败 0 份" in again.out
    assert manifest(out) == ["done"] * 3
    now = {p.name: p.stat().st_mtime_ns for p in out.glob("*.docx")}
    assert {name: now[name] for name in kept} == kept


def test_a_full_disk_halts_the_batch_with_what_is_done_kept(
    nigao: Nigao, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = fill(tmp_path / "表.xlsx"), tmp_path / "输出"
    command = ("batch", ID, path, "-o", out, "--formats", "txt")

    def in_this_process(home: Path, _: object, *, until: int, **__: object) -> None:
        """The runner without workers of its own, on a disk with room for one file."""
        with Library.open(home) as library:
            for _step in range(2):
                (lease,) = library.jobs.claim([BATCH.name], seconds=60, job_id=until)
                assert lease.step
                try:
                    result = BATCH.work(home, lease.job.params, lease.step.payload)
                except BatchHalted as problem:
                    library.jobs.release([lease], tried=False)
                    library.jobs.halt(until, problem.to_json()["error"])
                else:
                    library.jobs.finish(lease, result)

    def full(target: Path, data: bytes, *, settled: bool = True) -> None:
        if target.suffix == ".txt" and len(list(out.glob("*.txt"))) == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_atomically(target, data, settled=settled)

    real = runner.run
    monkeypatch.setattr(storage, "write_atomically", full)
    monkeypatch.setattr(runner, "run", in_this_process)
    halted = nigao(*command)
    assert halted.status == 1
    assert "完成 1 份，失败 0 份，还有 2 份没有做" in halted.out
    assert f"错误：{out}：磁盘满了，文件写不进去。清出空间后接着做，已完成的都在。" in halted.err
    assert "加 --resume 再运行一次，会接着做。" in halted.err

    monkeypatch.setattr(storage, "write_atomically", write_atomically)
    monkeypatch.setattr(runner, "run", real)
    assert nigao(*command, "--resume").status == 0
    assert manifest(out) == ["done"] * 3
