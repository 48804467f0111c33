"""Text that somebody types into a section becomes blocks, marker by marker, as typed."""

from __future__ import annotations

from corpus.document import Heading, Item, Label, Note, Paragraph, Table
from corpus.reading import blocks_of, read_text


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


RULES = """柳溪街道物业考核办法
第一章 总则
第一条 为加强管理，制定本办法。
第二章 考核
第二条 考核内容包括：
（一）环境卫生；
（二）公共秩序。
第三条 考核方式包括：
（一）日常检查；
（二）居民评议。"""


def test_chapters_are_headings_and_articles_count_on_through_them() -> None:
    (document,) = read_text(RULES)
    kinds = [
        (type(b).__name__, b.level, b.marker)
        for b in document.canonical().blocks
        if isinstance(b, Heading | Item)
    ]
    assert kinds == [
        ("Heading", 1, "第一章　"),
        ("Item", 1, "第一条　"),
        ("Heading", 1, "第二章　"),
        ("Item", 1, "第二条　"),
        ("Item", 2, "（一）"),
        ("Item", 2, "（二）"),
        ("Item", 1, "第三条　"),
        ("Item", 2, "（一）"),
        ("Item", 2, "（二）"),
    ]
    codes = {warning.code for warning in document.warnings}
    assert not codes & {"lost-parent-heading", "skipped-number", "lost-heading"}


def test_nothing_typed_is_no_block() -> None:
    assert blocks_of(" \n\u3000\n") == ()
