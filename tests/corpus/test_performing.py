"""What a worker tells of the calls that came to it together."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from corpus import performing
from corpus.performing import perform


def test_nothing_is_begun_after_half_the_time_so_that_no_result_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    begun: list[int] = []

    def work(number: int) -> dict[str, Any]:
        begun.append(number)
        clock[0] += 20
        return {"n": number}

    monkeypatch.setattr(performing, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(performing, "limit_memory", lambda megabytes: None)
    told = perform(work, 1024, 60, [(n,) for n in range(8)])
    assert told == [("done", {"n": 0}), ("done", {"n": 1})]
    assert begun == [0, 1]
    clock[0], begun[:] = 100.0, []
    assert len(perform(work, 1024, 3600, [(n,) for n in range(8)])) == 8
