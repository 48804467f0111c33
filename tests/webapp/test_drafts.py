"""我的文稿 and the workbench: create, fill, save, conflict, preview, export."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from corpus import outline
from corpus.document import Heading
from corpus.library import DraftRecord, Library, Scope, User
from corpus.library.tables import now, users
from generator import template
from generator.draft import SectionState
from generator.layout import raster
from webapp.bench import of_posted
from webapp.posted import pairs_of, read

FIRE = "fire-safety-campaign"
JSON = {"Accept": "application/json"}
Pairs = list[tuple[str, str]]


def begin(client: FlaskClient, id: str = FIRE) -> int:
    answer = client.post("/drafts", data={"template": id})
    assert answer.status_code == 302
    return int(answer.location.rpartition("/")[2])


def numbered(id: str, before: int = 0) -> str:
    """The section's heading with its number when `before` of those above it are left out."""
    sections = template.get(FIRE).sections
    at = [section.id for section in sections].index(id)
    return outline.marker(1, at + 1 - before) + sections[at].heading


def form(draft: DraftRecord | int, inputs: Mapping[str, object], **changes: object) -> Pairs:
    """What the browser sends: every section on, as the form writes it."""
    entry = template.get(FIRE)
    pairs: Pairs = [("revision", str(changes.get("revision", 1))), *pairs_of(inputs)]
    for section in entry.all_sections():
        pairs.append(("order", section.id))
        if section.id != changes.get("off"):
            pairs.append(("on", section.id))
    return pairs


def post(client: FlaskClient, path: str, pairs: Pairs):  # type: ignore[no-untyped-def]
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return client.post(path, data=data, headers=JSON)


@pytest.fixture
def sample() -> dict[str, object]:
    return template.get(FIRE).sample_inputs()


def test_without_drafts_the_page_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/drafts").text
    assert "还没有草稿" in page
    assert "从模板填一份最快" in page


def test_a_new_draft_opens_with_its_gaps_and_pages(client: FlaskClient) -> None:
    page = client.get(f"/drafts/{begin(client)}").text
    assert "待补" in page
    assert re.search(r'id="f\.单位" name="f\.单位"', page)
    assert re.search(r"/drafts/pages/[0-9a-f]{24}\.png", page)
    assert "消防安全专项整治实施方案" in client.get("/drafts").text


def test_a_form_is_saved_and_comes_back(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    answer = post(client, f"/drafts/{draft}/save", form(draft, sample))
    assert answer.json["revision"] == 2
    kept = library.drafts.get(draft, scope)
    assert kept.inputs == sample
    assert kept.title == "青禾县柳溪街道办事处2026年消防安全专项整治实施方案"
    assert kept.gaps == 0
    page = client.get(f"/drafts/{draft}").text
    assert 'value="街道应急管理办公室"' in page
    assert "待补 " not in page.split('id="groups"')[1].split("</form>")[0].split('id="gaps"')[0]


def test_an_older_revision_never_overwrites_and_says_what_differs(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    assert post(client, f"/drafts/{draft}/save", form(draft, sample)).status_code == 200
    other = {**sample, "单位": "望川县东湖街道办事处"}
    answer = post(client, f"/drafts/{draft}/save", form(draft, other))
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "conflict"
    assert answer.json["revision"] == 2
    assert answer.json["differences"] == [
        {"label": "单位", "mine": "望川县东湖街道办事处", "theirs": "青禾县柳溪街道办事处"}
    ]
    assert library.drafts.get(draft, scope).inputs["单位"] == "青禾县柳溪街道办事处"
    copied = post(client, f"/drafts/{draft}/copy", form(draft, other)).json["location"]
    assert library.drafts.get(int(copied.rpartition("/")[2]), scope).inputs["单位"] == other["单位"]


def test_what_is_saved_already_is_no_conflict(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    by_hand = [("edited", "require"), ("text.require", "（一）听从指挥。统一行动。")]
    pairs = [*form(draft, sample), *by_hand]
    assert post(client, f"/drafts/{draft}/save", pairs).json["revision"] == 2
    # the answer was lost on a reload; the same comes again, still on the first revision
    again = post(client, f"/drafts/{draft}/save", pairs)
    assert (again.status_code, again.json["revision"]) == (200, 2)
    assert library.drafts.get(draft, scope).revision == 2


def test_a_conflict_shows_a_long_text_where_it_is_otherwise(
    client: FlaskClient, sample: dict[str, object]
) -> None:
    draft = begin(client)
    same = "各社区要备足物资，逐项登记。\n" * 40
    own = [("order", "own-1"), ("on", "own-1"), ("edited", "own-1"), ("title.own-1", "物资保障")]
    for text in ("数量\t地点\n300把\t东库", "数量\t地点\n500把\t东库"):
        pairs = [*form(draft, sample), *own, ("text.own-1", f"{same}表：\n{text}")]
        answer = post(client, f"/drafts/{draft}/save", pairs)
    assert answer.status_code == 409
    (difference,) = answer.json["differences"]
    assert "500把" in difference["mine"]
    assert "300把" in difference["theirs"]
    assert difference["mine"].startswith("…")
    assert len(difference["mine"]) < 200


def test_without_a_script_the_conflict_keeps_what_was_typed_and_offers_three_ways(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    post(client, f"/drafts/{draft}", form(draft, sample))
    other = {**sample, "单位": "望川县东湖街道办事处"}
    answer = post(client, f"/drafts/{draft}", form(draft, other))
    assert answer.status_code == 409
    assert 'value="望川县东湖街道办事处"' in answer.text
    assert all(words in answer.text for words in ("留我写的", "留已存的", "两份都留"))
    mine = [*form(draft, other), ("choice", "mine"), ("theirs", "2")]
    assert post(client, f"/drafts/{draft}", mine).status_code == 302
    assert library.drafts.get(draft, scope).inputs["单位"] == "望川县东湖街道办事处"


def test_the_preview_shows_typed_text_gaps_and_errors_without_saving(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    typed = {**sample, "排查场所": "一千二", "报送日": ""}
    answer = post(client, f"/drafts/{draft}/preview", form(draft, typed)).json
    assert answer["title"] == "青禾县柳溪街道办事处2026年消防安全专项整治实施方案"
    assert [gap["label"] for gap in answer["gaps"]] == ["排查场所", "报送日"]
    assert [gap["wrong"] for gap in answer["gaps"]] == [True, False]
    (problem,) = answer["problems"]
    assert problem["name"] == "f.排查场所"
    heads = {group["id"]: group["heading"] for group in answer["groups"]}
    assert heads["goals"] == numbered("goals")
    blocks = [mark for mark in answer["marks"] if mark["kind"] == "block"]
    assert {mark["section"] for mark in blocks} >= {"guiding", "goals", "tasks", "duty"}
    (gap,) = [m for m in answer["marks"] if m["target"] == "f.报送日"]
    assert 0 < gap["rects"][0][0] < 1000
    assert library.drafts.get(draft, scope).revision == 1
    page = client.get(answer["pages"][0]["src"] + "?width=588")
    assert page.mimetype == "image/png"
    assert client.get(answer["pages"][0]["src"] + "?width=587").status_code == 400


def test_the_head_of_a_table_is_marked_where_it_stands_not_where_its_words_come_again(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    text = "情况如下。\n\n社区\t户数\n东湾\t1260\n\n各社区报送户数。"
    typed = [*form(draft, sample), ("edited", "goals"), ("text.goals", text)]
    answer = post(client, f"/drafts/{draft}/preview", typed).json
    rows = [m for m in answer["marks"] if m["kind"] == "row" and m["section"] == "goals"]
    head, row = rows
    assert (head["row"], row["row"]) == (0, 1)
    (upper,), (lower,) = head["rects"], row["rects"]
    assert head["page"] == row["page"]
    assert min(head["cells"] + row["cells"]) > 0
    assert upper[1] + upper[3] <= lower[1]


def test_only_pages_that_changed_get_another_address(
    client: FlaskClient, sample: dict[str, object]
) -> None:
    draft = begin(client)
    before = post(client, f"/drafts/{draft}/preview", form(draft, sample)).json["pages"]
    again = post(client, f"/drafts/{draft}/preview", form(draft, sample)).json["pages"]
    changed = {**sample, "举报电话": "0000-5550000"}
    after = post(client, f"/drafts/{draft}/preview", form(draft, changed)).json["pages"]
    assert again == before
    assert 1 <= sum(a != b for a, b in zip(before, after, strict=True)) < len(before)


def test_another_person_cannot_fetch_a_page(
    client: FlaskClient, stranger: FlaskClient, sample: dict[str, object]
) -> None:
    draft = begin(client)
    src = post(client, f"/drafts/{draft}/preview", form(draft, sample)).json["pages"][0]["src"]
    assert stranger.get(src + "?width=588").status_code == 302


def test_a_section_switched_off_keeps_its_content_and_the_numbers_close_up(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    pairs = form(draft, sample, off="goals")
    heads = {
        g["id"]: (g["heading"], g["state"])
        for g in post(client, f"/drafts/{draft}/preview", pairs).json["groups"]
    }
    assert heads["goals"] == ("工作目标", "off")
    assert heads["scope"] == (numbered("scope", before=1), "form")
    post(client, f"/drafts/{draft}/save", pairs)
    assert library.drafts.get(draft, scope).inputs["指标"] == sample["指标"]


def test_a_section_taken_in_hand_is_plain_text_and_can_be_given_back(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    pairs = form(draft, sample)
    drawn = post(client, f"/drafts/{draft}/form", [*pairs, ("edit", "require")]).json["groups"]
    text = re.search(r'name="text\.require"[^>]*>([^<]+)<', drawn)
    assert text
    assert text[1].startswith("（一）建立隐患台账。各社区")
    edited = [
        *pairs,
        ("edited", "require"),
        ("text.require", "（一）听从指挥。统一行动。\n（二）按时报告。每日一报。"),
    ]
    post(client, f"/drafts/{draft}/save", edited)
    kept = next(s for s in library.drafts.get(draft, scope).sections if s["id"] == "require")
    assert kept["state"] == "edited"
    assert [block["lead"] for block in kept["blocks"]] == ["听从指挥", "按时报告"]
    assert "听从指挥" in client.get(f"/drafts/{draft}/export/txt").text
    asked = [("edited", "require"), ("text.require", "甲"), ("return", "require")]
    back = [*form(draft, sample, revision=2), *asked]
    drawn = post(client, f"/drafts/{draft}/form", back).json["groups"]
    assert 'name="text.require"' not in drawn


def test_a_section_of_ones_own_is_numbered_with_the_others(
    client: FlaskClient, sample: dict[str, object]
) -> None:
    draft = begin(client)
    drawn = post(client, f"/drafts/{draft}/form", [*form(draft, sample), ("extra", "1")]).json
    assert 'name="title.own-1"' in drawn["groups"]
    own = [
        ("order", "own-1"),
        ("on", "own-1"),
        ("edited", "own-1"),
        ("title.own-1", "督查考核"),
        ("text.own-1", "每月通报一次进度。"),
    ]
    pairs = [*form(draft, sample), *own]
    post(client, f"/drafts/{draft}/save", pairs)
    last = outline.marker(1, len(template.get(FIRE).sections) + 1)
    assert f"{last}督查考核\n" in client.get(f"/drafts/{draft}/export/txt").text.replace("\r", "")
    assert 'value="督查考核"' in client.get(f"/drafts/{draft}").text


@pytest.mark.parametrize("suffix", ["docx", "pdf", "md", "txt"])
def test_an_export_is_named_after_the_title_and_kept(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object], suffix: str
) -> None:
    draft = begin(client)
    post(client, f"/drafts/{draft}/save", form(draft, sample))
    answer = client.get(f"/drafts/{draft}/export/{suffix}")
    assert answer.status_code == 200
    name = unquote(answer.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
    assert name == f"青禾县柳溪街道办事处2026年消防安全专项整治实施方案.{suffix}"
    if suffix == "docx":
        assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    if suffix == "pdf":
        assert raster.page_count(answer.data) >= 3
    (kept,) = library.documents.list(scope, kind="export")
    assert kept.name == name


def test_a_format_that_there_is_not_is_refused(client: FlaskClient) -> None:
    assert client.get(f"/drafts/{begin(client)}/export/exe").status_code == 404


def test_what_stays_the_same_is_taken_from_the_last_draft(
    client: FlaskClient, sample: dict[str, object]
) -> None:
    first = begin(client)
    post(client, f"/drafts/{first}/save", form(first, sample))
    page = client.get(f"/drafts/{begin(client)}").text
    assert re.search(r'name="f\.单位"[^>]*value="青禾县柳溪街道办事处"', page)
    assert "用上次的名单" in page
    second = begin(client)
    drawn = post(client, f"/drafts/{second}/form", [*form(second, {}), ("last", "f.领导小组.人员")])
    assert 'value="周某某"' in drawn.json["groups"]


def test_a_deleted_draft_is_gone(client: FlaskClient) -> None:
    draft = begin(client)
    assert client.post(f"/drafts/{draft}/delete").status_code == 302
    assert client.get(f"/drafts/{draft}").status_code == 404


def test_drafts_of_others_cannot_be_opened(
    client: FlaskClient, library: Library, owner: User
) -> None:
    entry = template.get(FIRE)
    with library.database.write() as connection:
        connection.execute(users.insert().values(name="陈某某", role="owner", created=now()))
    foreign = library.drafts.create(owner.id + 1, entry.id, entry.sha256, entry.text, {}, [], "x")
    for path in ("", "/export/docx"):
        assert client.get(f"/drafts/{foreign.id}{path}").status_code == 404
    assert post(client, f"/drafts/{foreign.id}/save", form(foreign, {})).status_code == 404


def test_what_people_type_is_never_markup(client: FlaskClient, sample: dict[str, object]) -> None:
    draft = begin(client)
    nasty = '<script>alert(1)</script>"{{ 7*7 }}'
    typed = {**sample, "单位": nasty}
    post(client, f"/drafts/{draft}/save", form(draft, typed))
    page = client.get(f"/drafts/{draft}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "49" not in client.get("/drafts").text.split("draft-link")[1].split("</a>")[0]


def test_a_column_of_a_table_says_what_to_fill_in(client: FlaskClient) -> None:
    page = client.get(f"/drafts/{begin(client, 'duty-roster-rules')}").text
    assert '<p class="help"><b>首报</b>：第一次报告（一般用电话）的时限</p>' in page
    box = re.search(r'<input id="f.报告要求.0.首报"[^>]*>', page)
    assert box
    assert 'title="第一次报告（一般用电话）的时限"' in box[0]


def test_an_attachment_of_ones_own_is_printed_numbered_and_named_by_the_text(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    draft = begin(client)
    entry = template.get(FIRE)
    pairs = form(draft, sample)
    drawn = post(client, f"/drafts/{draft}/form", [*pairs, ("annex", "1")]).json
    assert 'name="title.annex-1"' in drawn["groups"]
    assert 'value="新的附件"' in drawn["groups"]
    assert 'id="s-annex-1"' in drawn["sections"]
    own = [("on", "annex-1"), ("edited", "annex-1"), ("title.annex-1", "排查登记表")]
    own += [("text.annex-1", "序号\t场所\n1\t柳溪市场"), ("text.require", "对照附件7登记。")]
    own += [("edited", "require")]
    order = ("order", "annex-1")
    first = next(n for n, p in enumerate(pairs) if p == ("order", entry.attachments[0].id))
    post(client, f"/drafts/{draft}/save", [*pairs[:first], order, *pairs[first:], *own])
    text = client.get(f"/drafts/{draft}/export/txt").text.replace("\r", "")
    count = 1 + len(entry.attachments)
    said = "".join(text.split())
    assert f"附件1排查登记表表：序号场所1柳溪市场附件2{entry.attachments[0].heading}" in said
    assert "任务分工表见附件2。" in said
    page = client.get(f"/drafts/{draft}").text
    assert page.index('id="g-annex-1"') < page.index(f'id="g-{entry.attachments[0].id}"')
    assert f"这一节提到附件7，文稿只有{count}份附件" in page
    again = library.drafts.get(draft, scope)
    kept = next(s for s in again.sections if s["id"] == "annex-1")
    assert [block["type"] for block in kept["blocks"]] == ["heading", "table"]
    for suffix in ("docx", "pdf"):
        assert client.get(f"/drafts/{draft}/export/{suffix}").status_code == 200
    post(client, f"/drafts/{draft}/save", form(draft, sample, revision=2))
    against = client.get(f"/drafts/{draft}/versions?of=1&show=changes").text
    assert "柳溪市场" in against


def test_an_attachment_is_bound_apart_where_it_is_ticked_and_stays_so(
    client: FlaskClient, library: Library, scope: Scope, sample: dict[str, object]
) -> None:
    def apart(draft: int) -> list[bool]:
        client.get(f"/drafts/{draft}/export/txt")
        kept = library.documents.list(scope, kind="export", limit=1)[0]
        return [one.separate for one in library.documents.get(kept.id, scope).document.attachments]

    draft = begin(client)
    entry = template.get(FIRE)
    theirs = [one.id for one in entry.attachments]
    own = [("order", "annex-1"), ("on", "annex-1"), ("edited", "annex-1")]
    own += [("title.annex-1", "排查登记表"), ("text.annex-1", "逐项登记。")]
    asked = [("bound", id) for id in (*theirs, "annex-1")]
    pairs = [*form(draft, sample), *own, *asked]
    post(client, f"/drafts/{draft}/save", pairs)
    plain = apart(draft)
    assert not any(plain)
    assert not any("separate" in state for state in library.drafts.get(draft, scope).sections)
    ticked = [("separate", theirs[0]), ("separate", "annex-1")]
    pairs = [*form(draft, sample, revision=2), *own, *asked, *ticked]
    post(client, f"/drafts/{draft}/save", pairs)
    assert apart(draft) == [True, *plain[1:-1], True]
    page = client.get(f"/drafts/{draft}").text
    assert page.count('name="bound"') == len(plain)
    assert re.findall(r'name="separate" value="([^"]+)" checked', page) == [theirs[0], "annex-1"]
    client.post(f"/drafts/{draft}/duplicate")
    copy = library.drafts.list(scope)[0].id
    assert copy != draft
    assert apart(copy) == [True, *plain[1:-1], True]
    # the first version was before the ticks
    client.post(f"/drafts/{draft}/versions/1/restore")
    assert not re.findall(
        r'name="separate" value="[^"]+" checked', client.get(f"/drafts/{draft}").text
    )


def test_an_attachment_that_came_bound_apart_can_be_bound_with_the_text() -> None:
    heading = Heading(level=1, text="检查手册")
    known = SectionState("annex-1", "edited", "landscape separate", (heading,))
    given = (("order", "annex-1"), ("on", "annex-1"), ("edited", "annex-1"), ("bound", "annex-1"))
    given += (("variant.annex-1", "landscape separate"), ("title.annex-1", "检查手册"))
    given += (("text.annex-1", "逐项核对。"),)
    for ticked, separate in (((), False), ((("separate", "annex-1"),), None)):
        posted = read((*given, *ticked))
        bench = of_posted(template.get(FIRE), posted, (known,))
        (state,) = (one for one in bench.states if one.id == "annex-1")
        assert state.separate is separate
        assert SectionState.from_json(state.to_json()) == state
        last = bench.composition.document.attachments[-1]
        assert (last.separate, last.landscape) == (separate is None, True)


def test_a_dropped_attachment_takes_its_number_along(
    client: FlaskClient, sample: dict[str, object]
) -> None:
    draft = begin(client)
    own = [("order", "annex-1"), ("on", "annex-1"), ("edited", "annex-1")]
    own += [("title.annex-1", "排查登记表"), ("text.annex-1", "逐项登记。")]
    pairs = [*form(draft, sample), *own]
    assert "排查登记表" in str(post(client, f"/drafts/{draft}/preview", pairs).json["groups"])
    drawn = post(client, f"/drafts/{draft}/form", [*pairs, ("drop", "annex-1")]).json
    assert "annex-1" not in drawn["groups"] + drawn["sections"]


def test_what_the_opening_says_of_attachments_stands_in_the_form(
    client: FlaskClient, sample: dict[str, object]
) -> None:
    draft = begin(client)
    own = [("order", "opening"), ("on", "opening"), ("edited", "opening")]
    pairs = [*form(draft, sample), *own, ("text.opening", "名单见附件9。")]
    groups = post(client, f"/drafts/{draft}/preview", pairs).json["groups"]
    told = {group["id"]: group["note"] for group in groups if group["note"]}
    assert list(told) == ["basics"]
    assert told["basics"].startswith("引言提到附件9，文稿只有")
    drawn = post(client, f"/drafts/{draft}/form", [*pairs, ("text.opening", "名单见附件9。")])
    basics = drawn.json["groups"].partition('id="g-basics"')[2].partition(">")[0]
    assert basics.endswith(" open")
