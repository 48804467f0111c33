"""Rosters as people send them: the file, what was chosen about it, what was read — read once."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from flask import request

from corpus.errors import Problem
from corpus.library.roster_choices import RosterChoices
from generator import roster, template
from generator.errors import RosterError
from generator.roster import Choices, Matching, Mend, Roster, Sheet
from generator.template import Template
from webapp import uploads
from webapp.context import home, library, user

MENDS = "mends.json"
"""Beside the file that was sent: what was put right on the page, step by step."""
KEPT = 4
"""So many rosters stay in memory: ten thousand rows are 40 MB, and reading them takes seconds."""
T = TypeVar("T")


@dataclass(frozen=True)
class Sent:
    """A roster that was sent: its template, its file, how it was matched, what stands in it.

    `roster` is None where the heads lack what the template requires, or no row is there;
    `problem` says so. `remembered` tells whether a person chose anything about such heads.
    `mends` are the cells that were put right on the page since.
    """

    token: str
    template: Template
    path: Path
    sheets: tuple[Sheet, ...]
    matching: Matching
    choices: Choices
    roster: Roster | None
    problem: Problem | None
    mends: tuple[Mend, ...] = ()

    @property
    def name(self) -> str:
        """What the roster is called: mended, it is a workbook."""
        return f"{self.path.stem}.xlsx" if self.mends else self.path.name

    @property
    def data(self) -> bytes:
        """The file as it was sent, or with the mended cells in it; raises `RosterError`."""
        data = self.path.read_bytes()
        return roster.written(self.path.name, data, self.mends) if self.mends else data

    @property
    def read(self) -> Roster:
        """What stands in it; raises its problem where nothing could be read."""
        if self.roster is None:
            assert self.problem is not None
            raise self.problem
        return self.roster

    @property
    def here(self) -> dict[str, Any]:
        """What the addresses of its pages have in common."""
        return {"token": self.token, "template": self.template.id}

    @property
    def remembered(self) -> bool:
        """Whether a person said how these columns are meant."""
        return bool(self.choices)


def sent(token: str) -> Sent:
    """The roster of this person with this token, and the template that the request names.

    Raises `PageMissing` where it is gone, `RosterError` where the file cannot be read at all.
    """
    chosen = template.get(request.values.get("template", ""))
    path = uploads.find(home(), user().id, token).paths[0]
    return _sent(chosen, token, path)


def _sent(chosen: Template, token: str, path: Path) -> Sent:
    key = (str(path), chosen.sha256)
    found, signature = _remembered(_sheets, key, lambda: _open(chosen, path))
    choices = chosen_for(signature)
    mends = _mends(path)
    whole = (*key, json.dumps(choices.to_json(), sort_keys=True), mends)
    matching, read, problem = _remembered(
        _read, whole, lambda: _match(chosen, path.name, roster.laid_over(found, mends), choices)
    )
    return Sent(token, chosen, path, found, matching, choices, read, problem, mends)


def mend(sent: Sent, cells: Sequence[Mend]) -> None:
    """Put `cells` right in what was sent; together they are one step that can be taken back."""
    step = [[cell.sheet, cell.row, cell.column, cell.text] for cell in cells]
    _keep_steps(sent.path, [*_steps(sent.path), step])


def take_back(sent: Sent) -> None:
    """Take the last step of mending back, if there is one."""
    _keep_steps(sent.path, _steps(sent.path)[:-1])


def _mends(path: Path) -> tuple[Mend, ...]:
    return tuple(Mend(*cell) for step in _steps(path) for cell in step)


def _steps(path: Path) -> list[list[list[Any]]]:
    kept = path.parent.parent / MENDS
    found: list[list[list[Any]]] = json.loads(kept.read_text("utf-8")) if kept.exists() else []
    return found


def _keep_steps(path: Path, steps: list[list[list[Any]]]) -> None:
    kept = path.parent.parent / MENDS
    fresh = kept.with_suffix(".new")
    fresh.write_text(json.dumps(steps, ensure_ascii=False), "utf-8")
    fresh.replace(kept)


def chosen_for(signature: str) -> Choices:
    """What this person chose about spreadsheets with these heads."""
    kept = RosterChoices(library().database).find(user().id, signature)
    return roster.NOTHING if kept is None else Choices.from_json(kept)


def choose(sent: Sent, choices: Choices) -> None:
    """Keep `choices` for `sent` and for all that has the same heads."""
    kept = choices.to_json() if choices else {}
    RosterChoices(library().database).keep(user().id, sent.matching.signature, kept)


def read_own(chosen: Template, name: str, data: bytes) -> Roster:
    """The rows of the spreadsheet `name`, with what this person chose about such heads.

    Raises `RosterError`.
    """
    found = roster.sheets(name, data)
    choices = chosen_for(roster.match_sheets(chosen, name, found).signature)
    return roster.gather(chosen, roster.match_sheets(chosen, name, found, choices))


def _open(chosen: Template, path: Path) -> tuple[tuple[Sheet, ...], str]:
    found = roster.sheets(path.name, path.read_bytes())
    return found, roster.match_sheets(chosen, path.name, found).signature


def _match(
    chosen: Template, name: str, found: tuple[Sheet, ...], choices: Choices
) -> tuple[Matching, Roster | None, Problem | None]:
    matching = roster.match_sheets(chosen, name, found, choices)
    try:
        return matching, roster.gather(chosen, matching), None
    except RosterError as problem:
        return matching, None, problem


_lock = threading.Lock()
_sheets: OrderedDict[Any, Any] = OrderedDict()
_read: OrderedDict[Any, Any] = OrderedDict()


def _remembered(kept: OrderedDict[Any, Any], key: object, make: Callable[[], T]) -> T:
    """What `make` gave for `key` before, or gives now; the oldest of `KEPT` is forgotten."""
    with _lock:
        if key in kept:
            kept.move_to_end(key)
            found: T = kept[key]
            return found
    made = make()
    with _lock:
        kept[key] = made
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return made
