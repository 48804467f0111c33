"""Damaged files of each kind are read or refused: nothing else ever comes out of a reader."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Document
from corpus.errors import Unreadable
from corpus.reading import read_bytes
from tests.corpus.reading.specimens import damaged, specimens

FAST = (".txt", ".docx", ".pdf")
# Each of these starts pandoc.
SLOW = (".md", ".html", ".rtf", ".odt", ".epub")


@cache
def whole() -> dict[str, bytes]:
    return specimens()


def check(suffix: str, seed: int) -> None:
    data = damaged(whole()[suffix], random.Random(seed))
    refusal = None
    documents: tuple[Document, ...] = ()
    try:
        documents = read_bytes(f"稿{suffix}", data)
    except Unreadable as error:
        refusal = error
    assert documents or (refusal and refusal.message and refusal.remedy)
    assert "\n" not in str(refusal)
    for document in documents:
        assert Document.from_json(document.to_json()) == document


@pytest.mark.parametrize("suffix", FAST)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(suffix: str, seed: int) -> None:
    check(suffix, seed)


@pytest.mark.parametrize("suffix", SLOW)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_for_pandoc_is_read_or_refused(suffix: str, seed: int) -> None:
    check(suffix, seed)
