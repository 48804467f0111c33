"""`nigao batch … --roll-up`: the batch's own roster summed up beside its documents."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from generator import roster, template
from tests.webapp.commands.command_line import Nigao

ID = "monthly-work-report"
UNITS = ("东湾社区", "槐荫社区", "北桥社区", "南塘社区")


def filled(path: Path, taken: tuple[int, ...], units: tuple[str, ...] = UNITS) -> Path:
    """The roster of some communities with so many matters taken."""
    chosen = template.get(ID)
    rows = [
        chosen.sample_inputs() | {"单位": f"青禾县柳溪街道{unit}", "事项受理": str(number)}
        for unit, number in zip(units, taken, strict=True)
    ]
    path.write_bytes(roster.workbook(chosen, rows))
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAO_HOME", str(tmp_path / "home"))


def test_a_batch_is_rolled_up_and_compared_with_last_month(nigao: Nigao, tmp_path: Path) -> None:
    now = filled(tmp_path / "五月.xlsx", (900, 850, 820, 815))
    last = filled(tmp_path / "四月.xlsx", (815, 850, 820), ("东湾社区", "槐荫社区", "北桥社区"))
    out = tmp_path / "out"
    done = nigao(
        "batch", ID, now, "-o", out, "--formats", "txt", "--workers", "1",
        "--set", "事项=月度工作", "--roll-up", "--last", last,
    )  # fmt: skip
    assert done.status == 0, done.err
    assert "汇总表.xlsx" in done.out
    (report,) = out.glob("汇总-*.txt")
    text = report.read_text("utf-8")
    assert "月度工作数据汇总简报" in text
    assert "填报单位共4个" in text
    assert "合计3385件" in text
    assert "按两期都报数的单位比较，比上期增加85件、增长3.4%。" in text
    assert "南塘社区上期没有数据" in text
    book = openpyxl.load_workbook(io.BytesIO((out / "汇总表.xlsx").read_bytes()))
    assert book.sheetnames == ["汇总", "排名", "明细", "数据来源"]
    sources = [[cell.value for cell in row] for row in book["数据来源"].iter_rows(min_row=2)]
    (total,) = [row for row in sources if row[1] == "汇总：事项受理合计"]
    assert total[2] == "3385"
    assert ":" in str(total[4])
    assert "（事项受理）" in str(total[4])


def test_a_template_that_needs_other_columns_is_refused_before_the_batch_begins(
    nigao: Nigao, tmp_path: Path
) -> None:
    now = filled(tmp_path / "五月.xlsx", (900, 850, 820, 815))
    out = tmp_path / "out"
    refused = nigao(
        "batch", ID, now, "-o", out, "--formats", "txt", "--roll-up", "annual-indicator-rollup"
    )
    assert refused.status == 1
    assert "数据表里没有找到：" in refused.err
    assert "得分" in refused.err
    assert not out.exists() or not list(out.iterdir())


def test_a_template_that_rolls_nothing_up_is_refused(nigao: Nigao, tmp_path: Path) -> None:
    now = filled(tmp_path / "五月.xlsx", (900, 850, 820, 815))
    refused = nigao("batch", ID, now, "-o", tmp_path / "out", "--roll-up", ID)
    assert refused.status == 1
    assert "不是汇总模板" in refused.err


@pytest.mark.parametrize(
    "order",
    [
        ("batch", "--roll-up", ID, "表", "-o", "出"),
        ("batch", ID, "--roll-up", "表", "-o", "出"),
        ("batch", "-o", "出", "--roll-up", "roster-rollup", ID, "表"),
        ("batch", ID, "表", "-o", "出", "--roll-up"),
    ],
)
def test_the_option_may_stand_anywhere(
    nigao: Nigao, tmp_path: Path, order: tuple[str, ...]
) -> None:
    now, out = filled(tmp_path / "五月.xlsx", (900, 850, 820, 815)), tmp_path / "out"
    words = [{"表": str(now), "出": str(out)}.get(word, word) for word in order]
    done = nigao(*words, "--formats", "txt", "--workers", "1", "--set", "事项=月度工作")
    assert done.status == 0, done.err
    (report,) = out.glob("汇总-*.txt")
    assert "合计3385件" in report.read_text("utf-8")
    assert len(list(out.glob("*.txt"))) == 5


def test_an_id_behind_the_option_that_leaves_an_argument_lacking_is_told(
    nigao: Nigao, tmp_path: Path
) -> None:
    now = filled(tmp_path / "五月.xlsx", (900,), ("东湾社区",))
    refused = nigao("batch", "--roll-up", "roster-rollup", now, "-o", tmp_path / "out")
    assert refused.status == 2
    assert (
        "--roll-up 后面的“roster-rollup”是汇总模板，可是还缺文稿模板的编号或数据表" in refused.err
    )
    assert "写成 nigao batch 编号 数据表 -o 文件夹 --roll-up roster-rollup" in refused.err


def test_a_word_behind_the_option_that_is_no_template_is_told(nigao: Nigao, tmp_path: Path) -> None:
    now = filled(tmp_path / "五月.xlsx", (900,), ("东湾社区",))
    refused = nigao("batch", ID, now, "-o", tmp_path / "out", "--roll-up", "四月.xlsx")
    assert refused.status == 1
    assert "没有编号为“四月.xlsx”的模板" in refused.err
