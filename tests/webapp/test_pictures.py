"""照片 in the sections of a draft: taken in, shown, printed, exported, kept with versions."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document as Word
from docx.shared import Mm
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from corpus.library import DraftRecord, Library, Scope, User
from corpus.library.pictures import keys_in
from generator import template
from generator.layout import raster
from tests.corpus.test_photos import photo
from webapp import photo_rows

FIRE = "fire-safety-campaign"
JSON = {"Accept": "application/json"}


@pytest.fixture
def draft(library: Library, owner: User) -> DraftRecord:
    """A draft with the sample's inputs."""
    entry = template.get(FIRE)
    return library.drafts.create(
        owner.id, entry.id, entry.sha256, entry.text, entry.sample_inputs(), [], "消防方案"
    )


def send(client: FlaskClient, draft: DraftRecord, *files: tuple[str, bytes]) -> TestResponse:
    data = {"photos": [(io.BytesIO(content), name) for name, content in files]}
    return client.post(f"/drafts/{draft.id}/pictures", data=data, headers=JSON)


def form(section: str, *rows: dict[str, str], **more: str) -> dict[str, object]:
    """What the browser sends of a form with photos in `section`."""
    sections = [s.id for s in template.get(FIRE).all_sections()]
    pairs: dict[str, object] = {"revision": "1", "order": sections, "on": sections, **more}
    for n, row in enumerate(rows):
        pairs |= {f"p.{section}.{n}.{part}": value for part, value in row.items()}
    return pairs


def added(client: FlaskClient, draft: DraftRecord, *colours: str) -> list[str]:
    """The keys of new photos."""
    files = [(f"{c}.jpg", photo(colour=c)) for c in colours]
    return [one["image"] for one in send(client, draft, *files).json["added"]]


def test_photos_are_taken_in_and_shown_to_whoever_sees_the_draft(
    client: FlaskClient, stranger: FlaskClient, draft: DraftRecord
) -> None:
    told = send(client, draft, ("现场.jpg", photo(4000, 3000)), ("手机.heic", b"0000ftypheic")).json
    (one,) = told["added"]
    answer = client.get(one["src"])
    assert answer.mimetype == "image/jpeg"
    with Image.open(io.BytesIO(answer.data)) as image:
        assert max(image.size) == 1600
    (refused,) = told["refused"]
    assert refused["name"] == "手机.heic"
    assert "HEIC" in refused["message"]
    assert stranger.get(one["src"]).status_code == 302
    assert client.get(one["src"][:-1] + "x").status_code == 404
    assert client.get(f"/drafts/{draft.id}/pictures/{'0' * 64}").status_code == 404


@pytest.mark.parametrize("count", [0, 21])
def test_none_and_too_many_at_once_are_refused(
    client: FlaskClient, draft: DraftRecord, count: int
) -> None:
    answer = send(client, draft, *[("a.jpg", b"")] * count)
    assert answer.status_code == 400
    assert "1 到 20 张" in answer.json["error"]["remedy"]


def test_what_is_saved_already_with_a_photo_at_the_end_is_no_conflict(
    client: FlaskClient, draft: DraftRecord
) -> None:
    (red,) = added(client, draft, "red")
    sent = form("goals", {"image": red, "caption": "入户", "alt": "", "width": "60", "stand": ""})
    answers = [client.post(f"/drafts/{draft.id}/save", data=sent, headers=JSON) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], "the same form sent twice"


def test_photos_are_saved_in_order_with_caption_description_and_width(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    red, green = added(client, draft, "red", "green")
    rows = (
        {"image": green, "caption": " 入户 排查 ", "alt": "两人敲门", "width": "60"},
        {"image": red, "caption": "", "alt": "", "width": "999"},
        {"image": "sha256:nothing", "caption": "没有图"},
    )
    answer = client.post(f"/drafts/{draft.id}/save", data=form("goals", *rows), headers=JSON)
    assert answer.status_code == 200
    kept = next(s for s in library.drafts.get(draft.id, scope).sections if s["id"] == "goals")
    assert [(f["image"], f.get("caption"), f["alt"], f["width_mm"]) for f in kept["figures"]] == [
        (green, "入户 排查", "两人敲门", 60),
        (red, None, "", 120),
    ]
    page = client.get(f"/drafts/{draft.id}").text
    assert 'name="p.goals.0.caption" type="text" value="入户 排查"' in page
    assert f"/drafts/{draft.id}/pictures/{green.partition(':')[2]}" in page
    assert '<option value="60" selected>小（60 毫米）</option>' in page


def test_a_photo_is_printed_in_its_section_and_leads_to_it(
    client: FlaskClient, draft: DraftRecord
) -> None:
    (red,) = added(client, draft, "red")
    bare = client.post(f"/drafts/{draft.id}/preview", data=form("goals"), headers=JSON).json
    row = {"image": red, "caption": "网格员入户排查", "width": "120"}
    told = client.post(f"/drafts/{draft.id}/preview", data=form("goals", row), headers=JSON).json
    (mark,) = [m for m in told["marks"] if m["text"] == "网格员入户排查"]
    assert mark["target"] == "g:goals"
    assert told["pages"] != bare["pages"]
    wider = client.post(
        f"/drafts/{draft.id}/preview", data=form("goals", {**row, "width": "60"}), headers=JSON
    ).json
    assert wider["pages"] != told["pages"]
    src = told["pages"][mark["page"] - 1]["src"]
    with Image.open(io.BytesIO(client.get(f"{src}?width=588").data)) as page:
        colours = page.convert("RGB").getcolors(1 << 20)
    assert colours
    assert any(r > 200 and g < 60 and b < 60 for count, (r, g, b) in colours if count > 500)


@pytest.mark.parametrize("suffix", ["docx", "pdf", "odt"])
def test_word_pdf_and_odt_hold_the_photo_with_its_caption(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord, suffix: str
) -> None:
    (red,) = added(client, draft, "red")
    row = {"image": red, "caption": "网格员入户排查", "alt": "两人敲门", "width": "120"}
    client.post(f"/drafts/{draft.id}/save", data=form("goals", row), headers=JSON)
    data = client.get(f"/drafts/{draft.id}/export/{suffix}").data
    bytes_of = library.pictures.of_draft(draft.id)(red)
    if suffix == "pdf":
        assert raster.page_count(data) >= 2
        assert b"/DCTDecode" in data
    else:
        package = zipfile.ZipFile(io.BytesIO(data))
        images = [name for name in package.namelist() if name.endswith((".jpg", ".jpeg"))]
        assert [package.read(name) for name in images] == [bytes_of]
        text = "".join(package.read(n).decode() for n in package.namelist() if n.endswith(".xml"))
        assert "网格员入户排查" in text
        assert "两人敲门" in text
    (export,) = library.documents.list(scope, kind="export")
    assert library.pictures.of_document(export.id)(red) == bytes_of
    assert client.get(f"/previews/documents/{export.id}/1.png").status_code == 200


def test_photos_stay_with_a_section_that_is_taken_in_hand_and_given_back(
    client: FlaskClient, draft: DraftRecord
) -> None:
    (red,) = added(client, draft, "red")
    row = {"image": red, "caption": "网格员入户排查"}
    for action in (
        {"edit": "goals"},
        {"edited": "goals", "text.goals": "（一）听从指挥。", "return": "goals"},
    ):
        pairs = form("goals", row, **action)
        drawn = client.post(f"/drafts/{draft.id}/form", data=pairs, headers=JSON).json["groups"]
        assert drawn.count(red) == 1
        assert "图：网格员入户排查" not in drawn
    only = form("goals", row, edited="goals", **{"text.goals": ""})
    told = client.post(f"/drafts/{draft.id}/preview", data=only, headers=JSON).json
    assert "网格员入户排查" in [mark["text"] for mark in told["marks"]]


def test_a_section_that_is_left_out_keeps_its_photos_unprinted(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    (red,) = added(client, draft, "red")
    pairs = form("goals", {"image": red, "caption": "网格员入户排查"})
    pairs["on"] = [id for id in pairs["order"] if id != "goals"]  # type: ignore[attr-defined]
    client.post(f"/drafts/{draft.id}/save", data=pairs, headers=JSON)
    assert "网格员入户排查" not in client.get(f"/drafts/{draft.id}/export/txt").text
    kept = next(s for s in library.drafts.get(draft.id, scope).sections if s["id"] == "goals")
    assert kept["figures"]


def test_a_version_keeps_its_photos_and_a_copy_has_them_too(
    client: FlaskClient, library: Library, scope: Scope, draft: DraftRecord
) -> None:
    (red,) = added(client, draft, "red")
    row = {"image": red, "caption": "网格员入户排查"}
    client.post(f"/drafts/{draft.id}/save", data=form("goals", row), headers=JSON)
    client.post(f"/drafts/{draft.id}/versions")
    client.post(f"/drafts/{draft.id}/save", data=form("goals", revision="2"), headers=JSON)
    page = client.get(f"/drafts/{draft.id}/versions?show=changes").text
    assert "<del>图：网格员入户排查</del>" in page
    copy = client.post(f"/drafts/{draft.id}/copy", data=form("goals", row), headers=JSON).json
    id = int(copy["location"].rpartition("/")[2])
    assert library.pictures.of_draft(id)(red)
    client.post(f"/drafts/{draft.id}/versions/1/restore")
    assert red in client.get(f"/drafts/{draft.id}").text


def test_two_versions_of_a_section_differ_by_their_photos(
    client: FlaskClient, draft: DraftRecord
) -> None:
    (red,) = added(client, draft, "red")
    client.post(f"/drafts/{draft.id}/save", data=form("goals"), headers=JSON)
    row = {"image": red, "caption": "网格员入户排查"}
    answer = client.post(f"/drafts/{draft.id}/save", data=form("goals", row), headers=JSON)
    assert answer.status_code == 409
    (difference,) = answer.json["differences"]
    assert difference["mine"] == "按表单写：照片：网格员入户排查"


def test_a_foreign_photo_is_not_shown_by_its_hash(
    client: FlaskClient, library: Library, owner: User, draft: DraftRecord
) -> None:
    entry = template.get(FIRE)
    other = library.drafts.create(owner.id, entry.id, entry.sha256, entry.text, {}, [], "别的")
    (red,) = added(client, draft, "red")
    row = {"image": red, "caption": "网格员入户排查"}
    told = client.post(f"/drafts/{other.id}/preview", data=form("goals", row), headers=JSON).json
    printed = "".join(mark["text"] for mark in told["marks"])
    assert "网格员入户排查" in printed
    assert re.search("缺图", client.get(f"/drafts/{draft.id}/export/txt").text) is None
    sha256 = red.partition(":")[2]
    assert client.get(f"/drafts/{other.id}/pictures/{sha256}").status_code == 404


def test_the_pictures_of_a_past_document_come_along_and_keep_their_place(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    word = Word()
    for text in ("青禾县柳溪街道消防安全整治方案", "一、工作目标", "排查沿街商铺。"):
        word.add_paragraph(text)
    word.add_picture(io.BytesIO(photo(640, 480)), width=Mm(80))
    word.add_paragraph("图1 排查现场")
    for text in ("发现隐患立即整改。", "二、工作要求", "各社区要压实责任。"):
        word.add_paragraph(text)
    stream = io.BytesIO()
    word.save(stream)
    files = {"file": (io.BytesIO(stream.getvalue()), "去年的方案.docx")}
    answer = client.post("/drafts/past", data=files)
    id = int(answer.location.rpartition("/")[2])
    record = library.drafts.get(id, scope)
    (key,) = keys_in(record.sections)
    with Image.open(io.BytesIO(library.pictures.of_draft(id)(key) or b"")) as image:
        assert image.size == (640, 480)
    state = next(s for s in record.sections if s.get("figures"))
    (figure,) = state["figures"]
    assert (figure["caption"], figure["width_mm"]) == ("图1 排查现场", 90)
    assert state["stands"] == ["1|排查沿街商铺。"]
    page = client.get(f"/drafts/{id}").text
    assert f'value="{key}"' in page
    assert "图：" not in page
    written = client.get(f"/drafts/{id}/export/txt").text
    assert re.search("排查沿街商铺。\n+图：图1 排查现场\n+发现隐患", written)


def test_a_photo_is_printed_behind_the_paragraph_that_was_chosen(
    client: FlaskClient, library: Library, draft: DraftRecord
) -> None:
    (red,) = added(client, draft, "red")
    row = {"image": red, "caption": "街面", "width": "60"}
    told = client.post(f"/drafts/{draft.id}/preview", data=form("goals", row), headers=JSON).json
    group = next(one for one in told["groups"] if one["id"] == "goals")
    assert group["stops"][0][1] == "放在这一节开头"
    place, said = group["stops"][1]
    assert said.startswith("第1段后：")
    assert group["stands"] == [["", ""]]
    row["stand"] = place
    client.post(f"/drafts/{draft.id}/save", data=form("goals", row), headers=JSON)
    page = client.get(f"/drafts/{draft.id}").text
    assert f'<option value="{place}" selected>' in page
    kept = library.drafts.get(draft.id, Scope(draft.owner)).sections
    assert next(one for one in kept if one["id"] == "goals")["stands"] == [place]
    text = client.get(f"/drafts/{draft.id}/export/txt").text.split("\n")
    at = text.index("图：街面")
    first = next(n for n, line in enumerate(text) if "工作目标" in line)
    assert at == first + 2


def test_a_section_taken_over_brings_its_photos_to_where_they_stood(
    client: FlaskClient, library: Library, draft: DraftRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    (red,) = added(client, draft, "red")
    row = {"image": red, "caption": "街面", "width": "60", "stand": "1|通过专项整治"}
    client.post(f"/drafts/{draft.id}/save", data=form("goals", row), headers=JSON)
    client.get(f"/drafts/{draft.id}/export/docx")
    scope = Scope(draft.owner)
    stored = next(one for one in library.documents.list(scope) if one.kind == "export")
    document = library.documents.get(stored.id, scope).document.canonical()
    block = next(b.id for b in document.blocks if getattr(b, "text", "") == "工作目标")
    entry = template.get(FIRE)
    other = library.drafts.create(
        draft.owner, entry.id, entry.sha256, entry.text, entry.sample_inputs(), [], "另一份"
    )
    asked = {"take": str(stored.id), "block": block, "into": "goals", "way": "replace"}
    page = client.post(f"/drafts/{other.id}/form", data=form("goals") | asked, headers=JSON).json
    assert "图：街面" not in page["groups"]
    taken = re.search(r'name="p\.goals\.0\.image" value="(sha256:[0-9a-f]{64})"', page["groups"])
    assert taken
    assert re.search(r'<option value="1\|[^"]+" selected>第1段后', page["groups"])
    shown = client.get(f"/drafts/{other.id}/pictures/{taken[1].partition(':')[2]}")
    assert shown.mimetype == "image/jpeg"
    monkeypatch.setattr(photo_rows, "MOST", 0)
    refused = client.post(f"/drafts/{other.id}/form", data=form("goals") | asked)
    assert refused.status_code == 400
    assert "这一节的照片会超过0张" in refused.text
