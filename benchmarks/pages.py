"""Pages: how long the server takes for each and what goes over the wire, in a large library.

    python -m benchmarks.pages [--documents 10000]

Prints for each page the median and the slowest of warm requests in milliseconds, the median of the
processor's time for them (the one to read where the machine is busy), beside the same page in a
library of a hundred documents, and the size of page, style sheet and scripts as a browser with an
empty cache gets them (gzip), pictures of pages left out. Status 1 where a page takes more than 100
ms or 100 KB.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.peers.written import Writer
from benchmarks.search import fill
from corpus.search import index_pending, reindex
from generator import template
from webapp.app import create_app
from webapp.context import library_of
from webapp.samples import add_samples

FEW, ROUNDS = 100, 9
MILLISECONDS, KILOBYTES = 100.0, 100.0
DRAFT = "fire-safety-campaign"
GZIP = {"Accept-Encoding": "gzip"}
_LINKED = re.compile(r'(?:<link[^>]+href|<script[^>]+src)="(/static/[^"]+)"')
_IMPORTED = re.compile(r'from "\./([^"]+)"|import "\./([^"]+)"')


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status tells whether every page keeps its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    options = parser.parse_args(arguments)
    few, many = measured(FEW), measured(options.documents)
    load = f"，机器负荷 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    head = (
        f"{'页面':<12}{FEW:>8} 篇{options.documents:>8} 篇{'最慢':>8}{'处理器':>8}{'首次下载':>8}"
    )
    print(f"\n{head}{load}")
    kept = True
    for name, (middle, slowest, busy, size) in many.items():
        fine = middle <= MILLISECONDS and size <= KILOBYTES
        kept = kept and fine
        print(
            f"{name:<12}{few[name][0]:>7.1f} ms{middle:>7.1f} ms{slowest:>7.1f} ms{busy:>7.1f} ms"
            f"{size:>7.1f} KB" + ("" if fine else "　超出")
        )
    return 0 if kept else 1


def measured(count: int) -> dict[str, tuple[float, float, float, float]]:
    """For each page the median and slowest time, the median of the processor's time, all in ms,
    and KB of a first visit."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Path(folder))
        library = library_of(app)
        owner = library.users.ensure_owner("主人").id
        library.values.put("welcome", 4)
        fill(library, Writer(seed=1), count, owner)
        reindex(library)
        add_samples(library, owner)
        while index_pending(library):
            pass
        entry = template.get(DRAFT)
        draft = library.drafts.create(
            owner, DRAFT, entry.sha256, entry.text, entry.sample_inputs(), [], entry.title
        ).id
        client = app.test_client()
        client.get(f"/sign-in/{library.users.new_link(owner)}")
        pages = {
            "首页": "/",
            "找范文": "/search?q=消防+整治",
            "找章节": "/search?q=保障措施&mode=sections",
            "文稿": "/documents/1",
            "文稿文字": "/documents/1?view=text",
            "更正": "/documents/1/corrections",
            "新建文稿": "/new",
            "从旧文": "/new/past",
            "我的文稿": "/drafts",
            "工作台": f"/drafts/{draft}",
            "批量生成": "/batches",
            "文库": "/library",
            "一键排版": "/format",
            "回收站": "/bin",
            "设置": "/settings",
            "单位和人员": "/settings/staff",
            "帮助": "/help",
        }
        found = {name: _page(client, address) for name, address in pages.items()}
        library.close()
        return found


def _page(client: FlaskClient, address: str) -> tuple[float, float, float, float]:
    size = weight(client, address)
    times, busy = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.thread_time()
        client.get(address)
        times.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.thread_time() - worked))
    return statistics.median(times), max(times), statistics.median(busy), size


def weight(client: FlaskClient, address: str) -> float:
    """The KB of a first visit to a page: itself, its style sheet, its scripts, as gzip."""
    first = client.get(address)
    assert first.status_code == 200, (address, first.status_code)
    size = len(client.get(address, headers=GZIP).data)
    for one in _linked(client, first.text):
        with client.get(one, headers=GZIP) as answer:
            size += len(answer.data)
    return size / 1000


def _linked(client: FlaskClient, page: str) -> set[str]:
    """The style sheets and scripts of `page`, and what they import."""
    waiting, found = set(_LINKED.findall(page)), set()
    while waiting:
        one = waiting.pop()
        found.add(one)
        if one.endswith(".js") and "vendor" not in one:
            with client.get(one) as script:
                names = {a or b for a, b in _IMPORTED.findall(script.text)}
            waiting |= {f"/static/{name}" for name in names} - found
    return found


if __name__ == "__main__":
    sys.exit(main())
