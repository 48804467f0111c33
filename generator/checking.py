"""A template put to the test: does its sample, and all that may be missing from it, come out?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from corpus.document import Document, Figure, Heading, Paragraph, Table
from corpus.genres import GENRES, ROLES
from generator.compose import Composition, compose
from generator.errors import TemplateError
from generator.fields import Finding
from generator.loading import Template, load
from generator.states import SectionState

_PAIRS = {"（": "）", "《": "》", "“": "”", "〔": "〕", "‘": "’", "【": "】", "〈": "〉"}


def check_template(text: str, name: str) -> list[Finding]:
    """What is wrong with the template in `text`: errors that forbid its use, and warnings.

    `where` is file:line:column, or the field. Composes the sample, the sample with required
    fields only, with nothing, and with each field missing singly.
    """
    try:
        template = load(text, name)
        return list(_findings(template, name))
    except TemplateError as error:
        return [Finding("error", "", error.where, error.message, error.remedy)]


def _findings(template: Template, name: str) -> Iterator[Finding]:
    sample = template.sample_inputs()
    required = {key: raw for key, raw in sample.items() if template.fields[key].required}
    for field in template.fields.values():
        if field.name not in sample and not field.default:
            kind = "必填要素" if field.required else "要素"
            message = f"{kind}“{field.name}”没有示例"
            yield Finding(
                "error" if field.required else "warning",
                field.name, name, message, "写上 example",
            )  # fmt: skip
    composition = compose(template, sample)
    yield from _wrong(composition, name, "用示例")
    yield from _wrong(compose(template, required), name, "只用必填要素的示例")
    for key in sample:
        others = {other: raw for other, raw in sample.items() if other != key}
        without = compose(template, others, sections=_untouched(template, key))
        if template.fields[key].needed:
            if not any(gap.field == key for gap in without.gaps):
                yield Finding(
                    "warning", key, name, f"必填要素“{key}”没有填写也不会印出待补",
                    "在正文里用上它，或改为非必填",
                )  # fmt: skip
        else:
            expected = key if template.fields[key].required else None
            yield from _wrong(without, name, f"不填“{key}”", expected)
    compose(template, {})
    yield from _unused(template, name)
    yield from _roles(template, composition.document, name)
    yield from _order(template, name)
    yield from _marks(template, composition, name)
    yield from _words(template, composition, name)


def _wrong(
    composition: Composition, name: str, case: str, expected: str | None = None
) -> Iterator[Finding]:
    """The gaps and findings of `composition`; the gap of field `expected` is as it should be."""
    for gap in composition.gaps:
        if gap.field == expected:
            continue
        yield Finding(
            "error", gap.field, name, f"{case}起草时还有待补：{gap.label}", "补齐示例，或改为非必填"
        )
    for finding in composition.findings:
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


def _marks(template: Template, composition: Composition, name: str) -> Iterator[Finding]:
    """A remark for each block of the sample whose brackets or quotation marks do not pair."""
    lines = {section.id: section.line for section in template.all_sections()}
    blocks = {block.id: block for block in composition.document.all_blocks()}
    for id, ids in composition.spans.items():
        for block in (blocks[b] for b in ids if b in blocks):
            text = "" if isinstance(block, Table | Figure) else block.text
            if odd := _unpaired(text):
                message = f"“{text[:12]}……”一段的“{odd}”不成对"
                yield Finding("warning", "", f"{name}:{lines.get(id, 1)}:1", message, "补上另一半")


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
