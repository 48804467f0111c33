"""Styles: what a paragraph's style says about its level, its numbering and its looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.reading.word.names import Element, child, integer, is_on, value, w

Purpose = Literal["contents", "caption", "note"]

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])(?:\s*字符)?", re.IGNORECASE)
_TITLES = frozenset({"title", "标题", "大标题", "主标题", "公文标题", "文件标题", "文章标题"})
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)?", re.IGNORECASE)
_PURPOSES: dict[str, Purpose] = {"caption": "caption", "题注": "caption", "表注": "note"}
_BLACK = ("黑体", "simhei", "heiti")
# Word's level for text that is no heading.
_BODY = 9


@dataclass(frozen=True, slots=True)
class Look:
    """How a whole paragraph looks; `points` is the size of its smallest letters."""

    bold: bool
    centred: bool
    points: float
    red: bool


class Styles:
    """The paragraph styles of a file, each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        found = () if root is None else root.iterfind(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._default = next(
            (
                id
                for id, style in self._styles.items()
                if style.get(w("type")) == "paragraph"
                and style.get(w("default")) in ("1", "true", "on")
            ),
            "",
        )
        self._levels: dict[str, int | None] = {}
        self._base = child(root, "docDefaults", "rPrDefault", "rPr")

    def of(self, properties: Element | None) -> str:
        """The style's id of the paragraph with `properties` (w:pPr)."""
        return value(properties, "pStyle") or self._default

    def level(self, properties: Element | None) -> int | None:
        """The heading level 1–9 of a paragraph, 0 for the title, None for text."""
        own = integer(value(properties, "outlineLvl"))
        if own is not None:
            return own + 1 if 0 <= own < _BODY else None
        id = self.of(properties)
        if id not in self._levels:
            self._levels[id] = self._style_level(id)
        return self._levels[id]

    def _style_level(self, id: str) -> int | None:
        for style in self._chain(id):
            name = (value(style, "name") or "").strip()
            if name.lower() in _TITLES:
                return 0
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            stated = integer(value(style, "pPr", "outlineLvl"))
            if stated is not None:
                return stated + 1 if 0 <= stated < _BODY else None
        return None

    def purpose(self, properties: Element | None) -> Purpose | None:
        """What the name of a paragraph's style says that the paragraph is for."""
        name = (value(self._styles.get(self.of(properties)), "name") or "").strip()
        if _CONTENTS.fullmatch(name):
            return "contents"
        return _PURPOSES.get(name.lower())

    def numbering(self, style: str) -> tuple[str | None, int | None]:
        """The numId and the level that `style` or what it is based on names."""
        for node in self._chain(style):
            numbers = child(node, "pPr", "numPr")
            if numbers is not None:
                return value(numbers, "numId"), integer(value(numbers, "ilvl"))
        return None, None

    def look(self, paragraph: Element) -> Look:
        """How `paragraph` looks: bold or in 黑体 throughout, centred, its size, red."""
        properties = child(paragraph, "pPr")
        chain = list(self._chain(self.of(properties)))
        runs = [run for run in paragraph.iter(w("r")) if _has_text(run)]
        looks = [self._run_look(child(run, "rPr"), chain) for run in runs]
        centred = next(
            (
                jc
                for node in (properties, *(child(style, "pPr") for style in chain))
                if (jc := value(node, "jc")) is not None
            ),
            "",
        )
        return Look(
            bool(looks) and all(bold for bold, _, _ in looks),
            centred == "center",
            min((points for _, points, _ in looks), default=0),
            any(red for _, _, red in looks),
        )

    def _run_look(self, own: Element | None, chain: list[Element]) -> tuple[bool, float, bool]:
        style = value(own, "rStyle")
        sources = [
            own,
            *(child(node, "rPr") for node in (self._chain(style) if style else ())),
            *(child(node, "rPr") for node in chain),
            self._base,
        ]
        bold = next((on for s in sources if (on := is_on(child(s, "b"))) is not None), False)
        fonts = (child(s, "rFonts") for s in sources)
        face = next((f for n in fonts if n is not None and (f := n.get(w("eastAsia")))), "")
        half = next((n for s in sources if (n := integer(value(s, "sz"))) is not None), 21)
        colour = next((c for s in sources if (c := value(s, "color"))), "")
        red = bool(re.fullmatch("[D-Fd-f][0-9A-Fa-f]0{4}", colour))
        return bold or any(black in face.lower() for black in _BLACK), half / 2, red

    def _chain(self, style: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style and style not in seen and (node := self._styles.get(style)) is not None:
            seen.add(style)
            yield node
            style = value(node, "basedOn") or ""


def _has_text(run: Element) -> bool:
    return any((text.text or "").strip() for text in run.iterfind(w("t")))
