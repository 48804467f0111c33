"""批量生成: a template, a roster, the check of its cells, the job, and taking the files away."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import Problem
from corpus.files import safe_name
from corpus.library import Job, Step
from generator import batch, roster, template
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
MEDIA = {".docx": "application/octet-stream", ".pdf": "application/pdf"}
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
        sent=sent,
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
    folder = home() / "batches" / f"{stamp}-{token[:6]}"
    job = batch.plan_batch(
        library(), sent.template, sent.path, folder, formats, user().id, profile=profile()
    )
    return redirect(url_for("batches.show", job_id=job.id))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the results: its number in the roster, what it is called, how it went."""

    row: int
    name: str
    status: str
    reason: str
    files: tuple[tuple[str, str], ...]
    pages: int | None


@blueprint.get("/batches/<int:job_id>")
def show(job_id: int) -> ResponseReturnValue:
    """A batch: progress while it runs, results as they come, the files to take."""
    return render_template("batch.html", **_state(job_id))


@blueprint.get("/batches/<int:job_id>/progress")
def progress(job_id: int) -> ResponseReturnValue:
    """What changes on the page of a batch, for polling."""
    return render_template("batch_state.html", **_state(job_id))


def _state(job_id: int) -> dict[str, Any]:
    job = _job(job_id)
    only = request.args.get("only") == "1"
    offset = max(0, request.args.get("offset", 0, int))
    found = library().jobs.steps(
        job.id, status="failed" if only else None, limit=SHOWN, offset=offset
    )
    return {
        "job": job,
        "chosen": job.params["template"],
        "genre": _genre(job),
        "lines": [line(step) for step in found],
        "formats": " 和 ".join(n for s, n in FORMATS if s in job.params["formats"]),
        "only": only,
        "offset": offset,
        "shown": SHOWN,
        "matching": job.failed if only else job.total,
        "left": _left(job),
        "steps": STEPS,
        "step": 5 if job.finished else 4,
    }


def line(step: Step) -> Line:
    """How one row of the roster went."""
    inputs = step.payload["inputs"]
    name = str(next(iter(inputs.values()), "")).split("\n")[0]
    result, error = step.result or {}, step.error or {}
    files = tuple((Path(file["path"]).suffix, file["path"]) for file in result.get("files", ()))
    pages = next((file["pages"] for file in result.get("files", ()) if file["pages"]), None)
    if step.status == "failed":
        parts = (error.get("where"), error.get("message"))
        reason = "：".join(part for part in parts if part)
        reason = f"{reason}。{error['remedy']}" if error.get("remedy") else reason
    else:
        gaps = result.get("gaps", ())
        reason = f"待补：{'、'.join(gaps)}" if gaps else ""
    return Line(step.payload["row"], name, step.status, reason, files, pages)


def _left(job: Job) -> str:
    """How long the rest will take at the pace so far, in words; empty before one can tell."""
    settled = job.done + job.failed
    if job.status != "running" or settled < 3 or settled >= job.total:
        return ""
    begun = job.created if job.created.tzinfo else job.created.replace(tzinfo=UTC)
    seconds = (datetime.now(UTC) - begun).total_seconds() / settled * (job.total - settled)
    return f"约 {seconds:.0f} 秒" if seconds < 90 else f"约 {seconds / 60:.0f} 分钟"


def _genre(job: Job) -> str:
    known = template.shipped().get(job.params["template"])
    return known.genre if known else ""


def _job(job_id: int) -> Job:
    job = library().jobs.get(job_id, scope())
    if job.kind != batch.KIND:
        raise PageMissing(f"第 {job_id} 号工作不是批量生成", remedy="从“批量生成”里重新打开")
    return job


@blueprint.post("/batches/<int:job_id>/<any(pause, resume, cancel):action>")
def turn(job_id: int, action: str) -> ResponseReturnValue:
    """Pause, resume or cancel; what is done stays."""
    _job(job_id)
    getattr(library().jobs, action)(job_id, scope())
    return redirect(url_for("batches.show", job_id=job_id))


@blueprint.get("/batches/<int:job_id>/files/<name>")
def file(job_id: int, name: str) -> ResponseReturnValue:
    """One file of a batch."""
    job = _job(job_id)
    known = (f["path"] for entry in batch.manifest(library(), job) for f in entry["files"])
    if name not in known:
        raise PageMissing("这一批里没有这份文件", remedy="回到这一批的页面再点一次")
    path = Path(job.params["folder"]) / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PageMissing("这份文件已经不在了", where=str(path), remedy="重新生成这一批") from error
    return attached(data, name, MEDIA.get(path.suffix, "application/octet-stream"))


@blueprint.get("/batches/<int:job_id>/manifest.xlsx")
def manifest(job_id: int) -> ResponseReturnValue:
    """The manifest as a workbook, as far as the batch has come."""
    job = _job(job_id)
    data = batch.manifest_sheet(batch.manifest(library(), job))
    return attached(data, f"{job.title}清单.xlsx", XLSX)


@blueprint.get("/batches/<int:job_id>/files.zip")
def archive(job_id: int) -> Response:
    """Every finished file with the manifest, packed; written to disk, never held in memory."""
    job = _job(job_id)
    entries = batch.manifest(library(), job)
    folder = Path(job.params["folder"])
    # closed, and with that deleted, by the response
    target = tempfile.TemporaryFile()  # noqa: SIM115
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for entry in entries:
            for made in entry["files"]:
                if (folder / made["path"]).is_file():
                    packed.write(folder / made["path"], made["path"])
        packed.writestr(batch.MANIFEST_SHEET, batch.manifest_sheet(entries))
    target.seek(0)
    name = safe_name(f"{job.title}.zip")
    return send_file(target, "application/zip", as_attachment=True, download_name=name)
