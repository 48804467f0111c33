"""How fast a roster of 10,000 rows is read and validated, beside plain readings of its cells.

Run from the root: `python -m benchmarks.roster [ROWS]`.
"""

from __future__ import annotations

import io
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import TypeVar

from openpyxl import load_workbook

from generator import roster, template

ROWS = 10_000
BUDGET = 15.0
WRONG = 1000
TEMPLATES = ("monthly-work-report", "fire-safety-campaign")


NAME = "数据表.xlsx"
T = TypeVar("T")


def seconds(work: Callable[[], T]) -> tuple[float, T]:
    """The time in seconds of one call of `work`, which is long enough for once, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def filled(chosen: template.Template, rows: int) -> bytes:
    """A workbook of `rows` different rows of which every tenth has a wrong number."""
    sample = chosen.sample_inputs()
    number = next(f.name for f in chosen.fields.values() if f.type == "integer")
    inputs = [
        sample
        | {
            "单位": f"望川县第{n}社区居民委员会",
            number: "若干" if n % (rows // WRONG) == 0 else str(n),
        }
        for n in range(1, rows + 1)
    ]
    return roster.workbook(chosen, inputs)


def plainly(data: bytes) -> int:
    """How many cells openpyxl reads in its fastest way: values alone, nothing validated."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))


def main() -> None:
    """Prints a line for each template beside openpyxl's; fails over the budget."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    over = [name for name in TEMPLATES if measure(template.get(name), rows) > BUDGET]
    tracemalloc.start()
    chosen = template.get(TEMPLATES[0])
    data = filled(chosen, rows)
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    roster.read(chosen, NAME, data)
    peak = (tracemalloc.get_traced_memory()[1] - before) / 1e6
    print(f"{chosen.title}，{rows} 行：读入时最多多占 {peak:.0f} MB")
    sys.exit(bool(over))


def measure(chosen: template.Template, rows: int) -> float:
    """The seconds that reading and validating takes, after printing them beside a peer's."""
    data = filled(chosen, rows)
    took, read = seconds(lambda: roster.read(chosen, NAME, data))
    wrong = sum(row.wrong for row in read.rows)
    only, _ = seconds(lambda: roster.sheets(NAME, data))
    peer, _ = seconds(lambda: plainly(data))
    print(
        f"{chosen.title}，{rows} 行 {len(read.columns)} 列，{len(data) / 1e6:.1f} MB："
        f"读入并核对 {took:.1f} s（限 {BUDGET:.0f} s），有错的 {wrong} 行；"
        f"只读格子 {only:.1f} s，openpyxl 只读格子 {peer:.1f} s"
    )
    return took


if __name__ == "__main__":
    main()
