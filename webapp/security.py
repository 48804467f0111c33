"""What keeps the pages safe: content policy, forged forms, host names, cookies, sizes."""

from __future__ import annotations

import ipaddress
import socket

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from webapp.context import signed_in
from webapp.errors import Refused
from webapp.preferences import secret_key
from webapp.settings import Settings

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
UPLOAD_BYTES = 100 * 1024 * 1024
BACKUP_BYTES = 100 * 2**30
FORM_BYTES = 8 * 1024 * 1024
SESSION_DAYS = 7

csrf = CSRFProtect()


def register(app: Flask, settings: Settings) -> None:
    """Give `app` its limits, cookie flags, CSRF check, host check and headers."""
    app.config.update(
        SECRET_KEY=secret_key(settings.home),
        SESSION_COOKIE_NAME="nigao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SESSION_DAYS * 24 * 3600,
        # an answer still on its way must not bring back a session that was just ended
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=UPLOAD_BYTES + FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=5000,
        WTF_CSRF_TIME_LIMIT=None,
    )
    # the host is looked at before the form's token: a foreign host never reaches a view
    app.before_request(lambda: check_host(settings))
    app.before_request(let_backups_in)
    csrf.init_app(app)
    app.after_request(add_headers)


def let_backups_in() -> None:
    """Let an administrator, and nobody else, upload a backup as large as the disk may hold."""
    if request.endpoint == "data_settings.upload" and request.method == "POST":
        found = signed_in()
        if found is not None and found.is_admin:
            request.max_content_length = BACKUP_BYTES


def check_host(settings: Settings) -> None:
    """Refuse a host name that is not ours: the defence against DNS rebinding.

    An address in figures cannot be rebound, so colleagues reach the machine by its IP.
    """
    host = request.host.rpartition(":")[0] if _has_port(request.host) else request.host
    if not is_own_host(host.strip("[]").lower(), settings):
        raise Refused(
            "这个网址不是拟稿的",
            where=request.host[:80],
            remedy="用启动窗口里显示的地址打开，或在启动时用 --host 写上这个名字",
        )


def is_own_host(host: str, settings: Settings) -> bool:
    """Whether `host` (without port) is an IP address, this machine's name, or one set at start."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        own = {"localhost", socket.gethostname().lower(), *settings.hosts}
        return host in own
    return True


def _has_port(host: str) -> bool:
    return ":" in host and not host.endswith("]")


def add_headers(response: Response) -> Response:
    """`response` with the security headers, and pages never kept by a shared cache."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype in {"text/html", "application/json"}:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
