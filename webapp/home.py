"""首页: what one left off, what one often needs, what is running, what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from corpus import genres, pinyin
from corpus.library import Job, Scope, space
from generator import template
from generator.template import Template
from webapp import safekeeping, welcome
from webapp.context import home, library, scope, user

blueprint = Blueprint("home", __name__)

FORMATS = {"docx": "Word", "pdf": "PDF", "odt": "ODT", "md": "Markdown", "txt": "文字"}
"""How the list of exports calls a file by its suffix."""
DRAFTS_SHOWN, DRAFTS_COUNTED, TEMPLATES_SHOWN, EXPORTS_SHOWN = 4, 500, 10, 6
BATCHES_SHOWN = 3


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """The home page; on the first day, the step of 开始使用 that is due."""
    if welcome.due():
        return redirect(url_for("welcome.index"))
    seen = scope()
    drafts = library().drafts.list(seen, limit=DRAFTS_COUNTED)
    uses = Counter(record.template_id for record in drafts)
    batches = library().jobs.recent(seen, kind="batch", limit=5)
    running = [job for job in batches if not job.finished][:BATCHES_SHOWN]
    return render_template(
        "home.html",
        drafts=drafts[:DRAFTS_SHOWN],
        draft_count=library().drafts.count(seen),
        templates=often_used(list(template.shipped().values()), uses)[:TEMPLATES_SHOWN],
        template_count=len(template.shipped()),
        uses=uses,
        batches=running,
        disk=space.disk(home()) if user().is_admin else None,
        backed_up=last_backup() if user().is_admin else None,
        exports=exported(seen, batches),
        documents=library().documents.count(seen, kind="library"),
        samples=library().documents.count(seen, kind="sample"),
        own=library().documents.count_of_unit(seen, library().unit.get().name),
        new=library().documents.count_since(seen, monday()),
        recent=session.get("searches", []),
    )


@blueprint.get("/home/batch/<int:job_id>")
def batch(job_id: int) -> ResponseReturnValue:
    """The card of the running batch, for polling."""
    return render_template("home_batch.html", batch=library().jobs.get(job_id, scope()))


@dataclass(frozen=True, slots=True)
class Export:
    """What went out: a file of one document, or the files of a batch together."""

    format: str
    title: str
    href: str
    moment: datetime


def exported(seen: Scope, batches: Sequence[Job]) -> list[Export]:
    """The last exports and finished ones of `batches`, the latest first."""
    documents = library().documents.list(seen, kind="export", limit=EXPORTS_SHOWN)
    files = [
        Export(
            FORMATS.get(one.name.rpartition(".")[2], "文稿"),
            one.title,
            url_for("documents.show", document_id=one.id),
            one.created,
        )
        for one in documents
    ]
    done = [
        Export(
            "ZIP", f"{job.title}（{job.done}份）", url_for("runs.show", job_id=job.id), job.updated
        )
        for job in batches
        if job.status == "done" and job.done
    ]
    return sorted((*files, *done), key=lambda one: one.moment, reverse=True)[:EXPORTS_SHOWN]


def monday() -> datetime:
    """When this week began where this machine stands, in UTC."""
    today = datetime.now(UTC).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - timedelta(days=today.weekday())).astimezone(UTC)


def last_backup() -> datetime | None:
    """When the last backup in the data folder was made; None for never."""
    kept = safekeeping.kept(home())
    return datetime.fromtimestamp(kept[0].made, UTC) if kept else None


def often_used(templates: Sequence[Template], uses: Counter[str]) -> list[Template]:
    """`templates`, those that most drafts were written with first; of the rest one of each
    genre in the order of the table of genres, then the next of each, by pinyin of their titles.
    """
    order = list(genres.GENRES)
    turns: Counter[str] = Counter()
    turn: dict[str, int] = {}
    for one in pinyin.ordered(templates, lambda t: t.title):
        turn[one.id] = turns[one.genre]
        turns[one.genre] += not uses[one.id]
    return sorted(
        templates,
        key=lambda t: (-uses[t.id], 0 if uses[t.id] else turn[t.id], order.index(t.genre)),
    )
