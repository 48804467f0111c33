"""A batch under way and done: its progress, results as they come, what can be taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import NotFound, Problem
from corpus.files import safe_name
from corpus.library import Job, Step
from corpus.storage import storage_at
from generator import batch, layout, template
from generator.batch_row import made, template_of
from generator.errors import RosterError
from generator.layout import profile_form
from generator.rollup.keeping import keep
from webapp import rosters, sheets
from webapp.batches import FORMATS, SHOWN, STEPS, XLSX
from webapp.context import library, scope, user
from webapp.documents import attached
from webapp.errors import PageMissing

blueprint = Blueprint("runs", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the results: its number in the roster, what it is called, how it went and when.

    `again` says whether it may be tried again as it is.
    """

    position: int
    row: int
    name: str
    status: str
    reason: str
    files: tuple[str, ...]
    pages: int | None
    ended: str
    again: bool


@blueprint.get("/batches/<int:job_id>")
def show(job_id: int) -> ResponseReturnValue:
    """A batch: progress while it runs, results as they come, the files to take."""
    return render_template("batch.html", **_state(_job(job_id)))


@blueprint.get("/batches/<int:job_id>/progress")
def progress(job_id: int) -> ResponseReturnValue:
    """What changes on the page of a batch, for polling."""
    return render_template("batch_state.html", **_state(_job(job_id)))


def _state(job: Job, problem: Problem | None = None) -> dict[str, Any]:
    only = request.args.get("only") == "1"
    offset = request.args.get("offset", None, int)
    if offset is None:
        # of a long batch the rows that are being made
        offset = 0 if only or job.finished else (job.done + job.failed) // SHOWN * SHOWN
    matching = job.failed if only else job.total
    offset = max(0, min(offset, (matching - 1) // SHOWN * SHOWN))
    found = library().jobs.steps(
        job.id, status="failed" if only else None, limit=SHOWN, offset=offset
    )
    known = template.shipped().get(job.params["template"])
    return {
        "job": job,
        "chosen": job.params["template"],
        "genre": known.genre if known else "",
        "lines": [line(step) for step in found],
        "formats": " 和 ".join(n for s, n in FORMATS if s in job.params["formats"]),
        "bindings": _bindings(job),
        "only": only,
        "offset": offset,
        "asked": request.args.get("offset", None, int),
        "shown": SHOWN,
        "matching": matching,
        "left": _left(job),
        "waits": job.status == "waiting" and library().jobs.busy(job.id),
        "problem": problem,
        "steps": STEPS,
        "step": 5 if job.finished else 4,
    }


def line(step: Step) -> Line:
    """How one row of the roster went."""
    entry = batch.entry_of(step)
    ended = datetime.fromtimestamp(step.ended) if step.ended else None
    return Line(
        step.position,
        step.payload["row"],
        entry["name"],
        step.status,
        entry["reason"],
        tuple(Path(file["path"]).suffix for file in entry["files"]),
        next((file["pages"] for file in entry["files"] if file["pages"]), None),
        f"{ended:%H:%M:%S}" if ended else "",
        step.status == "failed" and not step.payload["errors"],
    )


def _left(job: Job) -> str:
    """How long the rest will take at the pace of the last rows; empty before one can tell."""
    rest = job.total - job.done - job.failed
    pace = library().jobs.pace(job.id) if job.status == "running" and rest else None
    if pace is None:
        return ""
    seconds = pace * rest
    return f"约 {seconds:.0f} 秒" if seconds < 90 else f"约 {seconds / 60:.0f} 分钟"


def _job(job_id: int, kind: str = batch.KIND) -> Job:
    job = library().jobs.get(job_id, scope())
    if job.kind != kind:
        raise PageMissing(f"第 {job_id} 号工作不是批量生成", remedy="从“批量生成”里重新打开")
    return job


@blueprint.post("/batches/<int:job_id>/<any(pause, resume, cancel):action>")
def turn(job_id: int, action: str) -> ResponseReturnValue:
    """Pause, resume or cancel; what is done stays."""
    _job(job_id)
    getattr(library().jobs, action)(job_id, scope())
    return redirect(url_for("runs.show", job_id=job_id))


@blueprint.post("/batches/<int:job_id>/retry")
def retry(job_id: int) -> ResponseReturnValue:
    """Try failed rows again as they are: all, or the one at `position`."""
    position = request.form.get("position", None, int)
    batch.retry(library(), _job(job_id), scope(), None if position is None else {position})
    return redirect(url_for("runs.show", job_id=job_id))


@blueprint.post("/batches/<int:job_id>/mend")
def mend(job_id: int) -> ResponseReturnValue:
    """Make the rows again that failed or that the roster sent has changed; others stay."""
    job = _job(job_id)
    sent = request.files.get("roster")
    try:
        if sent is None or not sent.filename:
            raise RosterError("没有选文件", remedy="先选改好的数据表")
        data = sent.read()
        chosen = template_of(f"{job.params['template']}.md", job.params["template_text"])
        params = job.params
        order = batch.Order(
            chosen,
            data,
            params["folder"],
            params["formats"],
            params["name"],
            params["no_gaps"],
            profile_form.from_json(params["profile"]),
        )
        read = rosters.read_own(chosen, safe_name(sent.filename), data)
        batch.mend(library(), job, order, read, scope())
        keep(library().storage, sent.filename, data)
    except Problem as problem:
        return render_template("batch.html", **_state(job, problem)), 422
    return redirect(url_for("runs.show", job_id=job_id))


def _step(job: Job, position: int) -> Step:
    found = library().jobs.steps(job.id, limit=1, offset=max(0, position))
    if not found or found[0].position != position:
        raise PageMissing("这一批里没有这一行", remedy="回到这一批的页面再点一次")
    return found[0]


@blueprint.get("/batches/<int:job_id>/rows/<int:position>")
def row(job_id: int, position: int) -> ResponseReturnValue:
    """The pages of one document of a batch."""
    job = _job(job_id)
    step = _step(job, position)
    composition = made(job.params, step.payload)
    return render_template(
        "batch_row.html",
        back=url_for("runs.show", job_id=job_id),
        back_to=job.title,
        number=step.payload["row"],
        title=composition.document.title,
        gaps=[gap.label for gap in composition.gaps],
        pages=sheets.lay_out(composition, {}, user().id).pages,
    )


@blueprint.get("/batches/<int:job_id>/rows/<int:position>/<suffix>")
def file(job_id: int, position: int, suffix: str) -> ResponseReturnValue:
    """One file of a batch: that of a row with this suffix."""
    job = _job(job_id)
    result = _step(job, position).result or {"files": []}
    name = next((f["path"] for f in result["files"] if Path(f["path"]).suffix == f".{suffix}"), "")
    if not name:
        raise PageMissing("这一批里没有这份文件", remedy="回到这一批的页面再点一次")
    return _taken(job.params["folder"], name)


def _taken(place: str, name: str) -> ResponseReturnValue:
    storage = storage_at(place)
    try:
        data = storage.read(name)
    except OSError as error:
        where = f"{storage.place}/{name}"
        raise PageMissing("这份文件已经不在了", where=where, remedy="重新生成这一批") from error
    known = layout.FORMATS.get(Path(name).suffix)
    return attached(data, name, known.media_type if known else "application/octet-stream")


@blueprint.get("/batches/<int:job_id>/manifest.<any(xlsx, json):suffix>")
def manifest(job_id: int, suffix: str) -> ResponseReturnValue:
    """The manifest as a workbook or as JSON, as far as the batch has come."""
    job = _job(job_id)
    entries = batch.manifest(library(), job)
    if suffix == "json":
        return attached(
            batch.manifest_json(entries), f"{_called(job)}清单.json", "application/json"
        )
    return attached(batch.manifest_sheet(entries), f"{_called(job)}清单.xlsx", XLSX)


def _called(job: Job) -> str:
    """What is taken away is called after the roster as well: next month's has another name."""
    source = Path(job.params.get("source") or "").stem
    return f"{job.title}-{source}" if source else job.title


@blueprint.get("/batches/<int:job_id>/files.zip")
def archive(job_id: int) -> ResponseReturnValue:
    """Every finished file with the manifest, packed while it is sent."""
    job = _job(job_id)
    packed = batch.archive(library(), job)
    response = Response(packed.pieces, mimetype="application/zip")
    response.content_length = packed.length
    name = quote(safe_name(f"{_called(job)}.zip"))
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.post("/batches/<int:job_id>/bind/<suffix>")
def bind(job_id: int, suffix: str) -> ResponseReturnValue:
    """Order one file of all documents that are done."""
    batch.plan_binding(library(), _job(job_id), f".{suffix}", user().id)
    return redirect(url_for("runs.show", job_id=job_id) + "#take")


@blueprint.get("/batches/bound/<int:job_id>/<int:number>")
def bound(job_id: int, number: int) -> ResponseReturnValue:
    """A file in which several documents are bound."""
    job = _job(job_id, batch.BINDING_KIND)
    files = (job.result or {}).get("files", [])
    if number >= len(files):
        raise PageMissing("合订本还没有做好", remedy="回到这一批的页面看看进度")
    return _taken(job.params["folder"], files[number]["path"])


@dataclass(frozen=True, slots=True)
class Binding:
    """One file of all, as far as it is: not ordered, being made, or there; or why not."""

    suffix: str
    name: str
    job: Job | None
    error: str = ""


def _bindings(job: Job) -> list[Binding]:
    found = []
    for suffix, name in FORMATS:
        if suffix in job.params["formats"]:
            try:
                own = batch.find_binding(library(), job, suffix, scope())
            except NotFound:
                own = None
            error = (own.result or {}).get("error") if own else None
            found.append(Binding(suffix, name, own, batch.told(error) if error else ""))
    return found
