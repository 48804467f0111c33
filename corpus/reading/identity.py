"""Identity: what a document is called, of which genre it is, whose, of where and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.document import Paragraph
from corpus.genres import genre_of_title
from corpus.reading.building import Built
from corpus.reading.genre import genre_of
from corpus.reading.origin import place_of, year_of
from corpus.reading.places import units_in
from corpus.reading.titles import named_title, subject_of
from corpus.reading.topics import topics_of

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


def identify(
    built: Built, stated: str | None, base: str, *, own: bool, bulletin: bool = False
) -> Identity:
    """The identity of the document `built`, whose title is `stated` where one stands above it.

    A title that stands above the text decides the genre; the name `base` that a collection
    gives to a part gives way to the words of the text, also where it names the part alone
    (`own`). A headline makes the text a `bulletin`.
    """
    texts = [text for block in built.blocks if (text := getattr(block, "text", ""))]
    leads = [block.lead for block in built.blocks if isinstance(block, Paragraph) and block.lead]
    place = place_of(stated, texts, [attachment.title for attachment in built.attachments])
    issuer = _issuer(stated, built, texts)
    topics = topics_of(stated or "", [*texts, *leads])
    signed = built.foot.signoff.date if built.foot.signoff else None
    year = year_of(stated, signed, built.blocks, texts)
    told = genre_of_title(stated) if stated else None
    if stated is not None and told is not None and not own:
        return Identity(stated, "stated", told.name, True, topics, place, issuer, year)
    if stated is not None and bulletin:
        return Identity(stated, "stated", "简报", True, topics, place, issuer, year)
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
