"""Sources 原件的样子: an uploaded file as it looks itself, before anything is done to it.

Word files are drawn by LibreOffice where it is installed, PDF files as they are; of everything
else, and where drawing fails, the text stands as it was typed.
"""

from __future__ import annotations

import io
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import Unreadable
from corpus.files import write_atomically
from corpus.reading.bounded import WORKERS
from corpus.reading.decoding import decode
from corpus.reading.legacy import PACKAGE, Conversion, converted

DRAWN = {".docx": "docx", ".doc": "doc", ".wps": "doc", ".odt": "odt", ".rtf": "rtf"}
"""Suffix → what LibreOffice is told that the file is."""
TYPED = frozenset({".txt", ".text", ".md", ".markdown"})
MOST_PAGES = 60
MOST_LINES = 5000
SECONDS = 20.0
_NAME = "before.pdf"

# one LibreOffice at a time: each takes a processor for seconds
_office = ThreadPoolExecutor(1, "source")
_lock = threading.Lock()
_drawing: dict[Path, Future[str]] = {}


@dataclass(frozen=True, slots=True)
class Look:
    """How a file looks: `pages` of pictures, or its `lines`; `pending` while it is being drawn.

    `note` says why there are no pages where one would expect some.
    """

    pages: int = 0
    lines: tuple[str, ...] = ()
    pending: bool = False
    note: str = ""


def look_of(path: Path) -> Look:
    """How the uploaded file at `path` looks; begins to draw it where that takes a while."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _drawn(path)
    if suffix in TYPED:
        try:
            typed = decode(path.name, path.read_bytes()).splitlines()
        except Unreadable as refusal:
            return Look(note=refusal.message)
        return Look(lines=tuple(typed[:MOST_LINES]))
    if suffix not in DRAWN:
        return Look(note="这种文件没有版面可看，下面是读出来的文字")
    if (path.parent.parent / _NAME).is_file():
        return _drawn(path.parent.parent / _NAME)
    with _lock:
        future = _drawing.get(path)
        if future is None:
            future = _drawing[path] = _office.submit(_draw, path)
    if not future.done():
        return Look(pending=True)
    with _lock:
        _drawing.pop(path, None)
    note = future.result()
    return Look(note=note) if note else _drawn(path.parent.parent / _NAME)


def page_of(path: Path, number: int, width: int) -> bytes | None:
    """Page `number` (from 1) of the file at `path` as JPEG, `width` pixels wide; None without."""
    source = path if path.suffix.lower() == ".pdf" else path.parent.parent / _NAME
    if not source.is_file() or not 1 <= number <= MOST_PAGES:
        return None
    future = WORKERS.submit(_picture, source.read_bytes(), number - 1, width, seconds=SECONDS)
    try:
        drawn: bytes | None = future.result()
    except Exception:
        # whatever a stranger's file does to the worker that draws it, the page goes on without
        return None
    return drawn


def _draw(path: Path) -> str:
    """Leave the file at `path` as a PDF beside it; what went wrong, empty where nothing did."""
    suffix = path.suffix.lower()
    asked = Conversion(DRAWN[suffix], "pdf", f"{suffix} 的版面", PACKAGE)
    try:
        data = converted(path.name, path.read_bytes(), asked)
        write_atomically(path.parent.parent / _NAME, data)
    except (Unreadable, OSError) as refusal:
        told = refusal.message if isinstance(refusal, Unreadable) else "文件已经清理了"
        return f"看不到原件的版面（{told}），下面是读出来的文字"
    return ""


def _drawn(source: Path) -> Look:
    future = WORKERS.submit(_count, source.read_bytes(), seconds=SECONDS)
    try:
        return Look(pages=min(future.result(), MOST_PAGES))
    except Exception:
        return Look(note="原件的版面画不出来，下面是读出来的文字")


def _count(data: bytes) -> int:
    from generator.layout import raster

    return raster.page_count(data)


def _picture(data: bytes, page: int, width: int) -> bytes | None:
    from generator.layout import raster

    try:
        drawn = raster.draw(data, page, width)
    except IndexError:
        return None
    target = io.BytesIO()
    drawn.save(target, "JPEG", quality=82, optimize=True)
    return target.getvalue()
