"""How wide text runs, counted in characters."""

from __future__ import annotations

import re
from functools import lru_cache

# All below U+2000 but ° ± · × ÷, which faces of papers draw on a whole square.
_NARROW = re.compile(
    "[\u0000-\u00af\u00b2-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u1fff"
    "\u2010-\u2012\u202f\uff61-\uffdc]"
)


@lru_cache(maxsize=16384)  # the words of a long table are asked for again and again
def characters(text: str) -> float:
    """How many characters wide `text` runs, half-width ones counted as half (checker L06)."""
    return len(text) - len(_NARROW.findall(text)) / 2
