"""A batch planned: its folder, its rows, the names of their files; found again to go on with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import NotFound, reason
from corpus.library import Job, Library, Scope
from corpus.storage import storage_at
from generator import layout, template
from generator.batch import naming
from generator.batch.manifest import MANIFEST
from generator.calling import called
from generator.errors import LayoutError, OutputError
from generator.layout import STANDARD, Profile, fonts, profile_form
from generator.roster import NOTHING, Choices, Roster, RosterRow

KIND = "batch"
_PROBE = ".nigao"


@dataclass(frozen=True, slots=True)
class Order:
    """What a batch is to be: a template, the bytes of a roster, a folder (or a bucket's address),
    formats by suffix, a pattern of names; with `no_gaps` rows with gaps fail. `source` is what the
    roster is called, `choices` what was chosen about its sheets and columns."""

    template: template.Template
    roster: bytes
    folder: str
    formats: Sequence[str]
    name: str = naming.DEFAULT
    no_gaps: bool = False
    profile: Profile = STANDARD
    source: str = ""
    choices: Choices = NOTHING

    def params(self) -> dict[str, Any]:
        """What its job is known by, as JSON values; raises `LayoutError`, `InputError`."""
        for suffix in self.formats:
            if suffix not in layout.FORMATS:
                known = "、".join(layout.FORMATS)
                raise LayoutError(
                    f"不会写“{suffix}”这种格式", where="--formats", remedy=f"可用的有 {known}"
                )
        return {
            "template": self.template.id,
            "template_sha256": self.template.sha256,
            # the text itself: a job outlives the version of the program that planned it
            "template_text": self.template.text,
            "roster_sha256": hashlib.sha256(self.roster).hexdigest(),
            "folder": storage_at(self.folder).place,
            "formats": list(dict.fromkeys(self.formats)),
            "name": naming.read_pattern(self.template, self.name).text,
            "no_gaps": self.no_gaps,
            # a batch is laid out one way, whatever is set while it runs
            "profile": profile_form.to_json(self.profile),
        }


def plan_batch(library: Library, order: Order, read: Roster, owner: int) -> Job:
    """A waiting job that makes one document a row of `read`, the roster of `order`.

    Rows with wrong cells become steps that fail with their place and reason, so that the
    manifest names every row. Raises `LayoutError` (also where PDF is wanted and there is no
    Chinese font), `InputError` for the pattern of names, or `OutputError` where the folder
    cannot be used or holds another batch.
    """
    params = order.params()
    if ".pdf" in order.formats:
        fonts.faces()
    _prepare(library, owner, params["folder"])
    params |= {
        "sheet": read.sheet,
        "source": order.source,
        "choices": order.choices.to_json(),
        "digits": naming.digits(read.lines),
        "notes": [str(finding) for finding in read.findings],
        # how the unit calls itself and others, as it was when the batch began
        "short_forms": dict(library.unit.get().short_forms),
    }
    steps = payloads(order.template, params, read.rows, naming.numbers(read.lines))
    return library.jobs.create(
        KIND,
        owner,
        params,
        steps,
        title=order.template.title,
        anywhere=library.reached_by_all(params["folder"]),
    )


def payloads(
    chosen: template.Template,
    params: Mapping[str, Any],
    rows: Sequence[RosterRow],
    numbers: Mapping[int, naming.Number],
    names: naming.Names | None = None,
) -> list[dict[str, Any]]:
    """The payloads of the steps that make `rows`, whose lines have `numbers`; names go on from
    `names`."""
    names = names or naming.Names()
    pattern = naming.read_pattern(chosen, params["name"])
    result = []
    for row in rows:
        inputs = called(chosen.fields, row.inputs, params["short_forms"])
        name = ""
        if not row.wrong:
            name = names.give(naming.name_of(chosen, pattern, numbers[row.number], inputs))
        result.append(
            {
                "row": row.number,
                "name": name,
                "inputs": inputs,
                "errors": [f.to_json() for f in row.findings if f.severity == "error"],
                "warnings": [f.to_json() for f in row.findings if f.severity == "warning"],
            }
        )
    return result


def find_batch(library: Library, order: Order, owner: int) -> Job:
    """The newest job planned with the same template, folder, formats and names, to go on with;
    its roster may have been mended since.

    Raises `NotFound` where there is none, or where it was cancelled.
    """
    wanted = order.params()
    mended = {key: value for key, value in wanted.items() if key != "roster_sha256"}
    for job in library.jobs.recent(Scope(owner), kind=KIND, limit=1000):
        if job.status != "cancelled" and mended.items() <= job.params.items():
            return job
    raise NotFound(
        "没有可以接着做的批次",
        where=order.folder,
        remedy="模板、格式和文件名要与上次相同；要重新做，去掉 --resume 并换一个文件夹",
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a roster; raises `OutputError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(
            f"数据表打不开（{reason(error)}）", where=str(path), remedy="核对路径和权限"
        ) from error


def _prepare(library: Library, owner: int, place: str) -> None:
    """See that `place` can be written, and that no other batch uses it."""
    storage = storage_at(place)
    try:
        storage.write(_PROBE, b"")
        storage.remove(_PROBE)
        used = storage.holds(MANIFEST)
    except OSError as error:
        raise OutputError(
            f"输出文件夹不能写入（{reason(error)}）",
            where=place,
            remedy="换一个文件夹，或开放写入权限",
        ) from error
    jobs = library.jobs.recent(Scope(owner), kind=KIND, limit=1000)
    unfinished = any(job.params["folder"] == place and not job.finished for job in jobs)
    if unfinished or used:
        raise OutputError(
            "里面的一批还没有做完" if unfinished else "里面已经有一批文稿",
            where=place,
            remedy="换一个文件夹，或加 --resume 接着做" if unfinished else "换一个文件夹",
        )
