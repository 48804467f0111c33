"""Choosing 多选: what was ticked in a list, to be dealt with together."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request

from webapp import bin
from webapp.errors import InvalidRequest


def chosen(field: str, what: str, then: str) -> list[int]:
    """The ids that were ticked as `field`, each once, as many as the bin takes at a time.

    `what` is what the list holds and `then` the button, for the sentence of `InvalidRequest` that
    is raised where nothing was.
    """
    ids = [int(id) for id in request.form.getlist(field) if id.isascii() and id.isdecimal()]
    if not ids:
        raise InvalidRequest(f"还没有选{what}", remedy=f"先在左边勾选，再点{then}")
    return list(dict.fromkeys(ids))[: bin.MOST]


def named(titles: Sequence[str], several: str) -> str:
    """How a message calls what was chosen: by its title, or 12 and what `several` are called."""
    return f"《{titles[0]}》" if len(titles) == 1 else f" {len(titles)} {several}"
