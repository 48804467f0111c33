"""The index of a library: which one counts, bringing it up to date, building it anew.

The index is derived. The database says which folder holds it (`settings`) and which documents
it does not know yet (`index_queue`); until a document has left the queue, every search reads
its text, so that an index which is late, broken or gone costs time and never a result.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from corpus.errors import LibraryUnavailable
from corpus.library import Library
from corpus.library.tables import document_bodies, documents, index_queue, settings
from corpus.search import engines
from corpus.search.catalogue import Catalogue, among
from corpus.search.engine import Engine, EngineFailed, Indexed
from corpus.search.lock import held
from corpus.search.words import Words

logger = logging.getLogger(__name__)

# Documents to one commit: few enough that a search scans the rest of a queue quickly.
BATCH = 500
# The same while everything is built anew and nobody waits for it.
REBUILD_BATCH = 2000

# Beyond so many documents the embedded engine is slower than people like to wait.
MANY = 20_000
QUICK = "tantivy"

_SETTING = "index"
_ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class State:
    """How the index is: its engine, documents in all, those it does not know yet, advice.

    `advice` is a Chinese sentence for whoever looks after the application, or empty.
    """

    engine: str
    documents: int
    queued: int
    advice: str


class Index:
    """The index of one library; made by `index_of`, which keeps one for each."""

    def __init__(self, library: Library) -> None:
        """The index of `library`, opened when it is first asked."""
        self._library = weakref.proxy(library)
        self.catalogue = Catalogue()
        self._folder = library.home / "index"
        self._lock = threading.RLock()
        self._counts: tuple[str, str] = "", ""
        self._engine: Engine | None = None
        self.words = Words()
        self._checked = False

    def engine(self, connection: Connection) -> Engine:
        """The engine that counts now, according to the database; raises `EngineFailed`."""
        return self._open(_counting(connection))

    def state(self) -> State:
        """How the index is at this moment."""
        with self._library.database.read() as connection:
            engine, _ = _counting(connection)
            total = connection.execute(select(func.count()).select_from(documents)).scalar_one()
            queued = connection.execute(
                select(func.count(index_queue.c.document_id.distinct()))
            ).scalar_one()
        advice = ""
        if total and queued * 2 > total and queued > BATCH:
            advice = f"索引正在重建，还有 {queued} 篇；这时也能找，只是慢一些"
        elif total > MANY and engine == engines.DEFAULT and QUICK in engines.names():
            advice = (
                f"文库已有 {total} 篇，换用快得多的搜索引擎更合适："
                f"在命令行运行 nigao reindex --engine {QUICK}"
            )
        return State(engine, total, queued, advice)

    def pending(self, limit: int | None = None) -> int:
        """Take queued documents into the index; how many. 0 while someone else is at it.

        A broken index is given up here, and everything queued for a new one.
        """
        with self._exclusively() as mine:
            if not mine:
                return 0
            done = 0
            try:
                self._reconcile()
                while limit is None or done < limit:
                    size = BATCH if limit is None else min(BATCH, limit - done)
                    if not (count := self._take(size)):
                        break
                    done += count
            except EngineFailed as error:
                self.give_up(error)
            return done

    def rebuild(
        self,
        on_progress: Callable[[int, int], None] | None = None,
        engine_name: str | None = None,
    ) -> None:
        """Build a new index from the texts while the old one answers, then change over.

        `engine_name` changes to that engine. `on_progress` is told how many documents of how
        many are in. Raises `LibraryUnavailable` when another process keeps writing to the
        index for a minute, or when there is no such engine.
        """
        if engine_name is None:
            with self._library.database.read() as connection:
                engine_name, _ = _counting(connection)
        if engine_name not in engines.names():
            raise LibraryUnavailable(
                f"没有“{engine_name}”这种搜索引擎",
                where="--engine",
                remedy=f"可选：{'、'.join(engines.names())}",
            )
        with self._exclusively(patience=60) as mine:
            if not mine:
                raise LibraryUnavailable(
                    "索引正由另一个程序更新",
                    where=str(self._folder),
                    remedy="等它做完，或关掉别的拟稿窗口后再试",
                )
            name = _new_name()
            engine = engines.open_index(engine_name, self._folder / name)
            try:
                with self._library.database.read() as connection:
                    last = connection.execute(select(func.max(index_queue.c.id))).scalar() or 0
                    ids = list(connection.execute(select(documents.c.id)).scalars())
                for start in range(0, len(ids), REBUILD_BATCH):
                    part = ids[start : start + REBUILD_BATCH]
                    with self._library.database.read() as connection:
                        indexed = _indexed(connection, part)
                    engine.write(indexed, (), fresh=True)
                    if on_progress:
                        on_progress(min(start + REBUILD_BATCH, len(ids)), len(ids))
            finally:
                engine.close()
            with self._library.database.write() as connection:
                _set_counting(connection, engine_name, name)
                # What was queued later than the reading began is still to be taken in.
                connection.execute(index_queue.delete().where(index_queue.c.id <= last))
            self._remove_others(name)

    def give_up(self, error: Exception) -> None:
        """Go on with an empty index, everything being queued for it."""
        logger.warning("索引坏了，将重建：%s", str(error))
        with self._lock:
            with self._library.database.write() as connection:
                if _counting(connection) == self._counts:
                    engine, _ = self._counts
                    if engine not in engines.names():
                        engine = engines.DEFAULT
                    _set_counting(connection, engine, _new_name())
                    connection.execute(index_queue.delete())
                    connection.execute(
                        insert(index_queue).from_select(["document_id"], select(documents.c.id))
                    )
            self._forget_engine()

    def forget(self) -> None:
        """Read everything anew: the library was replaced, its ids stand for other documents."""
        with self._lock:
            self.catalogue = Catalogue()
            self._forget_engine()

    def close(self) -> None:
        """Give files back."""
        with self._lock:
            self._forget_engine()

    def _open(self, counting: tuple[str, str]) -> Engine:
        with self._lock:
            if self._engine is None or counting != self._counts:
                self._forget_engine()
                self._counts = counting
                engine, name = counting
                self._engine = engines.open_index(engine, self._folder / name)
            return self._engine

    def _forget_engine(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        self.words.forget()
        self._checked = False

    @contextmanager
    def _exclusively(self, patience: float = 0) -> Iterator[bool]:
        """Whether the index lock is ours, after waiting `patience` seconds for it."""
        self._folder.mkdir(exist_ok=True)
        until = time.monotonic() + patience
        while True:
            with held(self._folder / "lock") as mine:
                if mine or time.monotonic() >= until:
                    yield mine
                    return
            time.sleep(0.1)

    def _take(self, size: int) -> int:
        with self._library.database.read() as connection:
            rows = connection.execute(
                select(index_queue).order_by(index_queue.c.id).limit(size)
            ).all()
            if not rows:
                return 0
            ids = list(dict.fromkeys(row.document_id for row in rows))
            indexed = _indexed(connection, ids)
            engine = self.engine(connection)
        there = {document.id for document in indexed}
        engine.write(indexed, [id for id in ids if id not in there])
        # Killed before this, the same documents are taken once more, to the same effect.
        with self._library.database.write() as connection:
            for start in range(0, len(rows), 500):
                part = [row.id for row in rows[start : start + 500]]
                connection.execute(index_queue.delete().where(index_queue.c.id.in_(part)))
        return len(rows)

    def _reconcile(self) -> None:
        """Queue what index and database do not agree on, once after opening.

        A restored database, or an index folder that was moved away, is mended by this.
        """
        with self._library.database.read() as connection:
            engine = self.engine(connection)
            if self._checked:
                return
            known = set(connection.execute(select(documents.c.id)).scalars())
            queued = set(connection.execute(select(index_queue.c.document_id)).scalars())
        odd = sorted((known ^ engine.ids()) - queued)
        if odd:
            with self._library.database.write() as connection:
                connection.execute(insert(index_queue), [{"document_id": id} for id in odd])
        self._checked = True

    def _remove_others(self, name: str) -> None:
        """Remove older indexes; on Windows one that is still open stays for the next time."""
        for folder in self._folder.iterdir():
            if folder.is_dir() and folder.name != name:
                shutil.rmtree(folder, ignore_errors=True)


_INDEXES: weakref.WeakKeyDictionary[Library, Index] = weakref.WeakKeyDictionary()
_OPENING = threading.Lock()


def index_of(library: Library) -> Index:
    """The index of `library`; the same one each time, closed together with the library."""
    with _OPENING:
        index = _INDEXES.get(library)
        if index is None:
            index = _INDEXES[library] = Index(library)
            library.on_close.append(index.close)
        return index


# Put together once: it is asked by each search.
_COUNTING = select(settings.c.name, settings.c.value).where(
    settings.c.name.in_((_ENGINE, _SETTING))
)


def _counting(connection: Connection) -> tuple[str, str]:
    """Engine and folder of the index that counts, according to the database."""
    kept = {name: str(value) for name, value in connection.execute(_COUNTING)}
    return kept.get(_ENGINE, engines.DEFAULT), kept.get(_SETTING, "first")


def _set_counting(connection: Connection, engine: str, name: str) -> None:
    connection.execute(settings.delete().where(settings.c.name.in_((_ENGINE, _SETTING))))
    connection.execute(
        settings.insert(), [{"name": _ENGINE, "value": engine}, {"name": _SETTING, "value": name}]
    )


def _new_name() -> str:
    return uuid.uuid4().hex[:12]


def _indexed(connection: Connection, ids: Sequence[int]) -> list[Indexed]:
    """The documents among `ids` that exist, ready for the engine."""
    rows = connection.execute(
        select(
            document_bodies.c.document_id,
            document_bodies.c.title,
            document_bodies.c.headings,
            document_bodies.c.text,
        ).where(among(connection, document_bodies.c.document_id, ids))
    )
    return [Indexed(row.document_id, row.title, row.headings, row.text) for row in rows]
