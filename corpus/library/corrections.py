"""Corrections 更正 of documents in the library: made, listed, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from corpus.correcting import Correction, corrected, short, told
from corpus.document import Document
from corpus.errors import Conflict, InvalidCorrection, NotFound
from corpus.library.content import content_of
from corpus.library.database import Database
from corpus.library.neighbours import Neighbour, neighbours_of
from corpus.library.rows import insert_document, rewrite_document
from corpus.library.scope import Scope, visible
from corpus.library.tables import (
    document_bodies,
    document_corrections,
    document_sources,
    documents,
    index_queue,
    now,
)
from corpus.parting import merged, split, start_of
from corpus.retracting import Step, apart, without

# Columns of a document that its own text does not tell.
_KEPT = ("owner_id", "visibility", "kind", "holder", "origin", "name", "original")


@dataclass(frozen=True, slots=True)
class Made:
    """A correction that was made: what it says to a person, who made it and when.

    `other` is the document that it split off.
    """

    id: int
    kind: str
    what: str
    user: int
    created: datetime
    other: int | None = None


class Corrections:
    """What people set right in the documents of a library; only in their own."""

    def __init__(self, database: Database) -> None:
        """The corrections in `database`."""
        self._database = database

    def made(self, id: int, scope: Scope) -> tuple[Made, ...]:
        """The corrections of document `id`, the last one first; raises `NotFound`."""
        with self._database.read() as connection:
            _seen(connection, id, scope)
            rows = _steps(connection, id)
        return tuple(
            Made(
                row.id,
                row.kind,
                row.what,
                row.user_id,
                row.created,
                row.other_id if row.kind == "split" else None,
            )
            for row in rows
        )

    def neighbours(self, id: int, scope: Scope) -> tuple[Neighbour | None, Neighbour | None]:
        """The documents before and behind `id` in the file that both came from, of one's own."""
        with self._database.read() as connection:
            _seen(connection, id, scope)
            return neighbours_of(connection, id, scope)

    def correct(
        self, id: int, scope: Scope, corrections: Sequence[Correction], after: int | None = None
    ) -> Document:
        """The document with all of `corrections` made; those that change nothing are passed over.

        `after` is the last correction that the person saw. Raises `InvalidCorrection`, `NotFound`
        for a document that is not one's own, and `Conflict` where somebody corrected it since or
        another document says the same.
        """
        with self._database.write() as connection:
            row, document = _own(connection, id, scope, after)
            for one in corrections:
                changed = corrected(document, one)
                if changed != document:
                    kept = {"kind": one.kind, "what": told(document, one)}
                    _keep(connection, row, document, scope, **kept)
                    _rewrite(connection, id, changed)
                    row, document = _own(connection, id, scope, None)
        return document

    def split(
        self,
        id: int,
        scope: Scope,
        block: str,
        title: str = "",
        after: int | None = None,
        *,
        along: bool = False,
    ) -> int:
        """The id of the document that begins at `block` now; see `corpus.parting.split`."""
        with self._database.write() as connection:
            row, document = _own(connection, id, scope, after)
            start = start_of(document, block)
            first, second = split(document, block, title, along=along)
            words = short(start.title if start else "")
            values = {name: getattr(row, name) for name in _KEPT} | {"created": now()}
            other = _insert(connection, second, values)
            whole = start is not None and start.whole
            where = f"附件“{words}”成为" if whole else f"从“{words}”起拆出"
            what = f"{where}《{second.title}》"
            _keep(connection, row, document, scope, kind="split", what=what, other_id=other)
            _rewrite(connection, id, first)
        return other

    def merge(self, id: int, scope: Scope, other: int, after: int | None = None) -> None:
        """Take `other`, the next one of the same file, into document `id`; see `merged`."""
        with self._database.write() as connection:
            row, document = _own(connection, id, scope, after)
            _, behind = neighbours_of(connection, id, scope)
            if behind is None or behind.id != other:
                raise InvalidCorrection(
                    "这两篇在原来的文件里不挨着", remedy="只能和同一个文件里的前一篇、后一篇合并"
                )
            second_row, second = _own(connection, other, scope, None)
            steps = _steps(connection, other)
            if any(step.kind == "merge" for step in steps):
                raise InvalidCorrection(
                    f"《{second.title}》自己并入过别的篇目",
                    remedy="先到那一篇里撤销合并，再从这一篇起依次合并",
                )
            _keep(
                connection,
                row,
                document,
                scope,
                kind="merge",
                what=f"并入《{second.title}》",
                other_id=other,
                # what a reading of the file comes to, by which the part is known again
                other_hash=steps[-1].content_hash if steps else second_row.content_hash,
                other=_packed(connection, second_row, second),
            )
            connection.execute(delete(documents).where(documents.c.id == other))
            connection.execute(index_queue.insert().values(document_id=other))
            _rewrite(connection, id, merged(document, second))

    def separable(self, id: int, scope: Scope) -> frozenset[int]:
        """The corrections of document `id` that `undo` takes back by themselves, the later ones
        staying: the last one, and those whose matter no later one is about. It may refuse one of
        them all the same, which earlier versions of the program made otherwise."""
        with self._database.read() as connection:
            row = _seen(connection, id, scope)
            steps = _steps(connection, id)[::-1]
        alone = apart([_step(step) for step in steps], Document.from_json(row.body))
        return frozenset(step.id for n, step in enumerate(steps) if n in alone or step is steps[-1])

    def undo(self, id: int, scope: Scope, correction: int, after: int | None = None) -> None:
        """Take back one correction of document `id`; the later ones stay.

        `after` is the last one that the person saw. Raises `InvalidCorrection` for one that is not
        `separable`, `Conflict` where it was taken back already or somebody corrected since.
        """
        with self._database.write() as connection:
            row, document = _own(connection, id, scope, after)
            steps = _steps(connection, id)
            at = _place(row, steps, correction)
            if at == 0:
                _take_back(connection, row, steps[0])
                return
            made = _without(steps, at, document)
            if made is None:
                raise InvalidCorrection(
                    "后来又更正过同一处，或者拆分、合并过",
                    where=steps[at].what,
                    remedy="连后来的一起撤销",
                )
            own = document_corrections.c.id
            connection.execute(delete(document_corrections).where(own == correction))
            # each later one is kept as the document before it, which never had this one
            for step, body in zip(reversed(steps[:at]), made, strict=False):
                values = {"body": body.to_json(), "content_hash": content_of(body).hash}
                connection.execute(
                    update(document_corrections).where(own == step.id).values(values)
                )
            _rewrite(connection, id, made[-1])

    def undo_from(self, id: int, scope: Scope, correction: int, after: int | None = None) -> None:
        """Take back a correction of document `id` and all later ones, the last first; see
        `undo`."""
        with self._database.write() as connection:
            row, _ = _own(connection, id, scope, after)
            steps = _steps(connection, id)
            for step in steps[: _place(row, steps, correction) + 1]:
                row, _ = _own(connection, id, scope, None)
                _take_back(connection, row, step)

    def restore(self, id: int, scope: Scope) -> None:
        """Take back all corrections of document `id`: as the reader made it 原样恢复."""
        with self._database.write() as connection:
            # whose it is comes first, also where there is nothing to take back
            _own(connection, id, scope, None)
            for step in _steps(connection, id):
                row, _ = _own(connection, id, scope, None)
                _take_back(connection, row, step)


def _place(row: Row[Any], steps: Sequence[Row[Any]], correction: int) -> int:
    """Where `correction` stands among `steps`."""
    found = next((n for n, step in enumerate(steps) if step.id == correction), None)
    if found is None:
        raise Conflict("这一步更正已经撤销了", where=row.title, remedy="刷新页面再看")
    return found


def _without(steps: Sequence[Row[Any]], at: int, document: Document) -> tuple[Document, ...] | None:
    """What the steps after `steps[at]` (the last one comes first) would have found and left
    without it."""
    return without([_step(step) for step in reversed(steps[: at + 1])], document)


def _step(row: Row[Any]) -> Step:
    return row.kind, Document.from_json(row.body)


def _seen(connection: Connection, id: int, scope: Scope) -> Row[Any]:
    row = connection.execute(
        select(documents, document_bodies.c.body)
        .join(document_bodies)
        .where(documents.c.id == id, visible(documents, scope))
    ).first()
    if row is None:
        raise NotFound(f"没有第 {id} 号文稿，或者不归您看", where="文库", remedy="回到文库重新查找")
    return row


def _own(
    connection: Connection, id: int, scope: Scope, after: int | None
) -> tuple[Row[Any], Document]:
    """The row and the document, if the person may correct it and has seen its last correction."""
    row = _seen(connection, id, scope)
    if row.owner_id != scope.user_id or row.kind != "library":
        raise NotFound(
            "这一篇不能更正", where=row.title, remedy="范文由上传它的人更正；示例和导出的不用更正"
        )
    last = connection.execute(
        select(func.coalesce(func.max(document_corrections.c.id), 0)).where(
            document_corrections.c.document_id == id
        )
    ).scalar_one()
    if after is not None and last != after:
        raise Conflict("这一篇刚才有人更正过", where=row.title, remedy="刷新页面，看过新的样子再改")
    return row, Document.from_json(row.body)


def _steps(connection: Connection, id: int) -> Sequence[Row[Any]]:
    """The corrections of a document, the last one first."""
    own = document_corrections.c.document_id == id
    query = select(document_corrections).where(own).order_by(document_corrections.c.id.desc())
    return connection.execute(query).all()


def _keep(
    connection: Connection, row: Row[Any], document: Document, scope: Scope, **values: Any
) -> None:
    """Write down what document `row` was like before this correction."""
    connection.execute(
        insert(document_corrections).values(
            document_id=row.id,
            content_hash=row.content_hash,
            body=document.to_json(),
            user_id=scope.user_id,
            created=now(),
            **values,
        )
    )


def _take_back(connection: Connection, row: Row[Any], step: Row[Any]) -> None:
    if step.kind == "split" and (other := step.other_id) is not None:
        _remove_part(connection, other)
    connection.execute(delete(document_corrections).where(document_corrections.c.id == step.id))
    _rewrite(connection, row.id, Document.from_json(step.body))
    if step.kind == "merge":
        _unpack(connection, step.other_id, step.other)


def _remove_part(connection: Connection, id: int) -> None:
    """Remove what was split off, unless more became of it since: that would be lost or doubled."""
    merging = document_corrections.c.other_id == id, document_corrections.c.kind == "merge"
    into = select(documents.c.title).join(document_corrections).where(*merging)
    if whole := connection.execute(into).scalar():
        raise InvalidCorrection(
            "拆出来的那一篇已经并入别的篇目", where=whole, remedy="先到那一篇里撤销合并"
        )
    title = connection.execute(select(documents.c.title).where(documents.c.id == id)).scalar()
    if title is not None and _steps(connection, id):
        raise InvalidCorrection(
            "拆出来的那一篇后来又更正过", where=title, remedy="先到那一篇里撤销更正，再来撤销拆分"
        )
    connection.execute(delete(documents).where(documents.c.id == id))
    connection.execute(index_queue.insert().values(document_id=id))


def _packed(connection: Connection, row: Row[Any], document: Document) -> dict[str, Any]:
    """All there is of a document, as JSON, so that it can come back under its own number."""
    own = document_sources.c.document_id == row.id
    sources = connection.execute(select(document_sources).where(own)).mappings().all()
    steps = [dict(step._mapping) for step in reversed(_steps(connection, row.id))]
    return {
        "row": {name: getattr(row, name) for name in _KEPT},
        "created": row.created.isoformat(),
        "body": document.to_json(),
        "sources": [{**one, "created": one["created"].isoformat()} for one in sources],
        "corrections": [{**one, "created": one["created"].isoformat()} for one in steps],
    }


def _unpack(connection: Connection, id: int, packed: dict[str, Any]) -> None:
    document = Document.from_json(packed["body"])
    created = datetime.fromisoformat(packed["created"])
    values = {**packed["row"], "id": id, "created": created}
    _insert(connection, document, values)
    # Whoever keeps documents in memory forgot this one: its mark says that it is another now.
    _rewrite(connection, id, document)
    for table, rows in (
        (document_sources, packed["sources"]),
        (document_corrections, packed["corrections"]),
    ):
        for one in rows:
            known = {**one, "created": datetime.fromisoformat(one["created"])}
            connection.execute(insert(table).values(known))


def _insert(connection: Connection, document: Document, values: dict[str, Any]) -> int:
    try:
        return insert_document(connection, document, content_of(document), values)
    except IntegrityError as error:
        raise _same(document) from error


def _rewrite(connection: Connection, id: int, document: Document) -> None:
    try:
        rewrite_document(connection, id, document)
    except IntegrityError as error:
        raise _same(document) from error


def _same(document: Document) -> Conflict:
    return Conflict(
        "文库里已有内容和标题都相同的一篇", where=document.title, remedy="改个标题，或删去其中一篇"
    )
