"""The roster to be filled in: heads, lists, validation, examples, guide, values of before."""

from __future__ import annotations

import datetime
import io

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from generator import roster, template
from tests.generator.rosters import CHOSEN


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(roster.workbook(CHOSEN)))


def rule(book: Workbook, sheet: str, cell: str) -> DataValidation:
    (found,) = (r for r in book[sheet].data_validations.dataValidation if cell in r.cells)
    return found


def test_there_is_a_sheet_of_rows_one_for_each_list_a_guide_and_hidden_choices(
    book: Workbook,
) -> None:
    assert book.sheetnames == ["数据表", "填写说明", "重点任务", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert book.active is book["数据表"]


def test_heads_are_the_fields_names_with_their_units(book: Workbook) -> None:
    heads = [cell.value for cell in book["数据表"][1]]
    assert heads == [
        "序号", "单位", "编号", "座数（座）", "比例", "预算（万元）", "方式", "成文日期",
    ]  # fmt: skip
    tasks = [cell.value for cell in book["重点任务"][1]]
    assert tasks == ["序号", "事项", "内容", "牵头单位", "配合单位", "时限"]


def test_required_columns_are_marked_by_colour_and_by_word(book: Workbook) -> None:
    sheet = book["数据表"]
    pairs = zip(sheet[1], sheet[2], strict=True)
    told = {head.value: (below.value, head.fill.fgColor.rgb) for head, below in pairs}
    assert told["单位"] == ("必填，单位", "00FBE5E1")
    assert told["座数（座）"][0] == "必填，整数，至少 1"
    assert told["编号"] == ("选填，文字", "00E4ECEB")
    assert book["重点任务"]["B2"].value == "必填，文字"


def test_an_empty_required_cell_of_a_row_that_was_begun_is_coloured(book: Workbook) -> None:
    rules = {str(span.sqref): span.rules for span in book["数据表"].conditional_formatting}
    assert set(rules) == {"B3:B10100", "D3:D10100", "H3:H10100"}
    assert "LEN(TRIM(D3))=0" in rules["D3:D10100"][0].formula[0]


def test_columns_of_text_keep_noughts_and_figures_and_days_are_such(book: Workbook) -> None:
    sheet = book["数据表"]
    formats = {column: sheet.column_dimensions[column].number_format for column in "BCDEFH"}
    assert formats == {
        "B": "@", "C": "@", "D": "General", "E": "0.00%", "F": "General",
        "H": 'yyyy"年"m"月"d"日"',
    }  # fmt: skip
    assert [sheet[f"{column}3"].value for column in "ACDEFH"] == [
        "示例", "0512", 12, 0.95, 3.5, datetime.datetime(2026, 2, 20),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "kind", "formulas", "style"),
    [
        ("D4", "whole", ("1", "100000000000000"), "stop"),
        ("E4", "decimal", ("-100000000000000", "100000000000000"), "stop"),
        ("F4", "decimal", ("-100000000000000", "100000000000000"), "warning"),
        ("H9999", "date", ("1", "109574"), "warning"),
    ],
)
def test_cells_are_validated_by_their_fields_type(
    book: Workbook, cell: str, kind: str, formulas: tuple[str, str], style: str
) -> None:
    found = rule(book, "数据表", cell)
    assert (found.type, (found.formula1, found.formula2)) == (kind, formulas)
    assert (found.errorStyle or "stop") == style


def test_a_choice_has_a_drop_down_with_its_options(book: Workbook) -> None:
    found = rule(book, "数据表", "G4")
    assert found.type == "list"
    letter = found.formula1.split("$")[1]
    assert [cell.value for cell in book["选项"][letter]] == ["方式", "步行", "乘车"]


def test_the_help_stands_beside_the_cell_and_on_the_head(book: Workbook) -> None:
    assert rule(book, "数据表", "B4").prompt == "发文单位全称"
    comment = book["数据表"]["B1"].comment
    assert comment is not None
    assert comment.text == "发文单位全称"


def test_the_head_stays_in_view(book: Workbook) -> None:
    assert book["数据表"].freeze_panes == "B3"
    assert book["重点任务"].freeze_panes == "B3"
    assert book["数据表"].print_title_rows == "$1:$2"


def test_the_guide_explains_every_column_of_every_sheet(book: Workbook) -> None:
    lines = list(book["填写说明"].iter_rows(values_only=True))
    told = {(line[0], line[1]): line[2:] for line in lines}
    assert told["数据表", "B"] == ("单位", "必填，单位", "发文单位全称", "望川县石桥乡人民政府")
    assert told["数据表", "H"][1:] == (
        "必填，日期",
        "写成 2026年3月5日 或 2026-03-05",
        "2026年2月20日",
    )
    assert told["重点任务", "D"] == ("牵头单位", "必填，文字", None, "规建办")
    text = "\n".join(str(line[0]) for line in lines)
    assert "每份文稿都要的写“全部”" in text


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    text = CHOSEN.text.replace('example: "0512"', 'example: "=1+1"')
    data = roster.workbook(template.load(text, "x.md"))
    cell = load_workbook(io.BytesIO(data))["数据表"]["C3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_values_of_before_stand_below_the_example_with_their_numbers() -> None:
    first = CHOSEN.sample_inputs()
    second = {**first, "单位": "望川县云岭镇人民政府", "重点任务": [{"事项": "查桥墩"}]}
    filled = load_workbook(io.BytesIO(roster.workbook(CHOSEN, [first, second])))
    rows = [[cell.value for cell in row[:2]] for row in filled["数据表"].iter_rows(min_row=3)]
    assert rows == [
        ["示例", "望川县石桥乡人民政府"], ["1", "望川县石桥乡人民政府"],
        ["2", "望川县云岭镇人民政府"],
    ]  # fmt: skip
    tasks = [[cell.value for cell in row[:2]] for row in filled["重点任务"].iter_rows(min_row=3)]
    assert tasks == [["示例", "查桥面"], ["1", "查桥面"], ["2", "查桥墩"]]


def test_what_all_rows_share_stands_once_for_all_of_them() -> None:
    rows = [CHOSEN.sample_inputs() | {"编号": number} for number in ("1", "2", "3")]
    filled = load_workbook(io.BytesIO(roster.workbook(CHOSEN, rows)))
    tasks = [[cell.value for cell in row[:2]] for row in filled["重点任务"].iter_rows(min_row=4)]
    assert tasks == [["全部", "查桥面"]]


@pytest.mark.parametrize("entry", list(template.shipped().values()), ids=lambda entry: entry.id)
def test_the_inputs_of_every_template_come_back_as_they_were(entry: template.Template) -> None:
    inputs = entry.sample_inputs()
    read = roster.read(entry, "r.xlsx", roster.workbook(entry, [inputs]))
    (row,) = read.rows
    assert [str(finding) for finding in (*read.findings, *row.findings)] == []
    for name, field in entry.fields.items():
        given = field.parse(inputs.get(name), year=2026)[0]
        assert field.parse(row.inputs.get(name), year=2026)[0] == given


def test_a_column_of_a_table_brings_its_own_help_and_example() -> None:
    text = CHOSEN.text.replace(
        "  重点任务:",
        "  巡查点:\n    type: table\n    columns:\n      - {name: 点位}\n"
        "      - {name: 到位率, type: percent, help: 按应到天数算, example: 96.5%}\n"
        "  重点任务:",
        1,
    )
    made = load_workbook(io.BytesIO(roster.workbook(template.load(text, "x.md"))))
    told = made["巡查点"]["C1"].comment
    assert told is not None
    assert told.text == "按应到天数算。例如 96.5%"
    lines = {line[:3]: line[4:] for line in made["填写说明"].iter_rows(values_only=True)}
    assert lines["巡查点", "C", "到位率"] == ("按应到天数算", "96.5%")
