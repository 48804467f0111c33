"""The command line 命令行: `nigao`, its list of commands, its errors and its exit status.

Only the module of the command that is called gets imported: `nigao --help` must answer in
0.3 s, and half of the project's dependencies take longer than that to load.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Sequence

import click

from corpus.errors import Problem, reason
from webapp.commands import usage

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("serving", "启动网页，供本机和同事的浏览器使用"),
    "link": ("serving", "再要一个一次性登录链接"),
    "read": ("reading", "看看能从文件里读出什么，不写入任何东西"),
    "import": ("keeping", "把文件或文件夹收进文库"),
    "search": ("keeping", "在文库里找范文"),
    "reindex": ("keeping", "重建全文索引"),
    "backup": ("safekeeping", "把全部内容备份成一个文件"),
    "restore": ("safekeeping", "用备份换掉现在的内容，可以撤销"),
    "user": ("people", "管理用户：添加、设密码、停用"),
    "templates": ("templating", "列出模板"),
    "template": ("templating", "看一个模板，或检查自己写的模板"),
    "draft": ("drafting", "用模板和填写内容生成文稿"),
    "format": ("drafting", "把现成的文件按 GB/T 9704 重新排版"),
    "measure": ("measuring", "量一个 Word 或 PDF 文件的版面，对照 GB/T 9704"),
    "roster": ("rostering", "生成一份可供填写的数据表（Excel）"),
    "batch": ("batching", "按数据表批量生成文稿"),
    "worker": ("working", "让这台机器帮着做别处的批量任务"),
}
"""Every command: its module in `webapp.commands` and the line that `nigao --help` shows."""

REFUSED, INTERRUPTED = 1, 130


class Nigao(click.Group):
    """The group of all commands, loaded one at a time."""

    context_class = usage.Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command `cmd_name`, or None."""
        if cmd_name not in COMMANDS:
            # click offers the nearest of the commands that it knows of itself: none here
            raise click.exceptions.NoSuchCommand(cmd_name, possibilities=COMMANDS, ctx=ctx)
        module = importlib.import_module(f"webapp.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.COMMANDS[cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands without loading any of them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes 示例 below the list of commands."""
        formatter.write_paragraph()
        formatter.write(
            "示例：\n"
            "  nigao search 消防 --genre 方案\n"
            "  nigao template fire-safety-campaign --sample > 填写.json\n"
            "  nigao draft fire-safety-campaign --inputs 填写.json -o 方案.docx -o 方案.pdf\n"
            "\n每个命令的用法：nigao 命令 --help\n"
        )


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"拟稿 {version('nigao')}")
        ctx.exit()


usage.translate()


@click.group(
    cls=Nigao,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    context_settings={"max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="显示版本。",
)
def cli() -> None:
    """拟稿：找范文、用模板写公文、按 GB/T 9704 排版，都在本机完成。"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of `nigao arguments`: 0 done, 1 refused, 2 wrong usage.

    A refusal is one Chinese line on stderr that names the place and the remedy.
    """
    try:
        result = cli.main(args=arguments, prog_name="nigao", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        usage.show(error)
        return error.exit_code
    except Problem as problem:
        click.echo(f"错误：{problem}", err=True)
    except BrokenPipeError:
        # The reader of our pipe has seen enough (`nigao templates | head`).
        sys.stderr.close()
    except OSError as error:
        click.echo(f"错误：{describe(error)}", err=True)
    except (KeyboardInterrupt, click.Abort):
        click.echo("已停止。", err=True)
        return INTERRUPTED
    except Exception as error:
        traceback.print_exc()
        click.echo(
            f"错误：程序内部出错（{type(error).__name__}）。这不是您的操作造成的，"
            "请把上面几行发给维护拟稿的人。",
            err=True,
        )
    return REFUSED


def describe(error: OSError) -> str:
    """What an operating-system error means, as one line with place and remedy."""
    where = f"{error.filename}：" if error.filename else ""
    return f"{where}{reason(error)}。核对路径、磁盘和权限。"
