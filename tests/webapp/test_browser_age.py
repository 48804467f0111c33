"""Nothing in our pages, styles and scripts is younger than Chromium 109, the last on Windows 7."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webapp

HOME = Path(webapp.__file__).parent
COMMENT = {".css": re.compile(r"/\*.*?\*/", re.S), ".js": re.compile(r"/\*.*?\*/|//[^\n]*", re.S)}

# What came with which version, and how it looks in a file.
STYLES = {
    "color-mix (111)": r"color-mix\(",
    "lch, oklch, lab, color() (111)": r"[:\s,(](?:ok)?(?:lch|lab)\(|[:\s]color\(",
    "nesting (112)": r"(?:^|[;{}\n])\s*&|@nest",
    "text-wrap (114)": r"text-wrap\s*:",
    "popover (114)": r":popover-open|::backdrop\s*\{[^}]*popover",
    "scroll-driven animation (115)": r"animation-timeline|view-timeline|scroll-timeline",
    "discrete display transition (116)": r"@starting-style|transition-behavior",
    "subgrid (117)": r"subgrid",
    "@scope (118)": r"@scope\b",
    ":user-valid (119)": r":user-(?:in)?valid",
    "relative colours (119)": r"(?:rgb|hsl)a?\(\s*from\b",
    "light-dark (123)": r"light-dark\(",
    "field-sizing (123)": r"field-sizing",
    "align-content in blocks (123)": r"display:\s*block[^}]*align-content",
    "anchor positioning (125)": r"anchor-name|position-anchor|anchor\(",
    "round, mod, rem (125)": r"[:\s(](?:round|mod|rem)\(",
    "@property with calc-size (129)": r"calc-size\(|interpolate-size",
    "rlh (111)": r"\brlh\b",
    ":has-slotted, ::details-content (131)": r"::details-content|:has-slotted",
}
SCRIPTS = {
    "toSorted, toReversed, toSpliced, with (110)": r"\.to(?:Sorted|Reversed|Spliced)\(",
    "popover (114)": r"\.(?:show|hide|toggle)Popover\(|popovertarget",
    "Object.groupBy (117)": r"\b(?:Object|Map)\.groupBy\(",
    "URL.canParse (120)": r"URL\.canParse",
    "Promise.withResolvers (119)": r"withResolvers",
    "Array.fromAsync (121)": r"fromAsync",
    "set methods (122)": r"\.(?:isSubsetOf|isSupersetOf|symmetricDifference)\(",
    "iterator helpers (122)": r"\.(?:values|keys|entries)\(\)\.(?:map|filter|take|drop|toArray)\(",
    "regular expression flag v (112)": r"/[a-z]*v[a-z]*[;,)]\s*$",
    "import attributes (123)": r"import .* with \{",
    "moveBefore (133)": r"\.moveBefore\(",
    "Promise.try (128)": r"Promise\.try\(",
    "document.startViewTransition (111)": r"startViewTransition",
    "AbortSignal.any (116)": r"AbortSignal\.any",
    "isWellFormed (111)": r"\.isWellFormed\(|\.toWellFormed\(",
}
PAGES = {
    "popover (114)": r"\spopover(?:target)?[\s=>]",
    "exclusive details (120)": r"<details[^>]*\sname=",
    "search element (118)": r"<search\b",
    "invokers (135)": r"\scommandfor=",
    "closedby (134)": r"\sclosedby=",
}
KINDS = {".css": STYLES, ".js": SCRIPTS, ".html": PAGES}
FILES = sorted(
    path
    for folder in ("static", "pages")
    for path in (HOME / folder).rglob("*")
    if path.suffix in KINDS and "vendor" not in path.parts
)


def too_young(kind: str, text: str) -> list[str]:
    """The features in `text` that Chromium 109 does not know."""
    bare = COMMENT[kind].sub("", text) if kind in COMMENT else text
    return [name for name, look in KINDS[kind].items() if re.search(look, bare, re.M)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_needs_no_younger_browser(path: Path) -> None:
    assert too_young(path.suffix, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (".css", "a { color: color-mix(in srgb, red, blue); }"),
        (".css", ".card {\n  & a { color: red; }\n}"),
        (".css", "h1 { text-wrap: balance; }"),
        (".js", "const s = rows.toSorted(byName);"),
        (".js", "const g = Object.groupBy(rows, kind);"),
        (".html", '<button popovertarget="menu">'),
    ],
)
def test_what_is_too_young_is_found(kind: str, text: str) -> None:
    assert too_young(kind, text) != []
