"""登录: the one-time link is the way in; everything but sign-in and static files needs it."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from webapp.context import library, signed_in
from webapp.errors import SignInRequired, wants_json

blueprint = Blueprint("auth", __name__)

OPEN_ENDPOINTS = frozenset({"static", "auth.index", "auth.enter", "auth.link"})
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
    if found is None:
        return False
    session.clear()
    session["user_id"] = found.id
    prolong()
    session.permanent = remember
    return True


@blueprint.get("/sign-in")
def index() -> ResponseReturnValue:
    """The sign-in form."""
    if signed_in() is not None:
        return redirect(own_path(request.args.get("next", "/")))
    return render_template("sign_in.html", error="", next=request.args.get("next", "/"))


@blueprint.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in with the link that was pasted."""
    target = own_path(request.form.get("next", "/"))
    token = token_of(request.form.get("link", ""))
    if sign_in(token, remember="remember" in request.form):
        return redirect(target)
    return render_template("sign_in.html", error=USED_UP, next=target), 403


@blueprint.get("/sign-in/<token>")
def link(token: str) -> ResponseReturnValue:
    """Sign in by opening the link; a HEAD request (a preview, a checker) does not use it up."""
    if request.method == "HEAD":
        return "", 204
    if signed_in() is not None or sign_in(token, remember=True):
        return redirect("/")
    return render_template("sign_in.html", error=USED_UP, next="/"), 403


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End the session."""
    session.clear()
    return redirect(url_for("auth.index"))
