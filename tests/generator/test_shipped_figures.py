"""Whatever figures are typed, no shipped text states more than the whole, or less than nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from corpus.plain import plain_text
from generator.compose import compose
from generator.template import Template, shipped

IDS = sorted(shipped())
# A rise may be over 100%, a share of something may not: 同比上升 is told from 占 and 率为.
EXCESS = re.compile(r"(?:占|率为)[^，。；\d\-]{0,8}(?:\d{4,}(?:\.\d+)?|[2-9]\d\d(?:\.\d+)?)%|-\d")


def few(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sample with one figure after another as small as its field allows, but not nought."""
    sample = template.sample_inputs()
    for name, field in template.fields.items():
        if field.type in ("integer", "decimal") and name in sample:
            yield name, sample | {name: str(max(1, int(float(field.min or 0))))}


@pytest.mark.parametrize("name", IDS)
def test_a_part_larger_than_its_whole_never_passes_unseen(name: str) -> None:
    template = shipped()[name]
    for field, inputs in few(template):
        composition = compose(template, inputs)
        if any(found.severity == "error" for found in composition.findings):
            continue
        excess = EXCESS.search(re.sub(r"0000-\d+", "", plain_text(composition.document)))
        assert excess is None, f"{field}：{excess and excess[0]}"


@pytest.mark.parametrize("name", IDS)
def test_what_there_is_none_of_and_need_not_be_told_has_no_share(name: str) -> None:
    template = shipped()[name]
    sample = template.sample_inputs()
    for field in template.fields.values():
        if field.required or field.type not in ("integer", "decimal"):
            continue
        text = plain_text(compose(template, sample | {field.name: "0"}).document)
        share = re.search(r"(?<![\d.])0[^\d，。；\t]{1,3}，占[^，。；\d]*0%", text)
        assert share is None, f"{field.name}：{share and share[0]}"


def test_the_samples_agree_on_how_many_live_in_a_community() -> None:
    told: dict[tuple[str, str], dict[str, str]] = {}
    for template in shipped().values():
        inputs = template.sample_inputs()
        community = re.search(r"街道(.{2}社区)", str(inputs.get("单位", "")))
        for name in ("户数", "人数", "党员数"):
            if community and name in inputs:
                told.setdefault((community[1], name), {})[template.id] = str(inputs[name])
    assert told["东湾社区", "户数"].keys() >= {"annual-priorities", "community-annual-summary"}
    assert {key: by for key, by in told.items() if len(set(by.values())) > 1} == {}


@pytest.mark.parametrize("name", IDS)
def test_a_summary_promises_an_annex_only_where_there_is_one(name: str) -> None:
    template = shipped()[name]
    if re.search(r"附(?!近)", template.summary):
        assert compose(template, template.sample_inputs()).document.attachments
