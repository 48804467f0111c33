"""Importing: files and folders into the library, one step of a job for each file."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import NotFound, Unreadable
from corpus.library import Library, Scope, space
from corpus.library.jobs import Job, Step
from corpus.library.runner import JobKind
from corpus.reading import Settings, read_file
from corpus.reading.settings import USUAL

NAME = "import"

# Queued documents that the runner takes into the index at a time, about half a second's work.
_UPKEEP = 200
_HOUR = 3600.0
_UPLOADS_KEPT = 3 * 24 * _HOUR
# The steps of a job that a report reads at a time.
_PAGE = 500
# Among so many of a person's last imports one is looked for that was asked for twice.
_RECENT = 50
# Ends the name of a run that keeps what the run before it passed over.
_SECOND = "-again"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not imported, and why."""

    file: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that an import brought, or found to be there already."""

    id: int
    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Similar:
    """A document that says nearly the same as one in the library, and was not kept again.

    `id` is that of the one in the library; `lines` is where the other stands in its file.
    """

    id: int
    title: str
    file: str
    likeness: float
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each file of an import."""

    imported: tuple[Kept, ...]
    duplicate: tuple[Kept, ...]
    refused: tuple[Refused, ...]
    similar: tuple[Similar, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "imported": [_kept_json(kept) for kept in self.imported],
            "duplicate": [_kept_json(kept) for kept in self.duplicate],
            "similar": [
                {**_kept_json(Kept(one.id, one.title, one.file)), "likeness": one.likeness}
                for one in self.similar
            ],
            "refused": [
                {"file": refused.file, "message": refused.message, "remedy": refused.remedy}
                for refused in self.refused
            ],
        }


def plan_import(
    library: Library,
    paths: Sequence[Path],
    owner: int,
    *,
    kind: str = "library",
    visibility: str = "shared",
    settings: Settings = USUAL,
    keep_similar: bool = False,
    names: Mapping[Path, str] | None = None,
    run: str = "",
) -> Job:
    """A waiting job that imports `paths`: files, and folders with all that is in them.

    `settings` are written down with the job, so that each of its steps reads alike; with
    `keep_similar` near-duplicates of what the library has are kept as documents of their own.

    `names` are what a report calls files that lie under other names of ours. A `run` that was
    planned before is the same job: who asks again because no answer came gets no second one.

    Hidden files are left out, symbolic links are not followed out of their folder, and no
    file is taken twice. A path that does not exist is refused when its turn comes.
    """
    if run and (known := planned(library, owner, run)):
        return known
    called = {path.absolute(): name for path, name in (names or {}).items()}
    files = [(path, called.get(path, name)) for path, name in _files(paths)]
    some = "、".join(path.name for path in paths[:3]) + ("等" if len(paths) > 3 else "")
    params = {
        "run": run or uuid.uuid4().hex,
        "owner": owner,
        "kind": kind,
        "visibility": visibility,
        "without": sorted(settings.without),
        "mask": settings.mask,
        "keep_similar": keep_similar,
    }
    steps = [{"path": str(path), "name": name} for path, name in files]
    return library.jobs.create(NAME, owner, params, steps, title=f"导入 {some}")


def planned(library: Library, owner: int, run: str) -> Job | None:
    """The import of `owner` that was planned as `run`, if it is among the last ones."""
    recent = library.jobs.recent(Scope(owner), kind=NAME, limit=_RECENT)
    return next((job for job in recent if job.params.get("run") == run), None)


def under_way(library: Library) -> frozenset[str]:
    """The uploads of all imports that are not done yet: they are still needed."""
    runs = (str(job.params.get("run", "")) for job in library.jobs.unfinished(NAME))
    return frozenset(run.removesuffix(_SECOND) for run in runs)


def passed_over(library: Library, job: Job) -> dict[Path, str]:
    """The uploaded files, by what they are called, of which the finished `job` did not keep all
    because it is like what the library has; those alone that still lie here."""
    folder = _upload_of(library.home, job)
    files = {
        Path(step.payload["path"]): str(step.payload["name"])
        for step in _steps(library, job)
        if step.result and step.result.get("similar")
    }
    return {path: name for path, name in files.items() if folder in path.parents and path.exists()}


def plan_passed_over(library: Library, job: Job) -> Job:
    """A waiting job that keeps what the finished `job` passed over as like what the library has;
    ordered twice, it is the same. Raises `NotFound` where the files are gone."""
    again = str(job.params["run"]).removesuffix(_SECOND) + _SECOND
    if known := planned(library, job.owner, again):
        return known
    names = passed_over(library, job)
    if not names:
        raise NotFound(
            "上传的文件已经清理了",
            where="近似的文稿",
            remedy="把它们再传一次，勾选“近似重复的也收进来”",
        )
    return plan_import(
        library,
        list(names),
        job.owner,
        kind=job.params["kind"],
        visibility=job.params["visibility"],
        settings=_settings(job.params),
        keep_similar=True,
        names=names,
        run=again,
    )


def report(library: Library, job: Job) -> ImportReport:
    """What became of each file so far; whole once the job is done."""
    imported: list[Kept] = []
    duplicate: list[Kept] = []
    refused: list[Refused] = []
    similar: list[Similar] = []
    for step in _steps(library, job):
        name = str(step.payload["name"])
        if step.result:
            imported.extend(Kept(d["id"], d["title"], name) for d in step.result["imported"])
            duplicate.extend(Kept(d["id"], d["title"], name) for d in step.result["duplicate"])
            similar.extend(_similar(d, name) for d in step.result.get("similar", ()))
        elif step.error:
            refused.append(Refused(name, step.error["message"], step.error["remedy"]))
    return ImportReport(tuple(imported), tuple(duplicate), tuple(refused), tuple(similar))


def _similar(told: dict[str, Any], file: str) -> Similar:
    lines = told.get("lines")
    where = (lines[0], lines[1]) if lines else None
    return Similar(told["id"], told["title"], file, told["likeness"], where)


def import_file(home: Path, params: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """Read one file into the library at `home`; which documents are new and which were there.

    Raises `Unreadable` for a file that no reader takes.
    """
    path = Path(payload["path"])
    if not path.exists():
        raise Unreadable("没有这个文件或文件夹", where=payload["name"], remedy="核对路径后再试")
    settings = _settings(params)
    documents = read_file(path, settings)
    if not documents:
        raise Unreadable(
            "文件里没有找到文稿", where=payload["name"], remedy="确认文件里有正文后再试"
        )
    # The file itself holds the numbers that are to be masked.
    original = None if settings.mask else path.read_bytes()
    library = _library(home)
    result: dict[str, Any] = {"imported": [], "duplicate": [], "similar": []}
    kept = library.documents.add_all(
        documents,
        owner=params["owner"],
        kind=params["kind"],
        visibility=params["visibility"],
        original=original,
        name=path.name,
        origin=f"{params['run']}:{payload['name']}",
        once=not params.get("keep_similar", False),
    )
    for document, added in zip(documents, kept, strict=True):
        told: dict[str, Any] = {"id": added.id, "title": document.title}
        if added.status == "similar":
            lines = document.source.lines if document.source else None
            told |= {"likeness": round(added.likeness, 4), "lines": lines}
        result[added.status].append(told)
    return result


def _settings(params: Mapping[str, Any]) -> Settings:
    return Settings(frozenset(params.get("without", ())), params.get("mask", False))


def close_import(home: Path, job: Job) -> dict[str, Any]:
    """Take the last documents into the index; how many files came to what.

    The copies that a browser sent go: the library has the originals of what was read. Those of
    near-duplicates stay as long as what nobody ordered to be read does: somebody may want them.
    """
    from corpus.search import index_pending

    library = _library(home)
    _clear(library, job)
    index_pending(library)
    whole = report(library, job)
    return {
        "imported": len(whole.imported),
        "duplicate": len(whole.duplicate),
        "similar": len(whole.similar),
        "refused": len(whole.refused),
    }


def _clear(library: Library, job: Job) -> None:
    """Remove what was uploaded for `job`; not what it passed over, unless names are hidden."""
    folder = _upload_of(library.home, job)
    wanted = {} if job.params.get("mask") else passed_over(library, job)
    if not wanted:
        shutil.rmtree(folder, ignore_errors=True)
        return
    kept = {path.parent for path in wanted}
    for own in folder.iterdir():
        if own.is_dir() and own not in kept:
            shutil.rmtree(own, ignore_errors=True)


def _upload_of(home: Path, job: Job) -> Path:
    """The folder where lies what was uploaded for `job`, also where it is a second look at it."""
    return space.upload(home, job.owner, str(job.params["run"]).removesuffix(_SECOND)).absolute()


def keep_up(library: Library) -> None:
    """Take some of what is queued into the index; once an hour empty the bin of what has lain
    there for a month, give up photos that nothing shows any more, and remove uploads of three
    days ago that nobody ordered to be read."""
    from corpus.search import index_pending

    index_pending(library, _UPKEEP)
    if time.monotonic() >= _tidied.get(library.home, 0.0):
        _tidied[library.home] = time.monotonic() + _HOUR
        library.bin.empty()
        library.pictures.forget_unused()
        space.clear_uploads(library.home, time.time() - _UPLOADS_KEPT, under_way(library))


IMPORT = JobKind(name=NAME, work=import_file, close=close_import, seconds=30, upkeep=keep_up)
# When each data folder is to be tidied next.
_tidied: dict[Path, float] = {}


@cache
def _library(home: Path) -> Library:
    """One open library for all the steps that a worker does."""
    return Library.open(home)


def _files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """The files that `paths` stand for, each with the name by which a report calls it."""
    found: dict[Path, tuple[Path, str]] = {}
    for path in paths:
        inside = _below(path) if path.is_dir() else [path]
        for file in inside:
            name = file.relative_to(path.parent).as_posix() if file != path else file.name
            found.setdefault(_resolved(file), (file.absolute(), name))
    return list(found.values())


# What Windows leaves in every folder of pictures.
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


def _below(folder: Path) -> Iterator[Path]:
    top = _resolved(folder)
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(here, name)
            # "~$x.docx" is what Word leaves beside an open document.
            hidden = name.startswith((".", "~$")) or name.lower() in _SYSTEM
            if not hidden and file.is_file() and _resolved(file).is_relative_to(top):
                yield file


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _steps(library: Library, job: Job) -> Iterator[Step]:
    for offset in range(0, job.total, _PAGE):
        yield from library.jobs.steps(job.id, limit=_PAGE, offset=offset)


def _kept_json(kept: Kept) -> dict[str, Any]:
    return {"id": kept.id, "title": kept.title, "file": kept.file}
