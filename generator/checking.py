"""A template put to the test: does its sample, and all that may be missing from it, come out?"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.document import Document, Heading, Paragraph
from corpus.genres import GENRES, ROLES
from generator.compose import Composition, compose
from generator.errors import TemplateError
from generator.fields import Finding
from generator.loading import Template, load


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
        if field.required and field.name not in sample:
            yield Finding(
                "error", field.name, name, f"必填要素“{field.name}”没有示例", "写上 example"
            )
    composition = compose(template, sample)
    yield from _wrong(composition, name, "用示例")
    yield from _wrong(compose(template, required), name, "只用必填要素的示例")
    for key in sample:
        others = {other: raw for other, raw in sample.items() if other != key}
        without = compose(template, others)
        if template.fields[key].required:
            if not any(gap.field == key for gap in without.gaps):
                yield Finding(
                    "warning", key, name, f"必填要素“{key}”没有填写也不会印出待补",
                    "在正文里用上它，或改为非必填",
                )  # fmt: skip
        else:
            yield from _wrong(without, name, f"不填“{key}”")
    compose(template, {})
    yield from _unused(template, name)
    yield from _roles(template, composition.document, name)


def _wrong(composition: Composition, name: str, case: str) -> Iterator[Finding]:
    for gap in composition.gaps:
        yield Finding(
            "error", gap.field, name, f"{case}起草时还有待补：{gap.label}", "补齐示例，或改为非必填"
        )
    for finding in composition.findings:
        message = f"{case}起草时，{finding.field}{finding.where}：{finding.message}"
        yield Finding(finding.severity, finding.field, name, message, finding.remedy)


def _unused(template: Template, name: str) -> Iterator[Finding]:
    pieces = [template.title_piece, *template.recipients]
    pieces += [template.opening] if template.opening else []
    if template.signoff:
        pieces += template.signoff.issuers
        pieces += [template.signoff.date] if template.signoff.date else []
    used = set().union(*(piece.used for piece in pieces))
    for section in template.all_sections():
        used |= set(section.fields)
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
