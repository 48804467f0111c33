"""The unit's names, places and people: read from rows, checked, sorted by pinyin."""

from __future__ import annotations

import pytest

from corpus.unit import (
    PLACES,
    RELATED,
    STAFF,
    Names,
    Place,
    Related,
    Staff,
    Unit,
    read_names,
    table,
)

HEAD = ("序号", "姓名", "职务（岗位）", "联系电话", "部门")


def test_people_are_sorted_by_the_pinyin_of_their_names_and_stand_once() -> None:
    staff, faults = STAFF.read(
        [
            {"姓名": "周某某", "职务": "办事处主任"},
            {"姓名": " 曾某某 ", "职务": "网格长", "电话": "13900000000", "科室": "综治办"},
            {},
            {"姓名": "陈某某"},
            {"姓名": "周某某", "职务": "办事处主任"},
        ]
    )
    assert faults == []
    assert staff == (
        Staff("陈某某"),
        Staff("曾某某", "网格长", "13900000000", "综治办"),
        Staff("周某某", "办事处主任"),
    )


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ({"职务": "主任"}, "姓名", "没有姓名"),
        ({"姓名": "周某某", "电话": "12"}, "电话", "不像电话号码"),
        ({"姓名": "周某某", "职务": "长" * 61}, "职务", "最多 60 字"),
    ],
)
def test_a_row_that_cannot_be_kept_says_where_and_why(
    row: dict[str, str], column: str, says: str
) -> None:
    _, (fault,) = STAFF.read([{"姓名": "陈某某"}, row])
    assert (fault.row, fault.column) == (1, column)
    assert says in fault.text


def test_several_telephones_may_stand_in_one_cell() -> None:
    _, faults = STAFF.read([{"姓名": "周某某", "电话": "0000-5551234、13900000000"}])
    assert faults == []


def test_a_place_without_a_kind_is_a_community_and_another_kind_is_refused() -> None:
    places, faults = PLACES.read([{"名称": "东湾社区"}, {"名称": "柳荫村", "类别": "村"}])
    assert (places, faults) == ((Place("东湾社区"), Place("柳荫村", "村")), [])
    _, (fault,) = PLACES.read([{"名称": "东湾", "类别": "街区"}])
    assert "社区、村、网格" in fault.text


def test_a_spreadsheet_is_read_by_its_own_headings() -> None:
    cells = [
        ("柳溪街道通讯录", "", "", "", ""),
        HEAD,
        (1, "周某某", "主任", 13900000000.0, "党政办"),
    ]
    assert table(cells, STAFF) == [
        {"姓名": "周某某", "职务": "主任", "电话": "13900000000", "科室": "党政办"}
    ]


def test_a_spreadsheet_without_headings_is_read_in_our_order() -> None:
    assert table([("周某某", "主任")], STAFF) == [{"姓名": "周某某", "职务": "主任"}]
    assert table([("东湾社区",), ("西坝社区",)], PLACES) == [
        {"名称": "东湾社区"}, {"名称": "西坝社区"},
    ]  # fmt: skip


def test_short_forms_are_those_that_were_set() -> None:
    names, faults = read_names(
        "青禾县柳溪街道办事处",
        "柳溪街道、 街道办",
        [{"全称": "青禾县人民政府", "简称": "县政府"}, {"全称": "党政办公室", "关系": "科室"}],
    )
    unit = Unit(names, staff=(Staff("周某某", office="综治中心"),))
    assert faults == []
    assert unit.short_forms == {
        "青禾县柳溪街道办事处": "柳溪街道",
        "青禾县人民政府": "县政府",
    }
    assert unit.offices == ("党政办公室", "综治中心")
    assert unit.units == ("青禾县柳溪街道办事处", "青禾县人民政府", "党政办公室", "综治中心")


def test_entries_come_back_as_the_rows_they_were_read_from() -> None:
    rows = [{"全称": "青禾县水务局", "简称": "县水务局", "关系": "其他单位"}]
    entries, _ = RELATED.read(rows)
    assert entries == (Related("青禾县水务局", "县水务局", "其他单位"),)
    assert RELATED.rows(entries) == rows


def test_nothing_set_is_an_empty_unit() -> None:
    assert (Unit().name, Unit().units, Unit(Names()).short_forms) == ("", (), {})
