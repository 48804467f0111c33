"""LibreOffice as the second opinion on our Word files, with the free faces under the names that
the files ask for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.layout import bound, write
from tests.generator.layout import samples
from tests.generator.layout.paper import Page, pages

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
{aliases}
<match target="pattern"><test name="family"><string>方正小标宋简体</string></test>
<edit name="family" mode="assign" binding="same"><string>FandolSong</string></edit>
<edit name="weight" mode="assign" binding="same"><const>bold</const></edit></match>
</fontconfig>"""
_ALIAS = '<alias binding="same"><family>{0}</family><prefer><family>{1}</family></prefer></alias>'
_FACES = {
    "仿宋_GB2312": "FandolFang",
    "楷体_GB2312": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
}


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Page, ...]]:
    """Our Word files as LibreOffice renders them; one start of it for all of them."""
    office = shutil.which("soffice")
    fonts = Path(sys.prefix) / "share" / "nigao" / "fonts"
    if office is None:
        pytest.skip("LibreOffice is not installed")
    if not (fonts / "fandol").is_dir():
        pytest.skip("the free faces are not set up")
    folder = tmp_path_factory.mktemp("office")
    configuration = folder / "fonts.conf"
    aliases = "".join(_ALIAS.format(*pair) for pair in _FACES.items())
    configuration.write_text(
        _FONTS.format(fonts=fonts, cache=folder / "cache", aliases=aliases), "utf-8"
    )
    documents = {
        "plan": samples.plan(),
        "full": samples.full_pages(),
        "sealed": samples.sealed(),
        "paper": samples.official(),
        "letter": samples.letter(),
        "minutes": samples.minutes(),
        "joint": samples.joint(),
        "order": samples.order(),
        "motion": samples.motion(),
        "apart": samples.apart(),
        "listed": samples.listed(),
        "crowded": samples.crowded(),
        "characters": samples.gb_2312(),
    }
    files = {name: write(document, ".docx") for name, document in documents.items()}
    files["bound"] = bound.write_word((samples.plan(), samples.letter(), samples.plan()), "合订本")
    files["pictured"] = write(samples.pictured(), ".docx", samples.grey)
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{name}.docx") for name in files),
        ],
        check=True,
        timeout=540,  # on a busy machine, too; less than what ends a test that stands still
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(configuration)},
    )
    return {name: pages((folder / f"{name}.pdf").read_bytes()) for name in files}
