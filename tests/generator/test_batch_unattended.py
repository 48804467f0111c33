"""A batch that nobody watches: whatever happens to it, no row is lost and none made twice."""

from __future__ import annotations

import errno
import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from openpyxl import load_workbook

from corpus import storage
from corpus.errors import Conflict, NotFound
from corpus.library import Job, Library, Scope
from corpus.library.runner import run
from generator import batch, roster
from generator.batch import binding, results
from generator.errors import BatchHalted, LayoutError, OutputError, RosterError
from generator.layout import fonts
from tests.generator.rosters import CHOSEN, GOOD, filled

ROWS = [{**GOOD, "单位": f"望川县第{n}乡人民政府"} for n in range(1, 5)]
WRONG = {**ROWS[1], "座数": "九十"}


class Bench:
    """A library, a folder for the results, a roster that can be changed."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library, self.folder = library, folder / "输出"
        self.owner = library.users.ensure_owner("周某某").id
        self.scope = Scope(self.owner)

    def order(self, *rows: dict[str, object], formats: tuple[str, ...] = (".txt",)) -> batch.Order:
        return batch.Order(CHOSEN, filled(rows or ROWS), str(self.folder), formats, "{单位}")

    def read(self, order: batch.Order) -> roster.Roster:
        return roster.read(CHOSEN, "数据表.xlsx", order.roster)

    def planned(self, *rows: dict[str, object], **how: Any) -> Job:
        order = self.order(*rows, **how)
        return batch.plan_batch(self.library, order, self.read(order), self.owner)

    def done(self, job: Job) -> Job:
        run(self.library.home, [batch.BATCH, batch.BINDING], workers=1, until=job.id)
        return self.library.jobs.get(job.id, self.scope)

    def statuses(self, job: Job) -> list[str]:
        return [step.status for step in self.library.jobs.steps(job.id)]

    def files(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in self.folder.iterdir() if p.suffix == ".txt"}

    def make(self, job: Job) -> None:
        """Make every waiting row in this process, as the runner would."""
        while leases := self.library.jobs.claim([batch.KIND], seconds=60, job_id=job.id):
            (lease,) = leases
            assert lease.step
            result = batch.make_row(self.library.home, job.params, lease.step.payload)
            self.library.jobs.finish(lease, result)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Library.open(tmp_path / "home") as library:
        yield Bench(library, tmp_path)


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_halts_the_batch_and_names_the_place(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = bench.planned()
    (step, *_) = bench.library.jobs.steps(job.id)
    monkeypatch.setattr(storage, "write_atomically", full)
    with pytest.raises(BatchHalted) as halted:
        batch.make_row(bench.library.home, job.params, step.payload)
    assert str(halted.value) == (
        f"{bench.folder}：磁盘满了，文件写不进去。清出空间后接着做，已完成的都在。"
    )
    assert halted.value.halts


def test_a_machine_without_a_chinese_font_halts_the_batch_or_is_told_before_it_begins(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = bench.planned(formats=(".pdf",))
    (step, *_) = bench.library.jobs.steps(job.id)

    def none() -> None:
        raise LayoutError("这台机器上没有可用的中文字体，排不了仿宋", remedy="装上字体")

    monkeypatch.setattr(fonts, "faces", none)
    with pytest.raises(BatchHalted, match="没有可用的中文字体"):
        batch.make_row(bench.library.home, job.params, step.payload)
    with pytest.raises(LayoutError, match="没有可用的中文字体"):
        bench.planned(formats=(".pdf",))


def test_an_error_of_the_template_in_one_row_is_that_rows_alone(bench: Bench) -> None:
    text = CHOSEN.text.replace(
        "编号{{ 编号 }}。", "{% if 座数 == 7 %}{{ phases(1, 2, 3, 4, 5) }}{% endif %}"
    )
    assert text != CHOSEN.text
    job = bench.planned(ROWS[0], {**ROWS[1], "座数": 9}, formats=(".txt",))
    params = {**job.params, "template_text": text}
    bench.library.jobs.redo(job.id, bench.scope, {}, params=params)
    done = bench.done(job)
    assert bench.statuses(job) == ["failed", "done"]
    assert (done.status, done.failed) == ("done", 1)
    failed, _ = batch.manifest(bench.library, done)
    assert failed["reason"].startswith("bridge-check.md:")


def test_a_character_that_no_face_has_is_told_in_the_manifest(bench: Bench) -> None:
    job = bench.planned({**ROWS[0], "编号": "䶮喆"}, formats=(".pdf",))
    bench.make(job)
    (entry,) = batch.manifest(bench.library, job)
    assert entry["status"] == "done"
    assert "以" in entry["reason"] or "没有字体能显示" in entry["reason"]


def test_a_manifest_that_cannot_be_written_says_so_and_the_documents_stay(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = bench.planned()
    bench.make(job)
    monkeypatch.setattr(storage, "write_atomically", full)
    with pytest.raises(OutputError, match="清单写不进去（磁盘满了）"):
        results.close_batch(bench.library.home, job)
    assert len(bench.files()) == 4


def test_a_mended_roster_makes_what_failed_and_what_changed_again(bench: Bench) -> None:
    job = bench.planned(ROWS[0], WRONG, ROWS[2])
    assert bench.done(job).failed == 1
    before = bench.files()
    order = bench.order(ROWS[0], ROWS[1], {**ROWS[2], "座数": 40}, ROWS[3])
    mended = batch.mend(bench.library, job, order, bench.read(order), bench.scope)
    assert (mended.status, mended.total, mended.done, mended.failed) == ("waiting", 4, 1, 0)
    assert bench.statuses(job) == ["done", "waiting", "waiting", "waiting"]
    assert bench.done(job).result == {"done": 4, "failed": 0, "files": 4}
    after = bench.files()
    assert after["望川县第1乡人民政府.txt"] == before["望川县第1乡人民政府.txt"]
    assert "共查40座" in after["望川县第3乡人民政府.txt"].decode()
    assert len(after) == 4
    entries = json.loads((bench.folder / "manifest.json").read_text("utf-8"))
    assert [entry["status"] for entry in entries] == ["done"] * 4


def test_a_row_that_is_called_otherwise_after_mending_leaves_no_old_file(bench: Bench) -> None:
    job = bench.planned(ROWS[0], ROWS[1])
    bench.make(job)
    order = bench.order({**ROWS[0], "单位": "望川县新桥乡人民政府"}, ROWS[1])
    batch.mend(bench.library, job, order, bench.read(order), bench.scope)
    bench.make(job)
    assert sorted(bench.files()) == ["望川县新桥乡人民政府.txt", "望川县第2乡人民政府.txt"]


def test_a_roster_that_lost_rows_mends_nothing(bench: Bench) -> None:
    job = bench.planned()
    bench.make(job)
    order = bench.order(*ROWS[:2])
    with pytest.raises(RosterError, match=r"少了第 \d、\d 行.*行号不能变"):
        batch.mend(bench.library, job, order, bench.read(order), bench.scope)


def test_rows_with_wrong_cells_are_not_tried_again_as_they_are(bench: Bench) -> None:
    job = bench.planned(ROWS[0], WRONG)
    done = bench.done(job)
    assert batch.retry(bench.library, done, bench.scope) == done
    assert bench.statuses(job) == ["done", "failed"]


def test_a_row_that_failed_for_another_reason_is_tried_again_alone(bench: Bench) -> None:
    job = bench.planned(ROWS[0], ROWS[1])
    (bench.folder / "望川县第1乡人民政府.txt").mkdir()
    (bench.folder / "望川县第2乡人民政府.txt").mkdir()
    done = bench.done(job)
    assert done.failed == 2
    (bench.folder / "望川县第2乡人民政府.txt").rmdir()
    batch.retry(bench.library, done, bench.scope, {1})
    assert bench.statuses(job) == ["failed", "waiting"]
    assert bench.done(job).done == 1


def test_files_that_a_power_cut_took_or_spoilt_are_made_again(bench: Bench) -> None:
    job = bench.planned()
    bench.make(job)
    whole = bench.files()
    (bench.folder / "望川县第2乡人民政府.txt").unlink()
    (bench.folder / "望川县第4乡人民政府.txt").write_bytes(b"")
    batch.recover_all(bench.library)
    assert bench.statuses(job) == ["done", "waiting", "done", "waiting"]
    bench.make(job)
    assert bench.files() == whole


def test_nothing_is_made_again_of_a_batch_that_is_whole_or_closed(bench: Bench) -> None:
    job = bench.planned()
    bench.make(job)
    assert batch.recover(bench.library, job) is job
    done = bench.done(job)
    (bench.folder / "望川县第2乡人民政府.txt").unlink()
    assert batch.recover(bench.library, done) is done


def test_equal_names_are_numbered_by_row_whichever_is_made_first(bench: Bench) -> None:
    job = bench.planned(ROWS[0], {**ROWS[0], "座数": 8}, {**ROWS[0], "座数": 9})
    names = [step.payload["name"] for step in bench.library.jobs.steps(job.id)]
    unit = "望川县第1乡人民政府"
    assert names == [unit, f"{unit}（2）", f"{unit}（3）"]
    for step in reversed(bench.library.jobs.steps(job.id)):
        batch.make_row(bench.library.home, job.params, step.payload)
    assert "共查9座" in bench.files()[f"{unit}（3）.txt"].decode()


def test_the_same_inputs_give_the_same_bytes_in_files_manifest_and_zip(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        with Library.open(tmp_path / name) as library:
            bench = Bench(library, tmp_path / f"{name}-out")
            job = bench.done(bench.planned(ROWS[0], WRONG, ROWS[2], formats=(".docx", ".pdf")))
            made.append(b"".join(batch.archive(library, job).pieces))
    assert made[0] == made[1]


def test_the_zip_holds_files_and_manifest_and_is_as_long_as_was_said(bench: Bench) -> None:
    job = bench.done(bench.planned(ROWS[0], WRONG))
    packed = batch.archive(bench.library, job)
    data = b"".join(packed.pieces)
    assert len(data) == packed.length
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.namelist() == ["望川县第1乡人民政府.txt", "清单.xlsx", "manifest.json"]
        sheet = load_workbook(io.BytesIO(file.read("清单.xlsx")))["清单"]
        assert [cell.value for cell in sheet["C"]] == ["状态", "完成", "失败"]
        entries = json.loads(file.read("manifest.json"))
    assert entries[0]["template"] == {"id": CHOSEN.id, "sha256": CHOSEN.sha256}
    assert entries[0]["version"]
    assert entries[1]["findings"][0]["severity"] == "error"


def test_a_zip_of_files_that_are_gone_is_refused_and_leaves_nothing(bench: Bench) -> None:
    job = bench.done(bench.planned(ROWS[0]))
    (bench.folder / "望川县第1乡人民政府.txt").unlink()
    target = bench.folder / "全部.zip"
    with pytest.raises(OutputError, match="打不成包（路径不存在）"):
        batch.write_archive(bench.library, job, target)
    assert not target.exists()


def test_a_finished_batch_is_bound_into_one_word_file_and_one_pdf(bench: Bench) -> None:
    job = bench.done(bench.planned(ROWS[0], WRONG, ROWS[2], formats=(".docx", ".pdf")))
    for suffix in (".docx", ".pdf"):
        ordered = batch.plan_binding(bench.library, job, suffix, bench.owner)
        result = bench.done(ordered).result
        assert result
        assert [own["documents"] for own in result["files"]] == [2]
        assert batch.plan_binding(bench.library, job, suffix, bench.owner).id == ordered.id
    texts = [p.text for p in docx.Document(str(bench.folder / "合订本.docx")).paragraphs]
    assert sum("决定开展巡查" in text for text in texts) == 2
    with pypdfium2.PdfDocument(bench.folder / "合订本.pdf") as file:
        assert len(file) == 2
        assert [mark.level for mark in file.get_toc()].count(0) == 2


def test_what_is_too_long_for_one_bound_file_goes_into_several(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = bench.planned(formats=(".docx",))
    bench.make(job)
    closed = bench.done(job)
    monkeypatch.setattr(binding, "VOLUME", 1)
    ordered = batch.plan_binding(bench.library, closed, ".docx", bench.owner)
    files = binding.bind(bench.library.home, ordered)["files"]
    assert [own["path"] for own in files] == [f"合订本{n}.docx" for n in (1, 2, 3, 4)]
    assert {own["documents"] for own in files} == {1}


def test_a_batch_is_bound_only_when_it_is_done_and_anew_after_mending(bench: Bench) -> None:
    job = bench.planned(ROWS[0], WRONG, formats=(".docx",))
    with pytest.raises(Conflict, match="还没有做完"):
        batch.plan_binding(bench.library, job, ".docx", bench.owner)
    with pytest.raises(LayoutError, match="合不成"):
        batch.plan_binding(bench.library, job, ".odt", bench.owner)
    done = bench.done(job)
    first = batch.plan_binding(bench.library, done, ".docx", bench.owner)
    order = bench.order(ROWS[0], ROWS[1], formats=(".docx",))
    batch.mend(bench.library, done, order, bench.read(order), bench.scope)
    again = bench.done(job)
    with pytest.raises(NotFound):
        batch.find_binding(bench.library, again, ".docx", bench.scope)
    assert batch.plan_binding(bench.library, again, ".docx", bench.owner).id != first.id
