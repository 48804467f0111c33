"""Tests of the library run twice: on SQLite, and on a PostgreSQL that the run starts itself.

Where most of a module has little to do with the database, it overrides `database_url` by
`sqlite_unless_asked` and marks what is to run on either with `BOTH` (`databases.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library
from tests.corpus.library.databases import address


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None is the file in the data folder."""
    return address(request)


@pytest.fixture
def library(own_home: Path, database_url: str | None) -> Iterator[Library]:
    """A fresh library on either database."""
    with Library.open(own_home, database_url) as opened:
        yield opened
