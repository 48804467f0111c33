"""The command line as a fixture, and a filled-in sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp.commands.command_line import Nigao


@pytest.fixture
def nigao(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Nigao:
    """`nigao(…)` runs a command in this process."""
    return Nigao(capsys, monkeypatch)


@pytest.fixture
def inputs(nigao: Nigao, tmp_path: Path) -> Path:
    """The sample inputs of the fire-safety template, in a file."""
    path = tmp_path / "填写.json"
    path.write_text(nigao("template", "fire-safety-campaign", "--sample").out, "utf-8")
    return path
