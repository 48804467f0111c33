"""Places 存放: where a library keeps what does not lie in its folder, told to worker processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of database and files; None means that they lie in the library's folder."""

    url: str | None = None
    storage: str | None = None


_PLACES: dict[Path, Places] = {}


def remember(home: Path, places: Places) -> None:
    """Let this process open `home` with these places from now on."""
    _PLACES[home.absolute()] = places


def remembered(home: Path) -> Places:
    """The places with which this process opened `home` before."""
    return _PLACES.get(home.absolute(), Places())
