"""Several machines on one database: each does what it can reach, and no step is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library, Scope
from corpus.library.machine import machine_of

KINDS = ["batch"]


@pytest.fixture
def machines(tmp_path: Path, postgresql_url: str) -> Iterator[tuple[Library, Library]]:
    """The same library as two machines open it, with one shared folder."""
    shared = str(tmp_path / "共享")
    with (
        Library.open(tmp_path / "一号机", postgresql_url, shared) as first,
        Library.open(tmp_path / "二号机", postgresql_url, shared) as second,
    ):
        yield first, second


def test_two_machines_take_different_steps_of_one_job(machines: tuple[Library, Library]) -> None:
    first, second = machines
    owner = first.users.ensure_owner("周某某").id
    job = first.jobs.create("batch", owner, {}, [{"n": n} for n in range(10)], anywhere=True)
    taken = [
        lease.step.position
        for _ in range(5)
        for library in machines
        for lease in library.jobs.claim(KINDS, seconds=60)
        if lease.step
    ]
    assert sorted(taken) == list(range(10))
    assert second.jobs.get(job.id, Scope(owner)).status == "running"


def test_steps_that_one_machine_is_looking_at_are_passed_over_by_the_other(
    machines: tuple[Library, Library],
) -> None:
    from sqlalchemy import select

    from corpus.library.tables import job_steps

    first, second = machines
    owner = first.users.ensure_owner("周某某").id
    first.jobs.create("batch", owner, {}, [{"n": n} for n in range(3)], anywhere=True)
    with first.database.write(alone=False) as connection:
        held = select(job_steps.c.id).order_by(job_steps.c.position).limit(2).with_for_update()
        assert len(connection.execute(held).all()) == 2
        (lease,) = second.jobs.claim(KINDS, seconds=60, limit=9)
        assert lease.step
        assert lease.step.position == 2


def test_a_job_whose_files_lie_on_one_machine_is_left_to_it(
    machines: tuple[Library, Library],
) -> None:
    first, second = machines
    owner = first.users.ensure_owner("周某某").id
    first.jobs.create("batch", owner, {}, [{"n": 0}])
    first.jobs.create("batch", owner, {}, [])
    assert second.jobs.claim(KINDS, seconds=60) == ()
    assert second.jobs.claim_closing(KINDS, seconds=60) is None
    assert len(first.jobs.claim(KINDS, seconds=60)) == 1
    assert first.jobs.claim_closing(KINDS, seconds=60) is not None


def test_a_place_is_reached_by_all_where_it_is_a_bucket_or_in_the_shared_folder(
    machines: tuple[Library, Library], tmp_path: Path
) -> None:
    first, _ = machines
    assert first.reached_by_all("s3://nigao/批次")
    assert first.reached_by_all(str(tmp_path / "共享" / "批次"))
    assert not first.reached_by_all(str(tmp_path / "别处"))
    with Library.open(tmp_path / "单机") as alone:
        assert not alone.reached_by_all(str(tmp_path / "单机" / "batches"))


def test_originals_that_one_machine_keeps_are_read_by_the_other(
    machines: tuple[Library, Library],
) -> None:
    first, second = machines
    with first.database.write() as connection:
        sha256 = first.originals.put(connection, b"original")
    assert second.originals.read(sha256) == b"original"


def test_a_data_folder_keeps_the_name_of_its_machine(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert machine_of(tmp_path / "a") == machine_of(tmp_path / "a")
    assert machine_of(tmp_path / "a") != machine_of(tmp_path / "b")
    (tmp_path / "a" / "machine").write_text("")
    assert len(machine_of(tmp_path / "a")) == 32
