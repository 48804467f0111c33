"""Word's styles and settings, made from the table of the standard's styles."""

from __future__ import annotations

from xml.sax.saxutils import escape

from generator.layout import gbt9704
from generator.layout.gbt9704 import FACES, STYLES, Face, Style
from generator.layout.line_edges import NEVER_FIRST, NEVER_LAST
from generator.layout.profile import Profile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FACE_STYLES: dict[Face, str] = {
    "仿宋": "FaceFang",
    "黑体": "FaceHei",
    "楷体": "FaceKai",
    "小标宋": "FaceTitle",
    "宋体": "FaceSong",
}
_QUOTE = {'"': "&quot;"}
_BUILT_IN = {
    "Normal",
    "Title",
    "Body Text",
    "caption",
    "footer",
    *(f"heading {n}" for n in range(6)),
}
# Marks do not hang in the margin. LibreOffice takes the value for its opposite, so it gets the
# other one: it knows no w15, Word 2013 and later do.
_NOTHING_HANGS = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" Requires="w15">'
    '<w:overflowPunct w:val="0"/></mc:Choice>'
    '<mc:Fallback><w:overflowPunct w:val="1"/></mc:Fallback></mc:AlternateContent>'
)


def fonts(face: Face, latin: str | None = None) -> str:
    """`w:rFonts` for all four scripts, so that no theme or default shows through.

    `latin` is the family of Latin letters and digits, None the class's own.
    """
    name = escape(FACES[face].word, _QUOTE)
    other = escape(latin, _QUOTE) if latin and face != "宋体" else name
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{other}" w:eastAsia="{name}" '
        f'w:hAnsi="{other}" w:cs="{other}"/>'
    )


def styles(profile: Profile) -> str:
    """The whole of `word/styles.xml` for `profile`."""
    # As in Word's own Chinese files; Latin text marked as Chinese is cut inside figures by others.
    lang = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    size = gbt9704.THREE.half_points
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts('仿宋', profile.latin)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{lang}</w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    return (
        f'<w:styles xmlns:w="{W}">{defaults}'
        + "".join(_paragraph_style(style, profile) for style in STYLES.values())
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        + "".join(
            f'<w:style w:type="character" w:customStyle="1" w:styleId="{id}">'
            f'<w:name w:val="{face}字"/><w:basedOn w:val="DefaultParagraphFont"/>'
            f"<w:rPr>{fonts(face, profile.latin)}</w:rPr></w:style>"
            for face, id in FACE_STYLES.items()
        )
        + _table_styles()
        + "</w:styles>"
    )


def _paragraph_style(style: Style, profile: Profile) -> str:
    custom = "" if style.word in _BUILT_IN else ' w:customStyle="1"'
    default = ' w:default="1"' if style.id == "Normal" else ""
    base = "" if style.id == "Normal" else '<w:basedOn w:val="Normal"/>'
    following = '<w:next w:val="BodyText"/>' if style.outline or style.id == "Title" else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style.id}">'
        f'<w:name w:val="{style.word}"/>{base}{following}<w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(style, profile)}</w:pPr>"
        f"<w:rPr>{_run_properties(style, profile)}</w:rPr>"
        "</w:style>"
    )


def _paragraph_properties(style: Style, profile: Profile) -> str:
    own = "<w:keepNext/>" if style.keep_next else ""
    if style.id == "Normal":
        # No widow control: a page has 22 lines whatever the paragraph (5.2.3).
        own += f'<w:widowControl w:val="0"/><w:kinsoku/>{_NOTHING_HANGS}'
    # Han characters and figures are parted in text, not where lines are placed by their width.
    parted = int(style.align == "justify")
    if style.id == "Normal" or not parted:
        own += f'<w:autoSpaceDE w:val="{parted}"/><w:autoSpaceDN w:val="{parted}"/>'
    if profile.pitch_of(style) != profile.pitch:
        own += '<w:snapToGrid w:val="0"/>'
    pitch = profile.pitch_of(style).twips
    own += f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
    if style.first.count:
        first = style.first.at(gbt9704.CHARACTER_PITCH).twips
        own += f'<w:ind w:firstLineChars="{round(style.first.count * 100)}" w:firstLine="{first}"/>'
    own += f'<w:jc w:val="{"both" if style.align == "justify" else style.align}"/>'
    if style.outline:
        own += f'<w:outlineLvl w:val="{style.outline - 1}"/>'
    return own


def _run_properties(style: Style, profile: Profile) -> str:
    size = style.size.half_points
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    tight = profile.tracking.twips if style.size == gbt9704.THREE else 0
    bold = "<w:b/><w:bCs/>" if profile.bold_third and style.outline == 3 else ""
    return (
        f"{fonts(style.face, profile.latin)}{bold}{colour}"
        f'<w:spacing w:val="{tight}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _table_styles() -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{gbt9704.TABLE_RULE.eighths}" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    across, up = gbt9704.CELL_SIDE.twips, gbt9704.CELL_TOP.twips
    margins = (
        f'<w:top w:w="{up}" w:type="dxa"/><w:left w:w="{across}" w:type="dxa"/>'
        f'<w:bottom w:w="{up}" w:type="dxa"/><w:right w:w="{across}" w:type="dxa"/>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="OfficialTable">'
        '<w:name w:val="公文表格"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar>"
        "</w:tblPr></w:style>"
    )


def settings() -> str:
    """The whole of `word/settings.xml`: Chinese punctuation rules, no compatibility mode.

    Every mark takes its whole square, so that a full line has 28 characters (5.2.3).
    """
    uri = "http://schemas.microsoft.com/office/word"
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val="{NEVER_LAST}"/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val="{escape(NEVER_FIRST, _QUOTE)}"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        f"<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>{compat}"
        '</w:compat><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table() -> str:
    """The whole of `word/fontTable.xml`: what to take where a face is not installed."""
    families = "".join(
        f'<w:font w:name="{face.word}">'
        f'<w:altName w:val="{",".join(f for f in face.families[1:3] if f != face.word)}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face in FACES.values()
    )
    return f'<w:fonts xmlns:w="{W}">{families}</w:fonts>'
