"""Old Word and WPS files are read through LibreOffice, or it is said what is missing."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from corpus.errors import Unreadable
from corpus.reading import legacy, read_bytes
from corpus.reading.containers import OLE
from corpus.reading.pictures import key_of, pictures_in
from generator.compose import compose
from generator.layout import write
from generator.template import shipped
from tests.corpus.reading.test_pictures import odt, png
from tests.corpus.test_plain import shape

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The same document as .docx and, by LibreOffice, as .doc."""
    folder = tmp_path_factory.mktemp("doc")
    template = shipped()["fire-safety-campaign"]
    new = write(compose(template, template.sample_inputs()).document, ".docx")
    (folder / "a.docx").write_bytes(new)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'lo').as_uri()}",
            "--headless",
            *("--convert-to", "doc", "--outdir", str(folder), str(folder / "a.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return new, (folder / "a.doc").read_bytes()


def refused(name: str, data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_bytes(name, data)
    assert caught.value.where == name
    assert caught.value.remedy
    return caught.value


@needs_office
@pytest.mark.parametrize("name", ["稿.doc", "稿.wps"])
def test_an_old_file_is_read_as_the_new_one(name: str, old: tuple[bytes, bytes]) -> None:
    new, data = old
    assert data.startswith(OLE)
    (expected,) = read_bytes("稿.docx", new)
    (found,) = read_bytes(name, data)
    assert found.source is not None
    assert found.source.file == name
    assert found.title == expected.title
    assert shape(found) == shape(expected)


def test_the_pictures_of_an_old_file_are_those_that_libreoffice_gives_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photo = png()
    monkeypatch.setattr(legacy, "converted", lambda name, data: odt(photo))
    assert pictures_in(OLE + b"x" * 600) == {key_of(photo): photo}
    monkeypatch.undo()
    monkeypatch.setattr(legacy, "_program", lambda: None)
    assert pictures_in(OLE + b"x" * 600) == {}


def test_a_new_file_under_an_old_name_is_read(tmp_path: Path) -> None:
    template = shipped()["fire-safety-campaign"]
    document = compose(template, template.sample_inputs()).document
    (found,) = read_bytes("稿.doc", write(document, ".docx"))
    assert found.title == document.title


def test_without_libreoffice_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "_program", lambda: None)
    error = refused("稿.wps", OLE + b"x" * 600)
    assert "LibreOffice" in error.message
    assert "libreoffice-writer-nogui" in error.remedy


@needs_office
def test_a_damaged_old_file_is_refused() -> None:
    assert "损坏" in refused("稿.doc", OLE + b"\x00" * 4096 + b"x").message


def test_what_is_no_old_file_is_refused() -> None:
    assert "与扩展名不符" in refused("稿.doc", b"%PDF-1.7").message


@pytest.mark.parametrize(
    "inside",
    [
        "EncryptedPackage".encode("utf-16-le"),
        b"\x00" * 504 + b"\xec\xa5" + b"\x00" * 8 + b"\x00\x01" + b"\x00" * 500,
    ],
    ids=["package", "text"],
)
def test_a_locked_old_file_is_refused(inside: bytes) -> None:
    assert "加密" in refused("稿.doc", OLE + inside).message


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a POSIX shell")
def test_a_converter_that_hangs_is_killed_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow, child = tmp_path / "soffice", tmp_path / "child"
    slow.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {child}\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(legacy, "_program", lambda: str(slow))
    monkeypatch.setattr(legacy, "SECONDS", 3.0)
    assert "没有打开" in refused("稿.doc", OLE + b"x" * 600).message
    state = Path("/proc", child.read_text().strip(), "stat")
    for _ in range(2400):
        if not state.exists() or state.read_text().split()[2] == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("the converter's child lives on")
