"""The package: a .docx is opened, checked and parsed; nothing outside it is ever touched."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from corpus.errors import Unreadable
from corpus.reading.containers import (
    BROKEN,
    MOST_XML,
    OLE,
    RESAVE,
    bomb,
    check_members,
    cut_off,
    declares_entities,
    encrypted,
    not_what_it_says,
    unsafe,
)
from corpus.reading.pictures import MOST, content_of, key_of
from corpus.reading.word.names import STRICT, Element, W

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_USUAL = "word/document.xml"
# A thousand pages hold fewer; more would take longer than a file may take.
_MOST_TAGS = 1_500_000
_MACROS = (b"macroEnabled", b"vbaProject")
# What ISO/IEC 29500 Strict calls the same things.
_STRICT_NAMES = (
    (STRICT.encode(), W.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that hold words; None for those that it does not have.

    `pictures` names those of the document that are kept, by their relation's id.
    """

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    comments: Element | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)


def open_package(name: str, data: bytes) -> Package:
    """The parsed parts of the Word file `name` with content `data`.

    Raises `Unreadable` when it is no Word file, encrypted, a bomb, nested too deeply, broken,
    declares entities, or carries macros.
    """
    if data.startswith(OLE):
        raise encrypted(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _parts(name, package)
    except BROKEN as error:
        raise cut_off(name, ".docx", data) from error
    except RuntimeError as error:
        if isinstance(error, RecursionError):
            raise too_deep(name) from error
        raise Unreadable("文件已加密", where=name, remedy="请去掉密码后再试") from error


def too_deep(name: str) -> Unreadable:
    """The refusal of a file whose tables or boxes stand in one another without end."""
    return Unreadable("文件嵌套过深", where=name, remedy="请另存为 .txt 后再试")


def broken(name: str) -> Unreadable:
    """The refusal of a file whose XML is cut or wrong."""
    return Unreadable("文件内容已损坏", where=name, remedy=RESAVE)


def _parts(name: str, package: zipfile.ZipFile) -> Package:
    members = {member.filename: member for member in package.infolist()}
    check_members(name, package.infolist())
    types = members.get("[Content_Types].xml")
    listed = _content(name, package, types) if types else b""
    if any(mark in listed for mark in _MACROS) or any("vbaProject" in m for m in members):
        raise Unreadable("文件带有宏，不安全", where=name, remedy=RESAVE)
    related = _targets(name, package, members, "_rels/.rels", "")
    main = related.get("officeDocument", _USUAL)
    main = main if main in members else _USUAL
    if main not in members:
        raise not_what_it_says(name, ".docx")
    folder, file = posixpath.split(main)
    related = _targets(name, package, members, f"{folder}/_rels/{file}.rels", folder)

    def part(kind: str) -> Element | None:
        # Small tools leave relations out; Word's own names are the next best.
        member = members.get(related.get(kind, f"{folder}/{kind}.xml"))
        return _parsed(name, package, member) if member else None

    return Package(
        _parsed(name, package, members[main]),
        styles=part("styles"),
        numbering=part("numbering"),
        footnotes=part("footnotes"),
        endnotes=part("endnotes"),
        comments=part("comments"),
        pictures=_pictures(name, package, members, main),
    )


def _pictures(
    name: str, package: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], main: str
) -> dict[str, str]:
    folder, file = posixpath.split(main)
    path = f"{folder}/_rels/{file}.rels"
    result: dict[str, str] = {}
    if path not in members:
        return result
    for relation in _parsed(name, package, members[path]).iter(_RELATIONS):
        if not relation.get("Type", "").endswith("/image") or len(result) >= MOST:
            continue
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:]
        if relation.get("TargetMode") != "External" and target in members:
            content = content_of(package, members[target])
            if content is not None:
                result[relation.get("Id", "")] = key_of(content)
    return result


def _targets(
    name: str,
    package: zipfile.ZipFile,
    members: dict[str, zipfile.ZipInfo],
    path: str,
    folder: str,
) -> dict[str, str]:
    """Members by the last word of the relation's type; what lies outside is left out."""
    if path not in members:
        return {}
    result: dict[str, str] = {}
    for relation in _parsed(name, package, members[path]).iter(_RELATIONS):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" and target:
            kind = relation.get("Type", "").rpartition("/")[2]
            result.setdefault(kind, posixpath.normpath(posixpath.join("/", folder, target))[1:])
    return result


def _content(name: str, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with package.open(member) as stream:
        # The size that the directory states may be a lie.
        data = stream.read(MOST_XML + 1)
    if len(data) > MOST_XML:
        raise bomb(name)
    return data


def _parsed(name: str, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Element:
    if member.file_size > MOST_XML:
        raise bomb(name)
    data = _content(name, package, member)
    if declares_entities(data):
        raise unsafe(name)
    if data.count(b"<") > _MOST_TAGS:
        raise Unreadable("文件内容过多，读不完", where=name, remedy="请拆分成较小的文件")
    if STRICT.encode() in data[:65536]:
        for strict, usual in _STRICT_NAMES:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise (too_deep if "depth" in str(error) else broken)(name) from error
    # In UTF-16 the declaration looks different in bytes.
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise unsafe(name)
    return root
