"""文库's list: in an order, one or several documents thrown away or taken along as files."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import IO, Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import NotFound
from corpus.files import safe_name
from corpus.library import Stored
from corpus.library.documents import Kind
from corpus.library.ordering import ORDERS, Order
from corpus.reading import READABLE, SUFFIXES
from webapp import bin, choosing, question, uploads
from webapp.context import home, library, scope, user
from webapp.errors import InvalidRequest

PAGE_SIZE, IMPORTS_SHOWN = 50, 5
PARTS = 500
MOST_BYTES = 2 * 2**30
"""So much is packed into one file at a time."""
KINDS: dict[Kind, str] = {"library": "范文", "sample": "示例", "export": "导出的"}
ORDER_WORDS: dict[Order, str] = {
    "created": "最近入库的在前",
    "title": "按标题拼音",
    "year": "年份新的在前",
}


@dataclass(frozen=True, slots=True)
class File:
    """What is packed of a document: its original (a SHA-256) under the name it came with."""

    title: str
    original: str | None
    name: str
    created: datetime


def index() -> ResponseReturnValue:
    """The library: upload, the last imports, the list in the order asked for."""
    seen = scope()
    kind = _kind(request.args)
    order = next((one for one in ORDERS if one == request.args.get("order")), ORDERS[0])
    held = {name: library().documents.count(seen, kind=name) for name in KINDS}
    pages = max(-(-held[kind] // PAGE_SIZE), 1)
    page = question.number(request.args.get("page", ""), 1, pages)
    ordered: dict[str, Any] = {"order": order} if order != ORDERS[0] else {}
    return render_template(
        "library.html",
        kind=kind,
        shelves=[
            (f"{name} {held[key]}", url_for("library.index", kind=key, **ordered), key == kind)
            for key, name in KINDS.items()
        ],
        counts=held,
        order=order,
        orders=ORDER_WORDS,
        page=page,
        pages=pages,
        asked={"kind": kind, **ordered},
        documents=library().documents.list(
            seen, kind=kind, order=order, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
        ),
        imports=library().jobs.recent(seen, kind="import", limit=IMPORTS_SHOWN),
        suffixes=sorted(SUFFIXES),
        readable=READABLE,
        most_files=uploads.MOST_FILES,
        mine=user().id,
        binned=library().bin.count(seen),
        newest=library().documents.newest(seen),
    )


def delete(document_id: int) -> ResponseReturnValue:
    """Put a document of one's own into the bin; the toast takes it out again."""
    return _delete([library().documents.get(document_id, scope())])


def delete_chosen() -> ResponseReturnValue:
    """Put the chosen documents, or the whole list, into the bin; the page asks before.

    Those of other people are passed over, and that is said; raises `InvalidRequest` where there
    are no others.
    """
    if "until" in request.form:
        return _delete_all()
    stored = _chosen("删除")
    own = [one for one in stored if one.owner == user().id]
    if not own:
        raise _foreign()
    return _delete(own, len(stored) - len(own))


def originals() -> ResponseReturnValue:
    """The originals of the chosen documents, or of the whole list, in one .zip, each file once.

    Which documents have none is written down in it; raises `InvalidRequest` where none has one.
    """
    whole = "until" in request.form
    files = map(_file_of, _chosen("下载原件")) if not whole else _files_of_all()
    with ExitStack() as until_packed:
        file = until_packed.enter_context(tempfile.TemporaryFile(dir=home()))
        count = _pack(file, files)
        until_packed.pop_all()
    file.seek(0)
    name = f"原件 {count} 个 {datetime.now():%Y-%m-%d %H%M}.zip"
    return send_file(file, "application/zip", as_attachment=True, download_name=name, max_age=0)


def _chosen(then: str) -> list[Stored]:
    ids = choosing.chosen("document", "文稿", then)
    return [library().documents.get(id, scope()) for id in ids]


def _files_of_all() -> Iterator[File]:
    """The files of the whole list as it was shown."""
    newest, kind = question.number(request.form["until"], 0, sys.maxsize), _kind(request.form)
    offset = 0
    while part := library().documents.list(scope(), kind=kind, limit=PARTS, offset=offset):
        yield from (File(e.title, e.original, e.name, e.created) for e in part if e.id <= newest)
        offset += len(part)


def _file_of(one: Stored) -> File:
    return File(one.document.title, one.original, one.name, one.created)


def _delete(stored: list[Stored], foreign: int = 0) -> ResponseReturnValue:
    for one in stored:
        library().documents.delete(one.id, scope())
    said = choosing.named([one.document.title for one in stored], "篇")
    return _deleted(said, foreign, bin.undo(("document", one.id) for one in stored))


def _delete_all() -> ResponseReturnValue:
    """Everything of one's own in the list as it was shown goes into the bin at one moment."""
    newest = question.number(request.form["until"], 0, sys.maxsize)
    thrown = library().bin.throw(scope(), _kind(request.form), newest)
    if not thrown.count:
        if thrown.foreign:
            raise _foreign()
        raise InvalidRequest("这些已经删掉了", remedy="刷新页面再看；删错了，到回收站里恢复")
    return _deleted(f" {thrown.count} 篇", thrown.foreign, bin.undo_since(thrown.moment))


def _deleted(said: str, foreign: int, undo: str) -> ResponseReturnValue:
    left = f"；另有 {foreign} 篇是别人上传的，没有动" if foreign else ""
    flash(f"已从文库删除{said}{left}", undo)
    back: dict[str, Any] = {
        name: request.form[name] for name in ("kind", "order", "page") if request.form.get(name)
    }
    return redirect(url_for("library.index", **back), 303)


def _foreign() -> InvalidRequest:
    return InvalidRequest("选的都是别人上传的，不能删", remedy="范文由上传它的人删除")


def _kind(values: Mapping[str, str]) -> Kind:
    """The shelf that was asked for; the library's own where none was."""
    return next((one for one in KINDS if one == values.get("kind")), "library")


def _pack(file: IO[bytes], files: Iterable[File]) -> int:
    """Write the originals of `files` as a .zip into `file`; how many files there are."""
    packed: set[str] = set()
    names: set[str] = set()
    without: list[str] = []
    size = 0
    # what office programs write is compressed already
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for one in files:
            if one.original in packed:
                continue
            try:
                data = library().originals.read(one.original) if one.original else None
            except NotFound:
                data = None
            if data is None or one.original is None:
                without.append(one.title)
                continue
            size += len(data)
            if size > MOST_BYTES:
                raise InvalidRequest("选的原件一共超过 2 GB", remedy="分几次下载，一次少选一些")
            packed.add(one.original)
            name = _free(safe_name(one.name or f"{one.title}.txt"), names)
            made = one.created.astimezone().timetuple()[:6]
            package.writestr(zipfile.ZipInfo(name, made), data)
        if not packed:
            raise InvalidRequest(
                "选的文稿都没有原件", remedy="打开文稿，可以下载按格式排好的 Word 或 PDF"
            )
        if without:
            lines = ["这几篇没有原件：", *without, ""]
            package.writestr(_free("没有原件的.txt", names), "\r\n".join(lines))
    return len(packed)


def _free(name: str, taken: set[str]) -> str:
    """`name`, numbered where something is called so already; case does not tell names apart."""
    path = PurePath(name)
    number = 1
    while name.lower() in taken:
        number += 1
        name = f"{path.stem}（{number}）{path.suffix}"
    taken.add(name.lower())
    return name
