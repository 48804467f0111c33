"""Microsoft's Open XML SDK, which says what in a Word file its schema does not allow."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.locks import ROOT

_PROGRAM = ROOT / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"


def faults(data: bytes, version: str = "Microsoft365") -> list[str]:
    """What the validator finds wrong with the Word file `data`, each with its place."""
    if not _PROGRAM.exists():
        pytest.skip("the Open XML validator is not set up")
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        pytest.skip("the Open XML validator that is locked runs on Linux on x86-64 only")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.docx"
        file.write_bytes(data)
        done = subprocess.run(
            [_PROGRAM, file, version],
            capture_output=True,
            timeout=540,
            check=True,
            # A bare Debian has no libicu, without which .NET asks for this.
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        )
    said = json.loads(done.stdout)
    return [f"{e['path']} {e['xPath']}: {e['description']}" for e in said["errors"]]
