"""`nigao batch`: a document for each row of a roster."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.library import Job, Library, Scope, runner
from generator import batch, template
from generator.batch import naming
from generator.batch.binding import WRITERS
from generator.errors import LayoutError, OutputError
from generator.rollup.keeping import keep
from generator.roster import Roster
from webapp.commands import rolling, rostering, usage
from webapp.commands.outputs import profile_named, profile_option, warn
from webapp.commands.session import open_library, progress
from webapp.settings import Settings
from webapp.waking import waker


@usage.command(
    "batch",
    cls=rolling.Command,
    example="""
        nigao batch fire-safety-campaign 数据表.xlsx -o 输出文件夹
        nigao batch fire-safety-campaign 数据表.csv -o 输出文件夹 --formats docx
        nigao batch fire-safety-campaign 数据表.xlsx -o 输出文件夹 --name "{单位}-{标题}"
        nigao batch fire-safety-campaign 数据表.xlsx -o 输出文件夹 --zip 全部.zip --bind pdf
        nigao batch fire-safety-campaign 数据表.xlsx -o 输出文件夹 --resume
        nigao batch fire-safety-campaign 本月.xlsx -o 输出文件夹 --roll-up --last 上月.xlsx
    """,
)
@click.argument("template_id", metavar="编号")
@click.argument("roster_file", metavar="数据表")
@click.option("-o", "--output", "folder", required=True, metavar="文件夹", help="输出文件夹。")
@click.option(
    "--formats", default="docx,pdf", show_default=True, metavar="格式", help="用逗号隔开。"
)
@click.option(
    "--name",
    default=naming.DEFAULT,
    show_default=True,
    metavar="写法",
    help="文件名，可用 {序号}、{行}、{标题} 和单项要素。",
)
@click.option("--zip", "zip_file", metavar="文件", help="做完后全部打包。")
@click.option("--bind", "bound", default="", metavar="格式", help="再合成一份：docx、pdf 或两种。")
@click.option(
    "--resume", is_flag=True, help="接着做上次没做完的一批；数据表改过的行和失败的行重做。"
)
@click.option("--no-gaps", is_flag=True, help="缺内容的行算失败，不生成带【待补】的文稿。")
@click.option("--workers", type=click.IntRange(1, 64), metavar="个数", help="同时做几份。")
@rostering.options
@rolling.options
@profile_option
def batch_command(
    template_id: str,
    roster_file: str,
    folder: str,
    formats: str,
    name: str,
    zip_file: str | None,
    bound: str,
    resume: bool,
    no_gaps: bool,
    workers: int | None,
    columns: tuple[str, ...],
    sheets: tuple[str, ...],
    rolled: str | None,
    last: str | None,
    group: str | None,
    settings: tuple[str, ...],
    profile_name: str | None,
) -> int:
    """按数据表批量生成文稿，一行一份，并写出清单（manifest.json 和 清单.xlsx）。

    填错的行按工作表、行、列报告，不妨碍其他行。按 Ctrl+C 停下，加 --resume 接着做。
    """
    own = Settings.load(workers=workers)
    if zip_file is not None:
        _check_zip(zip_file)
    binding = _suffixes(bound)
    if unknown := [suffix for suffix in binding if suffix not in WRITERS]:
        raise LayoutError(f"合不成“{unknown[0]}”", where="--bind", remedy="可用的有 docx、pdf")
    order = batch.Order(
        template.get(template_id),
        batch.read_bytes(Path(roster_file)),
        folder,
        _suffixes(formats),
        name,
        no_gaps,
        profile_named(profile_name),
        source=Path(roster_file).name,
    )
    runner.prepare([batch.BATCH])
    with open_library(own) as (library, owner, scope):
        read = rostering.read(
            library, owner, order.template, Path(roster_file).name, order.roster, columns, sheets
        )
        wanted = None
        if rolled:
            short_forms = library.unit.get().short_forms
            wanted = rolling.prepare(
                rolled, order.template, roster_file, read, last, group, settings, short_forms
            )
        keep(library.storage, roster_file, order.roster)
        if resume:
            job = _resumed(library, order, read, owner, scope)
        else:
            job = batch.plan_batch(library, order, read, owner)
        warn(job.params["notes"])
        del read  # the ledger has it now: ten thousand rows need not stay while they are made
        try:
            with progress("批量生成", "份") as show:
                runner.run(
                    own.home,
                    [batch.BATCH],
                    workers=own.workers,
                    until=job.id,
                    on_progress=show,
                    wake=waker(own),
                )
        except KeyboardInterrupt:
            click.echo("已停止。加 --resume 再运行一次，会接着做。", err=True)
            raise
        job = library.jobs.get(job.id, scope)
        entries = list(batch.manifest(library, job))
        for suffix in binding if job.status == "done" and job.done else ():
            _bind(library, job, suffix, owner, own)
        if zip_file is not None and job.status == "done":
            batch.write_archive(library, job, Path(zip_file))
    if wanted is not None and job.status == "done":
        rolling.deliver(wanted, folder, order.formats, order.profile)
    return _report(job, entries, folder)


def _suffixes(formats: str) -> list[str]:
    return [f".{part.strip().lstrip('.').lower()}" for part in formats.split(",") if part.strip()]


def _bind(library: Library, job: Job, suffix: str, owner: int, settings: Settings) -> None:
    """Leave all documents of `job` in one file beside them; raises `OutputError`."""
    ordered = batch.plan_binding(library, job, suffix, owner)
    runner.run(settings.home, [batch.BINDING], workers=1, until=ordered.id)
    result = library.jobs.get(ordered.id, Scope(owner)).result or {}
    if error := result.get("error"):
        raise OutputError(error["message"], where=error["where"], remedy=error["remedy"])


def _check_zip(path: str) -> None:
    if Path(path).suffix.lower() != ".zip":
        raise OutputError("打包的文件是 ZIP", where=path, remedy="文件名以 .zip 结尾")
    if not Path(path).parent.is_dir():
        raise OutputError("文件夹不存在", where=str(Path(path).parent), remedy="先建好这个文件夹")


def _resumed(library: Library, order: batch.Order, read: Roster, owner: int, scope: Scope) -> Job:
    """The job to go on with: mended where the roster was, else with what failed tried again."""
    job = batch.recover(library, batch.find_batch(library, order, owner))
    if job.params["roster_sha256"] == order.params()["roster_sha256"]:
        job = batch.retry(library, job, scope)
    else:
        job = batch.mend(library, job, order, read, scope)
    return library.jobs.resume(job.id, scope) if job.status == "paused" else job


def _report(job: Job, entries: list[batch.Entry], folder: str) -> int:
    """The exit status: 1 where a row failed; the report goes to the terminal."""
    failed = [entry for entry in entries if entry["status"] == "failed"]
    waiting = sum(entry["status"] == "waiting" for entry in entries)
    incomplete = [entry for entry in entries if entry["status"] == "done" and entry["reason"]]
    done = len(entries) - len(failed) - waiting
    left = f"，还有 {waiting} 份没有做" if waiting else ""
    click.echo(f"完成 {done} 份，失败 {len(failed)} 份{left}；文稿和清单在 {folder}")
    for entry in failed:
        click.echo(f"错误：{entry['reason']}", err=True)
    if error := job.halted or (job.result or {}).get("error"):
        click.echo(f"错误：{batch.told(error)}", err=True)
    if waiting:
        click.echo("加 --resume 再运行一次，会接着做。", err=True)
    warn([f"第 {entry['row']} 行：{entry['reason']}" for entry in incomplete])
    return 1 if failed or waiting or (job.result or {}).get("error") else 0


COMMANDS = {"batch": batch_command}
