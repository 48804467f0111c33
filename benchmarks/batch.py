"""How long a batch takes from reading the roster to the finished ZIP, and how much memory.

`python -m benchmarks.batch` makes 1,000 and 10,000 reports of three pages from a roster, beside
docxtpl, docxtpl with a warm LibreOffice, docxtemplater and Carbone over the same rows in the same
run, and ends with status 1 where a budget is missed. Ours counts everything: reading and checking
the workbook, planning, starting two workers, every file on the disk, manifest, ZIP. The peers are
given less to do: docxtpl reads the workbook, renders and packs, the others only render. Peers are
measured over fewer rows, since each row costs them the same. 1,000 rows and the peers take turns
three times, so that both meet what else the machine does; what counts is the middle one of three
times and of three comparisons. Times are by the clock on two cores; processor time over all
processes, which other work on the machine does not lengthen, is printed with them. `--rows N`
makes one batch alone.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Sequence
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
ROUNDS = 3
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

    def run(self, name: str, runs: Sequence[Run], budget: float | None = None) -> None:
        """Print runs of ours; the middle one counts."""
        run = _middle(runs)
        limit = f"（上限 {budget:g} 秒）" if budget else ""
        between = f"（{runs[0].clock:.1f}–{runs[-1].clock:.1f}）" if len(runs) > 1 else ""
        self.line(
            f"{name}，{run.rows} 行：{run.clock:.1f} 秒{between}{limit}，"
            f"每秒 {run.rows / run.clock:.0f} 份，处理器 {run.processor:.1f} 秒，"
            f"内存最高 {run.peak:.0f} MB",
            budget is None or run.clock <= budget,
        )

    def ahead(self, name: str, rates: Sequence[float], ours: Sequence[Run], least: float) -> None:
        """Print how many times the throughput of a peer, in rows a second, ours is in the middle
        of the rounds."""
        times = sorted(run.rows / run.clock / rate for run, rate in zip(ours, rates, strict=True))
        middle = statistics.median(times)
        self.line(
            f"　{name}：每秒 {statistics.median(rates):.1f} 份，是它的 {middle:.1f} 倍"
            f"（{times[0]:.1f}–{times[-1]:.1f}，至少 {least:g}）",
            middle >= least,
        )


def _middle(runs: Sequence[Run]) -> Run:
    return runs[len(runs) // 2]


def others(folder: Path) -> dict[tuple[Sequence[str], str, float], float]:
    """Rows a second of each peer over the same rows, by what it makes, name and how many times
    as much ours must make."""
    wanted = text_of(word.write(compose(reports.ours(), reports.row(PEER_ROWS)).document))
    found: dict[tuple[Sequence[str], str, float], float] = {}
    for slim in (False, True):
        base = "，精简底稿" if slim else ""
        rate, files = docxtpl(slim)
        assert text_of(files[-1]) == wanted, "docxtpl says something else"
        found[WORD, f"只要 Word，docxtpl{base}", 1 if slim else AHEAD[WORD]] = rate
        if slim and (warm := office(files[:OFFICE_ROWS], folder)) is not None:
            name = "Word 和 PDF，docxtpl（精简底稿）加热的 LibreOffice"
            found[BOTH, name, AHEAD[BOTH]] = 1 / (1 / rate + warm[1].clock / 1000)
    for name, rate in under_node(folder).items():
        assert text_of((folder / f"{name}.docx").read_bytes()) == wanted, f"{name} differs"
        found[WORD, f"只要 Word，{name}", 1] = rate
    return found


def main() -> int:
    """Print the table; 1 where a budget is missed."""
    document = compose(reports.ours(), reports.row(1)).document
    assert pdf.write(document).pages == 3
    table = Table()
    kinds = ((BOTH, "Word 和 PDF"), (WORD, "只要 Word"))
    rounds = []
    for _ in range(ROUNDS):
        runs = {formats: ours(ROWS, formats) for formats, _name in kinds}
        with TemporaryDirectory(prefix="nigao-bench-") as folder:
            rounds.append((runs, others(Path(folder))))
    few = {
        formats: sorted((runs[formats] for runs, _peers in rounds), key=lambda run: run.clock)
        for formats, _name in kinds
    }
    for formats, name in kinds:
        table.run(name, few[formats], BUDGETS[formats])
    for peer in rounds[0][1]:
        own = [runs[peer[0]] for runs, _peers in rounds]
        table.ahead(peer[1], [peers[peer] for _runs, peers in rounds], own, peer[2])
    for formats, name in kinds:
        middle, many = _middle(few[formats]), ours(MANY, formats)
        table.run(name, [many])
        peak, pace = many.peak / middle.peak, many.clock / many.rows / (middle.clock / middle.rows)
        table.line(f"　内存是 {ROWS} 行时的 {peak:.2f} 倍（上限 {FLAT}）", peak <= FLAT)
        table.line(f"　每行用时是 {ROWS} 行时的 {pace:.2f} 倍（上限 {LINEAR}）", pace <= LINEAR)
    return int(table.missed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--formats", default=".docx,.pdf")
    given = parser.parse_args()
    if given.rows:
        Table().run("一批", [ours(given.rows, given.formats.split(","))])
        sys.exit(0)
    sys.exit(main())
