"""Identity: what a document is called, of which genre it is, whose, of where and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.document import Paragraph
from corpus.genres import genre_of_title
from corpus.reading.building import Built
from corpus.reading.genre import genre_of
from corpus.reading.places import places_in, units_in
from corpus.reading.titles import named_title, subject_of
from corpus.reading.topics import topics_of

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年)")
# Characters of a text in which names are counted.
_SEARCHED = 100_000
_USUAL_WORK = ("工作总结", "工作计划", "工作报告", "工作方案")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a document from others; `sure` says whether the genre is certain."""

    title: str
    title_source: Literal["stated", "derived"]
    genre: str
    sure: bool
    topics: tuple[str, ...]
    place: str | None
    issuer: str | None
    year: int | None


def identify(built: Built, stated: str | None, base: str, *, own: bool) -> Identity:
    """The identity of the document `built`, whose title is `stated` where one stands above it.

    A title that stands above the text decides the genre; the name `base` that a collection
    gives to a part gives way to the words of the text, also where it names the part alone
    (`own`).
    """
    texts = [text for block in built.blocks if (text := getattr(block, "text", ""))]
    leads = [block.lead for block in built.blocks if isinstance(block, Paragraph) and block.lead]
    place, issuer = _place(stated, texts), _issuer(stated, built, texts)
    topics = topics_of(stated or "", [*texts, *leads])
    year = _year(stated, built, texts)
    told = genre_of_title(stated) if stated else None
    if stated is not None and told is not None and not own:
        return Identity(stated, "stated", told.name, True, topics, place, issuer, year)
    genre, sure = genre_of(built.blocks, base, own=own)
    if stated is None:
        title = _derived_title(texts, genre.name, topics, issuer or place)
    elif told is None or told.family == genre.family:
        name = (told or genre).name
        return Identity(stated, "stated", name, sure, topics, place, issuer, year)
    else:
        suffixes = sorted(told.suffixes, key=len, reverse=True)
        suffix = next(suffix for suffix in suffixes if stated.endswith(suffix))
        title = stated.removesuffix(suffix) + genre.name
    return Identity(title, "derived", genre.name, sure, topics, place, issuer, year)


def _derived_title(
    texts: Sequence[str], genre: str, topics: Sequence[str], unit: str | None
) -> str:
    """A title from what the text says: the one that it names, or unit, subject and genre."""
    if named := named_title(texts):
        return named
    kind = {"其他": "材料", "理论文章": "思考", "简报": "情况简报"}.get(genre, genre)
    subject = "" if genre == "述职报告" else subject_of(texts, topics) or ""
    if genre in _USUAL_WORK and subject.endswith("工作"):
        kind = kind.removeprefix("工作")
    return f"{'' if unit is None or unit in subject else unit}{subject}{kind}"


def _place(title: str | None, texts: Sequence[str]) -> str | None:
    """The place that the title or the opening names, or that the text names most often."""
    whole = "\n".join((title or "", *texts))[:_SEARCHED]
    for text in (title or "", *texts[:2]):
        for name, _ in places_in(text):
            if text == title or whole.count(name.rstrip("省市县区镇乡")) >= 2:
                return name
    counted = Counter(name for text in texts for name, _ in places_in(text))
    best = counted.most_common(1)
    return best[0][0] if best and best[0][1] >= 3 else None


def _issuer(title: str | None, built: Built, texts: Sequence[str]) -> str | None:
    """The unit that signs, that stands at the head of the title, or that the text begins with."""
    if built.foot.signoff and built.foot.signoff.issuers:
        return built.foot.signoff.issuers[0]
    for text in (title or "", *texts[:1]):
        for name, at in units_in(text):
            certain = name.endswith(("局", "办事处", "政府", "委员会", "党工委"))
            if at <= 8 and (certain or "\n".join(texts)[:_SEARCHED].count(name) >= 2):
                return name
    return None


def _year(title: str | None, built: Built, texts: Sequence[str]) -> int | None:
    """The year of the title, of the sign-off, or the one that the text names most often."""
    if title and (match := re.search(r"(?:19|20)[0-9]{2}(?=年|[^0-9])", title)):
        return int(match[0])
    if built.foot.signoff and built.foot.signoff.date and built.foot.signoff.date[:4].isdecimal():
        return int(built.foot.signoff.date[:4])
    counted = Counter(match for text in texts for match in _YEAR.findall(text))
    if not counted:
        return None
    best, times = counted.most_common(1)[0]
    return int(best) if times >= 2 and times * 2 > sum(counted.values()) else None
