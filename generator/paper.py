"""The paper 版头版记 of a template: masthead, copies, notes, attendance, imprint, as declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.document import Attendance, Imprint, Layout, Masthead
from generator.compiled import Piece
from generator.errors import TemplateError
from generator.fields import did_you_mean
from generator.frontmatter import Yaml

PAPER_KEYS = ("masthead", "byline", "copies", "notes", "attendance", "imprint")
_PARTS: Mapping[str, tuple[str, ...]] = {
    "masthead": ("issuer", "number", "signer", "urgency", "copy"),
    "attendance": ("present", "absent", "observers"),
    "imprint": ("issuer", "date"),
}

Lines = Callable[[Sequence[Piece], str], tuple[str, ...]]
"""Renders pieces of one part of the paper as texts, each list as its entries."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The parts of the paper as pieces; a part that renders to nothing is left out."""

    masthead: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    byline: tuple[Piece, ...] = ()
    copies: tuple[Piece, ...] = ()
    notes: tuple[Piece, ...] = ()
    attendance: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    imprint: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)

    @property
    def pieces(self) -> list[Piece]:
        """Every piece of the paper."""
        pieces = [*self.byline, *self.copies, *self.notes]
        for part in (self.masthead, self.attendance, self.imprint):
            pieces += [piece for own in part.values() for piece in own]
        return pieces

    def head(self, lines: Lines, layout: Layout) -> Masthead | None:
        """The masthead in `layout`, or None where no issuing body is given: a working paper."""
        made = {key: lines(pieces, "masthead") for key, pieces in self.masthead.items()}
        if not made.get("issuer"):
            return None
        return Masthead(
            copy_number=_first(made.get("copy")),
            urgency=_first(made.get("urgency")),
            issuers=made["issuer"],
            with_document=layout == "document",
            doc_number=_first(made.get("number")),
            signers=made.get("signer", ()),
        )

    def present(self, lines: Lines) -> Attendance | None:
        """Who attended, or None where nobody is named."""
        made = {key: lines(pieces, "attendance") for key, pieces in self.attendance.items()}
        return Attendance(**made) if any(made.values()) else None

    def foot(self, lines: Lines, dated: Callable[[str], str | None]) -> Imprint | None:
        """The imprint, or None where no printing body is given; `dated` reads the date."""
        made = {key: lines(pieces, "imprint") for key, pieces in self.imprint.items()}
        if not made.get("issuer"):
            return None
        date = _first(made.get("date"))
        return Imprint(made["issuer"][0], dated(date) if date else None)


def _first(texts: Sequence[str] | None) -> str | None:
    return texts[0] if texts else None


def read_paper(front: Yaml, name: str, names: frozenset[str]) -> Paper:
    """The paper that the front matter declares; raises `TemplateError` with the place."""

    def pieces(value: Any, *path: str) -> tuple[Piece, ...]:
        entries = value if isinstance(value, list) else [value] if value else []
        if not all(isinstance(entry, str) for entry in entries):
            raise TemplateError(
                f"{path[-1]} 应当是一列文字",
                where=front.where(name, *path),
                remedy=f'写成 {path[-1]}: ["{{{{ 要素 }}}}"]',
            )
        line = front.places.get(path, (1, 1))[0]
        return tuple(Piece(entry, name, line, names) for entry in entries)

    def parts(key: str) -> dict[str, tuple[Piece, ...]]:
        value = front.value.get(key) or {}
        known = _PARTS[key]
        if not isinstance(value, Mapping):
            raise TemplateError(
                f"{key} 应当分项写",
                where=front.where(name, key),
                remedy=f'写成 {key}: {{{known[0]}: "{{{{ 要素 }}}}"}}',
            )
        for part in value:
            if part not in known:
                raise TemplateError(
                    f"{key} 没有“{part}”这一项",
                    where=front.where(name, key, part),
                    remedy=did_you_mean(part, known),
                )
        return {part: pieces(value[part], key, part) for part in known if part in value}

    return Paper(
        parts("masthead"),
        pieces(front.value.get("byline"), "byline"),
        pieces(front.value.get("copies"), "copies"),
        pieces(front.value.get("notes"), "notes"),
        parts("attendance"),
        parts("imprint"),
    )


__all__ = ["PAPER_KEYS", "Paper", "read_paper"]
