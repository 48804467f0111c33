"""`nigao roster`: the workbook, last values, the check of a filled-in one, columns by hand."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator import roster, template
from tests.generator.rosters import saved
from tests.webapp.commands.command_line import Nigao

ID = "annual-priorities"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two rows of which the second has a wrong year; the unit stands under another name."""
    chosen = template.get(ID)
    inputs = chosen.sample_inputs()
    rows = [inputs | {"单位": "东湾社区"}, inputs | {"单位": "北桥社区", "年度": "明年"}]
    book = load_workbook(io.BytesIO(roster.workbook(chosen, rows)))
    sheet = book["数据表"]
    for cell in sheet[1]:
        cell.value = {"单位": "社区名称", "年度": "哪一年"}.get(str(cell.value), cell.value)
    target = tmp_path / "各社区.xlsx"
    target.write_bytes(saved(book))
    return target


def test_the_check_tells_how_columns_go_what_is_wrong_and_leaves_a_copy(
    nigao: Nigao, path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "批注.xlsx"
    ran = nigao("roster", ID, "--check", path, "--column", "哪一年=年度", "-o", copy)
    assert ran.status == 1
    assert "社区名称 → 单位（名称相近）" in ran.out
    assert "哪一年 → 年度（选定）" in ran.out
    assert "（年度）：“明年”不是年份" in ran.out
    assert "共 2 行，1 行可以生成，1 行要改" in ran.out
    assert "核对结果" in load_workbook(copy).sheetnames


def test_what_was_said_about_columns_is_used_the_next_time_and_by_the_batch(
    nigao: Nigao, path: Path, tmp_path: Path
) -> None:
    lacking = nigao("roster", ID, "--check", path)
    assert lacking.status == 1
    assert "缺少必填的列：年度" in lacking.err
    assert nigao("roster", ID, "--check", path, "--column", "哪一年=年度").status == 1
    assert "（选定）" in nigao("roster", ID, "--check", path).out
    done = nigao("batch", ID, path, "-o", tmp_path / "out", "--formats", "txt", "--workers", "1")
    assert "完成 1 份，失败 1 份" in done.out
    assert "社区名称 → 单位（名称相近）" in done.err


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--column", "社区名称=单位名"), "模板里没有“单位名”"),
        (("--column", "无此列=单位"), "没有“无此列”这一列"),
        (("--column", "社区名称"), "没有等号"),
        (("--sheet", "三月"), "没有“三月”这张工作表"),
        (("--sheet", "数据表=单位"), "“单位”不是有几条就写几行的要素"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest_name(
    nigao: Nigao, path: Path, given: tuple[str, str], message: str
) -> None:
    refused = nigao("roster", ID, "--check", path, *given)
    assert refused.status == 1
    assert message in refused.err


def test_the_last_batchs_values_come_with_the_roster(
    nigao: Nigao, path: Path, tmp_path: Path
) -> None:
    new = tmp_path / "新.xlsx"
    none = nigao("roster", ID, "-o", new, "--last")
    assert "还没有批量生成过" in none.err
    out = tmp_path / "out"
    nigao("batch", ID, path, "-o", out, "--formats", "txt", "--column", "哪一年=年度")
    assert nigao("roster", ID, "-o", new, "--last").status == 0
    units = [cell.value for cell in load_workbook(new)["数据表"]["B"]][3:]
    assert units == ["东湾社区", "北桥社区"]


def test_without_an_output_there_is_nothing_to_make(nigao: Nigao) -> None:
    assert nigao("roster", ID).status == 2
