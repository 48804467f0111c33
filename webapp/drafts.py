"""我的文稿: the drafts of a person, the workbench, autosave, preview and export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import Conflict, Problem
from corpus.library import DraftRecord, Version
from corpus.plain import plain_text
from generator import template
from generator.draft import SectionState
from generator.past import OWN
from generator.states import ANNEX
from generator.template import Template
from webapp import bench as benches
from webapp import earlier, my_drafts, new, others, photo_rows, posted, replacing, sheets
from webapp.bench import Bench
from webapp.context import library, scope, user
from webapp.differences import differences_of
from webapp.documents import DOWNLOADS, attached, laid_out
from webapp.posted import Posted

blueprint = Blueprint("drafts", __name__)
blueprint.add_url_rule("/new", "new", new.gallery)
blueprint.add_url_rule("/new/<template_id>", "sample", new.sample)
blueprint.add_url_rule("/drafts", "index", my_drafts.index)
for address, name in (
    ("/drafts/delete", "delete_chosen"),
    ("/drafts/<int:draft_id>/delete", "delete"),
    ("/drafts/<int:draft_id>/duplicate", "duplicate"),
):
    blueprint.add_url_rule(address, name, getattr(my_drafts, name), methods=["POST"])


@blueprint.post("/drafts")
def create() -> ResponseReturnValue:
    """A new draft from a template."""
    record = begun(template.get(request.form.get("template", "")))
    return redirect(url_for("drafts.show", draft_id=record.id))


def begun(chosen: Template, inputs: Mapping[str, Any] = {}) -> DraftRecord:
    """A new draft from `chosen` with `inputs`: what one fills in every time is taken from the
    last one."""
    bench = benches.lay(chosen, {**earlier.habits(chosen), **inputs}, ())
    return library().drafts.create(
        user().id,
        chosen.id,
        chosen.sha256,
        chosen.text,
        bench.inputs,
        [state.to_json() for state in bench.states],
        _title(chosen, bench),
        gaps=len(bench.gaps),
        text=plain_text(bench.composition.document),
    )


@blueprint.get("/drafts/<int:draft_id>")
def show(draft_id: int) -> ResponseReturnValue:
    """The workbench with the draft as it was saved."""
    record = library().drafts.get(draft_id, scope())
    chosen = template_of(record)
    bench = benches.of_record(chosen, record, earlier.lists(chosen, draft_id))
    return _workbench(record, bench)


@blueprint.post("/drafts/<int:draft_id>")
def update(draft_id: int) -> ResponseReturnValue:
    """Save without a script, and do what the button asks: add a row, edit a section by hand,
    settle a conflict."""
    record = library().drafts.get(draft_id, scope())
    form, bench = _read(record, offers=True)
    choice = request.form.get("choice", "")
    if choice == "theirs":
        return redirect(url_for("drafts.show", draft_id=draft_id))
    if choice == "both":
        return redirect(url_for("drafts.show", draft_id=_copied(record, bench).id))
    if choice == "mine" and request.form.get("theirs", "").isdecimal():
        form = replace(form, revision=int(request.form["theirs"]))
    try:
        record = _saved(record, form, bench)
    except Conflict as conflict:
        return _workbench(record, bench, conflict=conflict, revision=form.revision)
    if asked := request.form.get("add"):
        form = replace(form, inputs=posted.with_empty_row(form.inputs, asked))
        return _workbench(record, benches.of_posted(template_of(record), form, bench.states))
    return redirect(url_for("drafts.show", draft_id=draft_id))


@blueprint.post("/drafts/<int:draft_id>/save")
def save(draft_id: int) -> ResponseReturnValue:
    """Autosave: the revision and its time, or 409 with what differs from a newer one."""
    record = library().drafts.get(draft_id, scope())
    form, bench = _read(record)
    try:
        kept = _saved(record, form, bench)
    except Conflict as conflict:
        record = library().drafts.get(draft_id, scope())
        if _is_saved(bench, record):
            return _told(record)
        differences = [d.to_json() for d in differences_of(template_of(record), bench, record)]
        return {
            **conflict.to_json(),
            "revision": record.revision,
            "differences": differences,
        }, 409
    return _told(kept)


@blueprint.post("/drafts/<int:draft_id>/preview")
def preview(draft_id: int) -> ResponseReturnValue:
    """The pages and remarks of what stands in the form, without saving it."""
    record = library().drafts.get(draft_id, scope())
    _, bench = _read(record)
    laid = sheets.lay_out(
        bench.composition, _targets(bench), user().id, library().pictures.of_draft(record.id)
    )
    return {
        "title": _title(template_of(record), bench),
        "pages": [page.to_json() for page in laid.pages],
        "marks": list(laid.marks),
        "groups": [group.to_json() for group in bench.groups],
        "gaps": bench.gaps_json(),
        "problems": bench.problems_json(),
        "residue": replacing.residue_of(bench).to_json(),
    }


@blueprint.post("/drafts/<int:draft_id>/form")
def form(draft_id: int) -> ResponseReturnValue:
    """The form drawn afresh for a state: after undo, or with a section taken in hand."""
    record = library().drafts.get(draft_id, scope())
    _, bench = _read(record, offers=True)
    residue = replacing.residue_of(bench)
    return {
        "sections": render_template("draft_sections.html", groups=bench.groups),
        "groups": render_template(
            "draft_groups.html", groups=bench.groups, **earlier.for_form(draft_id)
        ),
        "residue": render_template("draft_residue.html", residue=residue),
        "left": residue.to_json(),
    }


@blueprint.post("/drafts/<int:draft_id>/copy")
def copy(draft_id: int) -> ResponseReturnValue:
    """A draft of its own with what stands in the form: both versions are kept."""
    record = library().drafts.get(draft_id, scope())
    _, bench = _read(record)
    return {"location": url_for("drafts.show", draft_id=_copied(record, bench).id)}


@blueprint.get("/drafts/<int:draft_id>/export/<suffix>")
def export(draft_id: int, suffix: str) -> ResponseReturnValue:
    """The draft as saved, as a file named after its title; the library keeps what went out."""
    record = library().drafts.get(draft_id, scope())
    document = benches.of_record(template_of(record), record).composition.document
    images = library().pictures.of_draft(draft_id)
    known, data = laid_out(document, f".{suffix}", images)
    name = document.title + known.suffix
    library().exports.keep(
        document,
        owner=user().id,
        draft=draft_id,
        file=data,
        name=name,
        pictures=photo_rows.printed(document, images),
    )
    library().versions.keep(record, user().id, "export", format=suffix)
    return attached(data, name, known.media_type)


@blueprint.get("/drafts/pages/<tag>.png")
def page(tag: str) -> Response:
    """A page of a draft as it stood when the form was sent."""
    return sheets.picture(user().id, tag, request.args.get("width", 588, int))


# ── What the views share ──


def template_of(record: DraftRecord | Version) -> Template:
    """The template that the draft was begun with, whatever has become of it since."""
    text = library().template_text(record.template_sha256)
    return _loaded(text, f"{record.template_id}.md")


@lru_cache(maxsize=32)
def _loaded(text: str, name: str) -> Template:
    return template.load(text, name)


def _read(record: DraftRecord, *, offers: bool = False) -> tuple[Posted, Bench]:
    """The posted form and its bench, after the action of a button that came with it."""
    chosen = template_of(record)
    known = [SectionState.from_json(state) for state in record.sections]
    form = posted.read(request.form.items(multi=True))
    if asked := request.form.get("edit"):
        before = benches.of_posted(chosen, form, known)
        form = _with(form, asked, edited=True, text=benches.section_text(before, asked))
    if asked := request.form.get("return"):
        form = _with(form, asked, edited=False, text="")
    if "extra" in request.form:
        form = _with_one_more(form, OWN)
    if "annex" in request.form:
        form = _with_one_more(form, ANNEX)
    if asked := request.form.get("drop"):
        form = replace(form, sections=tuple(s for s in form.sections if s.id != asked))
    if asked := request.form.get("last", "").removeprefix(posted.PREFIX):
        name = asked.removesuffix(".人员")
        if value := earlier.latest(record.id).get(name):
            form = replace(form, inputs={**form.inputs, name: value})
    last = earlier.lists(chosen, record.id) if offers else {}
    bench = benches.of_posted(chosen, form, known, last)
    if "take" in request.form:
        return others.after_taking(chosen, form, known, bench, request.form, last, record.id)
    if chosen_remnants := request.form.getlist("replace"):
        return replacing.after_replacing(chosen, form, bench, chosen_remnants, last)
    return form, bench


def _with(form: Posted, id: str, *, edited: bool, text: str) -> Posted:
    return replace(
        form,
        sections=tuple(
            replace(s, state="edited" if edited else "form", edited=edited, text=text)
            if s.id == id
            else s
            for s in form.sections
        ),
    )


def _with_one_more(form: Posted, kind: str) -> Posted:
    """`form` with a section or an attachment of one's own, whose id begins with `kind`, after the
    last one."""
    taken = {section.id for section in form.sections}
    id = next(f"{kind}{n}" for n in range(1, len(taken) + 2) if f"{kind}{n}" not in taken)
    section = posted.Section(id, "edited", "", edited=True, title=posted.untitled(id))
    return replace(form, sections=(*form.sections, section))


def _saved(record: DraftRecord, form: Posted, bench: Bench) -> DraftRecord:
    return library().drafts.save(
        record.id,
        scope(),
        form.revision,
        inputs=bench.inputs,
        sections=[state.to_json() for state in bench.states],
        title=_title(template_of(record), bench),
        gaps=len(bench.gaps),
        text=plain_text(bench.composition.document),
        residue=[one.to_json() for one in bench.remnants],
        unchecked=replacing.unchecked(bench),
    )


def _copied(record: DraftRecord, bench: Bench) -> DraftRecord:
    chosen = template_of(record)
    copy = library().drafts.create(
        user().id,
        chosen.id,
        chosen.sha256,
        chosen.text,
        bench.inputs,
        [state.to_json() for state in bench.states],
        f"{_title(chosen, bench)}（另存）",
        gaps=len(bench.gaps),
        text=plain_text(bench.composition.document),
        residue=[one.to_json() for one in bench.remnants],
        unchecked=replacing.unchecked(bench),
    )
    library().pictures.adopt(copy.id, record.id)
    return copy


def _title(chosen: Template, bench: Bench) -> str:
    """The document's title; the template's while the title itself still has gaps."""
    return chosen.title if "【待补" in bench.title else bench.title or chosen.title


def _workbench(
    record: DraftRecord, bench: Bench, conflict: Conflict | None = None, revision: int = 0
) -> ResponseReturnValue:
    problem: Problem | None = None
    laid = sheets.Sheets((), ())
    try:
        laid = sheets.lay_out(
            bench.composition, _targets(bench), user().id, library().pictures.of_draft(record.id)
        )
    except Problem as error:
        problem = error
    page = render_template(
        "workbench.html",
        draft=replace(record, revision=revision) if conflict else record,
        title=_title(template_of(record), bench),
        saved_at=_clock(record.updated),
        groups=bench.groups,
        gaps=bench.gaps_json(),
        problems=bench.problems_json(),
        residue=replacing.residue_of(bench),
        **earlier.for_form(record.id),
        pages=[page.to_json() for page in laid.pages],
        marks=list(laid.marks),
        versions=library().versions.list(record.id, scope()),
        exports=[(suffix.removeprefix("."), name, use) for suffix, name, use in DOWNLOADS],
        conflict=conflict,
        conflict_revision=record.revision,
        differences=differences_of(template_of(record), bench, record) if conflict else (),
        problem=problem,
        document=bench.composition.document,
    )
    return page, 409 if conflict else 200


def _targets(bench: Bench) -> dict[str, tuple[str, str]]:
    """Printed label of a gap → its control and its group."""
    found: dict[str, tuple[str, str]] = {}
    for gap in bench.composition.gaps:
        for place in bench.gaps:
            if place.label.endswith(gap.label) and place.name.startswith(f"f.{gap.field}"):
                found.setdefault(gap.label, (place.name, gap.section))
    return found


def _is_saved(bench: Bench, record: DraftRecord) -> bool:
    """Whether `record` holds what is on the bench already: the answer to an earlier save was
    lost on its way, as on a reload in the middle of a word."""
    # as they are kept: photos at the end of their sections have no place there
    kept = [SectionState.from_json(state.to_json()) for state in bench.states]
    same = bench.inputs == record.inputs and kept == [*map(SectionState.from_json, record.sections)]
    return same and [one.to_json() for one in bench.remnants] == list(record.residue)


def _told(record: DraftRecord) -> dict[str, Any]:
    """A saved draft as autosave hears of it."""
    return {"revision": record.revision, "time": _clock(record.updated), "title": record.title}


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M}"
