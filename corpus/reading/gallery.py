"""Gallery 图册: the pictures of a text in markup, by the addresses that it gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.document import Figure, Lines
from corpus.reading.entries import Entry, Text
from corpus.reading.pictures import CAPTION, fitting, is_ornament, key_of, natural_width

Node = dict[str, Any]

_WIDTH = re.compile(r"(?:.*?[;\s]|^)width\s*:\s*([0-9.]{1,12}(?:px|pt|mm|cm|in))", re.IGNORECASE)
_LENGTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]{0,20})?)(px|pt|mm|cm|in|)", re.IGNORECASE)
_MM = {"px": 25.4 / 96, "": 25.4 / 96, "pt": 25.4 / 72, "mm": 1.0, "cm": 10.0, "in": 25.4}
_LONGEST_ALT = 200


class Gallery:
    """What a text's pictures are: a figure where the file holds it, else counted in `lost`."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        """The pictures `known` by their addresses in the text."""
        self._known = known
        self.lost = 0

    def figures(self, inlines: Any, at: Lines | None) -> Iterator[Figure]:
        """The figures that pictures in a run of text are, in order; ornaments are passed over.

        One without an image stands for a lost one, so that its caption goes to no other:
        `captioned` takes them out.
        """
        for node in _images(inlines):
            attributes, words, (address, _) = node["c"]
            data = self._known.get(address)
            if data is None:
                self.lost += 1
                yield Figure()
            elif not is_ornament(data):
                width = _width(attributes) or natural_width(data)
                alt = "".join(w.get("c") or " " for w in words if w["t"] in ("Str", "Space"))
                yield Figure("", key_of(data), width, alt.strip()[:_LONGEST_ALT], lines=at)


def captioned(entries: Iterable[Entry]) -> list[Entry]:
    """`entries` with a line such as 图1 现场 below a figure made its caption, without lost ones."""
    result: list[Entry] = []
    for each in entries:
        above = result[-1] if result else None
        if (
            isinstance(above, Figure)
            and above.image
            and not above.caption
            and isinstance(each, Text)
            and CAPTION.fullmatch(each.text)
        ):
            result[-1] = replace(above, caption=re.sub("^图[：:]", "", each.text))
        else:
            result.append(each)
    return [each for each in result if not isinstance(each, Figure) or each.image]


def _images(node: Any) -> Iterator[Node]:
    if isinstance(node, list):
        for child in node:
            yield from _images(child)
    elif isinstance(node, dict):
        if node.get("t") == "Image":
            yield node
        elif node.get("t") != "Note":
            yield from _images(node.get("c"))


def _width(attributes: Sequence[Any]) -> float | None:
    stated = {str(name): str(value) for name, value in attributes[2]}
    styled = _WIDTH.match(stated.get("style", ""))
    found = _LENGTH.fullmatch(styled[1] if styled else stated.get("width", ""))
    return fitting(float(found[1]) * _MM[found[2].lower()]) if found else None
