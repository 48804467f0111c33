"""The document that a page is about, as this person wants to see it: as kept, or masked 隐去.

A page that is asked for masked leads to nothing but masked pages, pictures and files: the wish
goes along with every address, so that the original never slips through by accident.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, has_request_context, request

from corpus.library import Stored
from corpus.reading.masking import masked, masked_text
from webapp.context import library, scope
from webapp.errors import Refused

MARK = "masked"
AREAS = ("documents.", "previews.document", "handing.document", "drafts.new", "past.")
"""The endpoints, or their beginnings, that the wish goes along to."""
NAMED = "（已隐去个人信息）"
"""What a masked file is called besides its title, so that nobody takes it for the other."""


def register(app: Flask) -> None:
    """Let every address that `app` makes on a masked page ask for masked, unless told otherwise."""

    @app.url_defaults
    def keep_masked(endpoint: str, values: dict[str, Any]) -> None:
        if is_masked() and endpoint.startswith(AREAS):
            values.setdefault(MARK, "1")

    app.add_template_global(is_masked, "is_masked")


def is_masked() -> bool:
    """Whether this request asks for names, numbers and homes of people to be hidden."""
    return has_request_context() and bool(request.args.get(MARK))


def stored_document(document_id: int) -> Stored:
    """The stored document, canonical, masked where that is asked for; raises `NotFound`."""
    stored = library().documents.get(document_id, scope())
    document = stored.document.canonical()
    if not is_masked():
        return replace(stored, document=document)
    hidden = masked(document)
    name = hidden.source.file if hidden.source else masked_text(stored.name)
    return replace(stored, document=hidden, name=name)


def refuse_masked(what: str) -> None:
    """Raise `Refused` on a masked page: `what` cannot be masked."""
    if is_masked():
        raise Refused(
            f"{what}里有没隐去的姓名、号码和住址",
            remedy="下载隐去后的 Word 或 PDF；确要原件，先把“个人信息”换回“照原样”",
        )
