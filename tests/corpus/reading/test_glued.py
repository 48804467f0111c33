"""Ordinals that were glued into the line above come onto lines of their own, surely ones only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Item
from corpus.reading import read_text
from corpus.reading.entries import Entry, Text, text_entries
from corpus.reading.glued import CODE, unglue


def texts(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.text for entry in entries if isinstance(entry, Text)]


def lines_of(*rows: str) -> list[str]:
    return texts(unglue(text_entries("\n".join(rows)))[0])


def test_an_item_that_the_next_number_counts_on_stands_alone() -> None:
    rows = ("1、清理楼道。", "2、走访商户。每月一次。3、检查灶间。", "4、张贴提示。")
    entries, repairs = unglue(text_entries("\n".join(rows)))
    assert texts(entries) == [
        "1、清理楼道。",
        "2、走访商户。每月一次。",
        "3、检查灶间。",
        "4、张贴提示。",
    ]
    assert [entry.lines for entry in entries] == [(1, 1), (2, 2), (2, 2), (3, 3)]
    assert [(repair.code, repair.line) for repair in repairs] == [(CODE, 2)]


def test_a_line_that_opens_with_the_first_item_holds_the_others_too() -> None:
    assert lines_of("1、召开动员会；2、印发方案；3、建立台账。", "（二）整治阶段") == [
        "1、召开动员会；",
        "2、印发方案；",
        "3、建立台账。",
        "（二）整治阶段",
    ]


def test_a_whole_text_in_one_line_is_cut_at_its_main_headings() -> None:
    body = "各社区要逐户排查，建立台账，限期整改。" * 8
    text = f"为做好防汛，制定本方案。一、排查隐患。{body}二、备足物资。{body}三、值班值守。{body}"
    assert [line[:6] for line in lines_of(text)] == [
        "为做好防汛，",
        "一、排查隐患",
        "二、备足物资",
        "三、值班值守",
    ]
    short = "工作分三项：一、排查；二、整改；三、复查。"
    assert lines_of(short) == [short]


def test_the_first_heading_at_the_end_of_the_opening_stands_alone() -> None:
    assert lines_of(
        "为压实责任，制定本方案。一、东湾社区的基本情况",
        "辖区有住户600户。",
        "二、工作安排",
    ) == [
        "为压实责任，制定本方案。",
        "一、东湾社区的基本情况",
        "辖区有住户600户。",
        "二、工作安排",
    ]


def test_several_items_in_a_row_come_apart() -> None:
    assert lines_of("（一）重点：1、楼道。2、灶间；", "3、车棚。") == [
        "（一）重点：",
        "1、楼道。",
        "2、灶间；",
        "3、车棚。",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        # A whole list inside a paragraph stays there.
        ("（一）健全制度。1、建立台账。2、定期通报。", "（二）强化督导。1、每月检查。"),
        # Numbers that do not fill the gap are dates, figures or another list.
        ("1、清理楼道。7、8月检查。", "2、走访商户。"),
        ("1、清理楼道。共5次。3.5公里以内步行。", "4、走访商户。"),
        # A torn number has nothing behind it yet.
        ("1、清理楼道。2、", "走访商户。", "3、检查灶间。"),
        ("只有一行。一、东湾社区的基本情况",),
        ("附件：1.任务分工表", "2.望川县网格一览表"),
    ],
)
def test_numbers_that_nothing_counts_on_stay_in_their_line(rows: tuple[str, ...]) -> None:
    assert lines_of(*rows) == [row.strip() for row in rows]


@given(st.text(alphabet="一二三1234（）、.。；：甲\n ", max_size=120))
def test_no_character_of_a_line_is_lost(text: str) -> None:
    entries = text_entries(text)
    split, _ = unglue(entries)
    assert "".join("".join(row.split()) for row in texts(split)) == "".join(text.split())
    assert texts(unglue(split)[0]) == texts(split)


def test_an_ordinal_before_a_figure_is_told_by_the_one_above() -> None:
    (document,) = read_text(
        "柳溪街道便民服务工作方案\n一、工作目标\n1.代办点覆盖率达到100%；\n"
        "2.60周岁以上老人代办率达到90%。\n二、其他\n每户每月缴纳\n2.50元。"
    )
    items = [(b.marker, b.text) for b in document.blocks if isinstance(b, Item)]
    assert items[1] == ("2.", "60周岁以上老人代办率达到90%。")
    assert "2.50元" in str(document.blocks[-1])
