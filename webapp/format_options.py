"""Options 选项 of 一键排版: marks made full-width, ordinals in sequence, a red masthead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.document import Document, Masthead
from corpus.files import write_atomically
from corpus.reading.settings import USUAL, Settings
from corpus.sequence import in_sequence, with_markers_of

_MARKS = frozenset({"punctuation", "half-width-stop"})
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may switch; `issuer` and `number` are what the red masthead says."""

    marks: bool = True
    sequence: bool = True
    masthead: bool = False
    issuer: str = ""
    number: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Options:
        """The options as the form sends them: a box that is not ticked is not sent."""
        issuer, number = (form.get(name, "").strip()[:_LONGEST] for name in ("issuer", "number"))
        return cls("marks" in form, "sequence" in form, "masthead" in form, issuer, number)

    @property
    def settings(self) -> Settings:
        """How the file is read with them."""
        return USUAL if self.marks else Settings(_MARKS)

    @property
    def key(self) -> str:
        """The options as text: each of them makes other pages."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def begun(self, read: Document) -> Document:
        """`read` before anything is corrected in it by hand."""
        return (in_sequence(read) if self.sequence else read).canonical()

    def ended(self, read: Document, fresh: Document) -> Document:
        """`fresh`, made of `read`, with the ordinals as typed or the masthead where asked for."""
        if not self.sequence:
            fresh = with_markers_of(read, fresh)
        if self.masthead and self.issuer and fresh.masthead is None:
            masthead = Masthead(issuers=(self.issuer,), doc_number=self.number or None)
            fresh = replace(fresh, layout="document", masthead=masthead)
        return fresh


def kept(folder: Path) -> Options:
    """The options of the upload in `folder`; the usual ones where nobody chose any."""
    try:
        return Options(**json.loads((folder / _NAME).read_text("utf-8")))
    except FileNotFoundError:
        return Options()


def keep(folder: Path, options: Options) -> None:
    """Write `options` down for the upload in `folder`."""
    write_atomically(folder / _NAME, options.key.encode())


_NAME = "options.json"
