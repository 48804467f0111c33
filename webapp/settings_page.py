"""设置 → 版式与字体、显示与登录: the layout, fonts, the size of text, a new link."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from generator.errors import LayoutError
from generator.layout import STANDARD, fonts, profile_form
from webapp import preferences as kept
from webapp.auth import link_path
from webapp.context import home, library, user

blueprint = Blueprint("settings_page", __name__)


@blueprint.get("/settings/screen")
def screen() -> ResponseReturnValue:
    """The size of text, and the way in for another computer."""
    return render_template("settings_screen.html", link="", fault={})


@blueprint.post("/settings/screen")
def save_screen() -> ResponseReturnValue:
    """Keep this person's size of text."""
    size = kept.TEXT_SIZES.get(request.form.get("text", ""), "normal")
    kept.save(library().values, user().id, kept.Preferences(size))
    flash("已按这个大小显示", "info")
    return redirect(url_for("settings_page.screen"), 303)


@blueprint.post("/settings/link")
def new_link() -> ResponseReturnValue:
    """A one-time link for another computer, shown this once."""
    path = link_path(library().users.new_link(user().id))
    link = request.host_url.rstrip("/") + path
    return render_template("settings_screen.html", link=link, fault={})


@blueprint.get("/settings/layout")
def layout() -> ResponseReturnValue:
    """How documents are laid out, and the fonts that do it."""
    return _layout()


@blueprint.post("/settings/layout")
def save_layout() -> ResponseReturnValue:
    """Keep how documents are laid out: a ready profile by its name, or the values of the form."""
    ready = profile_form.READY.get(request.form.get("ready", ""))
    profile, wrong = (ready, {}) if ready else profile_form.parse(request.form)
    if wrong:
        return _layout(request.form, wrong), 422
    profile_form.keep(home(), profile)
    flash("版式已保存，预览和之后的下载都按它排", "info")
    return redirect(url_for("settings_page.layout"), 303)


def _layout(given: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None) -> str:
    """The page; `given` is a layout that could not be kept, `wrong` says why beside its fields."""
    damaged = ""
    profile = STANDARD
    try:
        profile = profile_form.kept(home())
    except LayoutError as error:
        damaged = str(error)
    return render_template(
        "settings_layout.html",
        faces=fonts.faces(),
        layout=profile_form,
        sides=[(shown, shown) for shown in profile_form.SIDES.values()],
        values=given if given is not None else profile_form.texts(profile),
        chosen=next((name for name, own in profile_form.READY.items() if own == profile), ""),
        wrong=wrong or {},
        damaged=damaged,
    )
