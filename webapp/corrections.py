"""更正: what the reader got wrong in a document of one's own, set right and taken back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.correcting import Correction
from corpus.errors import CorpusError, InvalidCorrection
from corpus.genres import GENRES
from webapp.context import library, scope
from webapp.errors import status_of

blueprint = Blueprint(
    "corrections", __name__, url_prefix="/documents/<int:document_id>/corrections"
)

FIELDS = ("title", "genre", "year", "unit", "topics")


@blueprint.get("")
def index(document_id: int) -> ResponseReturnValue:
    """The form for what is said about a document: title, genre, year, unit, topics."""
    return _form(document_id, None, {})


@blueprint.post("")
def correct(document_id: int) -> ResponseReturnValue:
    """Set right what is said about a document; what was typed stays where it cannot be."""
    given = {name: request.form.get(name, "") for name in FIELDS if name in request.form}
    wanted = [Correction.from_json({"kind": name, "value": text}) for name, text in given.items()]
    try:
        library().corrections.correct(document_id, scope(), wanted, _after())
    except CorpusError as problem:
        return _form(document_id, problem, given), status_of(problem)
    flash("已更正，查找跟着变", "info")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@blueprint.post("/level")
def level(document_id: int) -> ResponseReturnValue:
    """Make a block a heading of a level, or plain text."""
    block = request.form.get("block", "")
    one = Correction("level", request.form.get("level", ""), block)
    library().corrections.correct(document_id, scope(), [one], _after())
    return redirect(_text(document_id, block), 303)


@blueprint.post("/split")
def split(document_id: int) -> ResponseReturnValue:
    """Make the document end before a block, and a document of its own of what follows; in an
    attachment, of what follows there, and of the attachments behind where that is ticked."""
    block, title = request.form.get("block", ""), request.form.get("title", "")
    along = "along" in request.form
    other = library().corrections.split(document_id, scope(), block, title, _after(), along=along)
    flash("已拆成两篇，这是拆出来的一篇", "info")
    return redirect(url_for("documents.show", document_id=other), 303)


@blueprint.post("/merge")
def merge(document_id: int) -> ResponseReturnValue:
    """Take the next document of the same file into this one, or this one into the one before."""
    text = request.form.get("other", "")
    if not (text.isascii() and text.isdecimal()):
        raise InvalidCorrection("没有选要合并的一篇", remedy="刷新页面再试")
    first, second = document_id, int(text)
    if request.form.get("into") == "other":
        first, second = second, first
    library().corrections.merge(first, scope(), second, _after() if first == document_id else None)
    flash("已合并成一篇", "info")
    return redirect(url_for("documents.show", document_id=first), 303)


@blueprint.post("/undo")
def undo(document_id: int) -> ResponseReturnValue:
    """Take back one correction, or with `through` it and all later ones."""
    text = request.form.get("correction", "")
    if not (text.isascii() and text.isdecimal()):
        raise InvalidCorrection("没有选要撤销的一步", remedy="刷新页面再试")
    if "through" in request.form:
        library().corrections.undo_from(document_id, scope(), int(text), _after())
        flash("已撤销这一步和后来的更正", "info")
    else:
        try:
            library().corrections.undo(document_id, scope(), int(text), _after())
        except InvalidCorrection as problem:
            return _form(document_id, problem, {}, int(text)), status_of(problem)
        flash("已撤销这一步更正", "info")
    return redirect(_back(document_id), 303)


@blueprint.post("/restore")
def restore(document_id: int) -> ResponseReturnValue:
    """Take back all corrections: the document as the reader made it."""
    library().corrections.restore(document_id, scope())
    flash("已恢复成读入时的样子", "info")
    return redirect(_back(document_id), 303)


def _form(
    document_id: int, problem: CorpusError | None, given: dict[str, str], stuck: int = 0
) -> str:
    """The page; the correction `stuck` is offered to be taken back with the later ones only."""
    stored = library().documents.get(document_id, scope())
    document = stored.document
    made = library().corrections.made(document_id, scope())
    after = made[0].id if made else 0
    separable = library().corrections.separable(document_id, scope())
    values = {
        "title": document.title,
        "genre": document.genre,
        "year": str(document.year or ""),
        "unit": document.issuer or "",
        "topics": "、".join(document.topics),
    }
    before, behind = library().corrections.neighbours(document_id, scope())
    return render_template(
        "corrections.html",
        stored=stored,
        values=values | given,
        problem=problem,
        genres=[(name, name) for name in GENRES],
        made=made,
        separable={one for one in separable if one != stuck or one == after},
        after=after,
        before=before,
        behind=behind,
    )


def _after() -> int | None:
    """The last correction that the person saw on the page that was sent."""
    text = request.form.get("after", "")
    return int(text) if text.isascii() and text.isdecimal() else None


def _text(document_id: int, block: str) -> str:
    address = url_for("documents.show", document_id=document_id, view="text", block=block)
    return f"{address}#t-{block}"


def _back(document_id: int) -> str:
    if request.form.get("view") == "form":
        return url_for("corrections.index", document_id=document_id)
    return url_for("documents.show", document_id=document_id, view="text")
