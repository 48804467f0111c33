"""Small valid files of each kind that is read, and the ways in which they are damaged."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Mapping

from corpus.blocks import Cell, Column, Heading, Paragraph, Table
from corpus.document import Document, SignOff
from generator.layout import write

# What is special to some format: found by chance once in a lifetime.
_TOKENS = (
    b"<w:tbl>", b"</w:p>", b"<w:p>", b'w:val="-1"', b'w:val="99999999999"', b"<!DOCTYPE x>",
    b"&#0;", b"PK\x03\x04", b"PK\x01\x02", b"\xff\xfe", b"\x00\x00", b"endobj", b"stream",
    b"/Kids[1 0 R]", b"/Count 99999999", b"1e999", b"{\\rtf", b"\\bin99999", b"{{{{{{",
    b"<table><tr>", b"<div>" * 40, "（一）".encode(), "\u2028一、".encode(), "篇1：".encode(),
    b"\t\t|", b"\n" * 30, b"* " * 40,
)  # fmt: skip


def document() -> Document:
    """A document of a page with headings, a table and a sign-off."""
    table = Table(
        "", "任务表", (Column("序号"), Column("任务")), ((Cell("序号"), Cell("任务")),),
        ((Cell("1"), Cell("排查")), (Cell("2"), Cell("整改"))),
    )  # fmt: skip
    return Document(
        title="青禾县消防安全专项整治实施方案",
        genre="实施方案",
        blocks=(
            Paragraph("", text="为消除隐患，特制定本方案。"),
            Heading("", 1, "一、", "工作目标"),
            Paragraph("", text="完成1260户排查，建立长效管理机制。"),
            Heading("", 1, "二、", "任务分工"),
            table,
        ),
        signoff=SignOff(("青禾县柳溪街道办事处",), "2026-03-05"),
    ).canonical()


def specimens() -> dict[str, bytes]:
    """A small valid file by the suffix of each kind that needs no LibreOffice."""
    kinds = (".docx", ".pdf", ".md", ".txt", ".odt", ".html", ".rtf", ".epub")
    return {suffix: write(document(), suffix) for suffix in kinds}


def damaged(data: bytes, dice: random.Random) -> bytes:
    """`data` with bytes changed, cut out, doubled or put in; inside an archive's members, too."""
    members = _members(data) if dice.random() < 0.7 else None
    if members:
        name = dice.choice(sorted(members))
        members[name] = _mutated(members[name], dice)
        return _packed(members)
    return _mutated(data, dice)


def _mutated(data: bytes, dice: random.Random) -> bytes:
    result = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(result) + 1)
        match dice.randrange(6):
            case 0 if result:
                result[min(at, len(result) - 1)] = dice.randrange(256)
            case 1:
                del result[at : at + dice.choice((1, 4, 64, 1000))]
            case 2:
                result[at:at] = dice.choice(_TOKENS)
            case 3:
                other = dice.randrange(len(result) + 1)
                result[at:at] = result[other : other + dice.choice((8, 64, 512))]
            case 4:
                result[at:at] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 8)))
            case _:
                result = result[: max(at, 1)] if dice.random() < 0.2 else result
    return bytes(result)


def _members(data: bytes) -> dict[str, bytes] | None:
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError, KeyError):
        return None


def _packed(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()
