"""What `webapp` raises, and how every error looks to a person and to a program."""

from __future__ import annotations

from typing import ClassVar

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from corpus.errors import (
    Conflict,
    CorpusError,
    InvalidCorrection,
    InvalidDocument,
    InvalidQuery,
    LibraryUnavailable,
    NotFound,
    Problem,
    Unreadable,
)
from generator.errors import GeneratorError, LayoutError, OutputError, UnknownTemplate


class WebappError(Problem):
    """Root of everything that `webapp` raises; `status` is the HTTP status of the answer."""

    code = "webapp"
    status: ClassVar[int] = 400


class SignInRequired(WebappError):
    """A request without a session where one is needed."""

    code = "sign-in-required"
    status = 401


class PageMissing(WebappError):
    """An address that names no page, or a page number beyond the document."""

    code = "not-found"
    status = 404


class Refused(WebappError):
    """A request that was understood and is not allowed, such as a foreign host name."""

    code = "refused"
    status = 403


class InvalidRequest(WebappError):
    """A form or parameter that cannot be carried out as sent."""

    code = "invalid-request"
    status = 400


STATUS: tuple[tuple[type[Problem], int], ...] = (
    (NotFound, 404),
    (UnknownTemplate, 404),
    (Conflict, 409),
    (InvalidQuery, 400),
    (InvalidCorrection, 400),
    (InvalidDocument, 400),
    (Unreadable, 422),
    (LibraryUnavailable, 503),
    (OutputError, 503),
    (LayoutError, 500),
    (GeneratorError, 422),
    (CorpusError, 500),
)
"""The first matching class decides."""

WORDS: dict[int, tuple[str, str, str]] = {
    400: ("invalid-request", "这个请求没有看懂", "返回上一页，刷新后再试一次"),
    403: ("refused", "这一步没有放行", "返回上一页，刷新后再试一次"),
    404: ("not-found", "没有这一页", "地址可能写错了，或者这份文稿已经删除。从首页或找范文里再找"),
    405: ("method", "这个地址不能这样打开", "从首页重新点进来"),
    413: ("too-large", "文件太大，一次最多 100 MB", "分几次上传，或先把文件里的图片压小"),
    415: ("media-type", "内容的格式不对", "刷新页面后再试一次"),
    429: ("too-many", "试得太快了", "等一分钟再试"),
    500: (
        "internal",
        "程序出错了，这一步没有做成",
        "已有的文稿都在。返回再试一次；还不行，请把时间告诉管理员",
    ),
}
"""Status → code, what happened, what to do."""

STALE_FORM = (
    "form-expired",
    "这个页面放得太久，登录状态已经变了",
    "刷新页面后再做一次，已保存的内容都在",
)


def status_of(problem: Problem) -> int:
    """The HTTP status that `problem` is answered with."""
    if isinstance(problem, WebappError):
        return problem.status
    return next((status for kind, status in STATUS if isinstance(problem, kind)), 500)


def wants_json() -> bool:
    """Whether this request is a program's: everything below /api/, and what asks for JSON only."""
    accepted = request.accept_mimetypes
    return request.path.startswith("/api/") or (
        accepted.best == "application/json" and "text/html" not in accepted.values()
    )


def answer(status: int, code: str, message: str, where: str, remedy: str) -> ResponseReturnValue:
    """The error as the API's envelope (DESIGN §4) or as a page that says what to do."""
    if wants_json():
        error = {"code": code, "message": message, "where": where, "remedy": remedy}
        return {"error": error}, status
    words = {"status": status, "message": message, "where": where, "remedy": remedy}
    try:
        return render_template("error.html", **words), status
    except Problem:
        # the frame itself asks the library who is there: when that fails, plain words remain
        return Response(f"{message}。{remedy}。", status, content_type="text/plain; charset=utf-8")


def register(app: Flask) -> None:
    """Answer every problem, HTTP error and unexpected failure of `app` in one shape."""

    @app.errorhandler(Problem)
    def problem(error: Problem) -> ResponseReturnValue:
        status = status_of(error)
        if status >= 500:
            app.logger.error("%s", error, exc_info=error)
        return answer(status, error.code, error.message, error.where, error.remedy)

    @app.errorhandler(CSRFError)
    def stale_form(error: CSRFError) -> ResponseReturnValue:
        from webapp.auth import keep_form  # which itself raises what is told here

        if (kept := keep_form()) is not None:
            return kept
        code, message, remedy = STALE_FORM
        return answer(403, code, message, "", remedy)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:
            return error.get_response()
        code, message, remedy = WORDS.get(status, WORDS[500 if status >= 500 else 400])
        return answer(status, code, message, "", remedy)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        app.logger.error("unexpected", exc_info=error)
        code, message, remedy = WORDS[500]
        return answer(500, code, message, "", remedy)
