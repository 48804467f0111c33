"""Search: build rate and latency beside SQLite FTS5 over the same bigrams, in the same run.

    python benchmarks/search.py [--documents 1000] [--queries 100]

Prints build rate, p50 and p95 of whole searches (facets and passages included for ours; top ten
and count for the peer), the size on disk, and whether every result equals a brute-force scan.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from sqlalchemy import insert, select

from corpus.document import Document, Heading, Paragraph
from corpus.library import Library, Scope
from corpus.library.content import fold
from corpus.library.tables import document_bodies, index_queue
from corpus.search import find, index_pending, reindex

_WORDS = [
    "网格",
    "消防",
    "安全",
    "整治",
    "社区",
    "街道",
    "群众",
    "服务",
    "管理",
    "排查",
    "隐患",
    "治理",
    "宣传",
    "培训",
    "考核",
    "责任",
    "落实",
    "推进",
    "工作",
    "方案",
    "总结",
    "计划",
    "任务",
    "目标",
    "措施",
    "机制",
    "党建",
    "引领",
    "志愿",
    "环境",
    "卫生",
    "垃圾",
    "分类",
    "防汛",
    "应急",
    "预案",
    "演练",
    "物资",
    "队伍",
    "调研",
    "问题",
    "建议",
    "养老",
    "助残",
    "就业",
    "创业",
    "帮扶",
    "低保",
    "走访",
    "矛盾",
    "纠纷",
    "调解",
    "信访",
    "平安",
    "创建",
    "文明",
    "城市",
    "巡查",
    "台账",
    "整改",
    "验收",
    "督查",
    "通报",
    "奖励",
    "经费",
    "预算",
    "设施",
    "改造",
    "小区",
    "物业",
    "业主",
    "楼栋",
]
_GENRES = ("实施方案", "工作方案", "工作总结", "工作计划", "调研报告", "应急预案", "通知")
_UNITS = tuple(
    f"{place}社区"
    for place in ["东湾", "西桥", "南坡", "北塘", "柳溪", "青禾", "望川", "石榴", "春晖", "清泉"]
)


class _Writer:
    """Invented documents of about 1,800 characters, made of clauses that recur by Zipf's law."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        characters = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
        self.random.shuffle(characters)
        self.rare = [
            "".join(self.random.choices(characters, k=self.random.choice((2, 2, 2, 3, 4))))
            for _ in range(20_000)
        ]
        self.set_weights = [1 / (rank + 3) for rank in range(len(_WORDS))]
        self.clauses = [self._clause() for _ in range(20_000)]
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(20_000)))

    def _clause(self) -> str:
        words = self.random.choices(_WORDS, self.set_weights, k=2)
        words += self.random.choices(self.rare, k=5)
        self.random.shuffle(words)
        return "".join(words)

    def paragraph(self, clauses: Sequence[str]) -> str:
        return "，".join(self.random.choices(clauses, k=7)) + "。"

    def document(self, number: int) -> Document:
        choice = self.random.choice
        # A document speaks of a few things and repeats itself.
        clauses = self.random.choices(self.clauses, cum_weights=self.weights, k=40)
        genre, unit, year = choice(_GENRES), choice(_UNITS), 2016 + number % 10
        blocks: list[Heading | Paragraph] = []
        for role in ("guiding", "goals", "tasks", "steps", "safeguard"):
            blocks.append(
                Heading(level=1, text="".join(self.random.choices(_WORDS, k=2)), role=role)
            )
            blocks.extend(Paragraph(text=self.paragraph(clauses)) for _ in range(3))
        title = f"{unit}{year}年{choice(_WORDS)}{choice(_WORDS)}{genre}"
        return Document(
            title=title,
            genre=genre,
            year=year,
            issuer=unit,
            topics=(choice(_WORDS),),
            blocks=tuple(blocks),
        )

    def queries(self, count: int) -> list[str]:
        """One to three words of every frequency: set words, rare ones, joined ones."""
        result = []
        for number in range(count):
            match number % 5:
                case 0:
                    result.append(self.random.choice(_WORDS))
                case 1:
                    result.append(" ".join(self.random.sample(_WORDS, 2)))
                case 2:
                    result.append(self.random.choices(self.rare, cum_weights=self.weights)[0])
                case 3:
                    result.append("".join(self.random.sample(_WORDS, 2)))
                case _:
                    rare = self.random.choices(self.rare, cum_weights=self.weights)[0]
                    result.append(f"{self.random.choice(_WORDS)} {rare}")
        return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status tells whether all results were exact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args(arguments)
    writer = _Writer(seed=1)
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        owner = library.users.ensure_owner("主人").id
        began = time.perf_counter()
        for start in range(0, options.documents, 500):
            numbers = range(start, min(start + 500, options.documents))
            library.documents.add_all(map(writer.document, numbers), owner=owner)
        print(f"{options.documents} 篇写入文库 {time.perf_counter() - began:.1f} s")
        queries = writer.queries(options.queries)
        exact = _ours(library, Scope(owner), queries, options.documents)
        _peer(library, Path(folder) / "peer.db", queries, options.documents)
    return 0 if exact else 1


def _ours(library: Library, scope: Scope, queries: Sequence[str], count: int) -> bool:
    began = time.perf_counter()
    while index_pending(library):
        pass
    queued = time.perf_counter() - began
    began = time.perf_counter()
    reindex(library)
    built = time.perf_counter() - began
    with library.database.read() as connection:
        rows = connection.execute(select(document_bodies.c.document_id, document_bodies.c.text))
        texts = dict(rows.all())
    wrong = [
        query
        for query in queries
        if find(library, query, scope).total
        != sum(all(word in text for word in fold_all(query)) for text in texts.values())
    ]
    size = sum(f.stat().st_size for f in (library.home / "index").rglob("*") if f.is_file())
    _row(
        "Whoosh，两字词，不存位置",
        count,
        built,
        _times(lambda q: find(library, q, scope), queries),
        size,
    )
    print(
        f"  从队列建索引 {count / queued:.0f} 篇/秒；"
        f"与逐篇比对不符的查询 {len(wrong)} 个 {wrong[:5]}"
    )
    single = ["网", "的", "安", "2", "社"]
    times = _times(lambda q: find(library, q, scope), single * 4)
    print(f"  一个字 p50 {_p(times, 50):.1f} ms，p95 {_p(times, 95):.1f} ms")
    times = _times(lambda q: find(library, q, scope, role="goals"), queries)
    print(f"  限定角色 p50 {_p(times, 50):.1f} ms，p95 {_p(times, 95):.1f} ms")
    times = _times(lambda q: find(library, q, scope), [""] * 10)
    print(f"  不写词 p50 {_p(times, 50):.1f} ms")
    with library.database.write() as connection:
        ids = list(texts)[:: max(1, len(texts) // 50)]
        connection.execute(insert(index_queue), [{"document_id": id} for id in ids])
    times = _times(lambda q: find(library, q, scope), queries)
    print(f"  另有 {len(ids)} 篇在排队 p50 {_p(times, 50):.1f} ms，p95 {_p(times, 95):.1f} ms")
    return not wrong


def fold_all(query: str) -> list[str]:
    """The folded words of a query without marks."""
    return [fold(word) for word in query.split()]


def _peer(library: Library, path: Path, queries: Sequence[str], count: int) -> None:
    with library.database.read() as connection:
        rows = connection.execute(select(document_bodies.c.document_id, document_bodies.c.text))
        texts = dict(rows.all())
    peer = sqlite3.connect(path)
    began = time.perf_counter()
    peer.execute("CREATE VIRTUAL TABLE f USING fts5(text, content='', tokenize='unicode61')")
    with peer:
        peer.executemany(
            "INSERT INTO f(rowid, text) VALUES (?, ?)",
            ((id, _pairs(text)) for id, text in texts.items()),
        )
    built = time.perf_counter() - began

    def ask(query: str) -> None:
        match = " AND ".join(f'"{_pairs(word)}"' for word in fold_all(query))
        peer.execute(
            "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10", (match,)
        ).fetchall()
        peer.execute("SELECT count(*) FROM f WHERE f MATCH ?", (match,)).fetchall()

    _row(
        "SQLite FTS5，两字词（前十篇与总数）",
        count,
        built,
        _times(ask, queries),
        path.stat().st_size,
    )
    peer.close()


def _pairs(text: str) -> str:
    return " ".join(map("".join, pairwise(text))) if len(text) > 1 else text


def _times(ask: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    for query in queries[:10]:
        ask(query)
    times = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _p(times: Sequence[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def _row(name: str, count: int, built: float, times: Sequence[float], size: int) -> None:
    print(
        f"{name}：建索引 {built:.1f} s（{count / built:.0f} 篇/秒），"
        f"p50 {_p(times, 50):.1f} ms，p95 {_p(times, 95):.1f} ms，{size / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
