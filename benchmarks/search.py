"""Search: both engines over a generated library, beside SQLite FTS5 in the same run.

    python -m benchmarks.search [--documents 1000 10000] [--large] [--queries 200]

Documents are of about 3 KB. Prints for each size how many documents a second are indexed, p50 and
p95 of whole searches (200 mixed queries: words of every frequency, quotations, filters, pages of
ten with facets and highlighted passages; after one round to warm up) and of the peer's (top ten
and count alone), how long it takes until a document that is being saved is found, the size on
disk, how much of a search's time is a processor's (on a busy machine the rest is waiting), and
whether results equal a scan of all texts. `--large` adds 100,000 documents (for the quick engine:
the embedded one is not for so many); `--profile` shows where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from sqlalchemy import insert, select

from benchmarks.peers.written import Question, Writer
from corpus.document import Document, Paragraph
from corpus.library import Library, Scope
from corpus.library.content import content_of, fold
from corpus.library.tables import document_bodies, document_topics, documents, index_queue, now
from corpus.search import engines, find, index_pending, reindex
from corpus.search.index import MANY


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; the exit status tells whether all results were exact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args(arguments)
    sizes = [*options.documents, *([100_000] if options.large else [])]
    exact = [_measure(size, options.queries, options.profile) for size in sizes]
    return 0 if all(exact) else 1


def _measure(count: int, asked: int, profile: bool) -> bool:
    load = f"，机器负荷 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"\n{count} 篇，每篇约 3 KB，{asked} 个查询{load}", flush=True)
    writer = Writer(seed=1)
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        scope = Scope(library.users.ensure_owner("主人").id)
        began = time.perf_counter()
        fill(library, writer, count, scope.user_id)
        print(f"  生成并写入 {time.perf_counter() - began:.0f} s", flush=True)
        queries = writer.queries(asked)
        texts = _texts(library)
        exact = [
            _ours(library, scope, name, queries, texts, writer, profile)
            for name in reversed(engines.names())
            # Beyond that the application itself suggests the other one.
            if count <= MANY or name != engines.DEFAULT
        ]
        _peer(Path(folder) / "peer.db", queries, texts)
    return all(exact)


def fill(library: Library, writer: Writer, count: int, owner: int) -> None:
    """Put documents into the tables as the library does, without looking for duplicates."""
    for start in range(0, count, 2000):
        made = [(n + 1, writer.document(n)) for n in range(start, min(start + 2000, count))]
        contents = [content_of(document) for _, document in made]
        moment = now()
        with library.database.write() as connection:
            connection.execute(
                insert(documents),
                [
                    {
                        "id": id, "owner_id": owner, "visibility": "shared", "kind": "library",
                        "holder": "shared", "origin": "", "content_hash": content.hash,
                        "title": document.title, "genre": document.genre,
                        "family": document.genre, "year": document.year,
                        "unit": document.issuer, "name": "", "created": moment,
                        "characters": len(content.text),
                    }
                    for (id, document), content in zip(made, contents, strict=True)
                ],
            )  # fmt: skip
            connection.execute(
                insert(document_bodies),
                [
                    {
                        "document_id": id, "title": content.title, "headings": content.headings,
                        "text": content.text, "body": document.to_json(),
                        "sections": [[s.role, s.start, s.end] for s in content.sections],
                    }
                    for (id, document), content in zip(made, contents, strict=True)
                ],
            )  # fmt: skip
            connection.execute(
                insert(document_topics),
                [{"document_id": id, "topic": document.topics[0]} for id, document in made],
            )


def _texts(library: Library) -> dict[int, tuple[str, str]]:
    """Title and text of every document, folded."""
    columns = document_bodies.c.document_id, document_bodies.c.title, document_bodies.c.text
    with library.database.read() as connection:
        return {row[0]: (row[1], row[2]) for row in connection.execute(select(*columns))}


def _ours(
    library: Library,
    scope: Scope,
    name: str,
    queries: Sequence[Question],
    texts: dict[int, tuple[str, str]],
    writer: Writer,
    profile: bool,
) -> bool:
    began, used = time.perf_counter(), time.process_time()
    reindex(library, engine=name)
    built, used = time.perf_counter() - began, time.process_time() - used

    def ask(question: Question) -> None:
        find(library, question.words, scope, fold_duplicates=False, **question.filters)

    wrong = [
        question.words
        for question in queries[:64]
        if not question.filters
        and find(library, question.words, scope, fold_duplicates=False, limit=0).total
        != _scanned(question.words, texts)
    ]
    times, spent = _times(ask, queries)
    size = sum(f.stat().st_size for f in (library.home / "index").rglob("*") if f.is_file())
    _row(name, len(texts), built, times, size)
    print(
        f"    处理器时间：建索引 {len(texts) / used:.0f} 篇/秒，"
        f"查询 p50 {_p(spent, 50):.1f} ms，p95 {_p(spent, 95):.1f} ms"
    )
    single = [Question(word, {}) for word in ["网", "的", "安", "2", "社"] * 4]
    times, _ = _times(ask, single)
    print(f"    一个字 p50 {_p(times, 50):.1f} ms，p95 {_p(times, 95):.1f} ms")
    saved = _saved(library, scope, writer, len(texts))
    print(
        f"    保存到能找到 p50 {_p(saved, 50):.0f} ms，p95 {_p(saved, 95):.0f} ms；"
        f"与逐篇比对不符 {len(wrong)} 个 {wrong[:3]}",
        flush=True,
    )
    if profile:
        with cProfile.Profile() as profiler:
            for question in queries:
                ask(question)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(12)
    return not wrong


def _saved(library: Library, scope: Scope, writer: Writer, count: int) -> list[float]:
    """How long it takes to save each of 40 documents and find it, in milliseconds."""
    times = []
    for number in range(40):
        mark = f"标记{count}号{time.time_ns()}"
        document = writer.document(number)
        document = Document(
            title=document.title, genre=document.genre, blocks=(Paragraph(text=mark),)
        )
        began = time.perf_counter()
        added = library.documents.add(document, owner=scope.user_id)
        found = find(library, f"“{mark}”", scope)
        times.append((time.perf_counter() - began) * 1000)
        assert [hit.id for hit in found.hits] == [added.id]
        if number % 10 == 9:
            index_pending(library)
    for hit in find(library, f"标记{count}号", scope, limit=100).hits:
        library.documents.delete(hit.id, scope)
    index_pending(library)
    with library.database.read() as connection:
        assert connection.execute(select(index_queue)).first() is None
    return times


def _scanned(words: str, texts: dict[int, tuple[str, str]]) -> int:
    """In how many documents all words stand, and none that is excluded."""
    asked = [
        (fold(word.strip("-“”").removeprefix("标题:")), word.startswith("标题:"), word[0] == "-")
        for word in words.split()
    ]
    return sum(
        all((word in (title if named else text)) != minus for word, named, minus in asked)
        for title, text in texts.values()
    )


def _peer(path: Path, queries: Sequence[Question], texts: dict[int, tuple[str, str]]) -> None:
    peer = sqlite3.connect(path)
    began = time.perf_counter()
    peer.execute("CREATE VIRTUAL TABLE f USING fts5(text, content='', tokenize='unicode61')")
    with peer:
        peer.executemany(
            "INSERT INTO f(rowid, text) VALUES (?, ?)",
            ((id, _pairs(text)) for id, (_, text) in texts.items()),
        )
    built = time.perf_counter() - began

    def ask(question: Question) -> None:
        words = [fold(word.strip("-“”").removeprefix("标题:")) for word in question.words.split()]
        match = " AND ".join(f'"{_pairs(word)}"' for word in words)
        peer.execute(
            "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10", (match,)
        ).fetchall()
        peer.execute("SELECT count(*) FROM f WHERE f MATCH ?", (match,)).fetchall()

    times, _ = _times(ask, queries)
    _row("SQLite FTS5，两字词（只有前十篇与总数）", len(texts), built, times, path.stat().st_size)
    peer.close()


def _pairs(text: str) -> str:
    return " ".join(map("".join, pairwise(text))) if len(text) > 1 else text


def _times(
    ask: Callable[[Question], object], queries: Sequence[Question]
) -> tuple[list[float], list[float]]:
    """How long each query takes, and how much time of a processor, in milliseconds."""
    for query in queries:
        ask(query)
    times, spent = [], []
    for query in queries:
        began, used = time.perf_counter(), time.process_time()
        ask(query)
        times.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - used) * 1000)
    return times, spent


def _p(times: Sequence[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def _row(name: str, count: int, built: float, times: Sequence[float], size: int) -> None:
    print(
        f"  {name}：建索引 {count / built:.0f} 篇/秒（{built:.0f} s），"
        f"p50 {_p(times, 50):.1f} ms，p95 {_p(times, 95):.1f} ms，{size / 1e6:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
