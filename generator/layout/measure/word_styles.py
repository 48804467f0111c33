"""Word's styles resolved: how a run in a paragraph looks after defaults, styles and its own."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME = "word/theme/theme1.xml"
CHARACTER = 0.987  # of its size that a character takes: 28 in 156 mm


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks: the family asked for, size in points, side, indents in characters.

    `spacing` is added behind each character, in characters.
    """

    family: str
    size: float
    align: str
    first: float
    left: float
    right: float
    red: bool
    spacing: float
    breaks_before: bool
    numbered: bool


_Properties = dict[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Styles:
    """A file's styles: properties of paragraphs and runs by style, those of the bases below."""

    defaults: tuple[_Properties, _Properties]
    styles: Mapping[str, tuple[_Properties, _Properties]]
    usual: str
    themes: Mapping[str, str]

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> Styles:
        """The styles of the Word package `archive`."""
        if "word/styles.xml" not in archive.NameToInfo:
            return cls(({}, {}), {}, "", _themes(archive))
        root = part(archive, "word/styles.xml")
        base = root.find(f"{W}docDefaults")
        found = {item.get(W + "styleId", ""): item for item in root.iter(W + "style")}
        usual = next(
            (
                key
                for key, item in found.items()
                if item.get(W + "type") == "paragraph" and item.get(W + "default") in ("1", "true")
            ),
            "",
        )
        return cls(
            (
                _properties(base, f"{W}pPrDefault/{W}pPr"),
                _properties(base, f"{W}rPrDefault/{W}rPr"),
            ),
            {key: _inherited(key, found) for key in found},
            usual,
            _themes(archive),
        )

    def look(self, paragraph: etree._Element | None, run: etree._Element | None) -> Look:
        """How a run with the properties `run` looks in a paragraph with those of `paragraph`."""
        own, text = dict(_flat(paragraph)), dict(_flat(run))
        style = self.styles.get(own.get("pStyle", {}).get("val", self.usual), ({}, {}))
        letters = self.styles.get(text.get("rStyle", {}).get("val", ""), ({}, {}))
        p = _merged(self.defaults[0], style[0], own)
        r = _merged(self.defaults[1], style[1], letters[1], text)
        size = _number(r.get("sz", {}).get("val"), 20) / 2
        indent = p.get("ind", {})
        hanging = _indent(indent, "hanging", size)
        colour = r.get("color", {}).get("val", "")
        return Look(
            self._family(r.get("rFonts", {})),
            size,
            {"start": "left", "end": "right"}.get(
                p.get("jc", {}).get("val", "left"), p.get("jc", {}).get("val", "left")
            ),
            -hanging if hanging else _indent(indent, "firstLine", size),
            _indent(indent, "left", size) or _indent(indent, "start", size),
            _indent(indent, "right", size) or _indent(indent, "end", size),
            _is_red(colour),
            _number(r.get("spacing", {}).get("val"), 0) / 20 / (size * CHARACTER) if size else 0.0,
            _on(p.get("pageBreakBefore")),
            "numPr" in p,
        )

    def _family(self, fonts: Mapping[str, str]) -> str:
        theme = fonts.get("eastAsiaTheme")
        return self.themes.get(theme, "") if theme else fonts.get("eastAsia", "")


def part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """The root of the XML part `name`; no entities, no network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)


def _flat(element: etree._Element | None) -> Iterator[tuple[str, Mapping[str, str]]]:
    if element is not None:
        for child in element:
            if isinstance(child.tag, str):
                name = etree.QName(child).localname
                yield name, {etree.QName(k).localname: str(v) for k, v in child.attrib.items()}


def _properties(base: etree._Element | None, path: str) -> _Properties:
    return dict(_flat(base.find(path))) if base is not None else {}


def _inherited(key: str, found: Mapping[str, etree._Element]) -> tuple[_Properties, _Properties]:
    """A style's properties over those of the styles that it is based on."""
    chain: list[etree._Element] = []
    while key in found and found[key] not in chain:
        chain.append(found[key])
        base = found[key].find(W + "basedOn")
        key = base.get(W + "val", "") if base is not None else ""
    paragraphs = [_properties(item, W + "pPr") for item in reversed(chain)]
    runs = [_properties(item, W + "rPr") for item in reversed(chain)]
    return _merged(*paragraphs), _merged(*runs)


def _merged(*layers: _Properties) -> _Properties:
    """Later layers over earlier ones, attribute by attribute as Word does it."""
    result: _Properties = {}
    for layer in layers:
        for name, attributes in layer.items():
            before = dict(result.get(name, {}))
            if name == "ind":
                # A side given anew in twips or in characters replaces both of the base.
                for side in ("firstLine", "hanging", "left", "right", "start", "end"):
                    if side in attributes or side + "Chars" in attributes:
                        before.pop(side, None)
                        before.pop(side + "Chars", None)
                if {"firstLine", "firstLineChars"} & set(attributes):
                    before = {k: v for k, v in before.items() if not k.startswith("hanging")}
                if {"hanging", "hangingChars"} & set(attributes):
                    before = {k: v for k, v in before.items() if not k.startswith("firstLine")}
            result[name] = before | dict(attributes)
    return result


def _indent(indent: Mapping[str, str], side: str, size: float) -> float:
    """An indent in characters, from hundredths of them or from twips."""
    characters = _number(indent.get(side + "Chars"), 0)
    if characters:
        return characters / 100
    return _number(indent.get(side), 0) / 20 / (size * CHARACTER) if size else 0.0


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default


def _on(attributes: Mapping[str, str] | None) -> bool:
    return attributes is not None and attributes.get("val", "1") not in ("0", "false", "off")


def _is_red(colour: str) -> bool:
    try:
        red, green, blue = (int(colour[n : n + 2], 16) for n in (0, 2, 4))
    except ValueError:
        return False
    return red >= 150 and max(green, blue) <= 90


def _themes(archive: zipfile.ZipFile) -> dict[str, str]:
    """The Chinese families that the theme gives to headings and text."""
    if _THEME not in archive.NameToInfo:
        return {}
    root = part(archive, _THEME)
    result = {}
    for kind in ("major", "minor"):
        fonts = next(root.iter(f"{_A}{kind}Font"), None)
        if fonts is None:
            continue
        named = fonts.find(_A + "ea")
        family = named.get("typeface", "") if named is not None else ""
        chinese = [f.get("typeface", "") for f in fonts if f.get("script") == "Hans"]
        result[kind + "EastAsia"] = family or next(iter(chinese), "")
    return result
