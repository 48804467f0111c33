"""批量生成: what was made lately; a template, its roster to be filled in, and sent back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus import genres, pinyin
from corpus.errors import Problem
from generator import batch, roster, template
from generator.roster import columns, previous
from generator.template import Template
from webapp import rosters, uploads
from webapp.context import home, library, scope, user
from webapp.documents import attached
from webapp.new import found as mentions

blueprint = Blueprint("batches", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
"""Rows of a table shown at a time."""
FORMATS: tuple[tuple[str, str], ...] = ((".docx", "Word"), (".pdf", "PDF"))
STEPS = ("选模板", "填数据表", "核对", "生成", "取走")


@blueprint.get("/batches")
def index() -> ResponseReturnValue:
    """What was made lately, and the way to a new batch."""
    return render_template(
        "batches.html", jobs=library().jobs.recent(scope(), kind=batch.KIND, limit=30)
    )


@blueprint.get("/batches/new")
def new() -> ResponseReturnValue:
    """The first two steps: choose a template, take its roster, send it back filled in."""
    wanted = request.args.get("template", "")
    return _new(template.get(wanted) if wanted else None)


def _offered(words: str) -> list[Template]:
    """The templates in which all `words` stand: those of the last batches first, then by genre."""
    used = [job.params["template"] for job in library().jobs.recent(scope(), kind=batch.KIND)]
    latest = {id: -place for place, id in enumerate(dict.fromkeys(used))}
    found = [entry for entry in template.shipped().values() if mentions(entry, words)]
    return sorted(found, key=lambda own: (-latest.get(own.id, -len(used) - 1), *_by_genre(own)))


def _by_genre(entry: Template) -> tuple[int, pinyin.Key]:
    """Genres in the order of their table, within one the titles by pinyin."""
    return list(genres.GENRES).index(entry.genre), pinyin.key(entry.title)


def _new(chosen: Template | None, problem: Problem | None = None) -> ResponseReturnValue:
    words = request.args.get("q", "").strip()
    page = render_template(
        "batch_new.html",
        templates=[] if chosen else _offered(words),
        words=words,
        chosen=chosen,
        columns=columns.plain_fields(chosen) if chosen else (),
        lists=columns.list_fields(chosen) if chosen else (),
        earlier=bool(chosen and previous.last_batch(library(), scope(), chosen.id)),
        accepted=",".join(roster.SUFFIXES),
        problem=problem,
        steps=STEPS,
        step=1 if chosen is None else 2,
    )
    return page, 422 if problem else 200


@blueprint.get("/batches/rosters/<template_id>.xlsx")
def blank(template_id: str) -> ResponseReturnValue:
    """The roster of a template to be filled in; with `last=1` the last batch's values in it."""
    chosen = template.get(template_id)
    before = request.args.get("last") == "1"
    rows = previous.last_rows(library(), scope(), chosen.id) if before else ()
    return attached(roster.workbook(chosen, rows), f"{chosen.title}数据表.xlsx", XLSX)


@blueprint.post("/batches")
def upload() -> ResponseReturnValue:
    """Keep the roster that was sent and go on to its check; one that cannot be read at all
    leads back with the reason."""
    chosen = template.get(request.form.get("template", ""))
    try:
        kept = uploads.keep(home(), user().id, request.files.getlist("roster"))
        sent = rosters.sent(kept.token)
        if sent.problem is not None and not sent.matching.lacking:
            raise sent.problem
    except Problem as problem:
        return _new(chosen, problem)
    if sent.matching.constants:
        # what every document of the last file had may have been its month: it is looked at again
        return redirect(url_for("checking.columns", fresh=1, **sent.here))
    return redirect(url_for("checking.show", **sent.here))
