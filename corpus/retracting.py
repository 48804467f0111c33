"""Retracting 撤回: one correction taken back from under the later ones, which stay.

A correction is kept as the document before it; what it was is read off from the two documents
that it stands between.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.correcting import Correction, Kind, corrected, level_of
from corpus.document import Document
from corpus.errors import InvalidCorrection

Step = tuple[str, Document]
"""The kind of a correction, and the document as it was before."""


def apart(steps: Sequence[Step], last: Document) -> frozenset[int]:
    """The indexes of those of `steps` that no later one is about, up to a division or junction;
    `without` makes sure of one of them, which takes as long as all the corrections did."""
    found: set[int] = set()
    later: set[tuple[str, str]] = set()
    for index, one in reversed([*enumerate(_read(steps, last))]):
        if one is None:
            break
        if _about(one) not in later:
            found.add(index)
        later.add(_about(one))
    return frozenset(found)


def without(steps: Sequence[Step], last: Document) -> tuple[Document, ...] | None:
    """The documents before each of `steps` but the first, and behind the last, had the first not
    been made; `last` is what they came to.

    None where a later one is about the same thing, or where one divided or joined documents.
    """
    if 0 not in apart(steps, last):
        return None
    first = steps[0][1]
    known = [one for one in _read(steps, last) if one is not None]
    try:
        # what cannot be made again as it was made is not made without the first either
        return _made(first, known[1:]) if _made(first, known)[-1] == last else None
    except InvalidCorrection:
        return None


def _read(steps: Sequence[Step], last: Document) -> list[Correction | None]:
    """What each of `steps` was; see `_between`."""
    bodies = [*(body for _, body in steps), last]
    pairs = zip(steps, bodies[1:], strict=True)
    return [_between(kind, before, after) for (kind, before), after in pairs]


def _made(document: Document, corrections: Sequence[Correction]) -> tuple[Document, ...]:
    made = [document]
    for one in corrections:
        made.append(corrected(made[-1], one))
    return tuple(made)


def _about(correction: Correction) -> tuple[str, str]:
    return correction.kind, correction.block


def _between(kind: str, before: Document, after: Document) -> Correction | None:
    """The correction of `kind` that made `after` of `before`; None for one that is more than a
    value or a level."""
    named: dict[str, tuple[Kind, str]] = {
        "title": ("title", after.title),
        "genre": ("genre", after.genre),
        "year": ("year", str(after.year or "")),
        "unit": ("unit", after.issuer or ""),
        "topics": ("topics", "、".join(after.topics)),
    }
    if kind in named:
        return Correction(*named[kind])
    if kind != "level":
        return None
    pairs = zip(before.all_blocks(), after.all_blocks(), strict=False)
    changed = [(new.id, level_of(new)) for old, new in pairs if level_of(old) != level_of(new)]
    if len(changed) != 1 or changed[0][1] is None:
        return None
    (block, level), *_ = changed
    return Correction("level", level or "", block)
