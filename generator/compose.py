"""Template and inputs to a canonical document 文稿."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import (
    Attachment,
    Block,
    Document,
    Figure,
    Heading,
    Layout,
    Paragraph,
    SignOff,
    Table,
    clean,
)
from corpus.genres import GENRES
from corpus.reading.frame import signer_of
from generator import dialect, frames, references
from generator.compiled import Piece
from generator.errors import IncompleteInputs, InputError
from generator.fields import Finding, Raw, did_you_mean
from generator.fields.days import read_date
from generator.fields.parties import place_of
from generator.fields.values import Missing, Rows
from generator.filling import Filling, Gap, Printed
from generator.inputs import Parse, Values, parse, read_values
from generator.loading import Section, Template
from generator.standing import shown
from generator.states import ANNEX, FRAME, SectionState
from generator.tokens import Sink

_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)年")


@dataclass(frozen=True, slots=True)
class Composition:
    """A composed document with what is missing or wrong.

    `spans` has the ids of the blocks of each section id and attachment id, and of `opening`;
    `hidden` the fields that other inputs make superfluous, `defaults` what stood in for inputs,
    `traces` the rolled-up figures that are printed, in order.
    """

    document: Document
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    spans: Mapping[str, tuple[str, ...]]
    hidden: frozenset[str] = frozenset()
    defaults: Mapping[str, str] = field(default_factory=dict)
    traces: tuple[Printed, ...] = ()

    def length(self, section: str) -> int:
        """How many characters section `section` has; those in tables do not count."""
        ids = set(self.spans.get(section, ()))
        return sum(
            len(block.text) + len(getattr(block, "lead", None) or "")
            for block in self.document.all_blocks()
            if block.id in ids and not isinstance(block, Table | Figure)
        )

    def check(self, *, gaps: bool = True) -> None:
        """Raise where the composition may not be used.

        `InputError` for the first wrong input; with `gaps` false, `IncompleteInputs` for gaps.
        """
        for finding in self.findings:
            if finding.severity == "error":
                raise InputError(
                    finding.message, where=finding.field + finding.where, remedy=finding.remedy
                )
        if self.gaps and not gaps:
            labels = list(dict.fromkeys(gap.label for gap in self.gaps))
            message = f"还有 {len(labels)} 项待补：{'、'.join(labels)}"
            raise IncompleteInputs(message, remedy="补齐后再生成")


def compose(
    template: Template,
    inputs: Mapping[str, Raw],
    *,
    sections: Sequence[SectionState] = (),
    parse: Parse = parse,
) -> Composition:
    """The document that `template` makes of `inputs`, with the sections in their states.

    The document is canonical. Wrong and unknown inputs are findings; what is missing is a gap.
    Sections that `sections` does not name are written, after the one they follow in the
    template. Raises `TemplateError` where the template itself cannot be carried out.
    """
    values = read_values(template.fields, inputs, template.logic, parse)
    return _Composer(template, values).compose(sections)


def title_of(template: Template, inputs: Mapping[str, Raw]) -> str:
    """The title that `compose` would give the document, without composing it."""
    composer = _Composer(template, read_values(template.fields, inputs, template.logic))
    return clean(composer._title())


class _Composer:
    """One composition under way; gaps and findings gather in it."""

    def __init__(self, template: Template, values: Values) -> None:
        self.template = template
        self.values = values
        self.names = {**template.title_piece.env.globals, **values.values}
        self.gaps: list[Gap] = []
        self.traces: list[Printed] = []
        self.findings = list(values.findings)
        self.spans: dict[str, tuple[str, ...]] = {}
        self.attached = references.Attached()
        self.count = 0

    def compose(self, states: Sequence[SectionState]) -> Composition:
        template = self.template
        frame = frames.by_hand(states)

        def lines(id: str, pieces: Sequence[Piece], at: str = "") -> tuple[str, ...]:
            return frames.lines_of(frame[id]) if id in frame else self._lines(pieces, at or id)

        title = "".join(frames.lines_of(frame["title"])) if "title" in frame else self._title()
        by_id = {state.id: state for state in states}
        annexes = {section.id: section for section in template.attachments}
        order = references.in_order(list(annexes), states)
        numbered = {s.id: self._given(s) for s in template.attachments if not s.issued}
        self.attached = references.attached(numbered, order, by_id)
        opening = self._identified("opening", self._opening(frame.get("opening")))
        recipients = (
            frames.recipients_of(frame["recipients"])
            if "recipients" in frame
            else self._lines(template.recipients, "recipients")
        )
        blocks = list(opening)
        attachments: list[Attachment] = []
        for section, state in self._ordered(template.sections, states):
            blocks += self._identified(state.id, shown(self._section(section, state), state))
        for id in order:
            state = by_id.get(id, SectionState(id))
            attachments += self._attachment(annexes.get(id), state)
        paper = template.paper
        wanted = GENRES[template.genre].layout
        masthead = paper.head(self._lines, wanted)
        layout: Layout = wanted if masthead else "plain"
        seal = layout in ("document", "letter")
        signoff = (
            frames.signoff_of(frame["signoff"], seal=seal)
            if "signoff" in frame
            else self._signoff(seal=seal)
        )
        issuer = signoff.issuers[0] if signoff and signoff.issuers else None
        if signoff and signoff.signers and issuer is None and masthead:
            issuer = masthead.issuers[0]
        document = Document(
            layout=layout,
            title=title,
            genre=template.genre,
            topics=template.topics,
            issuer=issuer,
            place=place_of(issuer),
            year=self._year(title, signoff),
            masthead=masthead,
            byline=lines("byline", paper.byline, "title"),
            recipients=_names(recipients),
            copies=_names(lines("copies", paper.copies, "imprint")),
            blocks=tuple(blocks),
            attachments=tuple(attachments),
            notes=lines("notes", paper.notes),
            attendance=paper.present(self._lines),
            signoff=signoff,
            imprint=paper.foot(self._lines, self._date),
        ).canonical()
        return Composition(
            document,
            tuple(self.gaps),
            tuple(self.findings),
            self.spans,
            self.values.hidden,
            self.values.defaults,
            tuple(self.traces),
        )

    def _title(self) -> str:
        return self._line(self.template.title_piece, "title").lstrip("#").strip()

    def _attachment(self, section: Section | None, state: SectionState) -> Iterator[Attachment]:
        """The attachment in `state`, if it is written; one that the template does not have stands
        below a heading of its own."""
        written = self._section(section, state)
        head = written[0] if written else None
        if section is None and state.state == "edited":
            titled = isinstance(head, Heading) and head.level == 1
            below = shown(written[1:] if titled else written, state) or list(state.figures)
            ids = self._identified(state.id, below)
            title = head.text if isinstance(head, Heading) and titled else ""
            kinds = state.kinds
            apart = state.is_apart("separate" in kinds)
            yield Attachment(title, "landscape" in kinds, tuple(ids), "issued" in kinds, apart)
        elif section is not None and (written := shown(written, state)):
            ids = self._identified(section.id, written[1:])
            title = written[0].text if isinstance(written[0], Heading) else section.heading
            apart = state.is_apart(section.separate)
            yield Attachment(title, section.landscape, tuple(ids), section.issued, apart)

    def _opening(self, by_hand: Sequence[Block] | None) -> list[Block]:
        if by_hand is None and self.template.opening is None:
            return []
        blocks: Sequence[Block] = by_hand or ()
        if by_hand is None and self.template.opening:
            blocks = self._blocks(self.template.opening, "opening")
        blocks = self._agreeing(blocks, "opening", "引言", by_hand=by_hand is not None)
        called = ("salutation", True) in GENRES[self.template.genre].roles
        return [
            replace(b, role="salutation" if called and n == 0 else "opening")
            if isinstance(b, Paragraph)
            else b
            for n, b in enumerate(blocks)
        ]

    def _section(self, section: Section | None, state: SectionState) -> list[Block]:
        if state.state == "off":
            return []
        if state.state == "edited":
            blocks = self._edited(section, state) if section else list(state.blocks)
            where = section.heading if section else ""
            return self._agreeing(blocks, state.id, where, by_hand=True)
        if section is None or not self._given(section):
            return []
        blocks = self._blocks(section.variant(state.variant).piece, section.id)
        return _with_role(self._agreeing(blocks, section.id, section.heading), section)

    def _agreeing(
        self, blocks: Sequence[Block], id: str, where: str, *, by_hand: bool = False
    ) -> list[Block]:
        """`blocks` with the right numbers of attachments; what is wrong becomes a finding."""
        if by_hand:
            self.findings += references.unmatched(blocks, self.attached, id, where)
            return list(blocks)
        agreed, found = references.agreeing(blocks, self.attached, id, where)
        self.findings += found
        return agreed

    def _given(self, section: Section) -> bool:
        condition = self.names[section.condition] if section.condition else None
        return not isinstance(condition, Missing) or condition.required

    def _edited(self, section: Section, state: SectionState) -> list[Block]:
        first = state.blocks[0] if state.blocks else None
        if (first is None and not state.figures) or (
            isinstance(first, Heading) and first.level == 1
        ):
            return _with_role(list(state.blocks), section)
        heading = self._heading(section.variant(state.variant).piece, section)
        return _with_role([*heading, *state.blocks], section)

    def _heading(self, piece: Piece, section: Section) -> list[Block]:
        """The heading of a section written by hand, if it has one; only its own gaps count."""
        sink = Sink()
        nodes = dialect.parse(piece.render(self.names, sink))
        if not nodes or not isinstance(nodes[0], dialect.Head):
            return []
        filling = Filling(sink, section.id)
        text = filling.text(nodes[0].text, dropping=False)
        self.gaps += filling.gaps.values()
        return [Heading(level=1, text=text)]

    def _blocks(self, piece: Piece, section: str) -> list[Block]:
        sink = Sink()
        nodes = dialect.parse(piece.render(self.names, sink))
        filling = Filling(sink, section)
        blocks = filling.blocks(nodes)
        if blocks:
            self.gaps += filling.gaps.values()
            self.traces += filling.traces
        return blocks

    def _line(self, piece: Piece, section: str) -> str:
        sink = Sink()
        filling = Filling(sink, section)
        text = filling.text(piece.render(self.names, sink).strip(), dropping=False)
        self.gaps += filling.gaps.values()
        self.traces += filling.traces
        return text

    def _lines(self, pieces: Iterable[Piece], section: str) -> tuple[str, ...]:
        """The texts of `pieces`; a list standing alone gives one text for each entry."""
        return tuple(self._each(pieces, section))

    def _each(self, pieces: Iterable[Piece], section: str) -> Iterator[str]:
        for piece in pieces:
            sink = Sink()
            rendered = piece.render(self.names, sink).strip()
            alone = sink.values[0] if len(rendered) == len(sink.values) == 1 else None
            if isinstance(alone, Rows):
                yield from map(str, alone)
                continue
            filling = Filling(sink, section)
            if text := filling.text(rendered):
                self.gaps += filling.gaps.values()
                yield text

    def _signoff(self, *, seal: bool) -> SignOff | None:
        pieces = self.template.signoff
        if pieces is None:
            return None
        issuers = self._lines(pieces.issuers, "signoff")
        spelt = next(iter(self._lines([pieces.date], "signoff")), None) if pieces.date else None
        date = self._date(spelt) if spelt else None
        signers = tuple(
            signer_of(one) or "\u3000".join(one.split())
            for one in self._lines(pieces.signers, "signoff")
        )
        if not (issuers or signers or date):
            return None
        return SignOff(issuers, date, seal and not signers, signers)

    def _date(self, spelt: str) -> str | None:
        """`spelt` as an ISO date; as it is, with a finding, where it is neither date nor gap."""
        try:
            return read_date(spelt, self.values.year).isoformat()
        except ValueError:
            if "待补" not in spelt:
                self.findings.append(
                    Finding("error", "落款", "", f"“{spelt}”不是日期", "写成 2026年3月5日")
                )
            return spelt

    def _ordered(
        self, sections: Sequence[Section], states: Sequence[SectionState]
    ) -> list[tuple[Section | None, SectionState]]:
        """The sections with their states in the order of the draft."""
        own = {section.id: section for section in sections}
        others = {section.id for section in self.template.attachments}
        order: list[tuple[Section | None, SectionState]] = []
        for state in states:
            if state.id in FRAME or state.id.startswith(ANNEX):
                continue
            if state.id in own or state.state == "edited":
                if state.id not in others:
                    order.append((own.get(state.id), state))
            elif state.id not in others:
                self.findings.append(
                    Finding(
                        "warning", state.id, "", "模板里没有这个章节", did_you_mean(state.id, own)
                    )
                )
            section = own.get(state.id)
            if section and state.variant and section.variant(state.variant).name != state.variant:
                names = [variant.name for variant in section.variants if variant.name]
                message = f"章节“{section.heading}”没有“{state.variant}”这种写法"
                self.findings.append(
                    Finding("warning", state.id, "", message, did_you_mean(state.variant, names))
                )
        placed = [state.id for _, state in order]
        for n, section in enumerate(sections):
            if section.id not in placed:
                before = [placed.index(s.id) for s in sections[:n] if s.id in placed]
                place = before[-1] + 1 if before else 0
                order.insert(place, (section, SectionState(section.id)))
                placed.insert(place, section.id)
        return order

    def _identified(self, section: str, blocks: list[Block]) -> list[Block]:
        """`blocks` with ids of their own, which `spans` notes under `section`."""
        result = []
        for block in blocks:
            self.count += 1
            result.append(replace(block, id=f"b{self.count}"))
        if result:
            self.spans[section] = tuple(block.id for block in result)
        return result

    def _year(self, title: str, signoff: SignOff | None) -> int | None:
        if match := _YEAR.search(title):
            return int(match[1])
        if self.values.year is not None:
            return self.values.year
        date = signoff.date if signoff else None
        return int(date[:4]) if date and date[:4].isdecimal() else None


def _with_role(blocks: list[Block], section: Section) -> list[Block]:
    """`blocks` with the section's role on the heading, or on the text that has no heading."""
    head = blocks[0] if blocks else None
    if isinstance(head, Heading) and head.level == 1:
        return [replace(head, role=section.role), *blocks[1:]]
    return [replace(b, role=section.role) if isinstance(b, Paragraph) else b for b in blocks]


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    """`texts` without stops typed behind them: those between names are printed by themselves."""
    return tuple(text.rstrip("。；") for text in texts)


__all__ = ["Composition", "Gap", "compose", "title_of"]
