"""Legacy files 旧格式: .doc and .wps become .docx through LibreOffice, where it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.document import Document
from corpus.errors import Unreadable
from corpus.reading.containers import OLE, RESAVE, encrypted, not_what_it_says
from corpus.reading.settings import USUAL, Settings
from corpus.reading.word import read_word

LEGACY = (".doc", ".wps")
SECONDS = 25.0
# The package of Debian that brings the converter without its windows.
PACKAGE = "libreoffice-writer-nogui"
# LibreOffice maps far more than it uses; KiB of address space.
_ADDRESSES = 4 * 1024 * 1024
_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What LibreOffice is to make: from which suffix, to which, and how to ask for it.

    `kinds` are the formats as a message names them, `package` what Debian calls the program.
    """

    source: str
    target: str
    kinds: str
    package: str


# LibreOffice takes .wps for Microsoft Works.
TEXTS = Conversion("doc", "docx", ".doc 和 .wps", PACKAGE)


def read_legacy(name: str, data: bytes, settings: Settings = USUAL) -> tuple[Document, ...]:
    """The documents in the .doc or .wps file `name` with content `data`.

    A .docx under such a name is read as one. Raises `Unreadable` when it is neither, encrypted,
    damaged, takes longer than `SECONDS`, or LibreOffice is not installed.
    """
    if data.startswith(b"PK\x03\x04"):
        return read_word(name, data, settings)
    if not data.startswith((OLE, b"{\\rtf")):
        raise not_what_it_says(name, PurePath(name).suffix.lower())
    if is_locked(data):
        raise encrypted(name)
    return read_word(name, converted(name, data), settings)


def is_locked(data: bytes) -> bool:
    """Whether the OLE2 file `data` holds an encrypted package or an encrypted Word text."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    at = data.find(b"\xec\xa5")
    while at >= 0:
        # The text's head stands at the start of a sector; fEncrypted is bit 8 of its flags.
        if at % 512 == 0 and len(data) > at + 11:
            return bool(data[at + 11] & 0x01)
        at = data.find(b"\xec\xa5", at + 1)
    return False


def converted(name: str, data: bytes, wanted: Conversion = TEXTS) -> bytes:
    """`data` as .docx, or as `wanted`, by a LibreOffice with a profile of its own, without
    macros and network.

    Raises `Unreadable` as `read_legacy` does.
    """
    program = _program()
    if program is None:
        raise Unreadable(
            f"读取 {wanted.kinds} 要用 LibreOffice，这台机器上没有装",
            where=name,
            remedy=f"请安装 LibreOffice（Debian 上是 {wanted.package}），"
            f"或用 WPS、Office 另存为 .{wanted.target}",
        )
    with tempfile.TemporaryDirectory(prefix="nigao-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        source = folder / f"in.{wanted.source}"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            wanted.target,
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        _run(name, command, folder)
        result = folder / "out" / f"in.{wanted.target}"
        if not result.is_file():
            raise Unreadable("文件已损坏或已加密，LibreOffice 打不开", where=name, remedy=RESAVE)
        return result.read_bytes()


def _run(name: str, command: list[str], folder: Path) -> None:
    """Runs `command` and kills it with all that it started when the time is over."""
    nowhere = "http://127.0.0.1:9"
    environment = {
        **os.environ,
        "HOME": str(folder),
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }
    posix = os.name == "posix"
    if posix:
        limit = f'ulimit -S -v {_ADDRESSES} 2>/dev/null; exec "$@"'
        command = ["/bin/sh", "-c", limit, "sh", *command]
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=posix,
        )
    except OSError as error:
        raise Unreadable("LibreOffice 不能运行", where=name, remedy="请重新安装它") from error
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            f"文件过于复杂，LibreOffice {SECONDS:g} 秒内没有打开", where=name, remedy=RESAVE
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(tree, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _program() -> str | None:
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
