"""看看别人怎么写: sections of other documents beside a section of a draft, taken in with their
source remembered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from corpus.document import Block, Document, Figure, Heading, Item, Paragraph
from corpus.genres import ROLES
from corpus.library import Stored
from corpus.search.sections import find_sections
from generator import standing
from generator.draft import SectionState
from generator.remnants import united
from generator.residue import remnants_in
from generator.template import Template
from webapp import bench as benches
from webapp import photo_rows, previews
from webapp.bench import Bench
from webapp.context import library, scope, unit
from webapp.documents import section_of, section_under
from webapp.errors import InvalidRequest
from webapp.groups import text_of
from webapp.posted import Posted

blueprint = Blueprint("others", __name__)

LISTED = 8


@blueprint.get("/drafts/<int:draft_id>/others")
def index(draft_id: int) -> ResponseReturnValue:
    """Sections with the role `role` of documents about `q`; about anything where none is."""
    library().drafts.get(draft_id, scope())
    role = request.args.get("role", "")
    role = role if role in ROLES else ""
    words = " ".join(request.args.get("q", "").split())[:80]
    found = _found(words, role)
    wider = bool(words) and not found
    return render_template(
        "draft_others.html",
        draft_id=draft_id,
        hits=_found("", role) if wider and role else found,
        words=words,
        role=role,
        label=ROLES[role].label if role else "",
        wider=wider,
    )


def _found(words: str, role: str) -> list[dict[str, object]]:
    if not words and not role:
        return []
    results = find_sections(
        library(), words, scope(), role=role or None, limit=LISTED, own_unit=unit().name
    ).to_json()
    return [hit for hit in results["hits"] if hit["text"]]


def after_taking(
    template: Template,
    form: Posted,
    known: Sequence[SectionState],
    bench: Bench,
    asked: Mapping[str, str],
    last: Mapping[str, str],
    draft_id: int,
) -> tuple[Posted, Bench]:
    """Form and bench with a section of another document taken into one of the draft.

    `asked` has the document (`take`), a block of its section and the section's heading, the
    draft's section (`into`), whether to `replace` it or to insert below the line at `at`. What
    the section says of others comes to the list of old and new, its photos to the photos of the
    section, which the draft `draft_id` may show from now on; `last` as on the bench. Raises
    `InvalidRequest` for a section that there is not or that would have too many photos, `NotFound`
    for a document out of scope.
    """
    into = next((one for one in form.sections if one.id == asked.get("into")), None)
    if into is None or not asked["take"].isdecimal():
        raise InvalidRequest("没有这一节", remedy="刷新页面后再试")
    stored = library().documents.get(int(asked["take"]), scope())
    document = stored.document.canonical()
    blocks = _section(document, asked.get("block", ""), asked.get("heading", ""))
    if not blocks:
        raise InvalidRequest("那篇文稿里没有这一节", remedy="重新打开“看看别人怎么写”再选")
    before = into.text if into.edited else benches.section_text(bench, into.id)
    swap = asked.get("way") == "replace"
    found, figures, stands = standing.parted(blocks)
    if len(into.figures) + len(figures) > photo_rows.MOST:
        raise InvalidRequest(
            f"这一节的照片会超过{photo_rows.MOST}张", remedy="先删掉几张照片，再取那一节"
        )
    text = text_of(found) if swap else _inserted(before, text_of(found), asked.get("at", ""))
    source = {"document": stored.id, "block": asked.get("block", ""), "title": document.title}
    taken = replace(
        into,
        state="edited",
        text=text,
        edited=True,
        source=source,
        figures=(*into.figures, *_own_photos(figures, stored, draft_id)),
        stands=(*into.stands, *[""] * (len(into.figures) - len(into.stands)), *stands),
    )
    others = tuple(taken if one.id == into.id else one for one in form.sections)
    fresh = remnants_in(blocks, document, unit(), datetime.date.today())
    form = replace(form, sections=others, remnants=united(form.remnants, fresh))
    if swap:
        known = [*(s for s in known if s.id != into.id), SectionState(into.id, blocks=tuple(found))]
    return form, benches.of_posted(template, form, known, last)


def _own_photos(figures: tuple[Figure, ...], stored: Stored, draft_id: int) -> tuple[Figure, ...]:
    """`figures` of the document `stored` as photos of the draft."""
    if not figures:
        return ()
    (state,), photos = photo_rows.taken_over(
        [SectionState("taken", figures=figures)], previews.pictures_of(stored)
    )
    for photo in photos:
        library().pictures.put(draft_id, photo)
    return state.figures


def _section(document: Document, block: str, heading: str) -> tuple[Block, ...]:
    """The blocks of a section below its heading, raised to stand in a level-1 part."""
    found = (heading and section_under(document, block, heading)) or section_of(document, block)
    head = found[0] if found else None
    if not isinstance(head, Heading):
        return tuple(found)
    return tuple(_raised(one, head.level - 1) for one in found[1:])


def _raised(block: Block, by: int) -> Block:
    if not by or not isinstance(block, Heading | Paragraph | Item) or block.level is None:
        return block
    return block if block.level >= 5 else replace(block, level=max(2, block.level - by))


def _inserted(text: str, more: str, at: str) -> str:
    """`text` with the lines `more` below the line that holds the cursor, else at its end."""
    cursor = min(int(at), len(text)) if at.isdecimal() else len(text)
    end = text.find("\n", cursor)
    end = len(text) if end < 0 else end
    return "\n".join(part for part in (text[:end], more, text[end:].lstrip("\n")) if part)
