"""The manifest 清单 of a batch: what became of each row, with which template and program."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpus.library import Job, Library, Step
from generator.workbook import Column, Table, workbook

MANIFEST, MANIFEST_SHEET = "manifest.json", "清单.xlsx"
STATUS = {"done": "完成", "failed": "失败", "waiting": "没有做"}
_PAGE = 500

Entry = dict[str, Any]


def manifest(library: Library, job: Job) -> Iterator[Entry]:
    """The manifest of DESIGN §4, row by row: status (`done`, `failed`, `waiting`), reason, files,
    template, version of the program, findings.

    A document that was made with gaps is `done`; its reason names them, and what to look at.
    """
    made_from = {"id": job.params["template"], "sha256": job.params["template_sha256"]}
    for step in steps(library, job):
        yield entry_of(step) | {"template": made_from}


def steps(library: Library, job: Job, begin: int = 0, end: int | None = None) -> Iterator[Step]:
    """The steps of a job in order from position `begin` to before `end`, a few hundred in memory
    at a time."""
    end = job.total if end is None else end
    while begin < end:
        page = library.jobs.steps(job.id, limit=min(_PAGE, end - begin), offset=begin)
        yield from page
        begin += _PAGE


def entry_of(step: Step) -> Entry:
    """The manifest's entry of one row, without the template."""
    payload, result = step.payload, step.result
    entry: Entry = {"row": payload["row"], "name": _whose(payload["inputs"])}
    entry |= {"status": "waiting", "reason": "", "files": []}
    findings = [*payload["errors"], *payload["warnings"]]
    version = ""
    if step.status == "done" and result is not None:
        gaps = result["gaps"]
        remarks = [f"待补：{'、'.join(gaps)}。"] if gaps else []
        findings += result["findings"]
        remarks += [told(f) for f in findings if f["severity"] == "warning"]
        entry |= {"status": "done", "reason": "".join(remarks), "files": result["files"]}
        version = result["version"]
    elif step.status == "failed" and step.error is not None:
        entry |= {"status": "failed", "reason": told(step.error)}
    return entry | {"version": version, "findings": findings}


def _whose(inputs: Mapping[str, Any]) -> str:
    """What a row is called: its unit, else the first text in it."""
    unit = inputs.get("单位")
    texts = [unit, *inputs.values()] if isinstance(unit, str) else inputs.values()
    return next((text for text in texts if isinstance(text, str)), "").partition("\n")[0]


def told(error: Mapping[str, str]) -> str:
    """An error or finding as sentences: place, what is wrong, what to do."""
    said = "：".join(part for part in (error.get("where"), error.get("message")) if part)
    return f"{said}。{error['remedy']}。" if error.get("remedy") else f"{said}。"


def manifest_json(entries: Iterable[Entry]) -> bytes:
    """The manifest as JSON, one row a line."""
    target = io.BytesIO()
    for _ in _noted(entries, target):
        pass
    return target.getvalue()


def manifest_files(entries: Iterable[Entry]) -> tuple[bytes, bytes]:
    """The manifest as a workbook and as JSON; of each entry no more is kept than its line."""
    target = io.BytesIO()
    return manifest_sheet(_noted(entries, target)), target.getvalue()


def _noted(entries: Iterable[Entry], target: io.BytesIO) -> Iterator[Entry]:
    """The same entries, while they are written into `target` as JSON."""
    target.write(b"[\n")
    before = b""
    for entry in entries:
        target.write(before)
        target.write(json.dumps(entry, ensure_ascii=False).encode())
        before = b",\n"
        yield entry
    target.write(b"\n]\n")


_COLUMNS = (
    Column("行", 6),
    Column("名称", 24),
    Column("状态", 8),
    Column("说明", 60, wraps=True),
    Column("文件", 48),
    Column("页数", 6),
    Column("SHA-256", 68),
    Column("模板", 24),
    Column("模板 SHA-256", 68),
    Column("程序版本", 10),
    Column("提醒", 60, wraps=True),
)


def manifest_sheet(entries: Iterable[Entry]) -> bytes:
    """The manifest as a workbook, one line a file, the same bytes for the same entries."""
    return workbook([Table("清单", _COLUMNS, _lines(entries))])


def _lines(entries: Iterable[Entry]) -> Iterator[tuple[str | int | None, ...]]:
    for entry in entries:
        made_from = entry["template"]
        findings = "\n".join(told(own) for own in entry["findings"])
        for file in entry["files"] or [{"path": "", "pages": None, "sha256": ""}]:
            yield (
                *(entry["row"], entry["name"], STATUS[entry["status"]], entry["reason"]),
                *(file["path"], file["pages"], file["sha256"]),
                *(made_from["id"], made_from["sha256"], entry["version"], findings),
            )
