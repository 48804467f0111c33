"""照片 of a draft: taken in, and shown in the form."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import Unreadable
from corpus.files import safe_name
from corpus.photos import prepared
from webapp.context import library, scope
from webapp.errors import InvalidRequest, PageMissing
from webapp.photo_rows import WIDTHS

blueprint = Blueprint("pictures", __name__)

AT_ONCE = 20


@blueprint.app_context_processor
def offered() -> dict[str, object]:
    """What the rows of photos offer."""
    return {"photo_widths": WIDTHS}


@blueprint.post("/drafts/<int:draft_id>/pictures")
def add(draft_id: int) -> ResponseReturnValue:
    """Take photos in: which ones the form may show now, and which were refused and why."""
    library().drafts.get(draft_id, scope())
    files = [file for file in request.files.getlist("photos") if file.filename]
    if not 0 < len(files) <= AT_ONCE:
        raise InvalidRequest(
            "没有选照片" if not files else "照片太多", remedy=f"一次 1 到 {AT_ONCE} 张"
        )
    added, refused = [], []
    for file in files:
        name = safe_name((file.filename or "").replace("\\", "/").rpartition("/")[2])
        try:
            key = library().pictures.put(draft_id, prepared(file.read(), name))
        except Unreadable as error:
            refused.append({"name": name, "message": error.message, "remedy": error.remedy})
        else:
            sha256 = key.partition(":")[2]
            src = url_for("pictures.show", draft_id=draft_id, sha256=sha256)
            added.append({"image": key, "src": src})
    return {"added": added, "refused": refused}


@blueprint.get("/drafts/<int:draft_id>/pictures/<sha256>")
def show(draft_id: int, sha256: str) -> Response:
    """A photo of a draft; its address never shows anything else."""
    library().drafts.get(draft_id, scope())
    data = library().pictures.of_draft(draft_id)(f"sha256:{sha256}")
    if data is None:
        raise PageMissing("这份草稿里没有这张照片", remedy="刷新页面再看")
    response = make_response(data)
    response.mimetype = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response
