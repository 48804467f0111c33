"""帮助: how the three jobs are done, how to write a search, which keys there are."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from corpus.reading import READABLE
from webapp.search import MORE_WAYS, WAYS

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
def index() -> ResponseReturnValue:
    """The page of help."""
    return render_template("help.html", ways=WAYS + MORE_WAYS, readable=READABLE)
