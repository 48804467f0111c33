"""Batches 批量: a job with one step a row of a roster, its files, and the manifest 清单."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from corpus.errors import NotFound, reason
from corpus.files import safe_name, write_atomically
from corpus.library import Library, Scope
from corpus.library.jobs import Job, Step
from corpus.library.runner import JobKind
from generator import layout, roster, template
from generator.calling import called
from generator.compose import compose
from generator.errors import IncompleteInputs, InputError, LayoutError, OutputError
from generator.layout import STANDARD, Profile, pdf, profile_form
from generator.roster.workbook import put

KIND = "batch"
MANIFEST, MANIFEST_SHEET = "manifest.json", "清单.xlsx"
TITLE_LENGTH = 60
_PAGE = 500


def plan_batch(
    library: Library,
    chosen: template.Template,
    roster_path: Path,
    folder: Path,
    formats: Sequence[str],
    owner: int,
    *,
    no_gaps: bool = False,
    profile: Profile = STANDARD,
) -> Job:
    """A waiting job that makes one document a row of the roster, in `formats`, into `folder`.

    Rows with wrong cells become steps that fail with their place and reason, so that the
    manifest names every row. Raises `RosterError`, `LayoutError`, or `OutputError` where the
    folder cannot be used or holds another batch.
    """
    data = _read_bytes(roster_path)
    params = _params(chosen, data, folder, formats, no_gaps, profile)
    read = roster.read(chosen, roster_path.name, data)
    _prepare(library, owner, folder)
    short_forms = library.unit.get().short_forms
    steps = [
        {
            "row": row.number,
            "inputs": called(chosen.fields, row.inputs, short_forms),
            "errors": [f.to_json() for f in row.findings if f.severity == "error"],
            "warnings": [str(f) for f in row.findings if f.severity == "warning"],
        }
        for row in read.rows
    ]
    params |= {
        "sheet": read.sheet,
        "digits": len(str(read.rows[-1].number)),
        "notes": [str(finding) for finding in read.findings],
    }
    return library.jobs.create(KIND, owner, params, steps, title=chosen.title)


def find_batch(
    library: Library,
    chosen: template.Template,
    roster_path: Path,
    folder: Path,
    formats: Sequence[str],
    owner: int,
    *,
    no_gaps: bool = False,
    profile: Profile = STANDARD,
) -> Job:
    """The newest job planned with the same roster, template, folder and formats, to go on with.

    Raises `NotFound` where there is none, or where it was cancelled.
    """
    wanted = _params(chosen, _read_bytes(roster_path), folder, formats, no_gaps, profile)
    for job in library.jobs.recent(Scope(owner), kind=KIND, limit=1000):
        if job.status != "cancelled" and wanted.items() <= job.params.items():
            return job
    raise NotFound(
        "没有可以接着做的批次",
        where=str(folder),
        remedy="数据表、模板和格式要与上次相同；要重新做，去掉 --resume 并换一个文件夹",
    )


def _params(
    chosen: template.Template,
    data: bytes,
    folder: Path,
    formats: Sequence[str],
    no_gaps: bool,
    profile: Profile,
) -> dict[str, Any]:
    for suffix in formats:
        if suffix not in layout.FORMATS:
            known = "、".join(layout.FORMATS)
            raise LayoutError(
                f"不会写“{suffix}”这种格式", where="--formats", remedy=f"可用的有 {known}"
            )
    return {
        "template": chosen.id,
        "template_sha256": chosen.sha256,
        # the text itself: a job outlives the version of the program that planned it
        "template_text": chosen.text,
        "roster_sha256": hashlib.sha256(data).hexdigest(),
        "folder": str(folder.absolute()),
        "formats": list(dict.fromkeys(formats)),
        "no_gaps": no_gaps,
        # a batch is laid out one way, whatever is set while it runs
        "profile": profile_form.to_json(profile),
    }


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(
            f"数据表打不开（{reason(error)}）", where=str(path), remedy="核对路径和权限"
        ) from error


def _prepare(library: Library, owner: int, folder: Path) -> None:
    """Make `folder`, and see that no other batch uses it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".nigao"
        write_atomically(probe, b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(
            f"输出文件夹不能写入（{reason(error)}）",
            where=str(folder),
            remedy="换一个文件夹，或开放写入权限",
        ) from error
    place = str(folder.absolute())
    jobs = library.jobs.recent(Scope(owner), kind=KIND, limit=1000)
    unfinished = any(job.params["folder"] == place and not job.finished for job in jobs)
    if unfinished or (folder / MANIFEST).exists():
        raise OutputError(
            "里面的一批还没有做完" if unfinished else "里面已经有一批文稿",
            where=place,
            remedy="换一个文件夹，或加 --resume 接着做" if unfinished else "换一个文件夹",
        )


# --- one row, in a worker -------------------------------------------------------------------


@lru_cache(maxsize=4)
def _template(name: str, text: str) -> template.Template:
    return template.load(text, name)


def make_row(home: Path, params: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """The manifest's entry of one row, whose files are written when all of them are rendered.

    Raises `InputError` for a row with wrong cells, `IncompleteInputs` for gaps where they
    are refused, `OutputError` where a file cannot be written.
    """
    row = payload["row"]
    place = f"{params['sheet']} 第{row}行"
    if errors := payload["errors"]:
        raise _wrong_cells(errors)
    chosen = _template(f"{params['template']}.md", params["template_text"])
    composition = compose(chosen, payload["inputs"])
    if wrong := [f for f in composition.findings if f.severity == "error"]:
        raise InputError("；".join(str(f).rstrip("。") for f in wrong), where=place)
    gaps = list(dict.fromkeys(gap.label for gap in composition.gaps))
    if gaps and params["no_gaps"]:
        raise IncompleteInputs(f"缺少：{'、'.join(gaps)}", where=place, remedy="补齐后再做")
    title = composition.document.title
    stem = f"{row:0{params['digits']}d}-{safe_name(title)[:TITLE_LENGTH].strip()}"
    profile = profile_form.from_json(params.get("profile", {}))
    rendered: dict[str, tuple[bytes, int | None]] = {}
    for suffix in params["formats"]:
        if suffix == ".pdf":
            printed = pdf.write(composition.document, profile=profile)
            rendered[suffix] = printed.data, printed.pages
        else:
            data = layout.write(composition.document, suffix, profile=profile)
            rendered[suffix] = data, None
    files = []
    for suffix, (data, pages) in rendered.items():
        path = Path(params["folder"]) / f"{stem}{suffix}"
        try:
            write_atomically(path, data)
        except OSError as error:
            raise OutputError(
                f"写不进去（{reason(error)}）",
                where=str(path),
                remedy="若文件正开着，关掉再试；否则看看磁盘和权限",
            ) from error
        files.append(
            {"path": path.name, "pages": pages, "sha256": hashlib.sha256(data).hexdigest()}
        )
    return {"row": row, "title": title, "gaps": gaps, "files": files}


def _wrong_cells(errors: Sequence[Mapping[str, str]]) -> InputError:
    """One error for all wrong cells of a row: the first one's place, the others in the message."""
    first, *others = errors
    more = [f"{e['where']}：{e['message']}（{e['remedy']}）" for e in others]
    return InputError(
        "；".join([first["message"], *more]), where=first["where"], remedy=first["remedy"]
    )


# --- the manifest ---------------------------------------------------------------------------


def manifest(library: Library, job: Job) -> list[dict[str, Any]]:
    """The manifest of DESIGN §4: each row's status (`done`, `failed`, `waiting`), reason, files.

    A document that was made with gaps is `done`; its reason names them, and what to look at.
    """
    return [_entry(step) for step in _steps(library, job)]


def _steps(library: Library, job: Job) -> Iterator[Step]:
    offset = 0
    while page := library.jobs.steps(job.id, limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)


def _entry(step: Step) -> dict[str, Any]:
    row = step.payload["row"]
    if step.status == "done" and step.result is not None:
        gaps = step.result["gaps"]
        remarks = [f"待补：{'、'.join(gaps)}。"] if gaps else []
        reason = "".join([*remarks, *step.payload["warnings"]])
        return {"row": row, "status": "done", "reason": reason, "files": step.result["files"]}
    status = "failed" if step.status == "failed" else "waiting"
    return {"row": row, "status": status, "reason": _reason(step.error), "files": []}


def _reason(error: Mapping[str, str] | None) -> str:
    if error is None:
        return ""
    told = "：".join(part for part in (error.get("where"), error.get("message")) if part)
    return f"{told}。{error['remedy']}。" if error.get("remedy") else f"{told}。"


STATUS = {"done": "完成", "failed": "失败", "waiting": "没有做"}


def manifest_sheet(entries: Sequence[Mapping[str, Any]]) -> bytes:
    """The manifest as a workbook: 行, 状态, 说明, 文件, 页数, SHA-256, one line a file."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "清单"
    sheet.append(["行", "状态", "说明", "文件", "页数", "SHA-256"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for entry in entries:
        for file in entry["files"] or [{"path": "", "pages": None, "sha256": ""}]:
            line = sheet.max_row + 1
            sheet.cell(line, 1, entry["row"])
            sheet.cell(line, 5, file["pages"])
            texts = (STATUS[entry["status"]], entry["reason"], file["path"])
            for column, text in (*enumerate(texts, 2), (6, file["sha256"])):
                put(sheet, line, column, text)
            sheet.cell(line, 3).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDEF", (6, 8, 60, 48, 6, 68), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def close_batch(home: Path, job: Job) -> dict[str, Any]:
    """The counts of a batch whose rows are all done or failed, after writing its manifest."""
    with Library.open(home) as library:
        entries = manifest(library, job)
    folder = Path(job.params["folder"])
    text = json.dumps(entries, ensure_ascii=False, indent=1)
    write_atomically(folder / MANIFEST_SHEET, manifest_sheet(entries))
    write_atomically(folder / MANIFEST, text.encode())
    return {
        "done": sum(entry["status"] == "done" for entry in entries),
        "failed": sum(entry["status"] == "failed" for entry in entries),
        "files": sum(len(entry["files"]) for entry in entries),
    }


BATCH = JobKind(KIND, work=make_row, close=close_batch, seconds=60, megabytes=1024)
