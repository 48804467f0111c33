"""Word files in one line of a test: a body in WordprocessingML, and the parts beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from corpus.document import Document
from corpus.reading import read_bytes
from corpus.reading.entries import Text
from corpus.reading.word import open_word

NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="小标"/>'
    '<w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="o"><w:name w:val="某级"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="toc 1"/></w:style>'
)


def package(members: Mapping[str, bytes | str]) -> bytes:
    """A zip archive with `members`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A .docx whose body is the XML `body`; `parts` are the contents of styles, numbering …"""
    parts = {"styles": STYLES, **parts}
    return package(
        {
            "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
            **{
                f"word/{kind}.xml": f"<w:{kind} {NAMES}>{xml}</w:{kind}>"
                for kind, xml in parts.items()
            },
        }
    )


def r(text: str, own: str = "") -> str:
    """A run with `text` and the run properties `own`."""
    return f'<w:r><w:rPr>{own}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, own: str = "") -> str:
    """A paragraph with `content` (text, or runs in XML) and the paragraph properties `own`."""
    inner = content if content.startswith("<") or not content else r(content)
    return f"<w:p><w:pPr>{own}</w:pPr>{inner}</w:p>"


def styled(text: str, style: str) -> str:
    """A paragraph in the style with the id `style`."""
    return p(text, f'<w:pStyle w:val="{style}"/>')


def texts(data: bytes) -> list[str]:
    """The lines that are read from the Word file `data`, tables left out."""
    return [entry.text for entry in open_word("稿.docx", data)[2] if isinstance(entry, Text)]


def levels(data: bytes) -> list[tuple[int | None, str]]:
    """The lines of `data` with the level that each states."""
    entries = open_word("稿.docx", data)[2]
    return [(entry.level, entry.text) for entry in entries if isinstance(entry, Text)]


def read(data: bytes) -> Document:
    """The one document in the Word file `data`."""
    (document,) = read_bytes("稿.docx", data)
    return document
