"""Cells and lines as people leave them: what becomes a value, what is refused or passed by."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook, load_workbook

from generator import roster
from generator.roster import Roster
from tests.generator.roster.making import package
from tests.generator.roster.making import row as xml_row
from tests.generator.rosters import CHOSEN, saved, table

HEAD = ["单位", "编号", "座数（座）", "比例", "预算（万元）", "成文日期"]
ROW: list[object] = ["石桥乡", "0512", 7, "95%", 3.5, "2026-03-01"]


def read_with(column: str, value: object, shown: str = "", kind: str = "") -> Roster:
    """One row whose cell in `column` holds `value` with the number format `shown`."""
    book = load_workbook(io.BytesIO(table(HEAD, ROW)))
    cell = book["各村"][f"{column}2"]
    cell.value = value
    if shown:
        cell.number_format = shown
    if kind:
        cell.data_type = kind
    return roster.read(CHOSEN, "r.xlsx", saved(book))


def told(found: Roster) -> list[str]:
    return [str(finding) for row in found.rows for finding in row.findings]


@pytest.mark.parametrize(
    ("column", "value", "shown", "read"),
    [
        ("D", 0.35, "0%", "35%"),
        ("C", 12.0, "General", "12"),
        ("C", "１２", "@", "１２"),
        ("C", " 12 ", "@", "12"),
        ("C", "12\u00a0", "@", "12"),
        ("A", "\u3000石桥乡\u00a0", "@", "石桥乡"),
        ("B", 512, "0000", "0512"),
        ("B", "=1+1", "@", "=1+1"),
        ("F", datetime.datetime(2026, 3, 5), "yyyy-mm-dd", "2026年3月5日"),
        ("F", datetime.datetime(2026, 3, 5, 14, 30), "yyyy-mm-dd h:mm", "2026年3月5日"),
        ("F", "2026/3/5 14:30:00", "@", "2026/3/5"),
        ("F", "2026.3.5", "@", "2026.3.5"),
        ("F", "20260305", "@", "20260305"),
        ("F", "二〇二六年3月5日", "@", "二〇二六年3月5日"),
        ("E", "1,260", "@", "1,260"),
    ],
)
def test_a_cell_that_can_be_understood_is(
    column: str, value: object, shown: str, read: str
) -> None:
    kind = "s" if value == "=1+1" else ""
    found = read_with(column, value, shown, kind)
    assert told(found) == []
    field = {"A": "单位", "B": "编号", "C": "座数", "D": "比例", "E": "预算", "F": "成文日期"}[
        column
    ]
    assert found.rows[0].inputs[field] == read


@pytest.mark.parametrize(
    ("column", "value", "message", "remedy"),
    [
        ("B", 110101199003071234, "超过 15 位的数字末尾已丢失", "设成文本格式"),
        ("B", "1.10101E+17", "超过 15 位的数字末尾已丢失", "设成文本格式"),
        ("C", "#N/A", "公式出错（#N/A）", "查找的公式没有找到"),
        ("C", "#REF!", "公式出错（#REF!）", "直接填数值"),
        ("C", "#DIV/0!", "公式出错（#DIV/0!）", "除以了零"),
        ("C", "=SUM(A1:A9)", "公式还没有算过", "保存一次再上传"),
        ("C", "九十", "“九十”不是数字", "改成 90"),
        ("C", 7.5, "“7.5”不是整数", "去掉小数部分"),
        ("C", 0, "少于 1座", "至少 1座"),
        ("F", "某日", "“某日”不是完整的日期", "2026年3月5日"),
        ("F", "2026-02-30", "“2026-02-30”不是完整的日期", "没有这一天"),
    ],
)
def test_a_cell_that_cannot_be_used_is_refused_with_its_remedy(
    column: str, value: object, message: str, remedy: str
) -> None:
    kind = "e" if isinstance(value, str) and value.startswith("#") else ""
    found = read_with(column, value, kind=kind)
    (finding,) = (f for f in found.rows[0].findings if f.severity == "error")
    assert message in finding.message
    assert remedy in finding.remedy
    assert (finding.sheet, finding.row, finding.column) == ("各村", 2, column)


def test_eighteen_digits_kept_as_text_stay_whole() -> None:
    found = read_with("B", "110101199003071234", "@")
    assert found.rows[0].inputs["编号"] == "110101199003071234"
    assert told(found) == []


def test_a_day_that_shows_its_serial_number_is_read_and_told() -> None:
    found = read_with("F", 46086, "General")
    assert found.rows[0].inputs["成文日期"] == "2026年3月5日"
    assert told(found) == [
        "各村 第2行F列（成文日期）：“46086”是日期的序号，按 2026年3月5日 处理。"
        "把这一列设成日期格式。"
    ]


def test_a_share_without_its_sign_is_told() -> None:
    (line,) = told(read_with("D", 0.35, "General"))
    assert "“0.35”按 0.35% 处理。若是 35%，请写百分号" in line


def test_money_under_another_unit_in_the_head_counts_in_that_unit() -> None:
    data = table([*HEAD[:4], "预算（元）", HEAD[5]], [*ROW[:4], 35000, ROW[5]])
    (row,) = roster.read(CHOSEN, "r.xlsx", data).rows
    value = CHOSEN.fields["预算"].parse(row.inputs["预算"])[0]
    assert str(value) == "3.5万元"
    assert not row.findings


@pytest.mark.parametrize("word", ["无", "-", "——", "/", "未报"])
def test_a_word_for_nothing_counts_as_empty_where_a_figure_may_be_left_out(word: str) -> None:
    found = read_with("E", word, "@")
    assert "预算" not in found.rows[0].inputs
    assert not found.rows[0].wrong
    (line,) = told(found)
    assert f"“{word}”按没有填写处理" in line
    assert "是 0 的话写 0" in line


def test_a_word_for_nothing_is_wrong_where_a_figure_is_required_and_stays_in_a_text() -> None:
    assert read_with("C", "无", "@").rows[0].wrong
    found = read_with("B", "无", "@")
    assert found.rows[0].inputs["编号"] == "无"
    assert not told(found)


# --- lines that are no rows -----------------------------------------------------------------


def lines(*rows: Sequence[object]) -> tuple[list[int], list[str]]:
    found = roster.read(CHOSEN, "r.xlsx", table(HEAD, *rows))
    return [row.number for row in found.rows], [str(finding) for finding in found.findings]


@pytest.mark.parametrize("word", ["合计", "总 计", "小计", "全镇合计", "平均", "合计："])
def test_totals_are_passed_by_and_told(word: str) -> None:
    numbers, said = lines(ROW, [word, None, 7, None, 3.5, None])
    assert numbers == [2]
    assert said == ["各村 第3行：看上去是合计，没有生成。要生成的话，把“合计”换掉。"]


def test_a_total_behind_the_number_column_is_one_too() -> None:
    data = table(["序号", *HEAD], [1, *ROW], [2, "合计", None, 7])
    assert [row.number for row in roster.read(CHOSEN, "r.xlsx", data).rows] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "注：以上为一季度数据",
        "填表人：周某某",
        "备注: 无",
        "审核：陈某某",
        "填报说明：办结率是办结数除以受理数",
        "统计口径：含上月结转",
    ],
)
def test_notes_below_the_table_are_passed_by_and_told(text: str) -> None:
    numbers, said = lines(ROW, [], [text])
    assert numbers == [2]
    assert "看上去是说明，没有生成" in said[0]


def test_a_head_that_is_repeated_for_printing_is_passed_by() -> None:
    assert lines(ROW, HEAD, ["云岭镇", *ROW[1:]]) == ([2, 4], [])


def test_empty_lines_between_rows_do_no_harm() -> None:
    assert lines(ROW, [], [None, "  "], ["云岭镇", *ROW[1:]]) == ([2, 5], [])


def test_hidden_and_filtered_lines_are_passed_by_and_told() -> None:
    cells = ["石桥乡", "1", "7", "95%", "3", "2026-03-01"]
    hidden = [xml_row(n, f"第{n}村", *cells[1:], hidden=True) for n in range(3, 11)]
    data = package(xml_row(1, *HEAD) + xml_row(2, *cells) + "".join(hidden))
    found = roster.read(CHOSEN, "r.xlsx", data)
    assert [row.number for row in found.rows] == [2]
    assert [str(f) for f in found.findings] == [
        "各村 第3行：有 8 行是隐藏的或筛选掉的（第 3、4、5、6、7、8 … 行），没有用。"
        "要用的话，取消隐藏或清除筛选，再上传。"
    ]


def test_merged_cells_count_for_each_of_their_lines_and_are_told() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "各村"
    for line in (HEAD, ["石桥乡", "1", *ROW[2:]], ["云岭镇", "2", None, *ROW[3:]]):
        sheet.append(line)
    sheet.merge_cells("C2:C3")
    found = roster.read(CHOSEN, "r.xlsx", saved(book))
    assert [row.inputs["座数"] for row in found.rows] == ["7", "7"]
    assert [str(f) for f in found.findings] == [
        "各村 第2行C列（座数）：有合并的格子（第 2 行起），合并的各行按同一个值处理。"
        "不是的话，拆开分别填写。"
    ]
