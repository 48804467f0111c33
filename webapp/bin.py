"""回收站: what was deleted, to be restored or given up; emptied after thirty days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.library.bin import DAYS, Kind
from corpus.library.emptying import plan_emptying, progress, under_way
from corpus.library.tables import now
from webapp.context import library, scope, user
from webapp.errors import InvalidRequest

blueprint = Blueprint("bin", __name__)

SHELVES = {"library": "范文", "sample": "示例", "export": "导出的文稿"}
MOST, PAGE_SIZE = 500, 100
"""So many single things are restored or given up at a time, more are given up as a job; so many
are on a page."""


@blueprint.get("/bin")
def index() -> ResponseReturnValue:
    """What this person deleted; what has lain there for a month goes first."""
    library().bin.empty()
    total = library().bin.count(scope())
    pages = max(-(-total // PAGE_SIZE), 1)
    text = request.args.get("page", "1")
    page = min(max(int(text), 1), pages) if text.isascii() and text.isdecimal() else 1
    return render_template(
        "bin.html",
        items=library().bin.list(scope(), limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE),
        total=total,
        page=page,
        pages=pages,
        until=now().isoformat(),
        days=DAYS,
        shelves=SHELVES,
        **_emptying(),
    )


@blueprint.get("/bin/progress")
def show_progress() -> ResponseReturnValue:
    """How far the bin is emptied, for polling; at the end it leads away, so that the page is
    shown anew."""
    if under_way(library(), user().id):
        return render_template("bin_progress.html", **_emptying())
    if "ended" in request.args:
        return ""
    flash("回收站清空完了", "message")
    return redirect(url_for("bin.show_progress", ended=1), 303)


@blueprint.post("/bin/restore")
def restore() -> ResponseReturnValue:
    """Take what was chosen, or what 撤销 names, out of the bin; leads to where it is again."""
    if "since" in request.args or "until" in request.form:
        return _restore_all()
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
    if "until" in request.form:
        until = _moment(request.form["until"])
        if library().bin.count(scope()) > MOST:
            plan_emptying(library(), user().id, until)
            return redirect(url_for("bin.index"), 303)
        count = library().bin.discard_all(scope(), until)
        flash(f"已彻底删除 {count} 份", "message")
        return redirect(url_for("bin.index"), 303)
    titles = [library().bin.discard(kind, id, scope()) for kind, id in _chosen()]
    flash(f"已彻底删除{_said(titles)}", "message")
    return redirect(url_for("bin.index"), 303)


def _emptying() -> dict[str, object]:
    """What the page tells of an emptying that is under way."""
    job = under_way(library(), user().id)
    gone, count = progress(job) if job else (0, 0)
    return {"emptying": job, "gone": gone, "count": count}


def undo(items: Iterable[tuple[Kind, int]]) -> str:
    """The address that a 撤销 is sent to after these were deleted."""
    return url_for("bin.restore", item=[f"{kind}-{id}" for kind, id in items])


def undo_since(moment: datetime) -> str:
    """The address that a 撤销 is sent to after a whole list was deleted at `moment`."""
    return url_for("bin.restore", since=moment.isoformat())


def _restore_all() -> ResponseReturnValue:
    """Everything that was deleted at one moment, or up to when the page of the bin was shown."""
    if "since" in request.args:
        since = until = _moment(request.args["since"])
    else:
        since, until = datetime.min.replace(tzinfo=UTC), _moment(request.form["until"])
    count = library().bin.take_back(scope(), since, until)
    flash(f"已恢复 {count} 份", "message")
    return redirect(url_for("library.index" if since == until else "bin.index"), 303)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _unclear(text) from error
    raise _unclear(text)


def _unclear(text: str) -> InvalidRequest:
    return InvalidRequest("这一项没有看懂", where=text[:40], remedy="刷新页面后再试一次")


def _chosen() -> list[tuple[Kind, int]]:
    found: list[tuple[Kind, int]] = []
    for text in dict.fromkeys((*request.form.getlist("item"), *request.args.getlist("item"))):
        name, _, id = text.partition("-")
        if name not in ("draft", "document") or not (id.isascii() and id.isdecimal()):
            raise _unclear(text)
        found.append(("draft" if name == "draft" else "document", int(id)))
    if not 0 < len(found) <= MOST:
        raise InvalidRequest("还没有选", remedy=f"先勾选要处理的，一次最多 {MOST} 份")
    return found


def _said(titles: list[str]) -> str:
    return f"《{titles[0]}》" if len(titles) == 1 else f" {len(titles)} 份"
