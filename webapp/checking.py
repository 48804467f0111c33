"""核对: what a roster's columns mean, what is wrong in its cells, what a row will look like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import Problem
from corpus.files import safe_name
from generator import batch, roster
from generator.batch import naming
from generator.calling import called
from generator.compose import compose
from generator.rollup.keeping import keep
from generator.roster import Mend, Table
from generator.roster.sheet import MAX_CELL
from webapp import check_table, columns_form, rosters, sheets
from webapp.batches import FORMATS, SHOWN, STEPS, XLSX
from webapp.context import library, profile, unit, user
from webapp.documents import attached
from webapp.errors import InvalidRequest, PageMissing
from webapp.rosters import Sent

blueprint = Blueprint("checking", __name__)


@blueprint.get("/batches/check/<token>")
def show(token: str) -> ResponseReturnValue:
    """The third step: the sheets with what is wrong in them, by row and column."""
    sent = rosters.sent(token)
    if sent.roster is None:
        return redirect(url_for("checking.columns", **sent.here))
    found = roster.findings_of(sent.roster)
    entries = check_table.entries(sent.roster, found)
    table = check_table.by_name(sent.roster, request.args.get("sheet", ""))
    lines = check_table.rows(sent.roster, table, found, sent.mends)
    only = request.args.get("only") == "1"
    rows = [row for row in lines if row.status != "fine"] if only else list(lines)
    offset = max(0, request.args.get("offset", 0, int))
    return render_template(
        "batch_check.html",
        sent=sent,
        counts=check_table.counts(sent.roster),
        sheet_tabs=check_table.tabs(sent.roster, found, table),
        table=table,
        heads=check_table.heads(table),
        rows=rows[offset : offset + SHOWN],
        matching=len(rows),
        troubled=sum(row.status != "fine" for row in lines),
        total=len(lines),
        entries=entries,
        mended=len({(m.sheet, m.row, m.column) for m in sent.mends}),
        places=_places(sent, entries, table, lines),
        guesses=sent.matching.guesses(),
        used=sum(bool(c.target) for t in sent.matching.tables for c in t.columns),
        offset=offset,
        shown=SHOWN,
        only=only,
        formats=FORMATS,
        name=naming.DEFAULT,
        names=naming.names_known(sent.template),
        example=_example(sent, naming.DEFAULT),
        steps=STEPS,
        step=3,
    )


def _places(
    sent: Sent,
    entries: Sequence[check_table.Entry],
    table: Table,
    lines: Sequence[check_table.Row],
) -> dict[tuple[str, int], str]:
    """The address that shows each line that `entries` speak of, without its anchor."""
    wanted: dict[str, set[int]] = {}
    for place in (place for entry in entries for place in entry.places):
        wanted.setdefault(place.sheet, set()).add(place.row)
    result: dict[tuple[str, int], str] = {}
    for name, numbers in wanted.items():
        other = check_table.by_name(sent.read, name)
        if other.sheet.name != name:
            continue
        shown = lines if other is table else check_table.rows(sent.read, other, ())
        offsets = check_table.page_of(shown, SHOWN)
        for number in numbers & set(offsets):
            offset = offsets[number] or None
            result[name, number] = url_for("checking.show", sheet=name, offset=offset, **sent.here)
    return result


@blueprint.get("/batches/check/<token>/columns")
def columns(token: str) -> ResponseReturnValue:
    """Which column means which field, to be corrected; remembered for the next time."""
    sent = rosters.sent(token)
    return render_template(
        "batch_columns.html",
        sent=sent,
        sheets=columns_form.sheets(sent),
        options=columns_form.row_options(sent.template),
        uses=columns_form.uses(sent.template),
        constants=columns_form.constants(sent, fresh="fresh" in request.args),
        again="fresh" in request.args and sent.roster is not None,
        steps=STEPS,
        step=3,
    )


@blueprint.post("/batches/check/<token>/columns")
def choose(token: str) -> ResponseReturnValue:
    """Keep what was chosen; with `forget`, all is found by likeness again."""
    sent = rosters.sent(token)
    chosen = roster.NOTHING if "forget" in request.form else columns_form.posted(sent, request.form)
    rosters.choose(sent, chosen)
    again = rosters.sent(token)
    stay = "look" in request.form or "forget" in request.form or again.roster is None
    return redirect(url_for("checking.columns" if stay else "checking.show", **sent.here))


@blueprint.post("/batches/check/<token>/cells")
def mend(token: str) -> ResponseReturnValue:
    """Put a cell right, with `every` all that its entry speaks of; with `back` the last step is
    taken back."""
    sent = rosters.sent(token)
    if "back" in request.form:
        rosters.take_back(sent)
    else:
        rosters.mend(sent, _cells(sent))
    again = rosters.sent(token)
    if again.roster is None:  # the only row is gone, or a column with it
        rosters.take_back(again)
        raise InvalidRequest("这样改，表里就没有可以生成的行了", remedy="返回上一页，换一个内容")
    return redirect(url_for("checking.show", **again.here, **_view()))


def _cells(sent: Sent) -> list[Mend]:
    form = request.form
    sheet, column = form.get("sheet", ""), form.get("column", "")
    row, text = form.get("row", 0, int), form.get("value", "").replace("\r\n", "\n").strip()
    table = check_table.by_name(sent.read, sheet)
    known = {line.number for line in table.body} if table.sheet.name == sheet else set()
    if row not in known or column not in {one.letter for one in table.columns}:
        raise InvalidRequest("表里没有这个格子", remedy="回到核对页再点一次")
    if len(text) > MAX_CELL:
        raise InvalidRequest(f"一个格子最多 {MAX_CELL} 个字", remedy="返回上一页，写短一些")
    rows = [row]
    if "every" in form:
        groups = check_table.grouped(roster.findings_of(sent.read))
        same = (g for g in groups if (sheet, row, column) == (g[0].sheet, g[0].row, g[0].column))
        rows = [finding.row for group in same for finding in group] or rows
    return [Mend(sheet, number, column, text) for number in dict.fromkeys(rows)]


def _view() -> dict[str, Any]:
    """Which part of the table was being looked at."""
    return {key: request.form.get(f"at_{key}") or None for key in ("sheet", "only", "offset")}


@blueprint.get("/batches/check/<token>/mended.xlsx")
def mended(token: str) -> ResponseReturnValue:
    """The person's own workbook with what was put right on the page."""
    sent = rosters.sent(token)
    name = f"{sent.path.stem}（改好的）{Path(sent.name).suffix}"
    return attached(sent.data, safe_name(name), XLSX)


@blueprint.get("/batches/check/<token>/annotated.xlsx")
def annotated(token: str) -> ResponseReturnValue:
    """The person's own workbook with the bad cells coloured and commented."""
    sent = rosters.sent(token)
    data = roster.annotated(sent.name, sent.data, sent.read)
    return attached(data, safe_name(f"{sent.path.stem}（批注）.xlsx"), XLSX)


@blueprint.get("/batches/check/<token>/rows/<int:number>")
def row(token: str, number: int) -> ResponseReturnValue:
    """The pages that one row of the roster will give, and the way to its neighbours."""
    sent = rosters.sent(token)
    rows = sent.read.rows
    at = next((at for at, row in enumerate(rows) if row.number == number), None)
    if at is None:
        raise PageMissing(f"数据表里没有第 {number} 行", remedy="回到核对页再点一次")
    inputs = called(sent.template.fields, rows[at].inputs, unit().short_forms)
    made = compose(sent.template, inputs)
    beside = (
        url_for("checking.row", number=rows[n].number, **sent.here) if 0 <= n < len(rows) else ""
        for n in (at - 1, at + 1)
    )
    before, after = beside
    return render_template(
        "batch_row.html",
        back=url_for("checking.show", **sent.here),
        back_to="核对",
        before=before,
        after=after,
        number=number,
        wrong=[f for f in rows[at].findings if f.severity == "error"],
        title=made.document.title,
        gaps=list(dict.fromkeys(gap.label for gap in made.gaps)),
        pages=sheets.lay_out(made, {}, user().id).pages,
    )


@blueprint.post("/batches/check/<token>")
def start(token: str) -> ResponseReturnValue:
    """Start the batch: one document a row, into a folder of its own in the data folder."""
    sent = rosters.sent(token)
    formats = [suffix for suffix, _ in FORMATS if suffix in request.form.getlist("formats")]
    if not formats:
        raise InvalidRequest("没有选要哪种文件", remedy="返回上一页，勾选 Word 或 PDF")
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    order = batch.Order(
        sent.template,
        sent.data,
        library().storage.below(f"batches/{stamp}-{token[:6]}").place,
        formats,
        name=request.form.get("name", ""),
        profile=profile(),
        source=sent.name,
        choices=sent.choices,
    )
    keep(library().storage, sent.name, order.roster)
    job = batch.plan_batch(library(), order, sent.read, user().id)
    return redirect(url_for("runs.show", job_id=job.id))


@blueprint.get("/batches/check/<token>/name")
def name_example(token: str) -> ResponseReturnValue:
    """What the pattern of names being typed makes of the first row that can be made."""
    sent = rosters.sent(token)
    return render_template("batch_name.html", example=_example(sent, request.args.get("name", "")))


def _example(sent: Sent, pattern: str) -> str | Problem:
    """A name as `pattern` makes it, or what is wrong with the pattern."""
    try:
        read = naming.read_pattern(sent.template, pattern)
    except Problem as problem:
        return problem
    rows = sent.read.rows
    first = next((row for row in rows if not row.wrong), rows[0])
    number = naming.numbers(sent.read.lines)[first.number]
    return naming.name_of(sent.template, read, number, first.inputs)
