"""A Word file as its XML says it: sections, footers and paragraphs with their styles resolved."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from corpus.errors import Unreadable
from generator.layout.measure.word_styles import CHARACTER, Look, Styles, W, part

_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    EOFError,
    KeyError,
    NotImplementedError,  # a way of compressing that nobody uses
    OSError,
    RuntimeError,  # a ZIP with a password
    ValueError,
)
_LARGEST = 100_000_000  # bytes of XML, unpacked
_MM = 25.4 / 1440  # millimetres a twip
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Section:
    """A section's paper and margins in millimetres, and its footers by type."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    footers: Mapping[str, str]

    @property
    def upright(self) -> bool:
        """Whether its pages are higher than wide."""
        return self.height >= self.width


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its text without white space, the look of most of it and of its first run.

    `spread` is the space that its own runs add to the style's, in characters; `column` is what
    stands at its last tab stop, with the stop's place in characters. `opens_page` says that a
    page break stands before it, `numbered` that Word numbers it.
    """

    text: str
    look: Look
    first: Look
    in_table: bool
    spread: float
    column: tuple[float, str] | None
    opens_page: bool
    numbered: bool


@dataclass(frozen=True, slots=True)
class Footer:
    """A footer with a page number: what is printed around it (# for the number), its side."""

    text: str
    align: str


@dataclass(frozen=True, slots=True)
class WordFile:
    """What a Word file asks for; `mirrored` says that even pages have footers of their own."""

    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    footers: Mapping[str, Footer]
    mirrored: bool


def read(data: bytes, name: str) -> WordFile:
    """The Word file in `data`; raises `Unreadable` where it is damaged, encrypted or too large."""
    if data.startswith(_OLE):
        raise Unreadable(
            "文件加了密码，或是旧版 Word 的格式", where=name, remedy="去掉密码，另存为 .docx 再量"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST * 5:
                raise Unreadable("文件展开后太大", where=name, remedy="去掉大图片再量")
            file = _file(archive)
    except _DAMAGED as error:
        raise Unreadable(
            "不是完好的 Word 文件", where=name, remedy="用 Word 或 WPS 打开后另存为 .docx 再量"
        ) from error
    if not any(paragraph.text for paragraph in file.paragraphs):
        raise Unreadable("文件里没有文字", where=name, remedy="写好文字再量")
    return file


def _file(archive: zipfile.ZipFile) -> WordFile:
    styles = Styles.of(archive)
    root = part(archive, "word/document.xml")
    body = root.find(W + "body")
    if body is None:
        raise ValueError("no body")
    settings = part(archive, "word/settings.xml") if _has(archive, "word/settings.xml") else None
    mirrored = settings is not None and settings.find(W + "evenAndOddHeaders") is not None
    sections = tuple(_section(item) for item in body.iter(W + "sectPr"))
    if not sections:
        raise ValueError("no section")
    return WordFile(
        sections, tuple(_paragraphs(body, styles)), _footers(archive, sections, styles), mirrored
    )


def _has(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo


def _section(item: etree._Element) -> Section:
    size, margins = item.find(W + "pgSz"), item.find(W + "pgMar")
    footers = {
        ref.get(W + "type", "default"): ref.get(_R, "") for ref in item.iter(W + "footerReference")
    }

    def mm(element: etree._Element | None, name: str, default: float) -> float:
        value = element.get(W + name) if element is not None else None
        return abs(float(value)) * _MM if value else default

    return Section(
        mm(size, "w", 215.9),
        mm(size, "h", 279.4),
        mm(margins, "top", 25.4),
        mm(margins, "bottom", 25.4),
        mm(margins, "left", 25.4) + mm(margins, "gutter", 0),
        mm(margins, "right", 25.4),
        footers,
    )


def _paragraphs(body: etree._Element, styles: Styles) -> Iterator[Paragraph]:
    """Every paragraph in the order of the text; empty ones too, since they are empty lines."""
    opens = False
    for item in body.iter(W + "p"):
        in_table = any(True for _ in item.iterancestors(W + "tbl"))
        properties = item.find(W + "pPr")
        runs = [(_text(run), styles.look(properties, run.find(W + "rPr"))) for run in _runs(item)]
        written = [(text, look) for text, look in runs if text]
        plain = styles.look(properties, None)
        counts: Counter[Look] = Counter()
        for text, look in written:
            counts[look] += len(text)
        main = counts.most_common(1)[0][0] if counts else plain
        yield Paragraph(
            "".join(text for text, _ in written),
            main,
            written[0][1] if written else plain,
            in_table,
            sum((look.spacing - plain.spacing) * len(text) for text, look in written),
            _column(item, plain.size),
            opens or plain.breaks_before or _broken_first(item),
            plain.numbered,
        )
        # A break at the end, or the end of a section, opens a page for what follows.
        ends = properties is not None and properties.find(W + "sectPr") is not None
        opens = ends or _broken_last(item) or (opens and not written and in_table)


def _column(item: etree._Element, size: float) -> tuple[float, str] | None:
    """The text at the last of the paragraph's own tab stops, and where it begins."""
    tabs = [tab for run in _runs(item) for tab in run.iter(W + "tab")]
    stops = [float(s.get(W + "pos", 0)) for s in item.iterfind(f"{W}pPr/{W}tabs/{W}tab")]
    if not tabs or len(tabs) > len(stops) or not size:
        return None
    after = list(item.iter(W + "tab", W + "t"))
    texts = after[after.index(tabs[-1]) + 1 :]
    text = "".join("".join((node.text or "").split()) for node in texts)
    return stops[len(tabs) - 1] / 20 / (size * CHARACTER), text


def _runs(item: etree._Element) -> Iterator[etree._Element]:
    for run in item.iter(W + "r"):
        nearest = next(run.iterancestors(W + "p"), None)
        if nearest is item:
            yield run


def _text(run: etree._Element) -> str:
    return "".join("".join((text.text or "").split()) for text in run.iter(W + "t"))


def _breaks(item: etree._Element) -> list[etree._Element]:
    return [mark for mark in item.iter(W + "br") if mark.get(W + "type") == "page"]


def _broken_first(item: etree._Element) -> bool:
    """Whether a page break stands before the paragraph's first text."""
    for element in item.iter(W + "t", W + "br"):
        if element.tag == W + "br" and element.get(W + "type") == "page":
            return True
        if (element.text or "").strip():
            return False
    return False


def _broken_last(item: etree._Element) -> bool:
    marks = _breaks(item)
    if not marks:
        return False
    after = list(item.iter(W + "t", W + "br"))
    return not any((text.text or "").strip() for text in after[after.index(marks[-1]) + 1 :])


def _footers(
    archive: zipfile.ZipFile, sections: tuple[Section, ...], styles: Styles
) -> dict[str, Footer]:
    """The footers with a page number of the first section that has any; later ones inherit."""
    section = next((own for own in sections if own.footers), None)
    if section is None:
        return {}
    relations = part(archive, "word/_rels/document.xml.rels")
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    result = {}
    for kind, reference in section.footers.items():
        name = f"word/{targets.get(reference, '').removeprefix('/word/')}"
        if not _has(archive, name):
            continue
        for item in part(archive, name).iter(W + "p"):
            if not _has_page_field(item):
                continue
            look = styles.look(item.find(W + "pPr"), None)
            result[kind] = Footer(_around(item), _frame_side(item) or look.align)
            break
    return result


def _has_page_field(item: etree._Element) -> bool:
    codes = "".join(code.text or "" for code in item.iter(W + "instrText"))
    codes += "".join(field.get(W + "instr", "") for field in item.iter(W + "fldSimple"))
    return "PAGE" in codes.upper().replace("NUMPAGES", "")


def _around(item: etree._Element) -> str:
    """The footer's text with # for whatever stands in place of a field."""
    out, inside = [], False
    for element in item.iter(W + "fldChar", W + "fldSimple", W + "t"):
        if element.tag == W + "fldSimple":
            out.append("#")
        elif element.tag == W + "fldChar":
            kind = element.get(W + "fldCharType")
            inside = kind in ("begin", "separate")
            if kind == "begin":
                out.append("#")
        elif not inside and next(element.iterancestors(W + "fldSimple"), None) is None:
            out.append("".join((element.text or "").split()))
    return "".join(out)


def _frame_side(item: etree._Element) -> str:
    """Where a number in a frame of its own stands; empty without a frame."""
    frame = item.find(f"{W}pPr/{W}framePr")
    return frame.get(W + "xAlign", "") if frame is not None else ""
