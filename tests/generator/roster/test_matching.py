"""Anybody's own spreadsheet matched to a template: heads found, columns by likeness, by choice."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook, load_workbook

from generator import roster, template
from generator.errors import RosterError
from generator.roster import Choices, Matching
from generator.roster.columns import row_targets
from generator.roster.likeness import likeness, name_of
from tests.generator.roster.making import package
from tests.generator.roster.making import row as xml_row
from tests.generator.rosters import CHOSEN, TEXT, saved, table

HEAD = ["单位", "座数（座）", "成文日期"]
ROW = ["石桥乡", 7, "2026-03-01"]
MORE = template.load(
    TEXT.replace("bridge-check", "bridge-more").replace(
        "  成文日期:",
        "  起止: {type: period}\n  负责人: {type: person}\n  联系电话: {type: phone}\n"
        "  隐患数: {type: integer, unit: 处}\n  整改数: {type: integer, unit: 处}\n  成文日期:",
    ),
    "more.md",
)


def matched(*rows: Sequence[object], choices: Choices = roster.NOTHING) -> Matching:
    return roster.match(MORE, "r.xlsx", table(*rows), choices)


def targets(found: Matching) -> dict[str, str]:
    return {c.head: c.target.name for c in found.rows.columns if c.target}


def unused(found: Matching) -> list[str]:
    return [c.head for c in found.rows.columns if c.target is None and not c.key]


@pytest.mark.parametrize(
    ("head", "target", "first"),
    [
        ("单位", "单位", "石桥乡"),
        (" 单 位 ", "单位", "石桥乡"),
        ("*单位（必填）", "单位", "石桥乡"),
        ("单位名称", "单位", "石桥乡"),
        ("报告日期", "成文日期", "2026-03-01"),
        ("社区", "单位", "东湾社区"),
        ("村名", "单位", "石桥村"),
        ("乡镇（街道）", "单位", "石桥乡"),
        ("填报单位", "单位", "石桥乡"),
        ("座数(座)", "座数", 7),
        ("座数", "座数", 7),
        ("桥梁座数", "座数", 7),
        ("电话", "联系电话", "0000-5551234"),
        ("手机号码", "联系电话", "13900000000"),
        ("联系方式", "联系电话", "13900000000"),
        ("隐患个数", "隐患数", 9),
        ("隐患（处）", "隐患数", 9),
        ("整改数量（个）", "整改数", 7),
        ("发文日期", "成文日期", "2026-03-01"),
        ("落款日期", "成文日期", "2026-03-01"),
        ("开始日期", "起止.起", "2026-03-01"),
        ("结束时间", "起止.止", "2026-06-30"),
        ("起止时间", "起止", "2026年一季度"),
        ("负责人姓名", "负责人.姓名", "周某某"),
        ("责任人", "负责人", "周某某"),
        ("重点任务", "重点任务", "查桥面|看|规建办"),
    ],
)
def test_a_column_is_known_by_its_name_and_by_likeness(
    head: str, target: str, first: object
) -> None:
    assert targets(matched([head, "别的甲", "别的乙"], [first, "x", "y"])) == {head.strip(): target}


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("整改数", "已整改"),
        ("座数（公里）", 7),
        ("备注", "无"),
        ("桥梁编号说明", "甲"),
        ("单位负责人意见", "同意"),
        ("年龄", 7),
    ],
)
def test_what_is_not_meant_is_not_matched(head: str, first: object) -> None:
    found = matched([head, "单位"], [first, "石桥乡"])
    if head == "整改数":  # the very name counts, whatever its cells hold: they are told as wrong
        assert targets(found) == {"整改数": "整改数", "单位": "单位"}
    else:
        assert targets(found) == {"单位": "单位"}


def test_likeness_is_refused_where_the_cells_speak_against_it() -> None:
    assert targets(matched(["单位", "隐患个数"], ["甲", "较多"], ["乙", "很少"])) == {
        "单位": "单位"
    }
    assert targets(matched(["单位", "隐患个数"], ["甲", "较多"], ["乙", 3]))["隐患个数"] == "隐患数"


def test_the_very_name_goes_before_a_likeness() -> None:
    found = matched(["社区名称", "单位", "隐患个数", "隐患数"], ["东湾", "石桥乡", 1, 2])
    assert targets(found) == {"单位": "单位", "隐患数": "隐患数"}
    assert unused(found) == ["社区名称", "隐患个数"]


def test_how_a_column_was_matched_is_known_with_its_first_cells() -> None:
    found = matched(["村名", "座数"], ["石桥村", 7], ["云岭村", 9])
    (name, count) = found.rows.columns
    assert (name.letter, name.how, name.examples) == ("A", "like", ("石桥村", "云岭村"))
    assert (count.how, count.examples) == ("same", ("7", "9"))
    assert [column.head for column in found.guesses()] == ["村名"]


@pytest.mark.parametrize(
    ("above", "number"),
    [
        ([], 1),
        ([["各村桥梁巡查情况表"], ["填报单位：石桥乡", None, "填报日期：2026-03-01"]], 3),
        ([[]] * 12 + [["表3"]], 14),
    ],
)
def test_the_head_is_found_below_titles_and_notes(above: list[list[object]], number: int) -> None:
    found = matched(*above, HEAD, ROW)
    assert found.rows.head.number == number
    assert len(targets(found)) == 3


def test_a_head_of_two_lines_is_read_as_one() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["单位", "隐患", None, "成文日期", "座数"])
    sheet.append([None, "个数", "整改数", None, None])
    sheet.append(["石桥乡", 9, 7, "2026-03-01", 5])
    for span in ("A1:A2", "B1:C1", "D1:D2", "E1:E2"):
        sheet.merge_cells(span)
    found = roster.match(MORE, "r.xlsx", saved(book))
    assert found.rows.head.number == 2
    assert targets(found) == {
        "单位": "单位", "隐患/个数": "隐患数", "隐患/整改数": "整改数", "成文日期": "成文日期",
        "座数": "座数",
    }  # fmt: skip


def test_a_table_as_offices_make_them_is_matched_whole() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ["柳溪街道各社区工作情况统计表"],
        ["填报单位：柳溪街道办事处", *[None] * 7, "填报时间：2026年6月2日"],
        ["序号", "村居名称", "月份", "事项", None, None, "矛盾纠纷", None, "安全隐患", None],
        [
            *[None] * 3,
            "受理数（件）",
            "办结数",
            "上月受理",
            "受理数",
            "化解数",
            "排查（处）",
            "整改",
        ],
        [1, "东湾社区", "2026年5月", 842, 815, 790, 53, 51, 167, 158],
        ["合计", None, None, 842, 815, 790, 53, 51, 167, 158],
        ["审核人：周某某", None, None, "填表人：何某某"],
    ):
        sheet.append(line)
    for span in ("A1:J1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:H3", "I3:J3"):
        sheet.merge_cells(span)
    found = roster.match(template.get("monthly-work-report"), "r.xlsx", saved(book))
    assert found.rows.head.number == 4
    assert {c.letter: c.target.name for c in found.rows.columns if c.target} == {
        "B": "单位", "C": "月份", "D": "事项受理", "E": "事项办结", "F": "上月受理",
        "G": "纠纷受理", "H": "纠纷化解", "I": "隐患排查", "J": "隐患整改",
    }  # fmt: skip


def test_the_sheet_with_the_most_known_heads_is_taken_and_the_others_are_told() -> None:
    book = load_workbook(io.BytesIO(table(["单位", "说明"], ["甲", "乙"], title="封面")))
    good, hidden = book.create_sheet("明细"), book.create_sheet("旧的")
    for sheet in (good, hidden):
        sheet.append(HEAD)
        sheet.append(ROW)
    hidden.sheet_state = "hidden"
    found = roster.match(CHOSEN, "r.xlsx", saved(book))
    assert found.rows.sheet.name == "明细"
    assert [str(f) for f in found.findings] == [
        "封面：这张工作表没有用。用的是“明细”。",
        "旧的：这张工作表是隐藏的，没有用。要用的话，先取消隐藏。",
    ]


def test_a_rate_is_not_asked_about_as_a_number_of_things() -> None:
    asked = {c: [f.remedy for f in matched([*HEAD, c], [*ROW, "9"]).findings] for c in
             ("整改时", "整改率(%)")}  # fmt: skip
    assert asked == {"整改时": ["是不是“整改数”"], "整改率(%)": [""]}


def test_a_double_head_takes_the_first_column_and_says_so() -> None:
    found = matched([*HEAD, "座数"], [*ROW, 9])
    (finding,) = found.findings
    assert (finding.column, finding.message) == ("D", "“座数”有两列，用了 B 列")


def test_a_hidden_column_is_used_and_told() -> None:
    data = package(
        xml_row(1, *HEAD) + xml_row(2, "石桥乡", "7", "2026-03-01"),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
    )
    found = roster.read(CHOSEN, "r.xlsx", data)
    assert found.rows[0].inputs["座数"] == "7"
    assert "“座数”这一列是隐藏的，照样用了" in str(found.findings[0])


# --- lists in sheets of anybody's own -------------------------------------------------------


def test_a_sheet_of_ones_own_is_a_lists_by_its_columns_and_its_unit() -> None:
    book = load_workbook(io.BytesIO(table(HEAD, ROW, ["云岭镇", 9, "2026-03-02"])))
    tasks = book.create_sheet("任务分工")
    tasks.append(["任务分工一览表"])
    tasks.append(["单位", "工作任务", "责任部门", "配合部门", "完成时限"])
    tasks.append(["云岭镇", "查桥面", "规建办", None, "2026-05-01"])
    tasks.append([None, "查桥墩", "规建办", "水利站", "5月底前"])
    found = roster.read(CHOSEN, "r.xlsx", saved(book))
    assert [table.list for table in found.matching.lists] == ["重点任务"]
    assert "重点任务" not in found.rows[0].inputs
    assert found.rows[1].inputs["重点任务"] == [
        {"事项": "查桥面", "牵头单位": "规建办", "时限": "2026-05-01"},
        {"事项": "查桥墩", "牵头单位": "规建办", "配合单位": "水利站", "时限": "5月底前"},
    ]


def test_a_required_list_without_its_sheet_is_lacking() -> None:
    text = TEXT.replace("重点任务: {type: tasks,", "重点任务: {type: tasks, required: true,")
    with pytest.raises(RosterError, match="缺少必填的列：重点任务"):
        roster.read(template.load(text, "t.md"), "r.xlsx", table(HEAD, ROW))


# --- choices --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["D", "多少处", "各村!D", "各村!多少处"])
def test_what_was_chosen_goes_before_all_likeness(key: str) -> None:
    choices = Choices(columns={key: "隐患数", "B": ""})
    found = matched([*HEAD, "多少处"], [*ROW, 9], choices=choices)
    assert targets(found) == {"单位": "单位", "成文日期": "成文日期", "多少处": "隐患数"}
    assert {c.head: c.how for c in found.rows.columns}["多少处"] == "chosen"
    assert found.lacking == ("座数",)


def test_a_target_is_chosen_for_one_column_only() -> None:
    choices = Choices(columns={"D": "隐患数", "E": "隐患数"})
    found = matched([*HEAD, "甲处", "乙处"], [*ROW, 9, 8], choices=choices)
    assert targets(found)["甲处"] == "隐患数"
    assert "乙处" in unused(found)
    assert any(f.column == "E" for f in found.findings)


def test_sheet_and_head_are_taken_as_chosen() -> None:
    book = load_workbook(io.BytesIO(table(HEAD, ROW, title="一月")))
    other = book.create_sheet("二月")
    other.append(["甲", "乙", "丙"])
    other.append(HEAD)
    other.append(["云岭镇", 9, "2026-03-02"])
    found = roster.match(CHOSEN, "r.xlsx", saved(book), Choices(sheet="二月", head=1))
    assert (found.rows.sheet.name, found.rows.head.texts) == ("二月", ("甲", "乙", "丙"))
    read = roster.read(CHOSEN, "r.xlsx", saved(book), Choices(sheet="二月"))
    assert read.rows[0].inputs["单位"] == "云岭镇"


def test_a_constant_stands_for_a_column_that_is_not_there_and_only_then() -> None:
    choices = Choices(constants={"成文日期": "2026-03-05", "座数": "9", "无此要素": "x"})
    read = roster.read(CHOSEN, "r.xlsx", table(HEAD[:2], ROW[:2], ["乙村", None]), choices)
    assert [row.inputs["成文日期"] for row in read.rows] == ["2026-03-05"] * 2
    assert read.rows[0].inputs["座数"] == "7"
    assert "座数" not in read.rows[1].inputs


def test_choices_are_kept_as_json() -> None:
    choices = Choices("一月", 3, {"二月": "重点任务"}, {"D": "座数"}, {"比例": "95%"})
    assert Choices.from_json(choices.to_json()) == choices
    assert not roster.NOTHING
    assert choices


def test_spreadsheets_with_the_same_heads_share_a_signature_whatever_their_rows_and_names() -> None:
    one = matched(HEAD, ROW)
    other = roster.match(MORE, "四月.xlsx", table(["四月的表"], HEAD, *[ROW] * 9, title="四月"))
    assert one.signature == other.signature
    assert one.signature != matched([*HEAD[:2], "日期"], ROW).signature
    assert one.signature != roster.match(CHOSEN, "r.xlsx", table(HEAD, ROW)).signature


def test_sheets_that_come_and_go_and_what_was_chosen_do_not_change_the_signature() -> None:
    def book(*names: str) -> bytes:
        made = Workbook()
        made.remove(made.worksheets[0])
        for name in names:
            sheet = made.create_sheet(name)
            for line in (HEAD, ROW):
                sheet.append(list(line))
        made.create_sheet("备忘").append(["随手记", "别的"])
        return saved(made)

    choices = Choices(sheet="9月", columns={"B": ""}, constants={"负责人": "周某某"})
    one = roster.match(MORE, "r.xlsx", book("10月", "9月"))
    chosen = roster.match(MORE, "r.xlsx", book("10月", "9月"), choices)
    assert chosen.rows.sheet.name == "9月"
    assert one.signature == chosen.signature
    assert one.signature == roster.match(MORE, "r.xlsx", book("11月")).signature


def test_this_months_figures_below_a_joined_head_are_known_without_the_word_for_it() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ["单位", "桥梁", "", "隐患", "", "成文日期"],
        ["", "上月座数", "本月座数", "隐患数", "整改数", ""],
        ["石桥乡", 6, 7, 3, 2, "2026-03-01"],
    ):
        sheet.append(line)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    sheet.merge_cells("A1:A2")
    found = roster.match(MORE, "r.xlsx", saved(book))
    assert targets(found)["桥梁/本月座数"] == "座数"
    assert "桥梁/上月座数" not in targets(found)


# --- likeness itself ------------------------------------------------------------------------


def test_a_head_is_taken_apart_into_name_and_unit() -> None:
    assert (name_of("预算（万元）").text, name_of("预算（万元）").unit) == ("预算", "万元")
    assert name_of("*单位\n（必填）").text == "单位"
    assert name_of("整改率[%]").unit == "%"


def test_every_field_of_every_template_is_surest_of_its_own_name() -> None:
    for entry in template.shipped().values():
        known = row_targets(entry)
        for field in entry.fields.values():
            scores = {t.name: likeness(field.heading, t) for t in known}
            assert max(scores, key=lambda name: scores[name]) == field.name
            assert scores[field.name] == 1.0
