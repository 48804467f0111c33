"""A text that was typed keeps what no text can say, where it can be told what belongs to it."""

from __future__ import annotations

from dataclasses import replace

from corpus.document import Cell, Column, Figure, Heading, Paragraph, Table
from generator.draft import SectionState
from webapp.groups import text_of
from webapp.posted import Section
from webapp.retyped import blocks_of

TABLE = Table(
    id="b2",
    caption="分工表",
    columns=(Column("序号"), Column("任务", width=30.0), Column("时限")),
    head=((Cell("序号"), Cell("任务"), Cell("时限")),),
    rows=((Cell("合计", colspan=2), Cell("6月")), (Cell("1"), Cell("排查"), Cell("5月"))),
)
KNOWN = SectionState(
    "goals", "edited", blocks=(Heading("b1", 1, "一、", "工作目标", "goals"), TABLE)
)


def typed(text: str, title: str = "工作目标") -> tuple[object, ...]:
    return blocks_of(Section("goals", "edited", text, edited=True, title=title), KNOWN)


def test_a_text_that_nobody_touched_keeps_its_blocks() -> None:
    assert typed(text_of(KNOWN.blocks[1:])) == KNOWN.blocks


def test_a_table_keeps_its_merged_cells_when_only_words_change() -> None:
    text = text_of(KNOWN.blocks[1:]).replace("排查", "整治").replace("合计", "总计")
    _, table = typed(text)
    assert isinstance(table, Table)
    assert table.columns == TABLE.columns
    assert table.rows == (
        (Cell("总计", colspan=2), Cell("6月")),
        (Cell("1"), Cell("整治"), Cell("5月")),
    )


def test_a_table_with_another_row_keeps_its_merged_cells_too() -> None:
    _, table = typed(text_of(KNOWN.blocks[1:]) + "\n2\t复查\t7月")
    assert isinstance(table, Table)
    assert len(table.rows) == 3
    assert table.rows[0] == (Cell("合计", colspan=2), Cell("6月"))


def test_another_title_is_another_heading() -> None:
    head, _ = typed("甲。", "主要目标")
    assert head == Heading(level=1, text="主要目标")


def test_a_section_of_the_form_has_no_blocks() -> None:
    assert blocks_of(Section("goals"), KNOWN) == ()


def test_a_title_of_two_lines_is_one() -> None:
    (title,) = blocks_of(Section("title", "edited", "关于防汛\n的通知", edited=True), None)
    assert title == Paragraph(text="关于防汛的通知")


def test_a_picture_keeps_its_line_when_its_caption_is_corrected() -> None:
    first, second = (Figure(image=f"sha256:{n}", caption=n) for n in ("2025年的现场", "会场"))
    known = SectionState("goals", "edited", blocks=(Paragraph(text="排查商铺。"), first, second))
    for line, caption in (("图：2026年的现场", "2026年的现场"), ("图：", None)):
        changed = Section("goals", "edited", f"{line}\n排查商铺。\n图：会场", edited=True)
        above, between, below = blocks_of(changed, known)
        assert (above, below) == (replace(first, caption=caption), second)
        assert isinstance(between, Paragraph)
    gone = Section("goals", "edited", "排查商铺。\n图：会场", edited=True)
    assert blocks_of(gone, known)[1:] == (second,)


def test_a_table_that_is_taken_out_or_put_in_leaves_the_columns_of_the_others() -> None:
    names = ("姓名", "电话", "职务")
    other = Table(
        "b4",
        columns=(Column("姓名"), Column("电话", type="phone"), Column("职务")),
        head=(tuple(map(Cell, names)),),
        rows=(tuple(map(Cell, ("周某某", "0512-65001234", "主任"))),),
    )
    before = (*KNOWN.blocks, Paragraph("b3", text="名单如下。"), other)
    known = SectionState("goals", "edited", blocks=before)
    own = "表：新的表\n甲\t乙\t丙\n1\t2\t3"
    for text in (text_of(before[2:]), f"{own}\n\n{text_of(before[1:])}"):
        made = blocks_of(Section("goals", "edited", text, edited=True, title="工作目标"), known)
        *_, last = made
        assert isinstance(last, Table)
        assert last.columns == other.columns
