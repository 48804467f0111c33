"""Names: the namespaces of WordprocessingML, and how its elements and attributes are asked for."""

from __future__ import annotations

from functools import cache

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"

Element = etree._Element

_OFF = frozenset({"0", "false", "off", "none"})
# No list, size or span of a real document is larger.
_MOST = 1_000_000


@cache
def w(name: str) -> str:
    """The tag or attribute `name` in the main namespace, as lxml spells it."""
    return f"{{{W}}}{name}"


VAL = w("val")
ALTERNATIVES = f"{{{MC}}}AlternateContent"


def child(node: Element | None, *path: str) -> Element | None:
    """The first child of `node` along `path`; None where there is none."""
    for name in path:
        if node is None:
            return None
        node = node.find(w(name))
    return node


def value(node: Element | None, *path: str) -> str | None:
    """The `w:val` of the child of `node` along `path`; None where there is none."""
    found = child(node, *path)
    return None if found is None else found.get(VAL)


def integer(text: str | None) -> int | None:
    """`text` as a whole number within reason; None where it is none."""
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number if abs(number) <= _MOST else None


def is_on(node: Element | None) -> bool | None:
    """What the switch `node` says (`<w:b/>`, `<w:b w:val="0"/>`); None where it is absent."""
    if node is None:
        return None
    return (node.get(VAL) or "1").lower() not in _OFF


def chosen(node: Element) -> Element | None:
    """The branch of an mc:AlternateContent to read: the other one says the same again."""
    choice = node.find(f"{{{MC}}}Choice")
    return node.find(f"{{{MC}}}Fallback") if choice is None else choice
