"""`nigao measure`: the report on a file, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.layout import pdf
from tests.generator.layout import samples
from tests.webapp.commands.command_line import Nigao


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("measured") / "通知.pdf"
    path.write_bytes(pdf.write(samples.official()).data)
    return path


def test_the_report_shows_each_check_with_what_was_measured(nigao: Nigao, paper: Path) -> None:
    shown = nigao("measure", paper)
    assert (shown.status, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert "L02 相符 订口：28.0 mm，应为28 mm" in lines
    assert any(line.startswith("不适用：") for line in lines)
    assert lines[-1].startswith("量了 ")


def test_the_json_has_id_expected_measured_tolerance_ok_and_severity(
    nigao: Nigao, paper: Path
) -> None:
    rows = json.loads(nigao("measure", paper, "--json").out)
    assert {"id", "expected", "measured", "tolerance", "ok", "severity"} <= set(rows[0])
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert {row["severity"] for row in rows} <= {"error", "warning", "info"}
    assert all(isinstance(row["ok"], bool) for row in rows)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("空.pdf", b"", "文件是空的。重新导出一份再量。"),
        ("坏.pdf", b"abc", "不是完好的 PDF。用原来的程序重新导出一份再量。"),
        ("文.txt", b"abc", "量不了“.txt”这种文件。"),
        ("无.pdf", None, "打不开（路径不存在）。核对路径和权限。"),
    ],
)
def test_a_file_that_cannot_be_measured_is_refused_in_one_line(
    nigao: Nigao, tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    refused = nigao("measure", path)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith(f"错误：{path}：{message}")
    assert refused.err.count("\n") == 1
