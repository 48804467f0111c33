"""How long a document takes to paper, beside what others do with the same text in the same run.

`python benchmarks/layout.py` prints medians in milliseconds, warm: by the clock, and of processor
time over all threads, which other work on the machine does not lengthen and which the budgets
are held against. It ends with status 1 where one is missed. Every run sets text that was never
set before. What the others made is read again and must say the same.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers.engines import Took, docxtpl_engine, office, template, under_node
from benchmarks.peers.papers import long_table, naive_notice, notice, printed, text_of
from corpus.document import Document
from generator.layout import pdf, word
from generator.layout.preview import Preview

WARM = 3
SIZES = {"3 页": (4, 40), "30 页": (48, 12)}  # sections and runs
BUDGETS = {"3 页": (1.5, 20), "30 页": (6, 55)}  # Word and PDF
AHEAD = 8  # times faster than docxtpl for Word and than a warm LibreOffice for PDF
ROWS, ROW_BUDGETS, MEMORY = 2000, (100, 1000), 250


def median(work: Callable[[Document], object], documents: list[Document]) -> Took:
    """How long `work` takes over `documents`, after the first ones to warm up."""
    clock, processor = [], []
    for document in documents:
        start, used = time.perf_counter(), time.process_time()
        work(document)
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return Took(statistics.median(clock[WARM:]), statistics.median(processor[WARM:]))


class Table:
    """Prints a row each and keeps in mind whether a budget was missed."""

    missed = False

    def row(self, name: str, took: Took, budget: float | None = None) -> None:
        """Print a row, `budget` in milliseconds of processor time."""
        verdict = "" if budget is None else f"（上限 {budget}）"
        if budget is not None and took.processor > budget:
            verdict, self.missed = verdict + " 超出", True
        print(f"{name}：{took.clock:.2f} 毫秒，其中处理器 {took.processor:.2f} 毫秒{verdict}")

    def ratio(self, ours: Took, name: str, theirs: Took) -> None:
        """Print how many times less processor time we take than `name`; missed below `AHEAD`."""
        times = theirs.processor / ours.processor
        missed = times < AHEAD
        self.missed = self.missed or missed
        print(f"　　处理器时间少于{name} {times:.1f} 倍（至少 {AHEAD}）{' 不足' if missed else ''}")


def keystroke(document: Document) -> bytes:
    """What one pause in typing costs: the whole document set, one page drawn."""
    return Preview.of(document).png(1, 794)


def compare(name: str, table: Table, folder: Path) -> None:
    """One size of paper, made by everybody."""
    sections, runs = SIZES[name]
    documents = [notice(sections, salt) for salt in range(runs + WARM)]
    last = documents[-1]
    written, made = word.write(last), pdf.write(last)
    wanted = text_of(written)
    assert printed(made.data) == wanted, "PDF and Word say different things"
    print(f"\n{name}：{made.pages} 页，{len(wanted)} 字")
    budget = BUDGETS[name]
    ours = median(word.write, documents)
    table.row("Word", ours, budget[0])
    assert text_of(naive_notice(last)) == wanted
    table.row("　python-docx", median(naive_notice, documents[:8]))
    for slim in (False, True):
        engine = docxtpl_engine(template("docxtpl", slim=slim))
        assert text_of(engine(last)) == wanted, "docxtpl says something else"
        theirs = median(engine, documents[:18])
        table.row(f"　docxtpl{'，精简底稿' if slim else ''}", theirs)
        table.ratio(ours, f" docxtpl{'（精简底稿）' if slim else ''}", theirs)
    for peer, took in under_node(documents, WARM, folder).items():
        assert text_of((folder / f"{peer}.docx").read_bytes()) == wanted, f"{peer} differs"
        table.row(f"　{peer}", took)
    pdf._RECENT.clear()
    ours = median(pdf.write, documents)
    table.row("PDF", ours, budget[1])
    chosen = documents[-WARM - 12 :]
    found = office([word.write(document) for document in chosen], folder)
    if found is None:
        print("　没有装 LibreOffice 或 python3-uno")
        return
    cold, warm, data = found
    assert printed(data) == wanted, "LibreOffice prints something else"
    table.row("　LibreOffice，同一 Word 文件，冷启动", cold)
    table.row("　LibreOffice，同一 Word 文件，热", warm)
    table.ratio(ours, "热的 LibreOffice", warm)


def heaviest(rows: int, out: multiprocessing.SimpleQueue[tuple[float, float]]) -> None:
    """Into `out` the memory in MB of a process of its own: warm, and at its highest while it
    sets a table of `rows` rows."""
    word.write(long_table(3, 0))
    pdf.write(long_table(3, 0))
    base = highest()
    document = long_table(rows, 1)
    word.write(document)
    pdf.write(document)
    out.put((base, highest()))


def highest() -> float:
    """The most memory in MB that this process ever held; its parent's does not count."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def long_tables(table: Table) -> None:
    """A table over more than a hundred pages: time, and memory of a fresh process."""
    documents = [long_table(ROWS, salt) for salt in range(1, WARM + 4)]
    print(f"\n{ROWS} 行的表：{pdf.write(long_table(ROWS, 0)).pages} 页")
    table.row("Word", median(word.write, documents), ROW_BUDGETS[0])
    table.row("PDF", median(pdf.write, documents), ROW_BUDGETS[1])
    context = multiprocessing.get_context("spawn")
    queue = context.SimpleQueue()
    process = context.Process(target=heaviest, args=(ROWS, queue))
    process.start()
    base, peak = queue.get()
    process.join()
    print(
        f"内存最高 {peak:.0f} MB，热身后 {base:.0f} MB，多用 {peak - base:.0f} MB（上限 {MEMORY}）"
    )
    table.missed = table.missed or peak - base > MEMORY


def main() -> int:
    """Print the table; 1 where a budget is missed."""
    changed = replace(notice(4, 0), title="关于做好安全隐患排查的通知")
    assert text_of(word.write(changed)).startswith("关于做好安全隐患排查的通知")
    table = Table()
    for name in SIZES:
        with TemporaryDirectory(prefix="nigao-bench-") as folder:
            compare(name, table, Path(folder))
    print()
    documents = [notice(14, salt) for salt in range(15 + WARM)]
    table.row("按键到新的预览页，10 页", median(keystroke, documents), 150)
    long_tables(table)
    return int(table.missed)


if __name__ == "__main__":
    sys.exit(main())
