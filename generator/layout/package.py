"""The Word package, built once with python-docx: styles, footers, settings; then frozen.

Per document only the text, the properties and the pictures are written (see `word`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer

from generator.layout import gbt9704, stylesheet
from generator.layout.archive import Entry, pack
from generator.layout.letterhead import RULE
from generator.layout.profile import Profile
from generator.layout.word_marks import foot_rule

_EMPTY = '<w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr></w:p>'
_UNUSED = ("theme", "customXml", "stylesWithEffects", "webSettings", "numbering")
_PICTURES = "".join(
    f'<Default Extension="{suffix}" ContentType="image/{kind}"/>'
    for suffix, kind in (("png", "png"), ("jpg", "jpeg"), ("gif", "gif"))
)


@dataclass(frozen=True, slots=True)
class Package:
    """The frozen parts, the relations of the text, and the references to the footers of upright
    and of turned pages and of a letter's first page that a section's properties hold."""

    entries: tuple[Entry, ...]
    relations: str
    upright: str
    turned: str
    first: str


@cache
def package(profile: Profile) -> Package:
    """The process's one Word package for `profile`."""
    word = docx.Document()
    _drop_unused(word)
    _replace(word.styles.element, stylesheet.styles(profile))
    _replace(word.settings.element, stylesheet.settings())
    first = _first_footer(word.sections[0], profile)
    upright = _footers(word.sections[0], profile, landscape=False)
    turned = _footers(word.add_section(), profile, landscape=True)
    buffer = io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/fontTable.xml"] = stylesheet.font_table().encode()
    types = "[Content_Types].xml"
    parts[types] = re.sub(
        rb'<Default Extension="(?:jpeg|jpg|png|gif)"[^>]*/>', b"", parts[types]
    ).replace(b"<Override ", _PICTURES.encode() + b"<Override ", 1)
    relations = parts.pop("word/_rels/document.xml.rels").decode()
    for changing in ("word/document.xml", "docProps/core.xml"):
        del parts[changing]
    return Package(
        tuple(pack(name, data, 9) for name, data in parts.items()),
        relations,
        upright,
        turned,
        first,
    )


def _drop_unused(word: WordDocument) -> None:
    for part, names in ((word.part, _UNUSED), (word.part.package, ("thumbnail",))):
        for id, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in names:
                part.rels.pop(id)


def _replace(element: object, xml: str) -> None:
    """Put the children of `xml` in the place of those of a part's root."""
    fresh = parse_xml(xml)
    element[:] = list(fresh)  # type: ignore[index]


def _footers(section: Section, profile: Profile, landscape: bool) -> str:
    """The references to a section's two footers: odd pages right, even pages left (7.5)."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = _page_number("center" if profile.number == "center" else side)
        _fill(footer, _turned(number, profile) if landscape else number)
    return "".join(_references(section, ("default", "even")))


def _first_footer(section: Section, profile: Profile) -> str:
    """The reference to the footer of a letter's first page: its rule, no number (X2, X7)."""
    _fill(section.first_page_footer, foot_rule(RULE, profile) + _EMPTY)
    return "".join(_references(section, ("first",)))


def _fill(footer: _Footer, xml: str) -> None:
    footer.is_linked_to_previous = False
    root = footer._element
    for old in list(root):
        root.remove(old)
    for part in parse_xml(_wrapped(xml)):
        root.append(part)


def _references(section: Section, types: tuple[str, ...]) -> Iterator[str]:
    for own in section._sectPr.findall(qn("w:footerReference")):
        if own.get(qn("w:type")) in types:
            yield (
                f'<w:footerReference w:type="{own.get(qn("w:type"))}" '
                f'r:id="{own.get(qn("r:id"))}"/>'
            )


def _wrapped(xml: str) -> str:
    return f'<w:ftr xmlns:w="{stylesheet.W}">{xml}</w:ftr>'


def _page_number(side: str) -> str:
    """The paragraph `— 1 —` on `side`, one character from the edge."""
    indent = gbt9704.PAGE_NUMBER_SIDE.at(gbt9704.CHARACTER_PITCH).twips
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return (
        '<w:p><w:pPr><w:pStyle w:val="PageNumber"/>'
        f'<w:ind w:left="{indent}" w:right="{indent}"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{field}'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def _turned(number: str, profile: Profile) -> str:
    """The number where it would stand if the page were upright (T1): a cell at the left edge
    with turned text, since a footer's own lines cannot be turned."""
    thick = gbt9704.PAGE_NUMBER_PITCH
    across = profile.bottom - gbt9704.PAGE_NUMBER_GAP - thick / 2
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="page" w:horzAnchor="page" '
        f'w:tblpX="{across.twips}" w:tblpY="{profile.left.twips}"/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{thick.twips}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{thick.twips}"/></w:tblGrid><w:tr><w:trPr>'
        f'<w:trHeight w:val="{profile.text_width.twips}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
        f'<w:tcW w:w="{thick.twips}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>'
        f"{number}</w:tc></w:tr></w:tbl>{_EMPTY}"
    )
