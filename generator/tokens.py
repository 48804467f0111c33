"""Values put aside while a template is rendered, each behind one private-use character.

What people typed never passes through Markdown: `Sink.put` keeps the value and gives the
character that stands for it; the dialect parses the characters; `Sink.find` gives values back.
"""

from __future__ import annotations

import re
from contextvars import ContextVar

from markupsafe import Markup

FIRST, LAST = 0xF0000, 0x10FFFD  # private-use planes 15 and 16; inputs never keep any of these
TOKEN = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]")


_TOKENS = tuple(Markup(chr(FIRST + number)) for number in range(2048))
"""The first tokens, made once: more than most renderings need."""


class Sink:
    """The values of one rendering."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: list[object] = []

    def put(self, value: object) -> Markup:
        """The character that stands for `value`. OverflowError after 131,070 values."""
        number = len(self.values)
        if FIRST + number > LAST:
            raise OverflowError("一份文稿里的填写内容太多")
        self.values.append(value)
        return _TOKENS[number] if number < len(_TOKENS) else Markup(chr(FIRST + number))

    def find(self, token: str) -> object:
        """The value behind `token`."""
        return self.values[ord(token) - FIRST]


SINK: ContextVar[Sink] = ContextVar("sink")
