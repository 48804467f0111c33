"""Any spreadsheet read, tied to a template, rolled up, and written as a workbook with sources."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from corpus.document import Figure
from corpus.plain import plain_text
from generator import template
from generator.errors import InputError, RosterError
from generator.fields.tallies import Tally
from generator.rollup import sums
from generator.rollup.binding import Choice, bind, matched_columns, rollup_templates
from generator.rollup.reading import read_table
from generator.rollup.report import RollUp, roll_up
from generator.rollup.workbook import SOURCES, workbook
from tests.generator.rollup.spreadsheets import progress

NOW = read_table("五月.xlsx", progress((100, 90, 80, None, 95, 95)))
LAST = read_table("四月.xlsx", progress((80, 70, 60, 50), found=80))
OTHERS = {"事项": "燃气整治"}


def rolled(**choice: object) -> RollUp:
    chosen = Choice(group="片区", **choice)  # type: ignore[arg-type]
    return roll_up(template.get("roster-rollup"), NOW.table, LAST.table, OTHERS, chosen)


def test_a_table_below_a_title_is_read_with_its_own_rows_and_letters() -> None:
    assert [(str(h), h.letter) for h in NOW.table.head][:3] == [
        ("社区", "B"), ("片区", "C"), ("排查隐患数（处）", "D"),
    ]  # fmt: skip
    assert [number for number, _ in NOW.table.rows] == [3, 4, 5, 6, 7, 8]
    assert [h.name for h in NOW.figures] == ["排查隐患数", "已整改数", "满意率"]
    assert NOW.groupings == ("片区",)
    assert any("第9行" in remark for remark in NOW.remarks)


def test_what_is_no_table_is_refused_with_the_remedy() -> None:
    with pytest.raises(RosterError) as caught:
        read_table("空.csv", "只有一行".encode())
    assert "没有找到可以汇总的表" in str(caught.value)


def test_columns_are_matched_by_name_and_likeness() -> None:
    found = matched_columns(template.get("campaign-progress-rollup"), NOW.table)
    assert found == {"名称": "社区", "片区": "片区", "排查数": "排查隐患数", "整改数": "已整改数"}


def test_a_column_that_is_needed_and_not_there_is_named() -> None:
    with pytest.raises(InputError) as caught:
        bind(template.get("annual-indicator-rollup"), NOW.table)
    assert "得分" in str(caught.value)
    with pytest.raises(InputError, match="不是汇总模板"):
        bind(template.get("monthly-work-report"), NOW.table)


def test_a_column_may_be_chosen_by_hand() -> None:
    chosen = Choice(columns={"排查数": "已整改数", "整改数": "排查隐患数"})
    made = roll_up(template.get("campaign-progress-rollup"), NOW.table, choice=chosen)
    assert "共排查出【待补：隐患称谓】460处，已整改600处" in plain_text(made.composition.document)


def test_the_document_says_sums_missing_units_groups_and_changes() -> None:
    made = rolled()
    text = plain_text(made.composition.document)
    assert made.composition.gaps == ()
    assert "填报单位共6个，1个没有报全，为南塘社区" in text
    assert (
        "合计460处，平均每个单位92处。最高的是东湾社区，为100处；最低的是北桥社区，为80处。" in text
    )
    assert "比上期增加60处、增长28.6%。" in text  # 270 after 210: 南塘 reported none now
    assert "按片区划分，西片300处，占50.0%；东片300处，占50.0%。" in text
    assert "平均为95.5%。" in text
    (figure,) = [b for b in made.composition.document.blocks if isinstance(b, Figure)]
    assert figure.chart is not None
    assert len(figure.chart.names) == 6


def test_only_the_figures_chosen_are_rolled_up() -> None:
    text = plain_text(rolled(figures=("已整改数",)).composition.document)
    assert "排查隐患数" not in text
    assert "已整改数" in text


def test_every_figure_that_is_printed_knows_its_cells() -> None:
    """Each number in the text that is no date and no ordinal stands in a trace with cells."""
    made = rolled()
    traces = made.composition.traces
    assert all(printed.trace.places for printed in traces)
    assert all(p.row and p.column for printed in traces for p in printed.trace.places)
    known = {printed.text for printed in traces}
    words = " ".join(known)
    for block in made.composition.document.blocks:
        for figure in re.findall(r"\d+(?:\.\d+)?%?", getattr(block, "text", "")):
            if figure != "0":  # 不作为0计算
                assert figure in known or figure in words, (figure, block)


def test_the_traces_of_a_sum_add_up_to_it() -> None:
    made = rolled()
    for group in made.groups:
        total = sums.total(group, "已整改数")
        assert isinstance(total, Tally)
        by_row = {row.行号: row for row in group.rows}
        cells = [by_row[p.row].tally(p.column) for p in total.trace.places]
        assert sum(cell for cell in cells if cell is not None) == total


def test_the_workbook_has_figures_rows_and_the_source_of_each() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(rolled())))
    assert book.sheetnames == ["汇总", "分组", "排名", "明细", "数据来源"]
    first = [cell.value for cell in book["汇总"][3]]
    assert first[:4] == ["已整改数", "处", 460, 92]
    assert first[9] == "南塘社区"
    assert book["明细"]["A2"].value == 3
    sources = {row[1].value: row for row in book[SOURCES].iter_rows(min_row=2)}
    row = [cell.value for cell in sources["汇总：已整改数合计"]]
    assert row[2:] == ["460", "本期已整改数合计", "本期 五月 E3:E5、E7:E8（已整改数）", "南塘社区"]
    assert book["汇总"]["D4"].number_format == "0.0%"
    for place in book[SOURCES].iter_rows(min_row=2, min_col=5, max_col=5, values_only=True):
        assert place[0]


def test_a_slip_in_a_cell_is_told_and_the_rest_is_summed_up() -> None:
    text = "社区,件数（件）\n东湾社区,12\n槐荫社区,约30\n北桥社区,8\n南塘社区,10\n河头社区,5\n"
    found = read_table("五月.csv", text.encode())
    made = roll_up(template.get("roster-rollup"), found.table, others=OTHERS)
    assert [str(h) for h in found.figures] == ["件数（件）"]
    assert "合计35件" in plain_text(made.composition.document)
    (finding,) = made.composition.findings
    assert finding.severity == "warning"
    assert (finding.where, finding.message) == ("第3行件数", "“约30”不是数字，没有计入")
    assert made.summaries[0].lacking == ("槐荫社区",)


def test_generic_templates_come_first() -> None:
    assert rollup_templates()[0].id == "roster-rollup"
    assert len(rollup_templates()) >= 4
