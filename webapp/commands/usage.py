"""Usage 用法: click's own words in Chinese, and commands that carry an example."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import click

WORDS = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Error: {message}": "错误：{message}",
    "Aborted!": "已停止。",
    "Try '{command} {option}' for help.": "用 {command} {option} 看用法。",
    "Show this message and exit.": "显示这份用法。",
    "Show the version and exit.": "显示版本。",
    "Missing command.": "没有写要做什么（命令）。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Invalid value: {message}": "参数错误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是要写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是要写其中一个：{possibilities}？）",
    "Got unexpected extra argument ({args})": "多出了参数：{args}",
    "Got unexpected extra arguments ({args})": "多出了参数：{args}",
    "Option {name!r} does not take a value.": "选项 {name} 后面不带值。",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个值。",
    "{value!r} is not {choice}.": "“{value}”不是 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不在可选的 {choices} 之中。",
    "Choose from:\n\t{choices}": "可选：{choices}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是整数。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "default: {default}": "默认 {default}",
    "required": "必填",
    "env var: {var}": "环境变量 {var}",
}
"""What click says, as it looks it up through gettext, and what we say instead."""


def translate() -> None:
    """Click speaks Chinese from now on.

    Its modules bind gettext's functions to the names `_` and `ngettext` on import; a table of
    thirty lines takes their place, because a compiled catalogue could not be read in a review.
    """
    modules = [module for name in _MODULES if (module := getattr(click, name, None)) is not None]
    for module in modules:
        if hasattr(module, "_"):
            module._ = _chinese
        if hasattr(module, "ngettext"):
            module.ngettext = _chinese_plural


_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def _chinese(message: str) -> str:
    return WORDS.get(message, message)


def _chinese_plural(one: str, many: str, number: int) -> str:
    return _chinese(one if number == 1 else many)


class Formatter(click.HelpFormatter):
    """Help with Chinese headings: a full-width colon and no space after it."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Writes the usage line."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Writes `heading：` on a line of its own."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Writes two columns that line up: a Chinese character takes the room of two letters."""
        lines = list(rows)
        width = max(_room(first) for first, _ in lines) + col_spacing
        for first, second in lines:
            gap = " " * (width - _room(first))
            self.write(f"{'':>{self.current_indent}}{first}{gap}{second}\n")


def _room(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Context(click.Context):
    """A context whose help is written by `Formatter`."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help ends with examples; `example` holds one command line per line."""

    context_class = Context

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("context_settings", {"max_content_width": 100})
        super().__init__(*args, **kwargs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes 示例 below the options."""
        lines = [line.strip() for line in self.example.strip().splitlines()]
        formatter.write_paragraph()
        formatter.write("示例：\n" + "".join(f"  {line}\n" for line in lines))


class Group(click.Group):
    """A command of several commands, with examples as `Command` has them."""

    context_class = Context

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        kwargs.setdefault("context_settings", {"max_content_width": 100})
        super().__init__(*args, **kwargs)
        self.example = example

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands with the first sentence of each."""
        with formatter.section("命令"):
            lines = {n: c.help or "" for n, c in self.commands.items()}
            formatter.write_dl([(n, re.split("[。；：]", line)[0]) for n, line in lines.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes 示例 below the list."""
        formatter.write_paragraph()
        formatter.write(f"示例：\n  {self.example}\n")


def command(
    name: str, *, example: str, cls: type[Command] = Command
) -> Callable[[Callable[..., Any]], Command]:
    """A decorator that makes a function the command `name` with its `example`."""
    return click.command(name, cls=cls, example=example)


def show(error: click.ClickException) -> None:
    """Writes a usage error to stderr: the usage line, what is wrong, where to read more."""
    # click joins its sentences with a space, ends some with a point, quotes names as Python does
    message = error.format_message().replace("。 ", "。").replace("'", "")
    message = message.removesuffix(".").rstrip()
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is not None:
        click.echo(ctx.get_usage(), err=True)
    click.echo(f"错误：{message}{'' if message.endswith(('。', '？')) else '。'}", err=True)
    command = ctx.command_path if ctx is not None else "nigao"
    click.echo(f"用 {command} --help 看用法和示例。", err=True)
