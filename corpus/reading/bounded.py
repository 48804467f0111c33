"""Bounded reading: a file from anywhere is read in a worker that can be killed.

30 seconds and 1 GB for a file. Workers are spawned, kept for the next file, and replaced
whenever one had to be killed.
"""

from __future__ import annotations

from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path, PurePath

from pebble import ProcessExpired

from corpus.document import Document
from corpus.errors import Unreadable
from corpus.reading.files import SUFFIXES, load, read_bytes
from corpus.reading.settings import USUAL, Settings
from corpus.workers import Workers

SECONDS = 30.0
MEGABYTES = 1024
_COUNT = 2
# A worker is replaced after so many files: what the readers' libraries leak goes with it.
_FILES = 500
# Text is read where it is: nothing in it can hang or crash its reader.
_HARMLESS = frozenset({".txt", ".text"})
_REMEDY = "请用 WPS 或 Word 打开后另存为 .docx，太大的拆分后再试"

WORKERS = Workers(_COUNT, _FILES, MEGABYTES)


def read_file_bounded(path: Path, settings: Settings = USUAL) -> tuple[Document, ...]:
    """The documents in the file `path`, as `read_file` gives them; raises as `read_bounded`."""
    return read_bounded(str(path), load(path), settings)


def read_bounded(name: str, data: bytes, settings: Settings = USUAL) -> tuple[Document, ...]:
    """The documents in `data`, the content of a file called `name`, as `read_bytes` gives them.

    Raises `Unreadable`, also where reading takes more than 30 seconds or 1 GB, or its process
    ends for another reason.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _HARMLESS or suffix not in SUFFIXES:
        return read_bytes(name, data, settings)
    future = WORKERS.submit(_told, name, data, settings, seconds=SECONDS)
    try:
        documents, error = future.result()
    except FutureTimeout:
        raise Unreadable(f"{SECONDS:g} 秒还没有读完，已停下", where=name, remedy=_REMEDY) from None
    except (ProcessExpired, MemoryError):
        message = f"读取时出了意外，可能文件已损坏，或要用的内存超过 {MEGABYTES} MB"
        raise Unreadable(message, where=name, remedy=_REMEDY) from None
    if error is not None:
        message, where, remedy = error
        raise Unreadable(message, where=where, remedy=remedy)
    result: tuple[Document, ...] = documents
    return result


def _told(
    name: str, data: bytes, settings: Settings
) -> tuple[tuple[Document, ...], tuple[str, str, str] | None]:
    """What `read_bytes` gives, or its refusal taken apart: exceptions travel badly."""
    try:
        return read_bytes(name, data, settings), None
    except Unreadable as error:
        return (), (error.message, error.where, error.remedy)
    except MemoryError:
        return (), (f"读取要用的内存超过 {MEGABYTES} MB", name, _REMEDY)
