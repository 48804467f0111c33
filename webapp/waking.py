"""Waking 唤醒: machines that share a library are told through Celery that there is work.

A message says only "look": what is to be done, and who does it, stands in the ledger. One that
is lost is sent again, one too many finds nothing, and while the broker is away this machine goes
on alone.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import Any

from corpus.errors import Problem
from corpus.library import runner
from webapp.settings import Settings

QUEUE = TASK = "nigao.look"
MOST = 16
"""Messages that may wait; more machines than this are woken by and by."""

log = logging.getLogger(__name__)


class BrokerUnavailable(Problem):
    """The programs for the broker are missing, or its address is none."""

    code = "broker-unavailable"


def application(settings: Settings) -> Any:
    """The Celery application of the broker in `settings`; raises `BrokerUnavailable`."""
    try:
        from celery import Celery
    except ImportError as error:
        raise BrokerUnavailable(
            "还没有装 Celery",
            where="环境变量 NIGAO_BROKER",
            remedy="运行 pip install --require-hashes -r requirements-scale.lock",
        ) from error
    made = Celery("nigao", broker=settings.broker, set_as_current=False)
    made.conf.update(
        task_default_queue=QUEUE,
        task_ignore_result=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        # A worker whose broker restarts waits for it, however long, and works on meanwhile.
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_transport_options={"socket_connect_timeout": 2, "socket_timeout": 5},
    )
    return made


def waker(settings: Settings) -> Callable[[int], None] | None:
    """What tells the other machines how much there is to do; None without a broker."""
    if settings.broker is None:
        return None
    app = application(settings)
    silent = False

    def wake(count: int) -> None:
        nonlocal silent
        try:
            with app.connection_for_write() as connection:
                connection.ensure_connection(max_retries=1, timeout=2)
                queue = app.amqp.queues[QUEUE].bind(connection.default_channel)
                waiting = queue.queue_declare(passive=False).message_count
                for _ in range(min(count, MOST) - waiting):
                    app.send_task(TASK, connection=connection, retry=False)
            silent = False
        except Exception as error:  # whatever a transport raises: nothing depends on it
            if not silent:
                log.warning("叫不醒别的机器（%s），本机继续做", error)
            silent = True

    return wake


def work(settings: Settings, kinds: tuple[runner.JobKind, ...]) -> None:
    """Help with the jobs of the shared library until the process is told to end.

    With a broker the machine sleeps until it is woken; without one it looks twice a second.
    """
    stop = threading.Event()

    def look(once: bool = True) -> None:
        runner.run(
            settings.home,
            kinds,
            workers=settings.workers,
            url=settings.url,
            storage=settings.storage,
            stop=stop,
            helping=True,
            once=once,
        )

    if settings.broker is None:
        try:
            look(once=False)
        finally:
            stop.set()
        return
    from celery import signals

    app = application(settings)
    app.task(name=TASK)(look)
    signals.worker_shutting_down.connect(lambda **_: stop.set(), weak=False)
    # One thread that waits for the processes of the runner, which know limits of time and memory.
    app.worker_main(
        [
            *("worker", "--pool=threads", "--concurrency=1", "--loglevel=WARNING"),
            *("--without-gossip", "--without-mingle", f"--hostname=nigao-{os.getpid()}@%h"),
        ]
    )
