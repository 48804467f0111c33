"""Kill −9 of whatever a batch depends on: afterwards one file a row, the right one, all listed."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.kills.office import Office, run
from tests.services import PostgreSQL, Redis

ROWS, KILLS = int(os.environ.get("NIGAO_KILL_ROWS", "60")), int(os.environ.get("NIGAO_KILLS", "5"))
"""`make soak` asks for more of both."""

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")

HOLDER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE jobs SET title = 'half written'")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """An office of `ROWS` rows on the database at an address."""
    made: list[Office] = []

    def open_one(url: str | None = None, **settings: str) -> Office:
        made.append(Office(tmp_path, ROWS, url, **settings))
        return made[0]

    yield open_one
    for one in made:
        one.close()


def test_workers_are_killed(office: Callable[..., Office]) -> None:
    own = office()
    run(
        own,
        lambda chance: own.kill_worker("runner", chance),
        KILLS,
        seed=1,
        begin=lambda: own.start("runner"),
    )


def test_the_server_that_workers_are_forked_from_is_killed(
    office: Callable[..., Office],
) -> None:
    own = office()
    run(
        own,
        lambda _chance: own.kill_server("runner"),
        KILLS,
        seed=6,
        begin=lambda: own.start("runner"),
    )


def test_the_runner_is_killed(office: Callable[..., Office]) -> None:
    own = office()

    def kill(_chance: random.Random) -> None:
        own.kill("runner")
        own.start("runner")

    run(own, kill, KILLS, seed=2, begin=lambda: own.start("runner"))


def test_the_process_that_holds_the_lock_of_sqlite_is_killed(
    office: Callable[..., Office],
) -> None:
    own = office()
    path = own.folder / "home" / "library.db"

    def kill(_chance: random.Random) -> None:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.communicate()

    run(own, kill, KILLS, seed=3, begin=lambda: own.start("runner"))
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT title FROM jobs").fetchall() == [("桥梁巡查通知",)]
    connection.close()


def test_the_connections_to_postgresql_are_cut_while_files_go_into_a_bucket(
    office: Callable[..., Office], postgresql: PostgreSQL, postgresql_url: str, s3: str
) -> None:
    own = office(postgresql_url, bucket=s3)
    name = str(make_url(postgresql_url).database)
    run(
        own,
        lambda _chance: postgresql.cut_connections(name),
        KILLS,
        seed=4,
        begin=lambda: own.start("runner"),
    )


def test_redis_and_a_machine_that_it_wakes_are_killed(
    office: Callable[..., Office], postgresql_url: str, redis: Redis
) -> None:
    own = office(postgresql_url, broker=redis.address)

    def begin() -> None:
        own.start("serving", workers=0)
        own.start("one", role="help", workers=1)
        own.start("two", role="help", workers=1)

    def kill(chance: random.Random) -> None:
        redis.kill()
        if chance.random() < 0.3:
            own.kill("one")
            own.start("one", role="help", workers=1)
        redis.start()

    run(own, kill, KILLS, seed=5, begin=begin)
