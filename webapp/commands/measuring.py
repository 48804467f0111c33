"""`nigao measure`: a Word or PDF file opened again and held against GB/T 9704."""

from __future__ import annotations

import json
from pathlib import Path

import click

from corpus.errors import Unreadable, reason
from generator.layout.measure import measure as measured
from webapp.commands import usage


@usage.command(
    "measure",
    example="""
        nigao measure 实施方案.pdf
        nigao measure 实施方案.docx --json > 版面.json
    """,
)
@click.argument("file", metavar="文件")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，一项检查一个对象。")
def measure(file: str, as_json: bool) -> None:
    """量一个 PDF 或 Word 文件的版面，逐项对照 GB/T 9704-2012。

    谁做的文件都可以量。每项给出应有的值、量到的值和容许的误差；
    用不上的检查列为不适用，不算相符。量完即为成功，有不符也不算出错。
    """
    report = measured(file, _contents(file))
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        for remark in report.remarks:
            click.echo(remark, err=True)
        return
    for line in report.lines():
        click.echo(line)


def _contents(file: str) -> bytes:
    """The bytes of `file`; raises `Unreadable` with the system's reason."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Unreadable(
            f"打不开（{reason(error)}）", where=file, remedy="核对路径和权限"
        ) from error


COMMANDS = {"measure": measure}
