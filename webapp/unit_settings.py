"""设置 → 本单位、人员、地点: the unit's data, edited in rows or read from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import Conflict
from corpus.library.unit import Part
from corpus.unit import PLACES, RELATED, STAFF, Fault, Listing, Unit, read_names
from webapp import listings
from webapp.context import library, unit
from webapp.listings import Row

blueprint = Blueprint("unit_settings", __name__)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A list of the settings: how it is read, called and kept."""

    part: Part
    name: str
    listing: Listing
    add: str
    widths: Sequence[str]
    entries: Callable[[Unit], Iterable[object]]
    says: str
    example: str


STAFF_LIST = Ledger(
    "staff", "人员", STAFF, "加一人", ("w2", "w4", "w3", "w3"), lambda unit: unit.staff,
    "写稿时填姓名、领导小组会提示这里的人，选中就带出职务。",
    "姓名、职务、电话、科室",
)  # fmt: skip
PLACE_LIST = Ledger(
    "places", "地点", PLACES, "加一处", ("w5", "w3", "w4"), lambda unit: unit.places,
    "辖区的社区、村、网格和小区。写稿时填地点会提示，也用来从旧文里认出地名。",
    "名称、类别、所属",
)  # fmt: skip
LISTS = {one.part: one for one in (STAFF_LIST, PLACE_LIST)}
RELATED_WIDTHS = ("w6", "w3", "w3")
SAVED = "已保存，共 {} 条，按拼音排好了"


@blueprint.get("/settings")
def names() -> ResponseReturnValue:
    """The unit's own names and the units around it."""
    return _names()


@blueprint.post("/settings")
def save_names() -> ResponseReturnValue:
    """Keep them; with mistakes, the form as it was typed."""
    sent = listings.sent_rows(request.form.items(multi=True), "有关单位")
    full, shorts = request.form.get("full", ""), request.form.get("shorts", "")
    if "add" in request.form:
        return _names([*sent, {}], (), full, shorts)
    read, faults = read_names(full, shorts, sent)
    if faults:
        return _names(sent, faults, full, shorts), 422
    try:
        library().unit.save_names(read, _revision())
    except Conflict as conflict:
        return _names(sent, (), full, shorts, conflict), 409
    flash("本单位的名称已保存", "info")
    return redirect(url_for("unit_settings.names"), 303)


@blueprint.get("/settings/<any(staff, places):part>")
def rows(part: Part) -> ResponseReturnValue:
    """The people or the places of the unit."""
    own = LISTS[part]
    return _rows(own, own.listing.rows(own.entries(unit())))


@blueprint.post("/settings/<any(staff, places):part>")
def save_rows(part: Part) -> ResponseReturnValue:
    """Keep the list; read a file into it first, to be looked over before it is kept."""
    own = LISTS[part]
    sent: list[Row] = list(listings.sent_rows(request.form.items(multi=True), own.name))
    if "add" in request.form:
        return _rows(own, [*sent, {}])
    if request.form.get("do") == "read":
        new = listings.file_rows(own.listing, request.files.get("file"))
        together = listings.joined(own.listing, sent, new)
        _, faults = own.listing.read(together)
        return _rows(own, together, faults, read=len(new))
    entries, faults = own.listing.read(sent)
    if faults:
        return _rows(own, sent, faults), 422
    keep = library().unit.save_staff if part == "staff" else library().unit.save_places
    try:
        keep(entries, _revision())
    except Conflict as conflict:
        return _rows(own, sent, conflict=conflict), 409
    flash(SAVED.format(len(entries)), "info")
    return redirect(url_for("unit_settings.rows", part=part), 303)


def _revision() -> int:
    text = request.form.get("revision", "0")
    return int(text) if text.isdecimal() else 0


def _rows(
    own: Ledger,
    rows: Sequence[Row],
    faults: Sequence[Fault] = (),
    conflict: Conflict | None = None,
    read: int = 0,
) -> str:
    return render_template(
        "settings_list.html",
        own=own,
        rows=listings.rows_of(own.listing, own.name, own.add, own.widths, rows, faults),
        count=len(rows),
        faults=faults,
        conflict=conflict,
        read=read,
        revision=_revision() if request.method == "POST" else library().unit.revision(own.part),
        accepted=listings.ACCEPTED,
    )


def _names(
    rows: Sequence[Row] | None = None,
    faults: Sequence[Fault] = (),
    full: str | None = None,
    shorts: str | None = None,
    conflict: Conflict | None = None,
) -> str:
    kept = unit().names
    shown = RELATED.rows(kept.others) if rows is None else rows
    wrong = {fault.column: fault.text for fault in faults if fault.row < 0}
    return render_template(
        "settings_unit.html",
        full=kept.full if full is None else full,
        shorts="、".join(kept.shorts) if shorts is None else shorts,
        wrong=wrong,
        rows=listings.rows_of(RELATED, "有关单位", "加一个单位", RELATED_WIDTHS, shown, faults),
        conflict=conflict,
        revision=_revision() if rows is not None else library().unit.revision("names"),
    )
