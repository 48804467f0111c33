"""Old → new 旧文内容: what is left of past documents in a draft, where, and what replaces it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.mentions import Finder
from generator.remnants import KINDS, Remnant, around
from generator.replacing import open_mentions, replaced
from generator.template import Template
from webapp import bench as benches
from webapp.bench import Bench
from webapp.controls import Control, Group, View
from webapp.groups import Group as FormGroup
from webapp.posted import TEXT, TITLE, Posted

EVERY = "all"
"""What the button says that replaces everything for which something is known."""
_SHOWN = 40
"""So many places of one remnant are told apart; the count counts them all."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the form: the control that holds it, what it is called, what stands in it."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Left:
    """A remnant in the draft: `total` counts its places, `open` those nobody has settled."""

    number: int
    remnant: Remnant
    total: int
    open: int
    places: tuple[dict[str, Any], ...]

    @property
    def state(self) -> str:
        """How its line looks: open, kept, replaced, or gone where it stands nowhere."""
        if self.open or self.remnant.state != "open":
            return "open" if self.open else self.remnant.state
        return "kept" if self.total else "gone"  # all of its places are spared

    def to_json(self) -> dict[str, Any]:
        """What changes in its line while one types."""
        return {
            "n": self.number,
            "state": self.state,
            "total": self.total,
            "open": self.open,
            "places": list(self.places),
        }


@dataclass(frozen=True, slots=True)
class Residue:
    """What is left of past documents in a draft, by kind."""

    left: tuple[Left, ...]

    @property
    def unchecked(self) -> int:
        """How many of them nobody has changed or ticked."""
        return sum(1 for one in self.left if one.open)

    @property
    def ready(self) -> int:
        """How many of them one click would replace."""
        return sum(1 for one in self.left if one.open and one.remnant.new)

    @property
    def kinds(self) -> tuple[tuple[str, str, tuple[Left, ...]], ...]:
        """The remnants of each kind there is, with what the kind is called."""
        groups = (
            (kind, label, tuple(one for one in self.left if one.remnant.kind == kind))
            for kind, label in KINDS.items()
        )
        return tuple(group for group in groups if group[2])

    def to_json(self) -> dict[str, Any]:
        """What the workbench shows while one types."""
        return {
            "unchecked": self.unchecked,
            "ready": self.ready,
            "left": [one.to_json() for one in self.left],
        }


def residue_of(bench: Bench) -> Residue:
    """What is left of past documents in the texts of `bench`, as the form shows them."""
    remnants = bench.remnants
    if not remnants:
        return Residue(())
    finder = _finder(remnants)
    totals, opens = [0] * len(remnants), [0] * len(remnants)
    places: list[list[dict[str, Any]]] = [[] for _ in remnants]
    for one in texts_of(bench.groups):
        mentions = finder.mentions(one.text)
        unsettled = set(open_mentions(mentions, remnants, one.text))
        for mention in mentions:
            n = mention.remnant
            totals[n] += 1
            opens[n] += mention in unsettled
            if len(places[n]) < _SHOWN:
                spared = remnants[n].spared and (
                    around(one.text, mention.start, mention.end) in remnants[n].spared
                )
                places[n].append(
                    {
                        "name": one.name,
                        "label": one.label,
                        "certain": mention.certain,
                        "start": mention.start,
                        "end": mention.end,
                        "old": one.text[mention.start : mention.end],
                        "new": mention.new,
                    }
                    | ({"spared": True} if spared else {})
                )
    return Residue(
        tuple(Left(n, one, totals[n], opens[n], tuple(places[n])) for n, one in enumerate(remnants))
    )


def unchecked(bench: Bench) -> int:
    """How much of what came from past documents stands in `bench` and nobody has looked at."""
    return residue_of(bench).unchecked


def standing_in(
    template: Template, bench: Bench, remnants: Sequence[Remnant]
) -> tuple[Remnant, ...]:
    """Those of `remnants` that stand somewhere in the texts of `bench`: a county that is only
    named within its sub-district's name is none to look at."""
    laid = benches.lay(template, bench.inputs, bench.states, remnants=remnants)
    return tuple(one.remnant for one in residue_of(laid).left if one.total)


@lru_cache(maxsize=16)
def _finder(remnants: tuple[Remnant, ...]) -> Finder:
    return Finder(remnants)


def texts_of(groups: Iterable[FormGroup]) -> Iterator[Text]:
    """Every text of the form that is printed, in the order of the form."""
    for group in groups:
        if group.state == "off":
            continue
        for part in group.typed:
            yield Text(TEXT + part.id, part.label, part.text)
        for photo in group.photos:
            yield Text(f"{photo.name}.caption", f"{group.heading}的照片", photo.caption)
            yield Text(f"{photo.name}.alt", f"{group.heading}的照片", photo.alt)
        if group.by_hand:
            if group.titled:
                yield Text(TITLE + group.id, group.heading, group.title)
            yield Text(TEXT + group.id, group.heading, group.text)
        else:
            for view in group.fields:
                for control in _controls(view):
                    yield Text(control.name, group.heading, control.value)


def _controls(view: View) -> Iterator[Control]:
    if isinstance(view, Control):
        if view.value and view.kind not in ("select", "checkboxes"):
            yield view
    elif isinstance(view, Group):
        for part in view.parts:
            yield from _controls(part)
    else:
        for row in view.rows:
            for control in row:
                yield from _controls(control)


def after_replacing(
    template: Template, form: Posted, bench: Bench, asked: Sequence[str], last: Mapping[str, str]
) -> tuple[Posted, Bench]:
    """Form and bench with the `asked` remnants (their numbers, or all) replaced everywhere.

    `last` offers earlier lists by field, as on the bench.
    """
    every = EVERY in asked
    chosen = [
        n
        for n, one in enumerate(bench.remnants)
        if (every and one.state == "open") or str(n) in asked
    ]
    done = replaced(form.inputs, bench.states, bench.remnants, chosen)
    laid = benches.lay(template, done.inputs, done.states, last, remnants=done.remnants)
    return Posted(form.revision, dict(done.inputs), form.sections, done.remnants), laid
