"""What was filled in before is offered again, but for what must not be taken over."""

from __future__ import annotations

from flask.testing import FlaskClient

from corpus.library import DraftRecord, Library, User
from generator import template
from webapp.earlier import key_of, offered

FIRE = "fire-safety-campaign"


def draft(library: Library, owner: User, **inputs: object) -> DraftRecord:
    entry = template.get(FIRE)
    return library.drafts.create(
        owner.id, entry.id, entry.sha256, entry.text, inputs, [], entry.title
    )


def test_a_control_is_known_by_its_name_without_the_number_of_its_row() -> None:
    assert key_of("f.重点任务.12.牵头单位") == "f.重点任务.牵头单位"
    assert key_of("f.单位") == "f.单位"


def test_values_of_earlier_drafts_are_offered_and_dates_and_numbers_are_not(
    library: Library, owner: User
) -> None:
    rows = [{"牵头单位": "应急管理办", "时限": "2026-05-31"}, {"牵头单位": "城建办"}]
    first = draft(library, owner, 重点任务=rows, 举报电话="0000-5551234", 排查场所="1260")
    second = draft(library, owner, 重点任务=[{"牵头单位": "综合执法办"}])
    found = offered([second, first])
    assert found["f.重点任务.牵头单位"] == ("综合执法办", "应急管理办", "城建办")
    assert found["f.举报电话"] == ("0000-5551234",)
    assert "f.排查场所" not in found
    assert "f.重点任务.时限" not in found


def test_the_form_offers_them_but_not_its_own(
    client: FlaskClient, library: Library, owner: User
) -> None:
    draft(library, owner, 举报电话="0000-5551234")
    own = draft(library, owner, 举报电话="0000-5559999")
    page = client.get(f"/drafts/{own.id}").text
    assert 'list="earlier-f.举报电话"' in page
    offers = page.partition('<datalist id="earlier-f.举报电话">')[2].partition("</datalist>")[0]
    assert offers == '<option value="0000-5551234"></option>'
