"""`nigao backup` and `nigao restore`: everything in one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.errors import Conflict
from corpus.library import backup as backups
from corpus.library import restore as restoring
from corpus.search import reindex
from corpus.search.lock import held
from webapp.commands import usage
from webapp.commands.serving import SERVING_LOCK
from webapp.commands.session import open_library, progress_of


@usage.command(
    "backup",
    example="""
        nigao backup 拟稿备份.zip
        nigao backup /mnt/u盘/
    """,
)
@click.argument("target", metavar="文件", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """把文库、草稿、原件、照片、设置和用户备份成一个文件；拟稿正在运行时也能做。

    给出文件夹时，文件名按日期时间起。全文索引不在内，恢复时重建；批量生成的成品也不在内。
    """
    if target.is_dir():
        target /= backups.new_name()
    if target.exists():
        raise Conflict("已经有这个文件", where=str(target), remedy="换一个名字，或先把它移走")
    with open_library() as (library, _, _), progress_of("备份", "个文件") as show:
        size = backups.back_up(library, target, show)
    click.echo(f"已备份到 {target}（{size / 2**20:.1f} MB）。")


@usage.command("restore", example="nigao restore 拟稿备份.zip")
@click.argument("source", metavar="文件", type=click.Path(path_type=Path))
def restore(source: Path) -> None:
    """用备份换掉现在的全部内容；换之前自动把现在的备份一份，要撤销就恢复那一份。

    备份不完整或被改过时什么也不动。拟稿正在运行时请到 设置 → 数据和备份 里恢复。
    """
    with open_library() as (library, _, _), held(library.home / SERVING_LOCK) as free:
        if not free:
            raise Conflict(
                "拟稿正在运行",
                where=str(library.home),
                remedy="在网页的 设置 → 数据和备份 里恢复，或先停下拟稿",
            )
        aside = library.home / backups.FOLDER / backups.new_name("恢复前")
        with progress_of("恢复", "%") as show:
            contents = restoring.restore(library, source, aside, show)
        with progress_of("编入索引", "篇") as show:
            reindex(library, show)
    counts = contents.counts
    click.echo(
        f"已恢复：文稿 {counts['documents']} 篇，草稿 {counts['drafts']} 份，"
        f"用户 {counts['users']} 个。大家都要重新登录。"
    )
    if contents.missing:
        click.echo(f"做这份备份时有 {contents.missing} 个原件已经不在。")
    click.echo(f"恢复前的内容在 {aside}，要撤销就运行 nigao restore {aside}")


COMMANDS = {"backup": backup, "restore": restore}
