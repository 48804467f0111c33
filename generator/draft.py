"""Drafts 稿子: a template, inputs, and the state of the sections (DESIGN §4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.compose import Composition, compose
from generator.errors import InputError, TemplateError
from generator.fields.findings import did_you_mean
from generator.frontmatter import read_yaml
from generator.loading import Template
from generator.states import STATES, SectionState

_DRAFT_KEYS = ("schema", "template", "inputs", "sections", "revision")
_KEPT_KEYS = ("id", "title", "updated", "gaps", "residue")
_LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft; list order of `sections` is document order."""

    template_id: str
    template_sha256: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    sections: tuple[SectionState, ...] = ()
    revision: int = 0

    def to_json(self) -> dict[str, Any]:
        """The draft in the shape of DESIGN §4."""
        return {
            "schema": 1,
            "template": {"id": self.template_id, "sha256": self.template_sha256},
            "inputs": dict(self.inputs),
            "sections": [section.to_json() for section in self.sections],
            "revision": self.revision,
        }

    @classmethod
    def from_json(cls, data: object) -> Draft:
        """The draft that `data` describes. Raises `InputError`, naming the entry."""
        if not is_draft(data):
            raise InputError("这不是一份稿子", remedy="应当有 template 和 inputs 两项")
        assert isinstance(data, Mapping)
        for key in data:
            if key not in (*_DRAFT_KEYS, *_KEPT_KEYS):
                raise InputError(f"稿子没有“{key}”这一项", remedy=did_you_mean(key, _DRAFT_KEYS))
        template = data["template"]
        inputs = data["inputs"]
        if not isinstance(template, Mapping) or not isinstance(template.get("id"), str):
            raise InputError("稿子没有写明模板", where="template", remedy="写上模板的 id")
        if not isinstance(inputs, Mapping):
            raise InputError("填写内容应当是一组 要素: 内容", where="inputs")
        sections = data.get("sections") or []
        if not isinstance(sections, list):
            raise InputError("章节应当是一个列表", where="sections")
        return cls(
            template["id"],
            str(template.get("sha256") or ""),
            dict(inputs),
            tuple(map(SectionState.from_json, sections)),
            int(str(data.get("revision") or 0))
            if str(data.get("revision") or 0).isdecimal()
            else 0,
        )


def is_draft(data: object) -> bool:
    """Whether `data` is a draft rather than bare inputs."""
    return isinstance(data, Mapping) and {"template", "inputs"} <= data.keys()


def read_inputs(text: str, *, name: str = "填写内容") -> dict[str, Any]:
    """Bare inputs or a draft, from YAML or JSON, every scalar a string (numbers in JSON too).

    Raises `InputError` with the place; use `is_draft` to tell which one came.
    """
    if len(text) > _LARGEST:
        raise InputError("填写内容超过 5 MB", where=name)
    text = text.removeprefix("\ufeff")
    try:
        value = _json(text)
        if value is None:
            value = read_yaml(text, name).value
    except TemplateError as error:
        raise InputError(error.message, where=error.where, remedy=error.remedy) from None
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise InputError(
            "填写内容应当是一组 要素: 内容", where=name, remedy="每行写一个 要素: 内容"
        )
    return value


def _json(text: str) -> Any:
    """The JSON in `text` with texts for all scalars of inputs, or None where it is no JSON."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        value = _plain(json.loads(text, parse_int=str, parse_float=str))
        if is_draft(value):
            return json.loads(text) | {"inputs": value["inputs"]}
    except (ValueError, RecursionError):
        return None
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def compose_draft(draft: Draft, template: Template) -> Composition:
    """The composition of `draft`; `template` is the one the draft was begun with."""
    return compose(template, draft.inputs, sections=draft.sections)


__all__ = ["STATES", "Draft", "SectionState", "compose_draft", "is_draft", "read_inputs"]
