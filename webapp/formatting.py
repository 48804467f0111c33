"""一键排版: a file read and laid out afresh; before and after side by side, then downloads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.correcting import LEVELS, Correction, corrected, told
from corpus.document import Document, Figure
from corpus.errors import Unreadable
from corpus.files import write_atomically
from corpus.genres import GENRES
from corpus.library import Stored
from corpus.library.documents import Visibility
from corpus.plain import plain_text
from corpus.reading import READABLE, SUFFIXES
from corpus.reading.bounded import read_bounded
from corpus.reading.pictures import pictures_in
from corpus.reading.settings import USUAL, Settings
from generator.layout.images import Images
from generator.layout.preview import Preview
from webapp import format_options, mended, past, previews, sources, uploads
from webapp import question as asking
from webapp.context import home, library, scope, user
from webapp.documents import DOWNLOADS, file_response
from webapp.errors import InvalidRequest, PageMissing, status_of
from webapp.format_options import Options
from webapp.handing import Handed, handed
from webapp.textual import part_with, parts_of

blueprint = Blueprint("formatting", __name__)
SHOWN, READINGS = 8, 8


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
            _documents(kept.paths[0], USUAL)
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
    """Before and after, with the changes; `part` chooses among several documents in one file.

    With `view=text` the text stands in place of the pages, where each block's level can be set.
    """
    path, documents = _read(token)
    part = _part(len(documents))
    read = documents[part]
    made = _corrections(token, part)
    options = _options(token)
    fresh = _corrected(read, made, options)
    block = request.args.get("block", "")
    textual = request.args.get("view") == "text"
    parts = parts_of(fresh)
    stretch = asking.number(request.args.get("stretch", ""), part_with(parts, block), len(parts))
    pieces = parts[stretch - 1]
    look = sources.look_of(path)
    return render_template(
        "formatted.html",
        token_id=token,
        name=path.name,
        size_text=size_in_words(path.stat().st_size),
        look=look,
        raw=_raw(read),
        part=part,
        documents=documents,
        document=fresh,
        preview=_preview(token, part),
        changes=[
            *mended.laid_out(read, fresh),
            *mended.cleaned(read.warnings),
            *mended.blank_lines(look.lines),
        ],
        open=mended.open_cautions(fresh.warnings, in_sequence=options.sequence),
        options=options,
        issuer=options.issuer or fresh.issuer or library().unit.get().name,
        shown=SHOWN,
        downloads=DOWNLOADS,
        made=[told(before, one) for before, one in _steps(read, made, options)],
        view="text" if textual else "pages",
        pieces=pieces,
        stretch=stretch,
        stretches=len(parts),
        piece=next((one for one in pieces if block and one.id == block), None),
        base=f"?part={part}&view=text",
        correctable=True,
        levels=LEVELS,
        genres=[(name, name) for name in GENRES],
    )


@blueprint.get("/format/<token>/before")
def before(token: str) -> ResponseReturnValue:
    """The side before, for polling while LibreOffice draws it."""
    path, documents = _read(token)
    part = _part(len(documents))
    return render_template(
        "formatted_before.html",
        token_id=token,
        part=part,
        look=sources.look_of(path),
        raw=_raw(documents[part]),
        document=documents[part],
    )


@blueprint.get("/format/<token>/before/<int:number>.jpg")
def before_page(token: str, number: int) -> ResponseReturnValue:
    """A page of the file as it looks itself."""
    path = uploads.find(home(), user().id, token).paths[0]
    width = previews.width()
    drawn = sources.page_of(path, number, width) if width in previews.WIDTHS else None
    if drawn is None:
        raise PageMissing("原件的这一页看不到", remedy="刷新页面再看；文字都在“排版后”里")
    response = Response(drawn, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@blueprint.get("/format/<token>/<int:part>/pages/<int:number>.png")
def page(token: str, part: int, number: int) -> ResponseReturnValue:
    """A page of the laid-out document."""
    uploads.find(home(), user().id, token)
    return previews.page_image(_preview(token, part), number, previews.width())


@blueprint.get("/format/<token>/<int:part>/handing/<what>")
def hand_on(token: str, part: int, what: str) -> ResponseReturnValue:
    """The laid-out document for the printer or the clipboard."""
    address = url_for("formatting.hand_on", token=token, part=part, what="print")
    document = _chosen(token, part)
    own = Handed(document, _pictures(token, document), _preview(token, part), address)
    return handed(own, what)


@blueprint.get("/format/<token>/<int:part>/download/<suffix>")
def download(token: str, part: int, suffix: str) -> ResponseReturnValue:
    """The laid-out document as a file."""
    document = _chosen(token, part)
    return file_response(document, f".{suffix}", _pictures(token, document))


@blueprint.post("/format/<token>/<int:part>/corrections")
def correct(token: str, part: int) -> ResponseReturnValue:
    """Set right title, genre or the level of a block before the file is taken away."""
    document = _chosen(token, part)
    made = list(_corrections(token, part))
    block = request.form.get("block", "")
    for kind in ("title", "genre", "level"):
        if kind in request.form:
            one = Correction.from_json({"kind": kind, "value": request.form[kind], "block": block})
            changed = corrected(document, one)
            if changed != document:
                document = changed
                made.append(one)
    _keep_corrections(token, part, made)
    return redirect(_back(token, part, block), 303)


@blueprint.post("/format/<token>/<int:part>/options")
def choose(token: str, part: int) -> ResponseReturnValue:
    """Lay the file out again with other options; corrections stay."""
    chosen = Options.of(request.form)
    if chosen.masthead and not chosen.issuer:
        raise InvalidRequest("红头上要有发文机关", remedy="填上发文机关，再点“按选项再排”")
    format_options.keep(_folder(token), chosen)
    return redirect(_back(token, part, ""), 303)


@blueprint.post("/format/<token>/<int:part>/undo")
def undo(token: str, part: int) -> ResponseReturnValue:
    """Take back the last correction, or with `all` every one."""
    made = _corrections(token, part)
    _keep_corrections(token, part, () if "all" in request.form else made[:-1])
    return redirect(_back(token, part, ""), 303)


@blueprint.post("/format/<token>/<int:part>/keep")
def keep(token: str, part: int) -> ResponseReturnValue:
    """Put the document into the library with its original, or begin a draft with it."""
    stored = _kept(token, part, "private" if "draft" in request.form else "shared")
    if "draft" in request.form:
        record = past.begun_with(stored)
        return redirect(url_for("drafts.show", draft_id=record.id), 303)
    return redirect(url_for("documents.show", document_id=stored.id), 303)


def _kept(token: str, part: int, visibility: Visibility) -> Stored:
    """The document in the library: as it was read, then corrected, so that it can be restored."""
    path, documents = _read(token)
    if part >= len(documents):
        raise _no_part(part)
    added = library().documents.add(
        _options(token).ended(documents[part], _options(token).begun(documents[part])),
        owner=user().id,
        visibility=visibility,
        original=path.read_bytes(),
        name=path.name,
    )
    if added.status == "imported":
        library().corrections.correct(added.id, scope(), _corrections(token, part))
        flash("已放进文库", "info")
    else:
        flash("文库里已有这一篇", "info")
    return library().documents.get(added.id, scope())


def size_in_words(size: int) -> str:
    """`size` in bytes as KB or MB, at least 1 KB."""
    kilobytes = max(round(size / 1024), 1)
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"


def _read(token: str) -> tuple[Path, tuple[Document, ...]]:
    path = uploads.find(home(), user().id, token).paths[0]
    return path, _documents(path, _options(token).settings)


def _folder(token: str) -> Path:
    """Where what belongs to an uploaded file lies."""
    return uploads.find(home(), user().id, token).paths[0].parent.parent


def _options(token: str) -> Options:
    return format_options.kept(_folder(token))


@lru_cache(maxsize=READINGS)
def _documents(path: Path, settings: Settings) -> tuple[Document, ...]:
    """What is in the file, which messages call by its name alone: where it lies is ours.

    An upload never changes and its path is its own: it is read once, not for each of its pages.
    """
    return read_bounded(path.name, path.read_bytes(), settings)


def _pictures(token: str, document: Document) -> Images:
    if not any(isinstance(block, Figure) for block in document.all_blocks()):
        return lambda _: None
    return _kept_pictures(uploads.find(home(), user().id, token).paths[0]).get


@lru_cache(maxsize=1)
def _kept_pictures(path: Path) -> Mapping[str, bytes]:
    """The pictures of the upload that was last looked at: those of a .doc take LibreOffice."""
    return pictures_in(path.read_bytes())


def _chosen(token: str, part: int) -> Document:
    """The document as read and corrected."""
    _, documents = _read(token)
    if part >= len(documents):
        raise _no_part(part)
    return _corrected(documents[part], _corrections(token, part), _options(token))


def _corrected(read: Document, made: Sequence[Correction], options: Options) -> Document:
    document = options.begun(read)
    for one in made:
        document = corrected(document, one)
    return options.ended(read, document)


def _steps(
    read: Document, made: Sequence[Correction], options: Options
) -> Iterator[tuple[Document, Correction]]:
    """Each correction with the document as it was before it."""
    document = options.begun(read)
    for one in made:
        yield document, one
        document = corrected(document, one)


def _corrections(token: str, part: int) -> tuple[Correction, ...]:
    """The corrections of a part that were made on this page."""
    path = _corrections_file(token, part)
    if not path.is_file():
        return ()
    return tuple(map(Correction.from_json, json.loads(path.read_text("utf-8"))))


def _keep_corrections(token: str, part: int, made: Sequence[Correction]) -> None:
    data = json.dumps([one.to_json() for one in made], ensure_ascii=False)
    write_atomically(_corrections_file(token, part), data.encode())


def _corrections_file(token: str, part: int) -> Path:
    return _folder(token) / f"corrections-{part}.json"


def _preview(token: str, part: int) -> Preview:
    """The preview of a part; another one after each correction."""
    made = json.dumps([one.to_json() for one in _corrections(token, part)])
    return previews.preview_of(
        f"format {token} {part} {made} {_options(token).key}",
        lambda: _chosen(token, part),
        lambda: _pictures(token, _chosen(token, part)),
    )


def _raw(read: Document) -> list[str]:
    """What was read of a file that has neither pages nor lines to show."""
    return plain_text(replace(read, title="")).splitlines()


def _back(token: str, part: int, block: str) -> str:
    """The page that a correction came from: at the block, or with the pages."""
    address = url_for("formatting.show", token=token, part=part)
    return f"{address}&view=text&block={quote(block)}#t-{quote(block)}" if block else address


def _part(count: int) -> int:
    text = request.args.get("part", "0")
    part = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    if part >= count:
        raise _no_part(part)
    return part


def _no_part(part: int) -> PageMissing:
    return PageMissing(f"这个文件里没有第 {part + 1} 篇", remedy="回到一键排版重新选")
