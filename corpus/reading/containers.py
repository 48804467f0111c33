"""Containers: is a file what its name says, and is it safe to unpack?"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence

from corpus.errors import Unreadable

# A document of 100 MB packed may hold pictures; XML of more than this is a bomb.
MOST_UNPACKED = 512 * 1024 * 1024
MOST_XML = 64 * 1024 * 1024
MOST_MEMBERS = 5000
_MEMBER = {".odt": "content.xml", ".epub": "META-INF/container.xml"}
# Pages of a book declare their type; pandoc takes no entities from it.
_PAGES = (".xhtml", ".html", ".htm", ".opf", ".ncx")
_LINK = 0o120000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", OLE, b"\x7fELF", b"MZ\x90")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What Python's zip archives raise for damaged ones, whatever packs their members.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, EOFError,
    ValueError, KeyError, OSError,
)  # fmt: skip
RESAVE = "请用 WPS 或 Word 打开后另存为 .docx"


def check_container(name: str, suffix: str, data: bytes) -> None:
    """Raises `Unreadable` when `data` is not what `suffix` says, a bomb, or declares entities."""
    if suffix in _MEMBER:
        _check_zip(name, suffix, data)
    elif suffix == ".rtf":
        if not data.lstrip()[:5].startswith(b"{\\rtf"):
            raise not_what_it_says(name, suffix)
    elif data.startswith(_MAGIC):
        raise not_what_it_says(name, suffix)


def not_what_it_says(name: str, suffix: str) -> Unreadable:
    """The refusal of a file whose content and suffix differ."""
    return Unreadable(f"内容不是 {suffix} 文件，与扩展名不符", where=name, remedy=RESAVE)


def cut_off(name: str, suffix: str, data: bytes) -> Unreadable:
    """The refusal of a package that does not open: cut off, or something else altogether."""
    if not data.startswith(b"PK"):
        return not_what_it_says(name, suffix)
    message = "文件不完整，打不开，也可能内容与扩展名不符"
    return Unreadable(message, where=name, remedy=f"请找一份完整的，{RESAVE}")


def _check_zip(name: str, suffix: str, data: bytes) -> None:
    if data.startswith(OLE):
        raise encrypted(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if _MEMBER[suffix] not in {member.filename for member in members}:
                raise not_what_it_says(name, suffix)
            check_members(name, members)
            for member in members:
                pages = member.filename.lower().endswith(_PAGES)
                if pages or member.filename.endswith((".xml", ".rels")):
                    _check_member(name, package, member, _ENTITY if pages else _DOCTYPE)
    except BROKEN as error:
        raise cut_off(name, suffix, data) from error
    except RuntimeError as error:
        raise Unreadable("文件已加密", where=name, remedy="请去掉密码后再试") from error


def check_members(name: str, members: Sequence[zipfile.ZipInfo]) -> None:
    """Raises `Unreadable` for an archive that unpacks too large or holds symbolic links."""
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise bomb(name)
    if any((member.external_attr >> 16) & 0o170000 == _LINK for member in members):
        raise Unreadable("文件里藏有符号链接，不安全", where=name, remedy=RESAVE)


def _check_member(
    name: str, package: zipfile.ZipFile, member: zipfile.ZipInfo, declared: re.Pattern[bytes]
) -> None:
    if member.file_size > MOST_XML:
        raise bomb(name)
    with package.open(member) as stream:
        head = stream.read(65536)
        if declared.search(head):
            raise unsafe(name)
        # The size that the directory states may be a lie.
        size = len(head)
        while chunk := stream.read(1 << 20):
            size += len(chunk)
            if size > MOST_XML:
                raise bomb(name)


def encrypted(name: str) -> Unreadable:
    """The refusal of an OLE2 file, which is what an encrypted package looks like."""
    return Unreadable("文件已加密，或其实是旧版 .doc", where=name, remedy=f"请去掉密码，{RESAVE}")


def declares_entities(data: bytes) -> bool:
    """Whether the head of the XML `data` declares a document type or entities."""
    return bool(_DOCTYPE.search(data, 0, 65536))


def unsafe(name: str) -> Unreadable:
    """The refusal of XML that declares entities."""
    return Unreadable("文件里声明了外部实体，不安全", where=name, remedy=RESAVE)


def bomb(name: str) -> Unreadable:
    """The refusal of what grows beyond all bounds when it is unpacked."""
    return Unreadable(
        "文件解压后过大，可能是压缩炸弹", where=name, remedy="请确认文件来源，不要打开"
    )
