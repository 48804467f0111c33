"""The index: late, broken, gone or fought over, it never costs a result."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from corpus.errors import LibraryUnavailable
from corpus.library import Library, Scope
from corpus.library.tables import index_queue
from corpus.search import find, index_pending, reindex
from corpus.search import index as index_module
from corpus.search.engine import Indexed
from corpus.search.index import index_of
from corpus.search.lock import held
from tests.corpus.library.making import scheme


def _fill(library: Library, scope: Scope, count: int, start: int = 0) -> None:
    library.documents.add_all(
        (scheme(f"第{n}号消防工作方案", f"编号{n}的网格") for n in range(start, start + count)),
        owner=scope.user_id,
    )


def _queued(library: Library) -> int:
    with library.database.read() as connection:
        return connection.execute(select(func.count()).select_from(index_queue)).scalar_one()


def _folders(library: Library) -> list[Path]:
    return [path for path in (library.home / "index").iterdir() if path.is_dir()]


def test_the_queue_is_taken_in_by_batches(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "BATCH", 3)
    _fill(library, scope, 8)
    assert index_pending(library, limit=4) == 4
    assert _queued(library) == 4
    assert index_pending(library) == 4
    assert index_pending(library) == 0
    assert find(library, "网格", scope).total == 8


def test_only_the_holder_of_the_lock_writes(library: Library, scope: Scope) -> None:
    _fill(library, scope, 2)
    index_pending(library)
    _fill(library, scope, 1, start=5)
    with held(library.home / "index" / "lock") as mine:
        assert mine
        assert index_pending(library) == 0
        assert find(library, "网格", scope).total == 3
    assert index_pending(library) == 1


def test_building_anew_waits_for_the_lock_and_says_so_when_it_cannot_be_had(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(library, scope, 1)
    index_pending(library)
    moments = iter(range(0, 10_000, 40))
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    with (
        held(library.home / "index" / "lock"),
        pytest.raises(LibraryUnavailable, match="正由另一个程序更新"),
    ):
        reindex(library)


def test_building_anew_tells_its_progress_and_leaves_one_index(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "REBUILD_BATCH", 2)
    _fill(library, scope, 5)
    index_pending(library)
    seen: list[tuple[int, int]] = []
    reindex(library, lambda done, total: seen.append((done, total)))
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert len(_folders(library)) == 1
    assert find(library, "网格", scope).total == 5


def test_what_is_saved_while_the_index_is_built_anew_is_not_lost(
    library: Library, scope: Scope
) -> None:
    _fill(library, scope, 3)
    reindex(library, lambda *_: _fill(library, scope, 1, start=9))
    assert _queued(library) == 1
    assert find(library, "网格", scope).total == 4
    index_pending(library)
    assert find(library, "网格", scope).total == 4


def _damage(library: Library, what: str) -> None:
    (folder,) = _folders(library)
    match what:
        case "the folder is gone":
            shutil.rmtree(folder)
        case "the list of segments is rubbish":
            next(folder.glob("*.toc")).write_bytes(b"rubbish" * 100)
        case "a segment is gone":
            next(folder.glob("*.seg")).unlink()
        case "a segment is cut short":
            segment = next(folder.glob("*.seg"))
            segment.write_bytes(segment.read_bytes()[:100])
        case "a segment is rubbish":
            segment = next(folder.glob("*.seg"))
            segment.write_bytes(os.urandom(segment.stat().st_size))


@pytest.mark.parametrize(
    "what",
    [
        "the folder is gone",
        "the list of segments is rubbish",
        "a segment is gone",
        "a segment is cut short",
        "a segment is rubbish",
    ],
)
def test_a_broken_index_costs_no_result_and_is_built_anew(
    own_home: Path, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    with Library.open(own_home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        _fill(library, scope, 4)
        index_pending(library)
    with Library.open(own_home) as library:
        _damage(library, what)
        if what != "the folder is gone":
            assert find(library, "网格", scope).total == 4
        index_pending(library)
        index_pending(library)
        assert find(library, "网格", scope).total == 4
        assert _queued(library) == 0
        with library.database.read() as connection:
            assert len(index_of(library).engine(connection).ids()) == 4
    gc.collect()


def test_a_failure_in_the_middle_of_a_search_is_answered_from_the_texts(
    library: Library,
    scope: Scope,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _fill(library, scope, 3)
    index_pending(library)

    def failing(*_: object) -> int:
        raise ValueError("坏了")

    with monkeypatch.context() as patch:
        patch.setattr("corpus.search.engines.whoosh._matched", failing)
        assert find(library, "网格", scope).total == 3
    assert "坏了" in caplog.text
    assert _queued(library) == 3
    assert index_pending(library) == 3
    assert find(library, "网格", scope).total == 3


def test_an_index_that_does_not_fit_the_database_is_mended(own_home: Path) -> None:
    with Library.open(own_home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        _fill(library, scope, 3)
        index_pending(library)
        with library.database.read() as connection:
            engine = index_of(library).engine(connection)
        # As after restoring a backup: one document unknown to the index, one known too much.
        engine.write([Indexed(999, "多余", "", "多余")], [1])
    with Library.open(own_home) as library:
        index_pending(library)
        with library.database.read() as connection:
            assert index_of(library).engine(connection).ids() == {1, 2, 3}
        assert find(library, "网格", scope).total == 3
        assert find(library, "多余", scope).total == 0
