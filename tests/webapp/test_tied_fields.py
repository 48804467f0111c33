"""Fields that depend on others, in the form: out of sight, stood in for, and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from generator import template
from tests.webapp.test_drafts import begin, post
from webapp.posted import pairs_of

NOTICE = "issue-scheme-notice"


def previewed(client: FlaskClient, id: str, inputs: Mapping[str, object]) -> dict[str, Any]:
    draft = begin(client, id)
    pairs = [("revision", "1"), *pairs_of(inputs)]
    for section in template.get(id).all_sections():
        pairs += [("order", section.id), ("on", section.id)]
    answer: dict[str, Any] = post(client, f"/drafts/{draft}/preview", pairs).json
    return answer


def test_a_field_that_nothing_calls_for_is_out_of_sight(client: FlaskClient) -> None:
    inputs = template.get(NOTICE).sample_inputs()
    shown = previewed(client, NOTICE, inputs)
    assert [name for group in shown["groups"] for name in group["unasked"]] == []
    without = previewed(client, NOTICE, inputs | {"版头机关": ""})
    hidden = {name for group in without["groups"] for name in group["unasked"]}
    assert hidden == {"f.发文字号", "f.印发机关", "f.抄送机关"}


def test_the_page_opens_with_such_fields_hidden(client: FlaskClient) -> None:
    page = client.get(f"/drafts/{begin(client, NOTICE)}").text
    at = page.index('data-field="f.印发机关"')
    assert page[at : at + 80].split(">")[0].endswith(" hidden")


def test_what_contradicts_another_field_is_said_beside_it(client: FlaskClient) -> None:
    inputs = template.get("monthly-work-report").sample_inputs() | {"事项办结": "999"}
    shown = previewed(client, "monthly-work-report", inputs)
    said = {p["name"]: p for p in shown["problems"]}
    assert said["f.事项办结"]["severity"] == "error"
    assert "事项办结多于事项受理" in said["f.事项办结"]["text"]


@pytest.mark.parametrize("id", ["work-meeting-speech"])
def test_a_section_with_a_guide_says_how_long_it_is(client: FlaskClient, id: str) -> None:
    shown = previewed(client, id, template.get(id).sample_inputs())
    guides = [group["guide"] for group in shown["groups"] if group["guide"]]
    assert len(guides) == 3
    assert guides[0].startswith("建议200—900字，现有")


def test_a_blank_template_can_be_chosen_and_filled(client: FlaskClient) -> None:
    page = client.get("/new?blank=1").text
    assert "template=blank-letter" in page.replace("&amp;", "&")
    assert "template=fire-safety-campaign" not in page
    shown = previewed(client, "blank-letter", {"单位": "望川县水务局", "事由": "商请核实水价"})
    assert shown["title"] == "关于商请核实水价的函"
    assert {gap["label"] for gap in shown["gaps"]} >= {"引言", "重点任务", "结语"}
