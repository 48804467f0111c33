"""Storage: a folder, memory and a real S3 server keep the same promises."""

from __future__ import annotations

import threading
import uuid
from pathlib import Path

import pytest

from corpus.errors import LibraryUnavailable
from corpus.storage import Bucket, Folder, Storage, storage_at


@pytest.fixture(params=["folder", "file", "memory", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """An empty storage of each kind."""
    match request.param:
        case "folder":
            return storage_at(str(tmp_path / "共享"))
        case "file":
            return storage_at((tmp_path / "共享 夹").as_uri())
        case "memory":
            return storage_at(f"memory://{uuid.uuid4().hex}")
        case _:
            return storage_at(f"{request.getfixturevalue('s3')}/{uuid.uuid4().hex}")


def test_what_was_written_is_read_again_by_anyone_who_opens_the_place(storage: Storage) -> None:
    storage.write("东湾社区-方案.docx", b"one")
    storage.write("批次 1/清单.xlsx", b"two")
    again = storage_at(storage.place)
    assert again.read("东湾社区-方案.docx") == b"one"
    assert again.below("批次 1").read("清单.xlsx") == b"two"
    with again.open("批次 1/清单.xlsx") as file:
        assert file.read() == b"two"
    assert again.names() == ["东湾社区-方案.docx", "批次 1/清单.xlsx"]


def test_a_second_writing_replaces_the_first(storage: Storage) -> None:
    storage.write("a.pdf", b"x" * 100_000)
    storage.write("a.pdf", b"y")
    assert storage.read("a.pdf") == b"y"
    assert storage.names() == ["a.pdf"]


def test_what_is_not_there_is_not_found_and_removing_it_is_no_error(storage: Storage) -> None:
    assert not storage.holds("a.pdf")
    with pytest.raises(FileNotFoundError):
        storage.read("a.pdf")
    storage.remove("a.pdf")
    storage.write("a.pdf", b"x")
    assert storage.holds("a.pdf")
    storage.remove("a.pdf")
    assert not storage.holds("a.pdf")
    assert storage.names() == []


def test_a_reader_sees_one_whole_writing_while_others_write(storage: Storage) -> None:
    whole = [bytes([65 + n]) * 200_000 for n in range(3)]
    storage.write("a.docx", whole[0])
    threads = [
        threading.Thread(target=lambda data=data: [storage.write("a.docx", data) for _ in "1234"])
        for data in whole
    ]
    for thread in threads:
        thread.start()
    seen = {storage.read("a.docx") for _ in range(10)}
    for thread in threads:
        thread.join()
    assert seen <= set(whole)
    assert storage.names() == ["a.docx"]


def test_halves_that_a_kill_left_are_no_files_and_are_tidied_away(tmp_path: Path) -> None:
    storage = Folder(tmp_path)
    storage.write("a.pdf", b"x")
    (tmp_path / ".abc.part").write_bytes(b"ha")
    assert storage.names() == ["a.pdf"]
    storage.tidy()
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", "utf-8")
    with pytest.raises(OSError, match="Not a directory"):
        Folder(tmp_path / "文件" / "夹").write("a", b"")


def test_a_bucket_that_does_not_exist_is_an_error_of_the_system(s3: str) -> None:
    with pytest.raises(OSError, match=r"bucket|Bucket"):
        storage_at("s3://elsewhere/a").write("a.pdf", b"x")


def test_whatever_a_buckets_client_raises_is_an_error_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("odd")

    bucket = Bucket("memory://a")
    monkeypatch.setattr(bucket._files, "pipe_file", fail)
    with pytest.raises(OSError, match="memory://a：KeyError"):
        bucket.write("a", b"")


def test_an_address_of_another_kind_is_refused_with_what_can_be_used() -> None:
    with pytest.raises(LibraryUnavailable, match="ftp://") as refused:
        storage_at("ftp://server/folder")
    assert "s3://" in refused.value.remedy
