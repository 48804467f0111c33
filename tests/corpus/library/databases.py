"""The databases that tests of the library run on; apart from `conftest.py`, where every fixture
that stands in the module counts for the whole folder."""

from __future__ import annotations

import pytest

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


def address(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database of the kind that is asked for; None is a file."""
    on_postgresql = getattr(request, "param", "sqlite") == "postgresql"
    return request.getfixturevalue("postgresql_url") if on_postgresql else None


sqlite_unless_asked = pytest.fixture(address, name="database_url")
