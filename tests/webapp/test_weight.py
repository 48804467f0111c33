"""What a first visit loads stays light: page, style sheet and scripts of each kind of page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from benchmarks.pages import KILOBYTES, weight
from corpus.library import Library, User
from generator import template


@pytest.mark.parametrize("address", ["/", "/search", "/new", "/library", "/documents/1", "/format"])
def test_a_page_and_all_that_it_loads_keeps_within_its_weight(
    client: FlaskClient, address: str
) -> None:
    assert weight(client, address) < KILOBYTES


def test_the_workbench_keeps_within_its_weight(
    client: FlaskClient, library: Library, owner: User
) -> None:
    entry = template.get("fire-safety-campaign")
    inputs = entry.sample_inputs()
    draft = library.drafts.create(
        owner.id, entry.id, entry.sha256, entry.text, inputs, [], entry.title
    )
    assert weight(client, f"/drafts/{draft.id}") < KILOBYTES
