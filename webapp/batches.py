"""批量生成: a template, a roster, the check of its cells, the job, and taking the files away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import Problem
from generator import batch, roster, template
from generator.batch import naming
from generator.calling import called
from generator.compose import compose
from generator.roster import Roster
from generator.template import Template
from webapp import rosters, sheets, uploads
from webapp.context import home, library, profile, scope, unit, user
from webapp.documents import attached
from webapp.errors import InvalidRequest, PageMissing

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


def _new(chosen: Template | None, problem: Problem | None = None) -> ResponseReturnValue:
    templates = sorted(template.shipped().values(), key=lambda t: (t.genre, t.title))
    page = render_template(
        "batch_new.html",
        templates=templates,
        chosen=chosen,
        columns=rosters.columns(chosen) if chosen else (),
        problem=problem,
        steps=STEPS,
        step=1 if chosen is None else 2,
    )
    return page, 422 if problem else 200


@blueprint.get("/batches/rosters/<template_id>.xlsx")
def blank(template_id: str) -> ResponseReturnValue:
    """The roster of a template to be filled in."""
    chosen = template.get(template_id)
    return attached(roster.workbook(chosen), f"{chosen.title}数据表.xlsx", XLSX)


@blueprint.post("/batches")
def upload() -> ResponseReturnValue:
    """Keep the roster that was sent and go on to its check; one that cannot be read at all
    leads back with the reason."""
    chosen = template.get(request.form.get("template", ""))
    try:
        kept = uploads.keep(home(), user().id, request.files.getlist("roster"))
        roster.read(chosen, kept.paths[0].name, kept.paths[0].read_bytes())
    except Problem as problem:
        return _new(chosen, problem)
    return redirect(url_for("batches.check", token=kept.token, template=chosen.id))


@dataclass(frozen=True, slots=True)
class Upload:
    """A roster that was sent: its template, its file and what stands in it."""

    token: str
    template: Template
    path: Path
    roster: Roster


def _uploaded(token: str) -> Upload:
    chosen = template.get(request.values.get("template", ""))
    path = uploads.find(home(), user().id, token).paths[0]
    return Upload(token, chosen, path, roster.read(chosen, path.name, path.read_bytes()))


@blueprint.get("/batches/check/<token>")
def check(token: str) -> ResponseReturnValue:
    """The third step: the table with what is wrong in it, by row and column."""
    sent = _uploaded(token)
    table = rosters.table(sent.template, sent.roster)
    only = request.args.get("only") == "1"
    rows = [row for row in table.rows if row.status != "fine"] if only else list(table.rows)
    offset = max(0, request.args.get("offset", 0, int))
    return render_template(
        "batch_check.html",
        sent=sent,
        table=table,
        rows=rows[offset : offset + SHOWN],
        matching=len(rows),
        offset=offset,
        shown=SHOWN,
        only=only,
        formats=FORMATS,
        name=naming.DEFAULT,
        names=naming.names_known(sent.template),
        example=_example(sent, naming.DEFAULT),
        steps=STEPS,
        step=3,
    )


@blueprint.get("/batches/check/<token>/rows/<int:number>")
def row(token: str, number: int) -> ResponseReturnValue:
    """The pages that one row of the roster will give."""
    sent = _uploaded(token)
    found = next((row for row in sent.roster.rows if row.number == number), None)
    if found is None:
        raise PageMissing(f"数据表里没有第 {number} 行", remedy="回到核对页再点一次")
    made = compose(sent.template, called(sent.template.fields, found.inputs, unit().short_forms))
    return render_template(
        "batch_row.html",
        back=url_for("batches.check", token=token, template=sent.template.id),
        back_to="核对",
        number=number,
        title=made.document.title,
        gaps=[gap.label for gap in made.gaps],
        pages=sheets.lay_out(made, {}, user().id).pages,
    )


@blueprint.post("/batches/check/<token>")
def start(token: str) -> ResponseReturnValue:
    """Start the batch: one document a row, into a folder of its own in the data folder."""
    sent = _uploaded(token)
    formats = [suffix for suffix, _ in FORMATS if suffix in request.form.getlist("formats")]
    if not formats:
        raise InvalidRequest("没有选要哪种文件", remedy="返回上一页，勾选 Word 或 PDF")
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    order = batch.Order(
        sent.template,
        sent.path.read_bytes(),
        library().storage.below(f"batches/{stamp}-{token[:6]}").place,
        formats,
        name=request.form.get("name", ""),
        profile=profile(),
    )
    job = batch.plan_batch(library(), order, sent.roster, user().id)
    return redirect(url_for("runs.show", job_id=job.id))


@blueprint.get("/batches/check/<token>/name")
def name_example(token: str) -> ResponseReturnValue:
    """What the pattern of names being typed makes of the first row that can be made."""
    sent = _uploaded(token)
    return render_template("batch_name.html", example=_example(sent, request.args.get("name", "")))


def _example(sent: Upload, pattern: str) -> str | Problem:
    """A name as `pattern` makes it, or what is wrong with the pattern."""
    try:
        read = naming.read_pattern(sent.template, pattern)
    except Problem as problem:
        return problem
    rows = sent.roster.rows
    first = next((row for row in rows if not row.wrong), rows[0])
    digits = len(str(rows[-1].number))
    return naming.name_of(sent.template, read, first.number, first.inputs, digits)
