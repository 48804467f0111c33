"""What the unit's settings offer in the form of a draft, and what they fill in."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html

from corpus.library import Library, Scope
from corpus.unit import Names, Place, Staff, Unit
from generator import template
from webapp import known

FIRE = "fire-safety-campaign"
UNIT = Names("青禾县柳溪街道办事处", ("柳溪街道办",))


@pytest.mark.parametrize(
    ("path", "type", "wanted"),
    [
        ("单位", "org", "units"),
        ("领导小组.人员.0.姓名", "leading-group", "staff"),
        ("领导小组.办公室主任", "leading-group", "persons"),
        ("领导小组.办公室", "leading-group", "units"),
        ("重点任务.+n.牵头单位", "tasks", "units"),
        ("重点任务.0.事项", "tasks", ""),
        ("走访社区.0", "list", "places"),
        ("会议地点", "text", "places"),
        ("联系人.姓名", "person", "staff"),
        ("成文日期", "date", ""),
    ],
)
def test_each_control_has_the_list_that_fits_it(path: str, type: str, wanted: str) -> None:
    assert known.list_for(path, type) == wanted


def test_lists_without_entries_are_left_out() -> None:
    assert known.lists(Unit()) == {}
    assert known.lists(Unit(staff=(Staff("周某某", "主任"),))) == {
        "staff": (known.Offered("周某某", "主任"),),
        "persons": (known.Offered("周某某（主任）"),),
    }


def test_a_new_draft_is_of_the_own_unit_and_offers_its_people_and_places(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    library.unit.save_names(UNIT, 0)
    library.unit.save_staff([Staff("周某某", "街道党工委书记")], 0)
    library.unit.save_places([Place("东湾社区")], 0)
    answer = client.post("/drafts", data={"template": FIRE})
    (draft,) = library.drafts.list(scope, limit=5)
    assert draft.inputs["单位"] == UNIT.full
    tree = html.fromstring(client.get(answer.headers["Location"]).text)
    (option,) = tree.xpath("//datalist[@id='known-staff']/option")
    assert (option.get("value"), option.get("label")) == ("周某某", "街道党工委书记")
    assert tree.xpath("string(//input[@name='f.单位']/@list)") == "known-units"
    names = tree.xpath("//ol//input[contains(@name, '.姓名')]/@list")
    assert names
    assert set(names) == {"known-staff"}


def test_the_short_form_that_is_set_stands_in_the_document(
    client: FlaskClient, library: Library
) -> None:
    library.unit.save_names(UNIT, 0)
    governance = template.get("community-governance-scheme")
    location = client.post("/drafts", data={"template": governance.id}).headers["Location"]
    title = client.get(f"{location}/export/txt").text.split("\n")[0]
    assert title.startswith("柳溪街道办治理工作实施方案")


def test_nothing_is_offered_where_nothing_is_set(client: FlaskClient) -> None:
    page = client.get(client.post("/drafts", data={"template": FIRE}).headers["Location"]).text
    assert "<datalist" not in page
    assert 'list="known' not in page
