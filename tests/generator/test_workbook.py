"""Workbooks written row by row: what stands in their cells, and the same bytes each time."""

from __future__ import annotations

import io

import openpyxl

from generator.workbook import Column, Share, Table, workbook


def _tables() -> list[Table]:
    columns = [Column("名称", 12), Column("数", 8), Column("说明", 30, wraps=True)]
    lines: list[list[str | int | float | Share | None]] = [
        ["东湾社区", 12, "=1+1"],
        ["槐荫社区", Share(0.875), "第一行\n第二行 & <b>"],
        ["北桥社区", 0.5, None],
    ]
    return [Table("甲", columns, iter(lines)), Table("乙 & 丙", columns[:1], [["\x07响"]])]


def test_every_sheet_has_its_head_and_lines_and_texts_stay_texts() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(_tables())))
    assert book.sheetnames == ["甲", "乙 & 丙"]
    first = book["甲"]
    assert list(first.values) == [
        ("名称", "数", "说明"),
        ("东湾社区", 12, "=1+1"),
        ("槐荫社区", 0.875, "第一行\n第二行 & <b>"),
        ("北桥社区", 0.5, None),
    ]
    assert first["C2"].data_type == "s"
    assert first["B3"].number_format == "0.0%"
    assert first["B4"].number_format == "General"
    assert first["C3"].alignment.wrap_text
    assert (first.freeze_panes, first.auto_filter.ref) == ("A2", "A1:C4")
    assert first["A1"].font.b
    assert book["乙 & 丙"]["A2"].value == "响"


def test_the_same_tables_give_the_same_bytes() -> None:
    assert workbook(_tables()) == workbook(_tables())
