"""Handing on 打印与复制: a document or a draft for the printer, and whole for the clipboard."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.document import Document
from corpus.files import safe_name
from corpus.plain import plain_text
from generator.layout.clipboard import rich_text
from generator.layout.images import Images
from generator.layout.preview import Preview
from webapp import bench, drafts, places, previews
from webapp.context import library, profile, scope
from webapp.errors import InvalidRequest
from webapp.shown import stored_document

blueprint = Blueprint("handing", __name__)

PRINTED = 2480
"""Pixels across a printed page: 300 to the inch."""
MOST_PRINTED = 60
"""Pages that are printed as pictures; longer papers are printed from their PDF."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed on: the document, its pictures, its pages, and the address of this all."""

    document: Document
    images: Images | None
    preview: Preview
    address: str


@blueprint.get("/handing/documents/<int:number>/<what>", endpoint="document")
def of_document(number: int, what: str) -> ResponseReturnValue:
    """A stored document, masked where the page was, for `what`: print, copy, a page, the PDF."""
    stored = stored_document(number)
    images = previews.pictures_of(stored)
    own = previews.of_document(number)
    address = url_for("handing.document", number=number, what="print")
    return handed(Handed(stored.document, images, own, address), what)


@blueprint.get("/handing/drafts/<int:number>/<what>", endpoint="draft")
def of_draft(number: int, what: str) -> ResponseReturnValue:
    """A draft as saved, for `what`."""
    record = library().drafts.get(number, scope())
    document = bench.of_record(drafts.template_of(record), record).composition.document
    address = url_for("handing.draft", number=number, what="print")
    images = library().pictures.of_draft(number)
    return handed(Handed(document, images, previews.of_draft(number), address), what)


def handed(own: Handed, what: str) -> ResponseReturnValue:
    """What `own` is for `what`: the page to print, text to copy, its PDF, or a page by number."""
    match what:
        case "print":
            return render_template(
                "print.html",
                title=own.document.title or "文稿",
                sheets=places.print_of(own.preview.file).sheets,
                most=MOST_PRINTED,
                address=own.address.replace("/print", ""),
                query=request.query_string.decode(),
            )
        case "copy":
            text = plain_text(own.document)
            return {"html": rich_text(own.document, own.images, profile()), "text": text}
        case "pdf":
            return _inline(own.preview.file.data, f"{own.document.title or '文稿'}.pdf")
    number = int(what) if what.isascii() and what.isdecimal() and len(what) < 6 else 0
    if not 1 <= number <= min(own.preview.pages, MOST_PRINTED):
        raise InvalidRequest("没有这一页可打印", remedy="回到文稿页重新打印")
    response = Response(own.preview.png(number, PRINTED), mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _inline(data: bytes, name: str) -> Response:
    """The PDF for the browser's own viewer; it is ours, so that it may be shown in place."""
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(safe_name(name))}"
    response.headers["Cache-Control"] = "private, no-cache"
    # the viewer that is built into browsers draws with styles and objects of its own
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response
