"""Masking 脱敏: the middle of telephone and identity numbers gives way to asterisks."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.document import Block, Document, Figure, Label, Paragraph, Table

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


def masked(document: Document) -> Document:
    """`document` with every telephone and identity number masked, facts and warnings too."""
    return replace(
        document,
        title=masked_text(document.title),
        blocks=tuple(map(_block, document.blocks)),
        attachments=tuple(
            replace(one, title=masked_text(one.title), blocks=tuple(map(_block, one.blocks)))
            for one in document.attachments
        ),
        byline=tuple(map(masked_text, document.byline)),
        notes=tuple(map(masked_text, document.notes)),
        facts=tuple(replace(fact, value=masked_text(fact.value)) for fact in document.facts),
        warnings=tuple(
            replace(caution, message=masked_text(caution.message)) for caution in document.warnings
        ),
    )


def _block(block: Block) -> Block:
    match block:
        case Table():
            return replace(
                block,
                caption=block.caption and masked_text(block.caption),
                head=tuple(
                    tuple(replace(cell, text=masked_text(cell.text)) for cell in row)
                    for row in block.head
                ),
                rows=tuple(
                    tuple(replace(cell, text=masked_text(cell.text)) for cell in row)
                    for row in block.rows
                ),
            )
        case Figure():
            return replace(
                block,
                alt=masked_text(block.alt),
                caption=block.caption and masked_text(block.caption),
            )
        case Paragraph():
            lead = block.lead and masked_text(block.lead)
            return replace(block, lead=lead, text=masked_text(block.text))
        case Label():
            return replace(block, label=masked_text(block.label), text=masked_text(block.text))
        case _:
            return replace(block, text=masked_text(block.text))
