"""从一篇旧文开始写: a past document, out of the library or uploaded right here, as a draft."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import PurePath

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus import genres
from corpus.errors import Unreadable
from corpus.library import DraftRecord, Stored
from corpus.reading import READABLE, SUFFIXES
from corpus.reading.bounded import read_bounded
from generator import template
from generator.past import begun_from
from generator.residue import remnants_of
from generator.template import Template
from webapp import bench as benches
from webapp import drafts, photo_rows, previews, replacing, uploads
from webapp.context import home, library, scope, unit, user
from webapp.errors import InvalidRequest, PageMissing, status_of
from webapp.question import Question, number
from webapp.shown import stored_document

blueprint = Blueprint("past", __name__)

LISTED, MOST_PAGES = 20, 50


@blueprint.get("/new/past")
def index() -> ResponseReturnValue:
    """Past documents to begin with: those that hold the words `q`, else the newest; an upload."""
    return _page()


@blueprint.post("/drafts/past")
def begin() -> ResponseReturnValue:
    """A new draft from a document of the library, or from a file that is sent along.

    `template` chooses another template than the blank one of the document's genre. A file with
    several documents leads to the choice among them.
    """
    files = [file for file in request.files.getlist("file") if file.filename]
    if files:
        try:
            kept = uploads.keep(home(), user().id, files[:1])
            found = _taken_in(kept)
        except (Unreadable, InvalidRequest) as refusal:
            return _page(refusal=refusal), status_of(refusal)
        if len(found) > 1:
            return _page(parts=found)
        stored = found[0]
    else:
        id = request.form.get("document", "")
        if not id.isdecimal():
            raise PageMissing("没有选旧文", remedy="选一篇，或上传一份文件")
        stored = stored_document(int(id))
    record = begun_with(stored, request.form.get("template", ""))
    return redirect(url_for("drafts.show", draft_id=record.id), 303)


def begun_with(stored: Stored, wanted: str = "") -> DraftRecord:
    """The new draft; a template's own sample begins with the template, its fields empty."""
    if stored.kind == "sample" and not wanted:
        shipped = template.shipped().get(PurePath(stored.name).stem)
        if shipped is not None:
            return drafts.begun(shipped)
    document = stored.document.canonical()
    chosen = template.get(wanted) if wanted else blank_for(document.genre)
    source = {"document": stored.id, "title": document.title}
    past = begun_from(document, chosen, source)
    states, photos = photo_rows.taken_over(past.states, previews.pictures_of(stored))
    bench = benches.lay(chosen, past.inputs, states)
    remnants = replacing.standing_in(
        chosen, bench, remnants_of(document, unit(), datetime.date.today())
    )
    record = library().drafts.create(
        user().id,
        chosen.id,
        chosen.sha256,
        chosen.text,
        bench.inputs,
        [state.to_json() for state in bench.states],
        document.title or chosen.title,
        gaps=len(bench.gaps),
        residue=[one.to_json() for one in remnants],
        unchecked=replacing.unchecked(replace(bench, remnants=remnants)),
    )
    for photo in photos:
        library().pictures.put(record.id, photo)
    return record


def blank_for(genre: str) -> Template:
    """The blank template of `genre`, or of 其他 for a genre that there is not."""
    known = genre if genre in genres.GENRES else "其他"
    return next(one for one in template.blanks().values() if one.genre == known)


def _taken_in(kept: uploads.Upload) -> list[Stored]:
    """The documents in the uploaded file, kept in the library for this person alone."""
    path = kept.paths[0]
    try:
        data = path.read_bytes()
        documents = read_bounded(path.name, data)
        added = library().documents.add_all(
            documents, owner=user().id, visibility="private", original=data, name=path.name
        )
        return [library().documents.get(one.id, scope()) for one in added]
    finally:
        uploads.forget(home(), user().id, kept.token)


def _page(
    refusal: Unreadable | InvalidRequest | None = None, parts: list[Stored] | None = None
) -> str:
    words = " ".join(request.values.get("q", "").split())[:80]
    page = number(request.values.get("page", ""), 1, MOST_PAGES)
    results = Question(words, sort="" if words else "date", kind=("library", "export")).results(
        LISTED, (page - 1) * LISTED
    )
    return render_template(
        "past.html",
        words=words,
        results=results,
        page=page,
        pages=min(-(-results["total"] // LISTED), MOST_PAGES),
        parts=parts,
        refusal=refusal,
        suffixes=sorted(SUFFIXES),
        readable=READABLE,
    )
