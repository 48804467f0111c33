"""The groups of the form 分组: which field is filled in where, and how far each group is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

from corpus.document import Block, Document, Heading
from corpus.genres import role_of_heading
from corpus.plain import plain_text
from generator import frames, references, standing
from generator.compose import Composition
from generator.draft import SectionState
from generator.fields import Field
from generator.past import name_of
from generator.states import ANNEX, FRAME
from generator.template import Section, Template
from webapp import controls, forms, framed, known, photo_rows, remarks
from webapp.cells import spread
from webapp.controls import Control, Remarks, View
from webapp.photo_rows import PhotoRow
from webapp.posted import PREFIX, TEXT, pairs_of
from webapp.related import telling_words

Kind = Literal["basics", "section", "attachment", "signoff"]
BASICS, SIGNOFF = "basics", "closing"
_GAP = "【待补"
_FRAMES = {BASICS: frames.ABOVE, SIGNOFF: frames.BELOW}
"""Group → the parts of the frame that are filled in there."""
SUMMARY = 4
"""So many values stand for a folded group."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the form. `heading` has its real number; `absent` sections have no content
    yet and are not printed; `by_hand` is one whose text was typed, kept while it is off, and
    `own` one that the template does not have; `hidden` are the inputs behind a typed text.
    `guide` says how long the section is and should be; `unasked` are the controls out of sight,
    `defaults` the texts that stand in by control; `titled` one whose title is typed as well;
    `source` (JSON), `taken` (a title) and `origin` (its id) say where its text comes from;
    `typed` is the frame, `photos` may stand at one of the `stops`, `note` says what is wrong;
    `separate` whether an attachment is bound apart, None for what cannot be."""

    id: str
    kind: Kind
    title: str
    heading: str
    state: str = "form"
    fields: tuple[View, ...] = ()
    gaps: int = 0
    filled: bool = False
    absent: bool = False
    by_hand: bool = False
    own: bool = False
    values: str = ""
    text: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    others: str = ""
    variants: tuple[str, ...] = ()
    variant: str = ""
    guide: str = ""
    unasked: tuple[str, ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()
    titled: bool = False
    source: str = ""
    taken: str = ""
    origin: int = 0
    typed: tuple[framed.Typed, ...] = ()
    photos: tuple[PhotoRow, ...] = ()
    stops: tuple[tuple[str, str], ...] = ()
    note: str = ""
    separate: bool | None = None

    @property
    def lines(self) -> int:
        """How many rows the text written by hand takes, between 3 and 24."""
        return min(24, max(3, sum(1 + len(line) // 30 for line in self.text.split("\n"))))

    @property
    def tabled(self) -> bool:
        """Whether the text written by hand has a table in it."""
        return "\t" in self.text

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
            "guide": self.guide,
            "note": self.note,
            "stops": list(self.stops) if self.photos else [],
            "stands": [[photo.asked, photo.stand] for photo in self.photos],
            "unasked": list(self.unasked),
            "defaults": dict(self.defaults),
        }


def groups_of(
    template: Template,
    inputs: Mapping[str, Any],
    states: Sequence[SectionState],
    made: Composition,
    marked: Remarks,
    last: Mapping[str, str],
    typed: Mapping[str, str],
) -> tuple[tuple[Group, ...], tuple[remarks.Place, ...]]:
    """The groups of the form in the order of the document, and where each gap and remark is mended.

    `last` has values used before by field, `typed` the texts by hand as typed by section.
    """
    homes = homes_of(template)
    by_id = {state.id: state for state in states}
    attached = {section.id: section for section in template.attachments}
    dead = framed.unread(template, states)
    sections = _in_order(template, states)
    blocks = {block.id: block for block in made.document.all_blocks()}

    def group(id: str, kind: Kind, section: Section | None, title: str) -> Group:
        state = by_id.get(id, SectionState(id))
        held = [template.fields[name] for name in homes.get(id, ())]
        own = [field for field in held if field.name not in dead]
        frame = tuple(framed.typed_in(_FRAMES.get(id, ()), by_id, typed))
        fields = tuple(_view(field, inputs.get(field.name), made, marked, last) for field in own)
        if len(fields) == 1:
            fields = (forms.unlabelled(fields[0]),)
        printed = [blocks[b] for b in made.spans.get(id, ()) if b in blocks]
        edited = state.state == "edited" or bool(state.blocks)
        wrong = {name for name, remark in marked.remarks.items() if remark.severity == "error"}
        gaps = sum(_belongs(n, field.name) for n in {*marked.gaps, *wrong} for field in own)
        values = [part.text.split("\n")[0] for part in frame if part.text]
        values += [text for view in fields if (text := summary(view))]
        covered = held if edited else [field for field in held if field.name in dead]
        return Group(
            id,
            kind,
            _title(state.blocks) or title,
            (kind == "section" and _heading(printed)) or title,
            state.state,
            fields,
            gaps=0 if edited or state.state == "off" else gaps,
            filled=not gaps and bool(values) and not _wrong(fields),
            by_hand=edited,
            own=kind in ("section", "attachment") and section is None,
            absent=section is not None and state.state != "off" and not made.spans.get(id),
            values="，".join(values[:SUMMARY]),
            text=(typed.get(id) or text_of(below_title(state.blocks))) if edited else "",
            hidden=tuple(pairs_of({f.name: inputs.get(f.name, "") for f in covered})),
            others=_others(section, kind, _title(state.blocks) or title, template, made),
            variants=tuple(v.name for v in section.variants) if section else (),
            variant=state.variant or "",
            guide=_guide(section, made),
            unasked=tuple(PREFIX + field.name for field in own if field.name in made.hidden),
            defaults=tuple(
                (PREFIX + field.name, f"不填则用 {made.defaults[field.name]}")
                for field in own
                if field.name in made.defaults
            ),
            titled=bool(_title(state.blocks)),
            source=json.dumps(dict(state.source), ensure_ascii=False) if state.source else "",
            taken=str((state.source or {}).get("title") or ""),
            origin=_number((state.source or {}).get("document")),
            typed=frame,
            photos=photo_rows.shown(id, state.figures, state.stands, printed),
            stops=standing.stops(printed),
            separate=_separate(section, kind, state),
            note="；".join(
                f"{finding.message}，{finding.remedy}"
                for finding in made.findings
                if finding.field in (id, *_FRAMES.get(id, ())) and id not in template.fields
            ),
        )

    groups = (
        group(BASICS, "basics", None, _basics_title(template)),
        *(group(id, "section", section, title) for id, section, title in sections),
        *(
            group(id, "attachment", attached.get(id), attached[id].heading)
            if id in attached
            else group(id, "attachment", None, _title(by_id[id].blocks) or "附件")
            for id in references.in_order(list(attached), states)
            if id in attached or by_id[id].blocks
        ),
        group(SIGNOFF, "signoff", None, "落款"),
    )
    return groups, _places(groups, homes, template, inputs, made, marked)


def _basics_title(template: Template) -> str:
    """What the first group is called; not what a section is called already."""
    usual = "基本情况"
    return "标题和引言" if any(s.heading == usual for s in template.sections) else usual


def _in_order(
    template: Template, states: Sequence[SectionState]
) -> list[tuple[str, Section | None, str]]:
    """Id, section and title of each section as the draft has them; those it does not name
    stand after the one they follow in the template."""
    own = {section.id: section for section in template.sections}
    attached = {section.id for section in template.attachments}
    order = [
        s.id
        for s in states
        if s.id in own
        or (s.blocks and s.id not in attached | FRAME.keys() and not s.id.startswith(ANNEX))
    ]
    order = references.completed(order, list(own))
    titles = {state.id: _title(state.blocks) or name_of(state.blocks) for state in states}
    return [(i, own.get(i), own[i].heading if i in own else titles[i]) for i in order]


def _title(blocks: Sequence[Block]) -> str:
    first = blocks[0] if blocks else None
    return first.text if isinstance(first, Heading) and first.level == 1 else ""


def below_title(blocks: Sequence[Block]) -> Sequence[Block]:
    """`blocks` without the heading of level 1 that they may begin with."""
    return blocks[1:] if _title(blocks) else blocks


def homes_of(template: Template) -> dict[str, tuple[str, ...]]:
    """Group → the fields that are filled in there: each where it is first used in the text."""
    order = list(template.fields)
    homes: dict[str, tuple[str, ...]] = {}
    placed: set[str] = set()

    def place(id: str, used: Iterable[str]) -> None:
        names = set(used)
        conditions = (template.logic.conditions.get(name) for name in tuple(names))
        names.update(*(piece.used & template.fields.keys() for piece in conditions if piece))
        new = names - placed
        placed.update(new)
        homes[id] = (*homes.get(id, ()), *(name for name in order if name in new))

    openings = (template.title_piece, *([template.opening] if template.opening else ()))
    place(BASICS, (n for piece in (*openings, *template.recipients) for n in piece.used))
    for section in template.all_sections():
        place(section.id, section.fields)
    if template.signoff:
        place(SIGNOFF, (n for piece in template.signoff.all for n in piece.used))
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
            own = gap.label != gap.field and gap.field not in group.title
            label = gap.field + gap.label if own else gap.label
            wrong = name not in marked.gaps
            found.setdefault(name, remarks.Place(name, group.heading, label, wrong))
        if group.state == "edited" and _GAP in group.text:
            name = TEXT + group.id
            found[name] = remarks.Place(name, group.heading, "手改文字里的待补")
    return tuple(found.values())


def _number(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _belongs(control: str, field: str) -> bool:
    return control == PREFIX + field or control.startswith(f"{PREFIX}{field}.")


def _heading(blocks: Sequence[Block]) -> str:
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1:
        return (first.marker or "") + first.text
    return ""


def _others(
    section: Section | None, kind: Kind, title: str, template: Template, made: Composition
) -> str:
    """The search for how others wrote this section: same matter, same role; one whose role
    nothing tells is looked for by its title."""
    if kind != "section":
        return ""
    role = section.role if section else role_of_heading(title)
    if not role:
        return "/search?" + urlencode({"q": title, "mode": "sections"})
    about = template.topics or telling_words(made.document.title)[:1] or (template.genre,)
    return "/search?" + urlencode({"q": about[0], "role": role, "mode": "sections"})


def _view(
    field: Field, value: object, made: Composition, marked: Remarks, last: Mapping[str, str]
) -> View:
    view = known.offering(forms.view(field.show(), value, marked), field.TYPE)
    if field.name in last and not isinstance(view, Control):
        view = forms.offering(view, last[field.name])
    if field.name in made.defaults:
        view = forms.standing_in(view, made.defaults[field.name])
    return replace(view, asked=field.name not in made.hidden)


def _guide(section: Section | None, made: Composition) -> str:
    if section is None or not section.words:
        return ""
    return f"建议{section.guide}，现有{made.length(section.id)}字"


def _separate(section: Section | None, kind: Kind, state: SectionState) -> bool | None:
    issued = section.issued if section else "issued" in state.kinds
    if kind != "attachment" or issued:
        return None
    return state.is_apart(section.separate if section else "separate" in state.kinds)


def _wrong(views: Iterable[View]) -> bool:
    return any(view.severity == "error" for view in views)


def summary(view: View) -> str:
    """What is filled in, in a few words; empty where nothing is."""
    if isinstance(view, Control):
        return f"{view.value}{view.unit}" if view.value else "、".join(view.chosen)
    if isinstance(view, controls.Group):
        texts = [summary(part) for part in view.parts]
        return "至".join(text for text in texts if text)
    filled = sum(any(c.value and c.kind != "select" for c in row) for row in view.rows)
    return f"{view.label} {filled} 项" if filled else ""


def text_of(blocks: Sequence[Block]) -> str:
    """`blocks` as a person edits them: plain text, one block a line, numbered; in tables what
    belongs to a merged cell says so."""
    return plain_text(Document(blocks=tuple(map(spread, blocks)))).strip("\n") if blocks else ""
