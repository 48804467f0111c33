"""Waking: a message for each machine that could help, none too many, none that anything needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services import Redis
from webapp.commands.working import NothingShared, worker
from webapp.settings import Settings
from webapp.waking import MOST, QUEUE, application, waker


def _settings(tmp_path: Path, broker: str | None) -> Settings:
    return Settings(tmp_path / "home", broker=broker)


def _waiting(settings: Settings) -> int:
    with application(settings).connection_for_read() as connection:
        declared = connection.default_channel.queue_declare(QUEUE, passive=True)
        return int(declared.message_count)


def test_nobody_is_woken_without_a_broker(tmp_path: Path) -> None:
    assert waker(_settings(tmp_path, None)) is None


def test_as_many_messages_wait_as_there_is_to_do_and_never_more_than_the_most(
    tmp_path: Path, redis: Redis
) -> None:
    settings = _settings(tmp_path, redis.address)
    wake = waker(settings)
    assert wake
    for count, waiting in ((3, 3), (2, 3), (5, 5), (10_000, MOST), (10_000, MOST)):
        wake(count)
        assert _waiting(settings) == waiting


def test_a_broker_that_is_away_is_told_once_and_used_again_when_it_is_back(
    tmp_path: Path, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    settings = _settings(tmp_path, redis.address)
    wake = waker(settings)
    assert wake
    redis.kill()
    wake(3)
    wake(3)
    assert [record.message[:7] for record in caplog.records] == ["叫不醒别的机器"]
    redis.start()
    wake(3)
    assert _waiting(settings) == 3


def test_a_worker_without_a_shared_database_is_refused(own_home: Path) -> None:
    with pytest.raises(NothingShared, match="NIGAO_DATABASE"):
        worker.main([], standalone_mode=False)
