"""设置 → 用户: who may use this installation; for administrators. One's own password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from corpus.errors import Problem
from corpus.library.users import ADMIN, MEMBER, ROLES
from webapp import auth
from webapp.context import admin, library, user
from webapp.errors import InvalidRequest, status_of

blueprint = Blueprint("user_settings", __name__)


@blueprint.get("/settings/users")
def index() -> ResponseReturnValue:
    """Everybody with an account."""
    admin()
    return _page()


@blueprint.post("/settings/users")
def add() -> ResponseReturnValue:
    """A new account, with the link by which its person signs in first."""
    admin()
    name = request.form.get("name", "")
    try:
        made = library().users.add(name, ADMIN if "admin" in request.form else MEMBER)
    except Problem as problem:
        return _page(name=name, fault=f"{problem.message}，{problem.remedy}"), status_of(problem)
    return _page(link=_link(made.id), link_of=made.name)


@blueprint.post("/settings/users/<int:user_id>")
def change(user_id: int) -> ResponseReturnValue:
    """Close or open an account, make or unmake an administrator, give a link, set a password."""
    mine = admin()
    users, wanted = library().users, request.form.get("do", "")
    if wanted == "link":
        return _page(link=_link(user_id), link_of=users.get(user_id).name)
    if wanted == "password":
        changed = users.set_password(user_id, request.form.get("password", ""))
        says = f"已设好 {changed.name} 的密码，请当面告诉他"
    elif wanted in ("disable", "enable"):
        changed = users.disable(user_id) if wanted == "disable" else users.enable(user_id)
        says = f"已{'停用' if changed.disabled else '启用'} {changed.name}"
    elif wanted in ("admin", "member"):
        changed = users.set_admin(user_id, admin=wanted == "admin")
        says = f"{changed.name} 现在是{ROLES[changed.role]}"
    else:
        raise InvalidRequest("没有说要做什么", remedy="刷新页面后再点一次")
    if changed.id == mine.id and not changed.disabled:
        auth.begin(changed, remember=session.permanent)
    flash(says, "info")
    return redirect(url_for("user_settings.index"), 303)


@blueprint.post("/settings/password")
def own_password() -> ResponseReturnValue:
    """A new password of one's own; other sessions of this person end, this one goes on."""
    person = user()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    fault = {}
    if person.has_password and library().users.check_password(person.name, old) is None:
        fault["old"] = "现在的密码不对"
    elif new != request.form.get("again", ""):
        fault["again"] = "两遍输得不一样"
    else:
        try:
            changed = library().users.set_password(person.id, new)
        except Problem as problem:
            fault["new"] = f"{problem.message}，{problem.remedy}"
        else:
            auth.begin(changed, remember=session.permanent)
            flash("密码已设好，以后用姓名和密码登录", "info")
            return redirect(url_for("settings_page.screen"), 303)
    return render_template("settings_screen.html", link="", fault=fault), 422


def _link(user_id: int) -> str:
    token = library().users.new_link(user_id)
    return request.host_url.rstrip("/") + auth.link_path(token)


def _page(link: str = "", link_of: str = "", name: str = "", fault: str = "") -> str:
    return render_template(
        "settings_users.html",
        people=library().users.list(),
        roles=ROLES,
        link=link,
        link_of=link_of,
        name=name,
        fault=fault,
    )
