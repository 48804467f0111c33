"""Text: what the runs of a paragraph come to, as it reads once all changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.reading.word.names import ALTERNATIVES, Element, M, child, chosen, is_on, w

# What is said only in a field's instruction, deleted, moved elsewhere, or about the text.
_SILENT = frozenset(
    w(name)
    for name in (
        "del", "moveFrom", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr",
        "softHyphen", "annotationRef", "footnoteRef", "endnoteRef", "pgNum", "rt", "rubyPr",
        "fldData", "ffData", "smartTagPr", "customXmlPr",
    )
)  # fmt: skip
_SIGNS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_DRAWN = frozenset(w(name) for name in ("drawing", "pict", "object"))
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
# Page numbers and tables of contents belong to the paper, not to the text.
_PAPER = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC"})
# Boxes to tick, as the symbol fonts number them.
_BOXES = {
    "F0FE": "☑", "F0FD": "☒", "F0A8": "□", "F06F": "□", "F052": "☑", "F0A3": "□", "F054": "☒",
    "F0FC": "√",
}  # fmt: skip


@dataclass(slots=True)
class Found:
    """What stands in a paragraph beside its text.

    `boxes` are text boxes to be read as text of their own; `notes` and `comments` the ids that
    it refers to; `pictures` the drawings of pictures; `changes` counts the tracked changes that
    were accepted.
    """

    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    pictures: list[Element] = field(default_factory=list)
    changes: int = 0


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    result: bool = False

    @property
    def shown(self) -> bool:
        words = self.instruction.split(maxsplit=1)
        return self.result and not (words and words[0].upper() in _PAPER)


class Runs:
    """Reads the paragraphs of one story in order; a field may run over several of them.

    Where fields are not `closed`, none is hidden: an end that is missing must not swallow the
    rest of the file.
    """

    def __init__(self, *, closed: bool) -> None:
        self._closed = closed
        self._fields: list[_Field] = []
        # How many of the open fields show nothing now.
        self._silent = 0

    def read(self, paragraph: Element) -> tuple[str, Found]:
        """The text of `paragraph`, breaks as line ends, and what else stands in it."""
        found = Found()
        out: list[str] = []
        self._walk(paragraph, out, found)
        return "".join(out).replace("\u00ad", ""), found

    def _walk(self, node: Element, out: list[str], found: Found) -> None:
        for each in node:
            tag = each.tag
            if tag == w("t"):
                if self._shown:
                    out.append(each.text or "")
            elif tag in _SILENT:
                found.changes += tag in (w("del"), w("moveFrom"))
            elif tag in _SIGNS:
                if self._shown:
                    out.append(_SIGNS[tag])
            elif tag == w("r"):
                hidden = is_on(child(each, "rPr", "vanish"))
                # Fields go on counting in hidden runs.
                self._walk(each, [] if hidden else out, Found() if hidden else found)
            elif tag == w("fldChar"):
                self._turn(each.get(w("fldCharType")))
            elif tag == w("instrText"):
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].instruction += (each.text or "")[:200]
            elif tag == w("fldSimple"):
                if _Field(each.get(w("instr"), ""), True).shown:
                    self._walk(each, out, found)
            elif tag == w("sym"):
                out.append(_BOXES.get(each.get(w("char"), "").upper(), ""))
            elif tag in _DRAWN:
                _look_into(each, found)
            elif tag == ALTERNATIVES:
                branch = chosen(each)
                if branch is not None:
                    self._walk(branch, out, found)
            elif tag in (w("footnoteReference"), w("endnoteReference")):
                found.notes.append((tag.rpartition("}")[2][:-9], each.get(w("id"), "")))
            elif tag == w("commentReference"):
                found.comments.append(each.get(w("id"), ""))
            elif tag == w("sdt"):
                # 单击此处输入文字 is the program's word, not the writer's.
                if not is_on(child(each, "sdtPr", "showingPlcHdr")):
                    self._walk(each, out, found)
            elif tag in (f"{{{M}}}oMath", f"{{{M}}}oMathPara"):
                out.extend(text.text or "" for text in each.iter(f"{{{M}}}t"))
            else:
                found.changes += tag in (w("ins"), w("moveTo"))
                self._walk(each, out, found)

    @property
    def _shown(self) -> bool:
        return not self._closed or not self._silent

    def _turn(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
            self._silent += 1
        elif kind == "separate" and self._fields and not self._fields[-1].result:
            self._fields[-1].result = True
            self._silent -= self._fields[-1].shown
        elif kind == "end" and self._fields:
            self._silent -= not self._fields.pop().shown


def fields_closed(root: Element) -> bool:
    """Whether every field in `root` that begins also ends, deleted ones left out."""
    balance = 0
    for each in root.iter(w("fldChar")):
        kind = each.get(w("fldCharType"))
        if kind in ("begin", "end") and not any(
            above.tag in (w("del"), w("moveFrom")) for above in each.iterancestors()
        ):
            balance += 1 if kind == "begin" else -1
            if balance < 0:
                return False
    return balance == 0


def _look_into(drawn: Element, found: Found) -> None:
    boxes = list(_boxes(drawn))
    found.boxes.extend(boxes)
    if not boxes and any(next(drawn.iter(tag), None) is not None for tag in _PICTURES):
        found.pictures.append(drawn)


def _boxes(node: Element) -> Iterator[Element]:
    for each in node:
        if each.tag == w("txbxContent"):
            yield each
        elif each.tag == ALTERNATIVES:
            branch = chosen(each)
            if branch is not None:
                yield from _boxes(branch)
        else:
            yield from _boxes(each)
