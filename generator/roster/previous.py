"""Values of before 上次的内容: what the rows of the last batch of a template were filled with."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.library import Job, Library, Scope
from generator.fields.base import Raw

BATCH = "batch"
"""The kind of the jobs whose steps carry the inputs of a row under `inputs`."""
_LOOKED = 200
_PAGE = 500


def last_batch(library: Library, scope: Scope, template_id: str) -> Job | None:
    """The newest batch within `scope` of this template; None where there is none."""
    jobs = library.jobs.recent(scope, kind=BATCH, limit=_LOOKED)
    return next((job for job in jobs if job.params.get("template") == template_id), None)


def last_rows(library: Library, scope: Scope, template_id: str) -> tuple[Mapping[str, Raw], ...]:
    """The inputs of each row of that batch, in order; () where there is none."""
    job = last_batch(library, scope, template_id)
    if job is None:
        return ()
    rows: list[Mapping[str, Raw]] = []
    while page := library.jobs.steps(job.id, limit=_PAGE, offset=len(rows)):
        rows += [step.payload["inputs"] for step in page]
    return tuple(rows)
