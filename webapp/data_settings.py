"""设置 → 数据和备份: where the data lies and how much it takes, backups and their restore."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from corpus.errors import Problem
from corpus.files import safe_name
from corpus.library import space
from corpus.library.backup import FOLDER
from corpus.library.importing import under_way
from corpus.search import index_state
from webapp import auth, safekeeping
from webapp.context import admin, home, library
from webapp.errors import InvalidRequest, PageMissing, status_of
from webapp.safekeeping import Safe

blueprint = Blueprint("data_settings", __name__)


def safe() -> Safe:
    """The safe of this application; one for the process."""
    found: Safe = current_app.extensions.setdefault("nigao-safe", Safe())
    return found


@blueprint.get("/settings/data")
def index() -> ResponseReturnValue:
    """Where the data lies, how much there is, the backups."""
    admin()
    return _page()


@blueprint.post("/settings/data/clear")
def clear() -> ResponseReturnValue:
    """Remove what nobody needs any more."""
    admin()
    freed = space.clear(home(), but=under_way(library()))
    flash(f"清理完了，腾出 {space.spell(freed)}", "info")
    return redirect(url_for("data_settings.index"), 303)


@blueprint.post("/settings/backups")
def begin() -> ResponseReturnValue:
    """Begin a backup; the page shows how far it is."""
    admin()
    safe().begin_backup(library())
    return redirect(url_for("data_settings.index"), 303)


@blueprint.get("/settings/backups/progress")
def progress() -> ResponseReturnValue:
    """The part of the page that changes, for polling."""
    admin()
    return render_template("settings_backups.html", **_backups())


@blueprint.post("/settings/backups/upload")
def upload() -> ResponseReturnValue:
    """Keep a backup that was made elsewhere, once it is seen to be one."""
    admin()
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidRequest("没有选文件", remedy="先选一份备份（.zip），再点放进来")
    (home() / FOLDER).mkdir(exist_ok=True)
    last = file.filename.replace("\\", "/").rpartition("/")[2]
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=home() / FOLDER)
    os.close(handle)
    path = Path(name)
    try:
        file.save(path)
        kept = safekeeping.take_in(home(), path, safe_name(last))
    except Problem as problem:
        return _page(fault=f"{problem.message}，{problem.remedy}"), status_of(problem)
    finally:
        path.unlink(missing_ok=True)
    flash(f"{kept} 已经放进来，可以用它恢复", "info")
    return redirect(url_for("data_settings.index"), 303)


@blueprint.get("/settings/backups/<name>")
def download(name: str) -> ResponseReturnValue:
    """A backup as a file."""
    admin()
    path = safekeeping.path_of(home(), name)
    return send_file(path, "application/zip", as_attachment=True, download_name=name, max_age=0)


@blueprint.post("/settings/backups/<name>/delete")
def delete(name: str) -> ResponseReturnValue:
    """Remove a backup; asked for once, in the list."""
    admin()
    safekeeping.path_of(home(), name).unlink(missing_ok=True)
    flash(f"已删除备份 {name}", "info")
    return redirect(url_for("data_settings.index"), 303)


@blueprint.post("/settings/backups/<name>/restore")
def restore(name: str) -> ResponseReturnValue:
    """Begin to restore; leads to a page that can be seen when the session has ended with it."""
    admin()
    task = safe().begin_restore(library(), name)
    return redirect(url_for("data_settings.restoring", token=task.token), 303)


@blueprint.get("/restoring/<token>")
def restoring(token: str) -> ResponseReturnValue:
    """How far the restore is; at the end a link that signs whoever began it in again."""
    return _restoring("restoring.html", token)


@blueprint.get("/restoring/<token>/progress")
def restoring_progress(token: str) -> ResponseReturnValue:
    """The part of that page which changes, for polling."""
    return _restoring("restoring_progress.html", token)


def _restoring(page: str, token: str) -> str:
    task = safe().task
    if task is None or task.token != token or task.kind != "restore":
        raise PageMissing("没有这次恢复", remedy="到 设置 → 数据和备份 里看")
    # asked first: what it ended with is there once it says so
    finished = task.finished
    link = auth.link_path(task.link) if task.link else ""
    return render_template(page, task=task, finished=finished, link=link)


def _backups() -> dict[str, object]:
    task = safe().task
    return {
        "task": task if task is not None and task.kind == "backup" else None,
        "backups": [
            (one.name, space.spell(one.size), datetime.fromtimestamp(one.made, UTC))
            for one in safekeeping.kept(home())
        ],
    }


def _page(fault: str = "") -> str:
    return render_template(
        "settings_data.html",
        home=home(),
        search=index_state(library()),
        shares=[(one.name, space.spell(one.size)) for one in space.shares(home())],
        disk=space.disk(home()),
        spell=space.spell,
        fault=fault,
        **_backups(),
    )
