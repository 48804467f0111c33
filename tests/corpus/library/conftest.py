"""Tests of the library run twice: on SQLite, and on a PostgreSQL that the run starts itself.

Where most of a module has little to do with the database, it overrides `database_url` by
`sqlite_unless_asked` and marks what is to run on either with `BOTH`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


def address(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database of the kind that is asked for; None is a file."""
    on_postgresql = getattr(request, "param", "sqlite") == "postgresql"
    return request.getfixturevalue("postgresql_url") if on_postgresql else None


sqlite_unless_asked = pytest.fixture(address, name="database_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None is the file in the data folder."""
    return address(request)


@pytest.fixture
def library(own_home: Path, database_url: str | None) -> Iterator[Library]:
    """A fresh library on either database."""
    with Library.open(own_home, database_url) as opened:
        yield opened
