"""A template put to the test: does its sample, and all that may be missing from it, come out?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from corpus.document import Document, Figure, Heading, Paragraph, Table
from corpus.genres import GENRES, ROLES
from generator import references
from generator.compose import Composition, compose
from generator.errors import TemplateError
from generator.fields import Field, Finding, Raw
from generator.inputs import Parse, Read, parse
from generator.loading import Template, load, places_of
from generator.states import SectionState

_PAIRS = {"（": "）", "《": "》", "“": "”", "〔": "〕", "‘": "’", "【": "】", "〈": "〉"}


def check_template(text: str, name: str) -> list[Finding]:
    """What is wrong with the template in `text`: errors that forbid its use, and warnings.

    `where` is file:line:column; the file alone for what concerns all of it. Composes the sample,
    the sample with required fields only, with nothing, and with each field missing singly; what
    is wrong in several of these is told once.
    """
    try:
        template = load(text, name)
        found = list(_findings(template, name))
    except TemplateError as error:
        return [Finding("error", "", error.where, error.message, error.remedy)]
    if any(finding.where == name and finding.field for finding in found):
        places = places_of(text, name)
        found = [
            replace(finding, where=places.get(finding.field, name))
            if finding.where == name
            else finding
            for finding in found
        ]
    return found


def _findings(template: Template, name: str) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    sample = template.sample_inputs()
    required = {key: raw for key, raw in sample.items() if template.fields[key].required}
    for field in template.fields.values():
        if field.name not in sample and not field.default:
            kind = "必填要素" if field.required else "要素"
            message = f"{kind}“{field.name}”没有示例"
            told.add((field.name, field.name))
            yield Finding(
                "error" if field.required else "warning",
                field.name, name, message, "写上 example",
            )  # fmt: skip
    once = _parsing_once()
    composition = compose(template, sample, parse=once)
    yield from _wrong(composition, name, "用示例", told)
    with_required = compose(template, required, parse=once)
    yield from _wrong(with_required, name, "只用必填要素的示例", told)
    for key in sample:
        others = {other: raw for other, raw in sample.items() if other != key}
        without = compose(template, others, sections=_untouched(template, key), parse=once)
        if template.fields[key].needed:
            if not any(gap.field == key for gap in without.gaps):
                yield Finding(
                    "warning", key, name, f"必填要素“{key}”没有填写也不会印出待补",
                    "在正文里用上它，或改为非必填",
                )  # fmt: skip
        else:
            expected = key if template.fields[key].required else None
            yield from _wrong(without, name, f"不填“{key}”", told, expected)
    compose(template, {})
    yield from _unused(template, name)
    yield from _roles(template, composition.document, name)
    yield from _order(template, name)
    yield from _levels(template, composition, name)
    yield from _marks(template, composition, name)
    yield from _cited(template, composition, name)
    yield from _words(template, composition, name)


def _parsing_once() -> Parse:
    """Reads what was read before from memory: the sample is composed once for each field."""
    known: dict[tuple[str, int, int | None], tuple[Raw, Read]] = {}

    def once(field: Field, raw: Raw, year: int | None) -> Read:
        key = field.name, id(raw), year
        if key not in known:
            known[key] = raw, parse(field, raw, year)  # kept, so that no other has its id
        return known[key][1]

    return once


def _wrong(
    composition: Composition,
    name: str,
    case: str,
    told: set[tuple[str, str]],
    expected: str | None = None,
) -> Iterator[Finding]:
    """The gaps and findings of `composition` that were not `told` before, by field and words; the
    gap of field `expected` is as it should be."""
    for gap in composition.gaps:
        if gap.field == expected or (gap.field, gap.label) in told:
            continue
        told.add((gap.field, gap.label))
        yield Finding(
            "error", gap.field, name, f"{case}起草时还有待补：{gap.label}", "补齐示例，或改为非必填"
        )
    for finding in composition.findings:
        said = (finding.field, f"{finding.where}{finding.message}")
        if said in told:
            continue
        told.add(said)
        message = f"{case}起草时，{finding.field}{finding.where}：{finding.message}"
        yield Finding(finding.severity, finding.field, name, message, finding.remedy)


def _unused(template: Template, name: str) -> Iterator[Finding]:
    used = set().union(*(piece.used for piece in template.pieces()), template.logic.used)
    used |= {section.condition for section in template.all_sections() if section.condition}
    for field in template.fields:
        if field not in used:
            message = f"要素“{field}”声明了却没有用到"
            yield Finding("warning", field, name, message, "在正文里用上它，或删去")


def _roles(template: Template, document: Document, name: str) -> Iterator[Finding]:
    present = {b.role for b in document.blocks if isinstance(b, Heading | Paragraph)}
    for role in GENRES[template.genre].required_roles:
        if role not in present:
            message = f"{template.genre}应当有“{ROLES[role].label}”一节"
            yield Finding("warning", "", name, message, f"给相应的标题加上 role={role}")


def _order(template: Template, name: str) -> Iterator[Finding]:
    """A remark for each section that stands before one which its genre puts first."""
    order = [role for role, _ in GENRES[template.genre].roles]
    ranked = [(order.index(s.role), s) for s in template.sections if s.role in order]
    for (rank, section), (next_rank, after) in pairwise(ranked):
        if next_rank < rank:
            message = f"“{after.heading}”一般写在“{section.heading}”前面"
            remedy = "调换两节，或核对 role"
            yield Finding("warning", "", f"{name}:{after.line}:1", message, remedy)


def _levels(template: Template, composition: Composition, name: str) -> Iterator[Finding]:
    """A remark for each heading of the sample that skips a level below the one above it."""
    lines = _lines(template)
    blocks = {block.id: block for block in composition.document.all_blocks()}
    for id, ids in composition.spans.items():
        above = 0 if id == "opening" or id in {a.id for a in template.attachments} else 1
        for block in (blocks[b] for b in ids if b in blocks):
            led = isinstance(block, Heading) or (isinstance(block, Paragraph) and block.lead)
            level = block.level if isinstance(block, Heading | Paragraph) and led else None
            if level is None or (getattr(block, "marker", None) or "").endswith(("是", "，")):
                continue  # 一是 and 第一， count, they head nothing
            if level > above + 1:
                head = block.text if isinstance(block, Heading) else getattr(block, "lead", "")
                message = f"“{head}”是第{level}级标题，上面没有第{above + 1}级"
                remedy = f"把前面的 # 减到 {above + 2} 个，或补上上一级标题"
                yield Finding("warning", "", f"{name}:{lines.get(id, 1)}:1", message, remedy)
            above = level


def _marks(template: Template, composition: Composition, name: str) -> Iterator[Finding]:
    """A remark for each block of the sample whose brackets or quotation marks do not pair."""
    lines = _lines(template)
    blocks = {block.id: block for block in composition.document.all_blocks()}
    for id, ids in composition.spans.items():
        for block in (blocks[b] for b in ids if b in blocks):
            text = "" if isinstance(block, Table | Figure) else block.text
            if odd := _unpaired(text):
                message = f"“{text[:12]}……”一段的“{odd}”不成对"
                place = _place_of(template, odd, lines.get(id, 1))
                yield Finding("warning", "", f"{name}:{place}", message, "补上另一半")


def _cited(template: Template, composition: Composition, name: str) -> Iterator[Finding]:
    """A remark for each attachment that the sample speaks of and does not have."""
    lines = _lines(template)
    blocks = {block.id: block for block in composition.document.all_blocks()}
    numbered = [one for one in composition.document.attachments if not one.issued]
    for id, ids in composition.spans.items():
        texts = [blocks[b] for b in ids if b in blocks]
        for found in references.unmatched(texts, references.Attached(len(numbered)), id, ""):
            place = f"{name}:{lines.get(id, 1)}:1"
            remedy = "写上这份附件（# 标题 {: attachment }），或改掉这一句"
            yield Finding("warning", "", place, found.message, remedy)


def _lines(template: Template) -> dict[str, int]:
    """The line at which the text of each section, and the opening, begins."""
    lines = {section.id: section.line for section in template.all_sections()}
    return lines | ({"opening": template.opening.line} if template.opening else {})


def _place_of(template: Template, odd: str, start: int) -> str:
    """Line and column of the mark `odd` without its partner, at or below line `start`."""
    for number, line in enumerate(template.text.splitlines()[start - 1 :], start):
        if _unpaired(line) == odd:
            return f"{number}:{line.index(odd) + 1}"
    return f"{start}:1"


def _unpaired(text: str) -> str:
    """The first bracket or quotation mark of `text` without its partner, or ""."""
    open_: list[str] = []
    for char in text:
        if char in _PAIRS:
            open_.append(char)
        elif char in _PAIRS.values() and (not open_ or _PAIRS[open_.pop()] != char):
            return char
    return open_[-1] if open_ else ""


def _words(template: Template, composition: Composition, name: str) -> Iterator[Finding]:
    """A remark for each section whose sample is shorter or longer than its own guide."""
    for section in template.sections:
        length = composition.length(section.id)
        if section.words and length and not section.words[0] <= length <= section.words[1]:
            message = f"“{section.heading}”的样稿有 {length} 字，不在 {section.guide} 以内"
            remedy = "改 words，或改写这一节"
            yield Finding("warning", "", f"{name}:{section.line}:1", message, remedy)


def _untouched(template: Template, key: str) -> tuple[SectionState, ...]:
    """The sections that field `key` has nothing to do with, switched off to save time.

    Attachments stay: the text is told when one that it names is left out.
    """
    if key in template.logic.used:
        return ()
    return tuple(
        SectionState(section.id, "off")
        for section in template.sections
        if key not in section.fields
    )
