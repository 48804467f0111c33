"""A batch mended: rows that failed or were changed in the roster are made again, others stay."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from typing import Any

from corpus.library import Job, Library, Scope, Step
from corpus.storage import Storage, storage_at
from generator.batch import naming
from generator.batch.manifest import steps
from generator.batch.planning import KIND, Order, payloads
from generator.batch_row import template_of
from generator.calling import called
from generator.errors import RosterError
from generator.roster import Roster


def retry(library: Library, job: Job, scope: Scope, positions: set[int] | None = None) -> Job:
    """The job with its failed rows waiting again, or those at `positions`, as they are.

    Rows with wrong cells would fail again: they wait for a mended roster.
    """
    failed = {
        step.id: step.payload
        for step in steps(library, job)
        if step.status == "failed"
        and not step.payload["errors"]
        and (positions is None or step.position in positions)
    }
    return library.jobs.redo(job.id, scope, failed) if failed else job


def recover(library: Library, job: Job) -> Job:
    """The job with those finished rows waiting again whose files are no longer what was written.

    For when a runner starts: a power cut may have taken what the disk had not got yet.
    """
    if job.finished:
        return job
    storage = storage_at(job.params["folder"])
    lost = {
        step.id: step.payload
        for step in steps(library, job)
        if step.status == "done"
        and step.result is not None
        and not all(_is_there(storage, file) for file in step.result["files"])
    }
    return library.jobs.redo(job.id, Scope(job.owner), lost) if lost else job


def recover_all(library: Library) -> None:
    """`recover` every batch that is not finished, whoever owns it."""
    for job in library.jobs.unfinished(KIND):
        recover(library, job)


def _is_there(storage: Storage, file: Mapping[str, Any]) -> bool:
    try:
        found = hashlib.sha256(storage.read(file["path"])).hexdigest()
    except OSError:
        return False
    return bool(found == file["sha256"])


def mend(library: Library, job: Job, order: Order, read: Roster, scope: Scope) -> Job:
    """The job with what `read`, the roster as it is now, has changed in it.

    Rows go by their numbers: those that failed and those whose cells differ wait again, new
    ones are added, all others keep their files. Raises `RosterError` where a row is gone.
    """
    known = {step.payload["row"]: step for step in steps(library, job)}
    rows = {row.number: row for row in read.rows}
    if gone := sorted(known.keys() - rows.keys()):
        shown = "、".join(map(str, gone[:5])) + ("……" if len(gone) > 5 else "")
        raise RosterError(
            f"数据表里少了第 {shown} 行",
            where=read.sheet,
            remedy="行号不能变：改好格子就行，不要删行；要从头来，新做一批",
        )
    chosen = template_of(f"{job.params['template']}.md", job.params["template_text"])
    forms = job.params["short_forms"]
    changed = [
        row
        for number, row in rows.items()
        if _differs(known.get(number), called(chosen.fields, row.inputs, forms))
    ]
    numbers = {row.number for row in changed}
    kept = [step.payload["name"] for number, step in known.items() if number not in numbers]
    widths = job.params["digits"]
    # batches planned before there were places have one width, of their lines
    line, place = (widths, widths) if isinstance(widths, int) else widths
    placed = naming.numbers(read.lines, (line, place))
    made = payloads(chosen, job.params, changed, placed, naming.Names(kept))
    again = {known[own["row"]].id: own for own in made if own["row"] in known}
    _forget(job, [known[own["row"]] for own in made if own["row"] in known], again)
    added = [own for own in made if own["row"] not in known]
    digest = {"roster_sha256": order.params()["roster_sha256"]}
    return library.jobs.redo(job.id, scope, again, added, digest)


def _differs(step: Step | None, inputs: dict[str, Any]) -> bool:
    return step is None or step.status == "failed" or step.payload["inputs"] != inputs


def _forget(job: Job, before: list[Step], again: Mapping[int, Mapping[str, Any]]) -> None:
    """Remove the files of rows that get another name."""
    storage = storage_at(job.params["folder"])
    for step in before:
        if step.result and again[step.id]["name"] != step.payload["name"]:
            for file in step.result["files"]:
                with contextlib.suppress(OSError):
                    storage.remove(file["path"])
