"""Files are whole or absent, and their names are good everywhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.files import safe_name, write_atomically


def test_a_written_file_holds_the_data_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["方案.docx"]


def test_a_new_file_can_be_read_by_colleagues_and_an_old_one_keeps_its_mode(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"1")
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    write_atomically(path, b"2")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failure_while_writing_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_missing_folder_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "没有" / "a.txt", b"")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("青禾县实施方案.docx", "青禾县实施方案.docx"),
        ("a/b\\c:d*e?.pdf", "a_b_c_d_e_.pdf"),
        ("“消防”方案", "“消防”方案"),
        ('"x"', "_x_"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("控制台", "控制台"),
        ("console", "console"),
        ("方案. . ", "方案"),
        ("", "未命名"),
        ("...", "未命名"),
        ("  ", "未命名"),
        ("a\nb", "a_b"),
        (".profile", ".profile"),
    ],
)
def test_names_become_safe_without_losing_what_is_harmless(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_is_cut_and_keeps_its_suffix() -> None:
    name = safe_name("方" * 300 + ".docx")
    assert name.endswith("方.docx")
    assert len(name.encode()) <= 200


@given(st.text(max_size=300))
def test_every_name_can_be_made_and_is_already_safe(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= 200
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(ord(character) < 32 for character in name)
    assert name == name.rstrip(". ")
    assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert safe_name(name) == name
