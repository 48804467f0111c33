"""文库: bring files in, see what became of each, look over and remove what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.library import Job, Step
from corpus.library.documents import Kind
from corpus.library.importing import plan_import
from corpus.reading import READABLE, SUFFIXES, Settings
from webapp import uploads
from webapp.context import home, library, scope, user

blueprint = Blueprint("library", __name__)

PAGE_SIZE, STEPS_SHOWN, IMPORTS_SHOWN = 50, 500, 5
KINDS: dict[Kind, str] = {"library": "范文", "sample": "示例", "export": "导出的"}


@blueprint.get("/library")
def index() -> ResponseReturnValue:
    """The library: upload, the last imports, the list."""
    seen = scope()
    kind: Kind = next((one for one in KINDS if one == request.args.get("kind")), "library")
    counts = {name: library().documents.count(seen, kind=name) for name in KINDS}
    page = max(int(request.args.get("page", "1")) if _is_page() else 1, 1)
    return render_template(
        "library.html",
        kind=kind,
        shelves=[
            (f"{name} {counts[key]}", url_for("library.index", kind=key), key == kind)
            for key, name in KINDS.items()
        ],
        counts=counts,
        page=page,
        pages=-(-counts[kind] // PAGE_SIZE),
        documents=library().documents.list(
            seen, kind=kind, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
        ),
        imports=library().jobs.recent(seen, kind="import", limit=IMPORTS_SHOWN),
        suffixes=sorted(SUFFIXES),
        readable=READABLE,
        mine=user().id,
    )


@blueprint.post("/library/uploads")
def upload() -> ResponseReturnValue:
    """Keep the files that were sent and order their import; leads to its progress."""
    person = user()
    kept = uploads.keep(home(), person.id, request.files.getlist("files"))
    job = plan_import(
        library(),
        list(kept.paths),
        person.id,
        settings=Settings(mask="mask" in request.form),
        keep_similar="keep_similar" in request.form,
    )
    return redirect(url_for("library.show_import", job_id=job.id), 303)


@blueprint.get("/library/imports/<int:job_id>")
def show_import(job_id: int) -> ResponseReturnValue:
    """The page of one import: its progress, then what became of each file."""
    return render_template("import.html", **_import(job_id))


@blueprint.get("/library/imports/<int:job_id>/progress")
def progress(job_id: int) -> ResponseReturnValue:
    """The part of that page which changes, for polling."""
    return render_template("import_progress.html", **_import(job_id))


@blueprint.post("/library/documents/<int:document_id>/delete")
def delete(document_id: int) -> ResponseReturnValue:
    """Remove a document of one's own; asked for once, in the list."""
    seen = scope()
    title = library().documents.get(document_id, seen).document.title
    library().documents.delete(document_id, seen)
    flash(f"已从文库删除：{title}", "info")
    return redirect(url_for("library.index"), 303)


def _import(job_id: int) -> dict[str, Any]:
    job = library().jobs.get(job_id, scope())
    steps = library().jobs.steps(job.id, limit=STEPS_SHOWN)
    if job.finished:
        _clear(job, steps)
    return {"job": job, "files": [outcome(step) for step in steps]}


def outcome(step: Step) -> dict[str, Any]:
    """What became of one file: its name, a state, how many documents, and why it was refused.

    `similar` holds the documents of the file that say nearly the same as one of the library.
    """
    result = step.result or {}
    imported, duplicate = result.get("imported", []), result.get("duplicate", [])
    similar = result.get("similar", [])
    state = "waiting" if step.status in {"waiting", "running"} else "refused"
    if step.status == "done":
        state = "imported" if imported else "duplicate"
    error = step.error or {}
    return {
        "name": Path(str(step.payload.get("path", ""))).name,
        "state": state,
        "new": len(imported),
        "old": len(duplicate),
        "similar": [{**one, "share": f"{one['likeness']:.1%}"} for one in similar],
        "message": error.get("message", ""),
        "remedy": error.get("remedy", ""),
    }


def _clear(job: Job, steps: tuple[Step, ...]) -> None:
    """Remove the uploaded copies of a finished import: the library has the originals."""
    for step in steps[:1]:
        path = Path(str(step.payload.get("path", "")))
        if len(path.parts) > 3 and (home() / "uploads" / str(job.owner)) in path.parents:
            uploads.forget(home(), job.owner, path.parent.parent.name)


def _is_page() -> bool:
    text = request.args.get("page", "")
    return text.isascii() and text.isdecimal() and len(text) < 6
