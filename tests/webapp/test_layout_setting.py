"""The layout that a place chooses on the page 设置, and everything that follows it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx.oxml.ns import qn
from flask.testing import FlaskClient
from lxml import etree

from generator.layout import STANDARD, Profile, profile_form
from generator.layout.units import Mm, Pt

VALUES = {
    "天头": "35",
    "地脚": "33",
    "订口": "27",
    "切口": "27",
    "正文行距": "28",
    "标题行距": "36",
    "页码位置": "居中",
    "西文字体": "Times New Roman",
    "三级标题加粗": "是",
}


def margins(data: bytes) -> dict[str, str]:
    """The page margins of a Word file in twips."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    own = next(root.iter(qn("w:pgMar")))
    return {side: str(own.get(qn(f"w:{side}"))) for side in ("top", "left")}


def first_left(data: bytes) -> float:
    """Where the leftmost character of page 1 of a PDF begins, in millimetres."""
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage()
        lefts = [text.get_charbox(n, loose=True)[0] for n in range(text.count_chars())]
        text.close()
    return float(min(left for left in lefts if left > 1)) / 72 * 25.4


def test_what_is_chosen_is_kept_and_shown_again(client: FlaskClient, home: Path) -> None:
    answer = client.post("/settings/layout", data=VALUES)
    assert answer.status_code == 303
    assert profile_form.kept(home) == Profile(
        top=Mm(35), bottom=Mm(33), left=Mm(27), right=Mm(27), pitch=Pt(28), title_pitch=Pt(36),
        number="center", bold_third=True, latin="Times New Roman",
    )  # fmt: skip
    page = client.get("/settings/layout").text
    assert 'value="35"' in page
    assert 'value="Times New Roman"' in page


def test_a_ready_layout_is_taken_by_its_name_and_marked(client: FlaskClient, home: Path) -> None:
    for name, profile in profile_form.READY.items():
        client.post("/settings/layout", data={"ready": name})
        assert profile_form.kept(home) == profile
        assert f"{name}（在用）" in client.get("/settings/layout").text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("天头", "三七", "填 10 到 80 之间的数，单位是毫米"),
        ("正文行距", "5", "填 18 到 60 之间的数，单位是磅"),
        ("标题行距", "99", "填 18 到 60 之间的数，单位是磅"),
        ("页码位置", "左边", "从外侧、居中里选一个"),
        ("西文字体", "字体；", "填字体的英文名"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    client: FlaskClient, home: Path, name: str, text: str, said: str
) -> None:
    answer = client.post("/settings/layout", data={**VALUES, name: text})
    assert answer.status_code == 422
    (told,) = re.findall(r'<p class="error" id="([^"]+)">([^<]*)</p>', answer.text)
    assert said in told[1]
    (control,) = re.findall(rf'<(?:input|select)[^>]*name="{name}"[^>]*>', answer.text)
    assert told[0] in control
    assert profile_form.kept(home) == STANDARD


def test_sides_that_leave_no_page_are_refused_beside_the_side(client: FlaskClient) -> None:
    answer = client.post("/settings/layout", data={**VALUES, "订口": "60", "切口": "60"})
    assert "版心不足100毫米" in answer.text
    assert 'id="layout-left-error"' in answer.text


def test_downloads_and_previews_follow_the_layout(client: FlaskClient) -> None:
    before = client.get("/documents/1/download/docx").data
    page = client.get("/previews/documents/1/1.png?width=604").data
    assert margins(before) == {"top": "2098", "left": "1587"}
    client.post("/settings/layout", data={**VALUES, "订口": "40"})
    assert margins(client.get("/documents/1/download/docx").data) == {"top": "1984", "left": "2268"}
    assert first_left(client.get("/documents/1/download/pdf").data) == pytest.approx(40, abs=0.5)
    assert client.get("/previews/documents/1/1.png?width=604").data != page
    client.post("/settings/layout", data={"ready": "国标"})
    assert client.get("/previews/documents/1/1.png?width=604").data == page
    assert client.get("/documents/1/download/docx").data == before


def test_a_damaged_layout_is_said_and_no_document_goes_out_otherwise(
    client: FlaskClient, home: Path
) -> None:
    (home / "profile.json").write_text('{"天头": "很大"}', "utf-8")
    assert "版式没有读出来" in client.get("/settings/layout").text
    answer = client.get("/documents/1/download/docx")
    assert answer.status_code >= 400
    assert "设置" in answer.text or "毫米" in answer.text
    client.post("/settings/layout", data={"ready": "国标"})
    assert client.get("/documents/1/download/docx").status_code == 200


def test_json_of_a_layout_says_what_it_says(home: Path) -> None:
    profile_form.keep(home, profile_form.READY["页码居中"])
    kept = json.loads((home / "profile.json").read_text("utf-8"))
    assert kept["页码位置"] == "居中"
    assert kept["正文行距"] == 28.95
