"""A ZIP as a stream: whole in every reader, as long as was said, beyond ZIP's old limits."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.batch import packing
from generator.batch.packing import Changed, Item, length, stream


def items(files: dict[str, bytes]) -> list[Item]:
    return [Item(name, len(data), lambda data=data: data) for name, data in files.items()]  # type: ignore[misc]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.dictionaries(st.text("甲乙ab-（）", min_size=1, max_size=9), st.binary(max_size=99)))
def test_what_is_packed_comes_out_again_and_the_length_was_known(files: dict[str, bytes]) -> None:
    made = b"".join(stream(items(files)))
    assert unpacked(made) == files
    assert len(made) == length(items(files))


def test_the_same_files_give_the_same_bytes() -> None:
    files = {"甲.docx": b"PK", "乙.pdf": b"%PDF"}
    assert b"".join(stream(items(files))) == b"".join(stream(items(files)))


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_unzip_finds_no_fault_and_writes_chinese_names(tmp_path: Path) -> None:
    path = tmp_path / "全部.zip"
    path.write_bytes(b"".join(stream(items({"青禾县（2）.docx": b"x" * 9, "清单.xlsx": b""}))))
    done = subprocess.run(
        ["unzip", str(path), "-d", str(tmp_path / "out")],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stdout
    assert {own.name for own in (tmp_path / "out").iterdir()} == {"青禾县（2）.docx", "清单.xlsx"}


def test_entries_are_of_unix_whose_names_no_reader_takes_for_code_page_437() -> None:
    packed = zipfile.ZipFile(io.BytesIO(b"".join(stream(items({"青禾县（2）.docx": b"x"})))))
    (entry,) = packed.infolist()
    assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)


@pytest.mark.parametrize("most", [2, 3])
def test_more_files_than_old_zip_counts_are_packed_as_zip64(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "MOST", most)
    files = {f"{n}.txt": str(n).encode() for n in range(3)}
    made = b"".join(stream(items(files)))
    assert b"PK\6\6" in made
    assert unpacked(made) == files
    assert len(made) == length(items(files))


def test_files_beyond_what_old_zip_reaches_are_packed_as_zip64(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {f"{n}.txt": bytes(100) + str(n).encode() for n in range(9)}
    before = b"".join(stream(items(files)))
    monkeypatch.setattr(packing, "FARTHEST", 400)
    made = b"".join(stream(items(files)))
    assert len(made) > len(before)
    assert len(made) == length(items(files))
    # Readers take 0xFFFFFFFF alone for the mark that the real place stands beside.
    marked = made.replace((400).to_bytes(4, "little"), b"\xff" * 4)
    assert unpacked(marked) == files


def test_a_real_archive_of_seventy_thousand_files_is_whole() -> None:
    files = {f"{n}": b"" for n in range(70_000)}
    made = b"".join(stream(items(files)))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert len(packed.namelist()) == 70_000


def test_one_file_is_in_memory_at_a_time() -> None:
    made = [Item(f"{n}.pdf", 2**20, lambda: bytes(2**20)) for n in range(64)]
    tracemalloc.start()
    try:
        total = sum(map(len, stream(made)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == length(made)
    assert peak < 4 * 2**20


def test_a_file_that_changed_meanwhile_breaks_the_stream_off() -> None:
    with pytest.raises(Changed, match=r"甲\.pdf: 3 bytes instead of 2"):
        list(stream([Item("甲.pdf", 2, lambda: b"abc")]))
