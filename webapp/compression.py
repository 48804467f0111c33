"""Compression 压缩: pages, styles and scripts go over the wire as gzip where a browser takes it."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

TEXTS = frozenset({"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"})
LEAST = 1_000  # bytes: less does not get shorter by more than its head
_PAGE_LEVEL, _FILE_LEVEL = 5, 9


def register(app: Flask) -> None:
    """Compress the answers of `app` that are text.

    Pictures and documents are compressed already. Files of ours are compressed once.
    """
    app.after_request(lambda response: compressed(app, response))


def compressed(app: Flask, response: Response) -> Response:
    """`response`, as gzip where it is text, long enough, and the browser takes it."""
    if response.status_code != 200 or response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0 or "Content-Encoding" in response.headers:
        return response
    if response.direct_passthrough:
        data = _file(app, request.view_args or {})
    elif response.is_streamed or len(response.get_data()) < LEAST:
        data = None
    else:
        data = gzip.compress(response.get_data(), _PAGE_LEVEL, mtime=0)
    if data is None:
        return response
    if close := getattr(response.response, "close", None):
        close()
    response.direct_passthrough = False
    response.set_data(data)
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response


def _file(app: Flask, asked: dict[str, str]) -> bytes | None:
    """A file of ours, compressed; None for what is none."""
    if request.endpoint != "static" or request.range is not None:
        return None
    path = Path(app.static_folder or "") / asked.get("filename", "")
    state = path.stat()
    return _packed(path, state.st_mtime_ns, state.st_size) if state.st_size >= LEAST else None


@lru_cache(maxsize=256)
def _packed(path: Path, modified: int, size: int) -> bytes:
    """The file at `path` as it was at that time and size."""
    return gzip.compress(path.read_bytes(), _FILE_LEVEL, mtime=0)
