"""What a request works with: the library, the person, what this person may see."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app, g, has_request_context, session

from corpus.errors import NotFound
from corpus.library import Library, Scope, User
from corpus.unit import Unit
from generator.layout import Profile, profile_form
from webapp import known
from webapp import preferences as kept_preferences
from webapp.errors import Refused, SignInRequired
from webapp.preferences import Preferences
from webapp.settings import Settings


def attach(app: Flask, settings: Settings, library: Library) -> None:
    """Keep `settings` and the open `library` with `app`."""
    app.extensions["nigao"] = (settings, library)


def settings() -> Settings:
    """What the application was started with."""
    kept: tuple[Settings, Library] = current_app.extensions["nigao"]
    return kept[0]


def library_of(app: Flask) -> Library:
    """The library that `app` has open; whoever ends the application closes it."""
    kept: tuple[Settings, Library] = app.extensions["nigao"]
    return kept[1]


def library() -> Library:
    """The open library; one for the process, safe to use from every thread."""
    return library_of(current_app)


def home() -> Path:
    """The data folder."""
    return settings().home


def preferences() -> Preferences:
    """This person's preferences, read once a request; the defaults for nobody."""
    if "preferences" not in g:
        found = signed_in()
        g.preferences = (
            kept_preferences.load(library().values, found.id) if found else Preferences()
        )
    kept: Preferences = g.preferences
    return kept


def unit() -> Unit:
    """The unit's names, places and people, read once a request; empty outside a request."""
    if not has_request_context():
        return Unit()
    if "unit" not in g:
        g.unit = library().unit.get()
    kept: Unit = g.unit
    return kept


def known_lists() -> dict[str, tuple[known.Offered, ...]]:
    """What the unit's data offers to forms, made once a request."""
    if "known_lists" not in g:
        g.known_lists = known.lists(unit())
    kept: dict[str, tuple[known.Offered, ...]] = g.known_lists
    return kept


def profile() -> Profile:
    """How this library's documents are laid out, read once a request; raises `LayoutError`."""
    if "profile" not in g:
        g.profile = profile_form.kept(home())
    kept: Profile = g.profile
    return kept


def signed_in() -> User | None:
    """The person of this session, or None; a session of somebody removed is emptied."""
    if "user" not in g:
        g.user = None
        user_id = session.get("user_id")
        if isinstance(user_id, int):
            try:
                g.user = _in_session(library().users.get(user_id))
            except NotFound:
                g.user = None
            if g.user is None:
                session.clear()
    found: User | None = g.user
    return found


def _in_session(person: User) -> User | None:
    """`person` where the session is still theirs: not of a closed account, not of before a new
    password."""
    mine = session.get("mark", "") == person.session and not person.disabled
    return person if mine else None


def user() -> User:
    """The person of this session; raises `SignInRequired` (401) where there is none."""
    found = signed_in()
    if found is None:
        raise SignInRequired("还没有登录", remedy="请用启动窗口里显示的一次性链接登录")
    return found


def admin() -> User:
    """The person of this session; raises `Refused` (403) where it is no administrator."""
    found = user()
    if not found.is_admin:
        raise Refused("只有管理员能做这一步", remedy="请管理员来做，或请管理员也让您当管理员")
    return found


def scope() -> Scope:
    """What this person may see: own documents and shared ones."""
    return Scope(user().id)
