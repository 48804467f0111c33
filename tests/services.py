"""Servers that tests start for themselves: PostgreSQL and Redis, each private to one test run.

They come as Debian packages (`make test` installs them). Where they are missing the tests that
need them fail; with `NIGAO_TEST_SERVICES=none` they are skipped, because somebody asked for it.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from corpus.storage import storage_at

START = 120.0
"""Seconds that a server may take to answer."""


def program(name: str, package: str, *places: str) -> str:
    """The path of a server's program; fails the test, or skips it, where it is missing."""
    found = shutil.which(name)
    for place in places:
        found = found or next(iter(sorted(map(str, Path("/").glob(f"{place}/{name}")))), None)
    if found:
        return found
    if os.environ.get("NIGAO_TEST_SERVICES") == "none":
        pytest.skip(f"NIGAO_TEST_SERVICES=none, and {name} is not installed")
    pytest.fail(
        f"{name} is missing: run `make setup-test` as root, or apt-get install {package}; "
        "NIGAO_TEST_SERVICES=none goes without",
        pytrace=False,
    )


def free_port() -> int:
    """A port of the loopback interface that nobody listens on, nor is given by the system.

    It lies below those that connections get by themselves: a server that comes up later, or again
    after it was killed, still finds it free.
    """
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def launch(command: Sequence[str], log: Path, user: str | None = None) -> subprocess.Popen[bytes]:
    """The running `command`, which ends with us even when we are killed, as `user` for root."""
    if setpriv := shutil.which("setpriv"):
        command = [setpriv, "--pdeathsig", "KILL", *command]
        if user:
            own = pwd.getpwnam(user)
            ids = ["--reuid", str(own.pw_uid), "--regid", str(own.pw_gid), "--clear-groups"]
            command[1:1] = ids
        user = None
    with log.open("ab") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, user=user)


def wait_for(answers: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when a server answers; fails the test with its log when it does not."""
    deadline = time.monotonic() + START
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the server does not answer:\n{log.read_text('utf-8')[-2000:]}")
        time.sleep(0.02)


@contextmanager
def server_folder(user: str | None) -> Iterator[Path]:
    """A folder for a server's data, with a path short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="nigao-"))
    try:
        if user:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class PostgreSQL:
    """A running PostgreSQL server with databases that are made in a moment."""

    def __init__(self, folder: Path) -> None:
        """The server whose socket lies in `folder`."""
        self._socket = folder
        self._made = 0
        self._owner = create_engine(self.address("postgres"), isolation_level="AUTOCOMMIT")

    def address(self, name: str) -> str:
        """The SQLAlchemy address of database `name`."""
        return f"postgresql+psycopg://nigao@/{name}?host={self._socket}"

    def execute(self, *statements: str) -> None:
        """Run statements as the server's owner, outside any transaction."""
        with self._owner.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def close(self) -> None:
        """Give the owner's connection back."""
        self._owner.dispose()

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The address of a new database, a copy of `template`; gone afterwards."""
        self._made += 1
        name = f"test_{self._made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.address(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def cut_connections(self, name: str) -> None:
        """End every connection to database `name`, as an administrator would."""
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A private PostgreSQL, sorting as Chinese people do, that forgets all in a power cut."""
    initdb = program("initdb", "postgresql", "usr/lib/postgresql/*/bin")
    programs = Path(initdb).resolve().parent
    # The server refuses to be root.
    user = "postgres" if os.geteuid() == 0 else None
    with server_folder(user) as folder:
        log, data = folder / "log", folder / "data"
        made = launch(
            [
                *(initdb, "--pgdata", str(data), "--username", "nigao", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
                *("--locale-provider", "icu", "--icu-locale", "zh"),
            ],
            log,
            user,
        )
        if made.wait(START):
            pytest.fail(f"initdb failed:\n{log.read_text('utf-8')[-2000:]}")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "16MB",
            "max_connections": "60",
            "autovacuum": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        process = launch([str(programs / "postgres"), "-D", str(data), *options], log, user)
        server = PostgreSQL(folder)

        def answers() -> bool:
            asked = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
            return subprocess.run(asked, check=False).returncode == 0

        try:
            wait_for(answers, process, log)
            yield server
        finally:
            server.close()
            process.send_signal(signal.SIGQUIT)
            process.wait()


class Redis:
    """A Redis that can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        """A server in `folder`, not yet running."""
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Run until it answers."""
        log = self._folder / "log"
        self._process = launch(
            [
                *(program("redis-server", "redis-server"), "--bind", "127.0.0.1"),
                *("--port", str(self._port), "--dir", str(self._folder), "--save", ""),
            ],
            log,
        )
        wait_for(self._answers, self._process, log)

    def kill(self) -> None:
        """End it at once, with all that it held."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port)) as s:
            s.sendall(b"PING\r\n")
            return s.recv(7) == b"+PONG\r\n"
        return False


@contextmanager
def redis() -> Iterator[Redis]:
    """A private Redis that keeps nothing."""
    with server_folder(None) as folder:
        server = Redis(folder)
        server.start()
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def s3() -> Iterator[str]:
    """The address of a bucket on an S3 server of this process, and the environment to reach it."""
    import boto3
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3").create_bucket(Bucket="nigao")
        try:
            yield "s3://nigao"
        finally:
            # It keeps the address of a server that will be gone.
            s3fs.S3FileSystem.clear_instance_cache()
            storage_at.cache_clear()
            server.stop()
