"""The application: settings, library, safety, sign-in and one blueprint an area."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from flask import Flask

from corpus.library import Library
from webapp import auth, compression, context, errors, furniture, security, shown
from webapp.settings import Settings

AREAS: tuple[str, ...] = (
    "previews",
    "home",
    "welcome",
    "search",
    "saved_searches",
    "documents",
    "corrections",
    "handing",
    "drafts",
    "past",
    "others",
    "versions",
    "bin",
    "pictures",
    "batches",
    "checking",
    "runs",
    "rollups",
    "library",
    "formatting",
    "unit_settings",
    "settings_page",
    "user_settings",
    "data_settings",
    "help",
)
"""Modules of `webapp` with a `blueprint`, in the order of their registration."""


def create_app(settings: Settings | Path) -> Flask:
    """The application on the data folder of `settings` (or on the folder given itself).

    Opens the library there, making and migrating what is missing; raises
    `LibraryUnavailable` where the folder cannot be used.
    """
    if isinstance(settings, Path):
        settings = Settings(settings)
    app = Flask(__name__, template_folder="pages", static_folder="static")
    context.attach(app, settings, Library.open(settings.home, settings.url, settings.storage))
    errors.register(app)
    security.register(app, settings)
    compression.register(app)
    auth.register(app)
    furniture.register(app)
    shown.register(app)
    for name in AREAS:
        app.register_blueprint(import_module(f"webapp.{name}").blueprint)
    return app
