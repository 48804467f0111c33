"""Progress: a bar on a terminal, silence in a pipe."""

from __future__ import annotations

import sys

import pytest

from webapp.commands.session import progress_of


def run_to_the_end() -> None:
    with progress_of("收进文库", "个文件") as show:
        for done in range(1, 5):
            show(done, 4)


def test_a_terminal_shows_a_bar_with_how_much_of_how_much(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run_to_the_end()
    shown = capsys.readouterr()
    assert "收进文库：" in shown.err
    assert "/4 个文件" in shown.err
    assert shown.out == ""


def test_a_pipe_stays_silent(capsys: pytest.CaptureFixture[str]) -> None:
    run_to_the_end()
    assert capsys.readouterr() == ("", "")
