"""设置 → 数据和备份: where the data lies."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from corpus.search import index_state
from webapp.context import home, library

blueprint = Blueprint("data_settings", __name__)


@blueprint.get("/settings/data")
def index() -> ResponseReturnValue:
    """Where the data lies and how much there is."""
    return render_template("settings_data.html", home=home(), search=index_state(library()))
