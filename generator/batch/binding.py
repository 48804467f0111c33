"""One Word file or PDF of all documents of a batch 合订本, made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.errors import Conflict, NotFound, reason
from corpus.library import Job, Library, Scope
from corpus.storage import storage_at
from generator.batch.manifest import steps
from generator.batch.planning import KIND
from generator.batch_row import made
from generator.errors import LayoutError, OutputError
from generator.layout import bound, profile_form

BINDING_KIND = "batch-binding"
NAME = "合订本"
WRITERS = {".docx": bound.write_word, ".pdf": bound.write_pdf}
VOLUME = 1_500_000
"""Characters of text in one file, some 3,500 pages: typesetting more takes more than a gigabyte,
and opening it takes Word minutes. What is beyond goes into a second file."""


def plan_binding(library: Library, job: Job, suffix: str, owner: int) -> Job:
    """A waiting job that binds the finished documents of `job`, or the one that does so already.

    Raises `LayoutError` for a suffix other than `.docx` and `.pdf`, `Conflict` while the batch
    is still being made.
    """
    if suffix not in WRITERS:
        raise LayoutError(f"合不成“{suffix}”", where="合订本", remedy="可用的有 .docx、.pdf")
    if not job.finished or not job.done:
        raise Conflict("还没有做完", where=job.title, remedy="等这一批做完再合成一份")
    try:
        known = find_binding(library, job, suffix, Scope(owner))
        if not (known.result or {}).get("error"):
            return known
    except NotFound:
        pass
    anywhere = library.reached_by_all(job.params["folder"])
    params = _params(job, suffix)
    return library.jobs.create(BINDING_KIND, owner, params, [], title=job.title, anywhere=anywhere)


def find_binding(library: Library, job: Job, suffix: str, scope: Scope) -> Job:
    """The newest job that binds `job` as it is now; raises `NotFound`."""
    wanted = _params(job, suffix)
    for own in library.jobs.recent(scope, kind=BINDING_KIND, limit=200):
        if own.params == wanted:
            return own
    raise NotFound("还没有合订本", where=job.title)


def _params(job: Job, suffix: str) -> dict[str, Any]:
    # A batch that was mended since is bound anew.
    moment = job.updated.isoformat()
    return {"batch": job.id, "of": moment, "suffix": suffix, "folder": job.params["folder"]}


def bind(home: Path, job: Job) -> dict[str, Any]:
    """The files in which the documents of a batch are bound, after writing them."""
    suffix, storage = job.params["suffix"], storage_at(job.params["folder"])
    files = []
    with Library.open(home) as library:
        batch = library.jobs.state(job.params["batch"])
        assert batch.kind == KIND
        profile = profile_form.from_json(batch.params["profile"])
        volumes = list(_volumes(library, batch))
        for number, positions in enumerate(volumes, 1):
            name = f"{NAME}{number if len(volumes) > 1 else ''}{suffix}"
            data = WRITERS[suffix](_documents(library, batch, positions), batch.title, profile)
            try:
                storage.write(name, data)
            except OSError as error:
                raise OutputError(
                    f"写不进去（{reason(error)}）",
                    where=f"{storage.place}/{name}",
                    remedy="看看磁盘和权限，再合一次",
                ) from error
            files.append({"path": name, "documents": len(positions), "size": len(data)})
    return {"files": files}


def _volumes(library: Library, batch: Job) -> Iterator[list[int]]:
    """The positions of the finished rows, as many together as fit into a volume."""
    volume: list[int] = []
    length = 0
    for step in steps(library, batch):
        if step.status != "done" or step.result is None:
            continue
        if volume and length + step.result["length"] > VOLUME:
            yield volume
            volume, length = [], 0
        volume.append(step.position)
        length += step.result["length"]
    yield volume


def _documents(library: Library, batch: Job, positions: Sequence[int]) -> Iterator[Document]:
    wanted = frozenset(positions)
    for step in steps(library, batch, positions[0], positions[-1] + 1):
        if step.position in wanted:
            yield made(batch.params, step.payload).document
