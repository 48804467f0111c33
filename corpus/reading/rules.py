"""Rules 清洗规则: every rule that changes or leaves out something while a source is read."""

from __future__ import annotations

from corpus.reading import decimals, flattened, glued
from corpus.reading.building import HEADING_STOP, STOP_LABEL
from corpus.reading.cleaning import RULES
from corpus.reading.furniture import FURNITURE, LABEL
from corpus.reading.joining import JOINS

# Rules that work on more than a line or a pair of lines.
WHOLE: dict[str, str] = {
    flattened.CODE: flattened.LABEL,
    decimals.CODE: decimals.LABEL,
    glued.CODE: glued.LABEL,
    FURNITURE: LABEL,
    HEADING_STOP: STOP_LABEL,
}

LABELS: dict[str, str] = {rule.code: rule.label for rule in RULES} | JOINS | WHOLE
"""Code of every rule of reading that can be switched off → what it says to a person."""
