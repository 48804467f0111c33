"""`nigao worker`: a further machine that does rows of the batches of a shared library."""

from __future__ import annotations

import signal
from types import FrameType

import click

from corpus.errors import Problem
from webapp.commands import usage
from webapp.settings import Settings


class NothingShared(Problem):
    """No shared database is set: there is nothing that another machine could help with."""

    code = "nothing-shared"


@usage.command(
    "worker",
    example="""
        NIGAO_DATABASE=postgresql+psycopg://… NIGAO_STORAGE=s3://… nigao worker
        nigao worker --workers 4
    """,
)
@click.option("--workers", type=click.IntRange(1, 64), metavar="个数", help="同时做几份。")
def worker(workers: int | None) -> None:
    """让这台机器帮着做批量任务，直到按 Ctrl+C。

    要先设好共用的数据库（NIGAO_DATABASE）和存放处（NIGAO_STORAGE）；设了 NIGAO_BROKER
    就等着被叫醒，没设就自己每半秒看一次。
    """
    settings = Settings.load(workers=workers)
    if settings.url is None:
        raise NothingShared(
            "没有设共用的数据库，没有可帮的",
            where="环境变量 NIGAO_DATABASE",
            remedy="写上 nigao serve 那台机器用的 PostgreSQL 地址",
        )
    from webapp.supervision import KINDS
    from webapp.waking import work

    if settings.broker is None:
        signal.signal(signal.SIGTERM, _stop)
    click.echo("等着干活；按 Ctrl+C 停止。")
    work(settings, KINDS)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


COMMANDS = {"worker": worker}
