"""Help, usage errors and exit statuses: in Chinese, with an example in each help."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys

import click
import pytest

from tests.locks import ROOT
from tests.webapp.commands.command_line import Nigao
from webapp import cli
from webapp.commands import usage


def command(name: str) -> click.Command:
    module = importlib.import_module(f"webapp.commands.{cli.COMMANDS[name][0]}")
    found: click.Command = module.COMMANDS[name]
    return found


def test_the_list_of_commands_names_each_with_what_it_does(nigao: Nigao) -> None:
    shown = nigao("--help")
    assert shown.status == 0
    for name, (_, line) in cli.COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", shown.out, re.MULTILINE)
    assert "示例：" in shown.out


def test_help_loads_none_of_the_heavy_libraries() -> None:
    heavy = ("flask", "sqlalchemy", "docx", "typst", "lxml", "whoosh", "pypdfium2", "openpyxl")
    script = (
        "import sys; from webapp.cli import main; main(['--help']);"
        f"sys.exit(', '.join(n for n in {heavy!r} if n in sys.modules) or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_fault_of_the_program_itself_ends_with_a_line_people_understand(
    nigao: Nigao, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(cli.cli, "main", broken)
    ended = nigao("templates")
    assert ended.status == 1
    assert ended.err.splitlines()[-1].startswith("错误：程序内部出错（RuntimeError）。")


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_commands_help_is_chinese_and_ends_with_examples(nigao: Nigao, name: str) -> None:
    shown = nigao(name, "--help")
    assert shown.status == 0
    assert shown.out.startswith(f"用法：nigao {name} ")
    head, example = shown.out.split("示例：\n")
    assert all(line.startswith("  ") and f"nigao {name}" in line for line in example.splitlines())
    # what is left of English: options, formats, file names — but no sentence
    assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", head.replace("GB/T", "")), head


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    ctx = click.Context(command(name))
    silent = [
        parameter.name
        for parameter in command(name).get_params(ctx)
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


def test_the_list_matches_the_modules() -> None:
    for name in cli.COMMANDS:
        assert command(name).name == name


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["drft"], "错误：没有命令 drft。是不是要写 draft？"),
        (["--wrong"], "错误：没有选项 --wrong。"),
        (["read"], "错误：缺少参数 文件…。"),
        (["draft", "x"], "错误：缺少选项 -o / --output。"),
        (["draft", "x", "-o"], "错误：选项 -o 后面要写一个值。"),
        (["search", "网格", "--limit", "x"], "错误：--limit 的值不对：“x”不是整数。"),
        (
            ["search", "网格", "--limit", "0"],
            "错误：--limit 的值不对：0 不在范围 1<=x<=1000 之内。",
        ),
        (["serve", "--port", "70000"], "错误：--port 的值不对：70000 不在范围 1<=x<=65535 之内。"),
        (["templates", "多余"], "错误：多出了参数：多余"),
        (["templates", "--json=1"], "错误：选项 --json 后面不带值。"),
        (["template"], "错误：写一个模板编号，或用 --check 写一个文件"),
        (["draft", "fire-safety-campaign", "-o", "-", "--set", "甲"], "“甲”里没有等号"),
    ],
)
def test_wrong_usage_is_told_in_chinese_with_status_2(
    nigao: Nigao, arguments: list[str], message: str
) -> None:
    refused = nigao(*arguments)
    assert refused.status == 2
    assert message in refused.err
    assert refused.err.startswith(("用法：nigao", "错误："))
    assert "--help 看用法和示例。" in refused.err
    assert refused.out == ""


def test_nothing_that_click_says_in_a_usage_error_is_left_in_english() -> None:
    # every message of click's exceptions and types that ends up before a user
    import click.core
    import click.exceptions

    assert click.exceptions._("Missing option") == "缺少选项"  # type: ignore[attr-defined]
    assert click.core._("Options") == "选项"  # type: ignore[attr-defined]
    assert set(usage.WORDS) >= {"Missing argument", "No such option {name!r}.", "Commands"}


def test_the_version_is_the_projects(nigao: Nigao) -> None:
    assert re.fullmatch(r"拟稿 \d+\.\d+\.\d+\n", nigao("--version").out)


def test_a_setting_that_cannot_be_used_is_refused_with_status_1(
    nigao: Nigao, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGAO_PORT", "abc")
    refused = nigao("link")
    assert refused.status == 1
    assert refused.err == ("错误：环境变量 NIGAO_PORT：“abc”不能用。改成 1 到 65535 之间的整数。\n")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    script = "import sys; from webapp.cli import main; sys.exit(main(['templates', '--json']))"
    done = subprocess.run(
        f'"{sys.executable}" -c "{script}" | head -c 1',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""


def test_the_manual_tells_the_exit_statuses() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert "0 done, 1 refused, 2 wrong usage" in manual


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/operations.md"])
def test_every_command_that_the_manuals_show_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    shown = set(re.findall(r"(?:^|`)nigao ([a-z]+)", text, re.MULTILINE))
    assert shown
    assert shown <= set(cli.COMMANDS)


def test_every_command_stands_in_the_change_log() -> None:
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert [
        name for name in cli.COMMANDS if f"`{name}`" not in log and f"`nigao {name}`" not in log
    ] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_options_that_the_readme_shows_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for line in re.findall(r"^nigao .+$", text, re.MULTILINE):
        options = {
            option
            for parameter in command(line.split()[1]).params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
        }
        assert set(re.findall(r" (--?[a-z-]+)", line)) <= options, line
