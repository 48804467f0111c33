"""A row of a batch made into files, in a worker.

Apart from the package `generator.batch`, which workers would have to load with all that it needs.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus.errors import reason
from corpus.plain import plain_text
from corpus.storage import storage_at
from generator import layout
from generator.compose import Composition, compose
from generator.errors import BatchHalted, IncompleteInputs, InputError, LayoutError, OutputError
from generator.layout import Profile, fonts, pdf, profile_form
from generator.loading import Template, load

# What the next row would meet as well.
_EVERYWHERE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


@lru_cache(maxsize=4)
def template_of(name: str, text: str) -> Template:
    """The template that a batch was planned with, kept for the next row."""
    return load(text, name)


@lru_cache(maxsize=4)
def _profile(settings: tuple[tuple[str, Any], ...]) -> Profile:
    return profile_form.from_json(dict(settings))


@cache
def program() -> str:
    """The version of this program, as manifests tell it."""
    return version("nigao")


def made(params: Mapping[str, Any], payload: Mapping[str, Any]) -> Composition:
    """The document of a row whose cells are right; raises `TemplateError`."""
    chosen = template_of(f"{params['template']}.md", params["template_text"])
    return compose(chosen, payload["inputs"])


def make_row(home: Path, params: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """The manifest's entry of one row, whose files are written when all of them are rendered.

    Raises `InputError` for a row with wrong cells, `IncompleteInputs` for gaps where they
    are refused, `OutputError` where a file cannot be written, `BatchHalted` where none can.
    """
    row = payload["row"]
    place = f"{params['sheet']} 第{row}行"
    if errors := payload["errors"]:
        raise _wrong_cells(errors)
    composition = made(params, payload)
    if wrong := [f for f in composition.findings if f.severity == "error"]:
        raise InputError("；".join(str(f).rstrip("。") for f in wrong), where=place)
    gaps = list(dict.fromkeys(gap.label for gap in composition.gaps))
    if gaps and params["no_gaps"]:
        raise IncompleteInputs(f"缺少：{'、'.join(gaps)}", where=place, remedy="补齐后再做")
    rendered, replaced = _render(composition, params)
    files = []
    for suffix, (data, pages) in rendered.items():
        name = f"{payload['name']}{suffix}"
        _keep(params["folder"], name, data)
        digest = hashlib.sha256(data).hexdigest()
        files.append({"path": name, "pages": pages, "sha256": digest, "size": len(data)})
    findings = [f.to_json() for f in composition.findings] + replaced
    return {
        "row": row,
        "title": composition.document.title,
        "gaps": gaps,
        "files": files,
        "findings": [f for f in findings if f not in payload["warnings"]],
        "version": program(),
        "length": len(plain_text(composition.document)),
    }


def _render(
    composition: Composition, params: Mapping[str, Any]
) -> tuple[dict[str, tuple[bytes, int | None]], list[dict[str, str]]]:
    """Bytes and pages by suffix, and a finding for each face that another one stands in for."""
    profile = _profile(tuple(params["profile"].items()))
    rendered: dict[str, tuple[bytes, int | None]] = {}
    replaced: list[dict[str, str]] = []
    for suffix in params["formats"]:
        if suffix != ".pdf":
            rendered[suffix] = layout.write(composition.document, suffix, profile=profile), None
            continue
        _see_fonts()
        printed = pdf.write(composition.document, profile=profile)
        rendered[suffix] = printed.data, printed.pages
        replaced = [
            {
                "severity": "warning",
                "field": "",
                "where": "PDF",
                "message": str(own),
                "remedy": "",
            }
            for own in printed.substitutions
            if own.characters
        ]
    return rendered, replaced


def _see_fonts() -> None:
    try:
        fonts.faces()
    except LayoutError as error:
        raise BatchHalted(error.message, where=error.where, remedy=error.remedy) from error


def _keep(folder: str, name: str, data: bytes) -> None:
    storage = storage_at(folder)
    try:
        # settled when the batch is closed; `recover` finds what a power cut took before
        storage.write(name, data, settled=False)
    except OSError as error:
        where = f"{storage.place}/{name}"
        if error.errno in _EVERYWHERE:
            message = f"{reason(error)}，文件写不进去"
            remedy = "清出空间后接着做，已完成的都在"
            raise BatchHalted(message, where=storage.place, remedy=remedy) from error
        raise OutputError(
            f"写不进去（{reason(error)}）",
            where=where,
            remedy="若文件正开着，关掉再试；否则看看磁盘和权限",
        ) from error


def _wrong_cells(errors: Sequence[Mapping[str, str]]) -> InputError:
    """One error for all wrong cells of a row: the first one's place, the others in the message."""
    first, *others = errors
    more = [f"{e['where']}：{e['message']}（{e['remedy']}）" for e in others]
    return InputError(
        "；".join([first["message"], *more]), where=first["where"], remedy=first["remedy"]
    )
