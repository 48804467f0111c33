"""The order of the test files: those that take longest begin first, so that none is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

TESTS = Path(__file__).parent
LONGEST = (
    "kills/test_kills.py",
    "generator/test_batch_unattended.py",
    "corpus/library/test_runner.py",
    "browser/test_uploading.py",
    "corpus/library/test_importing.py",
    "browser/test_gallery.py",
    "generator/layout/test_generated.py",
    "corpus/library/test_backup.py",
    "webapp/test_batches.py",
    "generator/layout/test_schema.py",
    "browser/test_drafting.py",
    "webapp/commands/test_reading.py",
    "browser/test_reading.py",
    "corpus/library/test_corrections.py",
    "webapp/commands/test_batching.py",
    "corpus/search/test_engines.py",
    "browser/test_keeping.py",
    "generator/layout/test_breaks.py",
    "browser/test_runs.py",
    "browser/test_past.py",
    "corpus/search/test_finding.py",
    "test_offline.py",
    "test_wheel.py",
)
"""Files of half a minute and more, the longest first; in turns those that wait and those that
reckon, for the sake of the others that run beside them."""


class Item(Protocol):
    """A test, as far as it is looked at here."""

    path: Path


def longest_first(items: Sequence[Item]) -> list[Item]:
    """The tests of the longest files, then all others in the order in which they were found."""
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    return sorted(items, key=lambda item: places.get(item.path, len(places)))
