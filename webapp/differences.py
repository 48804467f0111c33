"""Differences 两处不同: what two versions of a draft have otherwise, in words for the choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.library import DraftRecord
from generator.draft import SectionState
from generator.past import name_of
from generator.states import FRAME
from generator.template import Template
from webapp import groups
from webapp.bench import Bench

SHOWN, BEFORE = 160, 20
"""Characters of each side that the choice after a conflict shows, and how many of them stand
before the first that is otherwise."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field or section that two versions of a draft have otherwise."""

    label: str
    mine: str
    theirs: str

    def to_json(self) -> dict[str, str]:
        """The difference for the script."""
        return {"label": self.label, "mine": self.mine, "theirs": self.theirs}


def differences_of(chosen: Template, mine: Bench, record: DraftRecord) -> list[Difference]:
    """What the saved draft has otherwise than `mine`: fields, then sections by their titles."""
    found = [
        Difference(name, *_cut(_said(mine.inputs.get(name)), _said(record.inputs.get(name))))
        for name in chosen.fields
        if _said(mine.inputs.get(name)) != _said(record.inputs.get(name))
    ]
    theirs = {s.id: s for s in map(SectionState.from_json, record.sections)}
    titles = {**FRAME, **{section.id: section.heading for section in chosen.all_sections()}}
    for state in mine.states:
        other = theirs.get(state.id, SectionState(state.id))
        mine_of = (state.state, state.blocks, state.figures, state.separate)
        if mine_of != (other.state, other.blocks, other.figures, other.separate):
            title = titles.get(state.id) or name_of(state.blocks or other.blocks)
            found.append(Difference(title, *_cut(_stated(state), _stated(other))))
    looked = [_looked(one.state for one in mine.remnants), _looked(r[3] for r in record.residue)]
    if looked[0] != looked[1]:
        found.append(Difference("旧文内容", *looked))
    return found


def _looked(states: Iterable[str]) -> str:
    """How far the list of what came from past documents is settled."""
    found = Counter(states)
    return f"换掉 {found['replaced']} 项，保留 {found['kept']} 项"


STATES = {"form": "按表单写", "off": "不写入", "edited": "手改"}


def _stated(state: SectionState) -> str:
    text = groups.text_of(state.blocks) if state.state == "edited" else ""
    stands = (*state.stands, *[""] * len(state.figures))
    photos = "、".join(
        (figure.caption or "照片") + (f"（第{stand.partition('|')[0]}段后）" if stand else "")
        for figure, stand in zip(state.figures, stands, strict=False)
    )
    apart = {True: "另册装订", False: "不另册装订", None: ""}[state.separate]
    parts = (apart, text, f"照片：{photos}" if photos else "")
    said = "；".join(part for part in parts if part)
    return f"{STATES[state.state]}：{said}" if said else STATES[state.state]


def _cut(mine: str, theirs: str) -> tuple[str, str]:
    """Both texts from a little before the first place that is otherwise, short enough to be read
    side by side."""
    pairs = enumerate(zip(mine, theirs, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), min(len(mine), len(theirs)))
    start = same - BEFORE if same > SHOWN // 2 else 0
    first, second = (
        ("…" if start else "")
        + text[start : start + SHOWN]
        + ("…" if text[start + SHOWN :] else "")
        for text in (mine, theirs)
    )
    return first, second


def _said(value: object) -> str:
    """An input in one line."""
    if isinstance(value, Mapping):
        return "　".join(text for part in value.values() if (text := _said(part)))
    if isinstance(value, list):
        return "；".join(text for entry in value if (text := _said(entry)))
    return "" if value is None else str(value)
