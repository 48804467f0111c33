"""OpenDocument's styles: the table of the standard's styles, pages with their numbers, and what a
text needs of its own beside them."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from generator.layout import gbt9704
from generator.layout.gbt9704 import FACES, STYLES, Face, Style
from generator.layout.lines import Flow
from generator.layout.profile import Profile
from generator.layout.units import Length, Mm

KIND = "application/vnd.oasis.opendocument.text"
ALIGN = {"left": "start", "right": "end", "center": "center", "justify": "justify"}

Pairs = tuple[tuple[str, str], ...]
Stops = tuple[tuple[Length, str], ...]

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("meta", "meta"),
    )
)
_HEAD = (
    f' {_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">'
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NUMBER = Mm(8)
"""The height of a page number's line with what stands above the text area's edge."""


class Own:
    """Styles that a text needs beside the standard's, each named once."""

    def __init__(self) -> None:
        """None yet."""
        self._styles: dict[tuple[object, ...], tuple[str, str]] = {}

    def name(
        self,
        family: str,
        base: str,
        paragraph: Pairs,
        text: Pairs,
        page: str = "",
        stops: Stops = (),
    ) -> str:
        """The name of the style that is `base` but for these properties; `base` where none are.

        `page` is the kind of page that it opens, with the number of that page behind it where
        numbers begin afresh; `stops` are its tab stops.
        """
        if not (paragraph or text or page or stops):
            return base
        key = (family, base, paragraph, text, page, stops)
        if key not in self._styles:
            name = f"P{len(self._styles) + 1}"
            self._styles[key] = name, _style(name, family, base, paragraph, text, page, stops)
        return self._styles[key][0]

    def column(self, share: float) -> str:
        """The name of the style of a table's column with this part of its width."""
        key = ("column", round(share, 4))
        if key not in self._styles:
            name = f"C{len(self._styles) + 1}"
            own = f'style:rel-column-width="{round(share * 10000)}*"'
            told = (
                f'<style:style style:name="{name}" style:family="table-column">'
                f"<style:table-column-properties {own}/></style:style>"
            )
            self._styles[key] = name, told
        return self._styles[key][0]

    def table(self, width: Length) -> str:
        """The name of the style of a table of this width without rules, in the middle."""
        key = ("table", width.pt)
        if key not in self._styles:
            name = f"T{len(self._styles) + 1}"
            told = (
                f'<style:style style:name="{name}" style:family="table">'
                f'<style:table-properties style:width="{pt(width)}" table:align="center"/>'
                "</style:style>"
            )
            self._styles[key] = name, told
        return self._styles[key][0]

    def __str__(self) -> str:
        """All of them, as XML."""
        return "".join(told for _, told in self._styles.values())


def pt(length: Length) -> str:
    """`length` in points, as attributes say it."""
    return f"{length.pt:.2f}".rstrip("0").rstrip(".") + "pt"


def face(name: Face, profile: Profile) -> list[tuple[str, str]]:
    """The properties that set a text in a face; Latin letters in the profile's own."""
    family = FACES[name].word
    latin = profile.latin if profile.latin and name != "宋体" else family
    return [("style:font-name", latin), ("style:font-name-asian", family)]


def content(own: Own, body: str) -> str:
    """The whole of `content.xml`."""
    return (
        f"{_XML}<office:document-content{_HEAD}<office:automatic-styles>{_TABLES}{own}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )


def meta(flow: Flow) -> str:
    """The whole of `meta.xml`: title, subject and author, no moment."""
    author = f"<meta:initial-creator>{escape(flow.author)}</meta:initial-creator>"
    return (
        f"{_XML}<office:document-meta{_HEAD}<office:meta><dc:title>{escape(flow.title)}</dc:title>"
        f"<dc:subject>{escape(flow.subject)}</dc:subject>{author if flow.author else ''}"
        "<dc:language>zh-CN</dc:language></office:meta></office:document-meta>"
    )


def styles(profile: Profile) -> str:
    """The whole of `styles.xml`: faces, the standard's styles, pages with their numbers."""
    names = [*(one.word for one in FACES.values()), *filter(None, [profile.latin])]
    faces = "".join(
        f"<style:font-face style:name={quoteattr(name)} "
        f"svg:font-family={quoteattr(_quoted(name))}/>"
        for name in dict.fromkeys(names)
    )
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties '
        'style:line-break="strict" style:punctuation-wrap="simple" '
        'style:text-autospace="none" fo:orphans="0" fo:widows="0"/><style:text-properties '
        'fo:language="en" fo:country="US" style:language-asian="zh" style:country-asian="CN"/>'
        "</style:default-style>"
    )
    return (
        f"{_XML}<office:document-styles{_HEAD}<office:font-face-decls>{faces}"
        f"</office:font-face-decls><office:styles>{default}"
        f"{''.join(_named(style, profile) for style in STYLES.values())}{_FRAMES}"
        f"</office:styles><office:automatic-styles>{_NUMBERS}{_pages(profile)}"
        f"</office:automatic-styles>"
        f"<office:master-styles>{_masters(profile)}</office:master-styles>"
        "</office:document-styles>"
    )


_SIDE = pt(gbt9704.PAGE_NUMBER_SIDE.at(gbt9704.CHARACTER_PITCH))
_NUMBERS = "".join(
    f'<style:style style:name="{name}" style:family="paragraph" '
    'style:parent-style-name="PageNumber"><style:paragraph-properties '
    f'fo:text-align="{align}" fo:margin-left="{left}" fo:margin-right="{right}"/></style:style>'
    for name, align, left, right in (
        ("OddNumber", "end", "0pt", _SIDE),
        ("EvenNumber", "start", _SIDE, "0pt"),
        ("MiddleNumber", "center", "0pt", "0pt"),
    )
)
_RULE = f"{pt(gbt9704.TABLE_RULE)} solid #000000"
# Styles of tables and cells count as a text's own, even where they are always the same.
_TABLES = (
    '<style:style style:name="Grid" style:family="table"><style:table-properties '
    'style:rel-width="100%" table:align="margins" table:border-model="collapsing"/></style:style>'
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    f'fo:border="{_RULE}" style:vertical-align="middle" '
    f'fo:padding="{pt(gbt9704.CELL_TOP)}"/></style:style>'
    '<style:style style:name="Bare" style:family="table-cell"><style:table-cell-properties '
    'fo:border="none" style:vertical-align="middle" fo:padding="0pt"/></style:style>'
)
_FRAMES = (
    '<style:style style:name="Inline" style:family="graphic"><style:graphic-properties '
    'style:vertical-pos="middle" style:vertical-rel="line" fo:border="none"/></style:style>'
    '<style:style style:name="Foot" style:family="graphic"><style:graphic-properties '
    'style:wrap="none" style:vertical-pos="bottom" style:vertical-rel="page-content" '
    'style:horizontal-pos="center" style:horizontal-rel="page-content" fo:padding="0pt" '
    'fo:border="none"/></style:style>'
)


def _named(style: Style, profile: Profile) -> str:
    paragraph: list[tuple[str, str]] = [
        ("fo:line-height", pt(profile.pitch_of(style))),
        ("fo:text-align", ALIGN[style.align]),
        ("fo:margin-top", "0pt"),
        ("fo:margin-bottom", "0pt"),
    ]
    if style.first.count:
        paragraph.append(("fo:text-indent", pt(style.first.at(gbt9704.CHARACTER_PITCH))))
    if style.keep_next:
        paragraph.append(("fo:keep-with-next", "always"))
    size = pt(style.size)
    text = [
        *face(style.face, profile),
        ("fo:font-size", size),
        ("style:font-size-asian", size),
        ("fo:font-weight", "normal"),
        ("style:font-weight-asian", "normal"),
    ]
    if style.size == gbt9704.THREE:
        text.append(("fo:letter-spacing", pt(profile.tracking)))
    if style.colour:
        text.append(("fo:color", f"#{style.colour}"))
    if profile.bold_third and style.outline == 3:
        text += [("fo:font-weight", "bold"), ("style:font-weight-asian", "bold")]
    outline = f' style:default-outline-level="{style.outline}"' if style.outline else ""
    shown = f" style:display-name={quoteattr(style.word)}{outline}"
    return _style(style.id, "paragraph", "", tuple(paragraph), tuple(text), shown=shown)


def _style(
    name: str,
    family: str,
    base: str,
    paragraph: Pairs,
    text: Pairs,
    page: str = "",
    stops: Stops = (),
    shown: str = "",
) -> str:
    parent = f' style:parent-style-name="{base}"' if base else ""
    kind, _, number = page.partition(" ")
    opens = f' style:master-page-name="{kind}"' if page else ""
    paragraph = (*paragraph, ("style:page-number", number)) if number else paragraph
    inner = ""
    if paragraph or stops:
        tabs = "".join(
            f'<style:tab-stop style:position="{pt(at)}" style:type="{kind}"/>' for at, kind in stops
        )
        tabs = f"<style:tab-stops>{tabs}</style:tab-stops>" if tabs else ""
        told = _attributes(paragraph)
        inner += f"<style:paragraph-properties{told}>{tabs}</style:paragraph-properties>"
    if text:
        sized = tuple(("style:font-size-asian", v) for n, v in text if n == "fo:font-size")
        known = {*text}
        inner += (
            f"<style:text-properties{_attributes((*text, *(s for s in sized if s not in known)))}/>"
        )
    return (
        f'<style:style style:name="{name}" style:family="{family}"{parent}{opens}{shown}>'
        f"{inner}</style:style>"
    )


def _attributes(pairs: Pairs) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in dict(pairs).items())


def _quoted(name: str) -> str:
    return f"'{name}'" if not name.isalnum() else name


def _pages(profile: Profile) -> str:
    """Layouts of upright and turned pages; a turned one is the upright one turned (T1)."""
    wide, high = gbt9704.PAPER_WIDTH, gbt9704.PAPER_HEIGHT
    sides = (profile.top, profile.right, profile.bottom, profile.left)
    upright = _page("UprightPage", wide, high, sides, "portrait")
    top, right, bottom, left = sides
    return upright + _page("TurnedPage", high, wide, (left, top, right, bottom), "landscape")


def _page(name: str, wide: Length, high: Length, sides: tuple[Length, ...], direction: str) -> str:
    top, right, bottom, left = sides
    # the number stands below the text area, at its place, and takes nothing from it
    return (
        f'<style:page-layout style:name="{name}" style:page-usage="mirrored">'
        f'<style:page-layout-properties fo:page-width="{pt(wide)}" fo:page-height="{pt(high)}" '
        f'style:print-orientation="{direction}" fo:margin-top="{pt(top)}" '
        f'fo:margin-bottom="{pt(bottom - gbt9704.PAGE_NUMBER_GAP - _NUMBER)}" '
        f'fo:margin-left="{pt(left)}" fo:margin-right="{pt(right)}"/>'
        "<style:footer-style><style:header-footer-properties "
        f'svg:height="{pt(_NUMBER + gbt9704.PAGE_NUMBER_PITCH / 2)}" '
        f'fo:margin-top="{pt(gbt9704.PAGE_NUMBER_GAP - gbt9704.PAGE_NUMBER_PITCH / 2)}" '
        'style:dynamic-spacing="false"/></style:footer-style></style:page-layout>'
    )


def _masters(profile: Profile) -> str:
    number = '— <text:page-number text:select-page="current">1</text:page-number> —'
    outer = "OddNumber" if profile.number == "outer" else "MiddleNumber"
    inner = "EvenNumber" if profile.number == "outer" else "MiddleNumber"
    feet = (
        f'<style:footer><text:p text:style-name="{outer}">{number}</text:p></style:footer>'
        f'<style:footer-left><text:p text:style-name="{inner}">{number}</text:p>'
        "</style:footer-left>"
    )
    return "".join(
        f'<style:master-page style:name="{name}" style:page-layout-name="{layout}">{feet}'
        "</style:master-page>"
        for name, layout in (("Standard", "UprightPage"), ("Turned", "TurnedPage"))
    )
