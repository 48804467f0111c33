"""The sample of a template with one thing left out, shortened or chosen otherwise at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.fields import Field
from generator.states import SectionState
from generator.template import Template

_ROWS = frozenset({"table", "tasks", "phases", "indicators", "budget", "work-groups", "list"})
_PARTS = {
    "tasks": ("内容", "配合单位"),
    "work-groups": ("组长", "成员"),
    "indicators": ("时限",),
    "leading-group": ("副组长", "成员", "办公室", "办公室主任"),
}


@dataclass(frozen=True)
class Variation:
    """What was changed, the inputs, and the states of the sections."""

    label: str
    inputs: Mapping[str, Any]
    sections: Sequence[SectionState] = ()


def variations(template: Template) -> Iterator[Variation]:
    """The sample, what is required alone, and the sample with each single change."""
    sample = template.sample_inputs()
    required = {name: sample[name] for name, field in template.fields.items() if field.required}
    yield Variation("样稿", sample)
    yield Variation("只填必填", required)
    for name, field in template.fields.items():
        for label, value in _changes(field, sample.get(name)):
            kept = {key: raw for key, raw in sample.items() if key != name}
            yield Variation(f"{name}{label}", kept if value is None else kept | {name: value})
    for section in template.sections:
        if section.optional:
            off = SectionState(section.id, "off")
            yield Variation(f"不要“{section.heading}”", sample, [off])
        for variant in section.variants[1:]:
            state = SectionState(section.id, variant=variant.name)
            yield Variation(f"“{section.heading}”写成{variant.name}", sample, [state])
            yield Variation(f"只填必填，“{section.heading}”写成{variant.name}", required, [state])


def _changes(field: Field, example: Any) -> Iterator[tuple[str, Any]]:
    if not field.required:
        yield "不填", None
    if field.type in _ROWS and isinstance(example, list):
        fewest = max(1, int(float(field.min or 1)))
        if fewest < len(example):
            yield f"只有{fewest}行", example[:fewest]
    for part in _PARTS.get(field.type, ()):
        yield f"没有{part}", _without(example, part)
    for column in field.columns_ if field.type == "table" else ():
        if not column.required:
            yield f"没有{column.name}", _without(example, column.name)
    for option in field.options if field.type == "choice" else ():
        if option != example:
            yield f"选{option}", option


def _without(example: Any, part: str) -> Any:
    """`example`, a record or rows of records, without `part`; no office has no head either."""
    if isinstance(example, Mapping):
        gone = {part, "办公室主任"} if part == "办公室" else {part}
        return {key: raw for key, raw in example.items() if key not in gone}
    return [_without(row, part) for row in example]
