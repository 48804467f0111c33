"""Word files rendered by LibreOffice, with the free faces under the names that files ask for."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from generator.layout import fonts
from generator.layout.gbt9704 import FACES

_START, _EACH = 120, 5  # seconds that LibreOffice may take until it runs, and for a file
_CONFIGURATION = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{folders}<cachedir>{cache}</cachedir>
{faces}</fontconfig>"""
_FACE = (
    '<match target="pattern"><test name="family"><string>{wanted}</string></test>'
    '<edit name="family" mode="assign" binding="same"><string>{family}</string></edit>{weight}'
    "</match>\n"
)
_BOLD = '<edit name="weight" mode="assign" binding="same"><const>bold</const></edit>'


def program() -> str | None:
    """The path of LibreOffice on this machine, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def render(*files: bytes) -> tuple[bytes | None, ...]:
    """The Word files as the PDFs that LibreOffice makes of them in one start; None where it fails.

    It runs without a window, with a profile and folder of its own that are removed afterwards.
    """
    office = program()
    if office is None:
        return (None,) * len(files)
    with TemporaryDirectory(prefix="nigao-") as name:
        folder = Path(name)
        sources = [folder / f"{n}.docx" for n in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        settings = folder / "fonts.conf"
        settings.write_text(_configuration(folder), "utf-8")
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
        try:
            subprocess.run(
                command,
                check=True,
                timeout=_START + _EACH * len(files),
                capture_output=True,
                env={**os.environ, "FONTCONFIG_FILE": str(settings)},
            )
        except (OSError, subprocess.SubprocessError):
            return (None,) * len(files)
        targets = [source.with_suffix(".pdf") for source in sources]
        return tuple(t.read_bytes() if t.exists() else None for t in targets)


def _configuration(folder: Path) -> str:
    """Fontconfig's settings: our folders, and each class's family in place of missing ones."""
    return _CONFIGURATION.format(
        folders="".join(f"<dir>{escape(str(own))}</dir>" for own in fonts.folders()),
        cache=escape(str(folder / "cache")),
        faces="".join(_substitutes()),
    )


def _substitutes() -> Iterator[str]:
    for face, found in fonts.faces().items():
        if not found.substituted:
            continue
        # The typesetter tells weights apart in the family's name, fontconfig does not.
        family = found.family.removesuffix(" R")
        weight = _BOLD if found.weight >= 600 else ""
        for wanted in FACES[face].families:
            yield _FACE.format(wanted=escape(wanted), family=escape(family), weight=weight)
