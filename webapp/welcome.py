"""开始使用: three steps of the first day — the unit, its people, a folder of past documents."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import Conflict
from corpus.reading import READABLE, SUFFIXES
from corpus.unit import RELATED, STAFF, Fault, read_names
from webapp import listings, uploads
from webapp.context import library, scope, unit, user
from webapp.listings import Row
from webapp.unit_settings import STAFF_LIST

blueprint = Blueprint("welcome", __name__)

STEPS = ("本单位", "人员", "往年的文稿")
_KEPT, _OVER = "welcome", len(STEPS) + 1


def due() -> int:
    """The step at which whoever set the library up is to go on; 0 where there is none to do.

    It is asked of administrators only, and never once it was gone through or left; an import
    that was ordered is the last step done.
    """
    if not user().is_admin:
        return 0
    kept = library().values.get(_KEPT)
    step = kept if isinstance(kept, int) else 1
    if step == len(STEPS) and library().jobs.recent(scope(), kind="import", limit=1):
        return 0
    return step if 1 <= step < _OVER else 0


@blueprint.get("/welcome")
def index() -> ResponseReturnValue:
    """The step to go on with, the first where all were gone through."""
    return redirect(url_for("welcome.step", number=due() or 1))


@blueprint.get("/welcome/<int(min=1, max=3):number>")
def step(number: int) -> ResponseReturnValue:
    """One of the three steps."""
    return _page(number)


@blueprint.post("/welcome/<int(min=1, max=3):number>")
def go_on(number: int) -> ResponseReturnValue:
    """Keep what was filled in and go on; 跳过 goes on without, 以后再说 leaves."""
    wanted = request.form.get("do", "next")
    if wanted == "leave":
        _remember(_OVER)
        return redirect(url_for("home.index"), 303)
    if wanted != "skip" and number == 1 and (wrong := _keep_names()):
        return wrong
    if number == 2 and (wanted != "skip" or "add" in request.form) and (wrong := _keep_staff()):
        return wrong
    _remember(number + 1)
    after = url_for("welcome.step", number=number + 1) if number < len(STEPS) else "/"
    return redirect(after, 303)


def _remember(step: int) -> None:
    """Note the step to go on with; what was once finished stays so."""
    if user().is_admin and (due() or step == _OVER):
        library().values.put(_KEPT, step)


def _keep_names() -> ResponseReturnValue | None:
    """Nothing where the names were kept, else the page with what is wrong."""
    kept = unit().names
    full, shorts = request.form.get("full", ""), request.form.get("shorts", "")
    rows = RELATED.rows(kept.others)
    names, faults = read_names(full, shorts, rows)
    if faults:
        return _page(1, faults=faults, full=full, shorts=shorts), 422
    library().unit.save_names(names, library().unit.revision("names"))
    return None


def _keep_staff() -> ResponseReturnValue | None:
    """Nothing where the people were kept, else the page with what is wrong or one more row."""
    sent: list[Row] = list(listings.sent_rows(request.form.items(multi=True), STAFF_LIST.name))
    if "add" in request.form:
        return _page(2, rows=[*sent, {}])
    if request.form.get("do") == "read":
        new = listings.file_rows(STAFF, request.files.get("file"))
        together = listings.joined(STAFF, sent, new)
        return _page(2, rows=together, faults=STAFF.read(together)[1], read=len(new))
    staff, faults = STAFF.read(sent)
    if faults:
        return _page(2, rows=sent, faults=faults), 422
    text = request.form.get("revision", "0")
    try:
        library().unit.save_staff(staff, int(text) if text.isdecimal() else 0)
    except Conflict as conflict:
        return _page(2, rows=sent, conflict=conflict), 409
    return None


def _page(
    number: int,
    rows: Sequence[Row] | None = None,
    faults: Sequence[Fault] = (),
    full: str | None = None,
    shorts: str | None = None,
    read: int = 0,
    conflict: Conflict | None = None,
) -> str:
    own = unit()
    shown = STAFF.rows(own.staff) if rows is None else rows
    return render_template(
        f"welcome_{number}.html",
        number=number,
        steps=STEPS,
        full=own.names.full if full is None else full,
        shorts="、".join(own.names.shorts) if shorts is None else shorts,
        wrong={fault.column: fault.text for fault in faults if fault.row < 0},
        faults=faults,
        rows=listings.rows_of(
            STAFF, STAFF_LIST.name, STAFF_LIST.add, STAFF_LIST.widths, shown, faults
        ),
        revision=library().unit.revision("staff"),
        read=read,
        conflict=conflict,
        accepted=listings.ACCEPTED,
        suffixes=sorted(SUFFIXES),
        readable=READABLE,
        most_files=uploads.MOST_FILES,
    )
