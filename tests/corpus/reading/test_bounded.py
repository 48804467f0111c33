"""Files are read in a worker that is killed when it takes too long or too much."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import Unreadable
from corpus.reading import bounded, read_bytes
from corpus.reading.bounded import read_bounded, read_file_bounded
from corpus.workers import Workers
from tests.corpus.reading.word_files import p, word

SMALL = word(p("青禾县消防整治实施方案") + p("一、工作目标") + p("完成排查，长效管理。"))


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    bounded.WORKERS.stop()


def refused(name: str, data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_bounded(name, data)
    assert caught.value.where == name
    assert caught.value.remedy
    return caught.value.message


def test_a_worker_reads_what_is_read_here(tmp_path: Path) -> None:
    page = "<h1>青禾县消防整治实施方案</h1><p>完成排查，长效管理。</p>".encode()
    assert read_bounded("稿.docx", SMALL) == read_bytes("稿.docx", SMALL)
    assert read_bounded("稿.html", page) == read_bytes("稿.html", page)
    (tmp_path / "稿.docx").write_bytes(SMALL)
    path = tmp_path / "稿.docx"
    assert read_file_bounded(path) == read_bytes(str(path), SMALL)


def test_a_refusal_comes_back_as_it_was_said() -> None:
    assert "与扩展名不符" in refused("稿.docx", b"%PDF-1.7")
    assert "不认识" in refused("稿.xyz", b"x")


def test_what_takes_too_long_is_stopped_and_the_next_file_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large = word("".join(p(f"第{n}户已经走访登记，隐患已整改。") for n in range(20_000)))
    read_bounded("稿.docx", SMALL)
    monkeypatch.setattr(bounded, "SECONDS", 0.2)
    assert "没有读完" in refused("稿.docx", large)
    monkeypatch.setattr(bounded, "SECONDS", 30.0)
    assert read_bounded("稿.docx", SMALL) == read_bytes("稿.docx", SMALL)


def test_what_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    large = "查".encode() * 30_000_000
    monkeypatch.setattr(bounded, "WORKERS", Workers(1, 1, 300))
    assert "内存" in refused("稿.html", large)
    bounded.WORKERS.stop()
