"""Pages as pictures: thumbnails and previews of documents, drafts and templates."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from flask import Blueprint, Response, make_response, request

from corpus.document import Document, Figure
from corpus.errors import NotFound
from corpus.library.documents import Stored
from corpus.reading.pictures import pictures_in
from generator import compose, draft, template
from generator.layout.images import Images
from generator.layout.preview import Preview
from webapp.context import library, profile, scope
from webapp.errors import InvalidRequest, PageMissing
from webapp.shown import is_masked, stored_document

blueprint = Blueprint("previews", __name__)

WIDTHS = (160, 200, 344, 392, 470, 588, 604, 794, 940, 1208, 1588)
"""Widths in pixels that pages ask for; a fixed list, so that nobody can ask for a poster."""
KEPT = 24

_lock = threading.Lock()
_previews: OrderedDict[str, Preview] = OrderedDict()


def preview_of(
    key: str,
    document: Callable[[], Document],
    images: Callable[[], Images | None] = lambda: None,
) -> Preview:
    """The preview kept under `key`, laid out from `document()` when it is not there.

    `key` must change whenever the content does; the layout is the one that is set. The last 24
    stay in memory.
    """
    own = profile()
    key = f"{key} {own}"
    with _lock:
        if key in _previews:
            _previews.move_to_end(key)
            return _previews[key]
    made = Preview.of(document(), images(), profile=own)
    with _lock:
        _previews[key] = made
        while len(_previews) > KEPT:
            _previews.popitem(last=False)
    return made


def page_image(preview: Preview, number: int, width: int) -> Response:
    """Page `number` (from 1) as a PNG `width` pixels wide, 304 where the browser has it.

    Raises `PageMissing` beyond the last page and `InvalidRequest` for a width not in `WIDTHS`.
    """
    if width not in WIDTHS:
        raise InvalidRequest(
            f"不提供 {width} 像素宽的页面图", remedy="宽度可用 " + "、".join(map(str, WIDTHS))
        )
    if not 1 <= number <= preview.pages:
        raise PageMissing(
            f"没有第 {number} 页", remedy=f"这份文稿共 {preview.pages} 页，刷新页面再看"
        )
    etag = f"{preview.etag(number)}-{width}"
    if etag in request.if_none_match:
        response = make_response("", 304)
    else:
        response = make_response(preview.png(number, width))
        response.mimetype = "image/png"
    response.set_etag(etag)
    # the address of a page stays while its content changes: always ask, seldom send
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def of_document(document_id: int) -> Preview:
    """The preview of a stored document, masked where the request asks for that.

    Raises `NotFound` outside the person's scope.
    """
    stored = stored_document(document_id)
    # ids come back after a deletion: only with its moment does one name a content
    kept = f"{stored.created.isoformat()} {stored.changed}"
    key = f"{'masked' if is_masked() else 'document'} {stored.id} {kept}"
    return preview_of(key, lambda: stored.document, lambda: pictures_of(stored))


def pictures_of(stored: Stored) -> Images | None:
    """The pictures of a stored document by their keys: photos of the draft that it came from, or
    out of its original; None without figures.

    An original that is gone leaves a line in place of each.
    """
    if not any(isinstance(block, Figure) for block in stored.document.all_blocks()):
        return None
    photos = library().pictures.of_document(stored.id)
    if stored.original is None:
        return photos
    try:
        inside = pictures_in(library().originals.read(stored.original))
    except NotFound:
        return photos
    return lambda key: inside.get(key) or photos(key)


def of_draft(draft_id: int) -> Preview:
    """The preview of a draft as it is saved now."""
    record = library().drafts.get(draft_id, scope())

    def laid_out() -> Document:
        text = library().template_text(record.template_sha256)
        loaded = template.load(text, record.template_id)
        return draft.compose_draft(draft.Draft.from_json(record.to_json()), loaded).document

    key = f"draft {record.id} {record.created.isoformat()} {record.revision}"
    images = library().pictures.of_draft(draft_id)
    return preview_of(key, laid_out, lambda: images)


def of_template(template_id: str) -> Preview:
    """The preview of a shipped template filled with its own sample."""
    found = template.get(template_id)
    return preview_of(
        f"template {found.sha256}", lambda: compose.compose(found, found.sample_inputs()).document
    )


def width() -> int:
    """The width that the request asks for; 0, which is in no list, where it is no number."""
    text = request.args.get("width", "604")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


@blueprint.get("/previews/documents/<int:document_id>/<int:number>.png")
def document(document_id: int, number: int) -> Response:
    """A page of a stored document."""
    return page_image(of_document(document_id), number, width())


@blueprint.get("/previews/drafts/<int:draft_id>/<int:number>.png", endpoint="draft")
def draft_page(draft_id: int, number: int) -> Response:
    """A page of a draft as saved."""
    return page_image(of_draft(draft_id), number, width())


@blueprint.get("/previews/templates/<template_id>/<int:number>.png", endpoint="template")
def template_page(template_id: str, number: int) -> Response:
    """A page of a template's sample."""
    return page_image(of_template(template_id), number, width())
