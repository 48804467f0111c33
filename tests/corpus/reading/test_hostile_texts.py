"""Odd and hostile texts are read without an error and without hanging."""

from __future__ import annotations

import multiprocessing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pebble import ProcessPool

from corpus.document import Document
from corpus.reading import blocks_of, read_text

OFFICIAL = (
    "一二三1230（）()、.．。，；：:《》“”篇第是阶段问题组长附件表注\t\n\n"
    "年月日制定本方案今以来县街道村召开\u3000 "
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=200), st.text(alphabet=OFFICIAL, max_size=300)))
def test_any_text_is_read(text: str) -> None:
    lines = len(text.splitlines()) + 1
    for document in read_text(text):
        assert document.blocks
        assert Document.from_json(document.to_json()) == document
        for block in document.all_blocks():
            assert block.lines is None or 1 <= block.lines[0] <= block.lines[1] <= lines
    blocks_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "一" * 200_000,
        "a" * 500_000,
        "（(" * 50_000,
        "今年以来，某某镇工作。\n" * 10_000,
        "甲乙丙丁戊己，\n" * 10_000,
        "1.\n" * 10_000,
        "12\n" * 10_000,
        "为做好工作，特制定本方案。\n" * 5_000,
        "2026年3月5日\n" * 5_000,
        "组长：甲 " * 10_000,
        "第一章 " * 10_000,
        "、的甲\n" * 10_000,
        "的.甲-乙" * 10_000,
        "“三个一”：一张、" * 5_000,
        "一是甲。" * 10_000,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_no_text_hangs_the_reader(text: str) -> None:
    # Each takes under two seconds on an idle machine; anything quadratic would take minutes.
    with ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn")) as pool:
        documents = pool.schedule(read_text, args=(text,), timeout=120).result()
    assert all(document.blocks for document in documents)
