"""What tests of the library and the search share: an open library and its owner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library, Scope


@pytest.fixture
def library(own_home: Path) -> Iterator[Library]:
    """A fresh library."""
    with Library.open(own_home) as opened:
        yield opened


@pytest.fixture
def scope(library: Library) -> Scope:
    """The scope of the library's owner."""
    return Scope(library.users.ensure_owner("周某某").id)
