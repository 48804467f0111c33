"""What every test has: a data folder of its own, so that none touches the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import services
from tests.order import longest_first

# How long an example takes says more about what else the machine is doing than about the code.
# The same examples each time: a change is judged by what it changes; `make soak` draws others.
settings.register_profile("nigao", deadline=None, derandomize=True)
settings.register_profile("anew", deadline=None, derandomize=False)
settings.load_profile("nigao")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    items[:] = longest_first(items)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that `NIGAO_HOME` names while the test runs; made when something is kept."""
    home = tmp_path / "home"
    monkeypatch.setenv("NIGAO_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real texts beside the repository; the test is skipped where there is none."""
    folder = Path(__file__).parent.parent.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed texts are not beside this copy of the project")
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[services.PostgreSQL]:
    """A PostgreSQL server of this run's own, whose template1 is a migrated library."""
    from corpus.library.database import Database

    with services.postgresql() as server:
        Database(server.address("template1"), "template1").close()
        yield server


@pytest.fixture
def postgresql_url(postgresql: services.PostgreSQL) -> Iterator[str]:
    """The address of an empty library's database on PostgreSQL, gone after the test."""
    with postgresql.database() as url:
        yield url


@pytest.fixture
def redis() -> Iterator[services.Redis]:
    """A running Redis of this test's own."""
    with services.redis() as server:
        yield server


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an empty bucket on an S3 server of this run's own."""
    with services.s3() as address:
        yield address
