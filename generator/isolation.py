"""Templates that people wrote themselves, composed in a worker that can be killed.

2 seconds, 256 MB, 2 MB of output. The worker is spawned, kept for the next template, and
replaced whenever it had to be killed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from pebble import ProcessExpired

from corpus.workers import Workers
from generator.checking import check_template
from generator.compose import Composition, compose
from generator.errors import TemplateError
from generator.fields import Finding, Raw
from generator.loading import load
from generator.states import SectionState

SECONDS = 2.0
CHECK_SECONDS = 10.0  # a check composes the template once for each of its fields
MEGABYTES = 256
OUTPUT = 2_000_000

WORKERS = Workers(1, 200, MEGABYTES, beyond=True)


def compose_untrusted(
    text: str,
    name: str,
    inputs: Mapping[str, Raw],
    *,
    sections: Sequence[SectionState] = (),
) -> Composition:
    """The composition of the template in `text`, as `load` and `compose` would make it.

    Raises `TemplateError`, also where the template takes too long, too much memory or prints
    too much.
    """
    result = _run(_compose, (text, name, dict(inputs), tuple(sections)), name, SECONDS)
    assert isinstance(result, Composition)
    return result


def check_untrusted(text: str, name: str) -> list[Finding]:
    """What is wrong with the template in `text`; see `check_template`."""
    try:
        result = _run(check_template, (text, name), name, CHECK_SECONDS)
    except TemplateError as error:
        return [Finding("error", "", error.where, error.message, error.remedy)]
    assert isinstance(result, list)
    return result


def _compose(
    text: str, name: str, inputs: dict[str, Raw], sections: tuple[SectionState, ...]
) -> Composition:
    composition = compose(load(text, name), inputs, sections=sections)
    if len(json.dumps(composition.document.to_json(), ensure_ascii=False)) > OUTPUT:
        raise TemplateError("文稿超过 2 MB", where=name, remedy="减少内容或循环次数")
    return composition


def _run(work: Callable[..., object], args: tuple[Any, ...], name: str, seconds: float) -> object:
    future = WORKERS.submit(_told, work, args, seconds=seconds)
    remedy = "检查循环和宏，减少重复的内容"
    try:
        result, error = future.result()
    except FutureTimeout:
        raise TemplateError(f"模板超过 {seconds:g} 秒没有算完", where=name, remedy=remedy) from None
    except (ProcessExpired, MemoryError):
        raise TemplateError(f"模板用的内存超过 {MEGABYTES} MB", where=name, remedy=remedy) from None
    if error is not None:
        message, where, advice = error
        raise TemplateError(message, where=where, remedy=advice)
    return result


def _told(
    work: Callable[..., object], args: tuple[Any, ...]
) -> tuple[object, tuple[str, str, str] | None]:
    """The result of `work`, or its error taken apart: the worker's own errors stay there."""
    try:
        return work(*args), None
    except TemplateError as error:
        return None, (error.message, error.where, error.remedy)
    except (MemoryError, RecursionError):
        limit = f"模板用的内存超过 {MEGABYTES} MB，或者层层嵌套太深"
        return None, (limit, str(args[1]), "检查循环和宏，减少重复的内容")
