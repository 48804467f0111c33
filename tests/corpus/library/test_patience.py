"""Patience: a database that is away for a moment delays work, one that stays away ends it."""

from __future__ import annotations

import pytest

from corpus.errors import LibraryBusy, LibraryUnavailable
from corpus.library import patience
from corpus.library.patience import patiently


class Away:
    """A call that is refused some times before it is answered."""

    def __init__(self, times: int, error: LibraryUnavailable) -> None:
        self.left = times
        self.error = error

    def __call__(self) -> str:
        if self.left:
            self.left -= 1
            raise self.error
        return "答"


BUSY = LibraryBusy("和数据库服务器的连接断了", where="数据库", remedy="稍等再试")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience.time, "sleep", lambda _seconds: None)


def test_a_call_is_tried_again_until_the_database_is_back(caplog: pytest.LogCaptureFixture) -> None:
    assert patiently(Away(3, BUSY)) == "答"
    assert caplog.text.count("稍后再试") == 3


def test_a_database_that_stays_away_ends_the_work() -> None:
    with pytest.raises(LibraryBusy):
        patiently(Away(10**6, BUSY), seconds=-1)


def test_nobody_waits_who_is_told_to_stop() -> None:
    away = Away(10**6, BUSY)
    with pytest.raises(LibraryBusy):
        patiently(away, lambda: True)
    assert away.left == 10**6 - 1


def test_what_will_not_get_better_is_not_tried_again() -> None:
    away = Away(2, LibraryUnavailable("磁盘满了", where="数据库", remedy="清出空间"))
    with pytest.raises(LibraryUnavailable):
        patiently(away)
    assert away.left == 1
