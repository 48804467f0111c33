"""Engines: whatever stands behind the interface answers alike. Every engine goes through this."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import LibraryUnavailable
from corpus.library import Library, Scope
from corpus.library.content import BREAK, fold
from corpus.search import engines, find, index_pending, index_state, reindex
from corpus.search import index as index_module
from corpus.search.engine import Engine, EngineFailed, Indexed, Needed
from corpus.search.index import index_of
from tests.corpus.library.making import scheme

ENGINES = engines.names()


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of each engine in turn."""
    return str(request.param)


@pytest.fixture
def engine(name: str, tmp_path: Path) -> Iterator[Engine]:
    """An empty index."""
    opened = engines.open_index(name, tmp_path / "index")
    yield opened
    opened.close()


def _document(id: int, text: str, title: str = "", headings: str = "") -> Indexed:
    return Indexed(id, title, headings, BREAK.join(filter(None, (title, text))))


def _holding(engine: Engine, word: str, texts: dict[int, str] | None = None) -> set[int]:
    """The documents that hold a word, where the engine is not sure by their texts."""
    found = engine.holding(Needed(word))
    if found.exact or texts is None:
        return set(found.ids)
    return {id for id in found.ids if word in texts[id]}


def test_both_engines_are_there_and_the_embedded_one_is_the_default() -> None:
    assert ENGINES == ("tantivy", "whoosh")
    assert engines.DEFAULT == "whoosh"


def test_an_engine_is_added_by_adding_a_module(
    library: Library, scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "elsewhere.py").write_text(
        "from corpus.search.engines.whoosh import WhooshEngine\n\n\n"
        "class Elsewhere(WhooshEngine):\n    pass\n\n\nopen_index = Elsewhere\n",
        "utf-8",
    )
    monkeypatch.setattr(engines, "__path__", [*engines.__path__, str(folder)])
    library.documents.add(scheme("某通知", "做实网格。"), owner=scope.user_id)
    reindex(library, engine="elsewhere")
    assert index_state(library).engine == "elsewhere"
    assert find(library, "网格", scope).total == 1
    with library.database.read() as connection:
        assert type(index_of(library).engine(connection)).__name__ == "Elsewhere"


def test_an_empty_index_answers(engine: Engine) -> None:
    assert list(engine.holding(Needed("网格")).ids) == []
    assert engine.best([Needed("网格")], 10) == {}
    assert engine.frequency("网格") == engine.frequency("网格员") == engine.frequency("网") == 0
    assert engine.count() == 0
    assert engine.ids() == set()


def test_documents_are_replaced_forgotten_and_merged(engine: Engine) -> None:
    for n in range(40):
        engine.write([_document(n, f"网格{n}", "题"), _document(100 + n, "消防")], [])
    engine.write([_document(3, "换了", "题")], [4, 777])
    assert _holding(engine, "网格") == set(range(40)) - {3, 4}
    assert _holding(engine, "换了") == {3}
    assert engine.count() == 79
    assert engine.ids() == (set(range(40)) | set(range(100, 140))) - {4}
    assert set(engine.holding(Needed("题", "title")).ids) == set(range(40)) - {4}
    for n in range(200, 240):
        engine.write([_document(n, "网格")], [])
    assert _holding(engine, "网格") == (set(range(40)) - {3, 4}) | set(range(200, 240))
    assert engine.best([Needed("网格")], 7).keys() <= _holding(engine, "网格")
    assert len(engine.best([Needed("网格")], 7)) == 7
    assert engine.count() == 119


def test_the_state_changes_with_what_is_written_and_only_then(engine: Engine) -> None:
    first = engine.state()
    assert engine.state() == first
    engine.write([_document(1, "网格")], [])
    second = engine.state()
    assert second != first
    engine.write([], [1])
    assert engine.state() not in (first, second)


def test_titles_score_higher_than_headings_and_headings_than_text(engine: Engine) -> None:
    filler = "其他的话说了很多"
    engine.write(
        [
            _document(1, f"网格{filler}"),
            _document(2, filler, "网格"),
            _document(3, f"网格{filler}", headings="网格"),
            *(_document(n, filler) for n in range(10, 30)),
        ],
        [],
    )
    scores = engine.best([Needed("网格")], 10)
    assert scores[2] > scores[3] > scores[1]


def test_the_best_among_some_are_the_best_of_these(engine: Engine) -> None:
    engine.write([_document(n, "网格" * (n + 1) + "其他" * 30) for n in range(20)], [])
    engine.write([_document(n, "消防") for n in range(20, 30)], [])
    everything = engine.best([Needed("网格")], 100)
    some = engine.best([Needed("网格")], 100, [2, 5, 7, 25, 999])
    assert set(some) == {2, 5, 7}
    assert sorted(some, key=some.__getitem__) == sorted(some, key=everything.__getitem__)
    assert set(engine.best([Needed("网格")], 1, [2, 5, 7])) == {max(some, key=some.__getitem__)}
    assert engine.best([Needed("网格")], 10, []) == {}


def test_an_engine_sees_what_another_has_written(name: str, tmp_path: Path) -> None:
    one = engines.open_index(name, tmp_path / "index")
    other = engines.open_index(name, tmp_path / "index")
    assert _holding(other, "网格") == set()
    one.write([_document(1, "网格")], [])
    assert _holding(other, "网格") == {1}
    one.write([_document(2, "网格")], [1])
    assert _holding(other, "网格") == {2}
    assert other.ids() == {2}
    one.close()
    other.close()


TEXTS = st.lists(
    st.lists(
        st.text(st.sampled_from("网格员消防2a〔〕%。"), min_size=1, max_size=12),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=5,
)
WORDS = st.text(st.sampled_from("网格员消防2a〔〕%。"), min_size=1, max_size=6)


@settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(documents=TEXTS, words=st.lists(WORDS, min_size=1, max_size=4))
@pytest.mark.parametrize("each", ENGINES)
def test_what_holds_a_word_within_one_block_is_always_among_what_is_given(
    each: str,
    documents: list[list[str]],
    words: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    engine = engines.open_index(each, tmp_path_factory.mktemp("index"))
    texts = {n: BREAK.join(blocks) for n, blocks in enumerate(documents)}
    engine.write([Indexed(n, "", "", text) for n, text in texts.items()], [], fresh=True)
    for word in words:
        truth = {n for n, text in texts.items() if word in text}
        found = engine.holding(Needed(word))
        assert set(found.ids) == truth if found.exact else set(found.ids) >= truth
        assert engine.frequency(word) >= len(truth)
        if truth:
            assert truth & engine.best([Needed(word)], 10).keys()
    engine.close()


@pytest.mark.parametrize("first", ["甲", "甲乙", "甲乙丙", "甲乙丙丁"])
@pytest.mark.parametrize("second", ["子", "子丑", "子丑寅", "子丑寅卯"])
def test_no_word_is_found_across_the_end_of_a_block(
    engine: Engine, first: str, second: str
) -> None:
    text = f"{first}{BREAK}{second}"
    engine.write([Indexed(1, "", "", text)], [], fresh=True)
    assert _holding(engine, first + second, {1: text}) == set()
    assert _holding(engine, first[-1] + second[0], {1: text}) == set()
    assert _holding(engine, first, {1: text}) == _holding(engine, second, {1: text}) == {1}


def _damage(folder: Path, what: str) -> None:
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_size)
    lists = [path for path in files if path.suffix == ".toc" or path.name == "meta.json"]
    segments = [path for path in files if path not in lists and path.stat().st_size > 60]
    match what:
        case "the list of segments is rubbish":
            lists[-1].write_bytes(b"rubbish" * 100)
        case "the segments are gone":
            for path in segments:
                path.unlink()
        case "a segment is cut short":
            segments[-1].write_bytes(segments[-1].read_bytes()[:20])
        case "the segments are rubbish":
            for path in segments:
                path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


@pytest.mark.parametrize(
    "what",
    [
        "the list of segments is rubbish",
        "the segments are gone",
        "a segment is cut short",
        "the segments are rubbish",
    ],
)
def test_a_broken_index_says_so_and_costs_no_result(
    own_home: Path, name: str, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    with Library.open(own_home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        _fill(library, scope, 4)
        reindex(library, engine=name)
        (folder,) = (path for path in (own_home / "index").iterdir() if path.is_dir())
    _damage(folder, what)
    with pytest.raises(EngineFailed):
        _ask_all(engines.open_index(name, folder))
    with Library.open(own_home) as library:
        assert find(library, "网格", scope).total == 4
        index_pending(library)
        index_pending(library)
        assert find(library, "网格", scope).total == 4
        assert index_state(library).queued == 0
        assert index_state(library).engine == name
    gc.collect()


def _ask_all(engine: Engine) -> None:
    try:
        engine.holding(Needed("网格"))
        engine.best([Needed("网格")], 10)
        engine.ids()
    finally:
        engine.close()


def _fill(library: Library, scope: Scope, count: int, start: int = 0) -> None:
    library.documents.add_all(
        (scheme(f"第{n}号消防工作方案", f"编号{n}的网格") for n in range(start, start + count)),
        owner=scope.user_id,
    )


def test_a_library_moves_from_one_engine_to_the_other_and_back(
    library: Library, scope: Scope
) -> None:
    _fill(library, scope, 5)
    index_pending(library)
    for name in ("tantivy", "whoosh"):
        reindex(library, engine=name)
        assert index_state(library).engine == name
        assert find(library, "网格", scope).total == 5
        _fill(library, scope, 1, start=ENGINES.index(name) + 90)
        index_pending(library)
        library.documents.delete(
            find(library, "编号9", scope, fold_duplicates=False).hits[0].id, scope
        )
        assert find(library, "网格", scope).total == 5
        index_pending(library)
        assert find(library, "网格", scope).total == 5
    reindex(library)
    assert index_state(library).engine == "whoosh"


def test_an_engine_that_does_not_exist_is_refused(library: Library) -> None:
    with pytest.raises(LibraryUnavailable, match="没有“lucene”这种搜索引擎") as refused:
        reindex(library, engine="lucene")
    assert "tantivy、whoosh" in refused.value.remedy


def test_a_library_set_to_an_engine_that_is_gone_goes_on_with_the_default(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    with Library.open(own_home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        _fill(library, scope, 3)
        reindex(library, engine="tantivy")
    monkeypatch.setattr(engines, "names", lambda: ("whoosh",))
    monkeypatch.setitem(__import__("sys").modules, "corpus.search.engines.tantivy", None)
    with Library.open(own_home) as library:
        assert find(library, "网格", scope).total == 3
        index_pending(library)
        assert index_state(library).engine == "whoosh"
        assert find(library, "网格", scope).total == 3


def test_the_quick_engine_is_suggested_to_a_large_library(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(library, scope, 4)
    index_pending(library)
    assert index_state(library).advice == ""
    monkeypatch.setattr(index_module, "MANY", 3)
    assert "已有 4 篇" in index_state(library).advice
    assert "nigao reindex --engine tantivy" in index_state(library).advice
    reindex(library, engine="tantivy")
    assert index_state(library).advice == ""


def test_an_index_that_is_being_rebuilt_says_so(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "BATCH", 2)
    _fill(library, scope, 4)
    assert "索引正在重建，还有 4 篇" in index_state(library).advice
    index_pending(library)
    assert index_state(library).advice == ""


def _write_on(home: Path, started: str, start: int) -> None:
    with Library.open(home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        Path(started).touch()
        for n in range(start, start + 10_000):
            _fill(library, scope, 1, start=n)
            index_pending(library)
            if n % 5 == 4:
                library.documents.delete(
                    find(library, f"“编号{n}的”", scope, limit=1).hits[0].id, scope
                )


def test_a_writer_killed_at_any_moment_loses_nothing(
    own_home: Path, tmp_path: Path, name: str
) -> None:
    chance = random.Random(5)
    with Library.open(own_home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        _fill(library, scope, 1, start=900_000)
        reindex(library, engine=name)
        for turn in range(3):
            flag = tmp_path / f"started-{turn}"
            process = multiprocessing.get_context("spawn").Process(
                target=_write_on, args=(own_home, str(flag), turn * 20_000)
            )
            before = library.documents.count(scope)
            process.start()
            while not flag.exists() or library.documents.count(scope) == before:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.3))
            assert process.pid
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            total = library.documents.count(scope)
            assert find(library, "网格", scope, limit=1).total == total
            index_pending(library)
            index_pending(library)
            assert index_state(library).queued == 0
            assert find(library, "网格", scope, limit=1).total == total
        assert index_state(library).engine == name
        assert total > 1


def _search_while(home: Path, stop: str) -> list[str]:
    """What went wrong while another process wrote: a count that fell, or a hit without its word."""
    wrong = []
    last = 0
    with Library.open(home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        while not Path(stop).exists():
            results = find(library, "网格", scope)
            if results.total < last:
                wrong.append(f"{results.total} < {last}")
            last = results.total
            wrong += [hit.title for hit in results.hits if "<mark>网格" not in hit.passage.html]
    return wrong


def test_two_processes_search_while_one_writes(own_home: Path, tmp_path: Path, name: str) -> None:
    stop = tmp_path / "stop"
    with Library.open(own_home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        reindex(library, engine=name)
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            searching = [pool.apply_async(_search_while, (own_home, str(stop))) for _ in range(2)]
            try:
                for n in range(20):
                    _fill(library, scope, 1, start=n)
                    assert find(library, f"“编号{n}的”", scope).total == 1
                    index_pending(library)
            finally:
                stop.touch()
            assert [answer.get(timeout=60) for answer in searching] == [[], []]


def test_searches_go_on_while_the_index_is_built_anew(
    library: Library, scope: Scope, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "REBUILD_BATCH", 2)
    _fill(library, scope, 7)
    index_pending(library)
    seen: list[int] = []
    reindex(
        library, lambda *_: seen.append(find(library, "网格", scope, limit=1).total), engine=name
    )
    assert seen == [7, 7, 7, 7]
    shutil.rmtree(library.home / "index" / "first", ignore_errors=True)
    assert find(library, fold("网格"), scope).total == 7
