"""The bench 工作台: one state of a draft as groups of the form, gaps, problems and a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.document import Figure, Heading
from corpus.library import DraftRecord, Version
from generator.calling import called
from generator.compose import Composition, compose
from generator.draft import SectionState
from generator.remnants import Remnant
from generator.template import Template
from webapp import context, forms, groups, remarks, retyped
from webapp.controls import Remarks
from webapp.groups import Group
from webapp.posted import Posted, Section


@dataclass(frozen=True, slots=True)
class Bench:
    """A draft laid open: what to save, what to show, what to print."""

    inputs: dict[str, Any]
    states: tuple[SectionState, ...]
    composition: Composition
    groups: tuple[Group, ...]
    gaps: tuple[remarks.Place, ...]
    problems: Remarks
    remnants: tuple[Remnant, ...] = ()

    @property
    def title(self) -> str:
        """The document's title, for the draft's name."""
        return self.composition.document.title

    def gaps_json(self) -> list[dict[str, Any]]:
        """The gaps in the order of the form; `wrong` ones are filled in, but not usably."""
        return [
            {"name": g.name, "section": g.group, "label": g.label, "wrong": g.wrong}
            for g in self.gaps
        ]

    def problems_json(self) -> list[dict[str, str]]:
        """What stands next to controls."""
        return [
            {"name": name, "severity": remark.severity, "text": remark.text}
            for name, remark in self.problems.remarks.items()
        ]


def of_record(
    template: Template, record: DraftRecord | Version, last: Mapping[str, str] = {}
) -> Bench:
    """The bench of a draft, or a version of it, as it was saved."""
    states = tuple(map(SectionState.from_json, record.sections))
    remnants = tuple(map(Remnant.from_json, record.residue))
    return lay(template, record.inputs, states, last, {}, remnants)


def of_posted(
    template: Template,
    posted: Posted,
    known: Iterable[SectionState] = (),
    last: Mapping[str, str] = {},
) -> Bench:
    """The bench of a posted form; `known` states keep what a text does not say, such as merged
    cells."""
    before = {state.id: state for state in known}
    states = tuple(
        SectionState(
            section.id,
            section.state,
            section.variant,
            retyped.blocks_of(section, before.get(section.id)),
            section.source if section.edited else None,
            section.figures,
            section.stands,
            _separate(template, section),
        )
        for section in posted.sections
    )
    typed = {s.id: s.text for s in posted.sections}
    return lay(template, posted.inputs, states, last, typed, posted.remnants)


def _separate(template: Template, section: Section) -> bool | None:
    """Whether an attachment is bound apart where that is not what it is without asking."""
    usual = any(one.separate for one in template.attachments if one.id == section.id)
    usual = usual or "separate" in SectionState(section.id, variant=section.variant).kinds
    return None if section.separate == usual else section.separate


def lay(
    template: Template,
    inputs: Mapping[str, Any],
    states: Sequence[SectionState],
    last: Mapping[str, str] = {},
    typed: Mapping[str, str] = {},
    remnants: Sequence[Remnant] = (),
) -> Bench:
    """The bench of `inputs` as the form has them. `last` offers earlier lists by field,
    `typed` has the hand-written texts as typed. Units carry the short forms that are set."""
    folded = {n: v for n, v in forms.fold(inputs).items() if n in template.fields and v != {}}
    given = called(template.fields, folded, context.unit().short_forms)
    made = compose(template, given, sections=states)
    marked = remarks.of(template.fields, inputs, made.gaps, made.findings)
    return Bench(
        folded,
        tuple(states),
        made,
        *groups.groups_of(template, inputs, states, made, marked, last, typed),
        marked,
        tuple(remnants),
    )


def section_text(bench: Bench, id: str) -> str:
    """The section `id` as printed, without its own heading, for editing by hand."""
    blocks = {block.id: block for block in bench.composition.document.all_blocks()}
    own = [blocks[b] for b in bench.composition.spans.get(id, ()) if b in blocks]
    # photos stay below the text, in whatever way that is written
    own = [block for block in own if not (isinstance(block, Figure) and block.image)]
    if own and isinstance(own[0], Heading) and own[0].level == 1:
        own = own[1:]
    return groups.text_of(own)
