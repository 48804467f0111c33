"""汇总: the roster of a batch summed up, each figure with its rows, as a document to take away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from corpus.errors import Problem
from corpus.library import Job
from generator import batch, layout, roster
from generator.batch_row import template_of
from generator.errors import RosterError
from generator.fields.pasted import Heading, Pasted
from generator.fields.times import MonthField, PeriodField, YearField
from generator.rollup import keeping
from generator.rollup.binding import Choice, matched_columns, rollup_templates, this_period
from generator.rollup.reading import Found, from_roster, from_rows, read_table
from generator.rollup.report import RollUp, roll_up
from generator.rollup.workbook import workbook
from generator.roster import NOTHING, Choices
from generator.roster.columns import plain_fields
from generator.roster.sheet import SUFFIXES
from generator.template import Template
from webapp import drafts, earlier, excerpts, kept_rollups, rollup_sources, sheets, uploads
from webapp.context import home, library, profile, scope, user
from webapp.documents import attached
from webapp.errors import PageMissing

blueprint = Blueprint("rollups", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUBJECT = "事项"
"""The field of a template for any table that says what its figures are about."""
EARLIER = 50
"""So many earlier batches are offered as last period."""
_PAGE = 500
_BATCH, _UPLOAD = "batch-", "upload-"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks for, as its address says it: a template, the choice of columns, and
    last period's table as `batch-12` or `upload-<token>`."""

    template: Template
    choice: Choice
    last: str = ""
    query: Mapping[str, Any] = field(default_factory=dict)


@blueprint.get("/batches/<int:job_id>/rollup")
def show(job_id: int) -> ResponseReturnValue:
    """What to roll up and how, the figures, where the one asked for comes from, and the pages."""
    return _page(_job(job_id))


def _page(job: Job, problem: Problem | None = None) -> ResponseReturnValue:
    now = table_of(job)
    asked = _asked(now)
    rolled: RollUp | None = None
    laid, cut = sheets.Sheets((), ()), False
    try:
        rolled = _rolled(job, now, asked)
        made = rolled.composition
        excerpt = excerpts.excerpt_of(made.document)
        cut = excerpt is not made.document
        laid = sheets.lay_out(replace(made, document=excerpt), {}, user().id)
    except Problem as error:
        problem = problem or error
    figures = rollup_sources.figures(rolled) if rolled else ()
    number = request.args.get("figure", None, int)
    chosen = figures[number] if number is not None and 0 <= number < len(figures) else None
    page = render_template(
        "rollup.html",
        job=job,
        now=now,
        remarks=[*now.remarks, *_said(rolled)],
        asked=asked,
        templates=rollup_templates(),
        declared=this_period(asked.template),
        matched=matched_columns(asked.template, now.table) | dict(asked.choice.columns),
        columns=[heading.name for heading in now.table.head],
        earlier=_earlier(job),
        rolled=rolled,
        gaps=list(dict.fromkeys(g.label for g in rolled.composition.gaps)) if rolled else [],
        summaries=rollup_sources.summed(rolled) if rolled else (),
        sentences=rollup_sources.sentences(rolled) if rolled else ((), 0),
        figure=number if chosen else None,
        source=rollup_sources.source(rolled, chosen) if rolled and chosen else None,
        pages=laid.pages,
        cut=excerpts.ROWS if cut else None,
        problem=problem,
    )
    return page, 422 if problem else 200


@blueprint.post("/batches/<int:job_id>/rollup/last")
def last(job_id: int) -> ResponseReturnValue:
    """Keep last period's workbook that was sent, and go on with it."""
    job = _job(job_id)
    try:
        kept = uploads.keep(home(), user().id, request.files.getlist("workbook"))
        _sent(job, kept.token, [h.name for h in table_of(job).table.head])
    except Problem as problem:
        return _page(job, problem)
    query = {**_query(request.form), "last": f"{_UPLOAD}{kept.token}"}
    return redirect(url_for("rollups.show", job_id=job_id, **query))


@blueprint.post("/batches/<int:job_id>/rollup/draft")
def draft(job_id: int) -> ResponseReturnValue:
    """A draft with the tables in it, to go on with in the workbench."""
    job = _job(job_id)
    now = table_of(job)
    rolled = _rolled(job, now, _asked(now))
    texts = {
        name: rolled.template.fields[name].cell(value)
        for name, value in rolled.inputs.items()
        if isinstance(value, Mapping)
    }
    record = drafts.begun(rolled.template, {**rolled.inputs, **texts})
    return redirect(url_for("drafts.show", draft_id=record.id))


@blueprint.get("/batches/<int:job_id>/rollup/file.<suffix>")
def file(job_id: int, suffix: str) -> ResponseReturnValue:
    """The roll-up as Word, PDF …, or its workbook with the sources."""
    job = _job(job_id)
    now = table_of(job)
    rolled = _rolled(job, now, _asked(now))
    document = rolled.composition.document
    if suffix == "xlsx":
        return attached(workbook(rolled), f"{document.title}（汇总表）.xlsx", XLSX)
    known = layout.FORMATS.get(f".{suffix}")
    if known is None:
        raise PageMissing(f"不能下载成“{suffix}”", remedy="回到汇总页再点一次")
    data = layout.write(document, known.suffix, profile=profile())
    return attached(data, f"{document.title}{known.suffix}", known.media_type)


def table_of(job: Job) -> Found:
    """The table that `job` was made from: its file where it was kept, else the rows themselves.

    Kept until the roster changes. Raises `RosterError` where there is none.
    """
    return kept_rollups.TABLES.of(_identity(job), lambda: _table_of(job))


def _identity(job: Job) -> tuple[object, ...]:
    """What the table of `job` depends on: with other rows the batch has another roster."""
    params = json.dumps(job.params, sort_keys=True, default=str)
    return home(), job.id, job.created, job.title, hashlib.sha256(params.encode()).digest()


def _table_of(job: Job) -> Found:
    own = template_of(f"{job.params['template']}.md", job.params["template_text"])
    kept = keeping.find(library().storage, job.params["roster_sha256"], SUFFIXES)
    if kept is not None:
        try:
            chosen = job.params.get("choices")
            choices = Choices.from_json(chosen) if chosen else NOTHING
            source = job.params.get("source") or kept[0]
            return from_roster(source, roster.read(own, *kept, choices))
        except RosterError:
            pass  # the rows know what was meant
    rows: list[tuple[int, Mapping[str, Any]]] = []
    while page := library().jobs.steps(job.id, limit=_PAGE, offset=len(rows)):
        rows += [(step.payload["row"], step.payload["inputs"]) for step in page]
    headings = [Heading(declared.name, declared.unit) for declared in plain_fields(own)]
    return from_rows(rows, headings, job.title)


def _rolled(job: Job, now: Found, asked: Asked) -> RollUp:
    """The roll-up that the page asks for, kept for its files and for the next click."""
    others = earlier.habits(asked.template) | _period(job, asked.template)
    own = this_period(asked.template)
    if own is not None and not own.columns_ and SUBJECT in asked.template.fields:
        others = {SUBJECT: job.title, **others}

    def made() -> RollUp:
        before = _last(job, asked.last, [heading.name for heading in now.table.head])
        return roll_up(asked.template, now.table, before, others, asked.choice)

    choice = asked.choice
    chosen = choice.group, choice.figures, tuple(sorted(choice.columns.items()))
    then = _earlier_job(asked.last)
    last = (user().id, asked.last) if then is None else _identity(then)
    texts = json.dumps(others, sort_keys=True, default=str)
    key = _identity(job), asked.template.sha256, chosen, last, texts
    return kept_rollups.REPORTS.of(key, made)


def _earlier_job(last: str) -> Job | None:
    number = last.removeprefix(_BATCH)
    return _job(int(number)) if last.startswith(_BATCH) and number.isdecimal() else None


def _period(job: Job, chosen: Template) -> dict[str, str]:
    """The times that all rows share and `chosen` asks for as well: the month of the reports."""
    times = (MonthField, YearField, PeriodField)
    wanted = [own for own in chosen.fields.values() if isinstance(own, times)]
    steps = library().jobs.steps(job.id, limit=_PAGE) if wanted else ()
    found = {}
    for own in wanted:
        said = {step.payload["inputs"].get(own.name) for step in steps}
        meant = {str(own.parse(text)[0] or "") for text in said if isinstance(text, str)}
        if len(meant) == 1 and None not in said and "" not in meant:
            found[own.name] = meant.pop()
    return found


def _last(job: Job, last: str, known: list[str]) -> Pasted | None:
    if (then := _earlier_job(last)) is not None:
        return table_of(then).table
    if last.startswith(_UPLOAD):
        return _sent(job, last.removeprefix(_UPLOAD), known).table
    return None


def _sent(job: Job, token: str, known: list[str]) -> Found:
    """The uploaded table of last period: a roster of the batch's template, or any other."""
    path = uploads.find(home(), user().id, token).paths[0]
    data = path.read_bytes()
    own = template_of(f"{job.params['template']}.md", job.params["template_text"])
    try:
        return from_roster(path.name, roster.read(own, path.name, data))
    except RosterError:
        return read_table(path.name, data, known)


def _said(rolled: RollUp | None) -> list[str]:
    """What the cells of the tables are warned of, in Chinese."""
    findings = rolled.composition.findings if rolled else ()
    return [f"{f.field}{f.where}：{f.message}" for f in findings]


def _asked(now: Found) -> Asked:
    given = request.values
    offered = rollup_templates()
    wanted = given.get("template") or offered[0].id
    chosen = next((t for t in offered if t.id == wanted), None)
    if chosen is None:
        raise PageMissing("没有这个汇总模板", remedy="回到汇总页再选一次")
    columns = {
        name.removeprefix("column."): value
        for name, value in given.items()
        if name.startswith("column.")
    }
    # figures of one period are summed up as a rule: a column of months is no group by itself
    group = given.get("group", next((n for n in now.groupings if not now.tells_time(n)), ""))
    choice = Choice(group, tuple(given.getlist("figures")), columns)
    return Asked(chosen, choice, given.get("last", ""), _query(given))


def _query(given: MultiDict[str, str]) -> dict[str, Any]:
    """What of an address says how to roll up, to be handed on."""
    kept: dict[str, Any] = {
        name: value
        for name, value in given.items()
        if name in ("template", "group", "last") or name.startswith("column.")
    }
    figures = given.getlist("figures")
    return {**kept, "figures": figures} if figures else kept


def _earlier(job: Job) -> list[Job]:
    found = library().jobs.recent(scope(), kind=batch.KIND, limit=EARLIER)
    return [one for one in found if one.id != job.id and one.created <= job.created]


def _job(job_id: int) -> Job:
    job = library().jobs.get(job_id, scope())
    if job.kind != batch.KIND:
        raise PageMissing(f"第 {job_id} 号工作不是批量生成", remedy="从“批量生成”里重新打开")
    return job
