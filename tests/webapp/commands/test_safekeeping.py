"""`nigao backup`, `restore` and `user`: as a person types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.search.lock import held
from corpus.unit import Names
from tests.webapp.commands.command_line import Nigao
from webapp.commands.serving import SERVING_LOCK


def unit_of(home: Path) -> str:
    """The name of the unit in the library in `home`."""
    with Library.open(home) as library:
        return library.unit.get().name


def call_unit(home: Path, name: str) -> None:
    with Library.open(home) as library:
        library.unit.save_names(Names(name), library.unit.revision("names"))


def test_a_backup_is_restored_and_the_restore_is_undone(
    nigao: Nigao, own_home: Path, tmp_path: Path
) -> None:
    call_unit(own_home, "青禾县柳溪街道办事处")
    made = tmp_path / "备份.zip"
    assert re.fullmatch(rf"已备份到 {made}（0\.\d MB）。\n", nigao("backup", made).out)
    call_unit(own_home, "望川县")
    done = nigao("restore", made)
    assert (done.status, done.err) == (0, "")
    assert "已恢复：文稿 0 篇，草稿 0 份，用户 1 个。大家都要重新登录。" in done.out
    assert unit_of(own_home) == "青禾县柳溪街道办事处"
    undo = re.search(r"nigao restore (.+)", done.out)
    assert undo
    assert nigao("restore", undo[1]).status == 0
    assert unit_of(own_home) == "望川县"


def test_a_backup_into_a_folder_gets_a_name_and_nothing_is_written_over(
    nigao: Nigao, tmp_path: Path
) -> None:
    assert nigao("backup", tmp_path).status == 0
    (made,) = tmp_path.glob("拟稿备份-*.zip")
    again = nigao("backup", made)
    assert (again.status, "已经有这个文件" in again.err) == (1, True)


def test_a_file_that_is_no_backup_is_refused(nigao: Nigao, tmp_path: Path) -> None:
    path = tmp_path / "别的.zip"
    path.write_bytes(b"PK")
    refused = nigao("restore", path)
    assert refused.status == 1
    assert "不是拟稿的备份" in refused.err


def test_restoring_under_a_running_application_is_left_to_its_page(
    nigao: Nigao, own_home: Path, tmp_path: Path
) -> None:
    call_unit(own_home, "望川县")
    nigao("backup", tmp_path / "made.zip")
    with held(own_home / SERVING_LOCK):
        refused = nigao("restore", tmp_path / "made.zip")
    assert refused.status == 1
    assert "拟稿正在运行" in refused.err


def test_colleagues_are_added_listed_closed_and_made_administrators(nigao: Nigao) -> None:
    added = nigao("user", "add", "陈某某")
    assert re.search(r"/sign-in/[\w-]{40,}$", added.out.strip())
    assert nigao("user", "admin", "陈某某").out == "陈某某 现在是管理员。\n"
    assert nigao("user", "disable", "陈某某").out == "已停用 陈某某。\n"
    assert "陈某某\t管理员\t只用链接\t已停用" in nigao("user", "list").out
    assert nigao("user", "disable", "陈某某", "--undo").status == 0
    assert "/sign-in/" in nigao("user", "link", "陈某某").out


def test_a_password_can_be_typed_or_given(nigao: Nigao, own_home: Path) -> None:
    nigao("user", "add", "陈某某")
    assert nigao("user", "password", "陈某某", "--password", "青禾柳溪2026").status == 0
    with Library.open(own_home) as library:
        assert library.users.check_password("陈某某", "青禾柳溪2026") is not None
    refused = nigao("user", "password", "陈某某", "--password", "短")
    assert (refused.status, "8 到 128 个字符" in refused.err) == (1, True)


@pytest.mark.parametrize("command", ["password", "disable", "admin", "link"])
def test_somebody_who_is_not_there_is_told_so(nigao: Nigao, command: str) -> None:
    words = ["--password", "青禾柳溪2026"] if command == "password" else []
    refused = nigao("user", command, "吴某某", *words)
    assert refused.status == 1
    assert "没有叫“吴某某”的用户" in refused.err


def test_the_last_administrator_cannot_be_closed(nigao: Nigao) -> None:
    nigao("user", "add", "陈某某")
    owner = nigao("user", "list").out
    name = next(line.split("\t")[0] for line in owner.splitlines() if "第一个账号" in line)
    assert "最后一个管理员" in nigao("user", "disable", name).err


def test_the_help_of_each_subcommand_is_chinese(nigao: Nigao) -> None:
    for command in ("list", "add", "link", "password", "disable", "admin"):
        shown = nigao("user", command, "--help")
        assert shown.status == 0
        assert "示例：" in shown.out
    assert "添加一个用户" in nigao("user", "--help").out
