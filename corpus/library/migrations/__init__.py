"""The library's database, version by version; run by the program itself when it opens one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def configuration() -> Config:
    """Alembic's configuration for the scripts in this folder, wherever it is installed."""
    config = Config()
    # A percent sign in the path would be read as an interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the database behind `connection` to a version, the newest one unless told, within
    its transaction."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
