"""Patterns of what is almost surely wrong (severity E), held against every template's sample.

`data/proofreading.tsv`: rule, flags, pattern, texts that it must hit, texts that it must miss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus.document import Document, Table
from corpus.plain import plain_text
from generator.compose import compose
from generator.template import shipped

FILE = Path(__file__).parent / "data" / "proofreading.tsv"
MASKED = re.compile(r"《[^》\n]*》|https?://\S+")
ELSEWHERE = frozenset({"STR-11", "STR-14", "EL-09"})
"""Rules that need more than running text: what is announced is counted by other tests, and the
list of attachments is written by the layout."""
REPORTS = frozenset({"工作报告", "自查报告", "报告"})
"""Only these may not hide a request (GEN-02, 条例 15(4))."""


@dataclass(frozen=True)
class Rule:
    id: str
    pattern: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


def rules() -> list[Rule]:
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        id, flags, pattern, *samples = line.split("\t")
        hits, misses = (
            (tuple(samples[n].split("⏐")) if n < len(samples) and samples[n] else ())
            for n in (0, 1)
        )
        multiline = re.MULTILINE if "m" in flags else re.NOFLAG
        ignore = re.IGNORECASE if "i" in flags else re.NOFLAG
        found.append(Rule(id, re.compile(pattern, multiline | ignore), hits, misses))
    return found


RULES = rules()


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_pattern_hits_and_misses_what_it_should(rule: Rule) -> None:
    for text in rule.hits:
        assert rule.pattern.search(text.replace("\\n", "\n")), text
    for text in rule.misses:
        assert not rule.pattern.search(text.replace("\\n", "\n")), text


def running_text(document: Document) -> str:
    """The document as plain text without tables, quoted titles masked."""
    bare = replace(
        document,
        blocks=tuple(b for b in document.blocks if not isinstance(b, Table)),
        attachments=tuple(
            replace(a, blocks=tuple(b for b in a.blocks if not isinstance(b, Table)))
            for a in document.attachments
        ),
    )
    return MASKED.sub("《某文件》", plain_text(bare))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_no_sample_has_what_is_almost_surely_wrong(name: str) -> None:
    template = shipped()[name]
    text = running_text(compose(template, template.sample_inputs()).document)
    wrong = [
        f"{rule.id}：{text[max(0, found.start() - 10) : found.end() + 10]}"
        for rule in RULES
        if rule.id not in ELSEWHERE and (rule.id != "GEN-02" or template.genre in REPORTS)
        for found in rule.pattern.finditer(text)
    ]
    assert wrong == []
