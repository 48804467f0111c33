"""A table survives being corrected as text: no cell moves, merged ones stay or are parted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Cell, Column, Table
from corpus.reading import blocks_of as read
from webapp.cells import folded, spread
from webapp.groups import text_of

STORES = Table(
    id="b1",
    caption="物资表",
    columns=(Column("类别"), Column("名称"), Column("数量", width=20.0), Column("地点")),
    head=(tuple(map(Cell, ("类别", "名称", "数量", "地点"))),),
    rows=(
        (Cell("抢险", rowspan=2), Cell("编织袋"), Cell("2000条"), Cell("东库")),
        (Cell("铁锹"), Cell("300把"), Cell("西库\n二楼")),
        (Cell("合计：由周某某统一调度", colspan=4),),
    ),
)


def again(text: str, before: Table | None = STORES) -> Table:
    (block,) = read(text)
    table = folded(block, before)
    assert isinstance(table, Table)
    return table


def merged(table: Table) -> bool:
    cells = (cell for row in (*table.head, *table.rows) for cell in row)
    return any(cell.rowspan > 1 or cell.colspan > 1 for cell in cells)


def test_the_text_has_every_cell_in_its_column() -> None:
    assert text_of((STORES,)) == (
        "表：物资表\n类别\t名称\t数量\t地点\n抢险\t编织袋\t2000条\t东库\n"
        "（并上）\t铁锹\t300把\t西库↵二楼\n合计：由周某某统一调度\t（并左）\t（并左）\t（并左）"
    )


def test_a_corrected_figure_leaves_all_else_where_it_was() -> None:
    table = again(text_of((STORES,)).replace("300把", "500把"))
    assert table.rows[1] == (Cell("铁锹"), Cell("500把"), Cell("西库\n二楼"))
    assert (table.rows[0], table.rows[2]) == (STORES.rows[0], STORES.rows[2])
    assert (table.columns, table.head) == (STORES.columns, STORES.head)


def test_a_row_that_is_one_merged_cell_stays_in_its_table_when_rows_are_added() -> None:
    text = text_of((STORES,)).replace("\n合计", "\n救生\t救生衣\t150件\t东库\n合计")
    table = again(text)
    assert len(table.rows) == 4
    assert table.rows[3] == (Cell("合计：由周某某统一调度", colspan=4),)
    assert table.rows[0][0] == Cell("抢险", rowspan=2)


def test_with_a_column_more_the_others_keep_what_is_known_of_them() -> None:
    text = "\n".join(f"{line}\t备注" for line in text_of((STORES,)).split("\n")[1:])
    table = again(text)
    assert [column.name for column in table.columns] == ["类别", "名称", "数量", "地点", "备注"]
    assert table.columns[2] == Column("数量", width=20.0)


def test_an_empty_row_at_the_end_and_a_table_without_a_word_are_tables_still() -> None:
    rows = (Cell("1"), Cell("")), (Cell(""), Cell(""))
    for table in (
        Table(head=((Cell("甲"), Cell("乙")),), rows=rows),
        Table(head=((Cell(""), Cell("")),), rows=rows[1:]),
    ):
        back = again(text_of((table,)), table)
        assert (back.head, back.rows) == (table.head, table.rows)


def test_deleting_the_word_parts_the_cells() -> None:
    table = again(text_of((STORES,)).replace("（并上）", "").replace("（并左）", ""))
    assert not merged(table)
    assert table.rows[1][0] == Cell("")
    assert len(table.rows[2]) == 4


def test_typing_the_word_merges_cells_also_between_narrow_brackets() -> None:
    table = again("表：甲\n一\t二\n1\t2\n(并上)\t3", None)
    assert table.rows[0] == (Cell("1", rowspan=2), Cell("2"))
    assert table.rows[1] == (Cell("3"),)


def test_what_would_be_no_rectangle_is_not_merged() -> None:
    table = again("一\t二\t三\n甲\t（并左）\t乙\n（并上）\t丙\t丁\n（并左）\t戊\t己", None)
    assert not merged(table)
    texts = ["".join(cell.text or "·" for cell in row) for row in table.rows]
    assert texts == ["甲·乙", "·丙丁", "·戊己"]


def test_a_head_of_two_rows_stays_one_and_names_the_columns() -> None:
    head = (
        (Cell("社区", rowspan=2), Cell("隐患", colspan=2)),
        (Cell("排查"), Cell("整改")),
    )
    before = Table(head=head, rows=((Cell("东湾"), Cell("5"), Cell("4")),))
    table = again(text_of((before,)), None)
    assert table.head == head
    assert [column.name for column in table.columns] == ["社区", "排查", "整改"]


def test_a_table_of_one_column_is_one_still() -> None:
    before = Table(caption="须知", rows=((Cell("带证件"),), (Cell("甲|乙"),)))
    assert again(text_of((before,)), before).rows == before.rows


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of up to 4 × 4 places, tiled with merged cells at random."""
    high, wide = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    taken: set[tuple[int, int]] = set()
    rows = []
    for r in range(high):
        row = []
        for c in range(wide):
            if (r, c) in taken:
                continue
            across = draw(st.integers(1, wide - c)) if r else 1
            while any((r, c + x) in taken for x in range(across)):
                across -= 1
            deep = draw(st.integers(1, high - r)) if r else 1
            taken |= {(r + y, c + x) for y in range(deep) for x in range(across)}
            row.append(Cell(f"格{r}{c}", deep, across))
        rows.append(tuple(row))
    return Table(caption="表", columns=(Column(),) * wide, head=(rows[0],), rows=tuple(rows[1:]))


@given(tables())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_table_comes_back_as_it_was(table: Table) -> None:
    found = spread(table)
    assert isinstance(found, Table)
    assert {len(row) for row in (*found.head, *found.rows)} == {len(table.columns)}
    back = again(text_of((table,)), table)
    assert (back.head, back.rows) == (table.head, table.rows)
