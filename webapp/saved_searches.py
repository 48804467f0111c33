"""Saved searches 保存的搜索: kept by name, opened again, renamed, deleted with a way back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from corpus.library.searches import NAME_LENGTH, SavedSearch
from webapp.context import library, scope
from webapp.question import Question, asked, question

blueprint = Blueprint("saved_searches", __name__, url_prefix="/search/saved")


@dataclass(frozen=True, slots=True)
class Line:
    """A saved search in the list; `current` where it is what the page shows."""

    id: int
    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """The list, and what the question of the page may be saved as; empty where it is there."""

    lines: tuple[Line, ...]
    name: str


def saved(now: Question) -> Saved:
    """What this person has saved, the latest first, beside the question `now`."""
    here = now.address()
    listed = ((one, question_of(one).address()) for one in library().searches.list(scope()))
    lines = tuple(Line(one.id, one.name, address, address == here) for one, address in listed)
    known = any(line.current for line in lines) or not now.asks
    return Saved(lines, "" if known else now.name[:NAME_LENGTH])


@blueprint.post("/")
def save() -> ResponseReturnValue:
    """Keep the question of the form under its name; leads back to its results."""
    kept = asked(request.form)
    _keep(request.form.get("name", ""), kept)
    return redirect(kept.address(), 303)


@blueprint.post("/<int:search_id>/rename")
def rename(search_id: int) -> ResponseReturnValue:
    """Give a saved search another name."""
    renamed = library().searches.rename(search_id, request.form.get("name", ""), scope())
    flash(f"已改名为“{renamed.name}”", "info")
    return redirect(asked(request.form).address(), 303)


@blueprint.post("/<int:search_id>/delete")
def delete(search_id: int) -> ResponseReturnValue:
    """Forget a saved search; the message carries the address that brings it back."""
    gone = library().searches.get(search_id, scope())
    library().searches.delete(search_id, scope())
    back = url_for(".restore", name=gone.name, **question_of(gone).parameters())
    flash(f"已删除保存的搜索“{gone.name}”", back)
    return redirect(asked(request.form).address(), 303)


@blueprint.post("/restore")
def restore() -> ResponseReturnValue:
    """Keep again what was deleted a moment ago, as the address says it."""
    kept = question()
    _keep(request.args.get("name", ""), kept)
    return redirect(kept.address(), 303)


def question_of(saved: SavedSearch) -> Question:
    """The question that was saved; what is no longer understood of it is passed over."""
    values = MultiDict[str, str]([("q", saved.query)])
    for name, chosen in saved.filters.items():
        for value in chosen if isinstance(chosen, list) else [chosen]:
            values.add(name, str(value))
    return asked(values)


def _keep(name: str, kept: Question) -> None:
    filters = {key: value for key, value in kept.parameters().items() if key != "q"}
    one = library().searches.save(scope(), name, kept.words, filters)
    flash(f"已保存这次搜索“{one.name}”", "info")
