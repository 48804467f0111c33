"""设置: names, people and places — typed in rows, read from files, refused with what is wrong."""

from __future__ import annotations

import io

import openpyxl
from flask.testing import FlaskClient
from lxml import html

from corpus.library import Library
from corpus.unit import Names, Place, Related, Staff

REVISION = {"revision": "0"}


def staff(*people: tuple[str, str]) -> dict[str, str]:
    """The form of a list with a name and a post in each row."""
    sent = dict(REVISION)
    for number, (name, post) in enumerate(people):
        sent |= {f"f.人员.{number}.姓名": name, f"f.人员.{number}.职务": post}
    return sent


def values(page: str, heading: str) -> list[str]:
    """What stands under `heading` in the rows of a page."""
    tree = html.fromstring(page)
    return tree.xpath(f"//ol//input[contains(@name, '.{heading}')]/@value")


def test_people_are_kept_and_shown_by_pinyin(client: FlaskClient, library: Library) -> None:
    answer = client.post("/settings/staff", data=staff(("周某某", "主任"), ("陈某某", "书记")))
    assert answer.status_code == 303
    assert library.unit.get().staff == (Staff("陈某某", "书记"), Staff("周某某", "主任"))
    assert values(client.get("/settings/staff").text, "姓名") == ["陈某某", "周某某"]


def test_a_wrong_row_is_told_beside_it_and_what_was_typed_stays(
    client: FlaskClient, library: Library
) -> None:
    sent = staff(("周某某", "主任"), ("", "书记")) | {"f.人员.0.电话": "12"}
    answer = client.post("/settings/staff", data=sent)
    assert answer.status_code == 422
    tree = html.fromstring(answer.text)
    found = [p.text for p in tree.xpath("//ol//p[@class='error']")]
    assert found == [
        "“12”不像电话号码，写成 0000-5551234 或 11 位手机号",
        "这一行没有姓名，请补上或删去这一行",
    ]
    assert values(answer.text, "职务") == ["主任", "书记"]
    assert library.unit.get().staff == ()


def test_a_workbook_is_read_into_the_form_and_kept_only_when_saved(
    client: FlaskClient, library: Library
) -> None:
    book = openpyxl.Workbook()
    for row in (["序号", "部门", "姓名", "职务"], [1, "党政办", "李某某", "干事"],
                [2, "综治办", "周某某", ""]):  # fmt: skip
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    sent = staff(("周某某", "主任")) | {"do": "read"}
    file = (io.BytesIO(target.getvalue()), "通讯录.xlsx")
    answer = client.post("/settings/staff", data={**sent, "file": file})
    assert values(answer.text, "姓名") == ["周某某", "李某某"]
    assert values(answer.text, "科室") == ["综治办", "党政办"]
    assert values(answer.text, "职务") == ["主任", "干事"]
    assert "从文件读进来 2 条，还没有保存" in answer.text
    assert library.unit.get().staff == ()


def test_a_file_that_is_no_table_is_refused(client: FlaskClient) -> None:
    file = (io.BytesIO(b"x"), "名单.docx")
    answer = client.post("/settings/staff", data={"do": "read", "file": file})
    assert answer.status_code == 422
    assert "不是数据表" in answer.text
    answer = client.post("/settings/staff", data={"do": "read"})
    assert "没有选文件" in answer.text


def test_places_are_kept_with_their_kind(client: FlaskClient, library: Library) -> None:
    sent = REVISION | {"f.地点.0.名称": "柳荫村", "f.地点.0.类别": "村", "f.地点.1.类别": "社区"}
    assert client.post("/settings/places", data=sent).status_code == 303
    assert library.unit.get().places == (Place("柳荫村", "村"),)


def test_names_and_the_units_around_are_kept(client: FlaskClient, library: Library) -> None:
    sent = REVISION | {
        "full": "青禾县柳溪街道办事处",
        "shorts": "柳溪街道、街道办",
        "f.有关单位.0.全称": "青禾县人民政府",
        "f.有关单位.0.简称": "县政府",
        "f.有关单位.0.关系": "上级单位",
    }
    assert client.post("/settings", data=sent).status_code == 303
    assert library.unit.get().names == Names(
        "青禾县柳溪街道办事处", ("柳溪街道", "街道办"), (Related("青禾县人民政府", "县政府"),)
    )
    assert "青禾县柳溪街道办事处" in client.get("/").text


def test_a_name_that_is_too_long_is_told_beside_it(client: FlaskClient) -> None:
    answer = client.post("/settings", data=REVISION | {"full": "长" * 61})
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("string(//p[@id='f-full-error'])") == (
        "有 61 字，最多 60 字"
    )


def test_a_list_that_somebody_else_changed_is_not_overwritten(
    client: FlaskClient, library: Library
) -> None:
    library.unit.save_staff([Staff("陈某某")], 0)
    answer = client.post("/settings/staff", data=staff(("周某某", "主任")))
    assert answer.status_code == 409
    assert "刚被别人改过" in answer.text
    assert values(answer.text, "姓名") == ["周某某"]
    assert library.unit.get().staff == (Staff("陈某某"),)


def test_without_a_script_a_button_adds_a_row(client: FlaskClient) -> None:
    answer = client.post("/settings/staff", data=staff(("周某某", "")) | {"add": "f.人员"})
    assert len(html.fromstring(answer.text).xpath("//ol/li")) == 2
