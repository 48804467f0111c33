"""How fast files are read: the five seeds, and Word files beside python-docx and pandoc.

Run from the root: `python -m benchmarks.reading [FOLDER_OF_SEEDS]`.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import docx
import pypandoc  # type: ignore[import-untyped]
from tqdm import tqdm

from corpus.document import Document, Paragraph
from corpus.library import Library, importing, runner
from corpus.reading import read_file
from generator.layout import pdf, write

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
SEEDS_BUDGET = 1.0
WORD_BUDGET = 60.0
WORD_FILES = 1000
WORD_PAGES = 3
WORKERS = 2


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
    documents = [document for path in files for document in read_file(path)]
    seconds = median_seconds(lambda: [read_file(path) for path in files])
    print(f"{len(files)} 个文本，{len(documents)} 篇文稿：{seconds:.3f} s（限 {SEEDS_BUDGET} s）")
    with tempfile.TemporaryDirectory() as scratch:
        _word(documents, Path(scratch) / "稿.docx")


def _word(documents: Sequence[Document], path: Path) -> None:
    document = next(d for d in documents if pdf.write(d).pages == WORD_PAGES)
    path.write_bytes(write(document, ".docx"))
    command = [pypandoc.get_pandoc_path(), "--sandbox", "-t", "plain", str(path)]
    ours = median_seconds(lambda: read_file(path), 25)
    plain = median_seconds(lambda: _plain_text(path), 25)
    peer = median_seconds(lambda: subprocess.run(command, capture_output=True, check=True))
    print(
        f"{WORD_PAGES} 页的 Word 文件：读成文稿 {ours * 1000:.1f} ms；"
        f"python-docx 只取文字 {plain * 1000:.1f} ms；pandoc 转纯文本 {peer * 1000:.1f} ms"
    )
    start = time.perf_counter()
    with ProcessPoolExecutor(WORKERS) as pool:
        reading = pool.map(_count, [path] * WORD_FILES, chunksize=10)
        read = sum(tqdm(reading, "读取", WORD_FILES, unit=" 个", disable=None))
    seconds = time.perf_counter() - start
    print(f"{read} 个这样的文件，{WORKERS} 个进程只读：{seconds:.1f} s（限 {WORD_BUDGET:.0f} s）")
    _imported(document, path.parent)


def _imported(document: Document, scratch: Path) -> None:
    """Prints how long as many files, all different, take into a library and its index."""
    folder = scratch / "来件"
    folder.mkdir()
    for number in range(WORD_FILES):
        own = Paragraph("", text=f"此件编号为第{number}号，只用于测量。")
        changed = replace(document, blocks=(*document.blocks, own))
        (folder / f"{number:04}.docx").write_bytes(write(changed, ".docx"))
    home = scratch / "家"
    home.mkdir()
    with Library.open(home) as library:
        owner = library.users.ensure_owner("周某某").id
        job = importing.plan_import(library, [folder], owner)
        start = time.perf_counter()
        with tqdm(desc="收进文库", total=WORD_FILES, unit=" 个", disable=None) as bar:
            runner.run(
                home,
                [importing.IMPORT],
                workers=WORKERS,
                until=job.id,
                on_progress=lambda job: bar.update(job.done + job.failed - bar.n) and None,
            )
        seconds = time.perf_counter() - start
        done = library.jobs.state(job.id).done
    print(
        f"{done} 个不同的文件，{WORKERS} 个进程收进文库并编入索引：{seconds:.1f} s"
        f"（限 {WORD_BUDGET:.0f} s）"
    )


def _plain_text(path: Path) -> str:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _count(path: Path) -> int:
    return len(read_file(path))


if __name__ == "__main__":
    main()
