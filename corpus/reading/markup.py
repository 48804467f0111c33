"""Markup: OpenDocument, EPUB, HTML, RTF and Markdown through pandoc, in a sandbox."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import PurePath
from typing import Any

import pypandoc  # type: ignore[import-untyped]

from corpus.errors import Unreadable
from corpus.reading.containers import check_container
from corpus.reading.decoding import decode
from corpus.reading.entries import Entry
from corpus.reading.gallery import Gallery
from corpus.reading.pictures import lifted, packed
from corpus.reading.tree import entries_of_tree

# What pandoc calls each suffix. Line breaks stay, since a line of a typed text is a paragraph.
MARKUP: dict[str, str] = {
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".html": "html",
    ".htm": "html",
    ".md": "commonmark+pipe_tables+sourcepos",
    ".markdown": "commonmark+pipe_tables+sourcepos",
}
_TEXTS = (".html", ".htm", ".md", ".markdown")
# Stands for a picture that is written into the text: pandoc need not carry its bytes about.
_MARK = "nigao-picture:"
SECONDS = 30
_HEAP = "-M768m"
_MOST_OUTPUT = 200 * 1024 * 1024


def markup_entries(name: str, data: bytes) -> tuple[tuple[Entry, ...], int]:
    """The lines, tables and figures of the file `name` with content `data`, and how many
    pictures it shows without holding them, or in a format that is not kept.

    Raises `Unreadable` when the content is not what the suffix says, when pandoc refuses it,
    or when it takes more than `SECONDS` seconds or 768 MB.
    """
    suffix = PurePath(name).suffix.lower()
    check_container(name, suffix, data)
    known: dict[str, bytes] = {}
    if suffix in _TEXTS:
        text, known = lifted(decode(name, data), _MARK)
        data = text.encode("utf-8")
    elif data.startswith(b"PK\x03\x04"):
        known = dict(packed(data))
    try:
        form = MARKUP[suffix]
        tree = _tree(name, form, data)
        gallery = Gallery(known)
        lines, page = form.startswith("commonmark"), form == "html"
        entries = entries_of_tree(tree, gallery, lines=lines, page=page)
        return entries, gallery.lost
    except RecursionError as error:
        raise Unreadable("文件嵌套过深", where=name, remedy="请另存为 .txt 后再试") from error


def _tree(name: str, form: str, data: bytes) -> dict[str, Any]:
    command = [_pandoc(), "+RTS", _HEAP, "-RTS", "--sandbox", "-f", form, "-t", "json"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            f"文件过于复杂，{SECONDS} 秒内没有读完", where=name, remedy="请拆分文件或另存为 .txt"
        ) from error
    except OSError as error:
        raise Unreadable("读取组件 pandoc 不能运行", where=name, remedy="请重新安装拟稿") from error
    if done.returncode or len(done.stdout) > _MOST_OUTPUT:
        raise Unreadable(
            "文件内容已损坏，或与扩展名不符",
            where=name,
            remedy="请用 WPS 或 Word 打开后另存为 .docx",
        )
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree


@cache
def _pandoc() -> str:
    return str(pypandoc.get_pandoc_path())
