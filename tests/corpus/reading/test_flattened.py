"""Tables that copying flattened into text are tables again where that is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Table
from corpus.reading.entries import text_entries
from corpus.reading.flattened import CODE, with_flattened_tables


def tables_of(*rows: str) -> list[Table]:
    entries, _ = with_flattened_tables(text_entries("\n".join(rows)))
    return [entry for entry in entries if isinstance(entry, Table)]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*table.head, *table.rows)]


def test_rows_with_spaces_between_the_cells_are_a_table() -> None:
    (table,) = tables_of(
        "防汛责任人名单",
        "序号 社区 责任人 电话",
        "1 东湾社区 周某某 13800000000",
        "2 西湾社区 李某某 13900000000",
        "以上人员保持通讯畅通。",
    )
    assert cells(table) == [
        ["序号", "社区", "责任人", "电话"],
        ["1", "东湾社区", "周某某", "13800000000"],
        ["2", "西湾社区", "李某某", "13900000000"],
    ]
    assert table.lines == (2, 4)


def test_wide_gaps_part_cells_that_hold_spaces() -> None:
    (table,) = tables_of(
        "序号   任务   完成时限",
        "1   排查 登记   5月底",
        "2   逐户整改   6月底",
        "合计   2项",
    )
    assert cells(table)[1] == ["1", "排查 登记", "5月底"]
    assert cells(table)[3] == ["合计", "2项", ""]


def test_columns_with_known_names_need_no_numbers() -> None:
    (table,) = tables_of("姓名 职务 电话", "周某某 主任 1380000", "李某某 干事 1390000")
    assert len(table.rows) == 2


def test_a_line_for_each_cell_is_a_table() -> None:
    entries, repairs = with_flattened_tables(
        text_entries(
            "序号\n任务\n责任单位\n1\n排查隐患\n应急办\n2\n督促整改\n城管科\n各单位要抓好落实。"
        )
    )
    table = entries[0]
    assert isinstance(table, Table)
    assert cells(table)[1:] == [["1", "排查隐患", "应急办"], ["2", "督促整改", "城管科"]]
    assert [(repair.code, repair.line) for repair in repairs] == [(CODE, 1)]
    assert len(entries) == 2


@pytest.mark.parametrize(
    "rows",
    [
        ("序号 社区 责任人", "1 东湾社区 周某某"),
        ("序号 社区 责任人", "1 东湾社区 周某某", "3 西湾社区 李某某"),
        ("成员 周某某 李某某", "王某某 赵某某 孙某某", "钱某某 吴某某 郑某某"),
        ("序号", "任务", "单位", "1", "排查", "应急办", "2", "整改", "3", "复查", "城管科"),
        ("序号", "任务", "单位", "1", "排查", "2", "整改"),
        ("不少于", "1", "次", "2", "户"),
    ],
)
def test_what_does_not_fit_stays_text(rows: tuple[str, ...]) -> None:
    assert tables_of(*rows) == []


@given(
    st.lists(st.sampled_from(["序号", "任务", "单位", "1", "2", "3", "1 甲 乙", "序号 任务 单位"]))
)
def test_no_line_is_lost(rows: list[str]) -> None:
    entries = text_entries("\n".join(rows))
    result, _ = with_flattened_tables(entries)
    covered = [
        n for entry in result if entry.lines for n in range(entry.lines[0], entry.lines[1] + 1)
    ]
    assert covered == list(range(1, len(rows) + 1))
