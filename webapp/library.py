"""文库: bring files in and see what became of each; `shelf` has the list of what is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.library import Job, Step
from corpus.library.importing import NAME, passed_over, plan_import, plan_passed_over, planned
from corpus.pinyin import ordered
from corpus.reading import Settings
from webapp import shelf, uploads
from webapp.context import home, library, scope, user
from webapp.documents import attached
from webapp.errors import InvalidRequest, PageMissing
from webapp.import_results import STATES, counts, outcomes, workbook

blueprint = Blueprint("library", __name__)

STEPS_SHOWN, STEPS_READ = 200, 500
STEPS_BEFORE, STEPS_AROUND = 20, 60
"""While an import runs: files shown that are done already, files shown in all."""
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blueprint.add_url_rule("/library", "index", shelf.index)
for _path, _name, _view in (
    ("<int:document_id>/delete", "delete", shelf.delete),
    ("delete", "delete_chosen", shelf.delete_chosen),
    ("originals", "originals", shelf.originals),
):
    blueprint.add_url_rule(f"/library/documents/{_path}", _name, _view, methods=["POST"])


@blueprint.post("/library/uploads")
def upload() -> ResponseReturnValue:
    """Keep the files that were sent and order their import; leads to its progress."""
    kept = uploads.keep(home(), user().id, request.files.getlist("files"))
    return redirect(url_for("library.show_import", job_id=_plan(kept).id), 303)


@blueprint.post("/library/uploads/begin")
def begin() -> ResponseReturnValue:
    """A new upload that files are sent to in parts, so that a lost connection loses only a part."""
    token = uploads.begin(home(), user().id)
    return {
        "files": url_for("library.add_files", token=token),
        "import": url_for("library.import_upload", token=token),
    }


@blueprint.post("/library/uploads/<token>/files")
def add_files(token: str) -> ResponseReturnValue:
    """Keep some files of an upload, each with its number, its path and its size."""
    uploads.own(home(), user().id, token)
    files = request.files.getlist("files")
    told = [request.form.getlist(name) for name in ("numbers", "names", "sizes")]
    if not all(len(values) == len(files) for values in told):
        raise InvalidRequest("这一批文件没有传完整", remedy="刷新页面后再传一次")
    for file, number, name, size in zip(files, *told, strict=True):
        if not (number.isascii() and number.isdecimal() and size.isascii() and size.isdecimal()):
            raise InvalidRequest("这一批文件的编号不对", remedy="刷新页面后再传一次")
        uploads.add(home(), user().id, token, int(number), file, name, int(size))
    return {"kept": len(files)}


@blueprint.post("/library/uploads/<token>/import")
def import_upload(token: str) -> ResponseReturnValue:
    """Order the import of an upload; asked twice, it is ordered once."""
    # its answer may have been lost, and what was sent may have been read since
    if known := planned(library(), user().id, token):
        return {"location": url_for("library.show_import", job_id=known.id)}
    kept = uploads.find(home(), user().id, token)
    if len(kept.paths) != _number(request.form.get("count", "")):
        raise InvalidRequest("有文件没有传到", remedy="刷新页面后再传一次")
    return {"location": url_for("library.show_import", job_id=_plan(kept).id)}


@blueprint.get("/library/imports/<int:job_id>")
def show_import(job_id: int) -> ResponseReturnValue:
    """The page of one import: its progress, then what became of each file."""
    return render_template("import.html", **_import(job_id))


@blueprint.get("/library/imports/<int:job_id>/progress")
def progress(job_id: int) -> ResponseReturnValue:
    """The part of that page which changes, for polling."""
    return render_template("import_progress.html", **_import(job_id))


@blueprint.get("/library/imports/<int:job_id>/list.xlsx")
def results(job_id: int) -> ResponseReturnValue:
    """What became of each file, as a workbook."""
    job = _job(job_id)
    data = workbook(outcomes(_steps(job)))
    name = f"上传结果 {job.created.astimezone():%Y-%m-%d %H%M}.xlsx"
    return attached(data, name, SHEET)


@blueprint.post("/library/imports/<int:job_id>/similar")
def keep_similar(job_id: int) -> ResponseReturnValue:
    """Keep what an import passed over because the library has its like; leads to the progress."""
    again = plan_passed_over(library(), _job(job_id))
    return redirect(url_for("library.show_import", job_id=again.id), 303)


def _plan(kept: uploads.Upload) -> Job:
    """The import of an upload, in the order in which a person would list the files: of papers
    that are alike the first ones are kept."""
    return plan_import(
        library(),
        ordered(kept.paths, lambda path: kept.names.get(path, path.name)),
        user().id,
        settings=Settings(mask="mask" in request.form),
        keep_similar="keep_similar" in request.form,
        names=kept.names,
        run=kept.token,
    )


def _import(job_id: int) -> dict[str, Any]:
    """What the page of an import shows: while it runs the files around its turn, then all."""
    job = _job(job_id)
    told: dict[str, Any] = {"job": job, "found": {}, "shown": "", "pages": 1, "page": 1}
    if not job.finished:
        at = max(job.done + job.failed - STEPS_BEFORE, 0)
        steps = library().jobs.steps(job.id, limit=STEPS_AROUND, offset=at)
        return {**told, "files": outcomes(steps)}
    steps = _steps(job)
    every = outcomes(steps)
    shown = request.args.get("shown", "")
    files = [one for one in every if one.state == shown] if shown in STATES else list(every)
    pages = max(-(-len(files) // STEPS_SHOWN), 1)
    page = min(max(_number(request.args.get("page", "")), 1), pages)
    return {
        **told,
        "found": counts(every),
        "new": sum(len(one.new) for one in every),
        "old": sum(len(one.old) for one in every),
        "like": sum(len(one.similar) for one in every),
        "left": len(passed_over(library(), job)),
        "shown": shown if shown in STATES else "",
        "states": STATES,
        "page": page,
        "pages": pages,
        "files": files[(page - 1) * STEPS_SHOWN : page * STEPS_SHOWN],
    }


def _job(job_id: int) -> Job:
    job = library().jobs.get(job_id, scope())
    if job.kind != NAME:
        raise PageMissing("没有这次上传", remedy="回到文库，从“最近上传”里找")
    return job


def _steps(job: Job) -> tuple[Step, ...]:
    found: list[Step] = []
    while part := library().jobs.steps(job.id, limit=STEPS_READ, offset=len(found)):
        found += part
    return tuple(found)


def _number(text: str) -> int:
    """The number that `text` spells; 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
