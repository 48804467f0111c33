"""Expired 登录过期: a form that came without a session is kept on the page that signs in again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

PREFIX, AGAIN = "k.", "again"
"""How kept fields, and the address they are for, are called in the form that signs in."""
_OWN = frozenset({"csrf_token"})


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was sent: the address it is for, its fields in order, whether files were among it."""

    target: str
    pairs: tuple[tuple[str, str], ...]
    files: bool = False


def sent_form() -> KeptForm | None:
    """The form of this request where it is worth keeping: typed on a page of ours, with fields.

    The browser says from which site a form was sent: what another site makes up is not kept,
    since whoever signs in could be led to send it.
    """
    own = request.headers.get("Origin") == request.host_url.rstrip("/")
    pairs = tuple((n, v) for n, v in request.form.items(multi=True) if n not in _OWN)
    if request.method != "POST" or not own or not pairs:
        return None
    return KeptForm(request.full_path.rstrip("?"), pairs, bool(request.files))


def carried_form() -> KeptForm | None:
    """The form that the one which signs in carries along."""
    pairs = tuple(
        (name.removeprefix(PREFIX), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(PREFIX)
    )
    target = request.form.get(AGAIN, "")
    return KeptForm(target, pairs, "files" in request.form) if target and pairs else None
