"""一键排版: a file read and laid out afresh; before and after side by side, then downloads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.document import Document, Heading, Item, Label, Paragraph, Table
from corpus.errors import Unreadable
from corpus.plain import plain_text
from corpus.reading import READABLE, SUFFIXES
from corpus.reading.bounded import read_bounded
from corpus.reading.word.pictures import pictures_in
from generator.layout.images import Images
from webapp import previews, uploads
from webapp.context import home, library, user
from webapp.documents import DOWNLOADS, file_response
from webapp.errors import InvalidRequest, PageMissing, status_of

blueprint = Blueprint("formatting", __name__)
CLEANED = "cleaned-"
"""How the codes of what reading mended begin; all other cautions are for the person to settle."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the list of changes: what, how it is now, how often."""

    what: str
    how: str
    count: int


@blueprint.get("/format")
def index() -> ResponseReturnValue:
    """The page that asks for a file."""
    return render_template("format.html", suffixes=sorted(SUFFIXES), readable=READABLE)


@blueprint.post("/format")
def upload() -> ResponseReturnValue:
    """Keep the file, read it once to refuse it at once, and show what it becomes."""
    try:
        kept = uploads.keep(home(), user().id, request.files.getlist("file")[:1])
        try:
            _documents(kept.paths[0])
        except Exception:
            uploads.forget(home(), user().id, kept.token)
            raise
    except (Unreadable, InvalidRequest) as refusal:
        page = render_template(
            "format.html", suffixes=sorted(SUFFIXES), readable=READABLE, refusal=refusal
        )
        return page, status_of(refusal)
    return redirect(url_for("formatting.show", token=kept.token), 303)


@blueprint.get("/format/<token>")
def show(token: str) -> ResponseReturnValue:
    """Before and after, with the changes; `part` chooses among several documents in one file."""
    path, documents = _read(token)
    part = _part(len(documents))
    preview = previews.preview_of(
        f"format {token} {part}", documents[part].canonical, lambda: _pictures(token)
    )
    return render_template(
        "formatted.html",
        token_id=token,
        name=path.name,
        size_text=size_in_words(path.stat().st_size),
        raw=plain_text(replace(documents[part], title="")).splitlines(),
        part=part,
        documents=documents,
        before=documents[part],
        preview=preview,
        changes=changes(documents[part]),
        open=[c for c in documents[part].warnings if not c.code.startswith(CLEANED)],
        cleaned=[c for c in documents[part].warnings if c.code.startswith(CLEANED)],
        shown=SHOWN,
        downloads=DOWNLOADS,
    )


@blueprint.get("/format/<token>/<int:part>/pages/<int:number>.png")
def page(token: str, part: int, number: int) -> ResponseReturnValue:
    """A page of the laid-out document."""
    uploads.find(home(), user().id, token)
    preview = previews.preview_of(
        f"format {token} {part}", lambda: _chosen(token, part).canonical(), lambda: _pictures(token)
    )
    return previews.page_image(preview, number, previews.width())


@blueprint.get("/format/<token>/<int:part>/download/<suffix>")
def download(token: str, part: int, suffix: str) -> ResponseReturnValue:
    """The laid-out document as a file."""
    return file_response(_chosen(token, part).canonical(), f".{suffix}", _pictures(token))


@blueprint.post("/format/<token>/<int:part>/keep")
def keep(token: str, part: int) -> ResponseReturnValue:
    """Put the document into the library with its original."""
    path, documents = _read(token)
    if part >= len(documents):
        raise _no_part(part)
    added = library().documents.add(
        documents[part].canonical(), owner=user().id, original=path.read_bytes(), name=path.name
    )
    words = "已放进文库" if added.status == "imported" else "文库里已有这一篇"
    flash(words, "info")
    return redirect(url_for("documents.show", document_id=added.id), 303)


def size_in_words(size: int) -> str:
    """`size` in bytes as KB or MB, at least 1 KB."""
    kilobytes = max(round(size / 1024), 1)
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"


def changes(document: Document) -> list[Change]:
    """What laying `document` out decides, counted: levels renumbered, faces, sign-off."""
    fresh = document.canonical()
    kinds = Counter(type(block) for block in fresh.all_blocks())
    renumbered = sum(
        old.marker != new.marker
        for old, new in zip(document.all_blocks(), fresh.all_blocks(), strict=True)
        if isinstance(old, Heading | Paragraph | Item)
        and isinstance(new, Heading | Paragraph | Item)
    )
    found = [
        Change("标题", "2号小标宋，居中，按词断行", 1 if fresh.title else 0),
        Change("各级标题", "黑体、楷体、仿宋，逐级分开", kinds[Heading]),
        Change("层级序号", "统一为“一、（一）1.（1）”并顺排", renumbered),
        Change("正文", "3号仿宋，每行28字，首行缩进两字", kinds[Paragraph] + kinds[Item]),
        Change("名单", "职务对齐，姓名在后", kinds[Label]),
        Change("表格", "表题在上，宽度与版心一致", kinds[Table]),
        Change("附件", "另起一页，左上角标附件号", len(fresh.attachments)),
        Change("落款", "按规定位置，日期写全年月日", 1 if fresh.signoff else 0),
    ]
    return [change for change in found if change.count]


def _read(token: str) -> tuple[Path, tuple[Document, ...]]:
    path = uploads.find(home(), user().id, token).paths[0]
    return path, _documents(path)


def _documents(path: Path) -> tuple[Document, ...]:
    """What is in the file, which messages call by its name alone: where it lies is ours."""
    return read_bounded(path.name, path.read_bytes())


def _pictures(token: str) -> Images:
    return pictures_in(uploads.find(home(), user().id, token).paths[0].read_bytes()).get


def _chosen(token: str, part: int) -> Document:
    _, documents = _read(token)
    if part >= len(documents):
        raise _no_part(part)
    return documents[part]


def _part(count: int) -> int:
    text = request.args.get("part", "0")
    part = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    if part >= count:
        raise _no_part(part)
    return part


def _no_part(part: int) -> PageMissing:
    return PageMissing(f"这个文件里没有第 {part + 1} 篇", remedy="回到一键排版重新选")
