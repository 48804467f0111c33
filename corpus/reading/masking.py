"""Masking 脱敏: numbers of people give way to asterisks, their names to 某."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from corpus.document import Block, Document, Fact, Figure, Label, Paragraph, Table
from corpus.reading.people import people_in

_NUMBER = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<id>[1-9][0-9]{5})(?:19|20)[0-9]{6}(?P<id_end>[0-9]{3}[0-9Xx])"
    r"|(?P<mobile>1[3-9][0-9])[0-9]{4}(?P<mobile_end>[0-9]{4})"
    r"|(?P<area>0[0-9]{2,3}[-—－ ]?)(?P<local>[0-9]{3,4})(?P<line_end>[0-9]{4})"
    r"|(?P<hotline>[48]00-?[0-9]{3}-?)(?P<hotline_end>[0-9]{4})"
    r")(?![0-9])"
)


def masked_text(text: str) -> str:
    """`text` with numbers such as 138****5678; it keeps its length, so that places stay true."""
    return _NUMBER.sub(_mask, text) if any("0" <= c <= "9" for c in text) else text


def _mask(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["id"]:
        return f"{found['id']}{'*' * 8}{found['id_end']}"
    if found["mobile"]:
        return f"{found['mobile']}****{found['mobile_end']}"
    if found["area"]:
        return f"{found['area']}{'*' * len(found['local'])}{found['line_end']}"
    return f"{found['hotline']}****"


Mask = Callable[[str], str]


def masked(document: Document) -> Document:
    """`document` without the numbers and names of people, wherever in it they stand.

    Telephone and identity numbers lose their middle; names that something tells to be names
    (`people_in`) keep the surname. All texts keep their length.
    """
    mask = _masking(people_in(document))
    seen, signed = document.attendance, document.signoff
    return replace(
        document,
        title=mask(document.title),
        issuer=document.issuer and mask(document.issuer),
        masthead=document.masthead
        and replace(document.masthead, signers=tuple(map(mask, document.masthead.signers))),
        recipients=tuple(map(mask, document.recipients)),
        copies=tuple(map(mask, document.copies)),
        byline=tuple(map(mask, document.byline)),
        blocks=tuple(_block(block, mask) for block in document.blocks),
        attachments=tuple(
            replace(
                one,
                title=mask(one.title),
                blocks=tuple(_block(block, mask) for block in one.blocks),
            )
            for one in document.attachments
        ),
        notes=tuple(map(mask, document.notes)),
        attendance=seen
        and replace(
            seen,
            present=tuple(map(mask, seen.present)),
            absent=tuple(map(mask, seen.absent)),
            observers=tuple(map(mask, seen.observers)),
        ),
        signoff=signed
        and replace(
            signed,
            issuers=tuple(map(mask, signed.issuers)),
            signers=tuple(map(mask, signed.signers)),
        ),
        facts=tuple(_fact(fact, mask) for fact in document.facts),
        source=document.source and replace(document.source, file=mask(document.source.file)),
        warnings=tuple(
            replace(caution, message=mask(caution.message)) for caution in document.warnings
        ),
    )


def _masking(names: frozenset[str]) -> Mask:
    """What masks one text: the numbers in it and all of `names`, longer ones first."""
    if not names:
        return masked_text
    found = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))))
    return lambda text: found.sub(_initial, masked_text(text))


def _initial(match: re.Match[str]) -> str:
    name = match[0]
    return name[0] + "某" * (len(name) - 1)


def _fact(fact: Fact, mask: Mask) -> Fact:
    return replace(fact, value=mask(fact.value))


def _block(block: Block, mask: Mask) -> Block:
    match block:
        case Table():
            return replace(
                block,
                caption=block.caption and mask(block.caption),
                head=tuple(
                    tuple(replace(cell, text=mask(cell.text)) for cell in row) for row in block.head
                ),
                rows=tuple(
                    tuple(replace(cell, text=mask(cell.text)) for cell in row) for row in block.rows
                ),
            )
        case Figure():
            chart = block.chart and replace(
                block.chart, names=tuple(mask(name) for name in block.chart.names)
            )
            return replace(
                block,
                alt=mask(block.alt),
                caption=block.caption and mask(block.caption),
                chart=chart,
            )
        case Paragraph():
            return replace(block, lead=block.lead and mask(block.lead), text=mask(block.text))
        case Label():
            return replace(block, label=mask(block.label), text=mask(block.text))
        case _:
            return replace(block, text=mask(block.text))
