"""How long a batch takes from reading the roster to the finished ZIP, and how much memory.

`python -m benchmarks.batch` makes 1,000 and 10,000 reports of three pages from a roster, beside
docxtpl, docxtpl with a warm LibreOffice, docxtemplater and Carbone over the same rows in the same
run, and ends with status 1 where a budget is missed. Ours counts everything: reading and checking
the workbook, planning, starting two workers, every file on the disk, manifest, ZIP. The peers are
given less to do: docxtpl reads the workbook, renders and packs, the others only render. Peers are
measured over fewer rows, since each row costs them the same. Times are by the clock on two cores;
processor time over all processes, which other work on the machine does not lengthen, is printed
with them. `--rows N` makes one batch alone.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import reports
from benchmarks.peers.engines import NODE, office
from benchmarks.peers.papers import printed, text_of
from corpus.library import Library, Scope, runner
from generator import batch
from generator import roster as rosters
from generator.compose import compose
from generator.layout import pdf, word

ROWS, MANY = 1_000, 10_000
BOTH: Sequence[str] = (".docx", ".pdf")
WORD: Sequence[str] = (".docx",)
BUDGETS: dict[Sequence[str], float] = {BOTH: 15.0, WORD: 4.0}  # seconds for 1,000 rows
AHEAD: dict[Sequence[str], float] = {
    BOTH: 12.0,
    WORD: 5.0,
}  # times the throughput of docxtpl (with LibreOffice)
FLAT, LINEAR = 1.2, 1.15  # peak of memory, time a row, at 10,000 rows against 1,000
PEER_ROWS, OFFICE_ROWS = 200, 40
WORKERS = 2


@dataclass(frozen=True)
class Run:
    """One batch: seconds by the clock and of processor time, peak of memory of the tree in MB."""

    rows: int
    clock: float
    processor: float
    peak: float


def make(rows: int, formats: Sequence[str], folder: Path) -> None:
    """The whole way of one batch, its ZIP at `folder`/all.zip."""
    data = reports.roster(rows)
    with _Memory() as memory, Library.open(folder / "home") as library:
        owner = library.users.ensure_owner("周某某").id
        start, used = time.perf_counter(), _processor()
        runner.prepare([batch.BATCH])
        order = batch.Order(reports.ours(), data, str(folder / "out"), formats)
        read = rosters.read(order.template, "数据表.xlsx", data)
        job = batch.plan_batch(library, order, read, owner)
        del read, data  # as the command does
        runner.run(library.home, [batch.BATCH], workers=WORKERS, until=job.id)
        done = library.jobs.get(job.id, Scope(owner))
        batch.write_archive(library, done, folder / "all.zip")
        clock, processor = time.perf_counter() - start, _processor() - used
    assert done.result == {"done": rows, "failed": 0, "files": rows * len(formats)}, done.result
    print(json.dumps([rows, clock, processor, memory.peak]))


def ours(rows: int, formats: Sequence[str]) -> Run:
    """The same in a process of its own, so that nothing is warm and no memory is in use."""
    with TemporaryDirectory(prefix="nigao-bench-") as folder:
        # Not as a module: workers would load it, too, and all that it needs.
        call = f"make({rows}, {list(formats)!r}, Path({folder!r}))"
        code = f"from benchmarks.batch import make, Path; {call}"
        answer = subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent,
        )
        packed = zipfile.ZipFile(Path(folder) / "all.zip")
        assert len(packed.namelist()) == rows * len(formats) + 2
        _check(packed, formats)
    return Run(*json.loads(answer.stdout.splitlines()[-1]))


def _check(packed: zipfile.ZipFile, formats: Sequence[str]) -> None:
    """The first file of each kind says what the report says."""
    wanted = text_of(word.write(compose(reports.ours(), reports.row(1)).document))
    for suffix, read in ((".docx", text_of), (".pdf", printed)):
        if suffix in formats:
            first = next(name for name in packed.namelist() if name.endswith(suffix))
            assert read(packed.read(first)) == wanted, first


def _processor() -> float:
    """Seconds of processor time of this process, of all that it has ended, and of those below it
    that still run, with what they have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(own.ru_utime + own.ru_stime for own in both) + sum(map(_spent, _below(os.getpid())))


def _spent(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2]
    except OSError:
        return 0.0
    return sum(map(int, fields.split()[11:15])) / os.sysconf("SC_CLK_TCK")


class _Memory:
    """The most memory in MB that this process and its children held together at a time."""

    peak = 0.0

    def __enter__(self) -> _Memory:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            self.peak = max(self.peak, sum(map(_resident, [os.getpid(), *_below(os.getpid())])))


def _below(parent: int) -> list[int]:
    try:
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
    except OSError:
        return []
    return [own for child in map(int, text.split()) for own in (child, *_below(child))]


def _resident(process: int) -> float:
    """Its share of memory in MB: what several processes have in common counts once in all."""
    try:
        status = Path(f"/proc/{process}/smaps_rollup").read_text("ascii", errors="replace")
        return int(status.split("Pss:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0.0


def docxtpl(slim: bool) -> tuple[float, list[bytes]]:
    """Rows a second of docxtpl from the workbook to a ZIP, and the files."""
    from docxtpl import DocxTemplate

    source = reports.peer_template("{{%s}}", slim=slim)
    data = reports.roster(PEER_ROWS)
    files = []
    start = time.perf_counter()
    with zipfile.ZipFile(io.BytesIO(), "w") as packed:
        for number, values in enumerate(reports.values(data)):
            file = DocxTemplate(io.BytesIO(source))
            file.render(values)
            out = io.BytesIO()
            file.save(out)
            files.append(out.getvalue())
            packed.writestr(f"{number}.docx", files[-1])
    return PEER_ROWS / (time.perf_counter() - start), files


def under_node(folder: Path) -> dict[str, float]:
    """Rows a second of docxtemplater and Carbone, rendering alone; empty without Node."""
    if shutil.which("node") is None or not (NODE / "node_modules").is_dir():
        return {}
    jobs = {}
    data = [reports.as_printed(reports.row(n)) for n in range(1, PEER_ROWS + 1)]
    for engine, value in (("docxtemplater", "{%s}"), ("carbone", "{d.%s}")):
        for slim in (False, True):
            name = f"{engine}{'，精简底稿' if slim else ''}"
            source = folder / f"{name}-template.docx"
            source.write_bytes(reports.peer_template(value, slim=slim))
            jobs[name] = {
                "engine": engine,
                "template": str(source),
                "output": str(folder / f"{name}.docx"),
                "warm": 3,
                "data": data,
            }
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    answer = subprocess.run(
        ["node", str(NODE / "render.cjs"), str(folder / "jobs.json")],
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return {name: 1000 / took["clock"] for name, took in json.loads(answer.stdout).items()}


class Table:
    """Prints a line each and keeps in mind whether a budget was missed."""

    missed = False

    def line(self, text: str, fine: bool = True) -> None:
        """Print `text`, marked where it is not `fine`."""
        self.missed = self.missed or not fine
        print(f"{text}{'' if fine else ' 超出'}", flush=True)

    def run(self, name: str, run: Run, budget: float | None = None) -> None:
        """Print a run of ours."""
        limit = f"（上限 {budget:g} 秒）" if budget else ""
        self.line(
            f"{name}，{run.rows} 行：{run.clock:.1f} 秒{limit}，"
            f"每秒 {run.rows / run.clock:.0f} 份，处理器 {run.processor:.1f} 秒，"
            f"内存最高 {run.peak:.0f} MB",
            budget is None or run.clock <= budget,
        )

    def ahead(self, ours: Run, name: str, theirs: float, least: float) -> None:
        """Print how many times the throughput of a peer, in rows a second, ours is."""
        times = ours.rows / ours.clock / theirs
        self.line(
            f"　{name}：每秒 {theirs:.1f} 份，是它的 {times:.1f} 倍（至少 {least:g}）",
            times >= least,
        )


def compare(table: Table, runs: dict[Sequence[str], Run], folder: Path) -> None:
    """The peers over the same rows."""
    wanted = text_of(word.write(compose(reports.ours(), reports.row(PEER_ROWS)).document))
    for slim in (False, True):
        base = "，精简底稿" if slim else ""
        rate, files = docxtpl(slim)
        assert text_of(files[-1]) == wanted, "docxtpl says something else"
        table.ahead(runs[WORD], f"只要 Word，docxtpl{base}", rate, 1 if slim else AHEAD[WORD])
        if slim and (found := office(files[:OFFICE_ROWS], folder)) is not None:
            whole = 1 / (1 / rate + found[1].clock / 1000)
            name = "Word 和 PDF，docxtpl（精简底稿）加热的 LibreOffice"
            table.ahead(runs[BOTH], name, whole, AHEAD[BOTH])
    for name, rate in under_node(folder).items():
        assert text_of((folder / f"{name}.docx").read_bytes()) == wanted, f"{name} differs"
        table.ahead(runs[WORD], f"只要 Word，{name}", rate, 1)


def main(make_many: Callable[[int, Sequence[str]], Run] = ours) -> int:
    """Print the table; 1 where a budget is missed."""
    document = compose(reports.ours(), reports.row(1)).document
    assert pdf.write(document).pages == 3
    table = Table()
    runs: dict[Sequence[str], Run] = {own: make_many(ROWS, own) for own in (BOTH, WORD)}
    for formats, name in ((BOTH, "Word 和 PDF"), (WORD, "只要 Word")):
        table.run(name, runs[formats], BUDGETS[formats])
    with TemporaryDirectory(prefix="nigao-bench-") as folder:
        compare(table, runs, Path(folder))
    for formats, name in ((BOTH, "Word 和 PDF"), (WORD, "只要 Word")):
        few, many = runs[formats], make_many(MANY, formats)
        table.run(name, many)
        peak, pace = many.peak / few.peak, many.clock / many.rows / (few.clock / few.rows)
        table.line(f"　内存是 {ROWS} 行时的 {peak:.2f} 倍（上限 {FLAT}）", peak <= FLAT)
        table.line(f"　每行用时是 {ROWS} 行时的 {pace:.2f} 倍（上限 {LINEAR}）", pace <= LINEAR)
    return int(table.missed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--formats", default=".docx,.pdf")
    given = parser.parse_args()
    if given.rows:
        Table().run("一批", ours(given.rows, given.formats.split(",")))
        sys.exit(0)
    sys.exit(main())
