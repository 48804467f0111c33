"""版本: what a draft was at its exports and when it was kept; seen, compared, restored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.comparison import Change, Verdict, compare
from corpus.document import Document
from corpus.library import DraftRecord, Version, VersionEntry
from corpus.library.versions import NAME_LENGTH
from generator.draft import SectionState
from generator.layout.preview import Preview
from webapp import bench as benches
from webapp import previews, replacing
from webapp.context import library, scope, user
from webapp.documents import DOWNLOADS
from webapp.drafts import template_of
from webapp.errors import PageMissing

blueprint = Blueprint("versions", __name__)

NOW = "now"
FORMATS = {suffix.removeprefix("."): name for suffix, name, _ in DOWNLOADS}
WORDS: dict[Verdict, str] = {
    "changed": "改",
    "new": "新增",
    "gone": "删去",
    "moved": "移来",
    "away": "移走",
}
"""What stands beside a sentence, since colour alone says nothing."""
AROUND = 1
"""Unchanged paragraphs that stay in sight beside a change."""
FOLDED = 3
"""Fewer unchanged paragraphs in a row are not worth folding."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs that stand together; those of a `folded` one did not change."""

    paragraphs: tuple[tuple[Change, ...], ...]
    folded: bool = False


@blueprint.get("/drafts/<int:draft_id>/versions")
def index(draft_id: int) -> ResponseReturnValue:
    """The versions of a draft; one of them as pages, or held against now or another one."""
    record = library().drafts.get(draft_id, scope())
    entries = library().versions.list(draft_id, scope())
    asked = request.args.get("of", "")
    chosen = next((one for one in entries if str(one.number) == asked), None)
    if asked and chosen is None and asked != NOW:
        raise PageMissing(f"没有第 {asked} 版", remedy="回到版本列表重新选")
    chosen = chosen or next(iter(entries), None)
    version = library().versions.get(draft_id, chosen.number, scope()) if chosen else None
    other = request.args.get("with", NOW)
    changes: tuple[Change, ...] = ()
    shown = "changes" if request.args.get("show") == "changes" else "pages"
    against: VersionEntry | None = None
    pages = 0
    if version and shown == "changes":
        against = next((one for one in entries if str(one.number) == other), None)
        changes = _compared(record, version, against)
    elif version:
        pages = _preview(record, version).pages
    return render_template(
        "versions.html",
        draft=record,
        entries=entries,
        count=library().versions.count(draft_id),
        chosen=chosen,
        against=against,
        shown=shown,
        pages=pages,
        passages=tuple(passages(changes)),
        counts=counted(changes),
        words=WORDS,
        same=_is_now(record, version),
        name_length=NAME_LENGTH,
    )


@blueprint.post("/drafts/<int:draft_id>/versions")
def keep(draft_id: int) -> ResponseReturnValue:
    """Keep the draft as it is saved as a version, under a name if there is one."""
    record = library().drafts.get(draft_id, scope())
    number = library().versions.keep(record, user().id, "saved", name=request.form.get("name", ""))
    if request.accept_mimetypes.best == "application/json":
        return {"number": number, "count": library().versions.count(draft_id)}
    flash(f"已存为第 {number} 版", "message")
    return redirect(url_for("versions.index", draft_id=draft_id, of=number))


@blueprint.get("/drafts/<int:draft_id>/versions/menu")
def menu(draft_id: int) -> ResponseReturnValue:
    """What the menu beside 导出 lists, for the script that opens it."""
    record = library().drafts.get(draft_id, scope())
    entries = library().versions.list(draft_id, scope())
    return render_template("version_menu.html", draft=record, versions=entries)


@blueprint.post("/drafts/<int:draft_id>/versions/<int:number>/restore")
def restore(draft_id: int, number: int) -> ResponseReturnValue:
    """Let the draft be what it was; what it is now stays as a version, and 撤销 leads back."""
    version = library().versions.get(draft_id, number, scope())
    unchecked = replacing.unchecked(benches.of_record(template_of(version), version))
    restored = library().versions.restore(draft_id, number, scope(), user().id, unchecked=unchecked)
    undo = url_for("versions.restore", draft_id=draft_id, number=restored.before)
    flash(f"已恢复成第 {number} 版，恢复前的存在第 {restored.before} 版", undo)
    return redirect(url_for("drafts.show", draft_id=draft_id), 303)


@blueprint.get("/drafts/<int:draft_id>/versions/<int:number>/pages/<int:page>.png")
def page(draft_id: int, number: int, page: int) -> Response:
    """A page of a version."""
    record = library().drafts.get(draft_id, scope())
    version = library().versions.get(draft_id, number, scope())
    return previews.page_image(_preview(record, version), page, previews.width())


@blueprint.app_template_filter()
def how_kept(entry: VersionEntry) -> str:
    """How a version came about, in a few words."""
    if entry.kind == "export":
        return f"导出 {FORMATS.get(entry.format, entry.format)}"
    return {"saved": entry.name or "存为版本", "before": "恢复之前"}.get(entry.kind, entry.kind)


def counted(changes: Sequence[Change]) -> list[tuple[Verdict, str, int]]:
    """How many sentences of each kind of change there are; what moved counts once."""
    return [
        (verdict, word, count)
        for verdict, word in WORDS.items()
        if verdict != "away" and (count := sum(c.verdict == verdict for c in changes))
    ]


def passages(changes: Sequence[Change]) -> Iterator[Passage]:
    """`changes` in paragraphs, long stretches without any change folded."""
    paragraphs = tuple(_paragraphs(changes))
    touched = [any(c.verdict != "same" for c in paragraph) for paragraph in paragraphs]

    def near(at: int) -> bool:
        return any(touched[max(0, at - AROUND) : at + AROUND + 1])

    for shown, numbers in groupby(range(len(paragraphs)), near):
        own = tuple(paragraphs[n] for n in numbers)
        yield Passage(own, folded=not shown and len(own) >= FOLDED)


def _paragraphs(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    current: list[Change] = []
    for change in changes:
        if change.sentence.first and current:
            yield tuple(current)
            current = []
        current.append(change)
    if current:
        yield tuple(current)


def _compared(
    record: DraftRecord, version: Version, against: VersionEntry | None
) -> tuple[Change, ...]:
    """What changed from the earlier of two versions to the later one, or to now."""
    own = _document(record, version)
    if against is None:
        return compare(own, _document(record))
    other = _document(record, library().versions.get(record.id, against.number, scope()))
    early = version.entry.number < against.number
    return compare(own, other) if early else compare(other, own)


def _is_now(record: DraftRecord, version: Version | None) -> bool:
    """Whether the draft has the contents of `version`."""
    return version is not None and (
        (version.template_sha256, version.inputs, version.sections)
        == (record.template_sha256, record.inputs, record.sections)
    )


def _document(record: DraftRecord, version: Version | None = None) -> Document:
    held = version or record
    states = tuple(map(SectionState.from_json, held.sections))
    return benches.lay(template_of(held), held.inputs, states).composition.document


def _preview(record: DraftRecord, version: Version) -> Preview:
    key = f"version {record.id} {record.created.isoformat()} {version.entry.number}"
    images = library().pictures.of_draft(record.id)
    return previews.preview_of(key, lambda: _document(record, version), lambda: images)
