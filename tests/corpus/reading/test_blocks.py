"""Text that somebody types into a section becomes blocks, marker by marker, as typed."""

from __future__ import annotations

from corpus.document import Heading, Item, Label, Note, Paragraph, Table
from corpus.reading import blocks_of


def test_typed_lines_become_blocks() -> None:
    blocks = blocks_of(
        "（一）排查隐患。对辖区企业逐户检查。\n"
        "1、登记台账；\n\n"
        "2、限期整改。\n"
        "组长：周某某\n"
        "注：本表按月更新。\n"
        "各社区明确专人负责。"
    )
    assert blocks == (
        Paragraph("b1", 2, "（一）", "排查隐患", "对辖区企业逐户检查。", None, (1, 1)),
        Item("b2", 3, "1.", "登记台账；", (2, 2)),
        Item("b3", 3, "2.", "限期整改。", (4, 4)),
        Label("b4", "组长", "周某某", (5, 5)),
        Note("b5", "本表按月更新。", (6, 6)),
        Paragraph("b6", None, None, None, "各社区明确专人负责。", None, (7, 7)),
    )


def test_typed_text_is_not_cleaned() -> None:
    (block,) = blocks_of("加强领导,压实责任.")
    assert isinstance(block, Paragraph)
    assert block.text == "加强领导,压实责任."


def test_piped_and_tabbed_rows_become_tables() -> None:
    piped, tabbed = blocks_of(
        "表：任务分工表\n| 序号 | 金额（万元） |\n|---|---:|\n| 1 | 12\\|5 |\n\n甲\t乙\n1\t\n"
    )
    assert isinstance(piped, Table)
    assert piped.caption == "任务分工表"
    assert [(column.name, column.unit) for column in piped.columns] == [
        ("序号", None),
        ("金额", "万元"),
    ]
    assert [[cell.text for cell in row] for row in piped.rows] == [["1", "12|5"]]
    assert isinstance(tabbed, Table)
    assert [[cell.text for cell in row] for row in (*tabbed.head, *tabbed.rows)] == [
        ["甲", "乙"],
        ["1", ""],
    ]


def test_a_typed_heading_keeps_its_level() -> None:
    (heading, _) = blocks_of("二、工作要求\n各社区明确专人负责。")
    assert heading == Heading("b1", 1, "二、", "工作要求", "require", (1, 1))


def test_nothing_typed_is_no_block() -> None:
    assert blocks_of(" \n\u3000\n") == ()
