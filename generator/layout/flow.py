"""The flow: what of a document stands where, in which face and with which space.

It is decided here once, in the order of GB/T 9704-2012 7.3; Word and PDF only write it down.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.document import (
    Attachment,
    Block,
    Chart,
    Document,
    Figure,
    Heading,
    Item,
    Label,
    Note,
    Paragraph,
    Table,
    attachment_numbers,
)
from corpus.plain import label_of
from generator.layout import gbt9704
from generator.layout.chart import cut, draw
from generator.layout.closing import attachment_list, attachment_name, attendance, remarks, sign_off
from generator.layout.gbt9704 import STYLES, Face
from generator.layout.grid import Grid, grid_of
from generator.layout.imprint import imprint
from generator.layout.letterhead import RULE
from generator.layout.lines import (
    BLANK,
    Closing,
    Flow,
    Foot,
    Line,
    Node,
    Part,
    Picture,
    Run,
    line,
    printable,
    runs,
)
from generator.layout.names import has_long_name, lined_up
from generator.layout.opening import opening, title_line
from generator.layout.profile import STANDARD, Profile
from generator.layout.units import Chars, Mm
from generator.layout.widths import characters

# What may stand above an attachment's table on its page: label, title, caption, a line on the unit.
_HEAD_LINES = 7
_CLOSING = 0.8  # of a page's lines: what closes the text stays in one up to here
_LEAD_IN = ("：", "如下。")
_LEAD_LINES = 2
_LEADING = frozenset({"BodyText", "Item"})
_STOP = re.compile(r"[。．.：:；;！!？?]$")


def lay_out(document: Document, profile: Profile = STANDARD) -> Flow:
    """The document on paper as its `layout` asks; nothing of it is left out.

    A letter names the lead body alone in its mark and prints no 印发机关 (10.1).
    """
    names = tuple(n for n in (document.issuer, document.place) if n)
    letter = document.layout == "letter"
    above, moved = opening(document, names, profile)
    nodes = list(above)
    annexes = _annexes(document)
    nodes += _blocks(document.blocks, False, profile)
    nodes += _closing(
        (*attachment_list(document.attachments), *attendance(document.attendance)),
        sign_off(document.signoff, profile.characters),
        tuple(remarks(document.notes)),
        profile,
    )
    return Flow(
        printable(document.title),
        printable(document.issuer or ""),
        printable(document.genre),
        (
            *_footed(
                _parts(nodes, [one for one in annexes if not one.apart], names, profile),
                imprint(document.copies, document.imprint, letter=letter, recipients=moved),
            ),
            *(_part(one, names, profile) for one in annexes if one.apart),
        ),
        profile,
        RULE if letter and document.masthead else None,
    )


def _closing(
    between: tuple[Line, ...],
    signed: tuple[Line, ...],
    remarked: tuple[Line, ...],
    profile: Profile,
) -> tuple[Node, ...]:
    """What closes the text; with a sign-off, which never stands without text (7.3.5.5), in one.

    Of what is longer than most of a page, as the seals of seven bodies are, the end is in one.
    """
    closing = (*between, *signed, *remarked)
    if not signed:
        return closing
    free = profile.text_height.ratio(profile.pitch) * _CLOSING
    start = len(closing)
    for own in reversed(closing):
        wide = profile.characters - own.left.count - own.right.count
        free -= max(1, math.ceil(characters(own.text) / max(wide, 1)))
        if free < 0:
            break
        start -= 1
    return (*closing[:start], Closing(closing[start:]))


@dataclass(frozen=True, slots=True)
class _Annex:
    """An attachment with its label, bound with the text or `apart` from it (7.3.7)."""

    label: str
    own: Attachment

    @property
    def apart(self) -> bool:
        """Whether its pages are bound, and so counted, by themselves."""
        return self.own.separate


def _annexes(document: Document) -> list[_Annex]:
    numbers = attachment_numbers(document.attachments)
    return [
        _Annex(label_of(own, number, document.masthead), own)
        for number, own in zip(numbers, document.attachments, strict=True)
    ]


def _part(annex: _Annex, names: Sequence[str], profile: Profile) -> Part:
    """An attachment as pages of its own; those bound apart are counted from 1."""
    own = annex.own
    label = (line("AttachmentLabel", annex.label), BLANK) if annex.label else ()
    name = attachment_name(own.title)
    title = (title_line("AttachmentTitle", name, names, profile), BLANK) if name else ()
    blocks = _blocks(_said_once(own.blocks, name), own.landscape, profile)
    return Part((*label, *title, *blocks), own.landscape, annex.apart)


def _parts(
    nodes: list[Node], annexes: Sequence[_Annex], names: Sequence[str], profile: Profile
) -> tuple[Part, ...]:
    """The body and the attachments bound with it, each of which opens a page (7.3.7)."""
    parts = [Part(tuple(nodes))]
    for annex in annexes:
        part = _part(annex, names, profile)
        first = part.nodes[0] if part.nodes else BLANK
        if part.landscape == parts[-1].landscape and parts[-1].nodes:
            own = part.nodes
            if isinstance(first, Line):
                own = (replace(first, new_page=True), *own[1:])
            parts[-1] = replace(parts[-1], nodes=(*parts[-1].nodes, *own))
        elif not parts[-1].nodes:
            parts[-1] = part
        else:
            parts.append(part)
    return tuple(parts)


def _said_once(blocks: Sequence[Block], title: str) -> tuple[Block, ...]:
    """The blocks of an attachment, whose table needs no caption that says the title again."""
    return tuple(
        replace(block, caption=None)
        if isinstance(block, Table) and block.caption and block.caption.strip() == title
        else block
        for block in blocks
    )


def _footed(parts: tuple[Part, ...], foot: tuple[Foot, ...]) -> tuple[Part, ...]:
    """The parts with the imprint on the last page, which stands upright (7.4)."""
    if not foot:
        return parts
    if parts[-1].landscape:
        return (*parts, Part(foot))
    return (*parts[:-1], replace(parts[-1], nodes=(*parts[-1].nodes, *foot)))


def _blocks(blocks: Sequence[Block], landscape: bool, profile: Profile) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for is_label, group in groupby(blocks, key=lambda b: isinstance(b, Label)):
        if is_label:
            _keep_lead_in(nodes, profile)
            nodes += _labels([b for b in group if isinstance(b, Label)])
        else:
            for block in group:
                _keep_lead_in(nodes, profile)
                nodes += _block(block, landscape, profile)
    return tuple(nodes)


def _keep_lead_in(nodes: list[Node], profile: Profile) -> None:
    """Tie a short line that leads in what comes next, as 组成人员如下： does, to it.

    A longer one has lines of its own above it on the page and would leave a hole there.
    """
    last = nodes[-1] if nodes else None
    if (
        isinstance(last, Line)
        and last.style in _LEADING
        and last.text.endswith(_LEAD_IN)
        and characters(last.text) <= _LEAD_LINES * profile.characters - gbt9704.FIRST_LINE.count
    ):
        nodes[-1] = replace(last, keep_next=True)


def _block(block: Block, landscape: bool, profile: Profile) -> Iterator[Node]:
    match block:
        case Heading():
            level = min(max(block.level, 1), 5)
            yield line(f"Heading{level}", (block.marker or "") + block.text)
        case Paragraph() if block.lead or block.marker:
            yield _run_in(block, profile.bold_third)
        case Paragraph():
            yield line("Recipients" if block.role == "salutation" else "BodyText", block.text)
        case Item():
            yield line("Item", (block.marker or "") + block.text)
        case Table():
            yield from _table(block, landscape, profile)
        case Figure(chart=Chart() as chart):
            yield from _chart(block, chart, landscape, profile)
        case Figure():
            yield Picture(block.image, Mm(block.width_mm), printable(block.alt))
            if block.caption:
                yield line("FigureCaption", block.caption)
        case Note():
            yield line("Note", block.text)
        case Label():
            yield from _labels([block])


def _chart(
    figure: Figure, chart: Chart, landscape: bool, profile: Profile
) -> Iterator[Picture | Line]:
    """The pictures of a chart, each whole on its page with the caption below; one that goes on
    says so, and the text for whoever cannot see them stands with the first."""
    room, height = profile.text_width, profile.text_height
    if landscape:
        room, height = height, room
    width = min(Mm(figure.width_mm), room)
    parts = cut(chart, width, height - profile.pitch * _HEAD_LINES)
    for number, part in enumerate(parts, 1):
        drawing = draw(chart, width, part)
        key = f"chart:{hashlib.sha256(drawing.svg).hexdigest()}"
        alt = figure.alt if number == 1 else f"{figure.caption or '图'}（续）"
        yield Picture(key, width, printable(alt), drawing)
        more = f"（{number}/{len(parts)}）" if len(parts) > 1 else ""
        if figure.caption or more:
            yield line("FigureCaption", (figure.caption or "图") + more)


def _run_in(block: Paragraph, bold_third: bool) -> Line:
    """A paragraph that opens with a heading of its level: the lead in that level's face."""
    face: Face | None = None
    if block.level in (1, 2):
        face = STYLES[f"Heading{block.level}"].face
    marker = block.marker or ""
    if not block.lead:
        return Line("BodyText", (runs(marker) + runs(block.text),))
    stop = "" if _STOP.search(block.lead) else "。"
    lead = runs(f"{marker}{block.lead}{stop}", face)
    if bold_third and block.level == 3:
        lead = tuple(replace(run, bold=True) for run in lead)
    return Line("BodyText", (lead + runs(block.text),))


def _table(table: Table, landscape: bool, profile: Profile) -> Iterator[Line | Grid]:
    if table.caption:
        yield line("Caption", table.caption)
    room, height = profile.text_width, profile.text_height
    if landscape:
        room, height = height, room
    left = height - profile.pitch * _HEAD_LINES
    grid = grid_of(table, room.ratio(gbt9704.SMALL_FOUR), left.ratio(gbt9704.TABLE_PITCH))
    if grid is not None:
        yield grid
        yield Line("TableEnd")


def _labels(labels: Sequence[Label]) -> Iterator[Line]:
    """Label lines one below the other: labels spread to one width, texts after the colon.

    Names of two characters are spread where one of three stands in any of the lines.
    """
    written = lined_up if any(has_long_name(label.text) for label in labels) else runs
    lengths = [characters(label.label) for label in labels]
    widest = max(lengths)
    if widest > 5 or any(length < 2 for length in lengths):
        widest = 0.0  # too different to be lined up: each takes its own width
    for label, length in zip(labels, lengths, strict=True):
        wide = widest or length
        name = printable(label.label)
        spread = (wide - length) / (len(name) - 1) if len(name) > 1 else 0.0
        head = runs(name)
        if spread:
            head = (Run(name[:-1], spread=Chars(spread)), Run(name[-1]))
        yield Line(
            "Label",
            (head + runs("：") + written(label.text),),
            left=Chars(gbt9704.FIRST_LINE.count + wide + 1),
            first=Chars(-wide - 1),
        )
