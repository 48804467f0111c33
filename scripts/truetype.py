"""A face with cubic outlines (`CFF `) turned into one with TrueType outlines (`glyf`).

The typesetter cuts what a document needs out of TrueType outlines in less time than out of cubic
ones. All but the outlines stays: characters, widths, names, features. The same font gives the same
bytes.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# How far, in thousandths of the size, an outline may leave the one in its place.
_APART = 1.0
# What a face without instructions has none of, by the names of its table `maxp`.
_NONE = (
    *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
    *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"),
)


def turn(cubic: Path, target: Path) -> None:
    """Write to `target` the single face in the file `cubic`, its outlines turned.

    Raises OSError, and whatever the library raises where the file is another kind of font or
    broken; `target` may then be half-written.
    """
    with TTFont(cubic, lazy=True, recalcTimestamp=False) as font:
        names = font.getGlyphOrder()
        drawn = font.getGlyphSet()
        apart = _APART * font["head"].unitsPerEm / 1000
        outlines = newTable("glyf")
        outlines.glyphOrder, outlines.glyphs = names, {}
        bearings = font["hmtx"]
        for name in names:
            pen = TTGlyphPen(None)
            drawn[name].draw(Cu2QuPen(pen, apart, reverse_direction=True))
            glyph = outlines.glyphs[name] = pen.glyph()
            glyph.recalcBounds(outlines)
            # A TrueType outline stands where this says, whatever its points do.
            bearings[name] = (bearings[name][0], glyph.xMin)
        del font["CFF "]
        if "VORG" in font:  # only with `CFF `
            del font["VORG"]
        font["loca"], font["glyf"] = newTable("loca"), outlines
        largest = font["maxp"]
        largest.tableVersion, largest.maxZones = 0x00010000, 1
        for name in _NONE:
            setattr(largest, name, 0)
        font["post"].formatType = 3.0
        font.sfntVersion = "\0\1\0\0"
        font.save(target)
