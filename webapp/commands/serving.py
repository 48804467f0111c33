"""`nigao serve` and `nigao link`: the application in the browser, and the way in."""

from __future__ import annotations

import errno
import ipaddress
import logging
import signal
import socket
from contextlib import closing
from types import FrameType

import click

from corpus.errors import Problem
from webapp.commands import usage
from webapp.commands.session import open_library
from webapp.settings import Settings

ADDRESS_FILE = "address"
"""Holds, in the data folder, the address of the application that runs on it."""
SERVING_LOCK = "serving.lock"
"""Held, in the data folder, while an application runs on it."""


class PortUnavailable(Problem):
    """The address to serve on is in use, forbidden, or not this machine's."""

    code = "port-unavailable"


@usage.command(
    "serve",
    example="""
        nigao serve
        nigao serve --host 0.0.0.0 --port 8080
    """,
)
@click.option("--host", metavar="地址", help="监听的地址；0.0.0.0 让同事的电脑也能打开。")
@click.option("--port", type=click.IntRange(1, 65535), metavar="端口", help="监听的端口。")
def serve(host: str | None, port: int | None) -> None:
    """启动网页，供本机和同事的浏览器使用；Ctrl+C 停止。

    第一次启动会显示一个一次性登录链接。
    """
    settings = Settings.load(host=host, port=port)
    with closing(listen(settings.host, settings.port)) as listener:
        _serve(settings, listener)


def _serve(settings: Settings, listener: socket.socket) -> None:
    # half a second of imports that a port in use need not wait for
    from waitress.server import create_server

    from corpus.library import restore
    from corpus.search.lock import held
    from webapp.app import create_app
    from webapp.samples import add_samples
    from webapp.supervision import job_runner

    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    server = create_server(
        create_app(settings),
        sockets=[listener],
        threads=settings.threads,
        ident=None,
        clear_untrusted_proxy_headers=True,
    )
    address = address_of(settings)
    with open_library(settings) as (library, owner, _):
        restore.finish(library)
        if added := add_samples(library, owner):
            click.echo(f"示例文稿已收进文库：{added} 篇。")
        first = not (settings.home / ADDRESS_FILE).exists()
        token = library.users.new_link(owner) if first else ""
    (settings.home / ADDRESS_FILE).write_text(address, encoding="ascii")
    signal.signal(signal.SIGTERM, _stop)
    click.echo(f"拟稿已启动：{address}")
    click.echo(f"数据文件夹：{settings.home}")
    if token:
        click.echo(f"一次性登录链接（30 分钟内有效）：{address}{_path(token)}")
    else:
        click.echo("要登录，在另一个窗口运行 nigao link。")
    # a second one on the same folder is allowed; what must not happen meanwhile asks for the lock
    with held(settings.home / SERVING_LOCK), job_runner(settings):
        server.run()
    click.echo("已停止。")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to `host` and `port`; raises `PortUnavailable`.

    Bound before anything else happens: whoever finds the port taken learns it at once, and
    nobody can take it between the check and the use.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise PortUnavailable(
            "不是这台电脑的地址", where=f"--host {host}", remedy="写 127.0.0.1 或 0.0.0.0"
        ) from error
    listener = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where REUSEADDR shares the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
    except OSError as error:
        listener.close()
        message, remedy = _REASONS.get(
            error.errno or 0, (f"不能监听（{error.strerror}）", "换一个")
        )
        raise PortUnavailable(message, where=f"{host}:{port}", remedy=remedy) from error
    return listener


_REASONS = {
    errno.EADDRINUSE: ("端口正被别的程序占用", "关掉那个程序，或用 --port 换一个端口"),
    errno.EACCES: ("没有权限使用这个端口", "用 --port 换一个 1024 以上的端口"),
    errno.EADDRNOTAVAIL: ("不是这台电脑的地址", "写 127.0.0.1 或 0.0.0.0"),
}


def address_of(settings: Settings) -> str:
    """The address to open in a browser: where we listen everywhere, the machine's own name."""
    host = settings.host
    try:
        everywhere = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        everywhere = False
    if everywhere:
        host = socket.gethostname().lower()
    elif ":" in host:
        host = f"[{host}]"
    return f"http://{host}:{settings.port}"


@usage.command("link", example="nigao link")
def link() -> None:
    """再要一个一次性登录链接（30 分钟内有效，只能用一次）。"""
    with open_library() as (library, owner, _):
        token = library.users.new_link(owner)
    click.echo(place_of_sign_in(token))


def place_of_sign_in(token: str) -> str:
    """The whole address that signs in with `token`: of the application that runs, or would."""
    settings = Settings.load()
    try:
        address = (settings.home / ADDRESS_FILE).read_text("ascii").strip()
    except OSError:
        address = address_of(settings)
    return f"{address}{_path(token)}"


def _path(token: str) -> str:
    from webapp.auth import link_path

    return link_path(token)


COMMANDS = {"serve": serve, "link": link}
