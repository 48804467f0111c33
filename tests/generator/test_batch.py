"""Batches: a document for each right row, a reason for each wrong one, a manifest of all."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document as WordFile
from openpyxl import load_workbook

from corpus.errors import NotFound, Problem
from corpus.library import Job, Library, Scope
from corpus.library.runner import run
from corpus.library.tables import job_steps
from generator import batch, roster
from generator.batch import naming
from generator.errors import IncompleteInputs, InputError, LayoutError, OutputError, RosterError
from generator.layout import STANDARD, Profile, pdf
from generator.layout.units import Mm
from tests.generator.rosters import CHOSEN, GOOD, filled

VILLAGES = ("石桥乡", "云岭镇", "青龙镇", "东湾镇", "北坡乡")
ROWS = [{**GOOD, "单位": f"望川县{name}人民政府"} for name in VILLAGES]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def owner(library: Library) -> int:
    return library.users.ensure_owner("周某某").id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "输出"


def roster_file(tmp_path: Path, rows: Sequence[Mapping[str, object]] = ROWS) -> Path:
    path = tmp_path / "数据表.xlsx"
    path.write_bytes(filled(rows))
    return path


def order(
    path: Path,
    folder: Path,
    formats: Sequence[str] = (".docx", ".pdf"),
    *,
    name: str = naming.DEFAULT,
    no_gaps: bool = False,
    profile: Profile = STANDARD,
) -> batch.Order:
    return batch.Order(CHOSEN, batch.read_bytes(path), str(folder), formats, name, no_gaps, profile)


def plan(library: Library, owner: int, path: Path, folder: Path, *args: Any, **how: Any) -> Job:
    wanted = order(path, folder, *args, **how)
    return batch.plan_batch(library, wanted, roster.read(CHOSEN, path.name, wanted.roster), owner)


def find(library: Library, owner: int, path: Path, folder: Path, *args: Any, **how: Any) -> Job:
    return batch.find_batch(library, order(path, folder, *args, **how), owner)


def step_by_step(library: Library, job: Job) -> list[dict[str, object]]:
    """The results of all rows, made in this process; a refused row gives its error."""
    results: list[dict[str, object]] = []
    for step in library.jobs.steps(job.id):
        try:
            results.append(batch.make_row(library.home, job.params, step.payload))
        except Problem as problem:
            results.append({"refused": str(problem)})
    return results


def entries(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return found


def test_five_rows_give_ten_files_and_a_manifest(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    job = plan(library, owner, roster_file(tmp_path), folder)
    run(library.home, [batch.BATCH], workers=1, until=job.id)

    files = sorted(path.name for path in folder.iterdir())
    assert sum(name.endswith(".docx") for name in files) == 5
    assert sum(name.endswith(".pdf") for name in files) == 5
    assert set(files) - {"manifest.json", "清单.xlsx"} == {
        str(file["path"]) for entry in entries(folder) for file in entry["files"]
    }
    assert [entry["row"] for entry in entries(folder)] == [4, 5, 6, 7, 8]
    assert {entry["status"] for entry in entries(folder)} == {"done"}
    closed = library.jobs.get(job.id, Scope(owner))
    assert closed.status == "done"
    assert closed.result == {"done": 5, "failed": 0, "files": 10}
    for entry in entries(folder):
        for file in entry["files"]:
            data = (folder / str(file["path"])).read_bytes()
            assert hashlib.sha256(data).hexdigest() == file["sha256"]


def test_each_file_is_named_by_its_place_and_holds_its_rows_values(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    step_by_step(library, plan(library, owner, roster_file(tmp_path), folder))
    path = folder / "2-望川县云岭镇人民政府关于做好桥梁巡查的通知.docx"
    text = "\n".join(p.text for p in WordFile(str(path)).paragraphs)
    assert "望川县云岭镇人民政府决定开展巡查，共查7座" in text
    assert "编号0512" in text
    printed = pypdfium2.PdfDocument(path.with_suffix(".pdf").read_bytes())
    assert len(printed) == 1
    assert "云岭镇" in printed[0].get_textpage().get_text_range()


def test_a_wrong_row_is_told_with_its_place_and_does_not_stop_the_others(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    rows = [ROWS[0], {**ROWS[1], "座数": "九十", "成文日期": "某日"}, ROWS[2]]
    job = plan(library, owner, roster_file(tmp_path, rows), folder)
    run(library.home, [batch.BATCH], workers=1, until=job.id)
    first, wrong, last = entries(folder)
    assert (first["status"], wrong["status"], last["status"]) == ("done", "failed", "done")
    assert wrong["files"] == []
    assert str(wrong["reason"]).startswith("数据表 第5行D列（座数）：“九十”不是数字")
    assert "第5行H列（成文日期）" in str(wrong["reason"])


def test_rows_with_the_same_title_get_files_of_their_own(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    job = plan(library, owner, roster_file(tmp_path, [ROWS[0]] * 3), folder, [".txt"])
    step_by_step(library, job)
    assert len(list(folder.iterdir())) == 3


def test_a_title_that_no_system_takes_as_a_name_becomes_one(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    rows = [{**GOOD, "单位": '望川县<>:"/\\|?*乡人民政府'}, {**GOOD, "单位": "望" * 300}]
    job = plan(library, owner, roster_file(tmp_path, rows), folder, [".txt"])
    step_by_step(library, job)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 2
    assert not set("".join(names)) & set('<>:"/\\|?*')
    assert max(len(name.encode()) for name in names) <= 240


def test_doing_a_row_twice_leaves_the_same_files(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    job = plan(library, owner, roster_file(tmp_path, ROWS[:1]), folder)
    assert step_by_step(library, job) == step_by_step(library, job)
    assert len(list(folder.iterdir())) == 2


def test_gaps_are_named_in_the_manifest_or_refused_on_request(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    path = roster_file(tmp_path, [{**GOOD, "重点任务": "查桥面"}])
    loose = plan(library, owner, path, folder, [".txt"])
    (step,) = library.jobs.steps(loose.id)
    made = batch.make_row(library.home, loose.params, step.payload)
    assert made["gaps"]
    assert "【待补：" in next(folder.glob("*.txt")).read_text("utf-8")
    strict = {**loose.params, "no_gaps": True}
    with pytest.raises(IncompleteInputs) as refused:
        batch.make_row(library.home, strict, step.payload)
    assert refused.value.where == "数据表 第4行"


def test_no_file_of_a_row_is_written_unless_all_can_be_rendered(
    library: Library,
    owner: int,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = plan(library, owner, roster_file(tmp_path, ROWS[:1]), folder)

    def broken(*_: object, **__: object) -> None:
        raise LayoutError("字体坏了", remedy="重装字体")

    monkeypatch.setattr(pdf, "write", broken)
    assert step_by_step(library, job) == [{"refused": "字体坏了。重装字体。"}]
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_no_longer_one_is_told_per_row(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    job = plan(library, owner, roster_file(tmp_path, ROWS[:1]), folder)
    folder.rmdir()
    folder.write_text("a file now", "utf-8")
    (result,) = step_by_step(library, job)
    assert "写不进去（" in str(result["refused"])


def test_a_folder_that_cannot_be_made_is_refused_before_anything_is_planned(
    library: Library, owner: int, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="输出文件夹不能写入"):
        plan(library, owner, roster_file(tmp_path), tmp_path / "file" / "out")
    assert library.jobs.recent(Scope(owner)) == ()


def test_a_folder_holds_one_batch(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    path = roster_file(tmp_path, ROWS[:1])
    plan(library, owner, path, folder)
    with pytest.raises(OutputError, match=r"还没有做完.*--resume"):
        plan(library, owner, path, folder)
    (job,) = library.jobs.recent(Scope(owner))
    library.jobs.cancel(job.id, Scope(owner))
    (folder / "manifest.json").write_text("[]", "utf-8")
    with pytest.raises(OutputError, match="已经有一批"):
        plan(library, owner, path, folder)


def test_an_unknown_format_is_refused_with_the_known_ones(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(LayoutError, match=r"不会写“\.xyz”.*\.docx、\.pdf"):
        plan(library, owner, roster_file(tmp_path), folder, [".xyz"])


def test_a_roster_that_cannot_be_opened_is_refused(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match="数据表打不开（路径不存在）"):
        plan(library, owner, tmp_path / "没有.xlsx", folder)
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    with pytest.raises(RosterError):
        plan(library, owner, tmp_path / "坏.xlsx", folder)
    assert not folder.exists()


def test_the_batch_to_resume_is_the_one_with_the_same_folder_formats_and_names(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    path = roster_file(tmp_path)
    job = plan(library, owner, path, folder, [".txt"])
    assert find(library, owner, path, folder, [".txt"]).id == job.id
    for formats, name in (([".pdf"], naming.DEFAULT), ([".txt"], "{单位}")):
        with pytest.raises(NotFound, match="没有可以接着做的批次"):
            find(library, owner, path, folder, formats, name=name)
    path.write_bytes(filled(ROWS[:2]))
    assert find(library, owner, path, folder, [".txt"]).id == job.id


def work(home: Path, job_id: int) -> None:
    """What a process that is killed in the middle does: the batch, in one worker."""
    os.setsid()

    def see(now: Job) -> None:
        # by itself: whoever looks on from outside may come when all is done
        if now.done >= 3:
            os.killpg(0, signal.SIGKILL)

    run(home, [batch.BATCH], workers=1, until=job_id, on_progress=see)


def forget_leases(library: Library) -> None:
    """As if the time of every lease had run out: the test need not wait for it."""
    with library.database.write() as connection:
        connection.execute(job_steps.update().values(lease_until=0.0))


@pytest.mark.skipif(os.name != "posix", reason="kills a whole group of processes")
def test_a_batch_that_was_killed_goes_on_and_makes_each_file_once(
    library: Library, owner: int, folder: Path, tmp_path: Path
) -> None:
    rows = [{**GOOD, "单位": f"望川县第{n}乡人民政府"} for n in range(16)]
    job = plan(library, owner, roster_file(tmp_path, rows), folder)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=work, args=(library.home, job.id))
    process.start()
    process.join()
    halfway = library.jobs.get(job.id, Scope(owner))
    assert halfway.status == "running"
    assert halfway.done < 16

    forget_leases(library)
    found = find(library, owner, tmp_path / "数据表.xlsx", folder)
    run(library.home, [batch.BATCH], workers=1, until=found.id)
    names = [path.name for path in folder.iterdir() if not path.name.startswith(".")]
    assert len(names) == 34
    assert [entry["status"] for entry in entries(folder)] == ["done"] * 16


MADE_FROM = {"template": {"id": "bridge-check", "sha256": "cd"}, "version": "0.1.0"}


def test_the_manifest_workbook_shows_rows_reasons_and_files_as_text() -> None:
    finding = {"severity": "warning", "where": "数据表 第3行", "message": "看一眼", "remedy": ""}
    done = {"row": 3, "name": "石桥乡", "status": "done", "reason": "", "findings": [finding]}
    done |= MADE_FROM
    failed = {"row": 4, "name": "", "status": "failed", "reason": "数据表 第4行C列：错。"}
    failed |= {"findings": []}
    data = batch.manifest_sheet(
        [
            {**done, "files": [{"path": "=1+1.pdf", "pages": 2, "sha256": "ab"}]},
            {**failed, **MADE_FROM, "files": []},
        ]
    )
    head, first, second = load_workbook(io.BytesIO(data))["清单"].iter_rows(values_only=True)
    assert head[:7] == ("行", "名称", "状态", "说明", "文件", "页数", "SHA-256")
    assert first == (
        *(3, "石桥乡", "完成", None, "=1+1.pdf", 2, "ab"),
        *("bridge-check", "cd", "0.1.0", "数据表 第3行：看一眼。"),
    )
    assert second[:4] == (4, None, "失败", "数据表 第4行C列：错。")
    cell = load_workbook(io.BytesIO(data))["清单"]["E2"]
    assert cell.data_type == "s"


def test_all_wrong_cells_of_a_row_are_told_at_once() -> None:
    finding = {"where": "表 第3行A列（甲）", "message": "错一", "remedy": "改一"}
    other = {"where": "表 第3行B列（乙）", "message": "错二", "remedy": "改二"}
    with pytest.raises(InputError) as refused:
        batch.make_row(Path(), {"sheet": "表"}, {"row": 3, "errors": [finding, other]})
    assert str(refused.value) == "表 第3行A列（甲）：错一；表 第3行B列（乙）：错二（改二）。改一。"


def test_a_batch_is_laid_out_with_the_profile_that_it_was_planned_with(
    library: Library, owner: int, tmp_path: Path, folder: Path
) -> None:
    job = plan(
        library, owner, roster_file(tmp_path), folder, (".docx",), profile=Profile(left=Mm(40))
    )
    (first, *_) = step_by_step(library, job)
    assert "files" in first
    margin = WordFile(str(next(folder.glob("*.docx")))).sections[0].left_margin
    assert margin is not None
    assert round(margin.mm) == 40
    with pytest.raises(NotFound):
        find(library, owner, roster_file(tmp_path), folder, (".docx",), profile=STANDARD)
