"""How fast files are read: the five seeds, and Word files beside pandoc by itself.

Run from the root: `python -m benchmarks.reading [FOLDER_OF_SEEDS]`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]

from corpus.plain import plain_text
from corpus.reading import read_file

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
SEEDS_BUDGET = 1.0
WORD_BUDGET = 0.12  # seconds a file: 1,000 files in 60 s with two workers


def median_seconds(work: Callable[[], object], runs: int = 5) -> float:
    """The median time in seconds of `runs` calls of `work`, after one call to warm up."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Prints a line for each measurement: what, seconds, budget."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    files = sorted(folder.glob("*.txt"))
    if not files:
        sys.exit(f"{folder}：没有可读的文本。请给出种子文件夹。")
    count = sum(len(read_file(path)) for path in files)
    seconds = median_seconds(lambda: [read_file(path) for path in files])
    print(f"{len(files)} 个文本，{count} 篇文稿：{seconds:.3f} s（限 {SEEDS_BUDGET} s）")
    document = max((d for path in files for d in read_file(path)), key=lambda d: len(d.blocks))
    with tempfile.TemporaryDirectory() as scratch:
        word = Path(scratch) / "稿.docx"
        pypandoc.convert_text(
            plain_text(document).replace("\n", "\n\n"), "docx", "markdown", outputfile=str(word)
        )
        command = [pypandoc.get_pandoc_path(), "--sandbox", "-t", "plain", str(word)]
        ours = median_seconds(lambda: read_file(word))
        peer = median_seconds(lambda: subprocess.run(command, capture_output=True, check=True))
    print(f"一个 Word 文件：{ours:.3f} s（限 {WORD_BUDGET} s）；pandoc 转纯文本 {peer:.3f} s")


if __name__ == "__main__":
    main()
