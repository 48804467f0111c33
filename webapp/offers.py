"""Offers 没有结果时: near questions instead of an empty page, each with what it would find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.genres import ROLES
from corpus.search.query import parse
from corpus.search.sections import understood
from webapp.question import Question, said

MOST = 6
_QUOTES = re.compile('["“”„「」『』]')
# What the search notes when nothing was found; the page says that in its heading and its offers.
_NOTHING = ("没有找到“", "按选定的条件没有")


@dataclass(frozen=True, slots=True)
class Offer:
    """A near question: how the page calls it, and how much it finds."""

    says: str
    question: Question
    count: int

    @property
    def measure(self) -> str:
        """The count with its measure word."""
        return f"{self.count} {'节' if self.question.mode else '篇'}"


def missing(asked: Question) -> str:
    """The sentence that says what there is not."""
    return ("按选定的条件，" if asked.chosen and asked.words else "") + _missing(asked)


def notes_of(results: dict[str, Any]) -> list[str]:
    """The notes of `results` that say more than that nothing was found."""
    return [note for note in results["notes"] if not note.startswith(_NOTHING)]


def offers(asked: Question, results: dict[str, Any]) -> list[Offer]:
    """Near questions that do find something, the nearest first: at most six."""
    found: dict[str, Offer] = {}
    for offer in _near(asked, results):
        if offer.count:
            found.setdefault(offer.question.address(), offer)
        if len(found) == MOST:
            break
    return list(found.values())


def _near(asked: Question, results: dict[str, Any]) -> Iterator[Offer]:
    for words, count in results["nearest"]:
        # the words that named the role of a section are no longer among them
        yield Offer(words, asked.changed(words=words, role=results.get("role", asked.role)), count)
    if _QUOTES.search(asked.words):
        bare = " ".join(_QUOTES.sub(" ", asked.words).split())
        yield _counted(f"不加引号：{bare}", asked.changed(words=bare))
    for name, value in asked.chosen:
        yield _counted(f"不限“{said(name, value)}”", asked.without(name, value))
    if len(asked.chosen) > 1:
        yield _counted("去掉全部条件", asked.unlimited())
    if asked.mode:
        query, _ = understood(parse(asked.words), asked.role)
        words = " ".join(word.text for word in query.words)
        if words:
            yield _counted(f"按文稿找：{words}", asked.changed(words=words, role=None, mode=""))


def _counted(says: str, question: Question) -> Offer:
    return Offer(says, question, question.results(0)["total"])


def _missing(asked: Question) -> str:
    query, role = parse(asked.words), asked.role
    if asked.mode:
        query, role = understood(query, role)
    words = "".join(f"“{word.text}”" for word in query.words)
    both = "同时" if len(query.words) > 1 else ""
    if asked.mode and role:
        about = f"{both}含{words}的文稿里，" if words else "这些文稿里，"
        return f"{about}没有“{ROLES[role].label}”这样的章节"
    what = "章节" if asked.mode else "文稿"
    return f"没有{both}含{words}的{what}" if words else f"没有符合这些条件的{what}"
