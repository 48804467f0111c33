"""回收站: what was deleted, to be restored or given up; emptied after thirty days."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.library.bin import DAYS, Kind
from webapp.context import library, scope
from webapp.errors import InvalidRequest

blueprint = Blueprint("bin", __name__)

SHELVES = {"library": "范文", "sample": "示例", "export": "导出的文稿"}
MOST = 500
"""So many things are restored or given up at a time."""


@blueprint.get("/bin")
def index() -> ResponseReturnValue:
    """What this person deleted; what has lain there for a month goes first."""
    library().bin.empty()
    return render_template(
        "bin.html",
        items=library().bin.list(scope()),
        days=DAYS,
        shelves=SHELVES,
    )


@blueprint.post("/bin/restore")
def restore() -> ResponseReturnValue:
    """Take what was chosen, or what 撤销 names, out of the bin; leads to where it is again."""
    chosen = _chosen()
    titles = [library().bin.restore(kind, id, scope()) for kind, id in chosen]
    flash(f"已恢复{_said(titles)}", "message")
    kinds = {kind for kind, _ in chosen}
    if request.form.get("from") == "bin" or len(kinds) > 1:
        return redirect(url_for("bin.index"), 303)
    place = "drafts.index" if kinds == {"draft"} else "library.index"
    return redirect(url_for(place), 303)


@blueprint.post("/bin/discard")
def discard() -> ResponseReturnValue:
    """Give up for good what was chosen, or everything; the page asks before."""
    everything = "all" in request.form
    items = library().bin.list(scope()) if everything else ()
    chosen = [(one.kind, one.id) for one in items] if everything else _chosen()
    titles = [library().bin.discard(kind, id, scope()) for kind, id in chosen]
    flash(f"已彻底删除{_said(titles)}", "message")
    return redirect(url_for("bin.index"), 303)


def undo(items: Iterable[tuple[Kind, int]]) -> str:
    """The address that a 撤销 is sent to after these were deleted."""
    return url_for("bin.restore", item=[f"{kind}-{id}" for kind, id in items])


def _chosen() -> list[tuple[Kind, int]]:
    found: list[tuple[Kind, int]] = []
    for text in dict.fromkeys((*request.form.getlist("item"), *request.args.getlist("item"))):
        name, _, id = text.partition("-")
        if name not in ("draft", "document") or not (id.isascii() and id.isdecimal()):
            raise InvalidRequest("这一项没有看懂", where=text[:40], remedy="刷新页面后再试一次")
        found.append(("draft" if name == "draft" else "document", int(id)))
    if not 0 < len(found) <= MOST:
        raise InvalidRequest("还没有选", remedy=f"先勾选要处理的，一次最多 {MOST} 份")
    return found


def _said(titles: list[str]) -> str:
    return f"《{titles[0]}》" if len(titles) == 1 else f" {len(titles)} 份"
