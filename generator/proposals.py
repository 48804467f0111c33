"""Proposals 建议值: what a past document says, as values of a template's fields.

They stand behind the sections written by hand: given back to the form, a section is filled
with what the document had.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.document import Document, Label
from corpus.genres import GENRES
from generator.fields import Field
from generator.frames import spelt
from generator.inputs import read_values
from generator.loading import Template

_DATE = r"(?:[12][0-9]{3}年)?[0-9]{1,2}月[0-9]{1,2}日"
_RANGE = re.compile(rf"({_DATE})(?:起)?(?:至|到|—+|-|～)({_DATE})")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_NAME = r"(?P<name>[\u4e00-\u9fff·]{2,4})"
_PERSON = re.compile(rf"{_NAME}(?:[（(　 ]+(?P<post>[^（）()]{{2,40}})[）)]?)?")
_RANKS = ("组长", "副组长", "成员")


def proposed(document: Document, template: Template) -> dict[str, Any]:
    """The values that `document` has for fields of `template`; none that a field would refuse."""
    signed = template.signoff
    dating = signed.date.used if signed and signed.date else frozenset()
    issuing = frozenset().union(*(p.used for p in signed.issuers)) if signed else frozenset()
    values: dict[str, Any] = {}
    known = _known(document, template)
    for name, field in template.fields.items():
        value = known.get(name)
        if value is None:
            value = _of_type(document, field, dated=name in dating, issuing=name in issuing)
        if value:
            values[name] = value
    wrong = {
        finding.field
        for finding in read_values(template.fields, values, template.logic).findings
        if finding.severity == "error"
    }
    return {name: value for name, value in values.items() if name not in wrong}


def _known(document: Document, template: Template) -> Mapping[str, Any]:
    """Values by the name that a field has in every template."""
    head, seen = document.masthead, document.attendance
    issuer = _issuer(document)
    return {
        "单位": issuer,
        "事由": subject_of(document.title, issuer, template.genre),
        "标题": document.title,
        "主送机关": "、".join(name.rstrip("：:") for name in document.recipients),
        "版头机关": "、".join(head.issuers) if head else "",
        "发文字号": (head.doc_number or "") if head else "",
        "签发人": "、".join(head.signers) if head else "",
        "出席": list(seen.present) if seen else [],
        "请假": list(seen.absent) if seen else [],
        "列席": list(seen.observers) if seen else [],
        "抄送机关": list(document.copies),
    }


def _of_type(document: Document, field: Field, *, dated: bool, issuing: bool) -> Any:
    """A value by the type of the field, where the document leaves no choice."""
    date = document.signoff.date if document.signoff else None
    match field.TYPE:
        case "date" if dated and date:
            return spelt(date)
        case "org" if issuing:
            return _issuer(document)
        case "year" if document.year:
            return str(document.year)
        case "period" if match := _RANGE.search(_text(document)):
            return _period(match, document.year)
        case "phone":
            phones = {fact.value for fact in document.facts if fact.kind == "phone"}
            return phones.pop() if len(phones) == 1 else None
        case "leading-group":
            return _group(document)
    return None


def _issuer(document: Document) -> str:
    signing = document.signoff.issuers if document.signoff else ()
    return document.issuer or next(iter(signing), "")


def subject_of(title: str, issuer: str, genre: str) -> str:
    """What a title is about 事由: without the unit, 关于……的 and the words of the genre."""
    text = title.removeprefix(issuer).strip()
    if about := re.fullmatch(r".{0,20}?关于(.+)的[^的]{1,8}", text):
        return about[1].removesuffix("情况")
    known = GENRES.get(genre)
    for suffix in sorted(known.suffixes if known else (), key=len, reverse=True):
        if text.endswith(suffix) and len(text) > len(suffix):
            return text.removesuffix(suffix)
    return text


def _text(document: Document) -> str:
    return "\n".join(getattr(block, "text", "") for block in document.blocks)


def _period(match: re.Match[str], year: int | None) -> dict[str, str]:
    """The two ends of a period; an end without its year takes the one before it, or `year`."""
    start, end = match[1], match[2]
    found = _YEAR.match(start)
    if found is None and year:
        start = f"{year}年{start}"
    if _YEAR.match(end) is None and (found := _YEAR.match(start)):
        end = f"{found[1]}年{end}"
    return {"起": start, "止": end}


def _group(document: Document) -> dict[str, Any]:
    """The leading group that labelled lines name: 组长：周某某（街道党工委书记）."""
    group: dict[str, Any] = {}
    for block in document.all_blocks():
        if not isinstance(block, Label):
            continue
        if block.label in _RANKS:
            people = list(_people(block.text))
            if block.label == "组长" and people:
                group.setdefault("组长", people[0])
            elif people:
                group.setdefault(block.label, people)
    return group


def _people(text: str) -> Iterator[dict[str, str]]:
    for part in re.findall(r"[^、，；（）]+(?:（[^（）]*）)?", text):
        match = _PERSON.fullmatch(part.strip())
        if match is None:
            yield {"职务": part.strip()}
        else:
            yield {"姓名": match["name"], **({"职务": match["post"]} if match["post"] else {})}
