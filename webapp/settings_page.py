"""设置: the unit's name, the size of text, the fonts found, where the data lies, a new link."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from generator.layout import fonts
from webapp import preferences as kept
from webapp.auth import link_path
from webapp.context import home, library, user

blueprint = Blueprint("settings_page", __name__)

SIZES = {"normal": "标准", "larger": "大一号（112.5%）", "largest": "大两号（125%）"}


@blueprint.get("/settings")
def index() -> ResponseReturnValue:
    """The page of settings."""
    return _page()


@blueprint.post("/settings")
def save() -> ResponseReturnValue:
    """Keep the unit's name and the size of text."""
    size = kept.TEXT_SIZES.get(request.form.get("text", ""), "normal")
    kept.save(home(), kept.Preferences(request.form.get("unit", ""), size))
    flash("设置已保存", "info")
    return redirect(url_for("settings_page.index"), 303)


@blueprint.post("/settings/link")
def new_link() -> ResponseReturnValue:
    """A one-time link for another computer, shown this once."""
    path = link_path(library().users.new_link(user().id))
    return _page(link=request.host_url.rstrip("/") + path)


def _page(link: str = "") -> ResponseReturnValue:
    return render_template(
        "settings.html", faces=fonts.faces(), home=home(), sizes=SIZES, link=link
    )
