"""Tables: heads made, spans mended, columns given room."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Cell, Column, Table
from generator.layout.grid import grid_of
from generator.layout.widths import characters
from tests.generator.layout import samples

ROOM = 36.0


def test_a_head_is_made_from_names_and_units() -> None:
    table = Table(
        columns=(Column("事项"), Column("预算", "万元", "money")), rows=((Cell("宣传"), Cell("2")),)
    )
    grid = grid_of(table, ROOM)
    assert grid is not None
    assert [cell.text for cell in grid.cells if cell.row == 0] == ["事项", "预算（万元）"]
    assert grid.head == 1


def test_figures_stand_at_the_right_and_running_numbers_in_the_middle() -> None:
    grid = grid_of(samples.table(3), ROOM)
    assert grid is not None
    assert grid.aligns == ("center", "left", "center", "center", "right")


def test_figures_are_known_by_their_look_where_no_type_is_given() -> None:
    rows = tuple((Cell(f"第{n}网格"), Cell(f"{n}1,205")) for n in range(3))
    grid = grid_of(Table(rows=rows), ROOM)
    assert grid is not None
    assert grid.aligns[1] == "right"


def test_a_short_table_is_kept_on_one_page_only_where_a_page_has_room_for_it() -> None:
    upright, turned = grid_of(samples.table(7), ROOM), grid_of(samples.table(7), ROOM, 13)
    assert upright is not None
    assert turned is not None
    assert (upright.short, turned.short) == (True, False)


def test_a_narrow_column_keeps_its_text_on_one_line() -> None:
    grid = grid_of(samples.table(3), ROOM)
    assert grid is not None
    widths = [share * ROOM for share in grid.shares]
    assert sum(grid.shares) == pytest.approx(1)
    assert widths[0] >= 3
    assert widths[2] >= 6
    assert widths[1] == max(widths)


def test_a_unit_goes_on_a_line_of_its_own_where_room_is_short() -> None:
    narrow = grid_of(samples.table(1), ROOM)
    wide = grid_of(samples.table(1), 60)
    assert narrow is not None
    assert wide is not None
    assert "预算\n（万元）" in [cell.text for cell in narrow.cells]
    assert "预算（万元）" in [cell.text for cell in wide.cells]


def test_figures_and_latin_words_stay_whole_however_many_columns_there_are() -> None:
    kinds = ("2026年12月20日", "17,293.9", "各社区要逐户走访登记台账并按时上报", "7,031.9", "WiFi")
    row = tuple(Cell(text) for text in ("1", *kinds, *kinds[:3]))
    grid = grid_of(Table(rows=(row,) * 3), ROOM)
    assert grid is not None
    widths = [share * ROOM - 1 for share in grid.shares]
    for text, width in zip((cell.text for cell in row), widths, strict=True):
        longest = max(map(characters, re.findall(r"[!-~]+", text) or ["两字"]))
        assert width >= longest - 0.01, text


def test_long_texts_leave_dates_whole_and_dates_leave_room_for_long_texts() -> None:
    texts = ("2026年2月20日", "2026年3月10日", "各社区要逐户走访登记台账并按时上报街道汇总" * 3)
    grid = grid_of(Table(rows=(tuple(map(Cell, texts)),) * 3), ROOM)
    assert grid is not None
    dates, long = [share * ROOM - 1 for share in grid.shares][:2], grid.shares[2]
    assert min(dates) >= 7.5
    assert long >= 0.4


def test_a_date_stays_on_one_line_beside_long_texts_in_nine_columns() -> None:
    texts = ("12", "青石桥村", "沿街商铺12号", "电线私拉乱接，灭火器过期" * 2, "更换线路" * 6)
    row = (*texts, "综合执法办", "周某某", "2026年4月20日", "37.50")
    grid = grid_of(Table(rows=(tuple(map(Cell, row)),)), 53.8)
    assert grid is not None
    date = grid.shares[7] * 53.8
    assert date >= 6.5 + 1 - 1e-9  # with the white at both sides


def resolved() -> Table:
    """What a meeting resolved: long matters, names of offices, dates."""
    rows = (
        ("1", "采购补充物资：按照补充方案完成采购、验收和入库登记", "街道应急管理办公室", "财政所"),
        ("2", "组织演练：每个社区至少演练一次，留存影像和签到记录", "各社区", "街道应急管理办公室"),
        ("3", "调整施工组织：会同施工单位修订计划并公示", "街道社区建设办公室", "东湾社区"),
    )
    return Table(
        head=(tuple(map(Cell, ("序号", "事项和要求", "牵头单位", "配合单位", "完成时限"))),),
        rows=tuple(tuple(map(Cell, (*row, "2026年5月22日"))) for row in rows),
    )


def test_a_date_has_room_for_the_white_between_its_figures_and_characters() -> None:
    heads = "序号 社区 排查商户数（户） 存在问题 整改措施 责任人 整改时限 投入资金（万元） 备注"
    problem = "安全出口堵塞，电动自行车违规停放充电，消防设施损坏"
    texts = ("1", "滨河花园第一社区居民委员会", "1,370", problem, "限期整改，复查", "欧阳某某")
    row = tuple(map(Cell, (*texts, "2026年12月31日", "134.75", "")))
    grid = grid_of(Table(columns=tuple(map(Column, heads.split())), rows=(row,) * 20), 53.15)
    assert grid is not None
    # Seven characters, a quarter at each of five places, and the white at both sides.
    assert grid.shares[6] * 53.15 >= 7 + 5 / 4 + 2 / 3


def test_long_texts_stand_in_the_widest_column_and_names_of_offices_give_way() -> None:
    grid = grid_of(resolved(), ROOM)
    assert grid is not None
    number, text, leading, helping, date = (share * ROOM for share in grid.shares)
    assert text > 1.2 * max(number, leading, helping, date)
    assert number <= 3.1
    assert date >= 6.5 + 1 - 1e-9  # a date is not broken for it


def test_heads_with_units_do_not_make_figures_wider_than_names() -> None:
    heads = ("序号", "社区", "处数（处）", "面积（平方米）", "其中存在安全隐患（处）")
    rows = (("1", "东湾社区", "34", "1260", "6"), ("2", "槐荫社区", "28", "930.5", "4"))
    table = Table(
        head=(tuple(map(Cell, heads)),), rows=tuple(tuple(map(Cell, row)) for row in rows)
    )
    grid = grid_of(table, ROOM)
    assert grid is not None
    assert grid.shares.index(max(grid.shares)) == 1
    assert "其中存在安全隐患\n（处）" in [cell.text for cell in grid.cells]


def test_columns_left_free_are_alike_beside_a_narrow_running_number() -> None:
    heads = ("序号", "姓名", "职务", "联系电话", "备注")
    table = Table(
        head=(tuple(map(Cell, heads)),),
        rows=tuple(tuple(map(Cell, (str(n), "", "", "", ""))) for n in range(1, 4)),
    )
    grid = grid_of(table, ROOM)
    assert grid is not None
    number, *free = (share * ROOM for share in grid.shares)
    assert number < 3.1
    assert max(free) - min(free) < 0.1


@given(st.lists(st.integers(2, 60), min_size=2, max_size=7), st.sampled_from((36.85, 53.1)))
def test_no_column_is_a_hair_too_narrow_for_a_whole_number_of_characters(
    lengths: list[int], room: float
) -> None:
    """Word and the PDF round widths each in its own way, and all cells of such a column would
    have other lines."""
    grid = grid_of(Table(rows=(tuple(Cell("字" * length) for length in lengths),)), room)
    assert grid is not None
    over = [(share * room - 8 / 12) % 1 for share in grid.shares]  # the white at both sides
    assert all(0.005 < part < 0.99 for part in over), over


def test_widths_that_the_table_states_are_kept() -> None:
    columns = (Column("甲", width=1), Column("乙", width=3))
    grid = grid_of(Table(columns=columns, rows=((Cell("一"), Cell("二")),)), ROOM)
    assert grid is not None
    assert grid.shares == (0.25, 0.75)


def test_an_empty_table_has_no_grid() -> None:
    assert grid_of(Table(caption="空表"), ROOM) is None


cells = st.builds(Cell, st.text("甲乙丙1", max_size=4), st.integers(-1, 4), st.integers(-1, 4))


@given(st.lists(st.lists(cells, max_size=4).map(tuple), max_size=5).map(tuple), st.integers(0, 3))
def test_every_place_of_a_grid_is_covered_exactly_once(
    rows: tuple[tuple[Cell, ...], ...], head: int
) -> None:
    grid = grid_of(Table(head=rows[:head], rows=rows[head:]), ROOM)
    if grid is None:
        return
    covered = [
        (cell.row + y, cell.column + x)
        for cell in grid.cells
        for y in range(cell.rowspan)
        for x in range(cell.colspan)
    ]
    assert sorted(covered) == [(r, c) for r in range(grid.height) for c in range(grid.width)]
    assert sum(grid.shares) == pytest.approx(1)
