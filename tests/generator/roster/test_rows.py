"""Rosters read: cells by their fields' types, lists by their keys, errors with their places."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from generator import roster, template
from generator.errors import RosterError
from generator.roster import Roster
from tests.generator.rosters import CHOSEN, FIRST, GOOD, filled, saved, table

HEAD = ["单位", "座数（座）", "成文日期"]
ROW = ["望川县石桥乡人民政府", 7, "2026-03-01"]


def read(*rows: Sequence[object]) -> Roster:
    return roster.read(CHOSEN, "r.xlsx", table(*rows))


def told(found: Roster) -> list[str]:
    return [str(finding) for row in found.rows for finding in row.findings]


def test_cells_arrive_as_they_were_typed() -> None:
    (row,) = roster.read(CHOSEN, "r.xlsx", filled([GOOD])).rows
    assert row.number == FIRST
    assert row.inputs == {
        "单位": "望川县石桥乡人民政府",
        "编号": "0512",
        "座数": "7",
        "成文日期": "2026-03-01",
    }
    assert not row.wrong


def test_examples_and_requirements_make_no_document_and_need_no_word() -> None:
    found = roster.read(CHOSEN, "r.xlsx", filled([GOOD]))
    assert [row.number for row in found.rows] == [FIRST]
    assert found.findings == ()


def test_a_row_typed_over_the_example_is_not_lost_in_silence() -> None:
    book = load_workbook(io.BytesIO(filled([GOOD])))
    book["数据表"]["B3"].value = "望川县云岭镇人民政府"
    found = roster.read(CHOSEN, "r.xlsx", saved(book))
    assert [str(f) for f in found.findings] == [
        "数据表 第3行：序号写着“示例”，没有生成。要生成的话，把“示例”改成数字。"
    ]


def test_an_example_without_its_mark_is_known_by_its_values() -> None:
    book = load_workbook(io.BytesIO(filled([GOOD])))
    sheet = book["数据表"]
    sheet.delete_cols(1)
    sheet.delete_rows(2)
    del book["重点任务"]
    found = roster.read(CHOSEN, "r.xlsx", saved(book))
    assert [row.number for row in found.rows] == [3]
    assert [str(f) for f in found.findings] == ["数据表 第2行：与示例完全相同，没有生成。"]


def test_rows_with_nothing_but_a_number_are_empty() -> None:
    assert [row.number for row in read(["序号", *HEAD], [1, *ROW], [2], [3]).rows] == [2]


def test_a_wrong_cell_is_told_with_sheet_row_column_field_and_remedy() -> None:
    found = roster.read(CHOSEN, "r.xlsx", filled([GOOD, {**GOOD, "编号": "7", "座数": "九十"}]))
    assert not found.rows[0].wrong
    (finding,) = (f for f in found.rows[1].findings if f.severity == "error")
    assert str(finding) == "数据表 第5行D列（座数）：“九十”不是数字。改成 90。"
    assert (finding.row, finding.column, finding.severity) == (5, "D", "error")


def test_an_empty_required_cell_is_an_error_and_an_empty_optional_one_is_not() -> None:
    found = roster.read(CHOSEN, "r.xlsx", filled([{**GOOD, "单位": None, "编号": None}]))
    assert told(found) == ["数据表 第4行B列（单位）：没有填写。发文单位全称。"]


def test_a_day_without_its_year_takes_the_documents() -> None:
    text = CHOSEN.text.replace("  比例:", "  年度:     {type: year, example: 2026}\n  比例:")
    found = roster.read(
        template.load(text, "y.md"), "r.xlsx", table([*HEAD, "年度"], [*ROW[:2], "3月1日", 2026])
    )
    assert told(found) == []


# --- lists ----------------------------------------------------------------------------------


def listed(keys: Sequence[object], units: Sequence[str] = ("甲村", "乙村")) -> bytes:
    """Rows of `units` numbered from 1, and one task for each of `keys`."""
    book = load_workbook(io.BytesIO(filled([{**GOOD, "单位": unit} for unit in units])))
    for number, key in enumerate(keys, 1):
        book["重点任务"].append([key, f"事项{number}", "看", "规建办", None, "2026-05-01"])
    return saved(book)


def tasks(data: bytes) -> tuple[list[list[str]], list[str]]:
    found = roster.read(CHOSEN, "r.xlsx", data)
    entries = [
        [str(task["事项"]) for task in row.inputs.get("重点任务", [])]  # type: ignore[attr-defined]
        for row in found.rows
    ]
    return entries, [str(finding) for finding in found.findings]


@pytest.mark.parametrize(
    ("keys", "entries"),
    [
        ((1, 2), [["事项1"], ["事项2"]]),
        (("２", "01"), [["事项2"], ["事项1"]]),
        (("甲村", "乙村"), [["事项1"], ["事项2"]]),
        (("1", None, "2", ""), [["事项1", "事项2"], ["事项3", "事项4"]]),
        (("全部", "2", "所有"), [["事项1", "事项3"], ["事项1", "事项2", "事项3"]]),
    ],
)
def test_the_lines_of_a_list_belong_to_rows_by_number_unit_or_to_all(
    keys: Sequence[object], entries: list[list[str]]
) -> None:
    assert tasks(listed(keys)) == (entries, [])


def test_a_unit_is_known_by_its_short_form() -> None:
    units = ["青禾县柳溪街道东湾社区居民委员会", "青禾县柳溪街道北桥社区居民委员会"]
    assert tasks(listed(["北桥社区"], units))[0] == [[], ["事项1"]]


def test_a_line_that_belongs_to_no_row_or_to_several_is_told() -> None:
    _, said = tasks(listed([7]))
    assert said == [
        "重点任务 第4行A列（重点任务）：“数据表”里没有序号是“7”的行，这一行没有用。"
        "改成那里有的序号或单位，或写“全部”。"
    ]
    _, said = tasks(listed(["甲村"], ["甲村", "甲村"]))
    assert "“数据表”里有 2 行都是“甲村”（第 4、5 行）" in said[0]


def test_a_wrong_cell_of_a_list_is_told_in_its_own_sheet() -> None:
    text = CHOSEN.text.replace("  成文日期:", "  预算表: {type: budget, unit: 万元}\n  成文日期:")
    chosen = template.load(text, "b.md")
    book = load_workbook(io.BytesIO(roster.workbook(chosen, [CHOSEN.sample_inputs()])))
    book["预算表"].append([1, "喇叭", 3])
    book["预算表"].append([1, "袖标", "若干"])
    (row,) = roster.read(chosen, "r.xlsx", saved(book)).rows
    (finding,) = row.findings
    assert str(finding).startswith("预算表 第5行C列（预算表第2项金额）：“若干”不是数字")
    assert (finding.sheet, finding.row, finding.column) == ("预算表", 5, "C")


def test_a_leading_group_is_a_person_a_line_and_a_double_post_is_told() -> None:
    chosen = template.get("fire-safety-campaign")
    book = load_workbook(io.BytesIO(roster.workbook(chosen, [chosen.sample_inputs()])))
    (row,) = roster.read(chosen, "r.xlsx", saved(book)).rows
    group = row.inputs["领导小组"]
    assert isinstance(group, dict)
    assert group["组长"]["姓名"] == "周某某"
    assert [person["姓名"] for person in group["副组长"]] == ["陈某某", "林某某"]
    book["领导小组"].append([1, "组长", "何某某"])
    (row,) = roster.read(chosen, "r.xlsx", saved(book)).rows
    assert [f.message for f in row.findings if f.field == "领导小组"] == ["“组长”写了两次"]


def test_a_list_sheet_without_keys_serves_a_single_row_and_is_told_of_several() -> None:
    book = load_workbook(io.BytesIO(listed([1])))
    book["重点任务"].delete_cols(1)
    book["重点任务"].delete_rows(2, 2)
    _, said = tasks(saved(book))
    assert said[0].startswith("重点任务 第1行（重点任务）：没有“序号”一列")
    book["数据表"].delete_rows(5)
    assert tasks(saved(book)) == ([["事项1"]], [])


def test_a_list_may_stand_in_one_cell_of_the_row_and_its_wrong_line_is_named() -> None:
    found = read([*HEAD, "重点任务"], [*ROW, "查桥面|看裂缝|规建办||长期\n查墩|看|某办|另|五月|多"])
    assert told(found)[0].startswith("各村 第2行D列（重点任务）：第2项有 6 段，多于 5 段")


# --- beside other rows ----------------------------------------------------------------------


def village(number: int) -> list[object]:
    return [f"望川县第{number}村", 7, "2026-03-01"]


def test_a_row_that_is_there_twice_is_told() -> None:
    found = read(HEAD, village(1), village(2), village(1))
    assert told(found) == ["各村 第4行：与第 2 行完全相同。多余的话，删去一行。"]


def test_a_unit_that_is_there_twice_among_many_is_told() -> None:
    rows = [village(number) for number in range(1, 12)]
    found = read(HEAD, *rows, ["望川县第3村", 9, "2026-03-01"])
    assert told(found) == ["各村 第13行A列（单位）：第 4 行也是“望川县第3村”。核对是否填了两次。"]


def test_an_optional_cell_that_nearly_all_rows_have_is_told_where_it_is_empty() -> None:
    rows = [[*village(number), "90%" if number else None] for number in range(6)]
    found = read([*HEAD, "比例"], *rows)
    assert told(found) == ["各村 第2行D列（比例）：没有填写，可不填。文中将略去这一句。"]


def test_a_time_that_is_spelled_otherwise_than_in_most_rows_is_told() -> None:
    text = CHOSEN.text.replace("  成文日期:", "  报告期: {type: period}\n  成文日期:")
    rows = [[*village(n), "2026年一季度" if n != 3 else "2026年第1季度"] for n in range(6)]
    found = roster.read(template.load(text, "p.md"), "r.xlsx", table([*HEAD, "报告期"], *rows))
    assert told(found) == ["各村 第5行D列（报告期）：写法和其他行不同。已按“2026年一季度”处理。"]


# --- heads and files that do not fit --------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "message", "remedy"),
    [
        ([["甲", "乙"], [1, 2]], "r.xlsx：没有找到《桥梁巡查通知》的表头", "重新生成一份来填"),
        ([HEAD[:2], ROW[:2]], "缺少必填的列：成文日期", "补上这些列再试"),
        ([["单位", "座数（公里）", "成文日期"], ROW], "缺少必填的列：座数", "单位是“公里”"),
        ([HEAD], "一行也没有填", "从表头下面一行起"),
    ],
)
def test_a_head_that_does_not_fit_is_refused(
    rows: list[list[object]], message: str, remedy: str
) -> None:
    with pytest.raises(RosterError) as refused:
        read(*rows)
    assert message in str(refused.value)
    assert remedy in refused.value.remedy


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_in_a_cell_is_read_or_told_but_never_breaks(text: str) -> None:
    line = ",".join(['"' + text.replace('"', '""') + '"', "7", "2026-03-01"])
    data = f"{','.join(HEAD)}\n{line}\n某乡,7,2026-03-01\n".encode()
    found = roster.read(CHOSEN, "r.csv", data)
    assert found.rows[-1].inputs["单位"] == "某乡"
