"""The bench 工作台: one state of a draft as groups of the form, gaps, problems and a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from corpus.document import Block, Document, Heading
from corpus.library import DraftRecord
from corpus.plain import plain_text
from corpus.reading import blocks_of
from generator.compose import Composition, compose
from generator.draft import SectionState
from generator.template import Section, Template
from webapp import forms, remarks
from webapp.forms import Control, Remarks, View
from webapp.posted import PREFIX, Posted, pairs_of

Kind = Literal["basics", "section", "attachment", "signoff"]
BASICS, SIGNOFF = "basics", "closing"
SUMMARY = 4
"""So many values stand for a folded group."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the form. `heading` has its real number; `absent` sections have no content
    yet and are not printed; `hidden` are the inputs of a section written by hand."""

    id: str
    kind: Kind
    title: str
    heading: str
    state: str = "form"
    fields: tuple[View, ...] = ()
    gaps: int = 0
    filled: bool = False
    absent: bool = False
    values: str = ""
    text: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    others: str = ""
    variants: tuple[str, ...] = ()
    variant: str = ""

    @property
    def lines(self) -> int:
        """How many rows the text written by hand takes, between 6 and 24."""
        return min(24, max(6, sum(1 + len(line) // 30 for line in self.text.split("\n"))))

    def to_json(self) -> dict[str, Any]:
        """What changes in the group's heads while one types."""
        return {
            "id": self.id,
            "heading": self.heading,
            "state": self.state,
            "gaps": self.gaps,
            "filled": self.filled,
            "absent": self.absent,
            "values": self.values,
        }


@dataclass(frozen=True, slots=True)
class Bench:
    """A draft laid open: what to save, what to show, what to print."""

    inputs: dict[str, Any]
    states: tuple[SectionState, ...]
    composition: Composition
    groups: tuple[Group, ...]
    gaps: tuple[remarks.Place, ...]
    problems: Remarks

    @property
    def title(self) -> str:
        """The document's title, for the draft's name."""
        return self.composition.document.title

    def gaps_json(self) -> list[dict[str, str]]:
        """The gaps in the order of the form."""
        return [{"name": g.name, "section": g.group, "label": g.label} for g in self.gaps]

    def problems_json(self) -> list[dict[str, str]]:
        """What stands next to controls."""
        return [
            {"name": name, "severity": remark.severity, "text": remark.text}
            for name, remark in self.problems.remarks.items()
        ]


def of_record(template: Template, record: DraftRecord, last: Mapping[str, str] = {}) -> Bench:
    """The bench of a draft as it was saved."""
    states = tuple(map(SectionState.from_json, record.sections))
    return lay(template, record.inputs, states, last)


def of_posted(
    template: Template,
    posted: Posted,
    known: Iterable[SectionState] = (),
    last: Mapping[str, str] = {},
) -> Bench:
    """The bench of a posted form; `known` states keep where copied sections came from."""
    sources = {state.id: state.source for state in known}
    states = tuple(
        SectionState(
            section.id,
            section.state,
            section.variant,
            blocks_of(section.text) if section.edited else (),
            sources.get(section.id) if section.edited else None,
        )
        for section in posted.sections
    )
    return lay(template, posted.inputs, states, last, {s.id: s.text for s in posted.sections})


def lay(
    template: Template,
    inputs: Mapping[str, Any],
    states: Sequence[SectionState],
    last: Mapping[str, str] = {},
    typed: Mapping[str, str] = {},
) -> Bench:
    """The bench of `inputs` as the form has them. `last` offers earlier lists by field,
    `typed` has the hand-written texts as typed."""
    folded = {n: v for n, v in forms.fold(inputs).items() if n in template.fields and v != {}}
    made = compose(template, folded, sections=states)
    marked = remarks.of(template.fields, inputs, made.gaps, made.findings)
    return Bench(
        folded,
        tuple(states),
        made,
        *_groups(template, inputs, states, made, marked, last, typed),
        marked,
    )


def _groups(
    template: Template,
    inputs: Mapping[str, Any],
    states: Sequence[SectionState],
    made: Composition,
    marked: Remarks,
    last: Mapping[str, str],
    typed: Mapping[str, str],
) -> tuple[tuple[Group, ...], tuple[remarks.Place, ...]]:
    homes = homes_of(template)
    by_id = {state.id: state for state in states}
    order = {state.id: n for n, state in enumerate(states)}
    sections = sorted(template.sections, key=lambda s: order.get(s.id, len(order)))
    blocks = {block.id: block for block in made.document.all_blocks()}

    def group(id: str, kind: Kind, section: Section | None, title: str) -> Group:
        state = by_id.get(id, SectionState(id))
        own = [template.fields[name] for name in homes.get(id, ())]
        fields = tuple(
            _offering(forms.view(field.show(), inputs.get(field.name), marked), field, last)
            for field in own
        )
        if len(fields) == 1:
            fields = (forms.unlabelled(fields[0]),)
        printed = [blocks[b] for b in made.spans.get(id, ()) if b in blocks]
        edited = state.state == "edited"
        gaps = sum(_belongs(name, field.name) for name in marked.gaps for field in own)
        values = [text for view in fields if (text := summary(view))]
        return Group(
            id,
            kind,
            title,
            _heading(printed) or title,
            state.state,
            fields,
            gaps=0 if edited or state.state == "off" else gaps,
            filled=not gaps and bool(values) and not _wrong(fields),
            absent=section is not None and state.state != "off" and not made.spans.get(id),
            values="，".join(values[:SUMMARY]),
            text=(typed.get(id) or text_of(state.blocks)) if edited else "",
            hidden=tuple(pairs_of({f.name: inputs.get(f.name, "") for f in own})) if edited else (),
            others=_others(section, template, kind),
            variants=tuple(v.name for v in section.variants) if section else (),
            variant=state.variant or "",
        )

    groups = (
        group(BASICS, "basics", None, "基本情况"),
        *(group(s.id, "section", s, s.heading) for s in sections),
        *(group(s.id, "attachment", s, s.heading) for s in template.attachments),
        group(SIGNOFF, "signoff", None, "落款"),
    )
    return groups, _places(groups, homes, template, inputs, made, marked)


def homes_of(template: Template) -> dict[str, tuple[str, ...]]:
    """Group → the fields that are filled in there: each where it is first used in the text."""
    order = list(template.fields)
    homes: dict[str, tuple[str, ...]] = {}
    placed: set[str] = set()

    def place(id: str, used: Iterable[str]) -> None:
        new = set(used) - placed
        placed.update(new)
        homes[id] = (*homes.get(id, ()), *(name for name in order if name in new))

    openings = (template.title_piece, *([template.opening] if template.opening else ()))
    place(BASICS, (n for piece in (*openings, *template.recipients) for n in piece.used))
    for section in template.all_sections():
        place(section.id, section.fields)
    if template.signoff:
        dated = (template.signoff.date,) if template.signoff.date else ()
        place(SIGNOFF, (n for piece in (*template.signoff.issuers, *dated) for n in piece.used))
    place(BASICS, order)
    return homes


def _places(
    groups: Iterable[Group],
    homes: Mapping[str, Iterable[str]],
    template: Template,
    inputs: Mapping[str, Any],
    made: Composition,
    marked: Remarks,
) -> tuple[remarks.Place, ...]:
    """The gaps by group in the order of the form; those of hand-written sections are gone."""
    found: dict[str, remarks.Place] = {}
    for group in groups:
        names = set(homes.get(group.id, ()))
        for gap in made.gaps:
            if gap.field not in names:
                continue
            name = remarks.control(template.fields[gap.field], inputs.get(gap.field), gap.label)
            label = gap.label if gap.label == gap.field else _labelled(gap.field, gap.label)
            if name in marked.gaps:
                found.setdefault(name, remarks.Place(name, group.heading, label))
    return tuple(found.values())


def _labelled(field: str, label: str) -> str:
    """第3项时限 of 重点任务 as 重点任务第3项时限; a label of its own stays as it is."""
    return field + label if label.startswith("第") else label


def _belongs(control: str, field: str) -> bool:
    return control == PREFIX + field or control.startswith(f"{PREFIX}{field}.")


def _heading(blocks: Sequence[Block]) -> str:
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1:
        return (first.marker or "") + first.text
    return ""


def _others(section: Section | None, template: Template, kind: Kind) -> str:
    """The search for how others wrote this section: same genre, same role."""
    if section is None or kind != "section" or not section.role:
        return ""
    words = template.topics[0] if template.topics else template.genre
    return "/search?" + urlencode({"q": words, "role": section.role})


def _offering(view: View, field: Any, last: Mapping[str, str]) -> View:
    if isinstance(view, Control) or field.name not in last:
        return view
    return forms.offering(view, last[field.name])


def _wrong(views: Iterable[View]) -> bool:
    return any(view.severity == "error" for view in views)


def summary(view: View) -> str:
    """What is filled in, in a few words; empty where nothing is."""
    if isinstance(view, Control):
        return f"{view.value}{view.unit}" if view.value else "、".join(view.chosen)
    if isinstance(view, forms.Group):
        texts = [summary(part) for part in view.parts]
        return "至".join(text for text in texts if text)
    filled = sum(any(c.value and c.kind != "select" for c in row) for row in view.rows)
    return f"{view.label} {filled} 项" if filled else ""


def text_of(blocks: Sequence[Block]) -> str:
    """`blocks` as a person edits them: plain text, one block a line, numbered."""
    return plain_text(Document(blocks=tuple(blocks))).strip() if blocks else ""


def section_text(bench: Bench, id: str) -> str:
    """The section `id` as printed, without its own heading, for editing by hand."""
    blocks = {block.id: block for block in bench.composition.document.all_blocks()}
    own = [blocks[b] for b in bench.composition.spans.get(id, ()) if b in blocks]
    if own and isinstance(own[0], Heading) and own[0].level == 1:
        own = own[1:]
    return text_of(own)
