"""Masking 脱敏: numbers and home addresses of people give way to asterisks, their names to 某."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from corpus.document import Block, Document, Fact, Figure, Label, Paragraph, Row, Table
from corpus.reading.addresses import is_of_homes, without_door, without_doors
from corpus.reading.people import people_in

_NUMBER = re.compile(
    r"(?:(?<![0-9])|(?<=\+86))(?:"
    r"(?P<id>[1-9][0-9]{5})(?:19|20)[0-9]{6}(?P<id_end>[0-9]{3}[0-9Xx])"
    r"|(?P<card>62[0-9]{4})[0-9]{6,9}(?P<card_end>[0-9]{4})"
    r"|(?P<mobile>1[3-9][0-9](?P<gap>[- ]?))[0-9]{4}(?P<mobile_end>(?P=gap)[0-9]{4})"
    r"|(?P<area>0[0-9]{2,3}(?:[-—－ ]|[）)] ?)?)(?P<local>[0-9]{3,4}[- ]?)(?P<line_end>[0-9]{4})"
    r"|(?P<hotline>[48]00-?[0-9]{3}-?)(?P<hotline_end>[0-9]{4})"
    r")(?![0-9])"
)

# Beside these a column of addresses is one of homes.
_NAMES = re.compile(r"姓\s*名|户\s*主|房\s*主|身份证|人$")


def masked_text(text: str) -> str:
    """`text` with numbers such as 138****5678 and doors such as *幢*单元***室.

    It keeps its length, so that places stay true.
    """
    if any("0" <= c <= "9" for c in text):
        text = _NUMBER.sub(_mask, text)
    return without_doors(text)


def _mask(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["id"]:
        return f"{found['id']}{'*' * 8}{found['id_end']}"
    if found["card"]:
        hidden = match.end() - match.start() - 10
        return f"{found['card']}{'*' * hidden}{found['card_end']}"
    if found["mobile"]:
        return f"{found['mobile']}****{found['mobile_end']}"
    if found["area"]:
        return f"{found['area']}{'*' * len(found['local'])}{found['line_end']}"
    return f"{found['hotline']}****"


Mask = Callable[[str], str]


def masked(document: Document) -> Document:
    """`document` without the numbers, names and doors of people, wherever in it they stand.

    Telephone, identity and bank card numbers lose their middle; names that something tells to be
    names (`people_in`) keep the surname; home addresses (`addresses`) lose the numbers of house
    and door. All texts keep their length.
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
            return _table(block, mask)
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
            text = mask(block.text)
            if is_of_homes(block.label):
                text = without_door(text)
            return replace(block, label=mask(block.label), text=text)
        case _:
            return replace(block, text=mask(block.text))


def _table(table: Table, mask: Mask) -> Table:
    """`table` masked; whole columns of addresses, and cells beside such a heading."""
    head = table.head[-1] if table.head else ()
    named = any(_NAMES.search(cell.text) for cell in head)
    homes = {at for at, cell in enumerate(head) if is_of_homes(cell.text, people=named)}

    def cells(row: Row) -> Row:
        return tuple(
            replace(
                cell,
                text=without_door(mask(cell.text))
                if (at in homes and len(row) == len(head))
                or (at > 0 and is_of_homes(row[at - 1].text))
                else mask(cell.text),
            )
            for at, cell in enumerate(row)
        )

    return replace(
        table,
        caption=table.caption and mask(table.caption),
        head=tuple(tuple(replace(c, text=mask(c.text)) for c in row) for row in table.head),
        rows=tuple(map(cells, table.rows)),
    )
