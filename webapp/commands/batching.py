"""`nigao roster` and `nigao batch`: a spreadsheet to fill in, and a document for each row."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.library import runner
from generator import batch, roster, template
from generator.errors import OutputError
from webapp.commands import usage
from webapp.commands.outputs import profile_named, profile_option, warn, write
from webapp.commands.session import open_library, progress
from webapp.settings import Settings


@usage.command("roster", example="nigao roster fire-safety-campaign -o 数据表.xlsx")
@click.argument("template_id", metavar="编号")
@click.option(
    "-o", "--output", required=True, metavar="文件", help="输出的 .xlsx 文件；- 为标准输出。"
)
def roster_command(template_id: str, output: str) -> None:
    """生成一份可供填写的数据表：一行一份文稿，附填写说明。"""
    chosen = template.get(template_id)
    if output == "-":
        sys.stdout.buffer.write(roster.workbook(chosen))
        return
    if Path(output).suffix.lower() != ".xlsx":
        raise OutputError("数据表是 Excel 文件", where=output, remedy="文件名以 .xlsx 结尾")
    write(output, roster.workbook(chosen))
    click.echo(f"已生成 {output}", err=True)


@usage.command(
    "batch",
    example="""
        nigao batch fire-safety-campaign 数据表.xlsx -o 输出文件夹
        nigao batch fire-safety-campaign 数据表.csv -o 输出文件夹 --formats docx
        nigao batch fire-safety-campaign 数据表.xlsx -o 输出文件夹 --resume
    """,
)
@click.argument("template_id", metavar="编号")
@click.argument("roster_file", metavar="数据表")
@click.option("-o", "--output", "folder", required=True, metavar="文件夹", help="输出文件夹。")
@click.option(
    "--formats", default="docx,pdf", show_default=True, metavar="格式", help="用逗号隔开。"
)
@click.option("--resume", is_flag=True, help="接着做上次没做完的一批。")
@click.option("--no-gaps", is_flag=True, help="缺内容的行算失败，不生成带【待补】的文稿。")
@click.option("--workers", type=click.IntRange(1, 64), metavar="个数", help="同时做几份。")
@profile_option
def batch_command(
    template_id: str,
    roster_file: str,
    folder: str,
    formats: str,
    resume: bool,
    no_gaps: bool,
    workers: int | None,
    profile_name: str | None,
) -> int:
    """按数据表批量生成文稿，一行一份，并写出清单（manifest.json 和 清单.xlsx）。

    填错的行按工作表、行、列报告，不妨碍其他行。
    """
    settings = Settings.load(workers=workers)
    chosen = template.get(template_id)
    suffixes = [f".{part.strip().lstrip('.').lower()}" for part in formats.split(",")]
    profile = profile_named(profile_name)
    plan = batch.find_batch if resume else batch.plan_batch
    with open_library(settings) as (library, owner, scope):
        job = plan(
            library,
            chosen,
            Path(roster_file),
            Path(folder),
            suffixes,
            owner,
            no_gaps=no_gaps,
            profile=profile,
        )
        if job.status == "paused":
            job = library.jobs.resume(job.id, scope)
        warn(job.params["notes"])
        try:
            with progress("批量生成", "份") as show:
                runner.run(
                    settings.home,
                    [batch.BATCH],
                    workers=settings.workers,
                    url=settings.url,
                    until=job.id,
                    on_progress=show,
                )
        except KeyboardInterrupt:
            click.echo("已停止。加 --resume 再运行一次，会接着做。", err=True)
            raise
        entries = batch.manifest(library, job)
    return _report(entries, folder)


def _report(entries: list[dict[str, object]], folder: str) -> int:
    """The exit status: 1 where a row failed; the report goes to the terminal."""
    failed = [entry for entry in entries if entry["status"] != "done"]
    incomplete = [entry for entry in entries if entry["status"] == "done" and entry["reason"]]
    done = len(entries) - len(failed)
    click.echo(f"完成 {done} 份，失败 {len(failed)} 份；文稿和清单在 {folder}")
    for entry in failed:
        click.echo(f"错误：{entry['reason'] or batch.STATUS[str(entry['status'])]}", err=True)
    warn([f"第 {entry['row']} 行：{entry['reason']}" for entry in incomplete])
    return 1 if failed else 0


COMMANDS = {"roster": roster_command, "batch": batch_command}
