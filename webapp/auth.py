"""登录: the one-time link is the way in; everything but sign-in and static files needs it."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from corpus.library import User
from webapp import expired
from webapp.context import library, signed_in
from webapp.errors import SignInRequired, wants_json
from webapp.expired import KeptForm

blueprint = Blueprint("auth", __name__)

OPEN_ENDPOINTS = frozenset(
    {
        "static",
        "auth.index",
        "auth.enter",
        "auth.link",
        # known by a token: whoever began a restore looks on when it has ended every session
        "data_settings.restoring",
        "data_settings.restoring_progress",
    }
)
TRIES, PAUSE = 5, 600.0
"""After so many wrong passwords for one name, so many seconds pass before the next is looked at."""
USED_UP = "这个链接已经用过或过了 30 分钟。在启动窗口运行 nigao link，会得到一个新的"


def register(app: Flask) -> None:
    """Ask for sign-in before every endpoint of `app` that is not open."""
    app.register_blueprint(blueprint)
    app.before_request(require_sign_in)


def require_sign_in() -> ResponseReturnValue | None:
    """Send a person to the sign-in page and a program an error, unless signed in."""
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    if signed_in() is not None:
        prolong()
        return None
    if not wants_json() and (kept := expired.sent_form()) is not None:
        return _page(kept.target, kept=kept), 401
    if wants_json() or request.method not in {"GET", "HEAD"}:
        raise SignInRequired("还没有登录，或登录已经过期", remedy="请重新登录，再做一次")
    return redirect(url_for("auth.index", next=request.full_path.rstrip("?")))


def prolong() -> None:
    """Let the session last from today: written once a day, so that few answers carry a cookie."""
    today = date.today().isoformat()
    if session.get("day") != today:
        session["day"] = today


def link_path(token: str) -> str:
    """The path of the one-time link that signs in with `token`."""
    return f"/sign-in/{token}"


def own_path(target: str) -> str:
    """`target` where it is a path of this application, else the home page."""
    parts = urlsplit(target.replace("\\", "/"))
    local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return target if local and not target.startswith(("//", "/\\")) else "/"


def token_of(text: str) -> str:
    """The token in what was pasted: a whole link, its path, or the token alone."""
    return text.strip().split("?")[0].rstrip("/").rpartition("/")[2]


def sign_in(token: str, *, remember: bool) -> bool:
    """Whether `token` opened a session; a used, expired or unknown one does not."""
    found = library().users.redeem_link(token) if token else None
    if found is not None:
        begin(found, remember=remember)
    return found is not None


def begin(person: User, *, remember: bool) -> None:
    """A new session of `person`; one that is not remembered ends with the browser."""
    session.clear()
    session["user_id"] = person.id
    session["mark"] = person.session
    prolong()
    session.permanent = remember


class Guesses:
    """Wrong passwords by name, in memory: a restart forgives, and nothing is gained by it."""

    def __init__(self) -> None:
        """None so far."""
        self._lock = threading.Lock()
        self._wrong: dict[str, tuple[int, float]] = {}

    def left(self, name: str) -> int:
        """How many more tries `name` has now."""
        with self._lock:
            count, last = self._wrong.get(name, (0, 0.0))
            if count and time.monotonic() - last > PAUSE:
                del self._wrong[name]
                count = 0
            return max(0, TRIES - count)

    def note(self, name: str, *, right: bool) -> None:
        """Remember how a try for `name` went."""
        with self._lock:
            if right:
                self._wrong.pop(name, None)
            else:
                if len(self._wrong) > 10_000:
                    self._wrong.clear()
                self._wrong[name] = self._wrong.get(name, (0, 0.0))[0] + 1, time.monotonic()


guesses = Guesses()


def password_fault(name: str, password: str, *, remember: bool) -> str:
    """What is wrong with name and password; "" where they opened a session."""
    name = "".join(name.split())
    if not guesses.left(name):
        return "密码错得太多，等 10 分钟再试，或请管理员给一个登录链接"
    found = library().users.check_password(name, password)
    guesses.note(name, right=found is not None)
    if found is not None:
        begin(found, remember=remember)
        return ""
    left = guesses.left(name)
    again = f"再试 {left} 次后要等 10 分钟" if left else "等 10 分钟再试"
    return f"姓名或密码不对。{again}；忘了请找管理员重设。"


@blueprint.get("/sign-in")
def index() -> ResponseReturnValue:
    """The sign-in form."""
    if signed_in() is not None:
        return redirect(own_path(request.args.get("next", "/")))
    return _page(request.args.get("next", "/"))


@blueprint.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in with name and password, or with the link that was pasted."""
    target = own_path(request.form.get("next", "/"))
    kept = expired.carried_form()
    remember = "remember" in request.form
    if request.form.get("way") == "password":
        name = request.form.get("name", "")
        fault = password_fault(name, request.form.get("password", ""), remember=remember)
        return (_page(target, fault, name=name, kept=kept), 403) if fault else _on(target, kept)
    token = token_of(request.form.get("link", ""))
    if sign_in(token, remember=remember):
        return _on(target, kept)
    return _page(target, link_fault=USED_UP, kept=kept), 403


@blueprint.get("/sign-in/<token>")
def link(token: str) -> ResponseReturnValue:
    """Sign in by opening the link; a HEAD request (a preview, a checker) does not use it up."""
    if request.method == "HEAD":
        return "", 204
    if signed_in() is not None or sign_in(token, remember=True):
        return redirect("/")
    return _page("/", link_fault=USED_UP), 403


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End the session."""
    session.clear()
    return redirect(url_for("auth.index"))


def keep_form() -> ResponseReturnValue | None:
    """The page that signs in and keeps what was typed, where a form came without its session."""
    kept = None if wants_json() or signed_in() is not None else expired.sent_form()
    if kept is None or request.endpoint in OPEN_ENDPOINTS:
        return None
    return _page(kept.target, kept=kept), 401


def _on(target: str, kept: KeptForm | None) -> ResponseReturnValue:
    """On to the page that was wanted, or to the step that was broken off."""
    if kept is None:
        return redirect(target)
    kept = replace(kept, target=own_path(kept.target))
    return render_template("expired.html", kept=kept)


def _page(
    target: str,
    fault: str = "",
    link_fault: str = "",
    name: str = "",
    kept: KeptForm | None = None,
) -> str:
    """The page; passwords come first where anybody has one. `kept` is what it carries along."""
    has_passwords = any(one.has_password for one in library().users.list())
    return render_template(
        "sign_in.html",
        next=target,
        fault=fault,
        link_fault=link_fault,
        name=name,
        passwords=has_passwords,
        kept=kept,
        prefix=expired.PREFIX,
    )
